"""Two people, two machines: who is named, and how one gradebook is made of two."""

import contextlib
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from course.cli import main
from course.grader.marks.gradebook_file import BACKUPS_KEPT
from tests.course.grader.by_hand.written_class import ANSWERS, CELL, written_course
from tests.course.grader.small_class import LESSON, grade

FILE = Path("grading", "gradebook.db")
GRADED = f"{LESSON}/{LESSON}.ipynb"


def give(course: Path, student: str, points: float | None, comment: str = "") -> None:
    """Give a mark and a comment for the answer in words, and put it into the pages."""
    with Gradebook(f"sqlite:///{course / FILE}") as book:
        one = book.find_grade(CELL, LESSON, LESSON, student)
        one.manual_score, one.needs_manual_grade = points, points is None
        book.find_comment(CELL, LESSON, LESSON, student).manual_comment = comment or None
        book.db.commit()


def given(course: Path, student: str) -> tuple[float | None, str | None]:
    with Gradebook(f"sqlite:///{course / FILE}") as book:
        return (
            book.find_grade(CELL, LESSON, LESSON, student).manual_score,
            book.find_comment(CELL, LESSON, LESSON, student).manual_comment,
        )


def page(course: Path, student: str) -> str:
    return (course / "grading" / "feedback" / student / LESSON / f"{LESSON}.html").read_text()


def graded(course: Path) -> None:
    with contextlib.chdir(course):
        grade(course)


def said_by_grade(course: Path, capsys) -> str:
    capsys.readouterr()
    graded(course)
    return capsys.readouterr().out


def only(course: Path, *students: str) -> None:
    for folder in (course / "grading" / "submitted").iterdir():
        if folder.name not in students:
            shutil.rmtree(folder)


def answer_anew(course: Path, student: str, words: str) -> None:
    file = course / "grading" / "submitted" / student / GRADED
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.id == CELL:
            cell.source = words
    nbformat.write(notebook, file)


@pytest.fixture(scope="module")
def halves(tmp_path_factory, empty_gradebook) -> tuple[Path, Path]:
    """Return two courses: here ann is graded and marked by hand, there bob is."""
    here = written_course(tmp_path_factory.mktemp("two") / "here", empty_gradebook, ANSWERS)
    there = Path(shutil.copytree(here, here.parent / "there"))
    for course, student in ((here, "ann"), (there, "bob")):
        only(course, student)
        graded(course)
        give(course, student, 1.5, f"Seen {student}.")
        graded(course)
    return here, there


@pytest.fixture
def here(halves, tmp_path, monkeypatch) -> Path:
    course = Path(shutil.copytree(halves[0], tmp_path / "here"))
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def there(halves, tmp_path) -> Path:
    return Path(shutil.copytree(halves[1], tmp_path / "there"))


def send(there: Path, here: Path, *parts: str) -> None:
    """Copy parts of a folder of grading over another."""
    for part in parts:
        source, target = there / "grading" / part, here / "grading" / part
        shutil.copytree(source, target, dirs_exist_ok=True)


def stop(*_: object) -> None:
    raise ZeroDivisionError


def merge(file: Path, capsys) -> str:
    capsys.readouterr()
    assert main(["mark", "01", "--merge", str(file)]) == 0
    return capsys.readouterr().out


def test_a_gradebook_that_another_was_copied_over_is_told_and_made_one_again(here, there, capsys):
    send(there, here, "")
    for _ in range(2):  # until it is seen to
        capsys.readouterr()
        graded(here)
        said = capsys.readouterr().out
        assert "has marks or comments by hand of ann, which the gradebook lacks." in said
        assert "of bob" not in said
    file = Path(said.partition(" has marks or comments")[0].splitlines()[-1])
    assert f"`course mark 01 --merge {file}`" in said
    said = merge(file, capsys)
    assert f"Taken over from {file}: 2 marks and comments by hand, of ann." in said
    assert given(here, "ann") == (1.5, "Seen ann.")
    assert given(here, "bob") == (1.5, "Seen bob.")
    assert "Seen ann." in page(here, "ann")
    graded(here)
    assert "by hand" not in capsys.readouterr().out


def test_it_is_told_before_a_page_is_written(here, there, monkeypatch, capsys):
    send(there, here, "")
    monkeypatch.setattr("course.grader.grade._Run.give_page", stop)
    with pytest.raises(ZeroDivisionError):
        main(["grade", "01", "--no-sandbox"])
    assert "has marks or comments by hand of ann" in capsys.readouterr().out


def test_the_copy_that_alone_has_marks_by_hand_is_kept(here, there, capsys):
    send(there, here, "")
    for _ in range(13):
        graded(here)
    said = capsys.readouterr().out.splitlines()
    file = Path([line for line in said if "of ann" in line][-1].partition(" has marks")[0])
    assert len([*file.parent.glob("gradebook-*.db")]) == BACKUPS_KEPT + 1
    merge(file, capsys)
    assert given(here, "ann") == (1.5, "Seen ann.")
    assert len([*file.parent.glob("gradebook-*.db")]) == BACKUPS_KEPT


def test_what_somebody_takes_away_here_is_told_once_at_most(here, capsys):
    give(here, "ann", 1.5)
    graded(here)
    assert "comments by hand of ann, which the gradebook lacks" in capsys.readouterr().out
    give(here, "ann", None)
    graded(here)
    capsys.readouterr()
    for _ in range(2):
        graded(here)
        assert "by hand of ann" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["gradebook (Bea's conflicted copy 2026-11-30).db", "gradebook-bea.db", "bea.sqlite"]
)
def test_another_gradebook_beside_is_named_whatever_it_is_called(here, there, capsys, name):
    send(there, here, "submitted")
    file = Path(shutil.copy(there / FILE, here / "grading" / name))
    os.utime(file, (0, 0))  # it may be older than any copy
    graded(here)
    assert f"{file} has marks or comments by hand of bob" in capsys.readouterr().out
    merge(file, capsys)
    assert given(here, "bob") == (1.5, "Seen bob.")
    assert "Seen bob." in page(here, "bob")
    graded(here)
    assert "which the gradebook lacks" not in capsys.readouterr().out


def test_results_of_somebody_whom_no_gradebook_here_has_are_told_once(here, there, capsys):
    send(there, here, "submitted", "autograded", "feedback", "results")
    graded(here)
    said = capsys.readouterr().out
    assert "Graded elsewhere: bob. This gradebook has nothing of them" in said
    [kept] = (here / "grading" / "backups").glob("pages-*")
    assert f"Their pages from before are in {kept}." in said
    assert "Seen bob." in (kept / "bob.html").read_text()
    graded(here)
    assert "Graded elsewhere" not in capsys.readouterr().out


def test_a_gradebook_that_lies_elsewhere_needs_nothing_beside_it(here, there, tmp_path, capsys):
    send(there, here, "submitted")
    graded(here)
    file = Path(shutil.copy(there / FILE, tmp_path / "of bea.db"))
    before = file.read_bytes()
    assert "2 marks and comments by hand, of bob." in merge(file, capsys)
    assert file.read_bytes() == before
    assert "Nothing was taken over" in merge(file, capsys)


def test_what_was_given_here_stays_and_is_told_where_it_differs(here, there, tmp_path, capsys):
    send(there, here, "submitted")
    graded(here)
    give(here, "bob", 1, "")
    said = merge(there / FILE, capsys)
    both = "bob, Last question: why? (1 here, 1.5 and “Seen bob.” there)"
    assert f"Both have given something, and what is here stays: {both}." in said
    assert "Nothing was taken over" in said
    assert given(here, "bob") == (1, None)


def test_a_comment_without_a_mark_does_not_come_under_somebody_elses(here, there, capsys):
    send(there, here, "submitted")
    graded(here)
    give(here, "bob", None, "What is meant?")
    give(there, "bob", 1.5, "")
    graded(there)
    both = "bob, Last question: why? (“What is meant?” here, 1.5 there)"
    assert both in merge(there / FILE, capsys)
    assert given(here, "bob") == (None, "What is meant?")


def test_a_comment_comes_to_the_same_mark(here, there, capsys):
    send(there, here, "submitted")
    graded(here)
    give(here, "bob", 1.5, "")
    assert "Taken over" in merge(there / FILE, capsys)
    assert given(here, "bob") == (1.5, "Seen bob.")


def test_what_was_left_out_is_not_advised_again(here, there, capsys):
    send(there, here, "submitted")
    answer_anew(here, "bob", "Other words.")
    file = Path(shutil.copy(there / FILE, here / "grading" / "gradebook-bea.db"))
    assert file.name in said_by_grade(here, capsys)
    assert "Left out, since the answer or its points are others here: bob." in merge(file, capsys)
    assert file.name not in said_by_grade(here, capsys)
    give(there, "bob", 0.5, "Once more.")
    shutil.copy(there / FILE, file)
    assert file.name in said_by_grade(here, capsys)


def test_what_was_given_for_another_answer_is_left_out(here, there, capsys):
    send(there, here, "submitted")
    answer_anew(here, "bob", "Other words.")
    graded(here)
    said = merge(there / FILE, capsys)
    assert "Left out, since the answer or its points are others here: bob." in said
    assert given(here, "bob") == (None, None)


def test_a_mark_that_waits_there_was_for_another_answer_and_is_left_out(here, there, capsys):
    answer_anew(there, "bob", "Other words.")
    graded(there)
    send(there, here, "submitted")
    graded(here)
    assert "are others here: bob." in merge(there / FILE, capsys)
    assert given(here, "bob") == (None, None)


def forget_answers(file: Path) -> None:
    """Make a gradebook one of an earlier version."""
    with Gradebook(f"sqlite:///{file}") as book:
        book.db.execute(text("drop table course_answers"))
        book.db.commit()


def test_for_which_answer_an_earlier_version_gave_it_is_known_from_the_results_beside(
    here, there, tmp_path, capsys
):
    send(there, here, "submitted")
    graded(here)
    forget_answers(there / FILE)
    alone = Path(shutil.copy(there / FILE, tmp_path / "gradebook.db"))
    said = merge(alone, capsys)
    assert "Left out, since nothing tells for which answer it was given: bob." in said
    assert given(here, "bob") == (None, None)
    assert "2 marks and comments by hand, of bob." in merge(there / FILE, capsys)


def test_who_is_not_graded_here_is_left_out_with_the_way_on(here, there, capsys):
    said = merge(there / FILE, capsys)
    assert "nothing of theirs is graded here: bob. Put what they handed in into" in said
    send(there, here, "submitted")
    graded(here)
    assert "of bob." in merge(there / FILE, capsys)


def test_a_copy_is_made_before(here, there, capsys):
    send(there, here, "submitted")
    graded(here)
    copies = here / "grading" / "backups"
    before = {*copies.iterdir()}
    merge(there / FILE, capsys)
    first = min({*copies.iterdir()} - before)
    shutil.copy(first, here / FILE)
    assert given(here, "bob") == (None, None)


def test_what_goes_wrong_in_the_middle_changes_nothing(here, there, monkeypatch, capsys):
    send(there, here, "submitted")
    graded(here)
    monkeypatch.setattr("course.grader.by_hand.merged._note_line", stop)
    with pytest.raises(ZeroDivisionError):
        main(["mark", "01", "--merge", str(there / FILE)])
    assert given(here, "bob") == (None, None)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("nothing.db", "there is no file nothing.db"),
        ("class.csv", "is no gradebook that can be read"),
        (FILE, "is this course's own gradebook"),
    ],
)
def test_what_is_no_other_gradebook_is_refused(here, capsys, file, sentence):
    (here / "class.csv").write_text("id\nann\n")
    assert main(["mark", "01", "--merge", str(file)]) == 2
    assert sentence in capsys.readouterr().err
