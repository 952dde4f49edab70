import numpy as np
from scipy.special import xlogy
from sklearn.metrics import log_loss

from course.exercise import exercise

from ._class_weights import random_weights


@exercise(
    hints=(
        "Work out one loss for each entry, an array (n, k), then take the mean of them all. NumPy "
        "multiplies (n, k) with (k,) label by label, as it is wanted here.",
        "First `np.clip(P, 1e-7, 1 - 1e-7)`. Where y is 1 the loss is -w log(p), where y is 0 it "
        "is -log(1 - p). The factors Y and 1 - Y switch between the two.",
    )
)
def multilabel_loss(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    """Return the mean over all entries of -(w * y * log(p) + (1 - y) * log(1 - p)).

    Y: 0 or 1, int (n, k); P: probabilities (n, k), to be clipped to [1e-7, 1 - 1e-7].
    pos_weight: floats (k,), w of each label.
    """
    P = np.clip(P, 1e-7, 1 - 1e-7)
    losses = -(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P))
    return float(losses.mean())


@multilabel_loss.cases
def cases(rng):
    Y = np.array([[1, 0], [0, 1], [1, 1]])
    yield (Y, np.array([[0.8, 0.4], [0.3, 0.9], [0.5, 0.2]]), np.array([2.0, 9.0]))
    yield (Y, np.array([[0.0, 0.4], [0.3, 0.8], [0.5, 0.2]]), np.array([0.5, 4.0]))
    # All right, and sure of it: 0 * log(0) comes up.
    yield (1 - Y, np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.1]]), np.array([3.0, 1.0]))
    # As many rows as labels, and one label that weighs 0; then a single row.
    P = np.array([[0.9, 0.2, 0.6], [0.3, 0.7, 0.4], [0.1, 0.8, 0.5]])
    yield (np.array([[1, 0, 1], [1, 1, 0], [0, 0, 1]]), P, np.array([0.0, 3.0, 6.0]))
    yield (np.array([[0, 1]]), np.array([[0.25, 0.75]]), np.array([5.0, 2.0]))
    for n, k in ((4, 3), (5, 4)):
        drawn = (rng.random((n, k)) < 0.4).astype(int)
        drawn[0], drawn[1] = 1, 0
        P = np.round(rng.uniform(0.05, 0.95, size=(n, k)), 2)
        yield (drawn, P, np.array(list(random_weights(rng, range(k)).values())))


@multilabel_loss.alternatives
class Alternatives:
    def by_choice(Y, P, pos_weight):
        given = np.where(Y == 1, P, 1 - P).clip(1e-7, 1 - 1e-7)
        return float(np.average(-np.log(given) * np.where(Y == 1, pos_weight, 1.0)))

    def by_label(Y, P, pos_weight):
        total = 0.0
        for y, p, w in zip(Y.T, P.T, pos_weight, strict=True):
            clipped = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
            total += np.sum(-w * xlogy(y, clipped)) - np.sum(xlogy(1 - y, 1 - clipped))
        return float(total / Y.size)

    def by_sklearn(Y, P, pos_weight):
        weights = np.where(Y == 1, pos_weight, 1.0).ravel()
        p = np.clip(P.ravel(), 1e-7, 1 - 1e-7)
        total = log_loss(Y.ravel(), p, sample_weight=weights, labels=[0, 1], normalize=False)
        return float(total) / Y.size


def entry_losses(
    Y: np.ndarray,
    P: np.ndarray,
    positive: np.ndarray | float = 1.0,
    negative: np.ndarray | float = 1.0,
) -> np.ndarray:
    """Return the loss of each entry with a weight for its ones and one for its zeros."""
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return -(positive * Y * np.log(P) + negative * (1 - Y) * np.log(1 - P))


@multilabel_loss.mistakes
class Mistakes:
    def weight_on_both(Y, P, pos_weight):
        """You weighted the zeros of a label like its ones. A positive weight belongs to the ones
        only."""
        return float(np.mean(entry_losses(Y, P, pos_weight, pos_weight)))

    def weight_on_the_negatives(Y, P, pos_weight):
        """Your weight stands before log(1 - p), the part of the zeros. It belongs to the ones,
        which are rare."""
        return float(np.mean(entry_losses(Y, P, 1.0, pos_weight)))

    def weights_left_out(Y, P, pos_weight):
        """pos_weight has no part in your result: that is the plain binary cross-entropy."""
        return float(np.mean(entry_losses(Y, P)))

    def divided_by_the_weights(Y, P, pos_weight):
        """You divided by the sum of the weights. As in lesson 02, Keras divides by how many entries
        there are, however heavy."""
        return float(
            np.sum(entry_losses(Y, P, pos_weight)) / np.sum(np.where(Y == 1, pos_weight, 1.0))
        )

    def labels_added_up(Y, P, pos_weight):
        """You added up the labels of each row, and took the mean over rows only. The mean goes over
        all n * k entries."""
        return float(np.mean(np.sum(entry_losses(Y, P, pos_weight), axis=1)))

    def one_loss_a_row(Y, P, pos_weight):
        """You return one number for each row. One number for all of them is asked for."""
        return np.mean(entry_losses(Y, P, pos_weight), axis=1)

    def positives_only(Y, P, pos_weight):
        """The zeros of Y cost nothing in your result. A model that says yes to everything would be
        best: add the part with log(1 - p)."""
        return float(np.mean(-pos_weight * Y * np.log(np.clip(P, 1e-7, 1 - 1e-7))))

    def sign_forgotten(Y, P, pos_weight):
        """Your result is below 0. A logarithm of a probability is negative: that is why there is a
        minus sign before the whole sum."""
        return float(-np.mean(entry_losses(Y, P, pos_weight)))

    def weights_along_the_rows(Y, P, pos_weight):
        """You gave each row a weight, where each label has one. The weights (k,) lie over the
        columns."""
        return float(np.mean(entry_losses(Y, P, pos_weight[:, np.newaxis])))

    def rows_added_up(Y, P, pos_weight):
        """You took the mean over the labels and added up the rows. The mean goes over all n * k
        entries."""
        return float(np.sum(np.mean(entry_losses(Y, P, pos_weight), axis=1)))

    def summed(Y, P, pos_weight):
        """You added up all entries. The mean doesn't grow with their number: divide by n * k."""
        return float(np.sum(entry_losses(Y, P, pos_weight)))

    def divided_by_the_ones(Y, P, pos_weight):
        """You divided by how many ones there are. The mean goes over all n * k entries."""
        return float(np.sum(entry_losses(Y, P, pos_weight)) / Y.sum())

    def mean_weight_for_all(Y, P, pos_weight):
        """You gave all labels the mean of the weights. Each label has its own."""
        return float(np.mean(entry_losses(Y, P, pos_weight.mean())))

    def logarithm_to_base_two(Y, P, pos_weight):
        """You took logarithms to base 2. Cross-entropy is measured in natural ones."""
        return float(np.mean(entry_losses(Y, P, pos_weight)) / np.log(2))

    def clipped_further_in(Y, P, pos_weight):
        """You clip P at 1e-15, as older versions of scikit-learn do. Keras and this
        exercise clip at 1e-7."""
        P = np.clip(P, 1e-15, 1 - 1e-15)
        return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))

    def not_clipped(Y, P, pos_weight):
        """With a probability of 0 or 1 your result is infinite or NaN. Clip P first, at both ends,
        and go on with what `np.clip` returns: it leaves P itself as it was."""
        with np.errstate(all="ignore"):
            return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))

    def clipped_at_zero_only(Y, P, pos_weight):
        """You clip P at the lower end only. At p = 1 the other logarithm, log(1 - p), is infinite
        too."""
        P = np.maximum(P, 1e-7)
        with np.errstate(all="ignore"):
            return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))

    def clipped_too_far_in(Y, P, pos_weight):
        """You clip P at 0.001 and 0.999, so that a model is hardly punished for being sure and
        wrong. Clip at 1e-7 and 1 - 1e-7."""
        P = np.clip(P, 1e-3, 1 - 1e-3)
        return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))

    def weights_made_shares(Y, P, pos_weight):
        """You divided the weights by their sum. Each label's weight is wanted as it is."""
        return float(np.mean(entry_losses(Y, P, pos_weight / max(pos_weight.sum(), 1e-12))))

    def squared_error(Y, P, pos_weight):
        """You took the square of Y - P, without a logarithm. The loss here is cross-entropy: a
        probability near 0 of what is true costs much more."""
        return float(np.mean(np.where(Y == 1, pos_weight, 1.0) * (Y - P) ** 2))

    def probabilities_as_logits(Y, P, pos_weight):
        """You put P through a sigmoid, as one does with logits. P holds probabilities already."""
        return multilabel_loss(Y, 1 / (1 + np.exp(-P)), pos_weight)

    def as_for_one_hot(Y, P, pos_weight):
        """You took the loss of one-hot targets: only the ones count, and the labels of a row are
        added up. Here each of the n * k entries has a loss of its own, the zeros too."""
        p = np.clip(P, 1e-7, 1 - 1e-7)
        return float(np.mean(-np.sum(pos_weight * Y * np.log(p), axis=1)))

    def weight_inside_the_logarithm(Y, P, pos_weight):
        """Your weight multiplies the probability, inside the logarithm. It is the loss that counts
        so many times."""
        p = np.clip(P, 1e-7, 1 - 1e-7)
        return float(np.mean(-(Y * np.log(pos_weight * p + 1e-12) + (1 - Y) * np.log(1 - p))))

    def minus_before_the_ones_only(Y, P, pos_weight):
        """Your minus sign is that of the first part only, so the zeros are taken off the loss. It
        stands before the brackets around the whole sum."""
        p = np.clip(P, 1e-7, 1 - 1e-7)
        return float(np.mean(-pos_weight * Y * np.log(p) + (1 - Y) * np.log(1 - p)))

    def log_of_p_for_the_zeros(Y, P, pos_weight):
        """You have log(p) in both parts. Where y is 0, it is log(1 - p) that counts."""
        p = np.clip(P, 1e-7, 1 - 1e-7)
        return float(np.mean(-(pos_weight * Y + 1 - Y) * np.log(p)))

    def targets_for_probabilities(Y, P, pos_weight):
        """You took the logarithms of Y, which holds zeros and ones. It is P of which they are
        taken; Y says which of the two counts."""
        p = np.clip(P, 1e-7, 1 - 1e-7)
        with np.errstate(all="ignore"):
            return float(np.mean(-(pos_weight * p * np.log(Y) + (1 - p) * np.log(1 - Y))))

    def zipped_with_the_rows(Y, P, pos_weight):
        """You went through rows and weights side by side, so that each row has the weight of a
        label. Rows behind the last weight are left out. The weights lie over the columns."""
        k = len(pos_weight)
        of_rows = entry_losses(Y[:k], P[:k], pos_weight[: len(Y), np.newaxis])
        return float(np.sum(of_rows, axis=0).mean())
