"""Training by prices: last layers in NumPy, networks in Keras, and the loss that is copied."""

import keras
import numpy as np
import pytest

from helpers.lessons import cost_losses as costs

Y = np.array([0, 1, 2, 1])
LOGITS = np.array([[0.5, 0.0, -1.0], [2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.1, 0.2, 0.3]])
MATRIX = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.0]])


def squares(y, p, matrix):
    """Some loss of the logits whose gradient is easily told: the sum of squared log ratios."""
    return matrix[y, 0] * p[:, 1]


def slopes(y, p, matrix):
    coded = np.eye(p.shape[1])[1]
    return matrix[y, 0][:, np.newaxis] * p[:, [1]] * (coded - p)


def entropy_slope(y, p):
    return p - np.eye(p.shape[1])[y]


def argmax_price(y, p, matrix):
    return matrix[y, p.argmax(axis=1)]


@pytest.fixture
def blobs(monkeypatch):
    monkeypatch.delenv("COURSE_QUICK", raising=False)
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, size=1500)
    return rng.normal(size=(1500, 4)) + 1.5 * np.eye(4)[y], y


@pytest.fixture
def network():
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)]
    )


def test_a_quick_run_trains_last_layers_on_fewer_rows(network, monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "1")
    seen = []

    def noted(y, p):
        seen.append(len(y))
        return entropy_slope(y, p)

    x = np.zeros((5000, 4))
    costs.last_layers(network, x, np.arange(5000) % 2, x[:1], {"noted": noted}, draws=1)
    assert sum(seen) == 10 * costs.QUICK_ROWS


def test_keras_gets_the_losses_and_follows_the_gradient():
    import tensorflow as tf

    z = tf.Variable(LOGITS.astype("float32"))
    rows = costs.for_keras(squares, slopes, MATRIX)
    with tf.GradientTape() as tape:
        losses = rows(tf.constant(Y, dtype="float32"), z)
    p = costs.softmax(LOGITS)
    np.testing.assert_allclose(losses, squares(Y, p, MATRIX), rtol=1e-5)
    np.testing.assert_allclose(tape.gradient(losses, z), slopes(Y, p, MATRIX), rtol=1e-4)


def test_keras_trains_in_a_graph_with_functions_in_numpy():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])
    loss = costs.for_keras(
        lambda y, p, _: -np.log(p[np.arange(len(y)), y]),
        lambda y, p, _: entropy_slope(y, p),
        MATRIX,
    )
    model.compile(keras.optimizers.Adam(0.1), loss, jit_compile=False)
    x = np.eye(3)[Y]
    history = model.fit(x, Y, epochs=40, verbose=0).history["loss"]
    assert history[-1] < 0.1 * history[0]


def test_the_copied_mask_is_the_price_of_the_argmax_and_adds_prices_at_a_tie():
    p = np.array([[0.2, 0.5, 0.3], [0.2, 0.4, 0.4], [0.1, 0.2, 0.7]])
    masks = costs.copied_mask(np.eye(3)[[0, 0, 1]], p, MATRIX)
    assert masks.tolist() == [1, 1 + 4, 6]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_without_prices_a_blind_model_learns_the_share(share):
    found = costs.masked_optimum(argmax_price, np.ones((2, 2)), share)
    assert found == pytest.approx(share, abs=0.001)


def test_blind_models_come_with_their_shares_and_true_prices():
    models = costs.blind_models(argmax_price, 1)
    assert len(models) == 6 * 49
    for shares, prices, answer in models:
        assert shares.sum() == pytest.approx(1)
        assert np.diag(prices).tolist() == [0, 0]
        assert answer in (0, 1)
    # Where the costly class is almost all there is, everybody says so.
    assert models[48][2] == 1
    assert models[0][2] == 0


def test_reported_is_the_mean_of_a_loss_over_given_answers():
    one_hot = np.eye(3)[Y]
    p = costs.softmax(LOGITS)
    found = costs.reported("categorical_crossentropy", one_hot, p)
    assert found == pytest.approx(-np.log(p[np.arange(4), Y]).mean(), rel=1e-5)


def test_a_model_comes_back_from_a_file_with_its_own_loss():
    class Doubled(keras.losses.Loss):
        def call(self, y_true, y_pred):
            return 2 * keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", Doubled())
    back = costs.saved_and_loaded(model, Doubled)
    assert isinstance(back.loss, Doubled)
    x = np.ones((3, 2))
    np.testing.assert_array_equal(back.predict(x, verbose=0), model.predict(x, verbose=0))


def test_five_losses_have_the_gradients_that_their_names_say():
    p = costs.softmax(LOGITS)
    found = costs.gradients(
        MATRIX, {0: 1.0, 1: 5.0, 2: 2.0}, argmax_price, lambda y, p, c: c[y] + 0 * p
    )
    assert list(found) == [
        "plain", "weights", "mask, diagonal 1", "mask, diagonal 0", "expected cost"
    ]  # fmt: skip
    plain = found["plain"](Y, p)
    np.testing.assert_allclose(plain, entropy_slope(Y, p))
    factors = {
        "weights": [1, 5, 2, 5],
        "mask, diagonal 1": [1, 2, 3, 6],
        "mask, diagonal 0": [0, 2, 3, 6],
    }
    for name, by_row in factors.items():
        np.testing.assert_allclose(found[name](Y, p), np.array(by_row)[:, np.newaxis] * plain)
    np.testing.assert_allclose(found["expected cost"](Y, p), MATRIX[Y])


def test_last_layers_answer_new_inputs_once_for_each_start(blobs, network):
    x, y = blobs
    found = costs.last_layers(network, x, y, x[:7], {"plain": entropy_slope}, draws=2)
    assert [answers.shape for answers in found["plain"]] == [(7, 3), (7, 3)]
    assert not np.array_equal(*found["plain"])
