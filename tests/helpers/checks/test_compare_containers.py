"""What counts as right in dicts, tuples and lists, and what is said of odd types."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.compare import find_problem, identical, where_different
from tests.helpers.checks.problems import is_form, sentence

from .nasty import NASTY
from .values import KEYS


@pytest.mark.parametrize("key", [np.int64(1), np.uint8(1), True, 1.0, np.float64(1)])
def test_a_key_must_be_a_plain_int(key):
    assert "keys must be plain ints" in sentence({1: 0.5}, {key: 0.5})


def test_a_numpy_key_is_shown_as_one():
    assert sentence({3: 0.5}, {np.int64(3): 0.5}) == (
        "The result has the key np.int64(3): keys must be plain ints, as `int` and `.tolist()` "
        "make them."
    )


def test_a_numpy_text_is_no_plain_key():
    assert "the key np.str_('a'): keys must be plain text" in sentence({"a": 1}, {np.str_("a"): 1})


def test_a_tuple_is_no_key():
    assert "the key <an object of type tuple>" in sentence({1: 0.5}, {(1, 2): 0.5})


def test_missing_and_foreign_keys_are_named():
    assert sentence({"a": 1, "b": 2}, {"a": 1}) == "The result lacks the key 'b'."
    assert sentence({"a": 1}, {"a": 1, "c": 2}) == (
        "The result has the key 'c' that does not belong there."
    )
    assert sentence({"a": 1}, {"b": 1}) == (
        "The result lacks the key 'a' and has the key 'b' that does not belong there."
    )


def test_text_keys_are_not_int_keys():
    assert "lacks the key 1" in sentence({1: 0.5}, {"1": 0.5})


def test_the_order_of_keys_is_free():
    assert sentence({"a": 1, "b": 2}, {"b": 2, "a": 1}) == ""


def test_the_part_that_is_wrong_is_named():
    assert sentence({"a": 0.5}, {"a": "x"}) == (
        "The value of key 'a' is the text 'x', not a number."
    )
    assert sentence((0.5, 0.5), (0.5, None)).startswith("The second entry of the result is None")
    assert sentence([(1, 2)], [(1, "x")]).startswith(
        "The second entry of the first entry of the result is the text"
    )


def test_a_tuple_has_as_many_entries_as_asked_for():
    assert sentence((1, 2), (1, 2, 3)) == "The result has 3 entries, not 2."
    assert sentence((1, 2), (1,)) == "The result has 1 entry, not 2."
    assert sentence((), (1,)) == "The result has 1 entry, not 0."


def test_the_length_of_a_list_is_a_matter_of_value():
    assert not is_form([1, 2], [1])
    assert not is_form([], [1])


@pytest.mark.parametrize(
    ("got", "advice"),
    [
        ((i for i in [1]), "was `yield` written in place of `return`?"),
        (np.zeros(2).sum, "are the parentheses of a call missing?"),
        ({1.0}, "turn it into what is asked for."),
        (map(float, [1]), "turn it into what is asked for."),
        (np.ma.array([0.5]), "`np.asarray` makes an array of it."),
    ],
    ids=["generator", "method", "set", "map", "masked"],
)
def test_a_result_of_an_unusual_type_comes_with_advice(got, advice):
    assert sentence(np.zeros(1), got).endswith(
        f", not an array of floats with shape (1,): {advice}"
    )


def test_an_array_of_objects_is_no_array_of_numbers():
    assert sentence(np.zeros(2), np.array([0, None])).startswith(
        "The result is an array of Python objects with shape (2,), not an array of floats"
    )


def test_a_huge_array_is_named_by_its_shape():
    assert sentence(np.zeros(2), np.broadcast_to(0.0, (10**6, 10**6))).startswith(
        "The result is an array with shape (1000000, 1000000), not"
    )


@pytest.mark.parametrize("expected", [1, 1.0])
def test_a_whole_number_too_big_for_a_float_gets_a_sentence(expected):
    assert sentence(expected, 10**5000) == (
        "The result is a whole number of more than 300 digits, not a number."
    )
    assert sentence(expected, 10**300) != ""


def test_big_whole_numbers_are_told_apart_where_no_tolerance_is_given():
    assert not identical(2**60, 2**60 + 1)
    assert not identical(2**80, 2**80 + 1)
    assert not identical(np.array([2**60]), np.array([2**60 + 1]))


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize(
    "expected",
    [1, 1.0, True, "a", None, [1], (1,), {"a": 1}, np.zeros(6, dtype=int), np.zeros(1)],
    ids=repr,
)
def test_an_object_equal_to_everything_is_never_right(kind, expected):
    assert sentence(expected, NASTY[kind]()) != ""
    assert sentence((expected, 1), (NASTY[kind](), 1)) != ""


def test_none_is_right_only_where_none_is_expected():
    assert sentence(None, None) == ""
    assert sentence(None, {}) != ""
    assert sentence(None, False) != ""


def test_other_text_is_wrong():
    assert sentence("a", "a") == ""
    assert sentence("a", "b") == "The values differ."
    assert sentence("a", 1) == "The result is the int 1, not text."
    assert sentence(np.array(["a", "b"]), np.array(["a", "c"])) == "The values differ."


@given(st.dictionaries(KEYS, st.integers(), min_size=1, max_size=3))
def test_identical_dicts_have_keys_of_the_same_type(value):
    other = {np.int64(k) if type(k) is int and abs(k) < 9 else k: v for k, v in value.items()}
    changed = any(type(key) is np.int64 for key in other)
    assert identical(value, other) is not changed


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        (np.array([1, 2, 3]), np.array([1, 0, 0]), "2 of 3 entries differ, the first one at [1]"),
        (np.eye(2), np.zeros((2, 2)), "2 of 4 entries differ, the first one at [0, 0]"),
        (np.array([1, 2]), np.array([0, 0]), ""),
        ({"a": 1, "b": 2}, {"a": 1, "b": 0}, "the value of key 'b' differs"),
        ({1: 1, 2: 2, 3: 3}, {1: 1, 2: 0, 3: 0}, "the values of keys 2 and 3 differ"),
        ((1, 2), (1, 0), "entry 2 differs"),
        ((1, 2, 3), (1, 0, 0), "entries 2 and 3 differ"),
        ((1, 2), (0, 0), ""),
        (1.0, 2.0, ""),
        ([1, 2], [1], ""),
    ],
)
def test_the_entries_that_differ_are_named_where_not_all_do(expected, got, said):
    assert where_different(expected, got, 1e-9) == said


@pytest.mark.parametrize("got", [{}, 0, np.zeros(2), "None"], ids=repr)
def test_where_none_is_asked_for_nothing_else_will_do(got):
    problem = find_problem(None, got, 0.0)
    assert problem is not None
    assert problem.sentence.endswith("not None.")
    assert find_problem(None, None, 0.0) is None
