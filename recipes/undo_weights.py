"""Turn weighted scores back into risks, and move risks to a place with another base rate.

Both multiply odds. A weight ratio r makes a rare row count r times, so that training multiplies the
odds by r, as far as the model's form can follow. A base rate that changes multiplies them too.
"""
# SPDX-License-Identifier: MIT

import numpy as np


def unweight(q: np.ndarray, ratio: float) -> np.ndarray:
    """Return the probabilities of class 1 that training without weights would have given.

    Source: Elkan (2001), "The foundations of cost-sensitive learning", theorem 2.

    Parameters
    ----------
    q : float array (n,)
        Probabilities of class 1 from a model trained with weights.
    ratio : float
        Weight of class 1 over weight of class 0, above 0.
    """
    if not ratio > 0:
        raise ValueError(f"ratio is {ratio}: it is a weight over a weight, above 0.")
    q = np.asarray(q, dtype=float)
    return q / (q + ratio * (1 - q))


def unweight_classes(Q: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the same for many classes: (n, k) probabilities whose rows sum to 1.

    `weights` are the k class weights in the order of the columns, all above 0.
    """
    if np.shape(weights) != np.shape(Q)[1:] or not np.all(np.asarray(weights) > 0):
        raise ValueError(f"weights are {weights}: give one above 0 for each of the columns of Q.")
    P = np.asarray(Q, dtype=float) / np.asarray(weights, dtype=float)
    return P / P.sum(axis=1, keepdims=True)


def shift_prior(p: np.ndarray, old: float, new: float) -> np.ndarray:
    """Return calibrated probabilities for a place where class 1 has the share `new`, not `old`.

    It holds if the rows of each class look the same in both places, and only their shares differ.
    Source: Saerens, Latinne and Decaestecker (2002), "Adjusting the outputs of a classifier to new
    a priori probabilities", eq. 2.4.
    """
    for name, share in (("old", old), ("new", new)):
        if not 0 < share < 1:
            raise ValueError(f"{name} is {share}: a share lies between 0 and 1.")
    p = np.asarray(p, dtype=float)
    ones, zeros = p * new / old, (1 - p) * (1 - new) / (1 - old)
    return ones / (ones + zeros)


if __name__ == "__main__":
    # Odds 1/9, times 9, are 1; and back.
    assert np.allclose(unweight(np.array([0.5]), 9), 0.1)
    assert np.allclose(unweight_classes(np.array([[0.5, 0.5]]), np.array([1, 9])), [[0.9, 0.1]])
    # A class from N(1, 1) among others from N(-1, 1): the log odds of a row x are 2x + log odds of
    # the share. 10 % are positive where we trained, 1 % where we use the model.
    rng = np.random.default_rng(0)
    y = rng.random(200_000) < 0.01
    x = rng.normal(np.where(y, 1.0, -1.0))
    learned = 1 / (1 + np.exp(-2 * x) * 9)
    moved = shift_prior(learned, old=0.10, new=0.01)
    print(f"share {y.mean():.4f}, mean p as learned {learned.mean():.4f}, moved {moved.mean():.4f}")
    assert abs(moved.mean() - y.mean()) < 0.001 < abs(learned.mean() - y.mean())
    assert np.allclose(moved, 1 / (1 + np.exp(-2 * x) * 99))
    print("Self-check passed.")
