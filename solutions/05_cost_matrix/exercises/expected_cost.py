import numpy as np

from course.exercise import exercise

from ._costs_and_rows import cases_of_rows


@exercise(
    gives="float array (n,)",
    hints=(
        "The true class picks a row of C: the price of each answer. Each answer comes with its "
        "probability. So every price counts by its probability.",
        "`C[y_true]` is a table (n, k) that lies over probs entry by entry. Multiply, and add up "
        "along each row.",
    ),
)
def expected_cost(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the expected cost of each row: floats (n,).

    y_true: ints (n,); probs: floats (n, k), each row adds up to 1; C: floats (k, k).
    """
    return np.sum(C[y_true] * probs, axis=1)


expected_cost.cases(cases_of_rows)


@expected_cost.alternatives
class Alternatives:
    def by_loop(y_true, probs, C):
        return np.array([C[t] @ p for t, p in zip(y_true, probs, strict=True)])

    def by_einsum(y_true, probs, C):
        return np.einsum("nj,nj->n", C[y_true], probs)

    def by_table(y_true, probs, C):
        return (probs @ C.T)[np.arange(len(y_true)), y_true]


@expected_cost.mistakes
class Mistakes:
    def transposed(y_true, probs, C):
        """You take the column of the true class. In our matrices it picks the row: prices of all
        answers to one truth."""
        return (C[:, y_true].T * probs).sum(axis=1)

    def mask_instead(y_true, probs, C):
        """You take the price of the most probable class alone. That is the mask: the expected cost
        counts every class by its probability."""
        return C[y_true, probs.argmax(axis=1)]

    def all_answers(y_true, probs, C):
        """You return the table behind `least_cost_decision`, which doesn't know the true class.
        Here it is known, and picks the row of C."""
        return probs @ C

    def whole_matrix(y_true, probs, C):
        """You multiply the probabilities by the whole matrix: y_true has no part in it. The true
        class of each row picks the row of C that belongs to it."""
        return (C * probs).sum(axis=1)

    def matrix_product(y_true, probs, C):
        """`@` takes the rows of one table and the columns of the other. Prices and probabilities
        are both rows: multiply them entry by entry, with `*`, and add up along each row."""
        return C[y_true] @ probs

    def matrix_product_of_probs(y_true, probs, C):
        """`probs @ C[y_true]` mixes the prices of several rows: a matrix product goes down the
        columns of its second table. Multiply entry by entry instead, and add up along each row."""
        return probs @ C[y_true]

    def mean_over_classes(y_true, probs, C):
        """You take the mean over the classes, which divides by k. The probabilities add up to 1 and
        do the averaging: add up."""
        return (C[y_true] * probs).mean(axis=1)

    def mean_over_rows(y_true, probs, C):
        """You return the mean over all rows. What is asked for is one number for each row."""
        return float((C[y_true] * probs).sum(axis=1).mean())

    def with_logarithm(y_true, probs, C):
        """You weight logarithms of the probabilities, as cross-entropy does. The expected cost has
        none: a price is paid as often as its answer is given."""
        return -(C[y_true] * np.log(probs)).sum(axis=1)

    def right_answers_for_free(y_true, probs, C):
        """You leave out the true class, whatever the diagonal of C says. Most matrices have zeros
        there, but not all."""
        of_true = probs[np.arange(len(y_true)), y_true]
        return (C[y_true] * probs).sum(axis=1) - C[y_true, y_true] * of_true

    def times_cross_entropy(y_true, probs, C):
        """You multiply the expected cost by the cross-entropy. It is a loss by itself."""
        return -(C[y_true] * probs).sum(axis=1) * np.log(probs[np.arange(len(y_true)), y_true])

    def probability_squared(y_true, probs, C):
        """You multiply by the probability twice. Each price counts once by its probability."""
        return (C[y_true] * probs**2).sum(axis=1)

    def probability_of_the_truth(y_true, probs, C):
        """You take the probability of the true class for every price. Each price belongs to an
        answer, and counts by that answer's probability."""
        return C[y_true].sum(axis=1) * probs[np.arange(len(y_true)), y_true]

    def one_minus_probability(y_true, probs, C):
        """You count each price by the probability that its answer is not given. It is paid where it
        is given."""
        return (C[y_true] * (1 - probs)).sum(axis=1)

    def prices_added_up(y_true, probs, C):
        """You add up the row's prices: probs has no part in it. Each price counts by the
        probability of its answer."""
        return C[y_true].sum(axis=1)

    def dearest_share(y_true, probs, C):
        """You return the largest product of price and probability. All of the row's products are
        added up."""
        return (C[y_true] * probs).max(axis=1)

    def every_row_with_every(y_true, probs, C):
        """Your product meets every row's prices with every row's probabilities, n times n numbers.
        Multiply entry by entry instead."""
        return C[y_true] @ probs.T

    def every_row_with_every_added_up(y_true, probs, C):
        """Your product meets every row's prices with every row's probabilities, n times n numbers,
        and you add these up. Multiply prices and probabilities of the same row only."""
        return (C[y_true] @ probs.T).sum(axis=1)

    def cost_of_the_cheapest_answer(y_true, probs, C):
        """You return what the cheapest answer costs on average: y_true has no part in it. Here the
        true class is known, and picks a row of C; the answer is drawn at random."""
        return (probs @ C).min(axis=1)

    def only_the_true_probability(y_true, probs, C):
        """You multiply the sum of the row's prices by 1 minus the probability of the true class.
        Each answer has a probability of its own: multiply each price by its answer's."""
        return C[y_true].sum(axis=1) * (1 - probs[np.arange(len(probs)), y_true])

    def times_the_true_probability(y_true, probs, C):
        """You multiply the expected cost by the probability of the true class. The sum over the
        answers is all there is."""
        return expected_cost(y_true, probs, C) * probs[np.arange(len(probs)), y_true]

    def mask_and_cross_entropy(y_true, probs, C):
        """That is the cost of the most probable answer times the cross-entropy. Here no answer is
        picked: add up all of them, each with its probability."""
        own = probs[np.arange(len(probs)), y_true]
        return C[y_true, probs.argmax(axis=1)] * -np.log(np.maximum(own, 1e-12))

    def dearest_times_the_rest(y_true, probs, C):
        """You multiplied the largest price of the row by 1 minus the probability of the truth. Each
        answer has a price of its own, and a probability of its own."""
        return C[y_true].max(axis=1) * (1 - probs[np.arange(len(y_true)), y_true])

    def first_truth_for_all(y_true, probs, C):
        """You use the prices of the first row's true class for all rows. Each row has a true class
        of its own."""
        return probs @ C[y_true[0]]

    def price_of_the_answer_times_the_truth(y_true, probs, C):
        """You multiplied the price of the most probable class by the probability of the true one.
        All of the row's prices are paid, each with the probability of its answer."""
        return C[y_true, probs.argmax(axis=1)] * probs[np.arange(len(y_true)), y_true]

    def right_rows_zero(y_true, probs, C):
        """You give 0 to rows whose most probable class is the true one. The answer is drawn at
        random: other answers come too, and cost."""
        right = probs.argmax(axis=1) == y_true
        return np.where(right, 0.0, expected_cost(y_true, probs, C))
