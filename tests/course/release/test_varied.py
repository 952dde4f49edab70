"""Cases that differ from another in one argument only are made where right answers agree."""

import numpy as np

from course.compiled import drawn_cases
from course.exercise import Exercise
from course.release.varied import EACH, varied_cases
from helpers.checks.compare import identical
from helpers.checks.exercise import Case


def weighted(y: np.ndarray, weights: dict[int, float], factor: float) -> float:
    return float(factor * sum(n * weights[label] for n, label in enumerate(y.tolist(), start=1)))


def made(*alternatives, mistakes=()) -> Exercise:
    def cases(rng):
        for factor in (1.5, 2.5, 4.0):
            yield rng.permutation([0, 0, 1, 2, 2]), {0: 1.0, 1: 5.0, 2: 2.0}, factor

    return Exercise("weighted", "", weighted, cases, mistakes, (), alternatives)


def places(exercise: Exercise, cases: list[Case]) -> list[int]:
    """Return in which argument each case differs from one that was drawn."""
    found = []
    for new in cases:
        apart = [
            [n for n, a in enumerate(new.args) if not identical(a, old.args[n])]
            for old in drawn_cases(exercise, 0)
        ]
        found.append(min(apart, key=len))
    assert all(len(places) == 1 for places in found)
    return [place for (place,) in found]


def test_each_argument_is_varied_alone():
    exercise = made()
    new = varied_cases(exercise, drawn_cases(exercise, 0))
    assert len(new) == 3 * EACH
    assert set(places(exercise, new)) >= {0, 1}


def test_what_an_alternative_answers_otherwise_is_no_case():
    def by_order(y, weights, factor):
        """Take the weights in their order: as good, unless they come in another one."""
        return weighted(y, {0: 1.0, 1: 5.0, 2: 2.0}, factor)

    exercise = made(by_order)
    new = varied_cases(exercise, drawn_cases(exercise, 0))
    assert 1 not in places(exercise, new)


def test_a_function_of_one_argument_gets_none():
    exercise = Exercise("total", "", lambda y: 1.0, lambda rng: [(np.arange(3),)], (), (), ())
    assert varied_cases(exercise, drawn_cases(exercise, 0)) == []


def test_cases_that_vary_each_argument_themselves_get_none():
    def cases(rng):
        for factor in (1.5, 2.5):
            yield np.array([0, 1]), {0: 1.0, 1: 5.0}, factor
            yield np.array([1, 0]), {0: 1.0, 1: 5.0}, factor
            yield np.array([0, 1]), {0: 1.0, 1: 7.0}, factor

    exercise = Exercise("weighted", "", weighted, cases, (), (), ())
    drawn = drawn_cases(exercise, 0)
    assert varied_cases(exercise, drawn) == []
    assert varied_cases(exercise, drawn[:3]) != []
