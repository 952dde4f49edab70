"""How far a run is, how long it takes, and what to do after it."""

import json
import time

import pytest

from course.cli import main
from course.grader import progress
from course.grader.marks.marks import Graded, GradedLesson, Mark
from course.grader.marks.summary import IGNORED, summary
from course.grader.progress import Progress, shown
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    hand_in,
    notebook_with,
    row,
)

DONE = {"double": Mark(2, 2, "right")}


@pytest.mark.parametrize(
    ("done", "expected", "spent", "left"),
    [
        (0, None, 5, "the first are being marked"),
        (0, 2.0, 5, "about 15 s left"),
        (0, 60.0, 0, "about 10 min left"),
        (0, 0.1, 5, "about 1 s left"),
        (5, 60.0, 10, "about 10 s left"),
        (1, None, 1000, "about 2.5 hours left"),
    ],
)
def test_the_time_left_is_said_from_the_beginning(done, expected, spent, left):
    one = Progress(10, expected)
    one.done, one.started = done, time.monotonic() - spent
    assert one.left() == left
    assert one.line() == f"{done} of 10 notebooks, {left}"


def test_where_nobody_watches_a_line_comes_now_and_then(monkeypatch, capsys):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.05)
    one = Progress(3, 2.0)
    with shown(one):
        time.sleep(0.3)
        one.done = 2
        time.sleep(0.3)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "0 of 3 notebooks, about 6 s left"
    assert said[-1].startswith("2 of 3 notebooks, about 1 s")


def test_a_bar_says_it_to_who_watches(monkeypatch, capsys):
    monkeypatch.setattr(progress, "somebody_watches", lambda: True)
    with shown(Progress(3, 2.0)):
        time.sleep(0.1)
    assert "0 of 3 notebooks, about 6 s left" in capsys.readouterr().err


def test_a_run_knows_how_fast_the_last_one_was(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    file = course / "grading" / "results" / LESSON / ".run.json"
    recorded = json.loads(file.read_text())
    assert 0 < recorded["seconds_each"] < 60
    grade(course, "--again")
    assert json.loads(file.read_text())["seed"] == recorded["seed"]


def test_only_the_students_who_are_named_are_graded(course, capsys):
    for name in ("ann", "bob", "cyd"):
        hand_in(course, name, notebook_with(course, RIGHT))
    grade(course)
    for name in ("ann", "bob", "cyd"):
        hand_in(course, name, notebook_with(course, SQUARED))
    data = grade(course, "--student=ann", "--student", "cyd")
    assert [one["student"] for one in data["submissions"]] == ["ann", "cyd"]
    data = grade(course, "--student=bob", "--again")
    assert row(data, "bob")["points"] == 0
    capsys.readouterr()
    assert main(["grade", "01", "--no-sandbox", "--student=dan"]) == 2
    said = capsys.readouterr().err
    assert "nobody called 'dan' has handed in" in said
    assert "ann, bob, cyd" in said


def lesson_of(*graded: Graded) -> GradedLesson:
    return GradedLesson(LESSON, 1.0, graded)


def test_the_summary_says_what_to_do_next():
    ann = Graded("ann", "graded", 0.1, [], DONE, [], "")
    bob = Graded("bob", "rejected", 0.1, ["the file is empty"], DONE, [], "")
    cyd = Graded("cyd", "graded", 0.1, [f"{IGNORED} (the file is empty)"], DONE, [], "")
    said = summary(lesson_of(ann)).splitlines()
    assert said[-1] == "Next: `course report 01`, then `course export 01`."
    said = summary(lesson_of(ann, bob, cyd), {"Why?": 2, "How?": 1}).splitlines()
    assert said[-2:] == [
        "Next: ask bob, cyd to hand in a notebook that can be read, "
        "and run the same command again.",
        "Next: `course mark 01`, for 3 answers that wait (Why?: 2, How?: 1).",
    ]
    assert "for 1 answer that waits (Why?: 1)" in summary(lesson_of(ann), {"Why?": 1})
