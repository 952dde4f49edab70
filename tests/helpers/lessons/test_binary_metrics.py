"""The numbers by which scores are judged."""

import numpy as np
import pytest

from helpers.lessons.binary_metrics import rates

TRUTH = np.array([1, 0, 1, 0])


def test_rates_are_those_of_answers_at_one_half():
    rated = rates(TRUTH, np.array([0.9, 0.5, 0.4, 0.1]))
    assert rated == pytest.approx(
        {"accuracy": 0.5, "recall": 0.5, "precision": 0.5, "PR-AUC": 0.5 + 0.5 * 2 / 3}
    )


def test_the_precision_of_a_model_that_never_says_one_is_zero():
    rated = rates(TRUTH, np.array([0.2, 0.3, 0.1, 0.4]))
    assert (rated["precision"], rated["recall"]) == (0, 0)


def test_rates_are_plain_numbers_as_figures_write_them():
    rated = rates(TRUTH, np.array([0.9, 0.5, 0.4, 0.1]))
    assert {type(value) for value in rated.values()} == {float}
