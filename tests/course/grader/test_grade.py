"""`course grade` on a small course: marks, gradebook, pages, and going on after a stop."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.grader import pool
from course.grader.lesson import load_lesson
from course.grader.marks import gradebook_file, marking
from course.grader.marks.marks import Graded, GradedLesson, Mark
from course.grader.marks.summary import summary
from course.grader.runs import likely_seed, run_seed
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    hand_in,
    mark_by_hand,
    notebook_with,
    row,
    scores,
)
from tests.small_course import COURSE


def count_marked(monkeypatch) -> list[str]:
    """Return a list that fills with the names of the students that are marked."""
    marked: list[str] = []
    original = marking.mark_submission

    def counting(lesson, submission, server):
        marked.append(submission.student)
        return original(lesson, submission, server)

    monkeypatch.setattr(pool, "mark_submission", counting)
    return marked


def test_a_class_gets_its_marks(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    hand_in(course, "bob", notebook_with(course, SQUARED))
    hand_in(course, "cyd", notebook_with(course, "def double(y):\n    return ..."))
    hand_in(course, "dan", "{")
    data = grade(course, "--seed=5")
    assert set(data) == {"lesson", "seconds", "submissions"}
    assert [(r["student"], r["status"], r["points"]) for r in data["submissions"]] == [
        ("ann", "graded", 2),
        ("bob", "graded", 0),
        ("cyd", "graded", 0),
        ("dan", "rejected", 0),
    ]
    assert row(data, "bob")["exercises"] == {
        "double": {"points": 0, "max_points": 2, "outcome": "mistake", "mistake": "squared"}
    }
    assert row(data, "cyd")["exercises"]["double"]["outcome"] == "not attempted"
    assert row(data, "dan")["notes"] == ["the file is damaged: it breaks off before its end"]
    assert {name: scores(course, name)["auto"] for name in ("ann", "bob", "cyd", "dan")} == {
        "ann": 2,
        "bob": 0,
        "cyd": 0,
        "dan": 0,
    }
    for student in ("ann", "bob", "cyd", "dan"):
        nbformat.validate(
            nbformat.read(
                course / "grading" / "autograded" / student / LESSON / f"{LESSON}.ipynb", 4
            )
        )
    page = (course / "grading" / "feedback" / "bob" / LESSON / f"{LESSON}.html").read_text()
    assert "You squared it." in page


def test_what_is_graded_is_not_graded_again(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    bob = hand_in(course, "bob", notebook_with(course, SQUARED))
    first = grade(course)
    marked = count_marked(monkeypatch)
    assert grade(course)["submissions"] == first["submissions"]
    assert marked == []
    bob.write_text(notebook_with(course, RIGHT))
    assert row(grade(course), "bob")["points"] == 2
    assert marked == ["bob"]
    grade(course, "--again")
    assert marked == ["bob", "ann", "bob"]


def test_the_seed_of_the_run_is_recorded_and_kept(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    recorded = json.loads((course / "grading" / "results" / LESSON / ".run.json").read_text())
    assert 0 <= recorded["seed"] < 2**32
    marked = count_marked(monkeypatch)
    grade(course)
    assert marked == []
    grade(course, "--seed=5")
    assert marked == ["ann"]


def test_marks_given_by_hand_stay(course):
    ann = hand_in(course, "ann", notebook_with(course, SQUARED))
    grade(course)
    mark_by_hand(course, "ann", 1.5)
    ann.write_text(notebook_with(course, RIGHT))
    grade(course)
    assert scores(course, "ann") == {"auto": 2, "manual": 1.5}


def test_a_mark_by_hand_on_an_exercise_waits_for_another_look_only_where_its_code_is_another(
    course, capsys
):
    ann = hand_in(course, "ann", notebook_with(course, SQUARED))
    grade(course)
    mark_by_hand(course, "ann", 1.5)
    ann.write_text(notebook_with(course, SQUARED, "'a cell more'"))
    grade(course)
    assert "course mark" not in capsys.readouterr().out
    ann.write_text(notebook_with(course, SQUARED + "  # again"))
    grade(course)
    assert "`course mark 01`, for 1 answer that waits (double: 1)" in capsys.readouterr().out


def test_a_lost_gradebook_is_filled_again(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    (course / "grading" / "gradebook.db").unlink()
    grade(course)
    assert scores(course, "ann")["auto"] == 2


def test_the_gradebook_is_backed_up_before_it_is_written_to(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    before = (course / "grading" / "gradebook.db").read_bytes()
    grade(course)
    [copy] = (course / "grading" / "backups").iterdir()
    query = "select count(*) from submitted_assignment"
    assert sqlite3.connect(copy).execute(query).fetchone() == (0,)
    assert (course / "grading" / "gradebook.db").read_bytes() != before


def test_a_submission_is_in_the_gradebook_whole_or_not_at_all(course, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))

    def fall(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gradebook_file.LateRule, "apply", fall)
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 1
    database = sqlite3.connect(course / "grading" / "gradebook.db")
    assert database.execute("select count(*) from submitted_assignment").fetchone() == (0,)
    assert database.execute("select count(*) from student").fetchone() == (0,)
    monkeypatch.undo()
    monkeypatch.chdir(course)
    grade(course)
    assert scores(course, "ann")["auto"] == 2


def test_a_late_mark_is_kept(course):
    hand_in(course, "ann", notebook_with(course, SQUARED))
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_submission_notebook(LESSON, LESSON, "ann")
        found.late_submission_penalty = 0.5
        book.db.commit()
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_submission_notebook(LESSON, LESSON, "ann")
        assert found.late_submission_penalty == 0.5


def test_feedback_escapes_what_the_learner_wrote_and_shows_no_fresh_case(course):
    script = "<script>alert(1)</script>"
    spy = (
        f"seen = []\ndef double(y):\n    '''{script}'''\n    seen.append(y.tolist())\n"
        "    return y + y if len(seen) < 3 else seen"
    )
    hand_in(course, f"<i>{'x'}", notebook_with(course, spy, "print('SEEN', seen)"))
    data = grade(course, "--seed=5")
    assert data["submissions"][0]["points"] == 0
    [page] = (course / "grading" / "feedback").rglob("*.html")
    text = page.read_text()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    [notebook] = (course / "grading" / "autograded").rglob("*.ipynb")
    [task] = load_lesson(course, LESSON, 5).tasks
    for exercise in task.fresh:
        case = str(exercise.cases[-1].args[0].tolist())
        assert case not in text
        assert case not in notebook.read_text()


def test_a_seed_that_was_likely_counts_where_none_is_asked_for_or_recorded(course):
    assert run_seed(course, LESSON, None, likely=3) == 3
    assert run_seed(course, LESSON, None, likely=4) == 3
    assert likely_seed(course, LESSON, None) == 3
    assert likely_seed(course, LESSON, 5) == 5
    assert run_seed(course, LESSON, 5, likely=4) == 5


@pytest.mark.sandbox
def test_the_command_grades_in_the_sandbox(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    ended = subprocess.run(
        [sys.executable, "-m", "course.cli", "grade", "01"],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(COURSE)},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "1 submission in" in ended.stdout
    assert scores(course, "ann")["auto"] == 2


def test_nbgrader_makes_feedback_from_what_was_graded(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    shutil.rmtree(course / "grading" / "feedback")
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", LESSON]
    ended = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html").exists()


def test_what_stands_in_notebooks_does_not_matter(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    hand_in(course, "bob", notebook_with(course, "def double(y):\n    return ..."))
    file = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    solved = nbformat.read(file, as_version=4)
    for cell in solved.cells:
        if cell.id == "double-solution":
            cell.source = RIGHT
    solved.cells.append(nbformat.v4.new_code_cell("%timeit 1\n# the teacher's own"))
    nbformat.write(solved, file)
    (file.parent / "checks.json").write_text("{}")
    data = grade(course)
    assert [graded["points"] for graded in data["submissions"]] == [2, 0]
    marked = course / "grading" / "autograded" / "bob" / LESSON / f"{LESSON}.ipynb"
    assert "the teacher's own" not in marked.read_text()
    assert main(["report", "01"]) == 0
    shutil.rmtree(course / "notebooks")
    assert [graded["points"] for graded in grade(course, "--again")["submissions"]] == [2, 0]


def test_the_summary_has_the_median_of_two_between_them():
    rows = [
        Graded(name, "graded", 0.1, [], {"double": Mark(points, 9, "right")}, [], "")
        for name, points in (("ann", 2), ("bob", 9))
    ]
    said = summary(GradedLesson(LESSON, 1, rows))
    assert "Median: 5.5 of 9 points" in said


def test_a_marked_notebook_that_somebody_has_saved_is_read_as_nbformat_does(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    first = grade(course)
    file = course / "grading" / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb"
    nbformat.write(nbformat.read(file, as_version=4), file)
    assert isinstance(json.loads(file.read_text())["cells"][0]["source"], list)
    assert grade(course)["submissions"] == first["submissions"]
    page = course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html"
    assert "return y + y" in page.read_text()
    file.write_text('{"cells": [1]}')
    assert grade(course)["submissions"][0]["points"] == 2
