"""The small networks of the lessons."""

from helpers.quiet_keras import keras


def small_cnn(head: int = 1, activation: str | None = "sigmoid") -> keras.Model:
    """Return an uncompiled convolutional network for 32 x 32 colour pictures, about 2.5 s an epoch.

    Three convolutions with strides of 2 (16, 32 and 64 filters) and a dense layer of 64: strides
    in place of pooling make it five to eight times as fast as the usual tutorial network.

    head (int): Number of outputs.
    activation (str or None): Activation of the output layer.
    Returns (keras.Model): Takes uint8 or float pictures (n, 32, 32, 3) with values 0 to 255,
        rescales them inside, and returns (n, head).
    """
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), dtype="uint8"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2D(32, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2D(64, 3, strides=2, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(head, activation=activation),
        ]
    )
