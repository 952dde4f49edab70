import numpy as np

Counts = dict[int, int]
Weights = dict[int, float]

# The counts of two real tables: pairs of classes of one size, and two classes that all but vanish.
PAIRED = {0: 2813, 1: 78, 2: 2814, 3: 78, 4: 7914, 5: 248, 6: 7914, 7: 248}
VANISHING = {0: 1_300_000, 1: 40, 2: 2000}


def random_counts(rng: np.random.Generator, classes: list[int], low: float = 2) -> Counts:
    """Return different counts that span about two powers of ten, classes in random order."""
    k = len(classes)
    powers = np.linspace(low, low + 5, k) + rng.uniform(0, 4 / k, size=k)
    counts = rng.permutation(np.exp(powers).astype(int) + np.arange(k))
    order = [int(c) for c in rng.permutation(classes)]
    return dict(zip(order, counts.tolist(), strict=True))


def times(weights: Weights, factor: float) -> Weights:
    return {c: float(weight * factor) for c, weight in weights.items()}


def to_mean_row_weight(weights: Weights, counts: Counts) -> Weights:
    return times(weights, sum(counts.values()) / sum(weights[c] * n for c, n in counts.items()))
