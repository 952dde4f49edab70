"""What earlier runs have written down is read back, and written for other systems."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from course.folders import CourseError
from course.grader.marks.marks import Graded, Mark
from course.grader.marks.results import results

LESSON = "01_small"


def graded(student: str) -> Graded:
    mark = Mark(0, 2, "mistake", "squared", "You squared it.", {"text/plain": "Not yet"})
    return Graded(student, "repaired", 0.125, ["a note"], {"double": mark}, ["why"], "digest")


def write_result(course: Path, student: str, text: str | None = None) -> None:
    folder = course / "grading" / "results" / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(graded(student).to_data()) if text is None else text
    (folder / f"{student}.json").write_text(content)


def test_results_come_in_the_order_of_the_students(tmp_path):
    for student in ("zoë", "ann", "bob (2)"):
        write_result(tmp_path, student)
    assert [row.student for row in results(tmp_path, LESSON)] == ["ann", "bob (2)", "zoë"]


def test_what_is_no_result_is_left_out(tmp_path):
    write_result(tmp_path, "ann")
    for name, text in ((".run", '{"seed": 1}'), ("cut", "{"), ("list", "[]"), ("other", "{}")):
        write_result(tmp_path, name, text)
    assert [row.student for row in results(tmp_path, LESSON)] == ["ann"]


def test_a_result_comes_back_as_it_was_but_for_the_notebook():
    one = replace(graded("ann"), notebook={"cells": []})
    assert Graded.from_data(json.loads(json.dumps(one.to_data()))) == graded("ann")


DAMAGES = [
    (("digest",), 7),
    (("result", "status"), "lost"),
    (("result", "seconds"), "0.1"),
    (("result", "notes"), "a note"),
    (("result", "notes"), [1]),
    (("result",), []),
    (("marks",), ["double"]),
    (("marks", "double"), None),
    (("marks", "double", "points"), "2"),
    (("marks", "double", "outcome"), "perfect"),
    (("marks", "double", "card"), ""),
    (("marks", "double", "more"), 1),
    (("written",), {"why": True}),
]


@pytest.mark.parametrize(("place", "value"), DAMAGES)
def test_a_damaged_result_is_refused(place, value):
    data = graded("ann").to_data()
    *outer, last = place
    inner = data
    for key in outer:
        inner = inner[key]
    inner[last] = value
    with pytest.raises(ValueError, match="this is no"):
        Graded.from_data(data)


def test_without_a_result_the_way_to_get_one_is_named(tmp_path):
    write_result(tmp_path, ".run", '{"seed": 1}')
    with pytest.raises(CourseError, match=f"{LESSON} is not graded yet: run `course grade 01`"):
        results(tmp_path, LESSON)
