"""Errors that are due, and errors that are a mistake."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank, CompiledExercise, CompiledMistake
from helpers.checks.calls import Result, call
from helpers.checks.judge import judge
from helpers.checks.relations.known import find_mistake
from tests.helpers.checks.small_answers import attempt, half, rows


def test_an_expected_error_that_names_what_it_should_is_right(both):
    assert attempt(both, rows, "check_rows").outcome == "right"


def with_error(error):
    def function(counts):
        if 3 in counts:
            raise error
        return counts

    return function


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError(3), "raised KeyError: 3. It should raise ValueError here."),
        (ValueError("empty"), "does not name 3: it says 'empty'."),
        (ValueError("class 13 is empty"), "does not name 3: it says 'class 13 is empty'."),
        (ValueError(), "does not name 3: it says nothing."),
    ],
)
def test_another_error_than_the_expected_one_is_named(both, error, words):
    verdict = attempt(both, with_error(error), "check_rows")
    assert verdict.outcome == "sanity"
    assert words in verdict.message


def test_an_array_that_was_taken_for_a_key_is_told_what_a_key_is(both):
    weights = {0: 1.0}
    message = attempt(both, lambda y: weights[y], "halves").message
    assert "raised TypeError: unhashable type: 'numpy.ndarray'." in message
    assert "An array can't be the key of a dict: look its entries up one by one." in message


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ("y.shape[1]", "Is it `shape[1]`?"),
        ("np.array({0: 1.0}.values())[0]", "it takes `list(d.values())`"),
        ("np.ones(3)[0, 1]", "`a[i, j]` is one number too many"),
        ("[a + b for a, b in [(*y, 0, 0)]]", "than there are names on the left"),
        ("1.0 if y > 0 else 0.5", "take one truth value"),
        ("float(len(y))[0]", "a single number, where you expect several"),
        ("y(0) / 2", "Round brackets call a function"),
        ("{0: 1.0}.values()[0]", "Put `list(...)` around it"),
        ("[0, 0.5, 1][np.array([0, 1])]", "A list takes one place at a time"),
        ("{0: 1.0}[3]", "`get(key, other)` gives something else"),
        ("np.flatnonzero(y < 0)[0]", "There is nothing in it"),
        ("dict([1.0, 2.0])", "makes a dict of pairs"),
        ("np.ones(3)[3]", "Places are counted from 0"),
        ("np.ones(3) * np.ones(4)", "Arrays are combined entry by entry"),
        ("[0, 0.5][len(y) / 2]", "A place is a whole number"),
        ("np.ones(3)[len(y) / 2]", "A place is a whole number"),
        ("np.ones(3)[y / 2]", "`.astype(int)` makes whole numbers of it"),
        ("[0, 0.5].sum()", "`np.array(...)` makes one of it"),
        ("[3, 1].sort() / 2", "Something is None here"),
        ("y * 0.5 == 1 & y", "each comparison needs brackets"),
        ("y[y == 0.5 | y == 1]", "each comparison needs brackets"),
        ("(y / 2) ^ 2", "A power is written `**`"),
        ("__import__('math').log(np.ones(3))", "`np.log`, take whole arrays"),
        ("y.count(1)", "`np.sum(a == value)` counts"),
        ("math.log(2)", "It is a module of Python's own: `import` it"),
        ("yy / 2", "is it spelt as it was before, or is its `import` missing?"),
    ],
)
def test_what_python_says_of_a_slip_is_told_in_plain_words(both, slip, words):
    function = eval(f"lambda y: {slip}", {"np": np})
    assert words in attempt(both, function, "halves").message


def test_an_error_that_is_returned_is_to_be_raised(both):
    returned = attempt(both, lambda c: c if 3 not in c else ValueError("class 3"), "check_rows")
    assert "Write `raise` in place of `return`." in returned.message


def test_a_class_derived_from_the_expected_error_will_do(both):
    class Empty(ValueError):
        pass

    assert attempt(both, with_error(Empty("class 3")), "check_rows").outcome == "right"


def test_a_missing_error_is_a_known_mistake(both):
    assert attempt(both, dict, "check_rows").outcome == "sanity"  # a class, not a function
    assert attempt(both, lambda c: {**c}, "check_rows").mistake == "no_error"


def test_a_value_where_an_error_is_expected_is_shown(both):
    verdict = attempt(both, lambda c: c if 3 not in c else {}, "check_rows")
    assert verdict.message == "Your function should raise ValueError here, but it returned {}."


def test_values_that_look_alike_are_shown_in_full(both):
    exact = replace(both.exercise("halves"), tolerance=1e-12)
    verdict = try_function(exact, lambda y: y / 2 + 1e-8)
    assert verdict.evidence is not None
    assert verdict.evidence.expected == "np.array([0.5, 1.0])"
    assert verdict.evidence.got == "np.array([0.50000001, 1.00000001])"


def raising(bank: Bank, message: str, *, own: bool = False) -> tuple[CompiledExercise, Result]:
    """Return an exercise with a mistake that raises a TypeError with this text."""
    exercise = bank.exercise("halves")
    error = Result(error="TypeError", message=message, own=own)
    results = (error, *exercise.expected[1:])
    return replace(exercise, mistakes=(CompiledMistake("slip", "A slip.", results),)), error


@pytest.mark.parametrize(
    ("message", "again"),
    [
        (
            "f() takes 1 positional argument but 3 were given",
            "f() takes 1 positional argument but 2 were given",
        ),
        ("must be an array. Got [1, 2] instead.", "must be an array. Got {3, 4, 5} instead."),
        (
            "unsupported operand type(s) for *: 'float' and 'dict_values'",
            "unsupported operand type(s) for /: 'dict_values' and 'int'",
        ),
    ],
)
def test_an_error_is_known_by_its_type_and_what_it_says(bank, message, again):
    exercise, error = raising(bank, message)
    due = exercise.expected[1:]
    assert find_mistake(exercise, [replace(error, message=again), *due]) is not None
    assert find_mistake(exercise, [replace(error, message="must be real number"), *due]) is None
    assert find_mistake(exercise, [replace(error, error="KeyError"), *due]) is None


def test_an_error_of_the_functions_own_is_not_that_of_a_package(bank):
    exercise, error = raising(bank, "no good")
    assert find_mistake(exercise, [replace(error, own=True), *exercise.expected[1:]]) is None


NAN_AND_ERRORS = [
    (Result(np.nan), Result(error="ZeroDivisionError", message="division by zero")),
    (Result(np.nan), Result(error="ValueError", message="mean requires at least one data point")),
    (Result(np.array([1, np.inf])), Result(error="ZeroDivisionError", message="division by zero")),
]


@pytest.mark.parametrize(("came", "known"), [*NAN_AND_ERRORS, *(p[::-1] for p in NAN_AND_ERRORS)])
def test_a_mistake_that_divides_by_nothing_is_known_by_numpys_nan_too(bank, came, known):
    exercise = bank.exercise("halves")
    others = [Result(7) for _ in exercise.expected[1:]]
    slip = CompiledMistake("slip", "A slip.", (known, *others))
    told = replace(exercise, mistakes=(slip,))
    assert find_mistake(told, [came, *others]) is slip
    assert find_mistake(told, [came, *exercise.expected[1:]]) is None
    assert find_mistake(told, [Result(7), *others]) is None


def test_nan_everywhere_is_no_mistake_that_always_divides_by_nothing(bank):
    exercise = bank.exercise("halves")
    error = Result(error="ZeroDivisionError", message="division by zero")
    slip = CompiledMistake("slip", "A slip.", (error,) * len(exercise.cases))
    nan = [Result(float("nan"))] * len(exercise.cases)
    assert find_mistake(replace(exercise, mistakes=(slip,)), nan) is None


def test_an_error_that_is_due_may_say_what_it_likes(bank):
    exercise = bank.exercise("check_rows")
    results = [
        replace(due, message="other words") if due.error else Result(7) for due in exercise.expected
    ]
    slip = CompiledMistake(
        "slip", "A slip.", tuple(due if due.error else Result(7) for due in exercise.expected)
    )
    assert find_mistake(replace(exercise, mistakes=(slip,)), results) is slip


def test_a_rule_for_values_goes_before_a_missing_error(bank):
    exercise = bank.exercise("check_rows")
    wrong = {n: Result(7) for n, due in enumerate(exercise.expected) if not due.error}
    slip = CompiledMistake(
        "slip", "A slip.", tuple(wrong.get(n, due) for n, due in enumerate(exercise.expected))
    )
    told = replace(exercise, mistakes=(*exercise.mistakes, slip))
    without_error = [wrong.get(n, Result({})) for n in range(len(exercise.cases))]
    assert find_mistake(told, without_error) is slip


def test_a_rule_for_values_goes_before_a_wrong_form(both):
    assert attempt(both, lambda y: (y * 2).tolist()).mistake == "doubled"
    assert attempt(both, lambda y: (y / 2).tolist()).message.startswith("The result is a list")


def test_results_that_end_early_are_never_right(bank):
    exercise = bank.exercise("halves")
    results = [call(half, case) for case in exercise.cases]
    assert judge(exercise, results).outcome == "right"
    for count in range(len(results)):
        verdict = judge(exercise, results[:count])
        assert verdict.outcome == "wrong"
        assert verdict.message == f"Only {count} of 4 cases were answered."
