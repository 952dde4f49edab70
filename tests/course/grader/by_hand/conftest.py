"""A graded class with answers in words, made once, copied for each test."""

import pytest

from course.grader.by_hand.asked import questions
from tests.course.grader.by_hand.written_class import copy_of, graded_course
from tests.course.grader.small_class import LESSON


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory, empty_gradebook):
    return graded_course(tmp_path_factory.mktemp("written"), empty_gradebook)


@pytest.fixture
def course(graded_once, tmp_path):
    return copy_of(graded_once, tmp_path)


@pytest.fixture
def question(course):
    [found] = questions(course, LESSON)
    return found
