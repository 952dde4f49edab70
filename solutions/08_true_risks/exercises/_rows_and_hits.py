from collections.abc import Iterator

import numpy as np


def scored_rows(
    rng: np.random.Generator, size: int, positives: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return classes in random order and different probabilities that say something of them."""
    y = rng.permutation(np.repeat([0, 1], [size - positives, positives]))
    steps = rng.permutation(np.arange(1, 4 * size))[:size] / (4 * size)
    return y, np.round(0.7 * steps + 0.28 * y, 4)


def hits(
    rng: np.random.Generator, both: int, only_a: int, only_b: int, none: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hits of two models, rows in random order."""
    counts = [both, only_a, only_b, none]
    order = rng.permutation(sum(counts))
    a, b = np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)
    return a[order], b[order]


def paired_hits(rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray, int, int]]:
    """Yield the hits of two models, a number of draws and a seed."""
    # Another seed shows in the third digit, and stays within the tolerance: with this one both
    # ends are what most seeds give. So do more draws, and `draws` must count, too.
    rows = hits(np.random.default_rng(0), 120, 60, 30, 90)
    for draws in (30, 60, 90):
        yield (*rows, draws, 399)
    # The other cases have few rows, so that differences come in steps wider than the tolerance,
    # and both ends are the same step whatever the generator. Here it is three standard errors of
    # 2,100 draws to the next one, and nearly as far to the step at which 5 or 95 per cent lie.
    # The same with every seed, for a loop over so many draws takes a while. With seed 5 the
    # percentiles 1.5 and 98.5 lie at other steps, too.
    yield (*hits(np.random.default_rng(1), 11, 5, 2, 1), 2100, 5)
    # Skewed: ends that lie alike on both sides of the difference are others. The row on which the
    # models agree is the first one, then the last: whoever never draws it finds one difference.
    yield (np.array([1, 1, 1, 1, 1, 1]), np.array([1, 0, 0, 0, 0, 0]), 420, 11)
    yield (np.array([0, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 1, 1, 0]), 420, 4)
    # Both models find the same rows: drawing for each separately finds a difference.
    yield (*hits(rng, 60, 0, 0, 40), 40, int(rng.integers(0, 1000)))
