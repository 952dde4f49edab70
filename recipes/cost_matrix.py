"""A price for every mistake: a loss for Keras, and the decision that costs least.

C[t, j] is the price of answering j where t is true; others write C[predicted, true], so look twice.
Try the decision first: it needs no new training, only probabilities that can be believed.

In PyTorch the loss is one line of your training step, where C is a float tensor on the same device:
`(C[y] * logits.softmax(dim=1)).sum(dim=1).mean()`; the decision is `(probs @ C).argmin(dim=1)`.
"""
# SPDX-License-Identifier: MIT

import keras
import numpy as np
from keras import ops


def least_cost_decision(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return for each row the answer of least expected cost, int array (n,).

    Source: Elkan (2001), eq. 1. `probs` is (n, k) and calibrated, C is (k, k).
    """
    return np.argmin(np.asarray(probs) @ np.asarray(C), axis=1)


@keras.saving.register_keras_serializable(package="recipes")
class ExpectedCost(keras.losses.Loss):
    """The mean over rows of sum_j C[y, j] p_j: what random answers by p would cost.

    The labels are class numbers, of shape (n,) or (n, 1). The model ends in a softmax, or in logits
    with `from_logits=True`. Runs under every backend of Keras.
    """

    def __init__(
        self,
        cost_matrix: list[list[float]] | np.ndarray,
        from_logits: bool = False,
        name: str = "expected_cost",
        reduction: str = "sum_over_batch_size",
    ) -> None:
        super().__init__(name=name, reduction=reduction)
        self.cost_matrix = np.asarray(cost_matrix, dtype="float32")
        shape = self.cost_matrix.shape
        if len(shape) != 2 or shape[0] != shape[1]:
            raise ValueError(f"the cost matrix has shape {shape}: it needs a row for each class.")
        self.from_logits = from_logits

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        """Return the cost of each row."""
        probs = ops.softmax(y_pred) if self.from_logits else y_pred
        labels = ops.cast(ops.reshape(y_true, (-1,)), "int32")
        return ops.sum(ops.take(self.cost_matrix, labels, axis=0) * probs, axis=-1)

    def get_config(self) -> dict:
        """Return what the loss is built from, so that a saved model can be loaded."""
        own = {"cost_matrix": self.cost_matrix.tolist(), "from_logits": self.from_logits}
        return {**super().get_config(), **own}


if __name__ == "__main__":
    C = np.array([[0, 1, 1], [30, 0, 30], [1, 1, 0]])  # to miss a 1 costs 30
    probs = np.array([[0.9, 0.05, 0.05], [0.98, 0.01, 0.01]])
    assert least_cost_decision(probs, C).tolist() == [1, 0]
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    y = rng.choice(3, size=2000, p=[0.6, 0.05, 0.35])
    x = rng.normal(size=(2000, 3)) + 1.2 * np.eye(3)[y]
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.05), loss=ExpectedCost(C))
    before = model.evaluate(x, y, verbose=0)
    after = model.fit(x, y, epochs=20, verbose=0).history["loss"][-1]
    again = ExpectedCost.from_config(model.loss.get_config())
    assert np.allclose(again(y, model.predict(x, verbose=0)), model.evaluate(x, y, verbose=0))
    print(f"mean expected cost: {before:.2f} before training, {after:.2f} after")
    assert after < before / 2
    print("Self-check passed.")
