"""Nobody hears of a mistake that isn't theirs: what is told of a wrong function holds elsewhere.

Each mistake of an exercise and each wrong function that the release makes from the references is
checked as on a learner's machine. Where it is told to be another one, the two must give the same on
fresh cases, which neither the release nor the learner has seen.
"""

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from course.compiled import drawn_cases
from course.exercise import Exercise
from course.release.candidates import Function, candidates
from course.release.checks import references_until
from course.release.relatives import has_relatives
from course.release.tries import Tries
from helpers.checks.bank import bank_from_data, bank_from_source
from helpers.checks.calls import call
from helpers.checks.judge import judge
from helpers.checks.relations.known import in_the_form_of

COURSE = Path(__file__).resolve().parents[2]
RELEASED = [bank_from_data(file) for file in sorted(COURSE.glob("notebooks/*/checks.json"))]
SOURCES = [bank_from_source(folder) for folder in sorted(COURSE.glob("solutions/*/exercises"))]
EXERCISES = {name: exercise for bank in SOURCES for name, exercise in bank.sources.items()}
FRESH_SEEDS = (2, 3, 31, 32)


@cache
def references(exercise: str) -> Mapping[str, Function]:
    (folder,) = COURSE.glob(f"solutions/*/exercises/{exercise}.py")
    return references_until(folder.parents[1])


def told(exercise: Exercise, function: Function) -> str:
    """Return what a learner hears that a function is: the name of a mistake or of a relation."""
    (bank,) = [bank for bank in RELEASED if exercise.name in bank.names]
    released = bank.exercise(exercise.name)
    return judge(released, [call(function, case) for case in released.cases]).mistake


def in_form(exercise: Exercise, function: Function) -> Function:
    """Return a function with the same values, in the form that is asked for."""

    def formed(*arguments: object) -> object:
        due = exercise.reference(*copy.deepcopy(arguments))
        return in_the_form_of(due, function(*arguments))

    return formed


def wrong_diagnoses(exercise: Exercise) -> list[str]:
    written = {mistake.name: mistake.function for mistake in exercise.mistakes}
    made: dict[str, list[Function]] = {}
    for name, _, function in candidates(exercise, references(exercise.name)):
        made.setdefault(name, []).append(function)
    fresh = Tries(exercise, drawn_cases(exercise, *FRESH_SEEDS))
    found = []
    for name, function in [*written.items(), *((n, f) for n, fs in made.items() for f in fs)]:
        heard = told(exercise, function)
        meant = [written[heard]] if heard in written else made.get(heard, [])
        # What is wrong in its form, too, is told the rule for values first.
        alike = (function, in_form(exercise, function))
        if meant and all(fresh.where_apart(one, other) for one in alike for other in meant):
            found.append(f"{name} is told to be {heard}")
    return found


@pytest.mark.parametrize("name", EXERCISES)
def test_each_mistake_is_told_to_be_itself_on_a_learners_machine(name):
    exercise = EXERCISES[name]
    for mistake in exercise.mistakes:
        assert told(exercise, mistake.function) == mistake.name


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
def test_no_wrong_function_is_told_to_be_another(name):
    exercise = EXERCISES[name]
    if has_relatives(exercise, drawn_cases(exercise, 0)):
        assert wrong_diagnoses(exercise) == []
