import numpy as np

from course.exercise import exercise


@exercise(
    gives="int array (n,)",
    hints=(
        "The shape alone tells the three forms apart: how many dimensions has y, and how many "
        "columns, if it has two? What the entries are doesn't matter.",
        "One dimension: nothing to do. Two dimensions and one column: take that column. More "
        "columns: the id is the place of the 1 in each row, `argmax(axis=1)`.",
    ),
)
def to_class_ids(y: np.ndarray) -> np.ndarray:
    """Return one class id per row: an int array (n,).

    y: one-hot (n, k) with k >= 2, ints or floats; or int ids (n, 1) or (n,).
    """
    if y.ndim == 1:
        return y
    return y[:, 0] if y.shape[1] == 1 else np.argmax(y, axis=1)


@to_class_ids.cases
def cases(rng):
    yield (np.array([2, 0, 1, 1, 5]),)
    yield (np.array([[1], [0], [0], [1]]),)
    yield (np.eye(3)[[0, 2, 1, 0]],)
    yield (np.eye(3)[[2, 0, 1]],)
    yield (np.array([[4]]),)
    yield (np.array([[1], [1]]),)
    yield (np.array([[0.0, 0.0, 1.0]]),)
    labels = np.append(rng.integers(0, 4, size=int(rng.integers(2, 6))), [0, 1, 3])
    rng.shuffle(labels)
    yield (labels,)
    yield (labels[::-1].reshape(-1, 1).copy(),)
    yield (np.eye(5, dtype=int)[labels],)
    yield (np.eye(2)[labels % 2],)


@to_class_ids.alternatives
class Alternatives:
    def by_reshape(y):
        return y.reshape(-1) if y.size == len(y) else y.argmax(-1)

    def by_product(y):
        if y.ndim == 2 and y.shape[1] > 1:
            return (y @ np.arange(y.shape[1])).astype(int)
        return np.ravel(y)

    def by_loop(y):
        ids = []
        for row in y.reshape(len(y), -1).tolist():
            ids.append(row[0] if len(row) == 1 else row.index(1))  # noqa: PERF401
        return np.array(ids)


@to_class_ids.mistakes
class Mistakes:
    def argmax_of_a_column(y):
        """You take the argmax of every table, also of a column (n, 1). The largest of one entry is
        always at place 0, so every row becomes class 0, with no error."""
        return y.argmax(axis=1) if y.ndim == 2 else y

    def column_kept(y):
        """A column (n, 1) comes back as a column. Make it flat, so that the result always has the
        shape (n,)."""
        return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y

    def one_hot_flattened(y):
        """You made everything flat, one-hot targets too: n rows of k columns become n * k zeros and
        ones. There the id is the place of the 1 in its row."""
        return np.ravel(y).astype(int)

    def argmax_down_the_columns(y):
        """Your argmax runs down the columns, so you get one number a class. Let it run along the
        rows: one number a row."""
        return y.argmax(axis=0) if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y)

    def squeezed(y):
        """`squeeze` drops every dimension of length 1. With a single row it drops the rows too, and
        a bare number is left: take the column by its place, or reshape."""
        return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else np.squeeze(y)

    def judged_by_content(y):
        """You tell one-hot targets by their zeros and ones. The ids of two classes are zeros and
        ones as well: look at the shape, not at the entries."""
        if set(np.unique(y).tolist()) <= {0, 1}:
            return y.reshape(len(y), -1).argmax(axis=1)
        return np.ravel(y)

    def first_column(y):
        """Of one-hot rows you give the first column, or what is the same as it: the place of the
        smallest entry. The id is the place of the 1."""
        return y[:, 0].astype(int) if y.ndim == 2 else y

    def counted_from_one(y):
        """Your ids of one-hot rows start at 1. The first column is class 0."""
        return y.argmax(axis=1) + 1 if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y)

    def squeezed_first(y):
        """You `squeeze` before you look at the shape. With a single row that drops the rows: a
        one-hot row then looks like flat ids, and of a column a bare number is left."""
        y = np.squeeze(y)
        return y.argmax(axis=1) if y.ndim == 2 else y.astype(int)

    def argmax_of_everything(y):
        """You take the argmax whatever comes: of flat ids that is a single number, and of a column
        always 0. Only one-hot targets need it: look at the shape first."""
        return np.argmax(y, axis=-1)

    def two_columns_read_as_ids(y):
        """You take targets for one-hot from three columns on. Two classes make two columns: more
        than one column is one-hot."""
        return to_class_ids(y.ravel().astype(int) if y.shape[1:] == (2,) else y)

    def largest_not_its_place(y):
        """Of one-hot rows you give the largest entry, or how many ones there are: that is 1 for
        each. The id is the place where the 1 stands."""
        return y.max(axis=1).astype(int) if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y)

    def last_column(y):
        """Of one-hot rows you give one column: 1 for one of the classes, 0 for all others. The id
        is the place of the 1."""
        return y[:, -1].astype(int) if y.ndim == 2 else y

    def second_column(y):
        """Of one-hot rows you give the second column, as for two classes. With more the id is the
        place of the 1."""
        return y[:, 1].astype(int) if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y)

    def place_of_the_row(y):
        """Of one-hot rows you give the number of the row, 0, 1, 2 and so on. The column in which
        the 1 stands is the id."""
        if y.ndim == 2 and y.shape[1] > 1:
            return np.nonzero(y)[0]
        return np.ravel(y)

    def columns_from_the_end(y):
        """You count the columns of one-hot rows from the end. The first column is class 0."""
        if y.ndim == 2 and y.shape[1] > 1:
            return y.shape[1] - 1 - y.argmax(axis=1)
        return np.ravel(y)

    def square_tables_flattened(y):
        """You take a table with as many rows as columns for something other than one-hot. From two
        columns on it is one-hot, however many rows there are."""
        if y.ndim == 2 and y.shape[1] > 1 and y.shape[0] != y.shape[1]:
            return y.argmax(axis=1)
        return np.ravel(y).astype(int)

    def rows_that_add_up_to_one(y):
        """You tell one-hot targets by rows that add up to 1. A column of ones does so too, and
        holds the ids of class 1: look at the shape."""
        one_hot = y.ndim == 2 and bool((y.sum(axis=1) == 1).all())
        return y.argmax(axis=1) if one_hot else np.ravel(y).astype(int)

    def renumbered(y):
        """You gave the ids new numbers, 0, 1, 2 and so on. An id that doesn't occur leaves a gap,
        and the others stay as they are."""
        return np.unique(to_class_ids(y), return_inverse=True)[1].ravel()

    def argmax_along_the_rows_always(y):
        """You take the argmax along axis 1 whatever comes, and flat ids have no axis 1. Only
        one-hot targets need an argmax: look at the shape first."""
        return y.argmax(axis=1)

    def flat_ids_asked_for_a_column(y):
        """You take a column of flat ids, which have none: `y[:, 0]` needs two dimensions. One
        dimension means that y holds the ids already."""
        return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y[:, 0]

    def places_of_the_ones(y):
        """You look for the ones in every table, also in a column (n, 1). Its entries are the ids,
        so those of class 0 and of class 2 are lost, and the others become 0."""
        return np.where(y == 1)[1] if y.ndim == 2 else y

    def argmax_of_the_whole_table(y):
        """Without an axis argmax gives one number for the whole table. Let it run along each row:
        one number a row."""
        return int(y.argmax()) if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y)
