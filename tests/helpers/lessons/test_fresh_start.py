"""A network that starts again learns as a new one."""

import numpy as np

from helpers.lessons.fresh_start import start_again
from helpers.models import small_cnn
from helpers.quiet_keras import keras

RNG = np.random.default_rng(0)
X = RNG.integers(0, 256, size=(60, 32, 32, 3), dtype=np.uint8)
Y = (np.arange(60) % 6 == 0).astype(int)


def learn(network):
    """Train for two short epochs; return what the network then says."""
    network.fit(X, Y, batch_size=20, epochs=2, class_weight={0: 1.0, 1: 5.0}, verbose=0)
    return network.predict(X, verbose=0)


def new_network(seed):
    keras.utils.set_random_seed(seed)
    network = small_cnn()
    network.compile("adam", "binary_crossentropy", jit_compile=False)
    return network


def test_it_learns_what_a_new_network_learns():
    expected = learn(new_network(3))
    network = new_network(0)
    learn(network)
    start_again(network, 3)
    np.testing.assert_array_equal(learn(network), expected)


def test_the_learning_rate_stays():
    network = small_cnn()
    network.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", jit_compile=False)
    learn(network)
    start_again(network, 1)
    assert float(network.optimizer.learning_rate) == np.float32(0.01)
