"""What was stored is handed to a lesson's cells."""

import asyncio

import numpy as np
import pytest

from course.lite.page import PageError, open_lesson
from course.lite.page.lesson import Lesson
from course.lite.page.values import pack

OUTPUTS = [{"text": "loss 0.5\n"}, {"data": {"text/plain": "✓ Held"}}]


@pytest.fixture
def stored():
    values = {"scores": np.arange(3), "said": [1, 0]}
    return Lesson({"cells": {"train": pack({"outputs": OUTPUTS, "values": values})}})


def test_a_value_comes_alone_and_several_as_a_tuple(stored):
    assert stored("train", "said") == [1, 0]
    scores, said = stored("train", "scores", "said")
    assert (scores.tolist(), said) == ([0, 1, 2], [1, 0])


def test_outputs_are_shown_again(stored, capsys):
    assert stored("train") is None
    assert capsys.readouterr().out.startswith("loss 0.5\n")


def test_a_cell_that_is_not_stored_is_named(stored):
    with pytest.raises(PageError, match="'other'"):
        stored("other")


def test_outside_a_browser_the_way_home_is_named():
    with pytest.raises(PageError, match="Download"):
        asyncio.run(open_lesson("01_accuracy_paradox", "0" * 16))
