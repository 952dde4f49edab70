"""Exercise bank of lesson 05: references, cases, and the mistakes people make.

The decision of least expected cost is equation (1) of Elkan (2001), "The foundations of
cost-sensitive learning", which writes C(predicted, true); here rows are true classes.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.checks.exercise import Case, Exercise, Mistake


def random_costs(rng: np.random.Generator, k: int, diagonal: float = 0.0) -> np.ndarray:
    """Return a matrix (k, k) of different whole prices, its diagonal apart."""
    costs = rng.choice(np.arange(2, 60), size=(k, k), replace=False).astype(float)
    np.fill_diagonal(costs, diagonal)
    return costs


def random_probs(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    """Return n rows of k different probabilities with two decimals; each row adds up to 1."""
    rows: list[np.ndarray] = []
    while len(rows) < n:
        row = 3 + rng.multinomial(100 - 3 * k, rng.dirichlet(np.ones(k)))
        if len(set(row.tolist())) == k:
            rows.append(row / 100)
    return np.array(rows)


def with_answers(
    rng: np.random.Generator, probs: np.ndarray, right: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Return true classes for probabilities: `right` rows have their most probable class."""
    n, k = probs.shape
    said = probs.argmax(axis=1)
    y = (said + rng.integers(1, k, size=n)) % k
    y[:right] = said[:right]
    order = rng.permutation(n)
    return y[order], probs[order]


def last_argmax(probs: np.ndarray) -> np.ndarray:
    """Return the most probable class of each row, the last index where some are equal."""
    return np.asarray(probs.shape[1] - 1 - probs[:, ::-1].argmax(axis=1))


# A row that is right, one that is wrong, and one of each with a tie.
TIES = np.array(
    [[0.75, 0.125, 0.125], [0.25, 0.5, 0.25], [0.375, 0.25, 0.375], [0.25, 0.375, 0.375]]
)
TIES_Y = np.array([0, 2, 2, 1])
# Dyadic numbers: sums of their products are exact in any order.
PRICES = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.0]])
PAID_WHEN_RIGHT = np.array([[1.0, 2.0, 5.0], [8.0, 0.5, 3.0], [6.0, 10.0, 2.0]])

# ---------------------------------------------------------------------------------------------
# 1. mean_cost


def mean_cost(y_true: np.ndarray, y_pred: np.ndarray, C: np.ndarray) -> float:
    """Return the mean over all rows of what their answers cost.

    y_true, y_pred: int arrays (n,), true classes and answers.
    C: floats (k, k), C[true, answer]; right answers may cost too.
    """
    return float(np.mean(C[y_true, y_pred]))


def mean_cost_by_loop(y_true: np.ndarray, y_pred: np.ndarray, C: np.ndarray) -> float:
    total = 0.0
    for true, said in zip(y_true, y_pred, strict=True):
        total += C[true, said]
    return total / len(y_true)


def mean_cost_by_confusion(y_true: np.ndarray, y_pred: np.ndarray, C: np.ndarray) -> float:
    counts = np.zeros(C.shape)
    np.add.at(counts, (y_true, y_pred), 1)
    return float((counts * C).sum() / counts.sum())


def mean_cost_by_one_hot(y_true: np.ndarray, y_pred: np.ndarray, C: np.ndarray) -> float:
    coded = np.eye(len(C))
    return float(((coded[y_true] @ C) * coded[y_pred]).sum(axis=1).mean())


def answers_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 1, 2, 2, 0]), np.array([0, 2, 0, 2, 1]), PRICES))
    yield Case((np.array([1, 1, 0, 2]), np.array([1, 0, 2, 2]), PAID_WHEN_RIGHT))
    yield Case((np.array([1, 0, 1]), np.array([0, 0, 1]), np.array([[0.0, 1.0], [10.0, 0.0]])))
    for k, diagonal in ((3, 0.0), (4, 1.0)):
        y_true = np.append(np.arange(k), rng.integers(0, k, size=4))
        y_pred = (y_true + rng.integers(1, k, size=len(y_true))) % k
        y_pred[-2:] = y_true[-2:]
        y_true[0], y_pred[0] = 0, 1  # some row whose price and whose mirrored price differ
        yield Case((y_true, y_pred, random_costs(rng, k, diagonal)))


MEAN_COST = Exercise(
    name="mean_cost",
    signature="mean_cost(y_true, y_pred, C) -> float",
    reference=mean_cost,
    cases=answers_cases,
    alternatives=[mean_cost_by_loop, mean_cost_by_confusion, mean_cost_by_one_hot],
    hints=[
        "Each row has one price: it stands in the row of C that belongs to its true class, in the "
        "column that belongs to its answer.",
        "Two index arrays of the same length, in one pair of square brackets, pick one entry for "
        "each pair. Take the mean of what they pick.",
    ],
    mistakes=[
        Mistake(
            "transposed",
            lambda t, s, C: float(np.mean(C[s, t])),
            "You look prices up as C[predicted, true]. Some books write their matrices so; in "
            "ours the true class is the row and comes first.",
        ),
        Mistake(
            "all_pairs",
            lambda t, s, C: float(np.mean(C[t][:, s])),
            "You price every true class with every answer, n times n pairs. A row has one true "
            "class and one answer: give C both index arrays at once.",
        ),
        Mistake(
            "summed",
            lambda t, s, C: float(np.sum(C[t, s])),
            "You return the sum of the prices. A mean doesn't grow with the number of rows.",
        ),
        Mistake(
            "over_mistakes_only",
            lambda t, s, C: float(np.sum(C[t, s]) / max(np.sum(t != s), 1)),
            "You divide by the number of mistakes. The mean is over all rows, so that a model "
            "which makes fewer mistakes costs less.",
        ),
        Mistake(
            "right_answers_for_free",
            lambda t, s, C: float(np.mean(np.where(t == s, 0.0, C[t, s]))),
            "You let right answers cost nothing, whatever the diagonal of C says. Most matrices "
            "have zeros there, but not all: look them up like the others.",
        ),
        Mistake(
            "mistakes_counted",
            lambda t, s, C: float(np.mean(t != s)),
            "You return the share of mistakes: C has no part in it. Look up what each costs.",
        ),
        Mistake(
            "classes_alike",
            lambda t, s, C: float(np.mean([np.mean(C[t, s][t == c]) for c in np.unique(t)])),
            "You take the mean of each class first, so that rows of small classes count for more. "
            "That price is in C already: here every row counts the same.",
        ),
        Mistake(
            "one_cost_a_row",
            lambda t, s, C: C[t, s],
            "You return one cost for each row. They are right: what is asked for is their mean.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. least_cost_decision


def least_cost_decision(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the answer of least cost for each row, the first at a tie: an int array (n,).

    probs: floats (n, k), each row adds up to 1; C: floats (k, k), C[true, answer].
    """
    return np.argmin(probs @ C, axis=1)


def least_cost_by_loop(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    answers = []
    for p in probs:
        costs = [sum(p[t] * C[t, j] for t in range(len(C))) for j in range(len(C))]
        answers.append(costs.index(min(costs)))
    return np.array(answers)


def least_cost_by_einsum(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    return np.einsum("nt,tj->nj", probs, C).argmin(axis=1)


def least_cost_by_columns(probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    costs = np.stack([(probs * C[:, j]).sum(axis=1) for j in range(C.shape[1])])
    return np.argmin(costs, axis=0)


def decision_cases(rng: np.random.Generator) -> Iterator[Case]:
    # A costly class is answered at a probability of 1 in 8, and not at 1 in 32.
    dog = np.array([[0.0, 1.0], [10.0, 0.0]])
    yield Case((np.array([[0.875, 0.125], [0.96875, 0.03125], [0.25, 0.75]]), dog))
    # Answers 1 and 2 always cost the same; in the third row all three do. Where class 2 is true
    # answer 0 is the cheapest.
    tie = np.array([[0.0, 2.0, 2.0], [4.0, 2.0, 2.0], [2.0, 4.0, 4.0]])
    tied = [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.5, 0.25], [0.125, 0.25, 0.625]]
    yield Case((np.array(tied), tie))
    # An answer that is never right, and least costly of all where nothing is sure.
    ask = np.array([[0.0, 8.0, 2.0], [8.0, 0.0, 2.0], [8.0, 8.0, 2.0]])
    yield Case((np.array([[0.5, 0.375, 0.125], [0.875, 0.0625, 0.0625]]), ask))
    for k in (3, 4):
        costs = random_costs(rng, k)
        rows = random_probs(rng, 40, k)
        expected = np.sort(rows @ costs, axis=1)
        clear = rows[expected[:, 1] - expected[:, 0] > 1e-6]
        yield Case((clear[:6], costs))


LEAST_COST_DECISION = Exercise(
    name="least_cost_decision",
    signature="least_cost_decision(probs, C) -> int array (n,)",
    reference=least_cost_decision,
    cases=decision_cases,
    alternatives=[least_cost_by_loop, least_cost_by_einsum, least_cost_by_columns],
    hints=[
        "Work out a table first: for each row and each answer j, what j costs on average. Answer "
        "j costs C[t, j] with probability p[t]: add these up over the true classes t.",
        "The product of two matrices, `@`, multiplies and adds up like that. Then ask for the "
        "place of the smallest number in each row of the table.",
    ],
    mistakes=[
        Mistake(
            "transposed",
            lambda p, C: np.argmin(p @ C.T, axis=1),
            "You add up over the answers, not over the true classes. Rows of C are true classes: "
            "probabilities belong to them.",
        ),
        Mistake(
            "most_probable",
            lambda p, C: np.argmax(p, axis=1),
            "You return the most probable class: C has no part in it. A rare class can be the "
            "cheaper answer where it is expensive to miss.",
        ),
        Mistake(
            "dearest",
            lambda p, C: np.argmax(p @ C, axis=1),
            "You return the answer of the highest expected cost. The table is right; look for "
            "the smallest number in each row.",
        ),
        Mistake(
            "certain_of_the_most_probable",
            lambda p, C: np.argmin(C[p.argmax(axis=1)], axis=1),
            "You take the most probable class as certain, and then the answer that is cheapest "
            "for it. All classes that are possible count, each with its probability.",
        ),
        Mistake(
            "weights_from_row_sums",
            lambda p, C: np.argmax(p * C.sum(axis=1), axis=1),
            "You weight each class by the sum of its row of C. That is right where all mistakes "
            "of a row cost the same, and only there.",
        ),
        Mistake(
            "last_of_equals",
            lambda p, C: len(C) - 1 - np.argmin((p @ C)[:, ::-1], axis=1),
            "Where two answers cost the same you take the last one. The first index wins a tie.",
        ),
        Mistake(
            "cost_not_class",
            lambda p, C: np.min(p @ C, axis=1),
            "You return how much the best answer costs. What is asked for is which answer it is.",
        ),
        Mistake(
            "along_the_columns",
            lambda p, C: np.argmin(p @ C, axis=0),
            "You look for the smallest number in each column, and get one number for each class. "
            "Look along the rows.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. class_weights_in


def class_weights_in(C: np.ndarray) -> dict[int, float] | None:
    """Return {class: price of its mistakes}, or None if some class has mistakes of two prices.

    C: floats (k, k), k >= 2, zeros on the diagonal; a mistake may cost 0. Keys are plain ints.
    """
    weights = {}
    for t, row in enumerate(C):
        prices = np.delete(row, t)
        if np.any(prices != prices[0]):
            return None
        weights[t] = float(prices[0])
    return weights


def class_weights_by_mask(C: np.ndarray) -> dict[int, float] | None:
    off = C[~np.eye(len(C), dtype=bool)].reshape(len(C), -1)
    if (off.min(axis=1) < off.max(axis=1)).any():
        return None
    return dict(enumerate(off[:, 0].tolist()))


def class_weights_by_rebuilding(C: np.ndarray) -> dict[int, float] | None:
    highest = C.max(axis=1)
    rebuilt = highest[:, np.newaxis] * (1 - np.eye(len(C)))
    return dict(enumerate(highest.tolist())) if np.array_equal(rebuilt, C) else None


def class_weights_by_sets(C: np.ndarray) -> dict[int, float] | None:
    found = {}
    for t in range(len(C)):
        prices = {float(C[t, j]) for j in range(len(C)) if j != t}
        if len(prices) != 1:
            return None
        found[t] = prices.pop()
    return found


def columns_read(C: np.ndarray) -> dict[int, float] | None:
    return class_weights_in(C.T)


def only_rows_that_fit(C: np.ndarray) -> dict[int, float]:
    rows = {t: set(np.delete(row, t).tolist()) for t, row in enumerate(C)}
    return {t: prices.pop() for t, prices in rows.items() if len(prices) == 1}


def zeros_left_out(C: np.ndarray) -> dict[int, float] | None:
    found = {}
    for t, row in enumerate(C):
        prices = np.unique(row[row != 0])
        if len(prices) > 1:
            return None
        found[t] = float(prices[0]) if len(prices) else 0.0
    return found


def diagonal_counted(C: np.ndarray) -> dict[int, float] | None:
    if any(len(np.unique(row)) > 1 for row in C):
        return None
    return {t: float(row[0]) for t, row in enumerate(C)}


def raises_where_none(C: np.ndarray) -> dict[int, float]:
    found = class_weights_in(C)
    if found is None:
        raise ValueError("not class weights")
    return found


def one_price_for_all(C: np.ndarray) -> dict[int, float] | None:
    prices = np.unique(C[~np.eye(len(C), dtype=bool)])
    return dict.fromkeys(range(len(C)), float(prices[0])) if len(prices) == 1 else None


def matrix_cases(rng: np.random.Generator) -> Iterator[Case]:
    off = 1 - np.eye(3)
    yield Case((np.array([[1.0], [10.0], [2.5]]) * off,))
    yield Case((off,))
    yield Case((np.array([[0.0, 1.0], [10.0, 0.0]]),))
    # Each column has one price, each row two.
    yield Case((np.array([1.0, 10.0, 2.5]) * off,))
    yield Case((np.array([[0.0, 1.0, 1.0], [10.0, 0.0, 10.0], [2.0, 3.0, 0.0]]),))
    # One mistake is free, the other is not.
    yield Case((np.array([[0.0, 4.0, 4.0], [7.0, 0.0, 0.0], [1.0, 1.0, 0.0]]),))
    yield Case((np.array([[0.0, 4.0, 4.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.0]]),))
    for k in (3, 4):
        prices = rng.choice(np.arange(2, 40), size=k, replace=False) / 2
        weights = prices[:, np.newaxis] * (1 - np.eye(k))
        yield Case((weights,))
        other = weights.copy()
        t = int(rng.integers(0, k))
        other[t, (t + int(rng.integers(1, k))) % k] += 0.5
        yield Case((other,))


CLASS_WEIGHTS_IN = Exercise(
    name="class_weights_in",
    signature="class_weights_in(C) -> {class: price of its mistakes}, or None",
    reference=class_weights_in,
    cases=matrix_cases,
    alternatives=[class_weights_by_mask, class_weights_by_rebuilding, class_weights_by_sets],
    hints=[
        "Go through the matrix row by row. Leave out the entry on the diagonal, by its place. "
        "Are all the others equal?",
        "`np.delete(row, t)` is row t without its diagonal. If its entries differ, return None at "
        "once. If no row is like that, the first entry of each is the weight of its class.",
    ],
    mistakes=[
        Mistake(
            "columns_read",
            columns_read,
            "You go through the columns, which are answers. A class weight belongs to the true "
            "class, so to a row.",
        ),
        Mistake(
            "diagonal_counted",
            diagonal_counted,
            "You compare the whole row, and the diagonal is always 0. It is the price of being "
            "right: leave it out.",
        ),
        Mistake(
            "zeros_left_out",
            zeros_left_out,
            "You leave out every 0, to be rid of the diagonal. A mistake can be free too: leave "
            "out the diagonal by its place, not by its value.",
        ),
        Mistake(
            "mean_of_the_row",
            lambda C: {t: float(np.delete(row, t).mean()) for t, row in enumerate(C)},
            "You take the mean of each row's prices, also where they differ. Such a matrix says "
            "more than class weights can: return None.",
        ),
        Mistake(
            "only_rows_that_fit",
            only_rows_that_fit,
            "You leave out the classes whose mistakes differ in price and return the others. One "
            "such row is enough: the matrix is no set of class weights, so return None.",
        ),
        Mistake(
            "row_summed",
            lambda C: (
                None
                if class_weights_in(C) is None
                else {t: float(total) for t, total in enumerate(C.sum(axis=1))}
            ),
            "You add up the row, which counts its price once for each wrong answer. A row makes "
            "one mistake at a time: its weight is the price of one.",
        ),
        Mistake(
            "one_price_for_all",
            one_price_for_all,
            "You ask for one price in the whole matrix. Each class may have its own: only the "
            "mistakes within a row must cost the same.",
        ),
        Mistake(
            "raises_where_none",
            raises_where_none,
            "You raise an error where the prices of a row differ. Such a matrix is nothing wrong: "
            "return None.",
        ),
        Mistake(
            "numpy_keys",
            lambda C: (
                None
                if class_weights_in(C) is None
                else dict(zip(np.arange(len(C)), C.max(axis=1).tolist(), strict=True))
            ),
            "Your keys are NumPy integers. A class_weight wants plain ints, as `enumerate` or "
            "`range` give them.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. cost_mask


def cost_mask(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the cost of each row's most probable class, the first at a tie: floats (n,).

    y_true: ints (n,); probs: floats (n, k), between 0 and 1; C: floats (k, k).
    """
    return C[y_true, probs.argmax(axis=1)]


def cost_mask_by_loop(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    costs = []
    for t, p in zip(y_true, probs, strict=True):
        costs.append(C[t][list(p).index(max(p))])
    return np.array(costs)


def cost_mask_by_take(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    said = np.argmax(probs, axis=-1, keepdims=True)
    return np.take_along_axis(C[y_true], said, axis=1).ravel()


def cost_mask_by_one_hot(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    coded = np.eye(len(C))[np.argmax(probs, axis=1)]
    return np.einsum("nj,nj->n", C[y_true], coded)


def ties_added(y: np.ndarray, p: np.ndarray, C: np.ndarray) -> np.ndarray:
    """What the loss of the forum does."""
    return np.asarray((C[y] * (p == p.max(axis=1, keepdims=True))).sum(axis=1))


def rows_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((TIES_Y, TIES, PRICES))
    yield Case((TIES_Y, TIES, PAID_WHEN_RIGHT))
    yield Case((np.array([1, 0]), np.array([[0.75, 0.25], [0.5, 0.5]]), PAID_WHEN_RIGHT[:2, :2]))
    for k, n, diagonal in ((3, 5, 1.0), (4, 6, 0.0), (5, 4, 1.0)):
        y, probs = with_answers(rng, random_probs(rng, n, k))
        yield Case((y, probs, random_costs(rng, k, diagonal)))


COST_MASK = Exercise(
    name="cost_mask",
    signature="cost_mask(y_true, probs, C) -> float array (n,)",
    reference=cost_mask,
    cases=rows_cases,
    alternatives=[cost_mask_by_loop, cost_mask_by_take, cost_mask_by_one_hot],
    hints=[
        "Which class does the model answer in each row? Then it is the look-up of `mean_cost`, "
        "without the mean.",
        "`argmax` along each row of probs gives the answers, the first index at a tie. True "
        "classes and answers together pick one entry of C for each row.",
    ],
    mistakes=[
        Mistake(
            "transposed",
            lambda y, p, C: C[p.argmax(axis=1), y],
            "You look up C[predicted, true]. In our matrices the true class is the row and comes "
            "first; nothing raises an error where they are swapped.",
        ),
        Mistake(
            "expected_instead",
            lambda y, p, C: np.asarray((C[y] * p).sum(axis=1)),
            "You take the mean cost over all classes, weighted by their probabilities. A better "
            "idea, and a later exercise: the mask looks at the most probable class only.",
        ),
        Mistake(
            "ties_add_up",
            ties_added,
            "Where two classes have the same highest probability you add up both costs, as the "
            "copied code does. Take the first one only.",
        ),
        Mistake(
            "last_of_equals",
            lambda y, p, C: C[y, last_argmax(p)],
            "Where two classes have the same highest probability you take the last one. The first "
            "index wins a tie.",
        ),
        Mistake(
            "right_rows_zero",
            lambda y, p, C: np.where(p.argmax(axis=1) == y, 0.0, C[y, p.argmax(axis=1)]),
            "You give 0 to rows that are right, whatever the diagonal of C says. It may hold "
            "other numbers, and this lesson shows why: look them up.",
        ),
        Mistake(
            "right_rows_one",
            lambda y, p, C: np.where(p.argmax(axis=1) == y, 1.0, C[y, p.argmax(axis=1)]),
            "You give 1 to rows that are right, whatever the diagonal of C says. Look it up like "
            "any other price.",
        ),
        Mistake(
            "times_probability",
            lambda y, p, C: C[y, p.argmax(axis=1)] * p.max(axis=1),
            "You multiply the cost by the probability of the answer. The mask is the price alone, "
            "however sure the model is.",
        ),
        Mistake(
            "highest_price",
            lambda y, p, C: C[y].max(axis=1),
            "You take the highest price of each row's true class: probs has no part in it. Which "
            "mistake is made, the model's answer says.",
        ),
        Mistake(
            "column",
            lambda y, p, C: C[y, p.argmax(axis=1)].reshape(-1, 1),
            "The costs are right, but they stand in a column (n, 1). What is asked for is flat.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. dead_rows


def dead_rows(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> int:
    """Count the rows whose gradient of mask * cross-entropy is exactly 0.

    y_true: ints (n,); probs: floats (n, k), between 0 and 1; C: floats (k, k), 0 or more.
    The first class wins a tie.
    """
    return int(np.sum(C[y_true, probs.argmax(axis=1)] == 0))


def dead_rows_by_count(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> int:
    return len(y_true) - int(np.count_nonzero(cost_mask(y_true, probs, C)))


def dead_rows_by_gradient(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> int:
    gradient = cost_mask(y_true, probs, C)[:, np.newaxis] * (probs - np.eye(len(C))[y_true])
    return int(np.sum(np.all(gradient == 0, axis=1)))


def dead_rows_by_loop(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> int:
    dead = 0
    for t, p in zip(y_true, probs, strict=True):
        dead += C[t, np.argmax(p)] == 0
    return int(dead)


def dead_cases(rng: np.random.Generator) -> Iterator[Case]:
    # To take a cat for a dog is free, and to be right about a truck is not.
    free = np.array([[0.0, 0.0, 5.0], [2.0, 0.0, 4.0], [3.0, 6.0, 1.0]])
    # Three rows are right; at a tie it matters that the first index wins.
    probs = np.array(
        [[0.75, 0.125, 0.125], [0.25, 0.5, 0.25], [0.375, 0.25, 0.375], [0.375, 0.375, 0.25],
         [0.25, 0.375, 0.375], [0.125, 0.25, 0.625], [0.5, 0.25, 0.25]]
    )  # fmt: skip
    yield Case((np.array([0, 0, 2, 1, 1, 2, 1]), probs, free))
    yield Case((np.array([0, 0, 2, 1, 1, 2, 1]), probs, PRICES))
    yield Case((np.array([0, 0, 2, 1, 1, 2, 1]), probs, PAID_WHEN_RIGHT))
    for k in (3, 4):
        y, rows = with_answers(rng, random_probs(rng, 8, k), right=3)
        costs = random_costs(rng, k)
        costs[np.arange(k), (np.arange(k) + 1) % k] = 0.0
        yield Case((y, rows, costs))


DEAD_ROWS = Exercise(
    name="dead_rows",
    signature="dead_rows(y_true, probs, C) -> int",
    reference=dead_rows,
    cases=dead_cases,
    alternatives=[dead_rows_by_count, dead_rows_by_gradient, dead_rows_by_loop],
    hints=[
        "The gradient is the mask times (probs - one-hot), and the second factor is never all 0, "
        "since probabilities lie between 0 and 1. So when is it 0?",
        "Count the rows whose mask is 0. Your `cost_mask` gives it; the count is an int.",
    ],
    mistakes=[
        Mistake(
            "right_rows",
            lambda y, p, C: int(np.sum(p.argmax(axis=1) == y)),
            "You count the rows that are right. They are dead only where the diagonal of C is 0, "
            "and a wrong row is dead too if its mistake is free.",
        ),
        Mistake(
            "free_mistakes_overlooked",
            lambda y, p, C: int(np.sum((p.argmax(axis=1) == y) & (C[y, y] == 0))),
            "You count right rows whose diagonal is 0, and overlook mistakes that cost 0. The "
            "factor that stops the learning is the same.",
        ),
        Mistake(
            "paid_rows",
            lambda y, p, C: int(np.sum((p.argmax(axis=1) != y) & (C[y, p.argmax(axis=1)] == 0))),
            "You count wrong rows that cost nothing. A right row that costs nothing has no "
            "gradient either.",
        ),
        Mistake(
            "live_rows",
            lambda y, p, C: int(np.sum(cost_mask(y, p, C) != 0)),
            "You count the rows that do learn. Dead are those whose mask is 0.",
        ),
        Mistake(
            "share",
            lambda y, p, C: float(np.mean(cost_mask(y, p, C) == 0)),
            "You return the share of dead rows. What is asked for is how many there are.",
        ),
        Mistake(
            "transposed",
            lambda y, p, C: int(np.sum(C[p.argmax(axis=1), y] == 0)),
            "You look up C[predicted, true]. In our matrices the true class comes first.",
        ),
        Mistake(
            "last_of_equals",
            lambda y, p, C: int(np.sum(C[y, last_argmax(p)] == 0)),
            "Where two classes have the same highest probability you take the last one. The first "
            "index wins a tie.",
        ),
        Mistake(
            "expected_cost_zero",
            lambda y, p, C: int(np.sum((C[y] * p).sum(axis=1) == 0)),
            "You ask where the expected cost is 0. The mask looks at one class only, the most "
            "probable one.",
        ),
        Mistake(
            "some_entry_zero",
            lambda y, p, C: int(np.sum((C[y] == 0).any(axis=1))),
            "You count rows whose true class has some free answer. It must be the answer that the "
            "model gives.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. expected_cost


def expected_cost(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the expected cost of each row: floats (n,).

    y_true: ints (n,); probs: floats (n, k), each row adds up to 1; C: floats (k, k).
    """
    return np.sum(C[y_true] * probs, axis=1)


def expected_cost_by_loop(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    return np.array([C[t] @ p for t, p in zip(y_true, probs, strict=True)])


def expected_cost_by_einsum(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    return np.einsum("nj,nj->n", C[y_true], probs)


def expected_cost_by_table(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    return (probs @ C.T)[np.arange(len(y_true)), y_true]


EXPECTED_COST = Exercise(
    name="expected_cost",
    signature="expected_cost(y_true, probs, C) -> float array (n,)",
    reference=expected_cost,
    cases=rows_cases,
    alternatives=[expected_cost_by_loop, expected_cost_by_einsum, expected_cost_by_table],
    hints=[
        "The true class picks a row of C: the price of each answer. Each answer comes with its "
        "probability. So every price counts by its probability.",
        "`C[y_true]` is a table (n, k) that lies over probs entry by entry. Multiply, and add up "
        "along each row.",
    ],
    mistakes=[
        Mistake(
            "transposed",
            lambda y, p, C: np.asarray((C[:, y].T * p).sum(axis=1)),
            "You take the column of the true class. In our matrices it picks the row: prices of "
            "all answers to one truth.",
        ),
        Mistake(
            "mask_instead",
            lambda y, p, C: C[y, p.argmax(axis=1)],
            "You take the price of the most probable class alone. That is the mask: the expected "
            "cost counts every class by its probability.",
        ),
        Mistake(
            "all_answers",
            lambda y, p, C: p @ C,
            "You return the table behind `least_cost_decision`, which doesn't know the true "
            "class. Here it is known, and picks the row of C.",
        ),
        Mistake(
            "mean_over_classes",
            lambda y, p, C: (C[y] * p).mean(axis=1),
            "You take the mean over the classes, which divides by k. The probabilities add up to "
            "1 and do the averaging: add up.",
        ),
        Mistake(
            "mean_over_rows",
            lambda y, p, C: float((C[y] * p).sum(axis=1).mean()),
            "You return the mean over all rows. What is asked for is one number for each row.",
        ),
        Mistake(
            "with_logarithm",
            lambda y, p, C: -(C[y] * np.log(p)).sum(axis=1),
            "You weight logarithms of the probabilities, as cross-entropy does. The expected cost "
            "has none: a price is paid as often as its answer is given.",
        ),
        Mistake(
            "right_answers_for_free",
            lambda y, p, C: (C[y] * p).sum(axis=1) - C[y, y] * p[np.arange(len(y)), y],
            "You leave out the true class, whatever the diagonal of C says. Most matrices have "
            "zeros there, but not all.",
        ),
        Mistake(
            "times_cross_entropy",
            lambda y, p, C: -(C[y] * p).sum(axis=1) * np.log(p[np.arange(len(y)), y]),
            "You multiply the expected cost by the cross-entropy. It is a loss by itself.",
        ),
        Mistake(
            "every_row_with_every",
            lambda y, p, C: C[y] @ p.T,
            "Your product meets every row's prices with every row's probabilities, n times n "
            "numbers. Multiply entry by entry instead.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 7. expected_cost_gradient


def expected_cost_gradient(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return each row's gradient over its own logits: floats (n, k), not divided by n.

    y_true: ints (n,); probs: floats (n, k), softmax of the logits; C: floats (k, k).
    """
    prices = C[y_true]
    expected = np.sum(prices * probs, axis=1, keepdims=True)
    return probs * (prices - expected)


def gradient_by_jacobian(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    # The derivative of softmax is p_i (1[i = j] - p_j).
    rows = []
    for t, p in zip(y_true, probs, strict=True):
        rows.append((np.diag(p) - np.outer(p, p)) @ C[t])
    return np.array(rows)


def gradient_by_einsum(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    paid = C[y_true] * probs
    return paid - probs * np.einsum("nj->n", paid)[:, np.newaxis]


def gradient_entry_by_entry(y_true: np.ndarray, probs: np.ndarray, C: np.ndarray) -> np.ndarray:
    gradient = np.zeros(probs.shape)
    for i, t in enumerate(y_true):
        for j in range(len(C)):
            for m in range(len(C)):
                gradient[i, j] += C[t, m] * probs[i, m] * ((m == j) - probs[i, j])
    return gradient


EXPECTED_COST_GRADIENT = Exercise(
    name="expected_cost_gradient",
    signature="expected_cost_gradient(y_true, probs, C) -> float array (n, k)",
    reference=expected_cost_gradient,
    cases=rows_cases,
    alternatives=[gradient_by_jacobian, gradient_by_einsum, gradient_entry_by_entry],
    points=2,
    hints=[
        "A logit that grows by a little takes probability from all others. So ask of each answer: "
        "is it more expensive or cheaper than what the row costs on average now?",
        "For answer j of a row: its probability, times the difference between its price and the "
        "row's expected cost. `keepdims=True` keeps the expected costs as a column, which fits.",
    ],
    mistakes=[
        Mistake(
            "of_the_probabilities",
            lambda y, p, C: C[y],
            "You return the gradient with respect to the probabilities, which are the prices. "
            "Logits go through softmax first: raising one lowers all other probabilities.",
        ),
        Mistake(
            "expected_cost_not_subtracted",
            lambda y, p, C: p * C[y],
            "You let each logit change its own probability only. The probabilities add up to 1, "
            "so the others fall: compare each price with the row's expected cost.",
        ),
        Mistake(
            "probability_forgotten",
            lambda y, p, C: C[y] - (C[y] * p).sum(axis=1, keepdims=True),
            "You have the difference between price and expected cost, but not how much the logit "
            "matters: an answer that is hardly ever given changes hardly anything.",
        ),
        Mistake(
            "sign",
            lambda y, p, C: p * ((C[y] * p).sum(axis=1, keepdims=True) - C[y]),
            "All signs are turned around. The gradient points to where the cost grows: positive "
            "for answers that cost more than the average.",
        ),
        Mistake(
            "divided_by_rows",
            lambda y, p, C: expected_cost_gradient(y, p, C) / len(y),
            "You divided by the number of rows. Each row's own gradient is asked for; the "
            "division comes with the mean of the loss.",
        ),
        Mistake(
            "transposed",
            lambda y, p, C: expected_cost_gradient(y, p, C.T),
            "You take the column of the true class as its prices. In our matrices it is the row.",
        ),
        Mistake(
            "diagonal_of_softmax",
            lambda y, p, C: C[y] * p * (1 - p),
            "You multiply by p (1 - p), which is how a logit changes its own probability. It "
            "changes all the others too, and they have prices as well.",
        ),
        Mistake(
            "cross_entropy_by_cost",
            lambda y, p, C: cost_mask(y, p, C)[:, np.newaxis] * (p - np.eye(len(C))[y]),
            "You return the gradient of the masked cross-entropy. The expected cost is another "
            "loss: its gradient knows the price of every answer.",
        ),
        Mistake(
            "mean_over_rows",
            lambda y, p, C: expected_cost_gradient(y, p, C).mean(axis=0),
            "You take the mean over the rows. What is asked for is a gradient for each of them.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 8. loss_config and loss_from_config


def loss_config(C: np.ndarray) -> dict[str, list[list[float]]]:
    """Return {'cost_matrix': C as a list of lists of numbers}.

    C: floats (k, k).
    """
    return {"cost_matrix": C.tolist()}


def loss_config_by_rows(C: np.ndarray) -> dict[str, list[list[float]]]:
    return {"cost_matrix": [[float(price) for price in row] for row in C]}


def loss_config_through_json(C: np.ndarray) -> dict[str, list[list[float]]]:
    lists = json.loads(json.dumps(np.asarray(C).tolist()))
    return {"cost_matrix": lists}


def config_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((PRICES,))
    yield Case((np.array([[0.0, 0.1], [1 / 3, 1e-7]]),))
    for k in (2, 3):
        yield Case((rng.exponential(9, size=(k, k)),))


LOSS_CONFIG = Exercise(
    name="loss_config",
    signature="loss_config(C) -> {'cost_matrix': list of lists}",
    reference=loss_config,
    cases=config_cases,
    alternatives=[loss_config_by_rows, loss_config_through_json],
    tolerance=0.0,
    hints=[
        "JSON knows numbers, texts, lists and dicts, but no arrays. Which method of an array "
        "turns it into lists, all the way down?",
        "A dict with one key, the text cost_matrix. Its value comes from `tolist`.",
    ],
    mistakes=[
        Mistake(
            "array_left",
            lambda C: {"cost_matrix": C.copy()},
            "Your dict holds the array itself, which JSON can't write. Turn it into lists.",
        ),
        Mistake(
            "rows_are_arrays",
            lambda C: {"cost_matrix": list(C)},
            "`list(C)` makes a list of arrays: only the outer level becomes a list. JSON wants "
            "lists all the way down.",
        ),
        Mistake(
            "flat",
            lambda C: {"cost_matrix": C.ravel().tolist()},
            "You wrote the matrix in one row, and its shape is lost. Keep one list for each row.",
        ),
        Mistake(
            "as_text",
            lambda C: {"cost_matrix": str(C)},
            "You turned the matrix into text for people to read, which cuts its digits off. Keep "
            "numbers.",
        ),
        Mistake(
            "dumped",
            lambda C: {"cost_matrix": json.dumps(C.tolist())},
            "You turned the matrix into JSON already. Keras does that for the whole dict: give it "
            "lists of numbers.",
        ),
        Mistake(
            "without_dict",
            lambda C: C.tolist(),
            "The lists are right, but Keras hands a config back by names: put them into a dict "
            "under the key cost_matrix.",
        ),
        Mistake(
            "other_key",
            lambda C: {"C": C.tolist()},
            "The value is right and the key is not: Keras gives it back as the argument of that "
            "name. It has to be cost_matrix.",
        ),
        Mistake(
            "whole_numbers",
            lambda C: {"cost_matrix": C.astype(int).tolist()},
            "You cut the prices down to whole numbers. They come back other than they were.",
        ),
        Mistake(
            "rounded",
            lambda C: {"cost_matrix": np.round(C, 6).tolist()},
            "You rounded the prices. JSON keeps every digit of a float: no need to lose any.",
        ),
        Mistake(
            "transposed",
            lambda C: {"cost_matrix": C.T.tolist()},
            "You wrote down the columns, so that the matrix comes back transposed: an error "
            "that nothing would report.",
        ),
    ],
)


def loss_from_config(config: dict) -> np.ndarray:
    """Return the cost matrix of a config: a float array (k, k).

    config: what loss_config gave, after JSON; Keras may have added other keys.
    """
    return np.array(config["cost_matrix"], dtype=float)


def matrix_by_rows(config: dict[str, Any]) -> np.ndarray:
    return np.stack([np.asarray(row, dtype="float64") for row in config["cost_matrix"]])


def matrix_filled(config: dict[str, Any]) -> np.ndarray:
    lists = config["cost_matrix"]
    C = np.empty((len(lists), len(lists)))
    for t, row in enumerate(lists):
        C[t] = row
    return C


def only_item(config: dict[str, Any]) -> np.ndarray:
    (lists,) = config.values()
    return np.array(lists, dtype=float)


def stored_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({"cost_matrix": [[0.0, 1.0], [10.0, 0.0]]},))
    yield Case(({"cost_matrix": [[0.0, 0.1], [1 / 3, 1e-7]]},))
    config = {"name": "cost", "reduction": "sum_over_batch_size", "cost_matrix": PRICES.tolist()}
    yield Case((config,))
    for k in (2, 4):
        yield Case(({"cost_matrix": rng.exponential(9, size=(k, k)).tolist()},))


LOSS_FROM_CONFIG = Exercise(
    name="loss_from_config",
    signature="loss_from_config(config) -> float array (k, k)",
    reference=loss_from_config,
    cases=stored_cases,
    alternatives=[matrix_by_rows, matrix_filled],
    tolerance=0.0,
    hints=[
        "Look the lists up in the dict by their key, and make an array of floats of them.",
        "`np.array(..., dtype=float)` takes nested lists. Floats of 64 bits keep every digit.",
    ],
    mistakes=[
        Mistake(
            "lists_returned",
            lambda config: [list(row) for row in config["cost_matrix"]],
            "You return lists as JSON gave them. What is asked for is an array: lists can't be "
            "looked up with two index arrays.",
        ),
        Mistake(
            "single_precision",
            lambda config: np.array(config["cost_matrix"], dtype="float32"),
            "Your array has 32-bit floats, which keep about seven digits. The matrix has to come "
            "back exactly: use float.",
        ),
        Mistake(
            "whole_numbers",
            lambda config: np.array(config["cost_matrix"]).astype(int),
            "You cut the prices down to whole numbers. The matrix has to come back as it was.",
        ),
        Mistake(
            "flat",
            lambda config: np.array(config["cost_matrix"], dtype=float).ravel(),
            "Your array is flat. The lists are nested, one for each true class: keep both levels.",
        ),
        Mistake(
            "transposed",
            lambda config: np.array(config["cost_matrix"], dtype=float).T,
            "You turned rows into columns. The outer list has the true classes, as the array has.",
        ),
        Mistake(
            "only_item",
            only_item,
            "You take what is in the dict, whatever it is called. Keras adds the loss's name and "
            "other things: ask for cost_matrix by its key.",
        ),
        Mistake(
            "still_a_dict",
            lambda config: {"cost_matrix": np.array(config["cost_matrix"], dtype=float)},
            "Your array is right, but still inside a dict. Return the array itself.",
        ),
        Mistake(
            "read_as_json",
            lambda config: np.array(json.loads(config["cost_matrix"]), dtype=float),
            "You read the lists as JSON text, but Keras has done so already. They are lists of "
            "numbers.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    MEAN_COST,
    LEAST_COST_DECISION,
    CLASS_WEIGHTS_IN,
    COST_MASK,
    DEAD_ROWS,
    EXPECTED_COST,
    EXPECTED_COST_GRADIENT,
    LOSS_CONFIG,
    LOSS_FROM_CONFIG,
]
