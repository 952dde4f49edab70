"""Functions that take batches one by one and give batches one by one."""

from pathlib import Path

import numpy as np
import pytest

from course.compiled import bank_to_text
from course.exercise import Exercise, Mistake
from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank, bank_from_data
from helpers.checks.exercise import Case
from helpers.checks.plain import Stream

BATCHES = [(np.array([1.0, 2.0]), np.array([0, 1])), (np.array([3.0]), np.array([1]))]


def doubled(batches):
    """Yield twice x, and y."""
    for x, y in batches:
        yield 2 * x, y


def twice(batch):
    return 2 * batch[0], batch[1]


EXERCISE = Exercise(
    name="doubled",
    signature="doubled(batches) -> generator of (x, y)",
    reference=doubled,
    cases=lambda rng: [Case((Stream(BATCHES),))],
    mistakes=[
        Mistake("a_list", lambda b: [(2 * x, y) for x, y in b], "That is a list."),
        Mistake("reads_all_first", lambda b: iter([(2 * x, y) for x, y in b]), "It reads all."),
    ],
    hints=["Yield.", "Yield in a loop."],
    alternatives=[],
)


@pytest.fixture(params=["from source", "from data"])
def exercise(request, tmp_path: Path):
    bank = Bank("small", ("doubled",), sources={"doubled": EXERCISE})
    if request.param == "from data":
        (tmp_path / "checks.json").write_text(bank_to_text(bank), encoding="utf-8")
        bank = bank_from_data(tmp_path / "checks.json")
    return bank.exercise("doubled")


@pytest.mark.parametrize(
    "lazy",
    [
        doubled,
        lambda batches: ((2 * x, y) for x, y in batches),
        lambda batches: map(twice, batches),
    ],
    ids=["a generator function", "a generator expression", "map"],
)
def test_every_lazy_way_is_right(exercise, lazy):
    assert try_function(exercise, lazy).outcome == "right"


def test_a_list_is_told_from_a_generator(exercise):
    assert try_function(exercise, lambda b: [(2 * x, y) for x, y in b]).mistake == "a_list"


def test_reading_everything_before_the_first_is_asked_for_is_told(exercise):
    assert try_function(exercise, lambda b: iter([(2 * x, y) for x, y in b])).mistake == (
        "reads_all_first"
    )


def test_reading_ahead_is_refused_in_words(exercise):
    def ahead(batches):
        first = next(batches)
        for after in batches:
            yield 2 * first[0], first[1]
            first = after
        yield 2 * first[0], first[1]

    verdict = try_function(exercise, ahead)
    assert verdict.outcome == "mistake"  # what reading everything first gives, too


def test_one_batch_too_few_is_refused_in_words(exercise):
    verdict = try_function(exercise, lambda batches: (b for b in [next(iter(batches))]))
    assert verdict.outcome == "sanity"


def test_a_batch_of_the_wrong_form_is_named_by_its_place(exercise):
    verdict = try_function(exercise, lambda batches: (x for x, y in batches))
    assert verdict.outcome == "sanity"
    assert "Value 1 of the result" in verdict.message


def test_wrong_values_of_the_right_form_are_wrong(exercise):
    verdict = try_function(exercise, lambda batches: ((3 * x, y) for x, y in batches))
    assert verdict.outcome == "wrong"
    assert verdict.evidence.call.startswith("doubled(iter([(np.array([1.0, 2.0])")


def test_a_batch_changed_in_place_is_a_changed_input(exercise):
    def in_place(batches):
        for x, y in batches:
            np.multiply(x, 2, out=x)
            yield x, y

    verdict = try_function(exercise, in_place)
    assert "changes its input" in verdict.message


def test_batches_are_fresh_copies_at_each_call(exercise):
    try_function(exercise, doubled)
    assert BATCHES[0][0].tolist() == [1.0, 2.0]


def test_an_error_on_the_way_is_the_functions_error(exercise):
    def fails(batches):
        yield next(batches)
        raise KeyError("lost")

    assert "KeyError" in try_function(exercise, fails).message


def test_a_generator_without_end_is_stopped(exercise):
    def endless(batches):
        while True:
            yield 1

    verdict = try_function(exercise, endless)
    assert verdict.outcome == "sanity"
    assert "more than 1,000 values" in verdict.message


def test_a_generator_is_nothing_special_where_no_stream_was_given(bank):
    verdict = try_function(bank.exercise("halves"), lambda y: (v / 2 for v in y))
    assert "`yield`" in verdict.message


def test_a_class_of_iterators_is_as_good_as_a_generator_function(exercise):
    class Doubled:
        def __init__(self, batches):
            self.batches = iter(batches)

        def __iter__(self):
            return self

        def __next__(self):
            return twice(next(self.batches))

    assert try_function(exercise, Doubled).outcome == "right"


def test_one_array_for_all_batches_is_noticed(exercise):
    def shared(batches):
        room = np.zeros(10)
        for x, y in batches:
            room[: len(x)] = 2 * x
            yield room[: len(x)], y

    verdict = try_function(exercise, shared)
    assert verdict.outcome == "sanity"
    assert (
        verdict.message == "The result is a generator whose earlier values change when it goes on."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made[:1], "gives 1 value, not 2: it ends before the input does."),
        (lambda made: made[1:], "gives 1 value, not 2: the first is missing."),
        (lambda made: [made[0], made[0], made[1], made[1]], "4 values, not 2: each comes 2 times."),
        (lambda made: [], "gives 0 values, not 2."),
    ],
)
def test_which_batches_came_is_said(exercise, change, words):
    def other(batches):
        yield from change([twice(batch) for batch in batches])

    assert words in try_function(exercise, other).message


def test_none_in_place_of_a_generator_asks_for_yield(exercise):
    verdict = try_function(exercise, lambda batches: None)
    assert verdict.message == (
        "The result is None, not a generator: no line of the function gives its values with "
        "`yield`."
    )
