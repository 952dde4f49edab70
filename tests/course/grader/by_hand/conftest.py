"""A graded class with answers in words, made once, copied for each test."""

import pytest

from tests.course.grader.by_hand.written_class import copy_of, graded_course


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory, empty_gradebook):
    return graded_course(tmp_path_factory.mktemp("written"), empty_gradebook)


@pytest.fixture
def course(graded_once, tmp_path):
    return copy_of(graded_once, tmp_path)
