"""The record of changes: each mark can be explained months later, whoever changed it, and how."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.folders import CourseError
from course.grader.by_hand import history
from course.grader.by_hand.answers import marks, save
from course.grader.by_hand.history import story
from tests.course.grader.by_hand.written_class import CELL, HEADING
from tests.course.grader.small_class import LESSON, SQUARED, grade

SEEN = "the formgrader, another program or a run that was cut short: seen now"
FILE = Path("grading", "history", f"{LESSON}.jsonl")


@pytest.fixture(autouse=True)
def inside(course, monkeypatch):
    monkeypatch.chdir(course)
    monkeypatch.setattr(history, "getuser", lambda: "bea")


def told(student: str) -> list[str]:
    """Return what is told of a student, without the times."""
    lines = story(Path(), LESSON, student)
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", line) for line in lines)
    return [line[21:] for line in lines]


def give(question, student: str, points: float | None, comment: str = "") -> None:
    [now] = [one for one in marks(Path(), LESSON, question) if one.student == student]
    given = {"points": points, "comment": comment, "version": now.version}
    save(Path(), LESSON, question, student, given)


def in_formgrader(student: str, points: float, comment: str, *, cell: str = CELL) -> None:
    with Gradebook("sqlite:///grading/gradebook.db") as book:
        one = book.find_grade(cell, LESSON, LESSON, student)
        one.manual_score, one.needs_manual_grade = points, False
        on = cell.replace("-check", "-solution")
        book.find_comment(on, LESSON, LESSON, student).manual_comment = comment
        book.db.commit()


def hand_in_anew(student: str, cell_id: str, source: str) -> None:
    file = Path("grading", "submitted", student, LESSON, f"{LESSON}.ipynb")
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.id == cell_id:
            cell.source = source
    nbformat.write(notebook, file)


FIRST = [
    "double: nothing → 2 (course grade, since it was handed in)",
    f"{HEADING}: nothing → waits (course grade, since it was handed in)",
]


def test_what_grading_gives_is_told(course):
    assert told("ann") == FIRST
    grade(course)
    assert told("ann") == FIRST


def test_what_the_marking_page_gives_is_told_at_once_with_whose_it_is(question):
    give(question, "ann", 1.5, "Say\nmore.")
    give(question, "ann", 2, "Good.")
    assert told("ann")[2:] == [
        f"{HEADING}: waits → 1.5; “Say more.” (course mark, by bea)",
        f"{HEADING}: 1.5 → 2; comment “Say more.” → “Good.” (course mark, by bea)",
    ]


@pytest.mark.parametrize("command", [["export", "01"], ["report", "01"], ["grade"]])
def test_what_the_formgrader_gave_is_told_as_seen_by_the_next_command(course, command):
    in_formgrader("ann", 0.5, "No reason.")
    in_formgrader("bob", 1, "", cell="double-check")
    if command == ["grade"]:
        grade(course)
    else:
        assert main(command) == 0
    assert told("ann")[2:] == [f"{HEADING}: waits → 0.5; “No reason.” ({SEEN})"]
    assert told("bob")[2:] == [f"double: 2 → 1 ({SEEN})"]


def test_what_the_formgrader_gave_before_is_not_taken_for_the_pages(question):
    in_formgrader("ann", 0.5, "")
    give(question, "ann", 1)
    assert told("ann")[2:] == [
        f"{HEADING}: waits → 0.5 ({SEEN})",
        f"{HEADING}: 0.5 → 1 (course mark, by bea)",
    ]


def test_why_a_run_has_changed_a_mark_is_told(course, question):
    give(question, "ann", 1.5)
    grade(course)
    hand_in_anew("ann", "double-solution", SQUARED)
    hand_in_anew("ann", CELL, "Other words.")
    grade(course)
    why = "course grade, since another notebook was handed in"
    assert told("ann")[3:] == [f"double: 2 → 0 ({why})", f"{HEADING}: 1.5 → waits ({why})"]
    hand_in_anew("ann", CELL, "Because $a<b$, and **so on**.")
    grade(course)
    assert told("ann")[-1] == (
        f"{HEADING}: waits → 1.5 (its answer and points are again those that it was given for)"
    )


def test_other_points_of_a_question_are_told(course, question):
    give(question, "ann", 2)
    file = Path("solutions", LESSON, f"{LESSON}.ipynb")
    lesson = nbformat.read(file, as_version=4)
    for cell in lesson.cells:
        if cell.id == CELL:
            cell.metadata.nbgrader.points = 1
        elif cell.id == "why":
            cell.source = cell.source.replace("2 points", "1 point")
    nbformat.write(lesson, file)
    grade(course)
    line = f"{HEADING}: 2 → waits (the lesson asks something else, or for other points)"
    assert told("ann")[-1] == line


def test_a_penalty_for_lateness_is_told(course):
    Path("grading/submitted/ann", LESSON, "timestamp.txt").write_text("2026-11-02 10:00:00 UTC\n")
    grade(course)
    with Path("nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook("sqlite:///grading/gradebook.db") as book:
        book.update_or_create_assignment(LESSON, duedate="2026-11-01 10:00:00 UTC")
    grade(course)
    line = "taken off for lateness: nothing → 2 (the rule for what comes late)"
    assert told("ann")[2:] == [line]


def test_what_was_merged_is_told_with_its_file(course, question):
    there = Path(shutil.copy("grading/gradebook.db", "grading/gradebook-cyd.db"))
    with Gradebook(f"sqlite:///{there}") as book:
        one = book.find_grade(CELL, LESSON, LESSON, "ann")
        one.manual_score, one.needs_manual_grade = 1.5, False
        book.db.commit()
    assert main(["mark", "01", "--merge", str(there)]) == 0
    assert told("ann")[2:] == [f"{HEADING}: waits → 1.5 (merged from {there}, by bea)"]


def test_it_follows_somebody_whose_id_changes(question):
    give(question, "ann", 1.5)
    assert main(["roster", "--rename", "ann", "ann7"]) == 0
    in_formgrader("ann7", 2, "")
    assert main(["export", "01"]) == 0
    assert told("ann7") == [
        *FIRST,
        f"{HEADING}: waits → 1.5 (course mark, by bea)",
        f"{HEADING}: 1.5 → 2 ({SEEN})",
    ]
    with pytest.raises(CourseError, match="no mark of 'ann' in 01_small is known"):
        told("ann")


def test_a_gradebook_that_is_older_than_the_record_begins_it(course):
    FILE.unlink()
    grade(course)
    began = "as it was when this record began"
    assert told("ann") == [
        f"double: nothing → 2 ({began})",
        f"{HEADING}: nothing → waits ({began})",
    ]


def test_a_line_that_a_crash_has_cut_short_costs_nothing_but_itself(question):
    give(question, "ann", 1.5)
    content = FILE.read_bytes()
    FILE.write_bytes(content[:-30])
    give(question, "bob", 1)
    give(question, "ann", 2)
    assert told("bob")[-1] == f"{HEADING}: waits → 1 (course mark, by bea)"
    assert told("ann")[2:] == [
        f"{HEADING}: waits → 1.5 ({SEEN})",
        f"{HEADING}: 1.5 → 2 (course mark, by bea)",
    ]


def test_a_mark_is_not_taken_where_its_line_cannot_be_written(question):
    before = FILE.read_bytes()
    FILE.unlink()
    FILE.mkdir()
    with pytest.raises(CourseError, match=r"01_small\.jsonl can't be written: Is a directory"):
        give(question, "ann", 1.5)
    FILE.rmdir()
    FILE.write_bytes(before)
    give(question, "ann", 2)
    assert told("ann")[2:] == [f"{HEADING}: waits → 2 (course mark, by bea)"]


def test_each_line_of_the_file_can_be_read_by_itself_and_has_no_id_of_a_cell(question):
    give(question, "ann", 1.5, "Grün\nund rot.")
    *_, last = [json.loads(line) for line in FILE.read_text().splitlines()]
    assert last | {"time": ""} == {
        "time": "",
        "student": "ann",
        "of": HEADING,
        "points": ["waits", 1.5],
        "comment": ["", "Grün\nund rot."],
        "from": "course mark",
        "by": "bea",
    }
    assert CELL not in FILE.read_text()


def test_the_command_prints_it(question, capsys):
    give(question, "ann", 1.5)
    capsys.readouterr()
    assert main(["report", "01", "--student", "ann"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[-1].endswith(f"{HEADING}: waits → 1.5 (course mark, by bea)")
