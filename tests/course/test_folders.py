"""A lesson is named by its name, or by the beginning of it."""

import pytest

from course.folders import CourseError, lesson_folders, one_lesson


@pytest.fixture
def course(tmp_path):
    for name in ("01_first", "07_seventh", "10_tenth", "10_other"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / f"{name}.ipynb").write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "lesson"),
    [
        ("07_seventh", "07_seventh"),
        ("07", "07_seventh"),
        ("7", "07_seventh"),
        ("1", "01_first"),
        ("10_t", "10_tenth"),
    ],
)
def test_a_name_its_beginning_or_its_number(course, name, lesson):
    assert one_lesson(course, name) == lesson


def test_all_by_default(course):
    assert len(lesson_folders(course)) == 4


def test_a_name_that_fits_none_is_named_with_those_that_there_are(course):
    with pytest.raises(CourseError, match="there is no lesson '3': the lessons are 01_first, 07"):
        one_lesson(course, "3")


def test_a_name_that_fits_several_is_named_with_them(course):
    with pytest.raises(CourseError, match="'10' fits several lessons: name one of 10_other, 10_"):
        one_lesson(course, "10")
