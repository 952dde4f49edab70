import numpy as np

from course.exercise import exercise


@exercise(
    gives="{class: price of its mistakes}, or None",
    hints=(
        "Go through the matrix row by row. Leave out the entry on the diagonal, by its place. "
        "Are all the others equal?",
        "`np.delete(row, t)` is row t without its diagonal. If its entries differ, return None at "
        "once. If no row is like that, the first entry of each is the weight of its class.",
    ),
)
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


@class_weights_in.cases
def cases(rng):
    off = 1 - np.eye(3)
    yield (np.array([[1.0], [10.0], [2.5]]) * off,)
    yield (off,)
    yield (np.array([[0.0, 1.0], [10.0, 0.0]]),)
    # Each column has one price, each row two.
    yield (np.array([1.0, 10.0, 2.5]) * off,)
    yield (np.array([[0.0, 1.0, 1.0], [10.0, 0.0, 10.0], [2.0, 3.0, 0.0]]),)
    # One mistake is free, the other is not.
    yield (np.array([[0.0, 4.0, 4.0], [7.0, 0.0, 0.0], [1.0, 1.0, 0.0]]),)
    yield (np.array([[0.0, 4.0, 4.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.0]]),)
    # 1e-9 apart is not the same.
    yield (np.array([[0.0, 2.0, 2 + 1e-9], [3.0, 0.0, 3.0], [1.0, 1.0, 0.0]]),)
    # First and last mistake of the last row cost the same, the one between doesn't; then the
    # first two do, and the last doesn't.
    for last in ([5.0, 6.0, 5.0, 0.0], [5.0, 5.0, 6.0, 0.0]):
        costs = np.array([[2.0], [3.0], [4.0], [5.0]]) * (1 - np.eye(4))
        costs[3] = last
        yield (costs,)
    for k in (3, 4):
        prices = rng.choice(np.arange(2, 40), size=k, replace=False) / 2
        weights = prices[:, np.newaxis] * (1 - np.eye(k))
        yield (weights,)
        other = weights.copy()
        t = int(rng.integers(0, k))
        other[t, (t + int(rng.integers(1, k))) % k] += 0.5
        yield (other,)


@class_weights_in.alternatives
class Alternatives:
    def by_mask(C):
        off = C[~np.eye(len(C), dtype=bool)].reshape(len(C), -1)
        if (off.min(axis=1) < off.max(axis=1)).any():
            return None
        return dict(enumerate(off[:, 0].tolist()))

    def by_rebuilding(C):
        highest = C.max(axis=1)
        rebuilt = highest[:, np.newaxis] * (1 - np.eye(len(C)))
        return dict(enumerate(highest.tolist())) if np.array_equal(rebuilt, C) else None

    def by_sets(C):
        found = {}
        for t in range(len(C)):
            prices = {float(C[t, j]) for j in range(len(C)) if j != t}
            if len(prices) != 1:
                return None
            found[t] = prices.pop()
        return found


@class_weights_in.mistakes
class Mistakes:
    def columns_read(C):
        """You go through the columns, which are answers. A class weight belongs to the true class,
        so to a row."""
        return class_weights_in(C.T)

    def diagonal_counted(C):
        """You compare the whole row, and the diagonal is always 0. It is the price of being right:
        leave it out."""
        if any(len(np.unique(row)) > 1 for row in C):
            return None
        return {t: float(row[0]) for t, row in enumerate(C)}

    def two_numbers_a_row(C):
        """You look for two numbers in each row: the 0 of the diagonal, and one price. A mistake can
        be free too, and its 0 looks the same: leave the diagonal out first, by its place."""
        if any(len(np.unique(row)) != 2 for row in C):
            return None
        return {t: float(row.max()) for t, row in enumerate(C)}

    def zeros_left_out(C):
        """You leave out every 0, to be rid of the diagonal. A mistake can be free too: leave out
        the diagonal by its place, not by its value."""
        found = {}
        for t, row in enumerate(C):
            prices = np.unique(row[row != 0])
            if len(prices) > 1:
                return None
            found[t] = float(prices[0]) if len(prices) else 0.0
        return found

    def zeros_left_out_and_nothing_left(C):
        """You leave out every 0, to be rid of the diagonal, and nothing is left of a row whose
        mistakes are free. Leave out the diagonal by its place, not by its value."""
        found = {}
        for t, row in enumerate(C):
            prices = row[row != 0]
            if len(prices) and prices.min() < prices.max():
                return None
            found[t] = float(prices[0])
        return found

    def compared_with_a_tolerance(C):
        """You compare prices with a tolerance, as `np.allclose` does. Prices that differ by very
        little differ: compare them exactly, with `==`."""
        rows = [np.delete(row, t) for t, row in enumerate(C)]
        if not all(np.allclose(row, row[0]) for row in rows):
            return None
        return {t: float(row[0]) for t, row in enumerate(rows)}

    def returned_in_the_loop(C):
        """Your function returns after the first row that fits: `return` stands inside the loop.
        Look at all rows before you return the dict."""
        first = np.delete(C[0], 0)
        return None if np.ptp(first) else {0: float(first[0])}

    def mean_of_the_row(C):
        """You take the mean of each row's prices, also where they differ. Such a matrix says more
        than class weights can: return None."""
        return {t: float(np.delete(row, t).mean()) for t, row in enumerate(C)}

    def only_rows_that_fit(C):
        """You leave out the classes whose mistakes differ in price and return the others. One such
        row is enough: the matrix is no set of class weights, so return None."""
        rows = {t: set(np.delete(row, t).tolist()) for t, row in enumerate(C)}
        return {t: prices.pop() for t, prices in rows.items() if len(prices) == 1}

    def none_for_such_a_class(C):
        """You put None into the dict for each class whose mistakes differ in price. One such row is
        enough: no class weights stand for the matrix, so return None in place of the dict."""
        rows = [np.delete(row, t) for t, row in enumerate(C)]
        return {t: float(row[0]) if np.ptp(row) == 0 else None for t, row in enumerate(rows)}

    def first_of_the_row(C):
        """You take the first mistake's price and don't look at the others. Where they differ, the
        matrix says more than class weights can: return None."""
        return {t: float(np.delete(row, t)[0]) for t, row in enumerate(C)}

    def ends_of_the_row(C):
        """You compare two prices of each row. All of a row's mistakes must cost the same: compare
        them all."""
        rows = [np.delete(row, t) for t, row in enumerate(C)]
        if any(row[0] != row[-1] for row in rows):
            return None
        return {t: float(row[0]) for t, row in enumerate(rows)}

    def neighbours_compared(C):
        """You compare the first two prices of each row. All of a row's mistakes must cost the same:
        compare them all."""
        rows = [np.delete(row, t) for t, row in enumerate(C)]
        if any(row[:2].min() != row[:2].max() for row in rows):
            return None
        return {t: float(row[0]) for t, row in enumerate(rows)}

    def largest_of_the_row(C):
        """You take the largest price of each row, also where they differ. Such a matrix says more
        than class weights can: return None."""
        return dict(enumerate(C.max(axis=1).tolist()))

    def empty_where_none(C):
        """You return an empty dict where a row's prices differ. None is asked for: an empty dict
        would say that every class weighs 1."""
        return class_weights_in(C) or {}

    def row_summed(C):
        """You add up the row, which counts its price once for each wrong answer. A row makes one
        mistake at a time: its weight is the price of one."""
        totals = dict(enumerate(C.sum(axis=1).tolist()))
        return None if class_weights_in(C) is None else totals

    def one_price_for_all(C):
        """You ask for one price in the whole matrix. Each class may have its own: only the mistakes
        within a row must cost the same."""
        prices = np.unique(C[~np.eye(len(C), dtype=bool)])
        return dict.fromkeys(range(len(C)), float(prices[0])) if len(prices) == 1 else None

    def raises_where_none(C):
        """You raise an error where the prices of a row differ. Such a matrix is nothing wrong:
        return None."""
        weights = class_weights_in(C)
        if weights is None:
            raise ValueError("not class weights")
        return weights

    def numpy_keys(C):
        """Your keys are NumPy integers. A class_weight wants plain ints, as `enumerate` or `range`
        give them."""
        weights = class_weights_in(C)
        return None if weights is None else {np.int64(t): weight for t, weight in weights.items()}
