"""When somebody handed in: corrected times count, odd ones are named and change nothing."""

import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.grader.marks.results import gradebook_rows
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    grade,
    hand_in,
    mark_by_hand,
    notebook_with,
)
from tests.small_course import COURSE


def times(course, student):
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        return str(book.find_submission(LESSON, student).timestamp)


def test_a_corrected_time_of_handing_in_counts(course):
    stamp = hand_in(course, "ann", notebook_with(course, RIGHT)).with_name("timestamp.txt")
    stamp.write_text("2026-11-01 10:00:00 UTC\n")
    grade(course)
    assert times(course, "ann") == "2026-11-01 10:00:00"
    stamp.write_text("2026-10-01 10:00:00 UTC\n")
    grade(course)
    assert times(course, "ann") == "2026-10-01 10:00:00"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02 13:30:00 +0200",
        "2026-11-02 13:30:00 +02:00",
        "2026-11-02T13:30:00+02:00",
        "2026-11-02 06:30:00.000000 -0500",
        "2026-11-02 11:30:00 UTC",
        "2026-11-02 11:30",
    ],
)
def test_a_time_with_an_offset_is_that_of_utc(course, text):
    """nbgrader takes `+0200` for 200 seconds, and half an hour early was late."""
    stamp = hand_in(course, "ann", notebook_with(course, RIGHT)).with_name("timestamp.txt")
    stamp.write_text(text)
    grade(course)
    assert times(course, "ann") == "2026-11-02 11:30:00"


@pytest.mark.parametrize("text", ["10:00", "yesterday", "2026-13-45 10:00", "Monday"])
def test_an_odd_time_is_named_and_not_taken_for_today(course, text):
    stamp = hand_in(course, "ann", notebook_with(course, RIGHT)).with_name("timestamp.txt")
    stamp.write_text(text)
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 2
    assert graded["notes"] == [f"timestamp.txt contains no date and time, and was ignored: {text}"]
    assert times(course, "ann") == "None"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"2999-01-01 10:00:00 UTC", "is in the future, and was ignored: 2999-01-01 10:00:00 UTC"),
        (b"tomorrow", "contains no date and time, and was ignored: tomorrow"),
        (b"\x81\x82", "is empty or can't be read, and was ignored"),
        (b"", "is empty or can't be read, and was ignored"),
    ],
)
def test_an_odd_time_of_what_is_graded_already_is_named_and_the_one_before_stays(
    course, content, note
):
    stamp = hand_in(course, "ann", notebook_with(course, RIGHT)).with_name("timestamp.txt")
    copy = stamp.with_name(f"{LESSON} (1).ipynb")
    for place in ("the notebook", "a copy of it"):
        stamp.write_bytes("2026-11-01 10:00:00 UTC\n".encode("utf-16"))
        assert "timestamp" not in str(grade(course)["submissions"][0]["notes"]), place
        stamp.write_bytes(content)
        for _ in range(2):
            [graded] = grade(course)["submissions"]
            assert f"timestamp.txt {note}" in graded["notes"]
            assert times(course, "ann") == "2026-11-01 10:00:00"
        copy.write_text(notebook_with(course, RIGHT))
        stamp.with_name(f"{LESSON}.ipynb").write_text(notebook_with(course, "def double(y): ..."))


DUE = "2026-11-02 12:00:00 UTC"


def late_is_worth_nothing(course, due=DUE):
    settings = course / "nbgrader_config.py"
    text = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
    settings.write_text(settings.read_text().replace(text, "") + text)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.update_or_create_assignment(LESSON, duedate=due)


def page_of(course):
    return (course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()


@pytest.fixture
def late(course):
    stamp = hand_in(course, "ann", notebook_with(course, RIGHT)).with_name("timestamp.txt")
    stamp.write_text("2026-11-03 10:00:00 UTC\n")
    grade(course)
    late_is_worth_nothing(course)
    return course


def test_a_rule_under_a_name_that_nbgrader_ignores_is_refused(late, capsys):
    settings = late / "nbgrader_config.py"
    text = settings.read_text()
    settings.write_text(text + "c.LateSubmissionPlugin.plugin_class = object\n")
    assert main(["grade", "01", "--no-sandbox"]) == 2
    said = capsys.readouterr().err
    assert "sets c.LateSubmissionPlugin.plugin_class, which does nothing" in said
    assert "c.AssignLatePenalties.plugin_class" in said


ONE_A_DAY = """
from nbgrader.plugins import BasePlugin

class OneADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 86_400 if total_seconds_late > 0 else None

c.AssignLatePenalties.plugin_class = OneADay
"""


def test_a_rule_of_the_teachers_own_is_a_class_as_the_guide_has_it(late, capsys):
    assert ONE_A_DAY in (COURSE / "docs" / "grading.md").read_text()
    settings = late / "nbgrader_config.py"
    kept = [one for one in settings.read_text().splitlines() if "LateSubmission" not in one]
    settings.write_text("\n".join(kept) + ONE_A_DAY)
    grade(late)
    assert "Penalties for lateness have changed: ann 0 → 0.9" in capsys.readouterr().out


def test_a_penalty_that_has_changed_is_told_once(late, capsys):
    for due, said in (
        (DUE, "Penalties for lateness have changed: ann 0 → 2."),
        ("2026-11-04 12:00:00 UTC", "Penalties for lateness have changed: ann 2 → 0."),
    ):
        late_is_worth_nothing(late, due)
        grade(late)
        assert said in capsys.readouterr().out
        grade(late)
        assert "lateness" not in capsys.readouterr().out


def test_the_feedback_page_tells_what_is_taken_off_and_no_more_when_it_is_not(late):
    assert "late" not in page_of(late)
    grade(late)
    assert "2 of 2 points. It was handed in late, so 2 are taken off, and 0 count." in page_of(late)
    late_is_worth_nothing(late, "2026-11-04 12:00:00 UTC")
    grade(late)
    assert "late" not in page_of(late)


def test_a_mark_that_was_given_after_the_run_counts_no_more_than_the_rule_lets_it(late):
    grade(late)
    mark_by_hand(late, "ann", 1)
    [row] = gradebook_rows(late, LESSON)
    assert (row.penalty, row.total) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            'c.AssignLatePenalties.plugin_class = "latep.Nothing"',
            "the rule for late hand-ins that nbgrader_config.py names can't be used (TraitError:",
        ),
        (
            "from nbgrader.plugins import BasePlugin\n"
            "class Late(BasePlugin):\n"
            "    def late_submission_penalty(self, *_):\n"
            "        raise ZeroDivisionError('no days')\n"
            "c.AssignLatePenalties.plugin_class = Late",
            "can't be used (ZeroDivisionError: no days): put right what was changed last.",
        ),
        ("c.ClearSolutions.=", "nbgrader_config.py can't be used (SyntaxError:"),
    ],
)
def test_broken_settings_are_named_in_one_sentence(course, capsys, settings, sentence):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    file = course / "nbgrader_config.py"
    file.write_text(f"{file.read_text()}\n{settings}\n")
    assert main(["grade", "01", "--no-sandbox"]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
