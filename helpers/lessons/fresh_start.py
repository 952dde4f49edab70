"""A network that is trained several times from different starts, and compiled once."""

from helpers.models import small_cnn
from helpers.quiet_keras import keras


def start_again(network: keras.Model, seed: int) -> None:
    """Give a compiled small network new random weights, and make its optimizer forget.

    It then learns as a new network with this seed would. Compiling that one would take as long as
    an epoch of 20,000 pictures.

    network (keras.Model): A `small_cnn` with one output, compiled.
    seed (int): Decides the new weights, and the order in which `fit` shows the rows.
    """
    keras.utils.set_random_seed(seed)
    network.set_weights(small_cnn().get_weights())
    rate = network.optimizer.learning_rate
    for variable in network.optimizer.variables:
        if variable is not rate:
            variable.assign(keras.ops.zeros_like(variable))
