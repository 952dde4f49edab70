import numpy as np

from course.exercise import exercise


# L. Kish (1965), "Survey Sampling"
@exercise(
    hints=(
        "Try it on paper: four rows of weight 1 should give 4, and so should four rows of weight "
        "10. One row of weight 1 beside rows of weight 0 should give 1.",
        "Two sums are needed: that of the weights, and that of each weight times itself. One of "
        "them is squared before the two are divided.",
    )
)
def effective_sample_size(weights: np.ndarray) -> float:
    """Return how many equally weighted rows tell as much as these.

    weights: float array (n,), one a row, 0 or more, not all 0.
    """
    return float(np.sum(weights) ** 2 / np.sum(weights**2))


@effective_sample_size.cases
def cases(rng):
    yield (np.array([1.0, 1.0, 1.0, 7.0]),)
    yield (np.full(6, 10.0),)
    yield (np.array([0.0, 2.0, 0.0, 3.0, 1.0]),)
    yield (np.repeat([0.5, 25.0], [12, 1]),)
    for size in (5, 9):
        weights = np.round(rng.uniform(0.2, 9.0, size=size), 2)
        weights[int(rng.integers(0, size))] = 0.0
        yield (weights,)


@effective_sample_size.alternatives
class Alternatives:
    def by_shares(weights):
        shares = weights / weights.sum()
        return float(1 / (shares @ shares))

    def by_spread(weights):
        # n / (1 + the squared coefficient of variation)
        return float(len(weights) / (1 + (weights.std() / weights.mean()) ** 2))

    def by_loop(weights):
        total = squares = 0.0
        for weight in weights.tolist():
            total += weight
            squares += weight * weight
        return total * total / squares


@effective_sample_size.mistakes
class Mistakes:
    def upside_down(weights):
        """You have the fraction upside down: a hundred equal weights would give 0.01. The squared
        sum belongs on top."""
        return float(np.sum(weights**2) / np.sum(weights) ** 2)

    def sum_not_squared(weights):
        """You did not square the sum on top, so weights of 10 give a tenth of what weights of 1 do.
        A common factor must not matter."""
        return float(np.sum(weights) / np.sum(weights**2))

    def squares_on_both_sides(weights):
        """You squared the sum below the line as well. Below stands the sum of the squares: square
        each weight first, add afterwards."""
        return float(np.sum(weights) ** 2 / np.sum(weights) ** 2)

    def rows_counted(weights):
        """That is the number of rows, whatever they weigh. Unequal weights must make it smaller."""
        return float(len(weights))

    def weights_above_zero_counted(weights):
        """You count the rows that weigh anything at all. A row of weight 0.01 beside one of 1 tells
        next to nothing: it must count for less."""
        return float(np.count_nonzero(weights))

    def sum_over_the_largest(weights):
        """You divided the sum of the weights by the largest one. That looks at one weight only;
        Kish's size takes all of them, by their squares."""
        return float(np.sum(weights) / np.max(weights))

    def as_a_share(weights):
        """You used means, so your result is a share of the rows, at most 1. With sums it is a
        number of rows."""
        return float(np.mean(weights) ** 2 / np.mean(weights**2))

    def sample_variance(weights):
        """You went by the variance with n - 1 in it. With n below the line you get Kish's size; the
        two sums are the shorter way."""
        return float(len(weights) / (1 + np.var(weights, ddof=1) / np.mean(weights) ** 2))

    def sum_of_the_weights(weights):
        """That is the sum of the weights, which grows with a common factor. Ten times the weights
        tell no more: square, and divide by the sum of the squares."""
        return float(np.sum(weights))

    def variance_not_divided(weights):
        """You went by the variance, but did not divide it by the squared mean. So a common factor
        matters, and it must not: the two sums are the shorter way."""
        return float(len(weights) / (1 + np.var(weights)))

    def standard_deviation(weights):
        """You went by the standard deviation over the mean. It is the variance over the squared
        mean that leads to Kish's size."""
        return float(len(weights) / (1 + np.std(weights) / np.mean(weights)))

    def entropy(weights):
        """That is the exponential of the entropy of the weights, another effective number. Kish's
        size has squares in it, no logarithms."""
        shares = weights[weights > 0] / weights.sum()
        return float(np.exp(-np.sum(shares * np.log(shares))))

    def third_powers(weights):
        """You took third powers. The sum is squared, and so is each weight."""
        return float(np.sum(weights) ** 3 / np.sum(weights**3))

    def spread_of_the_weights(weights):
        """That is the variance of the weights: how unequal they are, not how many rows they are
        worth."""
        return float(np.var(weights))

    def smallest_over_largest(weights):
        """You multiplied the number of rows by the smallest weight over the largest one. All
        weights count, by their squares."""
        return float(len(weights) * np.min(weights) / np.max(weights))

    def different_weights_only(weights):
        """You took each weight once, however many rows have it. Every row counts."""
        once = np.unique(weights)
        return float(np.sum(once) ** 2 / np.sum(once**2))

    def zeros_in_the_number(weights):
        """You took the spread of the weights above 0, but the number of all rows. Both must be of
        the same rows."""
        some = weights[weights > 0]
        return float(len(weights) / (1 + np.var(some) / np.mean(some) ** 2))

    def sum_of_the_squares(weights):
        """That is the sum of the squares alone. It stands below the line; above it stands the
        square of the sum."""
        return float((weights**2).sum())

    def first_weight_only(weights):
        """Below the line stands the square of the first weight alone, as with a `return` inside the
        loop. Add up the squares of all weights first."""
        with np.errstate(all="ignore"):
            return float(np.sum(weights) ** 2 / weights[0] ** 2)

    def root_of_the_sum(weights):
        """You took the square root of the sum on top. It is squared: the sum times itself."""
        return float(np.sqrt(np.sum(weights)) / np.sum(weights**2))
