import numpy as np
from sklearn.metrics import confusion_matrix

from course.exercise import exercise

from ._costs_and_rows import FOUR_CLASSES, PAID_WHEN_RIGHT, PRICES, random_costs


@exercise(
    hints=(
        "Each row has one price: it stands in the row of C that belongs to its true class, in the "
        "column that belongs to its answer.",
        "Two index arrays of the same length, in one pair of square brackets, pick one entry for "
        "each pair. Take the mean of what they pick.",
    )
)
def mean_cost(y_true: np.ndarray, y_pred: np.ndarray, C: np.ndarray) -> float:
    """Return the mean over all rows of what their answers cost.

    y_true, y_pred: int arrays (n,), true classes and answers.
    C: floats (k, k), C[true, answer]; right answers may cost too. A class may have no rows.
    """
    return float(np.mean(C[y_true, y_pred]))


@mean_cost.cases
def cases(rng):
    yield (np.array([0, 1, 2, 2, 0]), np.array([0, 2, 0, 2, 1]), PRICES)
    yield (np.array([1, 1, 0, 2]), np.array([1, 0, 2, 2]), PAID_WHEN_RIGHT)
    yield (np.array([1, 0, 1]), np.array([0, 0, 1]), np.array([[0.0, 1.0], [10.0, 0.0]]))
    yield (np.array([2]), np.array([1]), PRICES)
    # Two classes without rows, and a row that comes twice.
    yield (np.array([3, 3, 1]), np.array([1, 1, 3]), FOUR_CLASSES)
    for k, diagonal in ((3, 0.0), (4, 1.0)):
        y_true = np.append(np.arange(k), rng.integers(0, k, size=4))
        y_pred = (y_true + rng.integers(1, k, size=len(y_true))) % k
        y_pred[-2:] = y_true[-2:]
        y_true[0], y_pred[0] = 0, 1  # some row whose price and whose mirrored price differ
        yield (y_true, y_pred, random_costs(rng, k, diagonal))


@mean_cost.alternatives
class Alternatives:
    def by_loop(y_true, y_pred, C):
        total = 0.0
        for true, predicted in zip(y_true, y_pred, strict=True):
            total += C[true, predicted]
        return total / len(y_true)

    def by_confusion(y_true, y_pred, C):
        counts = np.zeros(C.shape)
        np.add.at(counts, (y_true, y_pred), 1)
        return float((counts * C).sum() / counts.sum())

    def by_one_hot(y_true, y_pred, C):
        coded = np.eye(len(C))
        return float(((coded[y_true] @ C) * coded[y_pred]).sum(axis=1).mean())


@mean_cost.mistakes
class Mistakes:
    def transposed(y_true, y_pred, C):
        """You look prices up as C[predicted, true]. Some books write their matrices so; in ours the
        true class is the row and comes first."""
        return float(np.mean(C[y_pred, y_true]))

    def all_pairs(y_true, y_pred, C):
        """You price every true class with every answer, n times n pairs. A row has one true class
        and one answer: give C both index arrays at once."""
        return float(np.mean(C[y_true][:, y_pred]))

    def row_picked_twice(y_true, y_pred, C):
        """The second bracket picks rows again, from those that the first one picked. Put both
        arrays in one pair of brackets, with a comma between them."""
        return float(np.mean(C[y_true][y_pred]))

    def summed(y_true, y_pred, C):
        """You return the sum of the prices. A mean doesn't grow with the number of rows."""
        return float(np.sum(C[y_true, y_pred]))

    def over_mistakes_only(y_true, y_pred, C):
        """You divide by the number of mistakes. The mean is over all rows, so that a model which
        makes fewer mistakes costs less."""
        return float(np.sum(C[y_true, y_pred]) / max(np.sum(y_true != y_pred), 1))

    def right_answers_for_free(y_true, y_pred, C):
        """You let right answers cost nothing, whatever the diagonal of C says. Most matrices have
        zeros there, but not all: look them up like the others."""
        return float(np.mean(np.where(y_true == y_pred, 0.0, C[y_true, y_pred])))

    def mistakes_counted(y_true, y_pred, C):
        """You return the share of mistakes: C has no part in it. Look up what each costs."""
        return float(np.mean(y_true != y_pred))

    def classes_alike(y_true, y_pred, C):
        """You take the mean of each class first, so that rows of small classes count for more. That
        price is in C already: here every row counts the same."""
        return float(np.mean([np.mean(C[y_true, y_pred][y_true == c]) for c in np.unique(y_true)]))

    def share_of_the_dearest(y_true, y_pred, C):
        """You divided by the largest price in C. A mean cost is in the money of the matrix: divide
        by the rows alone."""
        return float(np.mean(C[y_true, y_pred]) / C.max())

    def over_prices_paid(y_true, y_pred, C):
        """You take the mean over the rows that cost something. Rows that are free count too: a
        model with more of them costs less."""
        costs = C[y_true, y_pred]
        return float(costs.sum() / max(np.count_nonzero(costs), 1))

    def whole_matrix(y_true, y_pred, C):
        """You return the mean of all prices in C: y_true and y_pred have no part in it. Look up
        one price for each row."""
        return float(C.mean())

    def pairs_once(y_true, y_pred, C):
        """You count each pair of true class and answer once. Rows that make the same mistake all
        pay for it."""
        pairs = set(zip(y_true.tolist(), y_pred.tolist(), strict=True))
        return float(np.mean([C[pair] for pair in pairs]))

    def times_distance(y_true, y_pred, C):
        """You multiply the price by how far apart the two class numbers are. The numbers are names:
        the price in C is all there is to pay."""
        return float(np.mean(C[y_true, y_pred] * np.abs(y_true - y_pred)))

    def one_cost_a_row(y_true, y_pred, C):
        """You return one cost for each row. They are right: what is asked for is their mean."""
        return C[y_true, y_pred]

    def mistakes_only(y_true, y_pred, C):
        """You take the mean over the rows that are wrong. Rows that are right count too, at what
        the diagonal of C says."""
        wrong = y_true != y_pred
        return float(np.mean(C[y_true, y_pred][wrong])) if wrong.any() else 0.0

    def divided_by_the_classes(y_true, y_pred, C):
        """You divided by the number of classes. A mean over rows divides by the number of rows."""
        return float(np.sum(C[y_true, y_pred]) / len(C))

    def whole_row_paid(y_true, y_pred, C):
        """You add up the whole row of the true class: every answer is paid for. A row has one
        answer, and pays for that."""
        return float(C[y_true].sum(axis=1).mean())

    def dearest_of_the_row(y_true, y_pred, C):
        """You take the largest price of the true class, whatever the answer. Look up the price of
        the answer that was given."""
        return float(C[y_true].max(axis=1).mean())

    def distance_of_labels(y_true, y_pred, C):
        """You take how far the answer's number is from the true class's. The numbers are names, and
        C has the prices: look them up."""
        return float(np.mean(np.abs(y_true - y_pred)))

    def compared_with_right_answers(y_true, y_pred, C):
        """You subtract what the right answer would have cost. What is asked for is what was
        paid."""
        return float(np.mean(C[y_true, y_pred] - C[y_true, y_true]))

    def root_of_mean_squares(y_true, y_pred, C):
        """You take the root of the mean of the squared prices. A mean cost is their plain mean."""
        return float(np.sqrt(np.mean(C[y_true, y_pred] ** 2)))

    def whole_row_averaged(y_true, y_pred, C):
        """You took the mean of the whole row of C for each true class: y_pred has no part in it.
        One answer was given, and one price is paid."""
        return float(C[y_true].mean())

    def both_ways_averaged(y_true, y_pred, C):
        """You took the mean of C[true, answer] and C[answer, true]. Only the first of them is what
        was paid."""
        return float((C[y_true, y_pred].mean() + C[y_pred, y_true].mean()) / 2)

    def counted_from_one(y_true, y_pred, C):
        """You took 1 off the classes. They count from 0, as rows and columns do; what would be row
        -1 is the last one, without an error."""
        return float(C[y_true - 1, y_pred - 1].mean())

    def whole_numbers(y_true, y_pred, C):
        """You cut the prices down to whole numbers. Look them up as they are."""
        return float(C.astype(int)[y_true, y_pred].mean())

    def shares_of_each_class(y_true, y_pred, C):
        """You took shares within each true class, as `normalize="true"` does, so that rows of small
        classes count for more. Every row counts the same."""
        counts = confusion_matrix(y_true, y_pred, labels=range(len(C)))
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        return float(np.sum(shares * C) / len(C))
