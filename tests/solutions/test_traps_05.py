"""What lesson 05 says of Keras, Python and JSON, held against what is installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true. The losses are those of the lesson: their cells are executed here.
"""

import json
import os
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from types import SimpleNamespace

import keras
import nbformat
import numpy as np
import pytest
import tensorflow as tf
from scipy.special import softmax

from tests.solutions.facts import SOLUTIONS, sentences, stands_there

LESSON = "05_cost_matrix"
Y = np.array([0, 2, 1, 1])
ONE_HOT = np.eye(3)[Y]
LOGITS = np.array([[0.5, 0.0, -1.0], [2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.1, 0.2, 0.3]])
P = softmax(LOGITS, axis=1)
C = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.0]])

SAID = {
    "slope": ("predict-mask", "minus 1 at the true class: `p - one_hot`"),
    "constant": ("mask-read", "to the gradient the mask is a constant factor"),
    "no say": ("mask-read", "no other price is looked up"),
    "two causes": ("dead-rows", "a right answer may be free or cost something"),
    "right rows": ("blind-intro", "With zeros on the diagonal every row that is right is dead"),
    "ten times": ("decide-read", "unless another class is at least ten times as probable"),
    "bias": ("bias-intro", r"add $\ln w_j$ to the logit of each class, and the argmax decides"),
    "bool": ("web-read", "In TensorFlow 2.21 a float times a bool is a bool"),
    "position": ("web-read", "In Keras 3 the third place belongs to `axis`"),
    "small matrix": ("web-read", "leaves the mask of all rows of the other five at 0"),
    "ties": ("web-read", "the loop above adds up the prices of them all"),
    "smoothing": ("web-read", "gives every wrong class a small target"),
    "logits": ("logits-read", "Logits that nobody announces raise no error either"),
    "backends": ("third-argument-intro", "so that it runs under every backend"),
    "three": ("third-argument-read", "With three arguments, `fit` stops"),
    "partial": ("third-argument-read", "trains, but can't be saved"),
    "closure": ("third-argument-read", "the file holds only its name, `loss`"),
    "without its loss": ("third-argument-read", "To predict, load with `compile=False`"),
    "handed over": ("third-argument-read", '`custom_objects={"loss": closure(...)}`'),
    "softmax": ("expected-cost-gradient", r"each other $p_m$ shrinks by $p_m \, p_j \, \delta$"),
    "corner": ("surfaces-read", "sure and wrong has hardly any gradient under this loss"),
    "arrays": ("loss-config", "It has no NumPy arrays"),
    "32 bits": ("loss-from-config", "is 0.10000000149"),
    "late": ("mended-intro", "looks `matrix` up when it is called, not when it is made"),
    "order": ("mended-intro", "Keras calls a loss with the targets first, then the answers"),
    "swapped": ("mended-intro", "swapped arguments amount to a transposed matrix"),
    "inherited": ("forgetful-read", "in place of the marked line: then ours is inherited"),
    "no config": ("forgetful-read", "Keras's own `get_config` knows no prices"),
}

said = sentences(LESSON, SAID, "keras")


def executed(*cells):
    """Return what cells of the solved lesson define."""
    notebook = nbformat.read(SOLUTIONS / LESSON / f"{LESSON}.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    space = {"np": np, "keras": keras, "ops": keras.ops, "partial": partial, "C": C}
    space |= {"check": SimpleNamespace(needs=lambda *names: None), "targets_test": ONE_HOT, "p": P}
    space |= {"tried": lambda function, *args, **arguments: None}
    for cell in cells:
        exec(sources[cell], space)
    return SimpleNamespace(**space)


LOSSES = executed("web-class", "web-mended", "third-argument")
CONFIGURED = executed("loss-config-solution", "loss-from-config-solution", "keras-loss")


def model_with(loss):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", loss, jit_compile=False)
    return model


def derived(loss_of_logits):
    """Return the value of a loss at LOGITS and its gradient, as TensorFlow derives it."""
    z = tf.Variable(LOGITS.astype("float32"))
    with tf.GradientTape() as tape:
        loss = loss_of_logits(z)
    return np.array(loss), tape.gradient(loss, z).numpy()


def masked(matrix):
    loss = LOSSES.MaskedCrossentropy(matrix, reduction=None)
    return derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))


class FromTheWeb(LOSSES.WeightedCategoricalCrossentropy):  # type: ignore[name-defined]
    """The copied class, with the two lines mended that stop with an error."""

    def __init__(self, weights):
        keras.losses.CategoricalCrossentropy.__init__(self, reduction=None)
        self.weights = weights

    def call(self, y_true, y_pred):
        highest = np.array(y_pred) == np.array(y_pred).max(axis=1, keepdims=True)
        mask = sum(
            np.array(y_true)[:, t] * highest[:, j] * self.weights[t, j]
            for t, j in np.ndindex(*self.weights.shape)
        )
        return mask * keras.losses.CategoricalCrossentropy.call(self, y_true, y_pred)


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_the_gradient_of_cross_entropy_is_p_minus_one_hot():
    loss = keras.losses.CategoricalCrossentropy(reduction=None)
    _, gradient = derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))
    np.testing.assert_allclose(gradient, P - ONE_HOT, atol=1e-5, err_msg=said("slope"))


def test_the_mask_is_a_constant_to_the_gradient():
    losses, gradient = masked(C)
    mask = C[Y, P.argmax(axis=1)]
    np.testing.assert_allclose(losses, mask * -np.log(P[np.arange(4), Y]), rtol=1e-5)
    np.testing.assert_allclose(
        gradient, mask[:, np.newaxis] * (P - ONE_HOT), atol=1e-5, err_msg=said("constant")
    )


def test_prices_of_other_answers_do_not_change_the_gradient_of_the_masked_loss():
    raised = C.copy()
    raised[1, 0] = 1000.0  # no row of class 1 answers 0
    np.testing.assert_array_equal(masked(C)[1], masked(raised)[1], err_msg=said("no say"))


def test_rows_that_are_right_are_dead_with_zeros_on_the_diagonal_and_alive_with_ones():
    right = P.argmax(axis=1) == Y
    assert right.any(), said("right rows")
    assert not masked(C)[1][right].any(), said("right rows")
    assert masked(C + np.eye(3))[1][right].all(), said("two causes")


def test_a_wrong_row_is_dead_where_its_mistake_is_free():
    free = C.copy()
    free[2, 0] = 0.0  # row 1 is of class 2 and answers 0
    assert not masked(free)[1][1].any(), said("two causes")


@pytest.mark.parametrize(("p", "answer"), [((0.6, 0.08, 0.32), 1), ((0.9, 0.08, 0.02), 0)])
def test_the_costly_class_is_said_unless_another_is_ten_times_as_probable(p, answer):
    prices = np.array([[0.0, 1.0, 1.0], [10.0, 0.0, 10.0], [1.0, 1.0, 0.0]])
    assert np.argmin(np.array(p) @ prices) == answer, said("ten times")


def test_a_bias_for_each_class_decides_like_the_least_cost():
    weights = np.array([1.0, 10.0, 2.5])
    prices = weights[:, np.newaxis] * (1 - np.eye(3))
    p = np.random.default_rng(0).dirichlet(np.ones(3), size=500)
    biased = (np.log(p) + np.log(weights)).argmax(axis=1)
    np.testing.assert_array_equal(biased, (p @ prices).argmin(axis=1), err_msg=said("bias"))


def test_a_float_times_a_bool_is_a_bool_in_tensorflow_and_the_copied_loss_stops_at_it():
    product = tf.constant([10.0, 10.0]) * tf.constant([True, False])
    assert product.numpy().tolist() == [True, False], said("bool")
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        LOSSES.WeightedCategoricalCrossentropy(C)(ONE_HOT, P)


def test_by_position_a_reduction_lands_in_the_place_of_the_axis():
    loss = keras.losses.CategoricalCrossentropy(False, 0.0, "sum")
    assert loss.get_config()["axis"] == "sum", said("position")
    with pytest.raises((TypeError, ValueError, tf.errors.InvalidArgumentError)):
        loss(ONE_HOT, P)


def test_a_matrix_for_fewer_classes_kills_the_rows_of_the_others():
    losses = np.array(FromTheWeb(1 + C[:2, :2])(ONE_HOT, P))
    assert losses[Y == 2].tolist() == [0.0], said("small matrix")
    assert losses[2] > 0
    with pytest.raises(ValueError, match="row for each class"):
        LOSSES.MaskedCrossentropy(C[:2, :2])(ONE_HOT, P)


def test_at_a_tie_the_copied_loss_adds_up_prices_and_ours_takes_the_first():
    tie, truth = np.array([[0.2, 0.4, 0.4]]), np.eye(3)[[0]]
    entropy = -np.log(0.2)
    assert float(FromTheWeb(C)(truth, tie)[0]) == pytest.approx((1 + 4) * entropy), said("ties")
    assert float(LOSSES.MaskedCrossentropy(C)(truth, tie)) == pytest.approx(entropy), said("ties")


def test_label_smoothing_gives_every_wrong_class_the_same_small_target():
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.3, reduction=None)
    by_hand = -np.sum((0.7 * ONE_HOT + 0.1) * np.log(P), axis=1)
    np.testing.assert_allclose(loss(ONE_HOT, P), by_hand, rtol=1e-5, err_msg=said("smoothing"))


def test_logits_need_to_be_announced_and_raise_no_error_if_they_are_not():
    by_hand = float(LOSSES.MaskedCrossentropy(C)(ONE_HOT, P))
    announced = float(LOSSES.MaskedCrossentropy(C, from_logits=True)(ONE_HOT, LOGITS))
    assert announced == pytest.approx(by_hand, rel=1e-5), said("logits")
    assert float(LOSSES.MaskedCrossentropy(C)(ONE_HOT, LOGITS)) != pytest.approx(by_hand, rel=0.01)


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


def test_the_loss_of_the_lesson_is_the_expected_cost_and_keras_derives_its_gradient():
    loss = CONFIGURED.CostMatrixLoss(C, reduction=None)
    losses, gradient = derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))
    expected = np.sum(C[Y] * P, axis=1)
    np.testing.assert_allclose(losses, expected, rtol=1e-5)
    by_hand = P * (C[Y] - expected[:, np.newaxis])
    np.testing.assert_allclose(gradient, by_hand, atol=1e-5, err_msg=said("softmax"))
    np.testing.assert_allclose(LOSSES.losses["closure"](ONE_HOT, P), expected, rtol=1e-5)


def test_the_derivative_of_softmax():
    z = tf.Variable(LOGITS[0])
    with tf.GradientTape() as tape:
        p = tf.nn.softmax(z)
    p_of = p.numpy()
    by_hand = p_of[:, np.newaxis] * (np.eye(3) - p_of)
    np.testing.assert_allclose(tape.jacobian(p, z).numpy(), by_hand, err_msg=said("softmax"))


def test_near_a_corner_the_expected_cost_has_hardly_any_gradient():
    sure, truth = softmax(np.eye(3) * 12, axis=1), np.zeros(3, dtype=int)
    slope = sure * (C[truth] - np.sum(C[truth] * sure, axis=1, keepdims=True))
    assert np.abs(slope).max() < 0.01, said("corner")
    assert np.abs(sure - np.eye(3)[truth]).max() > 0.9, said("corner")


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
