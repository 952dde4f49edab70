"""Values in words: as code where that is short, and never a wall."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.compare import identical
from helpers.checks.plain import Foreign, to_plain
from helpers.checks.words import LONGEST, clean, cut, describe, show, show_all

from .values import VALUES


@given(VALUES)
def test_any_value_is_shown_in_one_short_line(value):
    text = show(to_plain(value))
    assert len(text) <= LONGEST
    assert "\n" not in text


@given(VALUES)
def test_any_value_is_described_in_one_line(value):
    assert "\n" not in describe(to_plain(value))


SHORT = st.recursive(
    st.booleans() | st.integers(-999, 999) | st.sampled_from([0.5, -2.0, 1e-9, 1e20, "a", None]),
    lambda inner: st.lists(inner, max_size=2) | st.tuples(inner) | st.tuples(inner, inner),
    max_leaves=4,
)


@given(SHORT)
def test_what_is_short_can_be_typed_in_again(value):
    assert identical(eval(show(value)), value)


@pytest.mark.parametrize(
    "array",
    [
        np.array([1, 2]),
        np.array([0.5, 1.0]),
        np.array([[True], [False]]),
        np.array(["dog", "cat"]),
        np.zeros((0, 3)),
        np.zeros(0, dtype=int),
        np.array([1, 2], dtype=np.uint8),
        np.array([1, 2], dtype=np.float32),
        np.array(3),
    ],
    ids=show,
)
def test_a_short_array_can_be_typed_in_again(array):
    back = eval(show(array), {"np": np})
    assert back.dtype == array.dtype
    assert identical(back, array)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (np.float32(0.25), "0.25"),
        (1 / 3, "0.333333"),
        (float("nan"), "nan"),
        (np.int64(3), "3"),
        (np.True_, "True"),
        ({np.int64(3): np.int64(4)}, "{np.int64(3): 4}"),
        ((1,), "(1,)"),
        ("it's\n", '"it\'s\\n"'),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 8 more]"),
        (
            np.arange(100),
            "np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …, 98, 99], shape (100,))",
        ),
        (Foreign("set"), "<an object of type set>"),
        (..., "..."),
        ([...], "[...]"),
    ],
)
def test_values_are_shown_as_they_are_typed(value, text):
    assert show(value) == text


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10**6,
        ["x" * 10**6] * 1000,
        {str(i): "y" * 99 for i in range(1000)},
        np.zeros((500, 500)),
        np.array(["z" * 1000] * 1000),
        10**250,
        Foreign("A" * 10**6),
    ],
    ids=["text", "list", "dict", "array", "texts", "int", "type"],
)
def test_what_is_long_is_cut(value):
    assert len(show(value)) <= LONGEST
    assert len(describe(value)) <= LONGEST


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.zeros(3, dtype=int), "an array of ints with shape (3,)"),
        (np.array([True]), "an array of True/False values with shape (1,)"),
        ([], "a list of length 0"),
        ((1, 2), "a tuple of length 2"),
        ({1: 2}, "a dict with 1 key"),
        (2.0, "the float 2.0"),
        (np.int64(2), "the int 2"),
        ("a", "the text 'a'"),
        (None, "None"),
        (True, "True"),
        (Foreign("set"), "an object of type set"),
        (Foreign("a list nested more than 8 deep"), "a list nested more than 8 deep"),
    ],
)
def test_values_are_described_by_type_and_size(value, text):
    assert describe(value) == text


def test_numbers_that_differ_look_different():
    assert show_all([np.array([2.0, 2 + 1e-9]), 0.5]) == "np.array([2.0, 2.000000001]), 0.5"
    assert show_all([[2.0], {1: 2 + 1e-9}]) == "[2.0], {1: 2.000000001}"


def test_rounding_is_not_shown():
    assert show_all([0.1 + 0.2, 0.3, "a", None]) == "0.3, 0.3, 'a', None"


def test_control_characters_and_half_characters_are_made_harmless():
    assert clean("a\x00\x1b[0m\ud83d\u202eb\tc\nd") == "a��[0m��b c\nd"


@given(st.text())
def test_clean_text_can_be_sent(text):
    clean(text).encode("utf-8")


def test_a_cut_text_says_so():
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"
