import numpy as np

from course.exercise import exercise

from ._class_weights import looked_up, random_weights, strictly, zero_as_missing


@exercise(
    gives="float array (n, T)",
    hints=(
        "Each time step is looked up by its own class, as a row was in lesson 02. Whatever came "
        "out for padding is overruled at the end, or not looked up at all.",
        "`weights[Y == c] = w` sets all steps of a class at once in an array of ones of Y's shape. "
        "The padding comes last, so that it has the final say.",
    ),
)
def temporal_weights(Y: np.ndarray, class_weight: dict[int, float], pad: int) -> np.ndarray:
    """Return a weight for each time step of each row.

    Y: int classes (n, T); class_weight: a missing key counts 1.0.
    pad: the value in Y of steps that are padding; these weigh 0, even if pad has a key.
    Returns a float array (n, T).
    """
    by_class = {**class_weight, pad: 0.0}
    return np.array([[by_class.get(int(c), 1.0) for c in row] for row in Y], dtype=float)


@temporal_weights.cases
def cases(rng):
    yield (np.array([[0, 1, 0], [1, 0, -1], [0, -1, -1]]), {0: 0.5, 1: 9.0}, -1)
    yield (np.array([[1, 2, 0, 0], [2, 2, 1, 0]]), {0: 3.0, 1: 0.5, 2: 4.0}, 0)
    yield (np.array([[3, 5, 9], [5, 7, 5]]), {5: 6.0, 9: 2.0}, 9)
    yield (np.array([[4, 7, 7], [5, 4, 7]]), {4: 2.0}, 7)
    yield (np.array([[0, 1, 1], [1, 0, -1]]), {0: 3.0, 1: 0.0}, -1)
    # Padding in front, in the middle, and everywhere.
    Y = np.array([[-1, -1, 0, 1], [0, -1, 1, 2], [-2, 0, 0, 1], [-1, -1, -1, -1]])
    yield (Y, {0: 3.0, 1: 2.0, -1: 7.0}, -1)
    # Padding is a positive number, and a class has a negative one.
    yield (np.array([[-2, 8, 4, 4]]), {-2: 5.0, 4: 0.5, 8: 9.0}, 8)
    for n, steps, pad in ((4, 5, -1), (5, 4, int(rng.integers(6, 10)))):
        classes = [0, 1, 2]
        Y = rng.integers(0, 3, size=(n, steps))
        Y[0, :3], Y[1, :3] = rng.permutation(3), rng.permutation(3)
        for row in range(1, n):
            Y[row, steps - int(rng.integers(1, 3)) :] = pad
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)[:2]])
        if pad > 0:
            weights[pad] = 2.5
        yield (Y, weights, pad)


@temporal_weights.alternatives
class Alternatives:
    def by_masks(Y, class_weight, pad):
        weights = np.ones(Y.shape)
        for c, weight in class_weight.items():
            weights[c == Y] = weight
        weights[pad == Y] = 0
        return weights

    def by_where(Y, class_weight, pad):
        flat = [class_weight.get(c, 1.0) for c in Y.ravel().tolist()]
        return np.where(pad == Y, 0.0, np.reshape(flat, Y.shape))

    def by_sklearn(Y, class_weight, pad):
        found, places = np.unique(Y, return_inverse=True)
        of_found = np.array([0.0 if c == pad else class_weight.get(c, 1.0) for c in found.tolist()])
        return of_found[places].reshape(Y.shape)


@temporal_weights.mistakes
class Mistakes:
    def padding_weighs_one(Y, class_weight, pad):
        """Padding weighs 1 in your result. These steps never happened, and the network would learn
        what comes after the end: they weigh 0."""
        return np.where(pad == Y, 1.0, looked_up(Y, class_weight))

    def padding_keeps_its_key(Y, class_weight, pad):
        """Padding weighs 0, unless it has a key in the dict. It has to weigh 0 even then."""
        return looked_up(Y, {pad: 0.0, **class_weight})

    def padding_like_a_class(Y, class_weight, pad):
        """You look padding up like a class: it gets the weight of its key, or 1. It has to weigh 0
        in any case."""
        return looked_up(Y, class_weight)

    def padding_is_negative(Y, class_weight, pad):
        """You take negative numbers for padding. Which number stands for padding is said by `pad`,
        and it may be 0 or 9."""
        return np.where(Y < 0, 0.0, looked_up(Y, class_weight))

    def zero_counts_one(Y, class_weight, pad):
        """A class with a weight of 0 weighs 1 in your result, as with `or 1.0`. Only a class
        without a key counts 1.0."""
        return np.where(pad == Y, 0.0, zero_as_missing(Y, class_weight))

    def off_from_the_first_padding(Y, class_weight, pad):
        """From the first padded step on, all of a row weighs 0 in your result. Padding may stand in
        front or between: the steps after it did happen."""
        off = np.cumsum(pad == Y, axis=1) > 0
        return np.where(off, 0.0, looked_up(Y, class_weight))

    def off_at_the_end_only(Y, class_weight, pad):
        """Padding weighs 0 only at the end of a row in your result. It may stand in front or
        between as well: ask each step."""
        behind = np.cumprod((pad == Y)[:, ::-1], axis=1)[:, ::-1] == 1
        return np.where(behind, 0.0, looked_up(Y, class_weight))

    def last_step_looked_up(Y, class_weight, pad):
        """All steps of a row have the weight of its last one. Each step is looked up by its own
        class."""
        of_row = looked_up(Y[:, -1:], class_weight)
        return np.where(pad == Y, 0.0, of_row)

    def first_step_looked_up(Y, class_weight, pad):
        """All steps of a row have the weight of its first one. Each step is looked up by its own
        class."""
        return np.where(pad == Y, 0.0, looked_up(Y[:, :1], class_weight))

    def padding_is_zero(Y, class_weight, pad):
        """You take the number 0 for padding. Which number stands for padding is said by `pad`."""
        return np.where(Y == 0, 0.0, looked_up(Y, class_weight))

    def whole_row_off(Y, class_weight, pad):
        """A row with padding weighs 0 as a whole in your result. Only the padded steps do; the
        others did happen."""
        weights = looked_up(Y, class_weight)
        weights[np.any(pad == Y, axis=1)] = 0
        return weights

    def one_weight_a_row(Y, class_weight, pad):
        """You return one weight for each row, (n,). With a batch of T rows Keras would take them
        for the weights of time steps: return (n, T)."""
        return np.max(temporal_weights(Y, class_weight, pad), axis=1)

    def mean_made_one(Y, class_weight, pad):
        """The ratios are right, but you divided by the mean of all weights. The weights are wanted
        as they stand in the dict."""
        weights = temporal_weights(Y, class_weight, pad)
        return weights / weights.mean()

    def missing_key_raises(Y, class_weight, pad):
        """Your function stops with a KeyError where a class has no key. Such a class counts 1.0."""
        return strictly(Y, {**class_weight, pad: 0.0})

    def missing_key_is_zero(Y, class_weight, pad):
        """Steps of a class without a key weigh 0 in your result, as if they were padding. Such a
        class counts 1.0."""
        return looked_up(Y, {**class_weight, pad: 0.0}, 0.0)

    def steps_in_one_line(Y, class_weight, pad):
        """You return all steps in one line. Keep the shape of Y: a row for each series."""
        return temporal_weights(Y, class_weight, pad).ravel()

    def padding_is_minus_one(Y, class_weight, pad):
        """You take -1 for padding, as in the lesson. Which number stands for padding is said by
        `pad`."""
        return np.where(Y == -1, 0.0, looked_up(Y, class_weight))

    def mask_turned_round(Y, class_weight, pad):
        """You keep the padding, and all other steps weigh 0. Turn the mask round: it is the padding
        that weighs 0."""
        return np.where(pad == Y, looked_up(Y, class_weight), 0.0)

    def class_1_only(Y, class_weight, pad):
        """You use the weight of class 1 only. Each class may have one: look up the class of each
        step."""
        return np.where(pad == Y, 0.0, np.where(Y == 1, class_weight.get(1, 1.0), 1.0))

    def two_classes_only(Y, class_weight, pad):
        """You know the classes 0 and 1 only. Classes can have any numbers: look each one up."""
        of_step = np.where(Y == 1, class_weight.get(1, 1.0), class_weight.get(0, 1.0))
        return np.where(pad == Y, 0.0, of_step)

    def mean_of_the_others_made_one(Y, class_weight, pad):
        """The ratios are right, but you divided by the mean of the weights above 0. The weights are
        wanted as they stand in the dict."""
        weights = temporal_weights(Y, class_weight, pad)
        return weights / weights[weights > 0].mean()

    def padding_weighs_its_mark(Y, class_weight, pad):
        """Padding weighs the number that marks it in your result. It weighs 0."""
        return np.where(pad == Y, float(pad), temporal_weights(Y, class_weight, pad))

    def class_for_its_weight(Y, class_weight, pad):
        """A class without a key weighs its own number in your result. It counts 1.0."""
        weights = Y.astype(float)
        for c, weight in class_weight.items():
            weights[c == Y] = weight
        weights[pad == Y] = 0
        return weights

    def heaviest_step_for_all(Y, class_weight, pad):
        """All steps of a row get its largest weight. Each step has a weight of its own."""
        weights = temporal_weights(Y, class_weight, pad)
        return np.broadcast_to(weights.max(axis=1, keepdims=True), Y.shape).copy()

    def place_of_the_largest(Y, class_weight, pad):
        """All steps of a row get one weight, that of the place of its largest target: this is what
        `class_weight` does in Keras. Each step has a class of its own."""
        weights = looked_up(Y.argmax(axis=1), class_weight)
        return np.broadcast_to(weights[:, np.newaxis], Y.shape).copy()

    def class_1_for_all(Y, class_weight, pad):
        """All steps get the weight of class 1, except the padding. Each step is looked up by its
        own class."""
        return np.where(pad == Y, 0.0, class_weight.get(1, 1.0))

    def class_1_by_its_key(Y, class_weight, pad):
        """You use the weight of class 1 only, and stop with a KeyError where it has no key. Each
        step is looked up by its own class, whatever its number."""
        return np.where(pad == Y, 0.0, np.where(Y == 1, class_weight[1], 1.0))

    def padding_left_out(Y, class_weight, pad):
        """You leave the padding out, so that the rows are of different lengths, and NumPy makes no
        array of them. Padding stays where it is, and weighs 0."""
        return np.array([[class_weight.get(int(c), 1.0) for c in row if c != pad] for row in Y])

    def stopped_at_the_padding(Y, class_weight, pad):
        """You stop at the first padded step, and leave 1 there and behind it. Padding weighs 0, and
        steps behind it have a weight of their own."""
        off = np.cumsum(pad == Y, axis=1) > 0
        return np.where(off, 1.0, looked_up(Y, class_weight))

    def step_for_class(Y, class_weight, pad):
        """You look up the number of the step in the dict. Its keys are classes: what stands in Y at
        the step."""
        weights = looked_up(np.arange(Y.shape[1]), class_weight)
        return np.where(pad == Y, 0.0, weights)

    def divided_by_real_steps(Y, class_weight, pad):
        """You divided the weights of each row by the number of its steps that aren't padding. They
        are wanted as they stand in the dict."""
        real = np.sum(pad != Y, axis=1, keepdims=True)
        return temporal_weights(Y, class_weight, pad) / np.maximum(real, 1)

    def values_as_an_array(Y, class_weight, pad):
        """You made an array of the dict's values, and stop with an IndexError where a class is
        larger than their number. Classes are keys, not places: ask the dict."""
        return np.where(pad == Y, 0.0, np.array(list(class_weight.values()))[Y])
