import numpy as np

from course.exercise import exercise

from ._costs_and_rows import cases_of_rows
from .cost_mask import cost_mask


@exercise(
    gives="float array (n, k)",
    points=2,
    hints=(
        "A logit that grows by a little takes probability from all others. So ask of each answer: "
        "is it more expensive or cheaper than what the row costs on average now?",
        "For answer j of a row: its probability, times the difference between its price and the "
        "row's expected cost. `[:, np.newaxis]` makes a column of the expected costs, which fits.",
    ),
)
def expected_cost_gradient(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return each row's gradient with respect to its own logits: floats (n, k), not divided by n.

    y_true: ints (n,); probs: floats (n, k), softmax of the logits; C: floats (k, k).
    """
    prices = C[y_true]
    expected = np.sum(prices * probs, axis=1, keepdims=True)
    return probs * (prices - expected)


expected_cost_gradient.cases(cases_of_rows)


@expected_cost_gradient.alternatives
class Alternatives:
    def by_jacobian(y_true, probs, C):
        # The derivative of softmax is p_i (1[i = j] - p_j).
        rows = []
        for t, p in zip(y_true, probs, strict=True):
            rows.append((np.diag(p) - np.outer(p, p)) @ C[t])
        return np.array(rows)

    def by_einsum(y_true, probs, C):
        paid = C[y_true] * probs
        return paid - probs * np.einsum("nj->n", paid)[:, np.newaxis]

    def by_entry(y_true, probs, C):
        gradient = np.zeros(probs.shape)
        for i, t in enumerate(y_true):
            for j in range(len(C)):
                for m in range(len(C)):
                    gradient[i, j] += C[t, m] * probs[i, m] * ((m == j) - probs[i, j])
        return gradient


@expected_cost_gradient.mistakes
class Mistakes:
    def of_the_probabilities(y_true, probs, C):
        """You return the gradient with respect to the probabilities, which are the prices. Logits
        go through softmax first: raising one lowers all other probabilities."""
        return C[y_true]

    def expected_cost_not_subtracted(y_true, probs, C):
        """You let each logit change its own probability only. The probabilities add up to 1, so the
        others fall: compare each price with the row's expected cost."""
        return probs * C[y_true]

    def expected_costs_as_a_row(y_true, probs, C):
        """You subtract the n expected costs as one row. Each belongs to a row of its own:
        `[:, np.newaxis]` makes a column of them."""
        return probs * (C[y_true] - np.sum(C[y_true] * probs, axis=1))

    def probability_forgotten(y_true, probs, C):
        """You have the difference between price and expected cost, but not how much the logit
        matters: an answer that is hardly ever given changes hardly anything."""
        return C[y_true] - (C[y_true] * probs).sum(axis=1, keepdims=True)

    def sign(y_true, probs, C):
        """All signs are the wrong way round. The gradient points to where the cost grows:
        positive for answers that cost more than the average."""
        return probs * ((C[y_true] * probs).sum(axis=1, keepdims=True) - C[y_true])

    def divided_by_rows(y_true, probs, C):
        """You divided by the number of rows. Each row's own gradient is asked for; the division
        comes with the mean of the loss."""
        return expected_cost_gradient(y_true, probs, C) / len(y_true)

    def transposed(y_true, probs, C):
        """You take the column of the true class as its prices. In our matrices it is the row."""
        return expected_cost_gradient(y_true, probs, C.T)

    def diagonal_of_softmax(y_true, probs, C):
        """You multiply by p (1 - p), which is how a logit changes its own probability. It changes
        all the others too, and they have prices as well."""
        return C[y_true] * probs * (1 - probs)

    def cross_entropy_by_cost(y_true, probs, C):
        """You return the gradient of the masked cross-entropy. The expected cost is another loss:
        its gradient knows the price of every answer."""
        return cost_mask(y_true, probs, C)[:, np.newaxis] * (probs - np.eye(len(C))[y_true])

    def softmax_minus_one_hot(y_true, probs, C):
        """You return the gradient of the cross-entropy. The expected cost is another loss: C has a
        part in its gradient."""
        return probs - np.eye(len(C))[y_true]

    def cost_of_each_answer(y_true, probs, C):
        """You subtract what each answer costs where the truth is unknown, as in
        `least_cost_decision`. Here it is known: subtract the row's own expected cost."""
        return probs * (C[y_true] - probs @ C)

    def expected_cost_in_full(y_true, probs, C):
        """You subtract the whole expected cost from each product of price and probability. It
        counts by the probability of the answer too."""
        paid = C[y_true] * probs
        return paid - paid.sum(axis=1, keepdims=True)

    def prices_times_cross_entropy(y_true, probs, C):
        """You multiply the gradient of the cross-entropy by the prices. The expected cost is
        another loss, which compares each price with the row's average."""
        return C[y_true] * (probs - np.eye(len(C))[y_true])

    def all_rows_summed(y_true, probs, C):
        """You subtract what all rows cost together. Each row is compared with its own expected
        cost: add up along the rows only."""
        return probs * (C[y_true] - np.sum(C[y_true] * probs))

    def mean_price_subtracted(y_true, probs, C):
        """You subtract the plain mean of the row's prices. The expected cost counts each price by
        its probability."""
        return probs * (C[y_true] - C[y_true].mean(axis=1, keepdims=True))

    def price_of_the_truth_subtracted(y_true, probs, C):
        """You subtract the price of the true class. Each price is compared with what the row costs
        on average."""
        return probs * (C[y_true] - C[y_true, y_true][:, np.newaxis])

    def price_of_the_answer_subtracted(y_true, probs, C):
        """You subtract the price of the most probable class. Each price is compared with what the
        row costs on average, over all classes."""
        return probs * (C[y_true] - cost_mask(y_true, probs, C)[:, np.newaxis])

    def mean_over_rows(y_true, probs, C):
        """You take the mean over the rows. What is asked for is a gradient for each of them."""
        return expected_cost_gradient(y_true, probs, C).mean(axis=0)

    def probabilities_squared(y_true, probs, C):
        """Each number has the probability twice as a factor. It belongs there once."""
        return probs * expected_cost_gradient(y_true, probs, C)

    def mean_cost_of_all_rows(y_true, probs, C):
        """You subtract the mean of all rows' expected costs. Each row has an expected cost of its
        own: keep its axis."""
        expected = (C[y_true] * probs).sum(axis=1)
        return probs * (C[y_true] - expected.mean())

    def own_answer_left_out(y_true, probs, C):
        """What you subtract lacks one answer's part, p * C of the answer itself. The expected cost
        is the sum over all answers."""
        expected = (C[y_true] * probs).sum(axis=1, keepdims=True)
        return probs * (C[y_true] - expected + probs * C[y_true])

    def one_minus_probability(y_true, probs, C):
        """Your factor is 1 minus the probability of the answer. What moves much when its logit
        moves is what has much probability already."""
        return (1 - probs) * (C[y_true] - (C[y_true] * probs).sum(axis=1, keepdims=True))

    def expected_cost_as_mask(y_true, probs, C):
        """You multiplied the gradient of the cross-entropy by the expected cost, as if that were a
        mask. The expected cost is the loss itself."""
        expected = (C[y_true] * probs).sum(axis=1, keepdims=True)
        return expected * (probs - np.eye(len(C))[y_true])

    def column_of_prices_subtracted(y_true, probs, C):
        """What you subtract is taken from the column of the true class. The expected cost adds up
        along its row."""
        expected = (probs @ C)[np.arange(len(y_true)), y_true]
        return probs * (C[y_true] - expected[:, np.newaxis])

    def least_price_subtracted(y_true, probs, C):
        """You subtract the least price of the row. Each price is compared with what the row costs
        on average."""
        return probs * (C[y_true] - C[y_true].min(axis=1, keepdims=True))

    def right_rows_zero(y_true, probs, C):
        """You give 0 to rows whose most probable class is the true one, as the mask does. Under the
        expected cost these rows learn as well."""
        right = (probs.argmax(axis=1) == y_true)[:, np.newaxis]
        return np.where(right, 0.0, expected_cost_gradient(y_true, probs, C))

    def only_the_true_class(y_true, probs, C):
        """You give a number to the true class and 0 to the others. Each logit moves the cost: every
        class has a number."""
        return expected_cost_gradient(y_true, probs, C) * np.eye(len(C))[y_true]
