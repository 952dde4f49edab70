import numpy as np

from course.exercise import exercise


@exercise(
    hints=(
        "Each row brings its loss times its weight. The cell above has printed the sum of these "
        "and what fit says: divide one by the other. Where have you seen that number before?",
        "The name says it: 'sum over batch size'. The batch size is the number of rows, however "
        "heavy they are; a row with weight 0 is a row too.",
    )
)
def keras_loss(losses: np.ndarray, weights: np.ndarray) -> float:
    """Return the loss that Keras reports.

    losses, weights: float arrays (n,), one of each per row; weights are 0 or more, not all 0.
    """
    return float(np.sum(weights * losses) / len(losses))


@keras_loss.cases
def cases(rng):
    yield (np.array([0.5, 2.0, 0.25, 1.0]), np.array([1.0, 50.0, 1.0, 2.0]))
    yield (np.array([0.3, 0.1, 2.5]), np.array([10.0, 10.0, 10.0]))
    yield (np.array([1.5, 0.0, 0.7, 3.0, 0.4]), np.array([0.0, 5.0, 0.5, 0.0, 2.0]))
    for size in (5, 33):  # more rows than a batch of fit has by default
        losses = np.round(rng.exponential(size=size) + 0.05, 3)
        weights = np.round(rng.uniform(0.2, 9.0, size=size), 2)
        weights[int(rng.integers(0, size))] = 0.0
        yield (losses, weights)


@keras_loss.alternatives
class Alternatives:
    def by_mean(losses, weights):
        return float((losses * weights).mean())

    def by_dot(losses, weights):
        return float(losses @ weights) / losses.size

    def by_loop(losses, weights):
        total = 0.0
        for loss, weight in zip(losses, weights, strict=True):
            total += weight * loss
        return total / len(losses)


@keras_loss.mistakes
class Mistakes:
    def divided_by_the_weights(losses, weights):
        """You divided by the sum of the weights: the usual weighted mean, but not what Keras
        reports unless it is asked for it. It divides by something that doesn't depend on the
        weights."""
        return float(np.sum(weights * losses) / np.sum(weights))

    def weights_left_out(losses, weights):
        """The weights have no part in your result. That is the number Keras calls val_loss; the
        loss of a weighted training counts each row by its weight."""
        return float(np.mean(losses))

    def sum_without_dividing(losses, weights):
        """You return the sum of weight times loss, which grows with the size of the batch. Keras
        divides it by a number of rows."""
        return float(np.sum(weights * losses))

    def product_of_means(losses, weights):
        """You multiplied the mean loss by the mean weight. Which row has which weight is lost on
        the way: multiply row by row before taking the mean."""
        return float(np.mean(losses) * np.mean(weights))

    def losses_over_weights(losses, weights):
        """You added up the losses and the weights, each by themselves, and then divided. Which row
        has which weight is lost on the way: multiply row by row first."""
        return float(np.sum(losses) / np.sum(weights))

    def zero_weights_not_counted(losses, weights):
        """You divide by the number of rows whose weight is not 0. A row with weight 0 adds nothing
        to the sum, but Keras still counts it among the rows."""
        return float(np.sum(weights * losses) / np.count_nonzero(weights))

    def one_loss_a_row(losses, weights):
        """You return one number for each row. The weighted losses are right; what is reported is
        one number for them all."""
        return weights * losses

    def one_row_too_few(losses, weights):
        """You divide by the number of rows less one, as for a variance. Here every row counts."""
        return float(np.sum(weights * losses) / (len(losses) - 1))

    def largest_product(losses, weights):
        """You return the largest of the products. Keras takes their mean over the rows."""
        return float(np.max(losses * weights))

    def median_of_the_products(losses, weights):
        """You return the median of the products. Keras takes their mean."""
        return float(np.median(losses * weights))

    def free_rows_not_counted(losses, weights):
        """You divide by the number of rows whose loss is not 0. A row that loses nothing is a row
        too, and Keras counts it."""
        return float(np.sum(weights * losses) / np.count_nonzero(losses))

    def twenty_rows(losses, weights):
        """You divide by 20, which is how many rows our table has. Other tables have other numbers
        of rows: ask the array."""
        return float(np.sum(weights * losses) / 20)

    def logarithm_taken_again(losses, weights):
        """You took minus the logarithm of the losses. They are losses already: -ln p of each
        row."""
        return float(np.mean(weights * -np.log(np.maximum(losses, 1e-7))))

    def mean_of_the_batches(losses, weights):
        """You took a mean of every 32 rows, and then the mean of these means. The last batch may be
        smaller, and its rows then count for more: take one mean over all rows."""
        parts = np.split(weights * losses, np.arange(32, len(losses), 32))
        return float(np.mean([part.mean() for part in parts]))

    def first_row_only(losses, weights):
        """Only the first row is in your sum. Does a `return` stand inside the loop?"""
        return float(weights[0] * losses[0] / len(losses))

    def product_of_sums(losses, weights):
        """You added up all losses and all weights before multiplying. Which row has which weight is
        lost on the way: multiply row by row, then add up."""
        return float(np.sum(losses) * np.sum(weights) / len(losses))
