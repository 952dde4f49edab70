"""The teacher's page and the tables for other systems, from what a run has written down."""

import csv
import io
import re

import pytest

from helpers.cli import main
from helpers.course import CourseError
from helpers.grading.export import exported
from helpers.grading.report import report

from .small_class import LESSON, RIGHT, SQUARED, grade, hand_in, notebook_with


@pytest.fixture
def graded(course):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    for student in ("bob", "<b>cyd</b>", "=1+1"):
        folder = student.replace("/", "\u2215")
        hand_in(course, folder, notebook_with(course, SQUARED))
    hand_in(course, "dan", "{")
    grade(course)
    return course


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_report_has_pass_rates_mistakes_with_hints_and_who_is_stuck(graded):
    page = report(graded, LESSON)
    assert "25 % have solved double" in page
    assert "You squared it." in page
    assert re.search(r'<td class="number">3</td><td>double</td>', page)
    assert "Who is stuck" in page
    assert "the file is damaged" in page


def test_the_report_needs_nothing_else_and_takes_no_name_for_html(graded):
    page = report(graded, LESSON)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert '<html lang="en">' in page
    assert page.count("<table>") == page.count("<caption>")


def test_the_plain_table_has_a_column_for_each_exercise(graded):
    head, *rows = table(exported(graded, LESSON, "csv"))
    assert head[4:] == ["double", "late_penalty", "points", "max_points", "waiting_for_a_mark"]
    assert [row[4] for row in rows if row[0] == "ann"] == ["2"]


def test_canvas_gets_the_columns_and_the_row_that_it_wants(graded):
    head, possible, *_ = table(exported(graded, LESSON, "canvas"))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert possible == ["    Points Possible", "", "", "", "", "2"]


def test_moodle_gets_user_names_and_a_grade(graded):
    head, *rows = table(exported(graded, LESSON, "moodle"))
    assert head == ["Username", "First name", "Last name", "Email address", LESSON, "Maximum"]
    assert ["ann", "", "", "", "2", "2"] in rows


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_no_name_becomes_a_formula(form, graded):
    text = exported(graded, LESSON, form)
    assert "'=1+1" in text
    assert not any(entry.startswith("=") for row in table(text) for entry in row)


def test_a_lesson_that_is_not_graded_is_named_with_the_way_out(course):
    with pytest.raises(CourseError, match="run `course grade 01` first"):
        report(course, LESSON)


def test_the_commands_write_their_files(graded, capsys):
    assert main(["report", "01"]) == 0
    assert (graded / "grading" / "report" / f"{LESSON}.html").exists()
    assert main(["export", "01", "--format", "canvas", "--output", "marks.csv"]) == 0
    assert (graded / "marks.csv").read_text().startswith("Student,ID")
    capsys.readouterr()
    assert main(["export", "01"]) == 0
    assert capsys.readouterr().out.startswith("student,")
