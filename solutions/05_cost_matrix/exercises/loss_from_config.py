import json

import numpy as np

from course.exercise import exercise

from ._costs_and_rows import PRICES


@exercise(
    gives="float array (k, k)",
    tolerance=0.0,
    hints=(
        "Look the lists up in the dict by their key, and make an array of floats of them.",
        "`np.array(..., dtype=float)` takes nested lists. Floats of 64 bits keep every digit.",
    ),
)
def loss_from_config(config: dict) -> np.ndarray:
    """Return the cost matrix of a config: a float array (k, k).

    config: what loss_config gave, after JSON; Keras may have added other keys.
    """
    return np.array(config["cost_matrix"], dtype=float)


@loss_from_config.cases
def cases(rng):
    yield ({"cost_matrix": [[0.0, 1.0], [10.0, 0.0]]},)
    # Whole numbers are whole in JSON too; an array of floats is due all the same.
    yield ({"cost_matrix": [[0, 1], [10, 0]], "name": "priced"},)
    yield ({"cost_matrix": [[0.0, 0.1], [1 / 3, 1e-7]]},)
    config = {"name": "cost", "reduction": "sum_over_batch_size", "cost_matrix": PRICES.tolist()}
    yield (config,)
    # Other keys, lists among them, on either side.
    config = {"dtype": "float32", "scale": [[1.0, 2.0], [2.0, 1.0]], "name": "prices"}
    yield (config | {"cost_matrix": [[0.0, 0.7], [1 / 3, 1.0]], "axes": [[1]]},)
    yield ({"axes": [3], "cost_matrix": [[0.0, 2.0], [5.0, 0.0]], "name": "prices"},)
    for k in (2, 4):
        yield ({"cost_matrix": rng.exponential(9, size=(k, k)).tolist()},)


@loss_from_config.alternatives
class Alternatives:
    def by_rows(config):
        return np.stack([np.asarray(row, dtype="float64") for row in config["cost_matrix"]])

    def by_filling(config):
        lists = config["cost_matrix"]
        C = np.empty((len(lists), len(lists)))
        for t, row in enumerate(lists):
            C[t] = row
        return C


@loss_from_config.mistakes
class Mistakes:
    def lists_returned(config):
        """You return lists as JSON gave them. What is asked for is an array: lists can't be looked
        up with two index arrays."""
        return [list(row) for row in config["cost_matrix"]]

    def single_precision(config):
        """Your array has 32-bit floats, which keep about seven digits. The matrix has to come back
        exactly: use float."""
        return np.array(config["cost_matrix"], dtype="float32")

    def whole_numbers(config):
        """You cut the prices down to whole numbers. The matrix has to come back as it was."""
        return np.array(config["cost_matrix"]).astype(int)

    def flat(config):
        """Your array is flat. The lists are nested, one for each true class: keep both levels."""
        return np.array(config["cost_matrix"], dtype=float).ravel()

    def transposed(config):
        """You turned rows into columns. The outer list has the true classes, as the array has."""
        return np.array(config["cost_matrix"], dtype=float).T

    def only_item(config):
        """You take what is in the dict, whatever it is called. Keras adds the loss's name and other
        things: ask for cost_matrix by its key."""
        (lists,) = config.values()
        return np.array(lists, dtype=float)

    def last_item(config):
        """You take the last entry of the dict. Others may come after it: ask for cost_matrix by its
        key."""
        return np.array(list(config.values())[-1], dtype=float)

    def first_item(config):
        """You take the first entry of the dict. Others may come before it, such as the loss's name:
        ask for cost_matrix by its key."""
        return np.array(next(iter(config.values())), dtype=float)

    def first_list(config):
        """You take the first entry that is a list. Keras may have added other lists: ask for
        cost_matrix by its key."""
        lists = next(value for value in config.values() if isinstance(value, list))
        return np.array(lists, dtype=float)

    def known_keys_left_out(config):
        """You leave out name and reduction and take the entry that is left. There can be more:
        ask for cost_matrix by its key."""
        left = {key: value for key, value in config.items() if key not in ("name", "reduction")}
        return np.array(next(iter(left.values())), dtype=float)

    def rounded(config):
        """You rounded the prices. The matrix has to come back exactly, with every digit."""
        return np.round(np.array(config["cost_matrix"], dtype=float), 6)

    def still_a_dict(config):
        """Your array is right, but still inside a dict. Return the array itself."""
        return {"cost_matrix": np.array(config["cost_matrix"], dtype=float)}

    def read_as_json(config):
        """You read the lists as JSON text, but Keras has done so already. They are lists of
        numbers."""
        return np.array(json.loads(config["cost_matrix"]), dtype=float)
