"""Five outcomes, and the words for each."""

import re
import sys
from bdb import Bdb
from dataclasses import replace

import numpy as np
import pytest

from helpers.checks.attempt import try_function
from helpers.checks.bank import CompiledExercise, CompiledMistake
from helpers.checks.calls import Result, call
from helpers.checks.exercise import Case
from helpers.checks.judge import Verdict, judge
from helpers.checks.relations.relatives import Relative, sketch
from tests.helpers.checks.small_answers import attempt, half, rows

from .nasty import NASTY


def test_a_right_answer_is_right(both):
    assert attempt(both, half) == Verdict("right", "halves is right in all 4 cases.")


def test_a_known_mistake_gets_its_hint_and_the_first_case_that_shows_it(both):
    verdict = attempt(both, lambda y: y * 2)
    assert (verdict.outcome, verdict.mistake) == ("mistake", "doubled")
    assert verdict.message == "You doubled it. We want half."
    assert verdict.evidence is not None
    assert verdict.evidence.call == "halves(np.array([1.0, 2.0]))"
    assert verdict.evidence.expected == "np.array([0.5, 1.0])"
    assert verdict.evidence.got == "np.array([2.0, 4.0])"


def test_a_mistake_of_another_form_is_recognised_before_its_form_is_refused(both):
    assert attempt(both, lambda y: np.mean(y / 2)).mistake == "mean"


def test_a_mistake_is_recognised_within_the_tolerance(both):
    assert attempt(both, lambda y: y * (2 + 1e-12)).mistake == "doubled"


def test_a_mistake_in_some_cases_only_is_not_recognised(both):
    verdict = attempt(both, lambda y: y * 2 if len(y) == 2 else y / 2)
    assert verdict.outcome == "wrong"
    assert verdict.message == (
        "Your result is right, except where `y` has values above 1. 2.0 can't be right: a number "
        "in the result always lies between 0 and 1."
    )


def test_wrong_values_are_counted_and_placed(both):
    verdict = attempt(both, lambda y: np.where(y == 2, 0, y / 2))
    assert verdict.outcome == "wrong"
    assert verdict.message.endswith(
        "Your result has the right form, but the wrong value in 1 of 4 cases. "
        "In the case below, 1 of 2 entries differ, the first one at [1]."
    )


def test_wrong_values_everywhere_are_wrong_in_all_cases(both):
    verdict = attempt(both, lambda y: y / 3)
    assert verdict.message.endswith("the wrong value in all 4 cases.")


def test_a_wrong_answer_is_described_where_no_mistake_fits(both):
    verdict = attempt(both, lambda y: y / 3)
    assert verdict.outcome == "wrong"
    assert verdict.mistake == "a constant factor"
    assert verdict.message.startswith("Each number of your result is 1.5 times too small.")


def test_what_is_out_of_range_is_described_where_a_relation_is_sure(both):
    verdict = attempt(both, lambda y: y * 0.7)
    assert verdict.outcome == "wrong"
    assert verdict.message.startswith("Each number of your result is 1.4 times too large.")


def test_the_number_that_is_out_of_range_is_the_one_that_is_shown(bank):
    exercise = bank.exercise("halves")
    cases, expected = exercise.cases[1::-1], exercise.expected[1::-1]  # the small number first
    verdict = try_function(
        replace(exercise, cases=cases, expected=expected, mistakes=()), lambda y: y * 0.7
    )
    assert verdict.evidence is not None
    assert "1.4 can't be right" in verdict.message
    assert "1.4" in verdict.evidence.got


def test_a_relative_is_told_where_no_simple_relation_fits(bank):
    exercise = bank.exercise("halves")
    results = [call(lambda y: y / 2 + 0.1 * np.sin(9 * y), case) for case in exercise.cases]
    relative = Relative("a cousin", "This is the cousin.", sketch([r.value for r in results]))
    assert judge(exercise, results).mistake != "a cousin"
    verdict = judge(replace(exercise, relatives=(relative,)), results)
    assert (verdict.outcome, verdict.mistake) == ("wrong", "a cousin")
    assert verdict.message.startswith("This is the cousin.")


def test_a_wrong_form_is_shown_with_the_case_where_it_happens(both):
    verdict = attempt(both, lambda y: y / 3 if len(y) > 1 else [0.2])
    assert verdict.outcome == "sanity"
    assert verdict.message.startswith("The result is a list of length 1, not an array of floats")
    assert verdict.evidence is not None
    assert verdict.evidence.call == "halves(np.array([0.5]))"


def left_at_a_breakpoint(y: np.ndarray) -> None:
    debugger = Bdb()
    debugger.reset()
    debugger.quitting = True  # as where nobody can type a command
    debugger.dispatch_line(sys._getframe())


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda y: None, "The result is None"),
        (lambda y: np.full(len(y), np.nan), "The result holds NaN"),
        (lambda y: y.reshape(-1, 1) / 2, "has shape (2, 1), but (2,) is asked for"),
        (lambda y: y > 1, "holds True/False values, but floats are asked for"),
        (np.exp, "2.71828 can't be right"),
        (lambda y: np.divide(y, 2, out=y), "Your function changes its input"),
        (lambda y: y.nothing, "raised AttributeError: 'numpy.ndarray' object has no attribute"),
        (lambda y: exec("raise SystemExit"), "raised SystemExit, without a text."),
        (left_at_a_breakpoint, "raised Exception: BdbQuit. A breakpoint was left in it"),
        (lambda: 1, "but 1 was given. It is called as `halves(y)`."),
        (lambda y: exec("raise KeyboardInterrupt"), "was interrupted (KeyboardInterrupt)"),
        (lambda y: setattr(np, "mean", 1), "puts something else in place of `np.mean`"),
        (lambda y: (v for v in y), "an object of type generator, not an array of floats"),
    ],
)
def test_a_fault_of_form_gets_a_sentence_about_just_that(both, function, words):
    verdict = attempt(both, function)
    assert verdict.outcome == "sanity"
    assert words in verdict.message


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("name", ["halves", "check_rows"])
def test_an_object_equal_to_everything_is_never_right(both, kind, name):
    assert attempt(both, lambda y: NASTY[kind](), name).outcome == "sanity"


def test_a_function_without_end_is_stopped_once(both, monkeypatch):
    calls = []

    def quick_call(function, case):
        calls.append(case)
        return call(function, case, seconds=0.05)

    def endless(y):
        while True:
            pass

    monkeypatch.setattr("helpers.checks.attempt.call", quick_call)
    verdict = attempt(both, endless)
    assert verdict.outcome == "sanity"
    assert verdict.message.startswith("Your function was stopped after 2 seconds")
    assert verdict.evidence is not None
    assert verdict.evidence.got == "no answer in time"
    assert len(calls) == 1


def test_the_stub_is_not_attempted(both):
    verdict = attempt(both, lambda y: ...)
    assert verdict.outcome == "not attempted"
    assert verdict.message.startswith("halves still returns `...`")
    assert verdict.evidence is None


def test_not_implemented_is_not_attempted(both):
    def stub(y):
        raise NotImplementedError

    verdict = attempt(both, stub)
    assert verdict.outcome == "not attempted"
    assert verdict.message.startswith("halves still raises NotImplementedError")


def test_the_ellipsis_itself_is_not_attempted(both):
    assert attempt(both, ...).outcome == "not attempted"


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (5, "`halves` is 5 (of type int), not a function"),
        (None, "`halves` is None (of type NoneType), not a function"),
        ("half", "`halves` is 'half' (of type str), not a function"),
        (np.zeros(2), "`halves` is of type ndarray, not a function"),
        (dict, "`halves` is a class, not a function"),
        (type("A", (), {}), "`halves` is a class, not a function"),
    ],
)
def test_what_is_no_function_is_named(both, thing, words):
    verdict = attempt(both, thing)
    assert verdict.outcome == "sanity"
    assert verdict.message.startswith(words)


@pytest.mark.parametrize("kind", NASTY)
def test_a_nasty_thing_for_a_function_gets_a_sentence(both, kind):
    assert attempt(both, NASTY[kind]()).outcome == "sanity"


def test_what_is_printed_is_handed_on(bank):
    verdict = attempt(bank, lambda y: print(len(y)))
    assert verdict.printed == "2\n1\n4\n4\n"


def test_who_prints_and_returns_nothing_hears_what_return_is_for(bank):
    printing = attempt(bank, lambda y: print(len(y))).message
    assert printing.endswith("`print` only shows a value, `return` hands it on.")
    assert "print" not in attempt(bank, lambda y: None).message
    assert "print" not in attempt(bank, lambda y: print(y) or [0]).message


def test_a_long_case_makes_no_wall(bank):
    exercise = bank.exercise("halves")
    case = type(exercise.cases[0])((np.arange(10_000) / 7,))
    long = type(exercise)(**{**vars(exercise), "cases": (case,), "expected": (call(half, case),)})
    evidence = judge(long, [call(lambda y: [{"a": y}] * 500, case)]).evidence
    assert evidence is not None
    assert max(len(evidence.call), len(evidence.expected), len(evidence.got)) <= 170
    assert re.search(r"shape \(10000,\)\)", evidence.call)


@pytest.mark.parametrize("kind", [np.int64, np.int32])
def test_what_json_cannot_keep_is_refused_where_it_must(bank, kind):
    exercise = bank.exercise("check_rows")
    strict = replace(exercise, json_safe=True)

    def of_kind(counts):
        return {c: kind(n) for c, n in rows(counts).items()}

    assert try_function(strict, rows).outcome == "right"
    assert try_function(exercise, of_kind).outcome == "right"
    verdict = try_function(strict, of_kind)
    assert verdict.message.startswith("JSON can't keep your result")
    assert kind.__name__ in verdict.message


def test_what_json_cannot_keep_is_named_with_its_key_and_nothing_is_said_of_the_values(bank):
    """The values are right: that some cases alone hold such a number is no rule of their data."""
    due = Result({"a": 1, "b": {"c": 0.5}})
    cases = tuple(Case(({n: n},)) for n in range(4))
    asked = CompiledExercise(
        "filed", "filed(d) -> dict", 1, 0.0, None, ("", ""), cases, (due,) * 4, (), json_safe=True
    )
    numpys = Result({"a": 1, "b": {"c": np.float32(0.5)}})
    verdict = judge(asked, [due, due, numpys, numpys])
    assert verdict.message == (
        "JSON can't keep your result: it holds a NumPy number of type np.float32, under the key "
        "'c'. The call below shows NumPy's numbers as plain ones."
    )
    listed = Result({"a": np.int64(1), "b": {"c": 0.5}})
    assert "of type np.int64, under the key 'a'." in judge(asked, [listed] * 4).message


def test_where_every_digit_counts_an_array_of_ints_is_none_of_floats():
    due, cases = Result(np.array([0.0, 10.0])), (Case((1,)), Case((2,)))
    asked = CompiledExercise(
        "prices", "prices(n) -> array", 1, 1e-5, None, ("", ""), cases, (due, due), ()
    )
    got = Result(np.array([0, 10]))
    assert judge(asked, [got, got]).outcome == "right"
    verdict = judge(replace(asked, tolerance=0.0), [got, got])
    assert verdict.outcome == "sanity"
    assert verdict.message == "The result holds ints, but floats are asked for."


def test_numpys_keys_are_as_good_as_plain_ones_where_an_exercise_leaves_them_open():
    due = Result({1: 0.5, 4: 2.0})
    cases = (Case((1,)), Case((2,)))
    asked = CompiledExercise(
        "keys", "keys(n) -> dict", 1, 1e-5, None, ("", ""), cases, (due, due), ()
    )
    got = Result({np.int64(1): 0.5, np.int64(4): 2.0})
    assert judge(asked, [got, got]).outcome == "sanity"
    assert judge(replace(asked, any_keys=True), [got, got]).outcome == "right"
    wrong = Result({np.int64(1): 0.5, np.int64(4): 2.5})
    assert judge(replace(asked, any_keys=True), [wrong, wrong]).outcome == "wrong"


def test_a_constant_is_said_before_the_mistake_that_gives_it(bank):
    exercise = bank.exercise("halves")
    zero = CompiledMistake("zeros", "You return zeros.", (Result(0.0),) * 3)
    numbers = replace(
        exercise,
        cases=exercise.cases[:3],
        expected=tuple(map(Result, (0.1, 0.2, 0.3))),
        mistakes=(zero,),
    )
    verdict = judge(numbers, [Result(0.0)] * 3)
    assert (verdict.outcome, verdict.mistake) == ("mistake", "zeros")
    assert verdict.message.startswith("Your function gives 0 whatever it is called with.")
    assert verdict.message.endswith("One way to get there: you return zeros.")
