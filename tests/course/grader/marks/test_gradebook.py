"""What goes into nbgrader's gradebook, and what of it was given by hand and stays."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grader.lesson import Lesson, load_lesson
from course.grader.marks import gradebook_file
from course.grader.marks.gradebook import Book
from course.grader.marks.gradebook_file import BACKUPS_KEPT
from course.grader.marks.marks import Graded, Mark, MarkByHand
from course.grader.marks.results import gradebook_rows
from course.release.lessons import record, release
from helpers.checks.judge import Outcome

LESSON = "01_small"
WRITTEN = "why-written"
ASKED = "Exercise 1: double"  # the heading above
LATE = "2026-11-02 10:00:00 UTC"
IN_TIME = "2026-10-30 10:00:00 UTC"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory, empty_gradebook, request) -> Path:
    """Return a course with a check and a written question, as it is in the gradebook."""
    from tests.small_course import COURSE, graded, small_lesson, write_bank

    course = tmp_path_factory.mktemp("recorded") / "course"
    folder = course / "solutions" / LESSON
    write_bank(folder)
    (course / "grading").mkdir()
    shutil.copy(empty_gradebook, course / "grading" / "gradebook.db")
    shutil.copy(COURSE / "nbgrader_config.py", course)
    notebook = small_lesson()
    written = graded(WRITTEN, points=3) | {"solution": True, "locked": False}
    notebook.cells.append(
        nbformat.v4.new_markdown_cell("Because.", id=WRITTEN, metadata={"nbgrader": written})
    )
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")
    release(course, [folder])
    record(course, folder)
    return course


@pytest.fixture
def written_course(recorded, tmp_path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "written"))


@pytest.fixture
def small(written_course) -> Lesson:
    return load_lesson(written_course, LESSON, 1)


@pytest.fixture
def book(written_course, small) -> Iterator[Book]:
    opened = Book(written_course, small)
    yield opened
    opened.close()


def marked(points: int, *, written: bool = True, outcome: Outcome = "right") -> Graded:
    mark = Mark(points, 2, outcome, message="You squared it." if outcome == "mistake" else "")
    cells = [WRITTEN] if written else []
    return Graded("ann", "graded", 0.1, [], {"double": mark}, cells, "digest")


@contextmanager
def by_hand(course: Path) -> Iterator[Any]:
    """Give what is changed in the submission's notebook, as the formgrader would."""
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as opened:
        yield opened.find_submission_notebook(LESSON, LESSON, "ann")
        opened.db.commit()


def grade_of(notebook: Any, cell: str) -> Any:
    [found] = [grade for grade in notebook.grades if grade.name == cell]
    return found


def comment_of(notebook: Any, cell: str) -> Any:
    [found] = [comment for comment in notebook.comments if comment.name == cell]
    return found


def test_a_written_answer_waits_for_a_mark_and_a_missing_one_gets_none(written_course, book):
    book.save(marked(2), "")
    [row] = gradebook_rows(written_course, LESSON)
    assert (row.scores, row.waiting) == ({"double": 2, ASKED: 0}, (ASKED,))
    book.save(marked(2, written=False), "", anew=[WRITTEN])
    [row] = gradebook_rows(written_course, LESSON)
    assert (row.scores, row.waiting) == ({"double": 2, ASKED: 0}, ())


def test_a_mark_given_by_hand_stays_when_the_run_is_repeated(written_course, book):
    book.save(marked(0), "")
    with by_hand(written_course) as notebook:
        for cell, points in (("double-check", 1.5), (WRITTEN, 2.5)):
            grade_of(notebook, cell).manual_score = points
            grade_of(notebook, cell).needs_manual_grade = False
    book.save(marked(0), "")
    [row] = gradebook_rows(written_course, LESSON)
    assert (row.scores, row.waiting) == ({"double": 1.5, ASKED: 2.5}, ())


def test_a_mark_given_by_hand_stays_for_another_notebook_and_asks_for_a_second_look(
    written_course, book
):
    book.save(marked(0), "")
    with by_hand(written_course) as notebook:
        grade_of(notebook, WRITTEN).manual_score = 2.5
        grade_of(notebook, WRITTEN).needs_manual_grade = False
    book.save(marked(2), "", anew=[WRITTEN])
    [row] = gradebook_rows(written_course, LESSON)
    assert row.scores == {"double": 2, ASKED: 2.5}
    assert row.waiting == (ASKED,)


def test_a_mark_given_by_hand_asks_for_a_second_look_where_the_judge_now_says_otherwise(
    written_course, book
):
    book.save(marked(0), "")
    with by_hand(written_course) as notebook:
        grade_of(notebook, "double-check").manual_score = 1.5
    book.save(marked(2), "")
    [row] = gradebook_rows(written_course, LESSON)
    assert row.scores["double"] == 1.5
    assert "double" in row.waiting


def test_comments_and_extra_points_given_by_hand_stay(written_course, book):
    book.save(marked(0, outcome="mistake"), "")
    with by_hand(written_course) as notebook:
        comment_of(notebook, "double-solution").manual_comment = "Look at exponents."
        grade_of(notebook, "double-check").extra_credit = 0.5
    book.save(marked(2), "", anew=[WRITTEN])
    with by_hand(written_course) as notebook:
        assert comment_of(notebook, "double-solution").comment == "Look at exponents."
        assert grade_of(notebook, "double-check").score == 2.5


def test_the_hint_for_a_mistake_is_the_comment_until_it_is_put_right(written_course, book):
    book.save(marked(0, outcome="mistake"), "")
    with by_hand(written_course) as notebook:
        assert comment_of(notebook, "double-solution").comment == "You squared it."
    book.save(marked(2), "", anew=[WRITTEN])
    with by_hand(written_course) as notebook:
        assert comment_of(notebook, "double-solution").comment is None


def test_what_was_not_attempted_says_so(written_course, book):
    book.save(marked(0, written=False, outcome="not attempted"), "")
    with by_hand(written_course) as notebook:
        assert [comment.comment for comment in notebook.comments] == ["No response."] * 2


@pytest.fixture
def strict(written_course) -> Path:
    """Return the course with nbgrader's rule that what comes late gets nothing."""
    with (written_course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{written_course / 'grading' / 'gradebook.db'}") as opened:
        opened.update_or_create_assignment(LESSON, duedate="2026-11-01 00:00:00 UTC")
    return written_course


def saved_row(course: Path, lesson: Lesson, graded: Graded, timestamp: str) -> Any:
    book = Book(course, lesson)
    try:
        book.save(graded, timestamp)
    finally:
        book.close()
    [row] = gradebook_rows(course, LESSON)
    return row


def test_nbgraders_rule_for_late_submissions_is_applied_and_kept_up(strict, small):
    row = saved_row(strict, small, marked(2), LATE)
    assert (row.penalty, row.total) == (2, 0)
    row = saved_row(strict, small, marked(0), LATE)
    assert (row.penalty, row.total) == (0, 0)


def test_who_hands_in_in_time_has_no_penalty(strict, small):
    row = saved_row(strict, small, marked(2), IN_TIME)
    assert (row.penalty, row.total) == (0, 2)


def test_a_penalty_of_the_rule_is_taken_back_where_the_time_was_extended(strict, small):
    saved_row(strict, small, marked(2), LATE)
    with Gradebook(f"sqlite:///{strict / 'grading' / 'gradebook.db'}") as opened:
        opened.update_or_create_assignment(LESSON, duedate="2026-12-01 00:00:00 UTC")
    row = saved_row(strict, small, marked(2), LATE)
    assert (row.penalty, row.total) == (0, 2)


def test_a_penalty_given_by_hand_stays(written_course, small, book):
    book.save(marked(2), "")
    with by_hand(written_course) as notebook:
        notebook.late_submission_penalty = 0.5
    book.save(marked(2), LATE)
    [row] = gradebook_rows(written_course, LESSON)
    assert (row.penalty, row.total) == (0.5, 1.5)


@pytest.mark.parametrize("timestamp", ["", "yesterday", "2026-13-45 99:00", "\x00"])
def test_a_time_that_is_none_is_left_out(timestamp, written_course, book):
    book.save(marked(2), timestamp)
    with by_hand(written_course) as notebook:
        assert notebook.assignment.timestamp is None


def test_it_tells_whether_it_holds_these_marks(book):
    marks = marked(2).marks
    assert not book.holds("ann", marks)
    book.save(marked(2), "")
    assert book.holds("ann", marks)
    assert not book.holds("ann", marked(0).marks)
    assert not book.holds("bob", marks)


def test_a_lesson_whose_recording_was_broken_off_is_recorded_anew(written_course, small):
    file = written_course / "grading" / "gradebook.db"
    with sqlite3.connect(file) as database:
        # nbgrader writes these last.
        database.execute("delete from base_cell where id in (select id from solution_cells)")
        database.execute("delete from solution_cells")
        database.execute("delete from source_cell")
    book = Book(written_course, small)
    book.save(marked(0, outcome="mistake"), "")
    book.close()
    with by_hand(written_course) as notebook:
        assert comment_of(notebook, "double-solution").comment == "You squared it."


def test_the_last_copies_are_kept_and_a_broken_off_one_is_removed(written_course, small):
    folder = written_course / "grading" / "backups"
    folder.mkdir()
    for number in range(BACKUPS_KEPT + 2):
        (folder / f"gradebook-2026-01-01-{number:06}-000000.db").write_text("")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for left in (
        f".gradebook-2026.db.{gone.pid}.part",
        f".gradebook-2026.db.{gone.pid}.part-journal",
    ):
        (folder / left).write_text("")
    # Another run is writing this one.
    living = folder / f".gradebook-2027.db.{os.getppid()}.part"
    living.write_text("")
    Book(written_course, small).close()
    names = sorted(file.name for file in folder.iterdir() if file != living)
    assert len(names) == BACKUPS_KEPT
    assert living.exists()
    assert names[0] == "gradebook-2026-01-01-000003-000000.db"
    copy = sqlite3.connect(folder / names[-1])
    assert copy.execute("select count(*) from grade_cells").fetchone() == (2,)
    copy.close()


def test_what_is_marked_by_hand_is_listed_in_order(written_course, book):
    assert book.by_hand("ann") == []
    book.save(marked(0), "")
    with by_hand(written_course) as notebook:
        grade_of(notebook, "double-check").manual_score = 1.0
        grade_of(notebook, "double-check").needs_manual_grade = False
        comment_of(notebook, WRITTEN).manual_comment = "Say more."
    assert book.by_hand("ann") == [
        MarkByHand("double-check", score=1.0, max_score=2.0, comment=""),
        MarkByHand(WRITTEN, score=None, max_score=3.0, comment="Say more."),
    ]


def test_a_gradebook_that_another_run_has_just_made_is_kept(tmp_path, monkeypatch):
    file = tmp_path / "gradebook.db"

    def overtaken(url: str, _: str) -> io.StringIO:
        Path(url.removeprefix("sqlite:///")).write_text("ours")
        file.write_text("the other run's")
        return io.StringIO()  # something to close

    monkeypatch.setattr(gradebook_file, "Gradebook", overtaken)
    gradebook_file.make_gradebook(f"sqlite:///{file}", "course")
    assert file.read_text() == "the other run's"
    assert [*tmp_path.iterdir()] == [file]
