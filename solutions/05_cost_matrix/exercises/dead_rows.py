import numpy as np

from course.exercise import exercise

from ._costs_and_rows import (
    PAID_WHEN_RIGHT,
    PRICES,
    last_argmax,
    random_costs,
    random_probs,
    with_answers,
)
from .cost_mask import cost_mask


@exercise(
    hints=(
        "The gradient is the mask times (probs - one-hot), and the second factor is never all 0, "
        "since probabilities lie between 0 and 1. So when is it 0?",
        "Count the rows whose mask is 0. Your `cost_mask` gives it; the count is an int.",
    )
)
def dead_rows(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> int:
    """Count the rows whose gradient of mask * cross-entropy is exactly 0.

    y_true: ints (n,); probs: floats (n, k), each above 0 and below 1; C: floats (k, k), 0 or more.
    The first class wins a tie.
    """
    return int(np.sum(C[y_true, probs.argmax(axis=1)] == 0))


@dead_rows.cases
def cases(rng):
    # To take a cat for a dog is free, and to be right about a truck is not.
    free = np.array([[0.0, 0.0, 5.0], [2.0, 0.0, 4.0], [3.0, 6.0, 1.0]])
    # Three rows are right; at a tie it matters that the first index wins.
    probs = np.array(
        [[0.75, 0.125, 0.125], [0.25, 0.5, 0.25], [0.375, 0.25, 0.375], [0.375, 0.375, 0.25],
         [0.25, 0.375, 0.375], [0.125, 0.25, 0.625], [0.5, 0.25, 0.25]]
    )  # fmt: skip
    yield (np.array([0, 0, 2, 1, 1, 2, 1]), probs, free)
    yield (np.array([0, 0, 2, 1, 1, 2, 1]), probs, PRICES)
    yield (np.array([0, 0, 2, 1, 1, 2, 1]), probs, PAID_WHEN_RIGHT)
    # Whatever is said to class 1 is free.
    yield (np.array([0, 1, 1, 2]), probs[:4], PRICES * [[1.0], [0.0], [1.0]])
    # One row, and prices that are hardly anything, yet not 0.
    paid = np.where(np.eye(3) == 1, 1.0, free)
    yield (np.array([0]), np.array([[0.25, 0.25, 0.5]]), paid)
    yield (np.array([0, 0, 2, 1, 1, 2, 1]), probs, np.where(free == 2, 1e-10, free))
    # Rows that are right and nearly sure: what they learn is hardly anything, yet not 0.
    sure = np.array([[1 - 2e-12, 1e-12, 1e-12], [1e-12, 1e-12, 1 - 2e-12], [0.25, 0.5, 0.25]])
    yield (np.array([0, 2, 0]), sure, paid)
    for k in (3, 4):
        y, rows = with_answers(rng, random_probs(rng, 8, k), right=3)
        costs = random_costs(rng, k)
        costs[np.arange(k), (np.arange(k) + 1) % k] = 0.0
        yield (y, rows, costs)


@dead_rows.alternatives
class Alternatives:
    def by_count(y_true, probs, C):
        return len(y_true) - int(np.count_nonzero(cost_mask(y_true, probs, C)))

    def by_gradient(y_true, probs, C):
        gradient = cost_mask(y_true, probs, C)[:, np.newaxis] * (probs - np.eye(len(C))[y_true])
        return int(np.sum(np.all(gradient == 0, axis=1)))

    def by_loop(y_true, probs, C):
        dead = 0
        for t, p in zip(y_true, probs, strict=True):
            dead += C[t, np.argmax(p)] == 0
        return int(dead)


@dead_rows.mistakes
class Mistakes:
    def right_rows(y_true, probs, C):
        """You count the rows that are right. They are dead only where the diagonal of C is 0, and a
        wrong row is dead too if its mistake is free."""
        return int(np.sum(probs.argmax(axis=1) == y_true))

    def free_mistakes_overlooked(y_true, probs, C):
        """You count right rows whose diagonal is 0, and overlook mistakes that cost 0. The factor
        that stops the learning is the same."""
        return int(np.sum((probs.argmax(axis=1) == y_true) & (C[y_true, y_true] == 0)))

    def paid_rows(y_true, probs, C):
        """You count wrong rows that cost nothing. A right row that costs nothing has no gradient
        either."""
        return int(
            np.sum((probs.argmax(axis=1) != y_true) & (C[y_true, probs.argmax(axis=1)] == 0))
        )

    def wrong_rows(y_true, probs, C):
        """You count the rows that are wrong. A row is dead where its answer costs nothing, and this
        can be a right one too."""
        return int(np.sum(probs.argmax(axis=1) != y_true))

    def ties_add_up(y_true, probs, C):
        """At a tie you ask that all of the equal classes cost nothing. The first index wins: only
        its price counts."""
        highest = probs == probs.max(axis=1, keepdims=True)
        return int(np.sum((C[y_true] * highest).sum(axis=1) == 0))

    def nearly_zero(y_true, probs, C):
        """You count prices close to 0 as 0. A tiny price still leaves a gradient: compare with 0
        itself."""
        return int(np.sum(np.isclose(C[y_true, probs.argmax(axis=1)], 0)))

    def below_one(y_true, probs, C):
        """You count the rows whose mask is below 1. A cheap row still learns a little: dead are
        those whose mask is exactly 0."""
        return int(np.sum(C[y_true, probs.argmax(axis=1)] < 1))

    def diagonal_alone(y_true, probs, C):
        """You count the rows whose true class is free when right. Whether the row is right counts
        too: look up the price of the model's answer."""
        return int(np.sum(C[y_true, y_true] == 0))

    def free_prices(y_true, probs, C):
        """You count the zeros in C. Each row of data has one price, that of its answer: count the
        rows."""
        return int(np.sum(C == 0))

    def live_rows(y_true, probs, C):
        """You count the rows that do learn. Dead are those whose mask is 0."""
        return int(np.sum(cost_mask(y_true, probs, C) != 0))

    def masks_added_up(y_true, probs, C):
        """You add up the masks. Count the rows in which the mask is 0."""
        return float(np.sum(C[y_true, probs.argmax(axis=1)]))

    def share_cut_to_an_int(y_true, probs, C):
        """You take the mean of True and False, which is a share, and cut it to a whole number.
        What is asked for is how many rows are dead: add up."""
        return int(np.mean(cost_mask(y_true, probs, C) == 0))

    def share(y_true, probs, C):
        """You return the share of dead rows. What is asked for is how many there are."""
        return float(np.mean(cost_mask(y_true, probs, C) == 0))

    def transposed(y_true, probs, C):
        """You look up C[predicted, true]. In our matrices the true class comes first."""
        return int(np.sum(C[probs.argmax(axis=1), y_true] == 0))

    def last_of_equals(y_true, probs, C):
        """Where two classes have the same highest probability you take the last one. The first
        index wins a tie."""
        return int(np.sum(C[y_true, last_argmax(probs)] == 0))

    def expected_cost_zero(y_true, probs, C):
        """You ask where the expected cost is 0. The mask looks at one class only, the most probable
        one."""
        return int(np.sum((C[y_true] * probs).sum(axis=1) == 0))

    def some_entry_zero(y_true, probs, C):
        """You count rows whose true class has some free answer. It must be the answer that the
        model gives."""
        return int(np.sum((C[y_true] == 0).any(axis=1)))

    def zeros_counted(y_true, probs, C):
        """You count the zeros of all gradients, k for each dead row and perhaps more. Count the
        rows that are all 0."""
        mask = cost_mask(y_true, probs, C)
        return int(np.sum(mask[:, np.newaxis] * (probs - np.eye(len(C))[y_true]) == 0))

    def all_pairs(y_true, probs, C):
        """You look up the price of every true class with every row's answer, n times n pairs. A row
        has one of each: give C both index arrays at once."""
        return int(np.sum(C[y_true][:, probs.argmax(axis=1)] == 0))

    def row_picked_twice(y_true, probs, C):
        """The second bracket picks rows again, from those that the first one picked. Put true
        classes and answers in one pair of brackets, with a comma between them."""
        return int(np.sum(C[y_true][probs.argmax(axis=1)] == 0))

    def argmax_of_the_table(y_true, probs, C):
        """Your `argmax` has no axis, so it gives one place in the whole table. Each row has an
        answer of its own: `axis=1` looks along the rows."""
        return int(np.sum(C[y_true, probs.argmax()] == 0))

    def gradients_nearly_zero(y_true, probs, C):
        """You count gradients that are only close to 0, as `np.isclose` and `np.allclose` do. A row
        that is nearly sure still learns a little: compare with 0 itself."""
        mask = cost_mask(y_true, probs, C)
        gradient = mask[:, np.newaxis] * (probs - np.eye(len(C))[y_true])
        return int(np.sum(np.isclose(gradient, 0).all(axis=1)))

    def least_probable(y_true, probs, C):
        """You look up the price of the least probable class. The model's answer is the most
        probable one."""
        return int(np.sum(C[y_true, probs.argmin(axis=1)] == 0))

    def cheapest_answer(y_true, probs, C):
        """You look up the answer of least expected cost. The mask looks at the most probable
        class."""
        return int(np.sum(C[y_true, (probs @ C).argmin(axis=1)] == 0))

    def free_diagonal(y_true, probs, C):
        """You count the zeros on the diagonal of C: y_true and probs have no part in it. Rows of
        data are counted, not classes."""
        return int(np.sum(np.diag(C) == 0))
