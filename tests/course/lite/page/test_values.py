"""Values go into a file of a page and come back."""

import numpy as np
import pytest

from course.lite.page.values import NoValueError, can_be_kept, pack, unpack

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 0.1, "dog", b"\x00\xff", [1, (2.5, "x")], {0: 1.0, "a": [None]}, {1, 2}],
)
def test_plain_data_come_back(value):
    assert unpack(pack(value)) == value
    assert type(unpack(pack(value))) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(5),
        np.array([[-1, 300]]),
        np.array(["frog", "dog"]),
        np.array([True, False]),
        RNG.random(7),
        RNG.random(50_000).round(3).astype("float32"),
        np.zeros((0, 3)),
    ],
)
def test_arrays_come_back_to_the_last_bit(array):
    back = unpack(pack(array))
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("scalar", [np.float32(0.25), np.int64(7), np.bool_(True), np.float64(1e9)])
def test_scalars_stay_scalars(scalar):
    back = unpack(pack(scalar))
    assert (type(back), back) == (type(scalar), scalar)


def test_of_many_floats_four_digits_are_kept():
    values = RNG.normal(size=(5000, 64))
    back = unpack(pack(values))
    assert back.dtype == float
    np.testing.assert_allclose(back, values, rtol=2e-4)
    assert len(pack(values)) < 0.4 * values.nbytes


def test_equal_values_give_equal_bytes():
    assert pack({"a": np.arange(9)}) == pack({"a": np.arange(9)})


@pytest.mark.parametrize(
    "value", [object(), len, np.array([None]), np.zeros(20_000_000, "uint8"), [np.zeros(3), len]]
)
def test_what_is_no_plain_data_or_too_large_is_refused(value):
    assert not can_be_kept(value)
    with pytest.raises(NoValueError):
        pack(value)
