"""`course grade` where something is wrong: a sentence that says what, and nothing lost."""

import shutil

import nbformat
import pytest

from course.cli import main
from course.files import only_one
from course.folders import CourseError
from course.grader.lesson import load_lesson
from course.grader.marks import marking
from course.grader.runs import run_seed
from tests.course.grader.by_hand.written_class import written_course
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    hand_in,
    notebook_with,
    row,
    scores,
)


def test_an_empty_folder_is_named(course, capsys):
    (course / "grading" / "submitted").mkdir()
    assert main(["grade", "01"]) == 2
    assert "no notebook of 01_small was found" in capsys.readouterr().err


def test_without_a_sandbox_it_refuses_and_says_why(course, monkeypatch, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["grade", "01"]) == 2
    said = capsys.readouterr().err
    assert "bubblewrap is not installed" in said
    assert "--no-sandbox" in said


def test_a_full_disk_is_named_and_the_next_run_goes_on(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.files.os.replace", full)
    with pytest.raises(CourseError, match="can't be written: No space left"):
        run_seed(course, LESSON, None)
    monkeypatch.undo()
    monkeypatch.chdir(course)
    assert grade(course)["submissions"][0]["points"] == 2


def test_a_lesson_that_is_not_graded_yet_is_not_marked_by_hand(
    tmp_path, empty_gradebook, monkeypatch, capsys
):
    monkeypatch.chdir(written_course(tmp_path / "course", empty_gradebook, {}))
    assert main(["mark", "01", "--no-browser"]) == 2
    assert "01_small is not graded yet: run `course grade 01` first." in capsys.readouterr().err


def test_an_interrupted_run_says_that_the_next_one_goes_on(course, monkeypatch, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(marking, "run_notebook", interrupt)
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 1
    assert capsys.readouterr().err == (
        "course: interrupted. What is graded is kept, and the same command goes on from there.\n"
    )


def test_a_submission_that_the_grader_fails_on_is_named_and_the_run_goes_on(course, monkeypatch):
    for student in ("ann", "bob"):
        hand_in(course, student, notebook_with(course, RIGHT))
    original = marking.run_notebook
    calls: list[object] = []

    def failing(*given):
        calls.append(given)
        if len(calls) == 1:
            raise ZeroDivisionError
        return original(*given)

    monkeypatch.setattr(marking, "run_notebook", failing)
    data = grade(course)
    assert [(r["status"], r["points"]) for r in data["submissions"]] == [
        ("rejected", 0),
        ("graded", 2),
    ]
    assert (
        "failed on it (ZeroDivisionError): run the same command again"
        in row(data, "ann")["notes"][0]
    )


def test_half_a_character_in_an_error_of_a_cell_costs_nothing(course):
    hand_in(course, "ann", notebook_with(course, RIGHT, "raise ValueError(chr(0xD800))"))
    [graded] = grade(course)["submissions"]
    assert (graded["status"], graded["points"]) == ("graded", 2)


def test_what_the_grader_failed_on_is_tried_again_by_the_next_run(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(marking, "run_notebook", failing)
    assert grade(course)["submissions"][0]["status"] == "rejected"
    monkeypatch.undo()
    monkeypatch.chdir(course)
    assert grade(course)["submissions"][0]["points"] == 2


def test_what_the_judge_fails_on_costs_its_exercise_only_and_is_named(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("course.grader.judging.judge", failing)
    [graded] = grade(course)["submissions"]
    assert (graded["status"], graded["points"]) == ("graded", 0)
    assert "gave what the grader can't judge (ZeroDivisionError)" in graded["notes"][0]


def test_a_lesson_whose_notebook_lacks_an_exercise_is_named(course, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace("double-solution", "other-solution"))
    assert main(["grade", "01", "--no-sandbox"]) == 2
    assert "lacks the cells of the exercise double" in capsys.readouterr().err


def test_a_lesson_whose_bank_is_not_whole_is_not_graded(course):
    (course / "solutions" / LESSON / "exercises" / "notes.py").write_text("NOTES = 3\n")
    with pytest.raises(CourseError, match=r"notes\.py in 01_small holds no exercise of that name"):
        load_lesson(course, LESSON, 5)


def test_a_damaged_resubmission_does_not_replace_marks(course):
    ann = hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    ann.write_text("{")
    for _ in range(2):
        [graded] = grade(course)["submissions"]
        assert (graded["status"], graded["points"]) == ("graded", 2)
        assert graded["notes"] == [
            "a newer hand-in can't be read and was ignored (the file is damaged: it breaks off "
            "before its end): the marks of the one before it count"
        ]
    assert scores(course, "ann")["auto"] == 2
    page = course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html"
    assert "was ignored" in page.read_text()
    ann.write_text(notebook_with(course, RIGHT))  # the very one from before
    assert grade(course)["submissions"][0]["notes"] == []
    assert "was ignored" not in page.read_text()
    ann.write_text(notebook_with(course, SQUARED))
    assert grade(course)["submissions"][0]["points"] == 0


def test_the_page_of_a_hand_in_that_cannot_be_read_claims_no_mark(course):
    hand_in(course, "ann", "{")
    grade(course)
    page = (course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert "</strong>: what you handed in could not be read, so there is no mark yet." in page
    assert "… Not marked: it could not be read" in page
    assert "0 of 2" not in page
    assert "Not attempted" not in page


def test_two_graders_do_not_work_on_one_lesson_at_once(course, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    with only_one(course / "grading" / "results" / LESSON / ".lock", LESSON):
        assert main(["grade", "01", "--no-sandbox"]) == 2
    assert "is being graded here by another" in capsys.readouterr().err
    grade(course)


def test_the_notebook_of_another_lesson_is_named_and_not_marked(course):
    for name, exercises in {"02_early": ["halve"], "03_other": ["halve", "treble"]}.items():
        bank = course / "solutions" / name / "exercises"
        bank.mkdir(parents=True)
        for exercise in exercises:
            (bank / f"{exercise}.py").write_text("")
    checks = ('check("halve", halve)', 'check("treble", treble)')
    cells = [nbformat.v4.new_code_cell(source) for source in checks]
    hand_in(course, "ann", nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    [graded] = grade(course)["submissions"]
    assert graded["status"] == "rejected"
    assert graded["notes"] == ["it is the notebook of 03_other, not of 01_small"]


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 120])
def test_a_very_long_name_stops_nothing(course, name):
    hand_in(course, name, notebook_with(course, RIGHT))
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 2
    assert "too long" in graded["notes"][0]


def test_no_note_says_how_a_process_ended_that_had_seen_a_fresh_case(course):
    # Whether it exits or is killed depends on a case that nobody may know.
    answer = (
        "calls = []\ndef double(y):\n    import os\n    calls.append(1)\n"
        "    if len(calls) > 4: os._exit(0)\n    return y + y"
    )
    hand_in(course, "ann", notebook_with(course, answer))
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 0
    assert graded["notes"] == ["a process was ended early while fresh cases were tried"]
