"""What earlier runs have written down is read back, and written for other systems."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.folders import CourseError
from course.grader.marks import export
from course.grader.marks.export import exported
from course.grader.marks.marks import Graded, Mark
from course.grader.marks.results import Row, results

LESSON = "01_small"
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
ROWS = st.lists(
    st.builds(
        Row,
        student=NAMES.filter(bool),
        first_name=NAMES,
        last_name=NAMES,
        email=NAMES,
        scores=st.dictionaries(st.sampled_from(["double", "why"]), st.floats(0, 9, width=16)),
        waiting=st.sampled_from([(), ("why",)]),
        penalty=st.floats(0, 2, width=16),
        total=st.floats(0, 18, width=16),
        max_total=st.just(18.0),
    ),
    min_size=1,
    max_size=4,
)


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


def test_a_form_that_there_is_not_is_named_with_those_that_there_are(tmp_path):
    with pytest.raises(CourseError, match=r"no format 'excel': .* csv, canvas, moodle"):
        exported(tmp_path, LESSON, "excel")


def table(form: str, rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    monkeypatch.setattr(export, "results", lambda *_: [])
    monkeypatch.setattr(export, "gradebook_rows", lambda *_: rows)
    return list(csv.reader(io.StringIO(exported(Path(), LESSON, form))))


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
@given(rows=ROWS)
@settings(max_examples=30, deadline=None)
def test_every_line_has_as_many_entries_as_the_head_and_nobody_is_lost(form, rows):
    with pytest.MonkeyPatch.context() as monkeypatch:
        head, *lines = table(form, rows, monkeypatch)
    assert {len(line) for line in lines} == {len(head)}
    assert len(set(head)) == len(head)
    students = lines[1:] if form == "canvas" else lines
    assert len(students) == len(rows)
    assert all(entry[:1] not in ("=", "+", "-", "@") for line in lines for entry in line)


ANN = Row("ann7", "Ann", "Lee", "ann@example.org", {"double": 2.0, "why": 1.5}, ("why",), 0.5, 3, 5)
BOB = Row("bob3", "", "", "", {"double": 0.0}, (), 0.0, 0, 5)


def test_canvas_finds_students_by_login_and_takes_the_lesson_for_an_assignment(monkeypatch):
    # As its importer reads it: names, ids, one of which must be known, a section, assignments;
    # a row of the points that are possible.
    assert table("canvas", [ANN, BOB], monkeypatch) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON],
        ["    Points Possible", "", "", "", "", "5"],
        ["Lee, Ann", "", "ann7", "ann7", "", "3"],
        ["bob3", "", "bob3", "bob3", "", "0"],
    ]


def test_moodle_can_go_by_user_name_or_by_email(monkeypatch):
    assert table("moodle", [ANN, BOB], monkeypatch) == [
        ["Username", "First name", "Last name", "Email address", LESSON, "Maximum"],
        ["ann7", "Ann", "Lee", "ann@example.org", "3", "5"],
        ["bob3", "", "", "", "0", "5"],
    ]


def test_the_plain_table_leaves_open_what_a_student_has_no_score_for(monkeypatch):
    head, ann, bob = table("csv", [ANN, BOB], monkeypatch)
    assert dict(zip(head, ann, strict=True)) | {"email": ""} == {
        "student": "ann7",
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "",
        "double": "2",
        "why": "1.5",
        "late_penalty": "0.5",
        "points": "3",
        "max_points": "5",
        "waiting_for_a_mark": "why",
    }
    assert bob[head.index("why")] == ""
