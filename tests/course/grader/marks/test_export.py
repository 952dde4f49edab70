"""Marks for other systems: what isn't known stays open, and each system finds its students."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.folders import CourseError
from course.grader.marks import export
from course.grader.marks.export import Export, exported, give
from course.grader.marks.results import Row
from course.grader.people.class_list import read_roster

LESSON, TITLE = "01_small", "Twice as much"
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
        lms_id=st.sampled_from(["", "77"]),
        unknown=st.sampled_from(["", "nothing was handed in"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row.student,
)
ANN = Row("ann7", "Ann", "Lee", "ann@example.org", {"double": 2.0, "why": 1.5}, (), 0.5, 3, 5, "41")
BOB = Row("bob3", "", "", "", {"double": 0.0}, (), 0.0, 0, 5)
CYD = Row("cyd", "Cyd", "", "c@example.org", {"double": 2.0, "why": 0.0}, ("why",), 0.0, 2, 5)
DAN = Row("dan", "Dan", "Ode", "", {}, (), 0.0, 0, 0, unknown="nothing was handed in")


def made(form: str, rows: list[Row], *, strangers: tuple[str, ...] = (), **options: Any) -> Export:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(export, "class_rows", lambda *_: (rows, [*strangers]))
        monkeypatch.setattr(export, "_title", lambda *_: TITLE)
        return exported(Path(), LESSON, form, **options)


def table(form: str, rows: list[Row], **options: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made(form, rows, **options).text)))


def canvas_finds(row: list[str], student: Row) -> bool:
    """Tell whether Canvas's importer (lib/gradebook_importer.rb at 00b222d) knows a student.

    By the ID; else by SIS id or login as they stand in the file; else by the name.
    """
    name, number, sis, login = row[:4]
    if number:
        return number == student.lms_id
    if sis or login:
        return student.student in (sis, login)
    return name == f"{student.last_name}, {student.first_name}"


def test_a_form_that_there_is_not_is_named_with_those_that_there_are(tmp_path):
    with pytest.raises(CourseError, match=r"no format 'ods': .* csv, excel, canvas, moodle"):
        exported(tmp_path, LESSON, "ods")


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
@given(rows=ROWS)
@settings(max_examples=30, deadline=None)
def test_every_line_has_as_many_entries_as_the_head_and_nobody_is_lost(form, rows):
    head, *lines = table(form, rows)
    assert {len(line) for line in lines} == {len(head)}
    assert len(set(head)) == len(head)
    assert len(lines) - (form == "canvas") == len(rows)
    no_grade = "-"
    assert all(
        entry[:1] not in ("=", "+", "-", "@")
        for line in lines
        for entry in line
        if entry != no_grade
    )


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("csv", "student,"),
        ("excel", "\ufeffstudent,"),
        ("canvas", "Student,"),
        ("moodle", "Username,"),
    ],
)
def test_excel_is_told_how_letters_are_written_and_other_systems_get_their_heads(form, begins):
    assert made(form, [ANN]).text.startswith(begins)


@pytest.mark.parametrize("student", ["0071", "123456789012", "1e5", "2026-01-02"])
def test_excel_keeps_an_id_that_looks_like_another_number_or_a_date(student, tmp_path):
    file = tmp_path / "marks.csv"
    give(made("excel", [replace(ANN, student=student), replace(ANN, student="s71")]), file)
    assert [line[0] for line in csv.reader(file.open())][1:] == [f'="{student}"', "s71"]
    assert [one.student for one in read_roster(file).people] == [student, "s71"]
    assert table("csv", [replace(ANN, student=student)])[1][0] == student


def test_an_export_from_before_the_mark_is_replaced(tmp_path):
    file = tmp_path / "marks.csv"
    done = made("csv", [ANN])
    file.write_text(done.text.removeprefix("\ufeff"), encoding="utf-8")
    for rows in ([ANN], [ANN, BOB]):
        give(made("excel", rows), file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfstudent,")
    assert "bob3" in file.read_text(encoding="utf-8")


def test_a_console_that_cannot_show_the_mark_gets_none(monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr("sys.stdout", console)
    give(made("excel", [replace(ANN, last_name="Müller")]), None)
    console.flush()
    assert console.buffer.getvalue().startswith(b"student,")


@pytest.mark.parametrize("form", ["csv", "excel", "canvas", "moodle"])
def test_an_export_can_be_read_as_a_class_list(form, tmp_path):
    file = tmp_path / "marks.csv"
    give(made(form, [replace(ANN, last_name="Müller")]), file)
    [person] = read_roster(file).people
    assert (person.student, person.full_name) == ("ann7", "Ann Müller")


def test_canvas_gets_its_own_head_and_the_points_that_are_possible():
    # The importer wants Student, ID, both SIS columns side by side and Section, then assignments.
    assert table("canvas", [ANN, BOB]) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE],
        ["    Points Possible", "", "", "", "", "5"],
        ["Lee, Ann", "41", "ann7", "ann7", "", "3"],
        ["bob3", "", "bob3", "bob3", "", "0"],
    ]


def test_moodle_can_go_by_user_name_or_by_email():
    assert table("moodle", [ANN, BOB]) == [
        ["Username", "First name", "Last name", "Email address", TITLE, "Maximum"],
        ["ann7", "Ann", "Lee", "ann@example.org", "3", "5"],
        ["bob3", "", "", "", "0", "5"],
    ]


def test_the_assignment_may_have_another_name_there():
    assert table("canvas", [ANN], title="Homework 1 (981)")[0][-1] == "Homework 1 (981)"


@pytest.mark.parametrize(("form", "empty"), [("csv", ""), ("canvas", ""), ("moodle", "-")])
def test_what_is_not_known_is_no_0_and_it_is_said_whose_and_why(form, empty):
    """Moodle (grade/import/csv at 0289d8c) takes '-' for no grade, and makes 0 of nothing."""
    done = made(form, [ANN, CYD, DAN])
    head, *lines = csv.reader(io.StringIO(done.text))
    place = head.index("points" if form == "csv" else TITLE)
    assert [line[place] for line in lines[-3:]] == ["3", empty, empty]
    assert "cyd: no mark, waiting for a mark: why." in done.notes
    assert "dan: no mark, nothing was handed in." in done.notes


def test_answers_without_a_mark_count_as_0_where_that_is_asked_for():
    done = made("canvas", [CYD, DAN], allow_unmarked=True)
    assert [line.rsplit(",", 1)[1] for line in done.text.splitlines()[-2:]] == ["2", ""]
    assert [note for note in done.notes if note.startswith("cyd")] == []


def test_the_plain_table_leaves_open_what_a_student_has_no_score_for():
    head, ann, bob, cyd = table("csv", [ANN, BOB, CYD])
    assert dict(zip(head, ann, strict=True)) == {
        "student": "ann7",
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "ann@example.org",
        "double": "2",
        "why": "1.5",
        "late_penalty": "0.5",
        "points": "3",
        "max_points": "5",
        "waiting_for_a_mark": "",
    }
    why = head.index("why")
    assert (bob[why], cyd[why], cyd[-1]) == ("", "", "why")


@pytest.mark.parametrize("student", ["-ann", "=ann", "@ann", "+ann", "\uff1dann"])
def test_an_id_that_begins_like_a_formula_is_none_and_its_student_is_found(student):
    row = replace(ANN, student=student)
    *_, line = table("canvas", [row])
    assert student not in line
    assert canvas_finds(line, row)
    without_number = replace(row, lms_id="")
    *_, line = table("canvas", [without_number])
    assert canvas_finds(line, without_number)  # by the name
    *_, line = table("moodle", [row])
    assert line[0] == ""
    assert line[3] == "ann@example.org"


def test_a_student_whom_no_system_could_find_is_named():
    done = made("moodle", [replace(BOB, student="-bob")])
    assert "-bob: the id begins like a formula and is left out" in " ".join(done.notes)


def test_moodle_is_said_to_refuse_a_file_for_one_unknown_user():
    [note] = made("moodle", [ANN, BOB]).notes
    assert note.startswith("Moodle refuses the whole file")
    assert note.endswith("are: bob3.")


def test_who_is_in_no_roster_is_left_out_and_named():
    done = made("canvas", [ANN], strangers=("eve",))
    assert done.notes == ("eve: left out, since the roster doesn't have this student.",)
    assert "eve" not in done.text


@pytest.mark.parametrize("name", ["Ann\nLee", "Ann\r\n=1+1", "\uff0dAnn", "\u2028Ann"])
def test_a_name_stays_in_one_line_and_is_no_formula(name):
    text = made("csv", [replace(ANN, first_name=name)]).text
    assert len(text.splitlines()) == 2
    [_, line] = csv.reader(io.StringIO(text))
    assert line[1][:1] not in ("=", "-", "\uff0d", "\uff1d")
