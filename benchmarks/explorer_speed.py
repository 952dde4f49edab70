"""How fast and how right the explorer is: ``python -m benchmarks.explorer_speed [SEED ...]``.

For each seed a small CNN is trained for one epoch on 50,000 pictures. On what its last hidden
layer sees, the slider is moved 50 times, each move timed from the new value to the PNG, and heads
at several ratios are compared with scikit-learn's.
"""

import math
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

from helpers.data import CLASS_NAMES, load_cifar10
from helpers.lessons.explorer import Explorer, Split
from helpers.lessons.weighted_head import Rows
from helpers.models import small_cnn
from helpers.quiet_keras import keras
from helpers.settings import course_seed
from helpers.training import hidden_features

MOVES = 50
COMPARED = (0.25, 1, 9, 50, 100)
LONGEST_MS = 100
LARGEST_DIFFERENCE = 1e-3


def features_of_dogs(seed: int) -> tuple[Split, Split]:
    """Train a small CNN; return hidden features and classes of training and test rows."""
    (x, y), (x_test, y_test) = load_cifar10()
    dog, dog_test = ((classes == CLASS_NAMES.index("dog")).astype(int) for classes in (y, y_test))
    keras.utils.set_random_seed(seed)
    model = small_cnn()
    model.compile("adam", "binary_crossentropy")
    model.fit(x, dog, batch_size=256, verbose=0)
    return (hidden_features(model, x), dog), (hidden_features(model, x_test), dog_test)


def milliseconds_of_moves(train_rows: Split, test_rows: Split) -> list[float]:
    """Move the slider to and fro; return how long each move took."""
    # Any two functions do: what a threshold or a shift should be doesn't matter here.
    explorer = Explorer(train_rows, test_rows, 1, 9, lambda c_fp, c_fn: 0.1, lambda ratio: 2.0)
    there = list(explorer.ratios)
    path = (there + there[-2:0:-1]) * math.ceil(MOVES / len(there))
    times = []
    for ratio in path[:MOVES]:
        started = time.perf_counter()
        explorer.move(ratio)
        times.append(1000 * (time.perf_counter() - started))
    return times


def largest_difference(features: np.ndarray, y: np.ndarray) -> float:
    """Return the largest difference of a coefficient from scikit-learn's, over some ratios."""
    rows, differences = Rows(features, y), []
    precise = features.astype(float)
    for ratio in COMPARED:
        head = rows.fit(ratio)
        # Of its solvers the one that is exact soonest; tol is the largest slope that remains.
        reference = LogisticRegression(solver="newton-cholesky", tol=1e-8, max_iter=1000)
        reference.fit(precise, y, sample_weight=np.where(y == 1, ratio, 1.0))
        expected = np.append(reference.coef_[0], reference.intercept_)
        differences.append(float(np.abs(head - expected).max()))
    return max(differences)


def main(arguments: list[str]) -> int:
    """Print a line for each seed; return 1 if a move is too slow or a head not scikit-learn's."""
    fine = True
    for seed in [int(argument) for argument in arguments] or [course_seed()]:
        train_rows, test_rows = features_of_dogs(seed)
        times = milliseconds_of_moves(train_rows, test_rows)
        difference = largest_difference(*train_rows)
        middle = float(np.median(times))
        print(
            f"seed {seed}: median of {len(times)} moves {middle:.1f} ms, slowest {max(times):.1f} "
            f"ms; largest difference from scikit-learn {difference:.1e} over ratios {COMPARED}"
        )
        fine = fine and middle <= LONGEST_MS and difference <= LARGEST_DIFFERENCE
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
