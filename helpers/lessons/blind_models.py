"""Models that see nothing, trained with a mask: which answer the prices in a loss teach them."""

from collections.abc import Callable

import numpy as np

# From true classes (n,), probabilities (n, k) and the cost matrix (k, k) to a factor a row (n,).
Mask = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def masked_optimum(mask: Mask, cost_matrix: np.ndarray, share: float) -> float:
    """Return the probability that a model which sees nothing learns from mask * cross-entropy.

    mask (callable): Gives the mask of each row, see `Mask`.
    cost_matrix (float array (2, 2)): Costs [true, predicted].
    share (float): How frequent class 1 is.
    Returns (float): Of class 1, where the mean loss is lowest, on a fine grid without 0.5.
    """
    grid = np.linspace(0.0005, 0.9995, 1000)
    probs = np.column_stack([1 - grid, grid])
    means = np.zeros(len(grid))
    for true, frequency in enumerate((1 - share, share)):
        masks = mask(np.full(len(grid), true), probs, cost_matrix)
        means -= frequency * masks * np.log(probs[:, true])
    return float(grid[np.argmin(means)])


def blind_models(mask: Mask, diagonal: float) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Train blind models of two classes with mask * cross-entropy: 49 shares times 6 prices.

    mask (callable): As in `masked_optimum`.
    diagonal (float): What stands on the diagonal of the matrix that they are trained with.
    Returns (list of (shares, prices, answer)): How frequent both classes are, as float (1, 2); the
        true prices, float (2, 2) with a zero diagonal; and the class that the model has learnt to
        answer.
    """
    models = []
    for price in (2, 3, 5, 7, 10, 20):
        prices = np.array([[0.0, 1.0], [price, 0.0]])
        for share in np.arange(1, 50) / 50:
            says = masked_optimum(mask, prices + diagonal * np.eye(2), share)
            models.append((np.array([[1 - share, share]]), prices, int(says > 0.5)))
    return models
