"""The twenty rows of lesson 02, and the witness."""

import keras
import numpy as np
import pytest

from helpers.lessons import twenty_rows as toy


def test_the_rows_are_fifteen_one_and_four():
    x, y = toy.rows()
    assert x.shape == (20, 4)
    assert np.bincount(y).tolist() == [15, 1, 4]


def test_the_rows_follow_the_seed_of_the_course(monkeypatch):
    first, again = toy.rows()[0], toy.rows()[0]
    monkeypatch.setenv("COURSE_SEED", "7")
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, toy.rows()[0])


def test_the_witness_tells_the_weights_in_the_order_of_the_rows():
    seen = toy.witness(np.array([2, 0, 1, 0]), {0: 0.5, 1: 50, 2: 2})
    assert seen.tolist() == [2, 0.5, 50, 0.5]


def test_the_witness_lets_the_error_of_keras_through():
    with pytest.raises(AttributeError):
        toy.witness(np.arange(3), [1, 50, 2])


def test_the_model_is_the_same_at_each_call():
    assert toy.apart(toy.model(), toy.model()) == 0


def test_the_model_stays_as_it_is_without_an_optimizer():
    x, y = toy.rows()
    model = toy.model()
    model.train_on_batch(x, y)
    assert toy.apart(model, toy.model()) == 0


def test_a_report_without_weights_is_the_mean_of_the_losses():
    assert toy.report()["loss"] == pytest.approx(toy.losses().mean(), rel=1e-5)


def test_a_report_tells_the_validation_loss_where_there_is_one():
    x, y = toy.rows()
    assert set(toy.report(validation_data=(x, y))) == {"loss", "val_loss"}


def test_an_attempt_names_the_error_and_its_text():
    assert toy.attempt(int, "dog").startswith("ValueError: invalid literal")


def test_an_attempt_shortens_a_long_text():
    assert len(toy.attempt(int, "dog" * 100)) < 100


def test_an_attempt_that_succeeds_says_so():
    assert toy.attempt(int, "7") == "no error"


def test_a_hundred_steps_lower_the_loss():
    x, y = toy.rows()
    assert toy.trained(x, y).evaluate(x, y, verbose=0) < toy.losses().mean()


def test_models_are_apart_by_their_largest_difference():
    one, other = toy.model(), toy.model()
    kernel, bias = other.get_weights()
    other.set_weights([kernel, bias + np.array([0.0, -0.5, 0.25])])
    assert toy.apart(one, other) == 0.5


def test_a_step_of_plain_descent_is_as_long_as_its_rate_says():
    def length(rate):
        return toy.step_length(keras.optimizers.SGD(rate), {0: 1, 1: 1, 2: 1})

    assert length(0.2) == pytest.approx(2 * length(0.1), rel=1e-4)


@pytest.mark.parametrize(("weight", "prior"), [(1, 0.1), (3, 0.25), (9, 0.5)])
def test_a_blind_model_settles_on_the_weighted_share(weight, prior):
    y = np.repeat([0, 1], [900, 100])
    assert toy.blind_probability(y, {0: 1, 1: weight}) == pytest.approx(prior, abs=1e-3)
