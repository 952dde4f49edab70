"""Attributes of the ten classes, and films made of pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import CLASS_NAMES
from helpers.lessons import attributes
from helpers.lessons.attributes import NAMES, PAD, TABLE, attributes_of, films


def names_of(row: np.ndarray) -> set[str]:
    return {NAMES[label] for label in np.flatnonzero(row)}


def test_every_class_has_an_entry_and_every_entry_known_names():
    assert list(TABLE) == list(range(len(CLASS_NAMES)))
    assert {name for entry in TABLE.values() for name in entry} == set(NAMES)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("airplane", {"has wheels", "flies"}),
        ("bird", {"animal", "flies"}),
        ("frog", {"animal", "lives in water"}),
        ("ship", set()),
        ("truck", {"has wheels"}),
        ("dog", {"animal"}),
    ],
)
def test_the_judgement_calls(kind, expected):
    [row] = attributes_of(np.array([CLASS_NAMES.index(kind)]))
    assert names_of(row) == expected


@given(y=st.lists(st.integers(0, 9), min_size=1, max_size=30).map(np.array))
def test_a_row_has_the_attributes_of_its_class(y):
    Y = attributes_of(y)
    assert Y.shape == (len(y), 4)
    assert Y.dtype.kind == "i"
    assert [names_of(row) for row in Y] == [set(TABLE[c]) for c in y.tolist()]


@given(n=st.integers(0, 60))
def test_films_are_the_rows_in_their_order_and_padding_at_the_end(n):
    rows, labels = np.arange(1.0, n + 1).repeat(3).reshape(n, 3), np.arange(n) % 2
    X, Y = films(rows, labels)
    there = Y != PAD
    assert X.shape == (*Y.shape, 3)
    assert np.all(there[:, :-1] >= there[:, 1:])
    assert np.all((there.sum(axis=1) >= 2) & (there.sum(axis=1) <= 6))
    np.testing.assert_array_equal(X[there], rows[: there.sum()])
    np.testing.assert_array_equal(Y[there], labels[: there.sum()])
    assert not X[~there].any()
    assert n - there.sum() < 6  # no more is left out than the next film would need


def test_films_keep_the_type_of_pictures():
    pictures = np.full((20, 2, 2, 3), 255, dtype="uint8")
    assert films(pictures, np.zeros(20, dtype=int))[0].dtype == np.uint8


def test_the_first_films_are_of_six_to_two_pictures_and_then_of_six_again():
    Y = films(np.arange(30.0), np.zeros(30, dtype=int))[1]
    assert (Y != PAD).sum(axis=1).tolist() == [6, 5, 4, 3, 2, 6]


def test_padding_is_no_class():
    assert attributes.PAD not in TABLE
