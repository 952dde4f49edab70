"""Who has handed in and isn't graded yet: nobody says of them that they have handed in nothing."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from course.grader.marks.export import exported
from course.grader.marks.report import report
from course.grader.marks.results import class_rows
from course.grader.roster import Person, save_roster
from tests.course.grader.marks.test_report import text_of
from tests.course.grader.small_class import LESSON, RIGHT, grade, hand_in, notebook_with

CLASS = [Person("ann"), Person("bob"), Person("cyd", "Cyd", "Ode"), Person("zoe")]


@pytest.fixture
def half(course: Path) -> Path:
    """Return a course in which four have handed in, and one was graded."""
    for student in ("ann", "bob", "Cyd Ode", "eve"):
        hand_in(course, student, notebook_with(course, RIGHT))
    save_roster(course, CLASS)
    grade(course, "--student=ann")
    return course


def test_a_table_says_that_they_are_not_graded_and_what_to_do(half):
    assert exported(half, LESSON, "csv").notes == (
        "bob: no mark, handed in, and not graded yet: run `course grade 01`.",
        "cyd: no mark, handed in, and not graded yet: run `course grade 01`.",
        "zoe: no mark, nothing was handed in.",
    )


def test_the_report_counts_and_names_them(half):
    said = text_of(report(half, LESSON))
    assert "3 learners handed in; 2 not graded yet." in said
    assert "Handed in, not graded yet 2 learners: bob, cyd. Run course grade 01" in said
    assert "Nothing handed in 1 learner of the roster: zoe." in said


def test_after_the_next_run_nothing_of_it_is_said(half):
    grade(half)
    assert [row.unknown for row in class_rows(half, LESSON)[0]] == 3 * [""] + [
        "nothing was handed in"
    ]
    assert "not graded yet" not in text_of(report(half, LESSON))


def test_they_are_found_below_a_folder_around_the_class(half):
    submitted = half / "grading" / "submitted"
    around = submitted.rename(half / "around")
    shutil.copytree(around, submitted / "class 10b")
    notes = exported(half, LESSON, "csv").notes
    assert [note.partition(":")[0] for note in notes if "not graded yet" in note] == ["bob", "cyd"]


def test_a_download_that_was_graded_in_part_is_named(half, tmp_path):
    download = (half / "grading" / "submitted").rename(tmp_path / "a download")
    grade(half, f"--submitted={download}", "--student=ann")
    way = f"course grade 01 --submitted '{download}'"
    note = f"bob: no mark, handed in, and not graded yet: run `{way}`."
    assert note in exported(half, LESSON, "csv").notes
    assert f"Run {way}".replace("'", "&#39;") in text_of(report(half, LESSON))


def test_without_a_class_list_they_are_in_the_table_with_an_open_mark(half):
    (half / "grading" / "roster.json").unlink()
    table = list(csv.reader(io.StringIO(exported(half, LESSON, "moodle").text)))
    assert [(row[0], row[4]) for row in table[1:]] == [
        *(("Cyd Ode", "-"), ("ann", "2"), ("bob", "-"), ("eve", "-"))
    ]
