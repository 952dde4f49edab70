"""Answers that draw at random: the same seed, the same result."""

from dataclasses import replace

import numpy as np
import pytest

from course.compiled import compile_exercise
from course.exercise import Exercise, Mistake
from helpers.checks.attempt import try_function
from helpers.checks.bank import CompiledExercise
from tests.helpers.checks.small_answers import attempt


def drawn(y, seed):
    return float(np.random.default_rng(seed).uniform(0, 0.001))


@pytest.fixture
def seeded() -> CompiledExercise:
    def cases(rng):
        yield (rng.uniform(size=3), 5)

    exercise = Exercise("drawn", "drawn(y, seed) -> float", drawn, cases, (), (), ())
    settings = replace(exercise, tolerance=0.05, repeatable=True, seeded=True)
    return compile_exercise(settings, 0)


def test_a_seed_must_count(seeded):
    assert try_function(seeded, drawn).outcome == "right"
    verdict = try_function(seeded, lambda y, seed: drawn(y, 7))
    assert verdict.outcome == "sanity"
    assert verdict.message.startswith("Whatever the seed, your function gives the same result")
    assert "`seed`" in verdict.message


def test_what_chance_draws_is_shown_as_about_right(seeded):
    evidence = try_function(seeded, lambda y, seed: drawn(y, seed) + 1).evidence
    assert evidence is not None
    assert evidence.expected.startswith("about 0.0")


def test_two_results_of_one_call_are_told_where_the_result_is_wrong_too(seeded):
    chance = np.random.default_rng(0)
    verdict = try_function(seeded, lambda y, seed: float(1 + chance.uniform()))
    assert (verdict.outcome, verdict.mistake) == ("wrong", "two results")
    assert verdict.message.startswith("Called twice with the same arguments")


def shown(y, draws, seed):
    return float(np.random.default_rng(seed).random(draws).mean())


@pytest.fixture
def counted() -> CompiledExercise:
    def cases(rng):
        for draws in (3000, 3100, 3200):
            yield (rng.uniform(size=3) * 0, draws, 5)

    def halved(y, draws, seed):
        return shown(y, draws, seed) / 2

    mistakes = (Mistake("halved", halved, "You divided by 2."),)
    exercise = Exercise("shown", "shown(y, draws, seed) -> float", shown, cases, mistakes, (), ())
    return compile_exercise(replace(exercise, tolerance=0.05), 0)


def test_where_chance_has_a_part_an_argument_without_effect_is_named(counted):
    assert try_function(counted, shown).outcome == "right"
    verdict = try_function(counted, lambda y, draws, seed: shown(y, 3000, seed) * 2)
    assert verdict.mistake == "independent of draws"
    assert verdict.message.count("`draws`") == 1


def test_where_chance_has_a_part_a_mistake_uses_the_same_arguments(counted):
    verdict = try_function(counted, lambda y, draws, seed: shown(y, draws, seed) / 2)
    assert verdict.mistake == "halved"
    verdict = try_function(counted, lambda y, draws, seed: shown(y, 3000, seed) / 2)
    assert verdict.mistake == "independent of draws"


def test_a_result_without_its_seed_is_not_repeated(seeded):
    verdict = try_function(seeded, lambda y, seed: drawn(y, None))
    assert verdict.message.startswith("Called twice with the same arguments")


def test_what_is_drawn_without_a_seed_is_told(both):
    chance = np.random.default_rng(0)
    verdict = attempt(both, lambda y: y / 2 * chance.uniform(0.5, 0.9, len(y)))
    assert (verdict.outcome, verdict.mistake) == ("wrong", "two results")
    assert "does it draw at random" in verdict.message


def test_what_is_kept_from_one_call_to_the_next_is_told_before_a_mistake_that_it_looks_like(both):
    seen = []

    def doubled_at_first(y):
        seen.append(y)
        return y * 2 if len(seen) <= len(both.exercise("halves").cases) else y / 2

    verdict = attempt(both, doubled_at_first)
    assert (verdict.outcome, verdict.mistake) == ("wrong", "two results")
    assert "keep something from one call to the next" in verdict.message
    assert "doubled" not in verdict.message


def test_what_is_kept_and_has_another_form_is_told_both(both):
    seen = []

    def growing(y):
        seen.extend(y / 2)
        return np.array(seen)

    verdict = attempt(both, growing)
    assert (verdict.outcome, verdict.mistake) == ("sanity", "two results")
    assert "shape" in verdict.message


def test_a_wrong_function_that_draws_nothing_is_not_said_to_give_two_results(both):
    assert attempt(both, lambda y: np.where(y == 2, 0.0, y / 2)).mistake != "two results"
