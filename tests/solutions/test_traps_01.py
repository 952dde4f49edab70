"""What lesson 01 says of Keras and scikit-learn, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import keras
import numpy as np
import pytest
from sklearn.metrics import average_precision_score, balanced_accuracy_score, precision_score

from tests.solutions.facts import sentences, stands_there

LESSON = "01_accuracy_paradox"

KERAS_SAID = {
    "list": ("heads", "Keras blames `x`, the first argument, but the list is `y`"),
    "one share": ("heads", "a single share of a whole is always 1"),
    "before the softmax": ("heads", "works out the loss from the number that goes into the"),
    "two sigmoids": ("what-we-claim", "It puts a sigmoid on each, and trains these two sigmoids"),
    "squared odds": ("what-we-claim", "So it answers 0.012 in place of 0.1"),
    "refused": ("what-we-claim", "The name of an error means that Keras refused"),
}
LEARN_SAID = {
    "chance": ("average-precision-idea", "the chance level of PR-AUC is the share of the rare"),
    "undefined": ("two-questions", "We follow scikit-learn and take 0.0 there"),
    "half": ("balanced-accuracy-idea", "With two classes 0.5 is the baseline of balanced accuracy"),
}
said = sentences(LESSON, KERAS_SAID, "keras")
said_of_learn = sentences(LESSON, LEARN_SAID, "scikit-learn")

X = np.random.default_rng(0).normal(size=(40, 4)).astype("float32")
Y = np.repeat([0, 1], [36, 4])
ONE_HOT = np.eye(2)[Y]


def layer(units, activation, inputs=4, rate=0.1):
    keras.utils.set_random_seed(0)
    dense = keras.layers.Dense(units, activation=activation)
    model = keras.Sequential([keras.Input((inputs,)), dense])
    model.compile(keras.optimizers.SGD(rate), "binary_crossentropy", jit_compile=False)
    return model


def cross_entropy(targets, answers):
    return -np.mean(targets * np.log(answers) + (1 - targets) * np.log(1 - answers))


@pytest.mark.parametrize("fact", [*KERAS_SAID.values(), *LEARN_SAID.values()])
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_targets_in_a_list_are_refused_and_x_gets_the_blame():
    with pytest.raises(ValueError, match="Unrecognized data type: x=") as caught:
        layer(1, "sigmoid").fit(X, Y.tolist(), verbose=0)
    assert caught.value, said("list")


@pytest.mark.filterwarnings("ignore:You are using a softmax:UserWarning")
def test_a_softmax_over_one_output_answers_one_while_its_loss_falls():
    model = layer(1, "softmax")
    losses = model.fit(X, Y, epochs=20, verbose=0).history["loss"]
    np.testing.assert_allclose(model.predict(X, verbose=0), 1, err_msg=said("one share"))
    assert losses[-1] < losses[0], said("before the softmax")


def test_two_outputs_of_a_softmax_are_trained_as_two_sigmoids():
    model = layer(2, "softmax")
    kernel, bias = model.get_weights()
    sigmoids = 1 / (1 + np.exp(-(X @ kernel + bias)))
    reported = model.evaluate(X, ONE_HOT, verbose=0)
    assert reported == pytest.approx(cross_entropy(ONE_HOT, sigmoids), rel=1e-5)
    by_answers = cross_entropy(ONE_HOT, model.predict(X, verbose=0))
    assert abs(reported - by_answers) > 1e-3, said("two sigmoids")


def test_a_blind_softmax_trained_so_says_far_less_than_the_share():
    model, nothing = layer(2, "softmax", inputs=1, rate=5.0), np.zeros((40, 1))
    model.fit(nothing, ONE_HOT, batch_size=40, epochs=60, verbose=0)
    answer = model.predict(nothing[:1], verbose=0)[0, 1]
    assert answer == pytest.approx((1 / 9) / (1 / 9 + 9), abs=1e-3), said("squared odds")


def test_two_outputs_with_binary_crossentropy_refuse_targets_of_zero_and_one():
    with pytest.raises(ValueError, match="shape") as caught:
        layer(2, "softmax").fit(X, Y, verbose=0)
    assert caught.value, said("refused")


@pytest.mark.parametrize("ones", [1, 4, 20])
def test_one_score_for_all_has_an_average_precision_of_the_share_of_ones(ones):
    y = np.repeat([0, 1], [40 - ones, ones])
    area = average_precision_score(y, np.full(40, 0.3))
    assert area == pytest.approx(ones / 40), said_of_learn("chance")


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
def test_a_precision_without_an_alarm_is_zero():
    assert precision_score(Y, np.zeros_like(Y)) == 0.0, said_of_learn("undefined")


@pytest.mark.parametrize("answer", [0, 1])
def test_one_answer_for_all_has_a_balanced_accuracy_of_one_half(answer):
    answers = np.full_like(Y, answer)
    assert balanced_accuracy_score(Y, answers) == 0.5, said_of_learn("half")
