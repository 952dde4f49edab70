"""Rows in batches, and what becomes of their weights."""

import itertools

import numpy as np
import pytest

from helpers.lessons import batch_feeds as feeding

X = np.arange(10.0).reshape(5, 2)
Y = np.array([0, 1, 0, 2, 1])
W = np.array([1.0, 5.0, 1.0, 0.5, 5.0])


def test_a_generator_gives_all_rows_once_in_their_order():
    batches = list(feeding.generator(X, Y, size=2))
    assert [len(y) for _, y in batches] == [2, 2, 1]
    np.testing.assert_array_equal(np.concatenate([x for x, _ in batches]), X)
    np.testing.assert_array_equal(np.concatenate([y for _, y in batches]), Y)


def test_an_endless_one_begins_again():
    labels = [y.tolist() for _, y in itertools.islice(feeding.endless(X, Y, size=3), 4)]
    assert labels == [[0, 1, 0], [2, 1], [0, 1, 0], [2, 1]]


def test_the_rows_of_a_pydataset_are_found_by_number():
    rows = feeding.NumberedBatches(X, Y, W, size=2)
    assert len(rows) == 3
    assert [part.tolist() for part in rows[1]] == [[[4, 5], [6, 7]], [0, 2], [1, 0.5]]


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_each_feed_brings_its_third_item_as_weights(name):
    assert feeding.arrived(feeding.FEEDS[name](X, Y, W)) == "1 5 1 0.5 5"


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_without_weights_none_arrive(name):
    assert feeding.arrived(feeding.FEEDS[name](X, Y)) == "no weights"


def test_an_error_is_told_in_one_short_line():
    told = feeding.arrived(feeding.generator(X, Y), class_weight={0: 1})
    assert told.startswith("ValueError: ")
    assert len(told) < 90


def test_no_warning_gets_out(recwarn):
    feeding.arrived(feeding.generator(X, Y, W))
    assert not [warning for warning in recwarn if "ran out" in str(warning.message)]
