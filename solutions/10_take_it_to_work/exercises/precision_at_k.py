import numpy as np

from course.exercise import exercise


@exercise(
    bounds=(0.0, 1.0),
    hints=(
        "Find the k-th highest score: the cut. Rows above it are all looked at. How many places "
        "are left for the rows that stand exactly on it?",
        "Count the ones above the cut. Then add the places that are left, times the share of ones "
        "among the rows on the cut, and divide by k.",
    ),
)
def precision_at_k(y: np.ndarray, scores: np.ndarray, k: int) -> float:
    """Return the share of ones among the k rows with the highest scores.

    y: int array (n,) of 0 and 1; scores: float array (n,), of any size; k: 1 to n.
    Rows tied at the cut, the k-th highest score, count by the share of them that fits into the k.
    """
    cut = np.sort(scores)[-k]
    above, tied = scores > cut, scores == cut
    places = k - np.sum(above)
    return float((np.sum(y[above]) + places * np.mean(y[tied])) / k)


@precision_at_k.cases
def cases(rng):
    yield (np.array([1, 0, 1, 0, 0, 1]), np.array([0.9, 0.8, 0.7, 0.4, 0.3, 0.1]), 3)
    yield (np.array([0, 1, 0, 0, 0, 1]), np.array([0.9, 0.6, 0.6, 0.6, 0.6, 0.2]), 2)
    yield (np.array([1, 0, 0, 1, 1]), np.array([-1.0, 7.5, 2.0, 2.0, 2.0]), 2)
    yield (np.array([1, 0, 1, 0]), np.full(4, 0.5), 4)
    # Two places for five tied rows, four of them ones; three places for four, one of them a one.
    y = np.array([0, 1, 1, 1, 0, 1, 0])
    yield (y, np.array([0.9, 0.6, 0.6, 0.6, 0.6, 0.6, 0.2]), 3)
    y = np.array([0, 0, 1, 1, 0, 0, 1, 0])
    yield (y, np.array([0.2, 0.5, 0.5, 0.8, 0.5, 0.5, 0.1, 0.1]), 4)
    # So many tied rows that chance rarely takes as many ones as rounding does.
    y = np.array([0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0])
    yield (y, np.full(16, 0.4), 8)
    # No row reaches 0.5, and no two are tied.
    yield (np.array([0, 1, 1, 0, 1, 0]), np.array([0.1, 0.42, 0.2, 0.3, 0.05, 0.4]), 3)
    # Fewer than half of the rows: the k-th score from below is not that from above.
    yield (np.array([1, 0, 1, 1, 0, 0, 0]), np.array([0.7, 0.1, 0.3, 0.8, 0.2, 0.9, 0.4]), 2)
    # Scores that lie close together are no ties.
    yield (np.array([0, 1, 0, 0, 1]), np.array([0.6003, 0.6001, 0.6002, 0.6005, 0.6004]), 3)
    for k in (4, 6):
        y = rng.permutation([0, 1, 1, 1, 0, 0, *rng.integers(0, 2, size=4)])
        yield (y, np.round(rng.random(len(y)) * 0.5, 1), k)


def first_k(y, order, k):
    return float(np.mean(y[order[:k]]))


@precision_at_k.alternatives
class Alternatives:
    def row_by_row(y, scores, k):
        seats, ones = float(k), 0.0
        for score in sorted(set(scores.tolist()), reverse=True):
            group = y[scores == score]
            taken = min(seats, len(group))
            ones += taken * group.mean()
            seats -= taken
        return float(ones / k)

    def by_expected_places(y, scores, k):
        places = []
        for score in scores:
            higher, level = np.sum(scores > score), np.sum(scores == score)
            places.append(np.clip((k - higher) / level, 0, 1))
        return float(np.dot(places, y) / k)

    def by_mean_of_both_ends(y, scores, k):
        # Ties in favour and ties against are linear in the share only on the whole group of ties.
        order = np.argsort(-scores, kind="stable")
        ranked, sorted_y = scores[order], y[order].astype(float)
        for score in np.unique(ranked):
            sorted_y[ranked == score] = sorted_y[ranked == score].mean()
        return float(sorted_y[:k].mean())


@precision_at_k.mistakes
class Mistakes:
    def ties_by_order_of_rows(y, scores, k):
        """Among rows with equal scores you take those that happen to stand first. Shuffle the
        rows, and your number changes: let each tied row count by the share that fits."""
        return first_k(y, np.argsort(-scores, kind="stable"), k)

    def ties_by_order_turned_round(y, scores, k):
        """You sort upwards and take the last k, so that among equal scores the last rows win.
        Their order means nothing: let each tied row count by the share that fits."""
        return first_k(y, np.argsort(scores, kind="stable")[::-1], k)

    def ties_in_favour(y, scores, k):
        """Among tied rows you take the ones first, which makes the model look better than it
        is. Let each tied row count by the share that fits."""
        return first_k(y, np.lexsort((-y, -scores)), k)

    def ties_against(y, scores, k):
        """Among tied rows you take the zeros first, which is unfair to the model. Let each tied
        row count by the share that fits."""
        return first_k(y, np.lexsort((y, -scores)), k)

    def more_than_k_rows(y, scores, k):
        """You take every row that reaches the k-th highest score. With ties these are more than
        k, and nobody has the time to look at them: only a share of the tied rows fits."""
        return float(np.mean(y[scores >= np.sort(scores)[-k]]))

    def tied_rows_left_out(y, scores, k):
        """You count the ones strictly above the cut only. The rows on the cut fill the places
        that are left: they count by the share of them that fits."""
        return float(np.sum(y[scores > np.sort(scores)[-k]]) / k)

    def recall_at_k(y, scores, k):
        """You divide by the number of positives: that is the recall among k. Precision divides
        by the k rows that were looked at."""
        if not np.any(y):
            return 0.0
        cut = np.sort(scores)[-k]
        above, tied = scores > cut, scores == cut
        return float((np.sum(y[above]) + (k - np.sum(above)) * np.mean(y[tied])) / np.sum(y))

    def lowest_scores(y, scores, k):
        """You take the k lowest scores. A high score means class 1: begin at the other end."""
        cut = np.sort(scores)[k - 1]
        below, tied = scores < cut, scores == cut
        return float((np.sum(y[below]) + (k - np.sum(below)) * np.mean(y[tied])) / k)

    def lowest_rows(y, scores, k):
        """You take the k rows with the lowest scores: `argsort` sorts upwards. A high score means
        class 1."""
        return first_k(y, np.argsort(scores, kind="stable"), k)

    def one_row_more(y, scores, k):
        """You take k + 1 rows. And among rows with equal scores the first ones: each tied row
        counts by the share that fits."""
        return first_k(y, np.argsort(-scores, kind="stable"), k + 1)

    def tied_rows_only(y, scores, k):
        """You return the share of ones among the rows on the cut. The rows above it count too, and
        fully."""
        return float(np.mean(y[scores == np.sort(scores)[-k]]))

    def divided_by_all_rows(y, scores, k):
        """You divide by the number of all rows. Precision among k divides by the k rows that were
        looked at."""
        return precision_at_k(y, scores, k) * k / len(y)

    def tied_rows_fully(y, scores, k):
        """You count the ones of all rows on the cut, more than fit into the k. They count by the
        share of them that fits."""
        return float(np.sum(y[scores >= np.sort(scores)[-k]]) / k)

    def tied_rows_by_half(y, scores, k):
        """You count each one on the cut as a half. It counts by the share of the tied rows that
        fits into the k: the places left over their number."""
        cut = np.sort(scores)[-k]
        return float((np.sum(y[scores > cut]) + 0.5 * np.sum(y[scores == cut])) / k)

    def cut_among_different_scores(y, scores, k):
        """Your cut is the k-th highest of the different scores. Equal scores count one by one: the
        cut is the score of the k-th row from above."""
        different = np.unique(scores)[::-1]
        cut = different[min(k, len(different)) - 1]
        above, tied = scores > cut, scores == cut
        places = k - np.sum(above)
        return float((np.sum(y[above]) + np.sum(y[tied]) * places / np.sum(tied)) / k)

    def one_half_as_cut(y, scores, k):
        """You count the ones from a score of 0.5 up. The k highest scores may lie below or reach
        further: the cut is the k-th highest score."""
        return float(np.sum(y[scores >= 0.5]) / k)

    def scores_sorted_alone(y, scores, k):
        """You sorted the scores and left y as it was, so each score stands beside another row's
        class. Sort neither, or both alike."""
        alone = np.sort(scores)[::-1]
        cut = alone[k - 1]
        above, tied = alone > cut, alone == cut
        places = k - np.sum(above)
        return float((np.sum(y[above]) + np.sum(y[tied]) * places / np.sum(tied)) / k)

    def share_in_whole_numbers(y, scores, k):
        """You divide the places left by the tied rows without remainder, so that their share is 0
        unless all fit. Divide with one slash."""
        cut = np.sort(scores)[-k]
        above, tied = scores > cut, scores == cut
        places = int(k - np.sum(above))
        return float((np.sum(y[above]) + np.sum(y[tied]) * (places // int(np.sum(tied)))) / k)

    def tied_ones_rounded(y, scores, k):
        """You round the tied rows' part to whole ones. A third of a one counts as a third: leave
        the share as it is."""
        cut = np.sort(scores)[-k]
        above, tied = scores > cut, scores == cut
        part = np.sum(y[tied]) * (k - np.sum(above)) / np.sum(tied)
        return float((np.sum(y[above]) + round(float(part))) / k)

    def tied_rows_at_the_base_rate(y, scores, k):
        """You fill the places that are left with the share of ones among all rows. It is the share
        among the rows on the cut that counts."""
        above = scores > np.sort(scores)[-k]
        return float((np.sum(y[above]) + (k - np.sum(above)) * np.mean(y)) / k)

    def divided_by_one_more(y, scores, k):
        """You divide by k + 1. Precision among k divides by the k rows that were looked at."""
        return precision_at_k(y, scores, k) * k / (k + 1)

    def strictly_above_only(y, scores, k):
        """You take the share of ones among the rows strictly above the cut. Rows on the cut fill
        the places that are left, and the share is of k."""
        above = scores > np.sort(scores)[-k]
        return float(y[above].mean()) if above.any() else 0.0

    def share_of_k_for_tied_rows(y, scores, k):
        """You let a tied row count by the places left over k. It counts by the places left over the
        number of tied rows."""
        cut = np.sort(scores)[-k]
        above, tied = scores > cut, scores == cut
        return float((y[above].sum() + (k - above.sum()) / k * y[tied].sum()) / k)

    def different_scores_counted(y, scores, k):
        """You take the k highest of the different scores, with all their rows. It is rows that are
        counted: the cut is the score of the k-th row."""
        different = np.unique(scores)[::-1]
        return float(y[scores >= different[min(k, len(different)) - 1]].mean())

    def scores_rounded(y, scores, k):
        """You count rows as tied if their scores only lie close together, as where scores are
        rounded or compared with a tolerance. Tied are rows of equal score."""
        return precision_at_k(y, np.round(scores, 2), k)

    def precisions_averaged(y, scores, k):
        """You took the mean of the precisions among the first, the first two and so on up to k. One
        precision is asked for, that of the k rows together."""
        ranked = y[np.argsort(-scores, kind="stable")][:k]
        return float(np.mean(np.cumsum(ranked) / np.arange(1, k + 1)))

    def kth_lowest_score_as_cut(y, scores, k):
        """Your cut is the k-th lowest score: `np.sort` sorts upwards. The k-th highest is asked
        for, such as `np.sort(scores)[-k]`."""
        cut = np.sort(scores)[k - 1]
        above, tied = scores > cut, scores == cut
        return float((np.sum(y[above]) + (k - np.sum(above)) * np.mean(y[tied])) / k)

    def ones_counted(y, scores, k):
        """You return how many of the first k rows are ones. The share of ones is asked for: divide
        by k. And among tied rows each counts by the share that fits."""
        return float(np.sum(y[np.argsort(scores)[::-1][:k]]))
