import numpy as np

from course.exercise import exercise

from ._costs_and_rows import cases_of_rows, last_argmax


@exercise(
    gives="float array (n,)",
    hints=(
        "Which class does the model answer in each row? Then it is the look-up of `mean_cost`, "
        "without the mean.",
        "`argmax` along each row of probs gives the answers, the first index at a tie. True "
        "classes and answers together pick one entry of C for each row.",
    ),
)
def cost_mask(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the cost of each row's most probable class, the first at a tie: floats (n,).

    y_true: ints (n,); probs: floats (n, k), between 0 and 1; C: floats (k, k).
    """
    return C[y_true, probs.argmax(axis=1)]


cost_mask.cases(cases_of_rows)


@cost_mask.alternatives
class Alternatives:
    def by_loop(y_true, probs, C):
        costs = []
        for t, p in zip(y_true, probs, strict=True):
            costs.append(C[t][list(p).index(max(p))])
        return np.array(costs)

    def by_take(y_true, probs, C):
        predicted = np.argmax(probs, axis=-1, keepdims=True)
        return np.take_along_axis(C[y_true], predicted, axis=1).ravel()

    def by_one_hot(y_true, probs, C):
        coded = np.eye(len(C))[np.argmax(probs, axis=1)]
        return np.einsum("nj,nj->n", C[y_true], coded)


@cost_mask.mistakes
class Mistakes:
    def transposed(y_true, probs, C):
        """You look up C[predicted, true]. In our matrices the true class is the row and comes
        first; nothing raises an error where they are swapped."""
        return C[probs.argmax(axis=1), y_true]

    def row_picked_twice(y_true, probs, C):
        """The second bracket picks rows again, from those that the first one picked. Put true
        classes and answers in one pair of brackets, with a comma between them."""
        return C[y_true][probs.argmax(axis=1)]

    def argmax_of_the_table(y_true, probs, C):
        """Your `argmax` has no axis, so it gives one place in the whole table. Each row has an
        answer of its own: `axis=1` looks along the rows."""
        return C[y_true, probs.argmax()]

    def argmax_down_the_columns(y_true, probs, C):
        """With `axis=0` your `argmax` goes down the columns: it finds a row for each class. Each
        row's answer is a class: look along the rows, with `axis=1`."""
        return C[y_true, probs.argmax(axis=0)]

    def expected_instead(y_true, probs, C):
        """You take the mean cost over all classes, weighted by their probabilities. That is the
        expected cost of exercise 4. The mask looks at the most probable class only."""
        return (C[y_true] * probs).sum(axis=1)

    def ties_add_up(y_true, probs, C):
        """Where two classes have the same highest probability you add up both costs, as the copied
        code does. Take the first one only."""
        highest = probs == probs.max(axis=1, keepdims=True)
        return (C[y_true] * highest).sum(axis=1)

    def ties_averaged(y_true, probs, C):
        """Where two classes have the same highest probability you take the mean of both costs. The
        first index wins a tie: its cost alone counts."""
        highest = probs == probs.max(axis=1, keepdims=True)
        return (C[y_true] * highest).sum(axis=1) / highest.sum(axis=1)

    def above_one_half(y_true, probs, C):
        """You take the class whose probability is above 0.5. The most probable of several classes
        may have less: look for the largest in each row."""
        return (C[y_true] * (probs > 0.5)).sum(axis=1)

    def from_one_half(y_true, probs, C):
        """You take every class whose probability is 0.5 or more. The most probable of several
        classes may have less: look for the largest in each row."""
        return (C[y_true] * (probs >= 0.5)).sum(axis=1)

    def dearest_share(y_true, probs, C):
        """You look for the largest product of price and probability. Which class is answered, the
        probabilities alone decide; its price is looked up then."""
        return C[y_true, np.argmax(C[y_true] * probs, axis=1)]

    def dearest_share_returned(y_true, probs, C):
        """You return the largest product of price and probability. The mask is a price alone: that
        of the most probable class."""
        return (C[y_true] * probs).max(axis=1)

    def least_probable(y_true, probs, C):
        """You look up the least probable class. The model's answer is the most probable one."""
        return C[y_true, probs.argmin(axis=1)]

    def one_answer_for_all(y_true, probs, C):
        """You look for the largest probability of the whole table. Each row has an answer of its
        own: look along each row."""
        return C[y_true, probs.argmax() % probs.shape[1]]

    def cheapest_answer(y_true, probs, C):
        """You look up the answer of least expected cost, as in exercise 2. The mask looks at the
        most probable class."""
        return C[y_true, np.argmin(probs @ C, axis=1)]

    def last_of_equals(y_true, probs, C):
        """Where two classes have the same highest probability you take the last one. The first
        index wins a tie."""
        return C[y_true, last_argmax(probs)]

    def right_rows_zero(y_true, probs, C):
        """You give 0 to rows that are right, whatever the diagonal of C says. It may hold other
        numbers, and this lesson shows why: look them up."""
        return np.where(probs.argmax(axis=1) == y_true, 0.0, C[y_true, probs.argmax(axis=1)])

    def right_rows_one(y_true, probs, C):
        """You give 1 to rows that are right, whatever the diagonal of C says. Look it up like any
        other price."""
        return np.where(probs.argmax(axis=1) == y_true, 1.0, C[y_true, probs.argmax(axis=1)])

    def times_probability(y_true, probs, C):
        """You multiply the cost by the probability of the answer. The mask is the price alone,
        however sure the model is."""
        return C[y_true, probs.argmax(axis=1)] * probs.max(axis=1)

    def highest_price(y_true, probs, C):
        """You take the highest price of each row's true class: probs has no part in it. Which
        mistake is made, the model's answer says."""
        return C[y_true].max(axis=1)

    def column(y_true, probs, C):
        """The costs are right, but they stand in a column (n, 1). What is asked for is flat."""
        return C[y_true, probs.argmax(axis=1)].reshape(-1, 1)

    def times_cross_entropy(y_true, probs, C):
        """You multiplied the mask by the cross-entropy already. Asked for is the mask alone."""
        own = probs[np.arange(len(probs)), y_true]
        return cost_mask(y_true, probs, C) * -np.log(np.maximum(own, 1e-12))

    def most_probable_wrong_class(y_true, probs, C):
        """You leave the true class out when you look for the most probable one. It may be the most
        probable, and the row then costs what being right costs."""
        others = probs.copy()
        others[np.arange(len(probs)), y_true] = -1
        return C[y_true, others.argmax(axis=1)]

    def paid_or_not(y_true, probs, C):
        """You return 1 where something is paid and 0 where nothing is. The mask is the price
        itself."""
        return (C[y_true, probs.argmax(axis=1)] > 0).astype(float)

    def answers_returned(y_true, probs, C):
        """You return the most probable class of each row. The mask is what that answer costs."""
        return probs.argmax(axis=1).astype(float)

    def rounded_probabilities(y_true, probs, C):
        """You rounded the probabilities first, so that two which differ a little are equal.
        Compare them as they are."""
        return C[y_true, np.round(probs, 2).argmax(axis=1)]

    def price_of_being_right(y_true, probs, C):
        """You look up what the right answer costs: probs has no part in it. The mask is what the
        model's own answer costs."""
        return C[y_true, y_true]
