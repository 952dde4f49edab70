"""What counts as right, and the sentence for each way to miss it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from helpers.checks.compare import find_problem, identical
from tests.helpers.checks.problems import sentence

from .values import VALUES

FLOATS = st.floats(-1e6, 1e6)
FLOAT_ARRAYS = npst.arrays(np.float64, npst.array_shapes(max_side=4), elements=FLOATS)
INT_ARRAYS = npst.arrays(np.int64, npst.array_shapes(max_side=4), elements=st.integers(-99, 99))
ANSWERS = st.recursive(
    st.one_of(st.integers(), st.booleans(), FLOATS, st.text(max_size=3), FLOAT_ARRAYS, INT_ARRAYS),
    lambda inner: (
        st.tuples(inner, inner)
        | st.lists(inner, max_size=3)
        | st.dictionaries(st.integers() | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(ANSWERS)
def test_every_answer_is_right_for_itself(value):
    assert sentence(value, value, tolerance=0.0) == ""


@given(VALUES)
def test_every_value_is_identical_to_itself(value):
    assert identical(value, value)


@given(VALUES, VALUES)
def test_identity_doesnt_depend_on_the_order(a, b):
    assert identical(a, b) == identical(b, a)


@given(ANSWERS, VALUES)
def test_any_result_gets_a_sentence_or_is_right(expected, got):
    problem = find_problem(expected, got, 1e-9, (0, 1))
    assert problem is None or problem.sentence.endswith((".", "?"))


@given(FLOAT_ARRAYS)
def test_an_error_within_the_tolerance_is_forgiven(array):
    scale = np.maximum(np.abs(array), min(1, np.abs(array).max(initial=0)))
    assert sentence(array, array + 0.9e-6 * scale, tolerance=1e-6) == ""


@given(FLOAT_ARRAYS)
def test_an_error_beyond_the_tolerance_is_not(array):
    assert sentence(array, array + 1.1e-6 * np.maximum(1, np.abs(array)), tolerance=1e-6) != ""


@given(INT_ARRAYS)
def test_whole_numbers_are_welcome_where_floats_are_asked_for(array):
    assert sentence(array.astype(float), array) == ""
    assert sentence(array.astype(np.float32), array.astype(np.int8)) == ""


@given(INT_ARRAYS)
def test_floats_are_not_welcome_where_whole_numbers_are_asked_for(array):
    assert "holds floats, but ints are asked for" in sentence(array, array.astype(float))


@pytest.mark.parametrize("expected", [1.0, np.float64(1), np.float32(1)])
@pytest.mark.parametrize("got", [1, 1.0, np.int64(1), np.uint8(1), np.float16(1), np.longdouble(1)])
def test_any_number_will_do_for_a_float(expected, got):
    assert sentence(expected, got) == ""


@pytest.mark.parametrize("got", [1, np.int64(1), np.uint8(1)])
def test_any_whole_number_will_do_for_an_int(got):
    assert sentence(1, got) == ""


@pytest.mark.parametrize("got", [1.0, np.float64(1)])
def test_a_float_will_not_do_for_an_int(got):
    assert sentence(1, got) == "The result is the float 1.0, not a whole number of type int."


@pytest.mark.parametrize("expected", [1, 1.0])
@pytest.mark.parametrize("got", [True, np.True_])
def test_true_is_no_number(expected, got):
    assert sentence(expected, got) == "The result is True, not a number."


@pytest.mark.parametrize("expected", [np.array([1, 0]), np.array([1.0, 0.0])])
def test_true_and_false_are_no_numbers_in_an_array(expected):
    assert "holds True/False values, but" in sentence(expected, np.array([True, False]))


@pytest.mark.parametrize("got", [1, 1.0, np.array(True), "True", None])
def test_a_number_is_not_true_or_false(got):
    assert "not True or False" in sentence(True, got)


def test_numpys_true_is_true():
    assert sentence(True, np.True_) == ""
    assert sentence(np.True_, True) == ""


@given(INT_ARRAYS)
def test_a_list_is_no_array(array):
    assert f"is a list of length {len(array)}, not an array" in sentence(array, array.tolist())


def test_an_array_is_no_list():
    assert sentence([1, 2], np.array([1, 2])) == (
        "The result is an array of ints with shape (2,), not a list: `.tolist()` makes a list of "
        "it."
    )


def test_a_list_is_no_tuple():
    assert sentence((1, 2), [1, 2]) == (
        "The result is a list of length 2, not a tuple: after `return`, write its entries with a "
        "comma between them."
    )


def test_an_array_without_dimensions_is_no_number():
    assert sentence(0.5, np.array(0.5)) == (
        "The result is an array of floats with shape (), not a number: `.item()` takes the value "
        "out of it."
    )


def test_a_number_is_no_array():
    assert sentence(np.array([0.5]), 0.5) == (
        "The result is the float 0.5, not an array of floats with shape (1,)."
    )


def test_a_last_axis_of_length_1_is_told():
    words = " Its last axis is one too many."
    assert sentence(np.ones(3), np.ones((3, 1))).endswith(words)
    assert sentence(np.ones((3, 2)), np.ones((3, 2, 1))).endswith(words)
    assert words not in sentence(np.ones((3, 2)), np.ones((3, 1)))


@pytest.mark.parametrize(
    ("expected", "got", "shapes"),
    [
        (np.zeros(3), np.zeros((3, 1)), "shape (3, 1), but (3,)"),
        (np.zeros(3), np.zeros(2), "shape (2,), but (3,)"),
        (np.zeros((2, 2)), np.zeros(4), "shape (4,), but (2, 2)"),
        (np.zeros((0, 2)), np.zeros(0), "shape (0,), but (0, 2)"),
    ],
)
def test_another_shape_is_named_beside_the_right_one(expected, got, shapes):
    assert sentence(expected, got).startswith(f"The result has {shapes} is asked for.")


def test_missing_rows_dont_count_as_right():
    assert sentence(np.zeros(0), np.zeros(1)) != ""
    assert sentence(np.zeros(1), np.zeros(0)) != ""


@pytest.mark.parametrize("expected", [0.5, np.array([0.5, 1.0]), (0.5, 1), {"a": 0.5}])
def test_none_asks_for_a_return(expected):
    assert "is None, not" in sentence(expected, None)
    assert "ends without `return`, or returns None" in sentence(expected, None)


def test_nan_asks_for_a_division_of_0_by_0_or_a_logarithm():
    said = sentence(0.5, float("nan"))
    assert said.startswith("The result is NaN, 'not a number': is there a 0 divided by 0, or a log")
    assert sentence(np.zeros(2), np.array([0, np.nan])).startswith("The result holds NaN,")


def test_infinity_asks_for_a_division_by_0_or_a_logarithm():
    said = sentence(0.5, np.inf)
    assert said == "The result is infinity: is there a division by 0, or a logarithm of 0?"
    assert sentence(np.zeros(2), np.array([0, -np.inf])).startswith("The result holds infinity:")


@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_right_where_they_are_expected(special):
    assert sentence(special, special) == ""
    assert sentence(np.array([special, 1]), np.array([special, 1])) == ""


@pytest.mark.parametrize("got", [5.0, np.nan, -np.inf, 1e308])
def test_nothing_else_is_right_where_infinity_is_expected(got):
    assert sentence(np.inf, got) != ""
    assert sentence(np.array([np.inf, 1]), np.array([got, 1])) != ""


@pytest.mark.parametrize("got", [1.2, -0.1])
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: np.array([0.5, x]), lambda x: (0.5, x)])
def test_a_number_out_of_range_is_named_with_the_range(wrap, got):
    said = sentence(wrap(0.25), wrap(got), bounds=(0, 1))
    assert said.startswith(f"{got} can't be right: a number in the result always lies between 0")


def test_a_right_number_that_rounding_led_out_of_the_range_is_right():
    assert sentence(1.0, 1.0000000000000002, bounds=(0, 1)) == ""
    assert sentence(np.array([0.0]), np.array([-1e-17]), bounds=(0, 1)) == ""


def test_a_wrong_number_that_rounding_led_out_of_the_range_is_just_wrong():
    assert sentence((0.5, 1.0), (0.6, 1.0000000000000002), bounds=(0, 1)) == "The values differ."


def test_the_edges_of_the_range_are_in_it():
    assert sentence(np.array([0.0, 1.0]), np.array([0, 1]), bounds=(0, 1)) == ""
