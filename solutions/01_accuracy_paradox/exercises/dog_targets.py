import numpy as np

from course.exercise import exercise


@exercise(
    gives="int array (n,)",
    bounds=(0, 1),
    hints=(
        "A comparison such as `a == b` works on a whole array at once and gives True or False "
        "for each row. What has to happen to these to become 1 and 0?",
        "Three steps: make y flat, whether it came as (n,) or (n, 1); compare with the id of "
        "dog; turn the answer into ints. NumPy has `ravel` for the first, `astype` for the last.",
    ),
)
def dog_targets(y: np.ndarray) -> np.ndarray:
    """Turn class ids into targets: 1 for dog, 0 for everything else.

    y: int array (n,) or (n, 1), ids from 0 to 9. Dog is class 5.
    Returns an int array (n,).
    """
    return (np.ravel(y) == 5).astype(int)


@dog_targets.cases
def cases(rng):
    yield (np.array([5, 0, 3, 5, 9, 6]),)
    yield (np.array([[4], [5], [3], [5], [5], [6]]),)
    yield (np.array([7, 5]),)
    yield (np.array([[5]]),)
    for shape in ((-1,), (-1, 1)):
        others = rng.integers(0, 10, size=int(rng.integers(4, 9)))
        yield (rng.permutation(np.append(others, [5, 3, 8])).reshape(shape),)


@dog_targets.alternatives
class Alternatives:
    def by_where(y):
        return np.where(np.asarray(y).reshape(-1) == 5, 1, 0)

    def by_loop(y):
        targets = np.zeros(len(y), dtype=int)
        for row, label in enumerate(y.flatten()):
            if label == 5:
                targets[row] = 1
        return targets

    def by_list(y):
        return np.array([int(label == 5) for label in y.ravel()])


@dog_targets.mistakes
class Mistakes:
    def column_kept(y):
        """Your targets are right, but where y is a column of shape (n, 1) the result is a column
        too. Make y flat first, so that the result always has the shape (n,)."""
        return (np.asarray(y) == 5).astype(int)

    def true_and_false(y):
        """You return True and False. The targets are asked for as the ints 1 and 0: change the type
        of the array at the end."""
        return np.ravel(y) == 5

    def upside_down(y):
        """Dogs got 0 and all the rest got 1. The rare class is the one that is called 1."""
        return (np.ravel(y) != 5).astype(int)

    def cats(y):
        """You marked class 3, which is the cat. The position of 'dog' in CLASS_NAMES, counted from
        0, is the id of the dog."""
        return (np.ravel(y) == 3).astype(int)

    def counted_from_one(y):
        """You marked class 6, the frogs: dog is the sixth name, but the ids start at 0."""
        return (np.ravel(y) == 6).astype(int)

    def class_id_kept(y):
        """Dogs kept their class id in your result. A target for two classes is 0 or 1: the dogs'
        number must be 1."""
        return np.where(np.ravel(y) == 5, 5, 0)

    def positions(y):
        """You return the positions of the dogs. We want one number for every row, dog or not."""
        return np.flatnonzero(np.ravel(y) == 5)

    def one_hot(y):
        """You made two columns, one for each class. Here one number a row is enough: 1 for dog, 0
        for not."""
        return np.eye(2, dtype=int)[(np.ravel(y) == 5).astype(int)]

    def compared_with_the_name(y):
        """Your result is 0 for every row. Did you compare with the text 'dog', though y holds ids,
        or did a second step overwrite your ones, as a 1 is not a 5 either?"""
        return np.zeros(np.size(y), dtype=int)

    def column_compared_with_the_name(y):
        """Your result is 0 for every row, and y is not made flat yet. Did you compare with the text
        'dog', though y holds ids, or did a second step overwrite your ones, as a 1 is not a 5
        either?"""
        return np.zeros(np.shape(y), dtype=int)

    def squeezed(y):
        """`squeeze` drops every dimension of length 1. With a single row it drops the rows too, and
        a bare number is left: take the column by its place, or reshape."""
        return (np.squeeze(y) == 5).astype(int)

    def always_the_first_column(y):
        """You take the first column of y, which raises an IndexError where y is flat: such a y has
        no columns. Make it flat whichever shape it comes in."""
        return (y[:, 0] == 5).astype(int)

    def from_five_on(y):
        """You marked all classes from 5 on: dogs, and frogs, horses, ships and trucks with them.
        Dog is class 5 alone."""
        return (np.ravel(y) >= 5).astype(int)

    def class_zero_marked(y):
        """You marked class 0, the airplanes. The position of 'dog' in CLASS_NAMES, counted from 0,
        is the id of the dog."""
        return (np.ravel(y) == 0).astype(int)

    def cats_and_dogs(y):
        """You marked cats as well as dogs. The shelter asks for dogs alone, which are one class."""
        return np.isin(np.ravel(y), (3, 5)).astype(int)

    def all_animals(y):
        """You marked all animals. The question is dog or not, and dogs are one class."""
        return np.isin(np.ravel(y), (2, 3, 4, 5, 6, 7)).astype(int)

    def first_row_only(y):
        """You return one number, for the first row alone. Does a `return` stand inside the loop?
        Collect a number for each row, and return them all at the end."""
        return int(np.ravel(y)[0] == 5)
