"""A lesson changes after hand-ins: the gradebook follows, and marks by hand stay."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.grader.marks.gradebook_file import BACKUPS_KEPT
from course.grader.marks.results import OUTDATED, class_rows
from tests.course.grader.changed_lesson import change
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    graded_course,
    hand_in,
    mark_by_hand,
    notebook_with,
    row,
)


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory) -> Path:
    """Return a graded course, to be copied."""
    class_ = {"ann": RIGHT, "bob": SQUARED}
    course = graded_course(released_course, tmp_path_factory.mktemp("graded"), class_)
    mark_by_hand(course, "bob", 1)
    return course


@pytest.fixture
def course(graded_once, tmp_path, monkeypatch) -> Path:
    course = Path(shutil.copytree(graded_once, tmp_path / "course"))
    monkeypatch.chdir(course)
    return course


def marks(course, student):
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        [notebook] = book.find_submission(LESSON, student).notebooks
        return {g.name: (g.auto_score, g.manual_score, g.max_score) for g in notebook.grades}


def test_an_exercise_that_came_waits_for_those_before_it_and_their_marks_stay(course, capsys):
    change(course, more=["triple"])
    data = grade(course)
    assert row(data, "ann")["points"] == 2
    assert marks(course, "bob") == {
        "double-check": (0.0, 1.0, 2.0),
        "triple-check": (0.0, None, 2.0),
    }
    said = capsys.readouterr().out
    assert "triple is new, worth 2; 2 handed in before it existed, so it waits for a mark" in said


def test_an_exercise_that_went_takes_its_marks_along_and_says_where_they_are(course, capsys):
    change(course, more=["triple"])
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.find_comment("double-solution", LESSON, LESSON, "ann").manual_comment = "Well done."
        book.db.commit()
    folder = course / "solutions" / LESSON
    notebook = nbformat.read(folder / f"{LESSON}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "double" not in cell.id]
    notebook.cells = [cell for cell in notebook.cells if cell.id != "see"]
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")
    (folder / "exercises" / "double.py").unlink()
    capsys.readouterr()
    grade(course)
    assert [*marks(course, "bob")] == ["triple-check"]
    said = capsys.readouterr().out
    assert "double is gone. What was given by hand to ann, bob stays in grading/backups/" in said
    for _ in range(BACKUPS_KEPT + 1):
        grade(course)
    [kept] = (course / "grading" / "backups").glob("kept-*.db")
    assert kept.name in said
    with Gradebook(f"sqlite:///{kept}") as book:
        assert book.find_grade("double-check", LESSON, LESSON, "bob").manual_score == 1.0


def test_an_exercise_with_another_name_keeps_marks_by_hand(course, capsys):
    change(course, name="twice")
    grade(course)
    assert marks(course, "bob")["twice-check"][1] == 1.0
    said = capsys.readouterr().out
    assert "double is called twice now; its marks stay." in said
    assert "→" not in said


@pytest.mark.parametrize("kept", [True, False], ids=["metadata", "bare"])
def test_an_answer_counts_under_its_exercises_new_name(course, kept):
    notebook = json.loads(notebook_with(course, RIGHT))
    for cell in notebook["cells"]:
        cell["metadata"] = cell["metadata"] if kept else {}
        if not kept:
            cell.pop("id")
    hand_in(course, "cyd", json.dumps(notebook))
    change(course, name="twice")
    data = grade(course)
    assert [row(data, student)["points"] for student in ("ann", "bob", "cyd")] == [2, 0, 2]
    assert row(data, "ann")["notes"] == []
    change_again = notebook_with(course, "def twice(y):\n    return y * 3")
    hand_in(course, "ann", change_again.replace("double-", "twice-"))
    assert row(grade(course), "ann")["points"] == 0


def test_other_points_are_taken_up_and_it_is_said_whose_mark_changed_and_why(course, capsys):
    change(course, points=3)
    grade(course)
    assert marks(course, "ann") == {"double-check": (3.0, None, 3.0)}
    said = capsys.readouterr().out
    assert "double is now worth 3, and was worth 2 before." in said
    assert (
        "ann: 2 → 3 points, since the lesson, its cases or the grader have changed "
        "(double 2 of 2 → 3 of 3)." in said
    )


def test_points_that_were_changed_in_one_place_only_are_named_and_nothing_is_graded(course, capsys):
    """nbgrader's *Create Assignment* changes those in the notebook, and right work lost half."""
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace('"points": 2', '"points": 4'))
    assert main(["grade", "01", "--no-sandbox"]) == 2
    assert capsys.readouterr().err == (
        "course: 01_small: the exercise double is worth 4 in the notebook, and 2 in "
        "exercises/double.py: write the same points into both.\n"
    )
    assert marks(course, "ann") == {"double-check": (2.0, None, 2.0)}


def test_points_that_nbgrader_has_taken_up_make_marks_from_before_unknown(course):
    """Its formgrader enters those of the notebook when it generates the assignment."""
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.find_grade_cell("double-check", LESSON, LESSON).max_score = 4
        book.db.commit()
    rows, _ = class_rows(course, LESSON)
    assert [row.unknown for row in rows] == [OUTDATED, OUTDATED]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "twice"}, "double is called twice now; its marks stay."),
        (
            {"points": 3},
            "double is now worth 3, and was worth 2 before. Given by hand for other points, or "
            "another answer, and waiting for another look: bob 2.",
        ),
    ],
)
def test_a_lesson_with_hand_ins_is_released_and_the_next_grading_takes_it_up(
    course, capsys, changed, told
):
    mark_by_hand(course, "bob", 2)
    change(course, **changed)
    assert main(["release", "01"]) == 0
    said = capsys.readouterr().out
    assert f"changed notebooks/{LESSON}/{LESSON}.ipynb" in said
    assert "01_small has hand-ins: the gradebook takes up" in said
    assert marks(course, "bob") == {"double-check": (0.0, 2.0, 2.0)}
    grade(course)
    assert told in capsys.readouterr().out
    assert main(["release", "01"]) == 0
    assert "Nothing has changed." in capsys.readouterr().out


def test_a_second_run_has_nothing_to_tell(course, capsys):
    change(course, points=3)
    grade(course)
    capsys.readouterr()
    grade(course)
    assert "→" not in capsys.readouterr().out


def test_another_hand_in_is_the_reason_of_another_mark(course, capsys):
    hand_in(course, "bob", notebook_with(course, RIGHT))
    grade(course)
    said = capsys.readouterr().out
    assert (
        "bob: 0 → 2 points, since another notebook was handed in (double 0 of 2 → 2 of 2)." in said
    )


def test_a_due_date_that_is_set_after_grading_counts_at_the_next_run(course):
    late = hand_in(course, "ann", notebook_with(course, RIGHT))
    late.with_name("timestamp.txt").write_text("2026-11-02 10:00:00 UTC\n")
    grade(course)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.update_or_create_assignment(LESSON, duedate="2026-11-01 00:00:00 UTC")
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        assert book.find_submission(LESSON, "ann").late_submission_penalty == 2.0


@pytest.mark.parametrize(("mark", "waits"), [(1, False), (2, True)])
def test_marks_by_hand_for_other_points_are_named_and_wait_where_they_are_too_high(
    course, capsys, mark, waits
):
    mark_by_hand(course, "bob", mark)
    change(course, points=1)
    grade(course)
    said = capsys.readouterr().out
    assert ("Marks by hand stay as they are (bob 1)." in said) == (not waits)
    assert (
        "for other points, or another answer, and waiting for another look: bob 2." in said
    ) == (waits)
    assert f"Next: `course {'mark' if waits else 'report'} 01`" in said
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_grade("double-check", LESSON, LESSON, "bob")
        assert (found.manual_score, bool(found.needs_manual_grade)) == (mark, waits)


def test_an_exercise_with_another_name_and_other_points_is_the_same(course, capsys):
    grade(course)  # writes down what learners get of each exercise
    change(course, name="twice", points=3)
    data = grade(course)
    said = capsys.readouterr().out
    assert "double is called twice now; its marks stay." in said
    assert "twice is now worth 3, and was worth 2 before." in said
    assert row(data, "ann")["points"] == 3
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        assert book.find_grade("twice-check", LESSON, LESSON, "bob").manual_score == 1


@pytest.mark.parametrize("changed", [{"points": 3}, {"points": 3, "name": "twice"}])
def test_marks_of_the_hand_in_before_a_damaged_one_follow_the_points(course, changed):
    hand_in(course, "ann", "{")
    assert row(grade(course), "ann")["points"] == 2
    change(course, **changed)
    graded = row(grade(course), "ann")
    assert graded["points"] == 3
    assert "a newer hand-in can't be read and was ignored" in graded["notes"][0]
