import numpy as np
from sklearn.isotonic import IsotonicRegression

from course.exercise import exercise

from ._priced_decisions import by_cheapest, cost_of, drawn_decision, small_decisions, with_best


@exercise(
    gives="int array (n_test,) of 0 and 1",
    points=2,
    hints=(
        "The validation rows have labels, so a threshold can be tried on them: what do its false "
        "alarms and its misses cost together? The cheapest one then decides the test rows.",
        "Try every value of `p_val` as a threshold, and one above them all: it says 'nobody'. Add "
        "up c_fp for each false alarm and c_fn for each miss. `np.argmin` finds the cheapest.",
    ),
)
def final_decision(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    """Return an answer, 0 or 1, for each row of the test set: int array (n_test,).

    y_val: int array (n_val,), 0 and 1; p_val, p_test: float arrays (n_val,) and (n_test,), one
    model's scores from 0 to 1, not calibrated; c_fp, c_fn: prices of a false alarm and of a miss.
    """
    thresholds = np.append(np.unique(p_val), np.inf)
    costs = [
        c_fp * np.sum((p_val >= t) & (y_val == 0)) + c_fn * np.sum((p_val < t) & (y_val == 1))
        for t in thresholds
    ]
    return (p_test >= thresholds[np.argmin(costs)]).astype(int)


@final_decision.cases
def cases(rng):
    yield from small_decisions()
    # Scores far too low, below any grid, misses dear; scores far too high, false alarms dear.
    yield drawn_decision(rng, (130, 24), shift=-7.0, prices=(1, 20))
    yield drawn_decision(rng, (90, 60), shift=2.5, prices=(4, 1))
    shift, price = float(rng.uniform(2.0, 3.0)), float(rng.integers(4, 9)) / 2
    yield drawn_decision(rng, (110, 40), shift, prices=(price, 1.0))
    yield drawn_decision(rng, (80, 60), -shift, prices=(1.0, price))


@final_decision.alternatives
class Alternatives:
    def by_sorting(y_val, p_val, p_test, c_fp, c_fn):
        # From the highest score down: each row called 1 saves a miss or costs a false alarm.
        order = np.argsort(-p_val)
        gains = np.concatenate([[0.0], np.cumsum(np.where(y_val[order] == 1, c_fn, -c_fp))])
        called = int(gains.argmax())
        if called == 0:
            return np.zeros(len(p_test), dtype=int)
        return np.where(p_test >= p_val[order][called - 1], 1, 0)

    def by_calibrating(y_val, p_val, p_test, c_fp, c_fn):
        calibrated = IsotonicRegression(out_of_bounds="clip").fit(p_val, y_val).predict(p_test)
        return np.asarray(calibrated >= c_fp / (c_fp + c_fn), dtype=int)

    def by_midpoints(y_val, p_val, p_test, c_fp, c_fn):
        values = np.unique(p_val)
        middles = np.concatenate([[-1.0], (values[1:] + values[:-1]) / 2, [2.0]])
        costs = [cost_of(y_val, p_val >= t, c_fp, c_fn) for t in middles]
        return (p_test > middles[int(np.argmin(costs))]).astype(int)


@final_decision.mistakes
class Mistakes:
    def half(y_val, p_val, p_test, c_fp, c_fn):
        """You decide at 0.5: right for calibrated scores, if a miss costs as much as a false alarm.
        The prices have no part in your answer."""
        return (p_test >= 0.5).astype(int)

    def threshold_from_the_prices(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold comes from the prices alone: the right one for calibrated scores. These
        are not, as after a training with weights: let the validation rows decide."""
        return (p_test >= c_fp / (c_fp + c_fn)).astype(int)

    def prices_swapped(y_val, p_val, p_test, c_fp, c_fn):
        """Your prices have changed places: each false alarm is counted at the price of a miss. c_fp
        belongs to rows of class 0 that are called 1."""
        return final_decision(y_val, p_val, p_test, c_fn, c_fp)

    def best_accuracy(y_val, p_val, p_test, c_fp, c_fn):
        """You chose the threshold with the most right answers on validation. That is the least cost
        only if both mistakes cost the same."""

        def accuracy(y, predicted):
            return np.mean(y == predicted)

        return with_best(accuracy, y_val, p_val, p_test)

    def best_f1(y_val, p_val, p_test, c_fp, c_fn):
        """You chose the threshold with the best F1 on validation. F1 has prices of its own built
        in, whatever c_fp and c_fn say."""

        def f1(y, predicted):
            return 2 * np.sum(y & predicted) / (y.sum() + predicted.sum())

        return with_best(f1, y_val, p_val, p_test)

    def best_balanced_accuracy(y_val, p_val, p_test, c_fp, c_fn):
        """You chose the threshold with the best balanced accuracy. That is the price n_0/n_1 once
        more, which nobody has set here: use c_fp and c_fn."""

        def balanced(y, predicted):
            return predicted[y == 1].mean() - predicted[y == 0].mean()

        return with_best(balanced, y_val, p_val, p_test)

    def base_rate(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold is the share of ones in validation, which is right for balanced prices and
        calibrated scores. Here the rows decide what the prices are worth."""
        return (p_test >= y_val.mean()).astype(int)

    def nothing_missed(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold finds every positive of the validation rows, however many false alarms
        that brings. They have a price too."""

        def all_found(y, predicted):
            return np.min(predicted[y == 1]) - np.mean(predicted)

        return with_best(all_found, y_val, p_val, p_test)

    def coarse_grid(y_val, p_val, p_test, c_fp, c_fn):
        """You tried thresholds at 0.1, 0.2 and so on. Scores needn't be spread over that range, and
        may all lie below 0.1: try the values that occur."""
        return by_cheapest(np.arange(1, 10) / 10, y_val, p_val, p_test, c_fp, c_fn)

    def the_same_for_all(y_val, p_val, p_test, c_fp, c_fn):
        """You give the same answer to all rows, the cheaper of the two. That is the baseline; the
        scores can save a good part of its cost."""
        always = c_fp * np.sum(y_val == 0) < c_fn * np.sum(y_val == 1)
        return np.full(len(p_test), int(always))

    def below_the_threshold(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold is right, but you call the rows below it 1. A high score means 1."""
        return 1 - final_decision(y_val, p_val, p_test, c_fp, c_fn)

    def up_to_the_threshold(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold is right, but you call the rows up to it 1. A high score means 1."""
        just_below = np.nextafter(p_test, -np.inf)
        return 1 - final_decision(y_val, p_val, just_below, c_fp, c_fn)

    def validation_rows_decided(y_val, p_val, p_test, c_fp, c_fn):
        """You return answers for the validation rows. They are there to choose by; the test rows
        are to be decided."""
        return final_decision(y_val, p_val, p_val, c_fp, c_fn)

    def booleans(y_val, p_val, p_test, c_fp, c_fn):
        """Your answers are True and False. Turn them into the ints 1 and 0: `astype(int)`."""
        return final_decision(y_val, p_val, p_test, c_fp, c_fn).astype(bool)

    def never_left_out(y_val, p_val, p_test, c_fp, c_fn):
        """You try the scores that occur, and no threshold above them all. Where false alarms are
        expensive, 'never' costs least."""
        return by_cheapest(np.unique(p_val), y_val, p_val, p_test, c_fp, c_fn)

    def dearest(y_val, p_val, p_test, c_fp, c_fn):
        """You take the threshold that costs most. The one that costs least is asked for."""
        values = np.append(np.unique(p_val), np.inf)
        # What costs most is what costs least where prices are gains.
        return by_cheapest(values, y_val, p_val, p_test, -c_fp, -c_fn)

    def always(y_val, p_val, p_test, c_fp, c_fn):
        """You call every row 1. Every zero among them costs a false alarm: the scores tell many of
        them."""
        return np.ones(len(p_test), dtype=int)

    def never(y_val, p_val, p_test, c_fp, c_fn):
        """You call no row 1. Each one among them costs a miss: the scores find many of them."""
        return np.zeros(len(p_test), dtype=int)

    def rates_for_counts(y_val, p_val, p_test, c_fp, c_fn):
        """You multiply the prices by shares of each class. A price is paid for every row, so that
        the more frequent class has more to pay: multiply by counts."""
        zeros, ones = np.sum(y_val == 0), np.sum(y_val == 1)
        return final_decision(y_val, p_val, p_test, c_fp / zeros, c_fn / ones)

    def grid_of_tenths(y_val, p_val, p_test, c_fp, c_fn):
        """You tried thresholds from 0 to 1 in steps of a tenth. All scores may lie within one step:
        try the values that occur."""
        return by_cheapest(np.linspace(0, 1, 11), y_val, p_val, p_test, c_fp, c_fn)

    def grid_of_hundredths(y_val, p_val, p_test, c_fp, c_fn):
        """You tried thresholds from 0 to 1 in steps of a hundredth. Many scores may lie within one
        step: try the values that occur."""
        return by_cheapest(np.linspace(0, 1, 101), y_val, p_val, p_test, c_fp, c_fn)

    def grid_of_thousandths(y_val, p_val, p_test, c_fp, c_fn):
        """You tried thresholds in steps of a thousandth. Where scores are far too low many lie
        within one step: try the values that occur."""
        return by_cheapest(np.linspace(0, 1, 1001), y_val, p_val, p_test, c_fp, c_fn)

    def as_many_highest_scores(y_val, p_val, p_test, c_fp, c_fn):
        """You take the share of ones in validation for the share of alarms in the test. How many
        alarms are worth their price depends on the prices."""
        answers = np.zeros(len(p_test), dtype=int)
        answers[np.argsort(-p_test)[: round(float(y_val.mean() * len(p_test)))]] = 1
        return answers

    def misses_only(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold is the lowest score of the validation rows, where nothing is missed. False
        alarms have a price too."""
        return (p_test >= p_val.min()).astype(int)

    def false_alarms_only(y_val, p_val, p_test, c_fp, c_fn):
        """Your threshold is the lowest without any false alarm in validation. Misses have a price
        too."""
        highest = p_val[y_val == 0].max()
        above = p_val[p_val > highest]
        return (p_test >= (above.min() if len(above) else np.inf)).astype(int)

    def as_many_alarms_as_ones(y_val, p_val, p_test, c_fp, c_fn):
        """Above your threshold there are as many validation rows as there are ones. How many
        alarms are worth their price depends on the prices."""
        return (p_test >= np.quantile(p_val, 1 - y_val.mean())).astype(int)

    def median_of_the_scores(y_val, p_val, p_test, c_fp, c_fn):
        """You call half of the rows 1: your threshold is the median score. The prices have no part
        in it."""
        return (p_test >= np.median(p_val)).astype(int)

    def strictly_above(y_val, p_val, p_test, c_fp, c_fn):
        """You chose the threshold well, and call a test row 1 only above it. A row that stands
        exactly on it is called 1, as when you chose."""
        costs = [cost_of(y_val, p_val >= t, c_fp, c_fn) for t in (*np.unique(p_val), np.inf)]
        return (p_test > np.append(np.unique(p_val), np.inf)[np.argmin(costs)]).astype(int)

    def chosen_strictly(y_val, p_val, p_test, c_fp, c_fn):
        """On the validation rows you say 1 above the threshold, on the test rows from the threshold
        up. Compare in the same way on both."""
        thresholds = np.append(np.unique(p_val)[:-1], np.inf)
        costs = [cost_of(y_val, p_val > t, c_fp, c_fn) for t in thresholds]
        return (p_test >= thresholds[np.argmin(costs)]).astype(int)

    def scores_of_the_test(y_val, p_val, p_test, c_fp, c_fn):
        """You try the scores of the test rows as thresholds. The cheapest may lie between them: try
        those of the validation rows."""
        return by_cheapest(np.append(np.unique(p_test), np.inf), y_val, p_val, p_test, c_fp, c_fn)

    def first_threshold_only(y_val, p_val, p_test, c_fp, c_fn):
        """You decide by the first threshold that you try, as a `return` inside the loop does. Try
        all of them before you return."""
        lowest = p_val.min()
        cheaper = cost_of(y_val, p_val >= lowest, c_fp, c_fn) < c_fn * np.sum(y_val == 1)
        return (p_test >= (lowest if cheaper else np.inf)).astype(int)
