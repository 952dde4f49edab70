import math

import numpy as np

from course.exercise import exercise

from ._sides_of_a_split import drawn_sides, shuffled, size_of_test, sorted_sides


@exercise(
    repeatable=True,
    gives="(train rows, test rows), sorted int arrays",
    hints=(
        "Do it for one class first: find the positions of its rows, work out how many of them are "
        "test rows, and shuffle. Then do the same for the other class, and put the positions "
        "together.",
        "`np.flatnonzero(y == c)` gives positions. `math.floor(x + 0.5)` rounds half up, and "
        "`np.clip` keeps a number between 1 and one less than there are. `np.setdiff1d` gives the "
        "rows that are left.",
    ),
)
def stratified_split(y: np.ndarray, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the training rows and of the test rows, each sorted.

    y: int array (n,) of 0 and 1, two rows or more of each; share: of test rows, between 0 and 1.
    Of a class with n rows, m = math.floor(share * n + 0.5) are test rows, but at least one row
    stays on each side. seed: for one rng = np.random.default_rng(seed). The first m entries of
    rng.permutation(np.flatnonzero(y == 0)) are test rows, then the same for class 1.
    """
    rng = np.random.default_rng(seed)
    test = []
    for c in (0, 1):
        places = rng.permutation(np.flatnonzero(y == c))
        size = np.clip(np.floor(share * len(places) + 0.5), 1, len(places) - 1)
        test.extend(places[: int(size)])
    return np.setdiff1d(np.arange(len(y)), test), np.sort(test)


@stratified_split.cases
def cases(rng):
    yield (np.array([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), 0.25, 7)  # 2.5 and 0.5
    yield (np.array([0, 0, 0, 0, 1, 1, 0, 0, 0, 0]), 0.2, 3)  # 0.4 is none, yet one stays
    yield (np.array([1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1]), 0.85, 11)  # all, yet one stays
    yield (np.array([0, 1, 0, 0, 1, 1, 0, 0]), 0.3, 5)  # one of three
    for _ in range(2):
        counts = rng.integers(9, 14), rng.integers(4, 8)
        y = rng.permutation(np.repeat([0, 1], counts))
        yield (y, float(rng.choice([0.3, 0.4])), int(rng.integers(20, 99)))


@stratified_split.alternatives
class Alternatives:
    def by_mask(y, share, seed):
        rng, in_test = np.random.default_rng(seed), np.zeros(len(y), dtype=bool)
        for c in (0, 1):
            rows = np.flatnonzero(y == c)
            rng.shuffle(rows)
            in_test[rows[: size_of_test(share, len(rows))]] = True
        return np.flatnonzero(~in_test), np.flatnonzero(in_test)

    def by_two_lists(y, share, seed):
        rng = np.random.default_rng(seed)
        train, test = [], []
        for c in (0, 1):
            rows = rng.permutation([i for i, label in enumerate(y) if label == c]).tolist()
            size = size_of_test(share, len(rows))
            test += rows[:size]
            train += rows[size:]
        return np.array(sorted(train)), np.array(sorted(test))


@stratified_split.mistakes
class Mistakes:
    def not_stratified(y, share, seed):
        """You draw the test rows from all rows at once. The rare class then gets as many as
        luck gives, or none: draw from each class separately."""
        return sorted_sides(np.zeros_like(y), share, shuffled(seed), classes=[0])

    def rounded_down(y, share, seed):
        """You round the number of test rows down. Of 2.5 rows take 3, of 2.4 take 2."""
        return sorted_sides(y, share, shuffled(seed), rounded=math.floor)

    def rounded_half_to_even(y, share, seed):
        """Python's `round` and NumPy's round a half to the even number, so 2.5 becomes 2. Here
        a half goes up."""
        return sorted_sides(y, share, shuffled(seed), rounded=round)

    def none_left_on_a_side(y, share, seed):
        """A class with few rows has none left on one side. Keep at least one row of each class
        among the test rows and one among the training rows."""
        return sorted_sides(y, share, shuffled(seed), least=0, left=0)

    def sides_swapped(y, share, seed):
        """You return the test rows first. The training rows come first, then the test rows."""
        return stratified_split(y, share, seed)[::-1]

    def share_of_training_rows(y, share, seed):
        """You take `share` for the share of the training rows. It is that of the test rows."""
        return stratified_split(y, 1 - share, seed)

    def seed_ignored(y, share, seed):
        """Your split is the same whatever the seed. Hand the seed to the generator, so that
        another seed gives another split."""
        return stratified_split(y, share, 0)

    def first_rows_taken(y, share, seed):
        """You take the first rows of each class without shuffling. Rows often lie in an order,
        such as that of time: shuffle the positions of a class first."""
        return sorted_sides(y, share, np.sort)

    def not_sorted(y, share, seed):
        """Your rows are the right ones, but they are not sorted: class by class, or as
        shuffled. Sort both arrays at the end."""
        return drawn_sides(y, share, shuffled(seed))

    def as_many_of_each_class(y, share, seed):
        """You take as many test rows of one class as of the other. A stratified test set keeps
        the shares: each class gives its own part."""
        # No share, but at least as many as class 1 gives.
        ones = size_of_test(share, int(np.sum(y == 1)))
        return sorted_sides(y, 0.0, shuffled(seed), least=ones)

    def rounded_up(y, share, seed):
        """You round the number of test rows up. Of 2.4 rows take 2; a half goes up."""
        return sorted_sides(y, share, shuffled(seed), rounded=math.ceil)

    def none_left_to_train_on(y, share, seed):
        """You keep one row of each class for the test, but none for training where the share is
        large. At least one row of each class stays on each side."""
        return sorted_sides(y, share, shuffled(seed), left=0)

    def none_left_to_test_on(y, share, seed):
        """You keep one row of each class for training, but none for the test where the share is
        small. At least one row of each class stays on each side."""
        return sorted_sides(y, share, shuffled(seed), least=0)

    def training_rows_rounded(y, share, seed):
        """You round the number of training rows, so that a half goes to them. It is the number of
        test rows that is rounded, and a half goes up."""

        def half_down(x):
            return math.ceil(x - 0.5)

        return sorted_sides(y, share, shuffled(seed), rounded=half_down)

    def new_generator_for_each_class(y, share, seed):
        """You make a new generator for each class. Make one before the loop, so that the second
        class goes on where the first has ended."""

        def shuffled_anew(places):
            return np.random.default_rng(seed).permutation(places)

        return sorted_sides(y, share, shuffled_anew)

    def class_1_first(y, share, seed):
        """You draw class 1 before class 0. To make the split the same for everybody, class 0 comes
        first."""
        return sorted_sides(y, share, shuffled(seed), classes=(1, 0))

    def last_ones_taken(y, share, seed):
        """You take the entries at the end of each permutation as test rows. To make the split the
        same for everybody, it is those at the front."""
        rng = np.random.default_rng(seed)

        def from_the_end(places):
            return rng.permutation(places)[::-1]

        return sorted_sides(y, share, from_the_end)

    def older_generator(y, share, seed):
        """You use NumPy's older generator, which gives other numbers for the same seed. Everybody
        gets the same split with `np.random.default_rng(seed)`."""
        return sorted_sides(y, share, np.random.RandomState(seed).permutation)

    def choice_in_place_of_permutation(y, share, seed):
        """You draw with `choice`, which gives other rows than `permutation` for the same seed. To
        make the split the same for everybody, shuffle the positions of a class."""
        rng = np.random.default_rng(seed)

        def chosen(places):
            return rng.choice(places, len(places), replace=False)

        return sorted_sides(y, share, chosen)

    def split_by_sklearn(y, share, seed):
        """That is scikit-learn's split, which rounds in another way and draws other rows. Follow
        the steps of the text, so that everybody gets the same."""
        from sklearn.model_selection import train_test_split

        rows = np.arange(len(y))
        train, test = train_test_split(rows, test_size=share, stratify=y, random_state=seed)
        return np.sort(train), np.sort(test)

    def labels_returned(y, share, seed):
        """You return the classes of the rows. Their positions are asked for."""
        train, test = stratified_split(y, share, seed)
        return y[train], y[test]

    def places_in_the_class(y, share, seed):
        """You shuffle 0, 1, 2 and so on within each class, so your numbers are places in the class.
        The positions in y are asked for."""
        rng = np.random.default_rng(seed)

        def places_within(places):
            return rng.permutation(len(places))

        return sorted_sides(y, share, places_within)

    def masks_returned(y, share, seed):
        """You return masks, True where a row belongs to a side. The positions are asked for:
        `np.flatnonzero` finds them."""
        _, test = stratified_split(y, share, seed)
        inside = np.isin(np.arange(len(y)), test)
        return ~inside, inside

    def test_rows_in_training_too(y, share, seed):
        """You return all rows as training rows, the test rows among them. A row is on one side
        only."""
        _, test = stratified_split(y, share, seed)
        return np.arange(len(y)), test

    def counted_from_one(y, share, seed):
        """You count the rows from 1. The first position is 0."""
        train, test = stratified_split(y, share, seed)
        return train + 1, test + 1

    def sorted_within_each_class(y, share, seed):
        """Your rows are sorted within each class only, one class behind the other. Each of the two
        arrays is sorted as a whole."""
        sides = stratified_split(y, share, seed)
        zeros_first = [np.concatenate([rows[y[rows] == 0], rows[y[rows] == 1]]) for rows in sides]
        return zeros_first[0], zeros_first[1]

    def split_by_sklearn_as_it_comes(y, share, seed):
        """That is scikit-learn's split, which rounds in another way and draws other rows, in no
        order. Follow the steps of the text, so that everybody gets the same."""
        from sklearn.model_selection import train_test_split

        rows = np.arange(len(y))
        train, test = train_test_split(rows, test_size=share, stratify=y, random_state=seed)
        return train, test

    def last_class_only(y, share, seed):
        """Only class 1 gives test rows: those of class 0 are lost, as where the loop begins a new
        list each time. Put the rows of both classes together."""
        _, test = stratified_split(y, share, seed)
        test = test[y[test] == 1]
        return np.setdiff1d(np.arange(len(y)), test), test
