"""Several labels for one picture: attributes of the ten classes, and films made of pictures.

The attributes belong to a CLASS, not to a picture: nobody has looked at the 60,000 pictures
again. A bird on a branch counts as one that flies, and an aeroplane whose wheels are drawn in has
wheels. Some entries are judgement calls, and are said aloud in `TABLE`.
"""

import numpy as np

NAMES = ("animal", "has wheels", "flies", "lives in water")

# By class id, in the order of `helpers.data.pictures.CLASS_NAMES`.
TABLE: dict[int, tuple[str, ...]] = {
    0: ("has wheels", "flies"),  # aeroplane: those that it lands on
    1: ("has wheels",),  # automobile
    2: ("animal", "flies"),  # bird: CIFAR-10 has ostriches among its birds, which don't
    3: ("animal",),  # cat
    4: ("animal",),  # deer
    5: ("animal",),  # dog
    6: ("animal", "lives in water"),  # frog: a toad spends most of its life on land
    7: ("animal",),  # horse
    8: (),  # ship: it floats, but it doesn't live
    9: ("has wheels",),  # truck
}
PAD = -1
STEPS = 6  # of the longest film


def attributes_of(y: np.ndarray) -> np.ndarray:
    """Return the attributes of class ids from 0 to 9: int (n, 4) of 0 and 1, in order of `NAMES`.

    y (int array (n,)): Class ids of CIFAR-10.
    """
    table = [[int(name in TABLE[c]) for name in NAMES] for c in range(len(TABLE))]
    return np.array(table)[y]


def films(rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut rows into films of different lengths, and pad the short ones at their end.

    The first film has six rows, each one after it a row less, and after one of two rows it
    starts again. The order of rows is kept; those at the end that fill no whole film are left out.

    rows (array (n, ...)): One picture each, or what a network sees of it.
    labels (int array (n,)): The target of each row.
    Returns (films : array (m, 6, ...)): Padded with 0.
    Returns (targets : int array (m, 6)): Padded with `PAD`.
    """
    lengths = np.resize(np.arange(STEPS, 1, -1), len(rows) // 2)
    lengths = lengths[np.cumsum(lengths) <= len(rows)]
    there = np.arange(STEPS) < lengths[:, np.newaxis]
    used = int(there.sum())
    padded = np.zeros((*there.shape, *rows.shape[1:]), dtype=rows.dtype)
    targets = np.full(there.shape, PAD)
    padded[there], targets[there] = rows[:used], labels[:used]
    return padded, targets
