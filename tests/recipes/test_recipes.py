"""The recipes: each one pasted into an empty file, where the course isn't, does what it says."""

import ast
import importlib.util
import math
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from tests.small_course import COURSE

RECIPES = sorted((COURSE / "recipes").glob("*.py"))
each_recipe = pytest.mark.parametrize("file", RECIPES, ids=lambda file: file.stem)


def recipe(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, COURSE / "recipes" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_four():
    assert len(RECIPES) == 4


@each_recipe
def test_pasted_where_the_course_is_not_it_passes_its_own_check(file, ready_environment, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    pasted = empty / "pasted.py"
    pasted.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")

    def start(*what: str) -> subprocess.CompletedProcess[str]:
        command = [ready_environment / "python", "-I", *what]
        return subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)

    assert "No module named 'helpers'" in start("-c", "import helpers").stderr
    run = start(str(pasted))
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("Self-check passed.\n")


@each_recipe
def test_it_imports_nothing_of_ours_and_is_short(file):
    text = file.read_text(encoding="utf-8")
    modules = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    known = {"keras", "numpy", "sklearn", *sys.stdlib_module_names}
    assert {name.partition(".")[0] for name in modules} <= known
    assert len(text.splitlines()) < 80
    assert "# SPDX-License-Identifier: MIT\n" in text


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({0: 1.0}, "class 1 has no weight"),
        ({0: 1.0, 1: 9.0, 2: 3.0}, "the key 2 is no class of y"),
        ({"0": 1.0, "1": 9.0}, "the key '0' is no class of y"),
        ({False: 1.0, True: 9.0}, "the key False is no class of y"),
        ({0: 1.0, 1: math.nan}, "the weight of class 1 is nan"),
        ({0: 1.0, 1: math.inf}, "the weight of class 1 is inf"),
        ({0: 1.0, 1: -1.0}, "the weight of class 1 is -1.0"),
        ([1.0, 9.0], "class_weight is a list"),
    ],
)
def test_the_guard_names_what_is_wrong(weights, words):
    with pytest.raises(ValueError, match=words):
        recipe("guard_class_weight").checked_class_weight(weights, np.array([0, 0, 1]))


def test_the_guard_refuses_labels_that_are_no_class_numbers():
    with pytest.raises(ValueError, match=r"y has shape \(2, 2\)"):
        recipe("guard_class_weight").checked_class_weight({0: 1, 1: 9}, np.eye(2, dtype=int))


def test_the_guard_hands_back_plain_numbers_and_allows_a_weight_of_0():
    guard = recipe("guard_class_weight")
    given = {np.int64(3): np.float32(0), np.int64(7): 2}
    checked = guard.checked_class_weight(given, np.array([3, 7, 7]))
    assert checked == {3: 0.0, 7: 2.0}
    assert {type(part) for pair in checked.items() for part in pair} == {int, float}


def test_the_witness_sees_weights_of_labels_with_gaps():
    arrived = recipe("guard_class_weight").weights_that_arrive({3: 0.5, 7: 20.0}, [3, 7])
    assert arrived == pytest.approx([0.5, 20.0])


def test_all_ways_but_the_plain_one_follow_the_price():
    module = recipe("weights_threshold_calibration")
    rng = np.random.default_rng(1)
    y = (rng.random(6000) < 0.05).astype(int)
    X = rng.normal(size=(6000, 3)) + 1.2 * y[:, np.newaxis]
    model = LogisticRegression()
    table = module.side_by_side(model, X, y, c_fp=1, c_fn=19)
    assert model.class_weight is None
    plain = table.pop("plain at 0.5")
    assert all(way["cost"] < plain["cost"] for way in table.values())
    assert all(way["recall"] > plain["recall"] for way in table.values())


def test_the_cost_of_a_mean_row_has_both_prices():
    module = recipe("weights_threshold_calibration")
    cost = module.mean_cost(np.array([0, 0, 1, 1]), np.array([1, 0, 0, 1]), c_fp=2, c_fn=10)
    assert cost == pytest.approx(12 / 4)


def test_odds_are_divided_by_the_ratio():
    p = recipe("undo_weights").unweight(np.array([0.0, 0.5, 0.9, 1.0]), 9)
    assert p == pytest.approx([0.0, 0.1, 0.5, 1.0])


def test_two_classes_are_undone_alike_as_one_and_as_many():
    module, q = recipe("undo_weights"), np.array([0.2, 0.7])
    both = module.unweight_classes(np.column_stack([1 - q, q]), np.array([0.5, 2.0]))
    assert both[:, 1] == pytest.approx(module.unweight(q, 4.0))


def test_a_prior_that_is_shifted_there_and_back_changes_nothing():
    shift, p = recipe("undo_weights").shift_prior, np.array([0.01, 0.3, 0.99])
    assert shift(shift(p, 0.1, 0.003), 0.003, 0.1) == pytest.approx(p)
    assert shift(np.array([0.1]), 0.1, 0.02) == pytest.approx([0.02])


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("unweight", (0.5, 0), "ratio is 0"),
        ("unweight_classes", (np.ones((1, 2)), np.array([1.0])), "weights are"),
        ("shift_prior", (0.5, 0, 0.1), "old is 0"),
        ("shift_prior", (0.5, 0.1, 10), "new is 10"),
    ],
)
def test_what_can_not_be_undone_is_named(name, arguments, words):
    with pytest.raises(ValueError, match=words):
        getattr(recipe("undo_weights"), name)(*arguments)


def test_a_dear_miss_is_avoided_though_it_is_improbable():
    C = np.array([[0, 1], [30, 0]])
    decided = recipe("cost_matrix").least_cost_decision(np.array([[0.95, 0.05], [0.99, 0.01]]), C)
    assert decided.tolist() == [1, 0]


@pytest.mark.parametrize("shape", [(-1,), (-1, 1)], ids=["flat", "column"])
def test_the_loss_is_the_expected_cost_for_both_shapes_of_labels(shape):
    loss = recipe("cost_matrix").ExpectedCost([[0, 1], [30, 0]])
    y, p = np.array([1, 0]), np.array([[0.9, 0.1], [0.8, 0.2]], dtype="float32")
    assert float(loss(y.reshape(shape), p)) == pytest.approx((30 * 0.9 + 0.2) / 2)


def test_the_loss_takes_logits_if_told_so():
    loss = recipe("cost_matrix").ExpectedCost([[0, 1], [1, 0]], from_logits=True)
    assert float(loss(np.array([1]), np.array([[0.0, np.log(3)]]))) == pytest.approx(0.25)


def test_a_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match=r"shape \(1, 2\)"):
        recipe("cost_matrix").ExpectedCost([[0, 1]])


def test_a_saved_model_comes_back_with_its_matrix(tmp_path):
    import keras

    module = recipe("cost_matrix")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", module.ExpectedCost([[0, 1], [30, 0]]))
    x, y = np.eye(2), np.array([0, 1])
    model.fit(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(model.evaluate(x, y, verbose=0))
