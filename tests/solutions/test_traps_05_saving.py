"""What lesson 05 says of losses with three arguments, of saving them and of loading them again."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import keras
import nbformat
import numpy as np
import pytest

from tests.solutions.facts import SOLUTIONS
from tests.solutions.lesson_05 import CONFIGURED, LESSON, LOSSES, ONE_HOT, C, P, Y, model_with, said


def test_a_loss_with_three_arguments_stops_in_fit():
    with pytest.raises(TypeError, match="prices"):
        model_with(LOSSES.priced).fit(P, ONE_HOT, verbose=0)


def test_a_partial_trains_and_cannot_be_saved(tmp_path):
    model = model_with(LOSSES.losses["partial"])
    model.fit(P, ONE_HOT, verbose=0)
    with pytest.raises(TypeError, match="Cannot serialize"):
        model.save(tmp_path / "model.keras")


def test_a_closure_trains_and_is_saved_by_its_name_alone(tmp_path):
    model = model_with(LOSSES.losses["closure"])
    model.fit(P, ONE_HOT, verbose=0)
    model.save(tmp_path / "model.keras")
    with pytest.raises(TypeError, match="'loss'"):
        keras.models.load_model(tmp_path / "model.keras")


def test_a_closure_can_be_left_out_or_handed_over_at_loading(tmp_path):
    model, file = model_with(LOSSES.losses["closure"]), tmp_path / "model.keras"
    model.fit(P, ONE_HOT, verbose=0)
    model.save(file)
    answers = model.predict(P, verbose=0)
    bare = keras.models.load_model(file, compile=False)
    np.testing.assert_array_equal(
        bare.predict(P, verbose=0), answers, err_msg=said("without its loss")
    )
    loss = LOSSES.closure(LOSSES.price_tensor)
    whole = keras.models.load_model(file, custom_objects={"loss": loss})
    billed = model.evaluate(P, ONE_HOT, verbose=0)
    assert whole.evaluate(P, ONE_HOT, verbose=0) == billed, said("handed over")


def test_the_loss_comes_back_from_a_file_with_its_prices(tmp_path):
    third = C / 3
    model = model_with(CONFIGURED.CostMatrixLoss(third))
    model.fit(P, ONE_HOT, verbose=0)
    model.save(tmp_path / "model.keras")
    classes = {"CostMatrixLoss": CONFIGURED.CostMatrixLoss}
    back = keras.models.load_model(tmp_path / "model.keras", classes)
    np.testing.assert_array_equal(back.loss.C, third, err_msg=said("no config"))
    assert back.evaluate(P, ONE_HOT, verbose=0) == model.evaluate(P, ONE_HOT, verbose=0)


def test_without_a_config_of_its_own_the_loss_cannot_be_built_again():
    class Forgetful(CONFIGURED.CostMatrixLoss):
        get_config = keras.losses.Loss.get_config

    with pytest.raises(TypeError, match="cost_matrix"):
        Forgetful.from_config(Forgetful(C).get_config())


def test_a_class_that_inherits_our_config_can_be_built_again():
    class Heir(CONFIGURED.CostMatrixLoss):
        pass

    np.testing.assert_array_equal(Heir.from_config(Heir(C).get_config()).C, C, said("inherited"))


def test_the_loss_refuses_targets_that_are_not_one_hot():
    for targets in (Y, Y[:, np.newaxis], np.eye(4)[Y]):
        with pytest.raises(ValueError, match="one-hot"):
            CONFIGURED.CostMatrixLoss(C)(targets, P)


@pytest.mark.slow  # of the course's own packages none brings another backend
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_losses_run_under_another_backend(backend, tmp_path):
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    cells = nbformat.read(SOLUTIONS / LESSON / f"{LESSON}.ipynb", as_version=4).cells
    sources = {cell.id: cell.source for cell in cells}
    names = "web-mended", "loss-config-solution", "loss-from-config-solution", "keras-loss"
    script = tmp_path / "losses.py"
    script.write_text(
        "import keras, json\nimport numpy as np\nfrom types import SimpleNamespace\n"
        "ops, check = keras.ops, SimpleNamespace(needs=lambda *names: None)\n"
        + "\n".join(sources[name] for name in names)
        + f"\nC, P, Y = (np.array(a) for a in ({C.tolist()}, {P.tolist()}, {ONE_HOT.tolist()}))\n"
        "losses = [float(kind(C)(Y, P)) for kind in (MaskedCrossentropy, CostMatrixLoss)]\n"
        "print(json.dumps([keras.config.backend(), *losses]))\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "KERAS_BACKEND": backend}
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True
    )
    used, *losses = json.loads(ended.stdout.splitlines()[-1])
    here = [
        float(LOSSES.MaskedCrossentropy(C)(ONE_HOT, P)),
        float(CONFIGURED.CostMatrixLoss(C)(ONE_HOT, P)),
    ]
    assert used == backend
    assert losses == pytest.approx(here, rel=1e-5), said("backends")


def test_json_takes_no_arrays():
    with pytest.raises(TypeError, match="ndarray"):
        json.dumps({"cost_matrix": C})


def test_a_price_in_32_bits_is_another_number():
    assert f"{float(np.float32(0.1)):.11f}" == "0.10000000149", said("32 bits")


def test_a_lambda_over_a_loop_has_the_last_value_and_bound_ones_have_their_own():
    late = [lambda: number for number in (1, 2)]  # noqa: B023
    bound = [lambda number=number: number for number in (1, 2)]
    assert [f() for f in late] == [2, 2], said("late")
    assert [f() for f in bound] == [1, 2], said("late")


def test_keras_hands_targets_and_answers_to_a_loss_in_this_order_whatever_it_calls_them():
    seen = {}

    def backwards(y_pred, y_true):
        seen["first"], seen["second"] = np.array(y_pred), np.array(y_true)
        return keras.ops.mean(y_true, axis=-1)

    echo = keras.Sequential([keras.Input((3,)), keras.layers.Identity()])
    echo.compile(loss=backwards, run_eagerly=True)
    echo.evaluate(P, ONE_HOT, verbose=0)
    np.testing.assert_allclose(seen["first"], ONE_HOT, err_msg=said("order"))
    np.testing.assert_allclose(seen["second"], P, rtol=1e-6, err_msg=said("order"))


def test_swapped_arguments_turn_the_matrix_over():
    swapped = np.sum((P @ C) * ONE_HOT, axis=1)
    np.testing.assert_allclose(swapped, np.sum(C.T[Y] * P, axis=1), err_msg=said("swapped"))
