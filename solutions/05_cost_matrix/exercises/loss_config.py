import json

import numpy as np

from course.exercise import exercise

from ._costs_and_rows import PRICES


@exercise(
    gives="{'cost_matrix': list of lists}",
    tolerance=0.0,
    json_safe=True,
    hints=(
        "JSON knows numbers, texts, lists and dicts, but no arrays. Which method of an array "
        "turns it into lists, all the way down?",
        "A dict with one key, the text cost_matrix. Its value comes from `tolist`.",
    ),
)
def loss_config(C: np.ndarray) -> dict[str, list[list[float]]]:
    """Return {'cost_matrix': C as a list of lists of numbers}.

    C: floats (k, k).
    """
    return {"cost_matrix": C.tolist()}


@loss_config.cases
def cases(rng):
    yield (PRICES,)
    yield (np.array([[0.0, 0.1], [1 / 3, 1e-7]]),)
    for k in (2, 3):
        yield (rng.exponential(9, size=(k, k)),)


@loss_config.alternatives
class Alternatives:
    def by_rows(C):
        return {"cost_matrix": [[float(price) for price in row] for row in C]}

    def through_json(C):
        lists = json.loads(json.dumps(np.asarray(C).tolist()))
        return {"cost_matrix": lists}


@loss_config.mistakes
class Mistakes:
    def array_left(C):
        """Your dict holds the array itself, which JSON can't write. Turn it into lists."""
        return {"cost_matrix": C.copy()}

    def rows_are_arrays(C):
        """`list(C)` makes a list of arrays: only the outer level becomes a list. JSON wants lists
        all the way down."""
        return {"cost_matrix": list(C)}

    def flat(C):
        """You wrote the matrix in one row, and its shape is lost. Keep one list for each row."""
        return {"cost_matrix": C.ravel().tolist()}

    def as_text(C):
        """You turned the matrix into text for people to read, which cuts its digits off. Keep
        numbers."""
        return {"cost_matrix": str(C)}

    def dumped(C):
        """You turned the matrix into JSON already. Keras does that for the whole dict: give it
        lists of numbers."""
        return {"cost_matrix": json.dumps(C.tolist())}

    def without_dict(C):
        """The lists are right, but Keras hands a config back by names: put them into a dict under
        the key cost_matrix."""
        return C.tolist()

    def other_key(C):
        """The value is right and the key is not: Keras gives it back as the argument of that name.
        It has to be cost_matrix."""
        return {"C": C.tolist()}

    def whole_numbers(C):
        """You cut the prices down to whole numbers. They come back other than they were."""
        return {"cost_matrix": C.astype(int).tolist()}

    def rounded(C):
        """You rounded the prices. JSON keeps every digit of a float: no need to lose any."""
        return {"cost_matrix": np.round(C, 6).tolist()}

    def single_precision(C):
        """You made 32-bit floats of the prices, which keep about seven digits. They come back other
        than they were."""
        return {"cost_matrix": C.astype("float32").tolist()}

    def tuples(C):
        """You made tuples of the rows. JSON knows lists only, and gives lists back: use lists all
        the way down."""
        return {"cost_matrix": tuple(map(tuple, C.tolist()))}

    def dict_of_dicts(C):
        """You numbered the rows in a dict. JSON makes texts of such numbers, and the matrix comes
        back as none: use a list of lists."""
        return {"cost_matrix": dict(enumerate(C.tolist()))}

    def transposed(C):
        """You wrote down the columns, so that the matrix comes back transposed: an error that
        nothing would report."""
        return {"cost_matrix": C.T.tolist()}
