"""A gradebook that was lost, emptied or replaced by an older one: marks by hand go with a word."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.grader.by_hand.copies import lost_by_hand
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    grade,
    graded_course,
    mark_by_hand,
    scores,
)


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory) -> Path:
    """Return a graded course with a mark by hand, which a copy has, too."""
    class_ = {"ann": RIGHT, "bob": RIGHT}
    course = graded_course(released_course, tmp_path_factory.mktemp("graded"), class_)
    mark_by_hand(course, "bob", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        grade(course)
    return course


@pytest.fixture
def course(graded_once, tmp_path, monkeypatch) -> Path:
    course = Path(shutil.copytree(graded_once, tmp_path / "course"))
    monkeypatch.chdir(course)
    return course


def copies(course: Path) -> list[Path]:
    return sorted((course / "grading" / "backups").glob("gradebook-*.db"))


def lose(file: Path, how: str, empty_gradebook: Path) -> None:
    file.unlink()
    if how == "empty":
        file.write_bytes(b"")
    elif how == "new":  # as nbgrader makes one where there is none
        shutil.copy(empty_gradebook, file)


@pytest.mark.parametrize("how", ["gone", "empty", "new"])
@pytest.mark.parametrize("command", [["grade", "01", "--no-sandbox"], ["export", "01"]])
def test_where_marks_by_hand_would_be_lost_nothing_is_done_and_their_copy_is_named(
    course, capsys, empty_gradebook, how, command
):
    file = course / "grading" / "gradebook.db"
    last = copies(course)[-1]
    page = course / "grading" / "feedback" / "bob" / LESSON / f"{LESSON}.html"
    before = page.read_bytes()
    lose(file, how, empty_gradebook)
    assert main(command) == 2
    said = capsys.readouterr().err
    assert str(last) in said
    assert page.read_bytes() == before
    assert copies(course)[-1] == last
    shutil.copy(last, file)
    grade(course)
    assert scores(course, "bob")["manual"] == 1


def test_what_was_given_by_hand_is_named_with_whose_it_is(course, capsys):
    (course / "grading" / "gradebook.db").unlink()
    assert main(["grade", "01", "--no-sandbox"]) == 2
    assert "with what was given by hand to bob: put that in its place" in capsys.readouterr().err


def test_an_older_gradebook_in_its_place_is_told_by_the_marks_that_it_lacks(course, capsys):
    last = copies(course)[-1]
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.find_grade("double-check", LESSON, LESSON, "bob").manual_score = None
        book.db.commit()
    capsys.readouterr()
    grade(course)
    said = capsys.readouterr().out
    assert f"{last} has marks or comments by hand of bob, which the gradebook lacks" in said
    assert "If nobody has taken them away on purpose" in said
    grade(course)
    assert "by hand of bob" not in capsys.readouterr().out


def test_without_marks_by_hand_in_a_copy_a_lost_gradebook_is_filled_again_with_a_word(
    course, capsys
):
    for copy in copies(course):
        copy.unlink()
    (course / "grading" / "gradebook.db").unlink()
    grade(course)
    assert (
        "The gradebook had nothing of 01_small any more, and is filled again. What was given by "
        "hand since its last copy is lost." in capsys.readouterr().out
    )


def test_marks_of_somebody_who_was_renamed_are_not_missed(course, capsys):
    assert main(["roster", "--rename", "bob", "robert"]) == 0
    url = f"sqlite:///{course}/grading/gradebook.db"
    assert lost_by_hand(url, LESSON, course / "grading") == []


def test_another_kind_of_database_has_no_copies(tmp_path):
    assert lost_by_hand("postgresql://host/grades", LESSON, tmp_path) == []
