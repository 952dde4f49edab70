"""Models for which a moved threshold isn't all: what the roads cost them."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from helpers.lessons import misspecified_models as misfits
from helpers.lessons.explorer import fit_head, scores

RNG = np.random.default_rng(0)


def test_the_colour_grid_is_the_mean_of_squares_row_by_row():
    pictures = RNG.integers(0, 256, size=(2, 32, 32, 3), dtype=np.uint8)
    grid = misfits.colour_grid(pictures).reshape(2, 4, 4, 3)
    assert grid.dtype == np.float32
    np.testing.assert_allclose(
        grid[1, 2, 3], pictures[1, 16:24, 24:].mean(axis=(0, 1)) / 255, rtol=1e-5
    )


def squares(kinds):
    """Return noisy pictures: in each, one of three squares is the brighter the surer its kind."""
    pictures = RNG.integers(0, 120, size=(len(kinds), 32, 32, 3), dtype=np.uint8)
    brightness = RNG.integers(0, 130, size=len(kinds), dtype=np.uint8)
    for picture, kind, bright in zip(pictures, kinds, brightness, strict=True):
        picture[8 * kind : 8 * kind + 8, :8] += bright
    return pictures


def test_a_threshold_misses_what_many_classes_share():
    """Twelve classes and nothing to see: 1/12 lies below the threshold, but 9/12 above all else."""
    pictures = RNG.integers(0, 256, size=(2400, 32, 32, 3), dtype=np.uint8)
    y = RNG.permutation(np.arange(2400) % 12)
    half, other = (pictures[:1200], y[:1200]), (pictures[1200:], y[1200:])
    cost = misfits.ten_class_costs(*half, *other, 2, 9, 0.1, np.log(9))
    assert set(cost) == {"threshold", "tuned", "shift", "weight"}
    assert max(cost["shift"], cost["weight"]) < cost["threshold"]


def test_costs_on_colours_are_those_of_heads_on_the_grid():
    kinds = RNG.integers(0, 3, size=600)
    x, y = squares(kinds), (kinds == 1).astype(int)
    found = misfits.colour_costs(x, y, x, y, 9, 0.1, lambda *_: 0.3)
    grid = misfits.colour_grid(x)
    plain, weighted = (scores(fit_head(grid[:480], y[:480], r), grid) for r in (1, 9))
    for name, p, at in (
        ("threshold", plain, 0.1),
        ("tuned", plain, 0.3),
        ("weight", weighted, 0.5),
    ):
        alarms, misses = np.sum((p >= at) & (y == 0)), np.sum((p < at) & (y == 1))
        assert found[name] == pytest.approx((alarms + 9 * misses) / 600)
    assert found["PR-AUC plain"] == pytest.approx(average_precision_score(y, plain))
    assert found["PR-AUC weighted"] == pytest.approx(average_precision_score(y, weighted))


def test_the_threshold_on_colours_is_tuned_on_rows_that_no_model_learnt_from():
    kinds = RNG.integers(0, 3, size=600)
    x, y = squares(kinds), (kinds == 1).astype(int)
    given = []

    def tune(*arguments):
        given.append(arguments)
        return 0.5

    misfits.colour_costs(x, y, x, y, 9, 0.1, tune)
    [(y_val, p_val, c_fp, c_fn)] = given
    np.testing.assert_array_equal(y_val, y[480:])
    assert len(p_val) == 120
    assert (c_fp, c_fn) == (1, 9)


def test_a_tuned_threshold_costs_no_more_than_the_formulas_where_there_is_nothing_to_see():
    pictures = RNG.integers(0, 256, size=(2400, 32, 32, 3), dtype=np.uint8)
    y = RNG.permutation(np.arange(2400) % 12)
    cost = misfits.ten_class_costs(pictures, y, pictures, y, 2, 9, 0.1, np.log(9))
    assert cost["tuned"] <= cost["threshold"]
