"""Relatives are made from the references: nobody writes them down, and no answer gets out."""

import json
from pathlib import Path

import numpy as np
import pytest

from course.compiled import bank_to_text, drawn_cases
from course.exercise import Exercise, Mistake
from course.release.checks import bank_with_relatives, references_until
from course.release.mutants import mutants
from course.release.relatives import with_relatives
from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank
from tests.small_course import COURSE


@pytest.fixture(scope="module")
def bank() -> Bank:
    return bank_with_relatives(COURSE / "solutions" / "01_accuracy_paradox")


def ratio(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.sum(a) / np.max(b))


def made(*alternatives) -> Exercise:
    def cases(rng):
        yield from ((rng.integers(1, 90, 5), rng.integers(10, 20, 5)) for _ in range(3))

    return Exercise("ratio", "ratio(a, b) -> float", ratio, cases, (), (), alternatives)


def names_of(exercise: Exercise, others=None) -> set[str]:
    return {relative.name for relative in with_relatives(exercise, others or {}).relatives}


@pytest.mark.parametrize(
    "name",
    [
        "a and b swapped",
        "a division is cut to whole numbers",
        "a quotient is turned round",
        "a for b",
        "a mean is taken where a sum is due",
        "the smallest is taken where the largest is due",
        "a division is left out",
        "of the first row alone",
        "without the last row",
        "without the first row, divided by all",
    ],
)
def test_one_step_changed_is_a_relative(name):
    assert name in names_of(made())


def scaled(counts: dict[int, int], a: float) -> dict[int, float]:
    return {key: value * (3.0 - a) for key, value in counts.items()}


def scaled_counts() -> Exercise:
    def cases(rng):
        for a in (0.0, 0.5, 2.5, round(float(rng.uniform(0.1, 0.9)), 2)):
            yield ({0: 0, 1: int(rng.integers(2, 9)), 2: int(rng.integers(10, 20))}, a)

    return Exercise("scaled", "scaled(counts, a) -> dict", scaled, cases, (), (), ())


@pytest.mark.parametrize(
    "name",
    [
        "a doubled",
        "a at most 1",
        "a in whole numbers",
        "a of 0 taken for 1",
        "counts as roots",
        "counts with 1 added to each",
        "counts with 1 for 0",
    ],
)
def test_an_argument_taken_for_something_else_is_a_relative(name):
    assert name in names_of(scaled_counts())


def test_whoever_takes_a_0_for_none_given_hears_where_the_result_is_wrong():
    exercise = with_relatives(scaled_counts(), {})
    verdict = try_function(exercise, lambda counts, a: scaled(counts, a or 0.7))
    assert "right, except where `a` is 0" in verdict.message


def test_another_exercise_on_the_same_input_is_a_relative():
    assert "rows in its place" in names_of(made(), {"rows": lambda a, b: float(len(a) + b[0])})


def test_an_exercise_of_a_later_lesson_is_none():
    lessons = COURSE / "solutions"
    assert "to_class_ids" not in references_until(lessons / "01_accuracy_paradox")
    assert "to_class_ids" in references_until(lessons / "02_weights_as_a_dict")


def test_a_mistake_on_a_transposed_matrix_is_a_relative():
    def paid(t: np.ndarray, prices: np.ndarray) -> float:
        return float(prices[t, 0].mean())

    def cases(rng):
        yield from ((rng.integers(0, 3, 6), rng.uniform(size=(3, 3))) for _ in range(3))

    mistake = Mistake("summed", lambda t, prices: float(prices[t, 0].sum()), "That is the sum.")
    exercise = Exercise("paid", "paid(t, prices) -> float", paid, cases, (mistake,), (), ())
    assert "summed, prices transposed" in names_of(exercise)


def test_what_gives_the_same_as_the_reference_is_none():
    same = {"twin": ratio}
    assert "twin in its place" not in names_of(made(), same)


def test_a_usual_measure_in_the_place_of_a_number_or_an_entry_is_a_relative():
    def pair(y: np.ndarray, p: np.ndarray) -> tuple[float, float]:
        return float(np.mean(y * p)), float(np.mean(y + p))

    def cases(rng):
        yield from ((rng.integers(0, 2, 20), rng.integers(0, 2, 20)) for _ in range(3))

    exercise = Exercise("pair", "pair(y, p) -> tuple", pair, cases, (), (), ())
    names = names_of(exercise)
    assert {"F1 as entry 1", "recall as entry 2"} <= names


def test_functions_that_only_fresh_cases_tell_apart_get_one_of_these():
    def largest(y: np.ndarray) -> int:
        return int(y.max())

    def cases(rng):  # the last is the largest with the seeds that learners see
        y = rng.integers(0, 99, 5)
        yield (np.sort(y) if rng.bit_generator.seed_seq.entropy < 5 else y,)

    last = Mistake("last", lambda y: int(y[-1]), "The last.")
    exercise = Exercise("largest", "largest(y) -> int", largest, cases, (last,), (), ())
    assert len(with_relatives(exercise, {}).cases) > len(drawn_cases(exercise, 0, 1))


def test_a_changed_function_is_still_a_function():
    import ast

    tree = ast.parse("def f(y):\n    return (y > 1).sum() / len(y) if len(y) else 0.0").body[0]
    assert isinstance(tree, ast.FunctionDef)
    for words, _, changed in mutants(tree):
        assert compile(ast.fix_missing_locations(ast.Module([changed], [])), words, "exec")


def test_the_rarest_and_the_most_frequent_swapped_are_described(bank):
    verdict = try_function(bank.exercise("balanced_accuracy"), lambda t, p: float(np.mean(t == p)))
    assert verdict.outcome in ("mistake", "wrong")
    assert verdict.mistake


def test_relatives_hold_words_and_sums_and_no_results(bank):
    exercises = json.loads(bank_to_text(bank))["exercises"]
    for relative in (one for exercise in exercises for one in exercise["relatives"]):
        name, sentence, form, *sums = relative
        assert all(isinstance(text, str) for text in (name, sentence, form))
        assert len(sums) == 4


def test_no_file_of_checks_is_larger_than_400_kilobytes():
    files = sorted(Path(COURSE / "notebooks").glob("*/checks.json"))
    assert files
    assert max(file.stat().st_size for file in files) <= 400_000
