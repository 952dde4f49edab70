import numpy as np

from course.exercise import exercise

from ._costs_and_rows import PRICES, random_costs, random_probs


# Equation (1) of C. Elkan (2001), "The foundations of cost-sensitive learning", which writes
# C(predicted, true); here rows are true classes.
@exercise(
    gives="int array (n,)",
    hints=(
        "Work out a table first: for each row and each answer j, what j costs on average. Answer "
        "j costs C[t, j] with probability p[t]: add these up over the true classes t.",
        "The product of two matrices, `@`, multiplies and adds up like that. Then ask for the "
        "place of the smallest number in each row of the table.",
    ),
)
def least_cost_decision(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the answer of least cost for each row, the first at a tie: an int array (n,).

    probs: floats (n, k), each row adds up to 1; C: floats (k, k), C[true, answer].
    """
    return np.argmin(probs @ C, axis=1)


@least_cost_decision.cases
def cases(rng):
    # A costly class is answered at a probability of 1 in 8, and not at 1 in 32.
    dog = np.array([[0.0, 1.0], [10.0, 0.0]])
    yield (np.array([[0.875, 0.125], [0.96875, 0.03125], [0.25, 0.75]]), dog)
    # Answers 1 and 2 always cost the same; in the third row all three do. Where class 2 is true
    # answer 0 is the cheapest.
    tie = np.array([[0.0, 2.0, 2.0], [4.0, 2.0, 2.0], [2.0, 4.0, 4.0]])
    tied = [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.5, 0.25], [0.125, 0.25, 0.625]]
    yield (np.array(tied), tie)
    # An answer that is never right, and least costly of all where nothing is sure.
    ask = np.array([[0.0, 8.0, 2.0], [8.0, 0.0, 2.0], [8.0, 8.0, 2.0]])
    yield (np.array([[0.5, 0.375, 0.125], [0.875, 0.0625, 0.0625], [0.5, 0.5, 0.0]]), ask)
    yield (np.array([[0.5, 0.25, 0.25]]), PRICES)
    # The second answer of the first row is cheaper by 1 in 4,096: no tie, but rounding makes one.
    near = np.array([[0.25 - 2**-16, 0.75 + 2**-16], [0.25 + 2**-16, 0.75 - 2**-16]])
    yield (near, np.array([[0.0, 12.0], [4.0, 0.0]]))
    for k in (3, 4):
        costs = random_costs(rng, k)
        rows = random_probs(rng, 40, k)
        expected = np.sort(rows @ costs, axis=1)
        clear = rows[expected[:, 1] - expected[:, 0] > 1e-6]
        yield (clear[:6], costs)


@least_cost_decision.alternatives
class Alternatives:
    def by_loop(probs, C):
        answers = []
        for p in probs:
            costs = [sum(p[t] * C[t, j] for t in range(len(C))) for j in range(len(C))]
            answers.append(costs.index(min(costs)))
        return np.array(answers)

    def by_einsum(probs, C):
        return np.einsum("nt,tj->nj", probs, C).argmin(axis=1)

    def by_columns(probs, C):
        costs = np.stack([(probs * C[:, j]).sum(axis=1) for j in range(C.shape[1])])
        return np.argmin(costs, axis=0)


@least_cost_decision.mistakes
class Mistakes:
    def transposed(probs, C):
        """You add up over the answers, not over the true classes. Rows of C are true classes:
        probabilities belong to them."""
        return np.argmin(probs @ C.T, axis=1)

    def entry_by_entry(probs, C):
        """You multiply probabilities and prices entry by entry, with `*`. What an answer costs is a
        sum over the true classes: `@` multiplies and adds up."""
        return np.argmin(probs * C, axis=1)

    def most_probable(probs, C):
        """You return the most probable class: C has no part in it. A rare class can be the cheaper
        answer where it is expensive to miss."""
        return np.argmax(probs, axis=1)

    def dearest(probs, C):
        """You return the answer of the highest expected cost. The table is right; look for the
        smallest number in each row."""
        return np.argmax(probs @ C, axis=1)

    def certain_of_the_most_probable(probs, C):
        """You take the most probable class as certain, and then the answer that is cheapest for it.
        All classes that are possible count, each with its probability."""
        return np.argmin(C[probs.argmax(axis=1)], axis=1)

    def weights_from_row_sums(probs, C):
        """You weight each class by the sum of its row of C. That is right where all mistakes of a
        row cost the same, and only there."""
        return np.argmax(probs * C.sum(axis=1), axis=1)

    def weights_from_the_dearest(probs, C):
        """You weight each class by the largest price of its row. Which mistake is made matters as
        well: add up what each answer costs."""
        return np.argmax(probs * C.max(axis=1), axis=1)

    def divided_by_column_sums(probs, C):
        """You divide each probability by the sum of its answer's column. Prices count by the
        probability of their true class: multiply and add up over the true classes."""
        return np.argmax(probs / C.sum(axis=0), axis=1)

    def cheapest_on_average(probs, C):
        """You take the answer whose column of prices is the cheapest: probs has no part in it. The
        true classes count by their probabilities."""
        return np.full(len(probs), C.sum(axis=0).argmin())

    def dearest_case(probs, C):
        """You take the answer whose worst case is the cheapest. On average counts: prices times
        probabilities, added up over the true classes."""
        shares = probs[:, :, np.newaxis] * C
        return np.argmin(shares.max(axis=1), axis=1)

    def price_of_its_own_class(probs, C):
        """You multiply the probability of an answer by its own column or row of prices. An answer's
        cost adds up over the true classes, each with its own probability."""
        return np.argmin(probs * C.sum(axis=0), axis=1)

    def right_answers_for_free(probs, C):
        """You let right answers cost nothing, whatever the diagonal of C says. Look it up like any
        other price."""
        return np.argmin(probs @ (C * (1 - np.eye(len(C)))), axis=1)

    def costs_rounded(probs, C):
        """Two answers whose costs differ a little cost the same for you. Are the costs rounded, or
        compared with a tolerance? The smaller one wins, however near the other is."""
        return np.argmin(np.round(probs @ C, 2), axis=1)

    def last_of_equals(probs, C):
        """Where two answers cost the same you take the last one. The first index wins a tie."""
        return len(C) - 1 - np.argmin((probs @ C)[:, ::-1], axis=1)

    def cost_not_class(probs, C):
        """You return how much the best answer costs. What is asked for is which answer it is."""
        return np.min(probs @ C, axis=1)

    def along_the_columns(probs, C):
        """You look for the smallest number in each column, and get one number for each class. Look
        along the rows."""
        return np.argmin(probs @ C, axis=0)

    def impossible_answers_left_out(probs, C):
        """You never answer a class whose probability is 0. It may cost least all the same: what
        counts is what an answer costs, not how probable it is."""
        return np.where(probs > 0, probs @ C, np.inf).argmin(axis=1)

    def two_most_probable(probs, C):
        """You choose between the two most probable classes only. Any class can be the answer that
        costs least, however improbable it is."""
        likely = probs >= np.sort(probs, axis=1)[:, [-2]]
        return np.where(likely, probs @ C, np.inf).argmin(axis=1)
