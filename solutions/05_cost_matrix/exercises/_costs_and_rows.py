from collections.abc import Iterator

import numpy as np


def random_costs(rng: np.random.Generator, k: int, diagonal: float = 0.0) -> np.ndarray:
    """Return a matrix (k, k) of different whole prices, its diagonal apart."""
    costs = rng.choice(np.arange(2, 60), size=(k, k), replace=False).astype(float)
    np.fill_diagonal(costs, diagonal)
    return costs


def random_probs(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    """Return n rows of k different probabilities with two decimals; each row adds up to 1."""
    rows: list[np.ndarray] = []
    while len(rows) < n:
        row = 3 + rng.multinomial(100 - 3 * k, rng.dirichlet(np.ones(k)))
        if len(set(row.tolist())) == k:
            rows.append(row / 100)
    return np.array(rows)


def with_answers(
    rng: np.random.Generator, probs: np.ndarray, right: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Return true classes for probabilities: `right` rows have their most probable class."""
    n, k = probs.shape
    predicted = probs.argmax(axis=1)
    y = (predicted + rng.integers(1, k, size=n)) % k
    y[:right] = predicted[:right]
    order = rng.permutation(n)
    return y[order], probs[order]


def last_argmax(probs: np.ndarray) -> np.ndarray:
    """Return the most probable class of each row, the last index where some are equal."""
    return np.asarray(probs.shape[1] - 1 - probs[:, ::-1].argmax(axis=1))


# A row that is right, one that is wrong, and one of each with a tie.
TIES = np.array(
    [[0.75, 0.125, 0.125], [0.25, 0.5, 0.25], [0.375, 0.25, 0.375], [0.25, 0.375, 0.375]]
)
TIES_Y = np.array([0, 2, 2, 1])
# Dyadic numbers: sums of their products are exact in any order.
PRICES = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.0]])
PAID_WHEN_RIGHT = np.array([[1.0, 2.0, 5.0], [8.0, 0.5, 3.0], [6.0, 10.0, 2.0]])
FOUR_CLASSES = np.array(
    [[0.0, 3.0, 7.0, 1.0], [5.0, 0.0, 2.0, 8.0], [4.0, 6.0, 0.0, 9.0], [1.0, 12.0, 3.0, 0.0]]
)
# To be right is never the cheapest; and two answers whose probabilities differ by 1 in 256.
DEAR_WHEN_RIGHT = np.array([[4.0, 1.0, 7.0], [2.0, 6.0, 3.0], [9.0, 5.0, 8.0]])
NEARLY_TIED = np.array([[102, 103, 51], [103, 51, 102], [51, 102, 103]]) / 256


def cases_of_rows(rng: np.random.Generator) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield (y_true, probs, C)."""
    yield (TIES_Y, TIES, PRICES)
    yield (TIES_Y, TIES, PAID_WHEN_RIGHT)
    yield (np.array([1, 0]), np.array([[0.75, 0.25], [0.5, 0.5]]), PAID_WHEN_RIGHT[:2, :2])
    yield (np.array([1]), np.array([[0.125, 0.25, 0.625]]), PAID_WHEN_RIGHT)
    yield (np.array([0, 1, 2]), NEARLY_TIED, DEAR_WHEN_RIGHT)
    for k, n, diagonal in ((3, 5, 1.0), (4, 6, 0.0), (5, 4, 1.0)):
        y, probs = with_answers(rng, random_probs(rng, n, k))
        yield (y, probs, random_costs(rng, k, diagonal))
