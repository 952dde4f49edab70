"""The command that measures grading measures it, and says what is beyond its bounds."""

import sys

import pytest

from benchmarks import grading_speed as speed
from benchmarks.grading_speed import (
    Memory,
    compare,
    cost_of_a_change,
    grade_mixed_class,
    mixed_class,
    thirds,
)
from course.folders import CourseError

LESSON = "01_small"


def test_a_mixed_class_has_all_kinds_and_is_the_same_each_time(course, small):
    class_ = mixed_class(course, small, 100)
    assert {handed.name.split("-")[0] for handed in class_} == set(speed.SHARES)
    assert len({handed.name for handed in class_}) == 100
    assert class_ == mixed_class(course, small, 100)


def test_memory_is_summed_over_thirds():
    assert thirds([1, 1, 9, 2, 2, 2, 3, 3, 0]) == (1, 2, 3)
    assert thirds([5]) == (5, 5, 5)


def test_a_process_that_is_gone_is_not_counted():
    memory = Memory()
    memory.look(2**30)
    assert (memory.tree, memory.judge) == ([], [])


def test_a_command_that_fails_is_named_with_its_last_words(tmp_path):
    code = "import sys; print('one'); sys.exit('the reason')"
    with pytest.raises(CourseError, match="failed: the reason"):
        speed._run([sys.executable, "-c", code], tmp_path)


@pytest.mark.sandbox
@pytest.mark.slow
def test_both_graders_are_timed_on_the_same_notebooks(course):
    for stock_first in (False, True):
        stock, ours = compare(course, LESSON, 2, 1, stock_first=stock_first)
        assert stock > 0
        assert ours > 0


@pytest.mark.sandbox
def test_what_a_change_in_the_first_cell_costs_is_measured(course):
    assert cost_of_a_change(course, LESSON, 2) > 0


@pytest.mark.sandbox
def test_a_mixed_class_is_graded_and_its_memory_seen(course, monkeypatch):
    monkeypatch.setattr(speed, "SECONDS_BETWEEN_LOOKS", 0.01)
    seconds, memory = grade_mixed_class(course, LESSON, 24)
    assert seconds > 0
    assert all(total >= judge > 0 for total, judge in zip(memory.tree, memory.judge, strict=True))
