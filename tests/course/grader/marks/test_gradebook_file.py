"""What is said where the gradebook can't be used: the way out that fits, and no other."""

import sqlite3

import pytest

from course.folders import CourseError
from course.grader.marks.gradebook_file import back_up, in_one_sentence

URL = "sqlite:////course/grading/gradebook.db"


@pytest.mark.parametrize(
    ("reason", "way_out"),
    [
        ("database is locked", "another program holds it"),
        ("database or disk is full", "make room on its disk"),
        ("attempt to write a readonly database", "change the permissions"),
        ("database disk image is malformed", "it is damaged. Put the last copy"),
        ("file is not a database", "it is damaged. Put the last copy"),
        ("disk I/O error", "see that its disk has room and no other program holds it"),
    ],
)
def test_the_way_out_fits_the_fault(reason, way_out):
    with pytest.raises(CourseError) as caught, in_one_sentence(URL):
        raise sqlite3.OperationalError(reason)
    said = str(caught.value)
    assert f"gradebook /course/grading/gradebook.db can't be used ({reason}): {way_out}" in said


def test_no_copy_is_offered_where_another_program_holds_it():
    """A copy lacks what was marked since."""
    with pytest.raises(CourseError) as caught, in_one_sentence(URL):
        raise sqlite3.OperationalError("database is locked")
    assert "copy" not in str(caught.value)


def test_a_damaged_gradebook_that_can_t_be_copied_is_to_be_replaced(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match="nothing is changed without a copy: it is damaged. Put"):
        back_up(f"sqlite:///{tmp_path / 'gradebook.db'}")
