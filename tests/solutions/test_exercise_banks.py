"""Every exercise of every lesson: right answers pass, and each mistake is told from all others."""

import ast
import inspect
import re
import textwrap
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from course.compiled import compile_exercise
from course.exercise import Exercise
from helpers.checks.attempt import try_function
from helpers.checks.bank import CompiledExercise, bank_from_source
from helpers.checks.calls import call
from helpers.checks.checker import HIDDEN_SEEDS
from helpers.checks.compare import identical
from helpers.checks.judge import judge

COURSE = Path(__file__).resolve().parents[2]
SEEDS = range(21)
# A matrix, or a weight, survives JSON to the last bit.
ABOUT_PRECISION = {"loss_config", "loss_from_config", "weight_card"}
BANKS = {
    folder.parent.name: bank_from_source(folder)
    for folder in sorted(COURSE.glob("solutions/*/exercises"))
}
EXERCISES = {
    f"{lesson[:2]}-{name}": exercise
    for lesson, bank in BANKS.items()
    for name, exercise in bank.sources.items()
}
MISTAKES = {
    f"{key}-{mistake.name}": (exercise, mistake)
    for key, exercise in EXERCISES.items()
    for mistake in exercise.mistakes
}
each_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES.values(), ids=list(MISTAKES)
)


@cache
def compiled(key: str, seed: int) -> CompiledExercise:
    exercise = EXERCISES[key]
    if seed not in (0, *HIDDEN_SEEDS):  # only right answers are tried on the others
        exercise = replace(exercise, mistakes=())
    return compile_exercise(exercise, seed)


def cases(exercise: Exercise, seed: int) -> CompiledExercise:
    """Return an exercise with the cases of a seed; drawn once for all tests."""
    (key,) = (key for key, other in EXERCISES.items() if other is exercise)
    return compiled(key, seed)


def test_there_are_exercises():
    assert len(EXERCISES) >= 6


@each_exercise
def test_the_reference_is_right_on_every_seed(exercise):
    for seed in SEEDS:
        verdict = try_function(cases(exercise, seed), exercise.reference)
        assert verdict.outcome == "right", (seed, verdict)


@each_exercise
def test_every_alternative_is_accepted_on_every_seed(exercise):
    for number, alternative in enumerate(exercise.alternatives, start=1):
        for seed in SEEDS:
            verdict = try_function(cases(exercise, seed), alternative)
            assert verdict.outcome == "right", (f"alternative {number}", seed, verdict)


def single(value, *, plain=False):
    """Return a result with all its floats in single precision, as Keras computes them.

    plain: Whether they have to be Python's own floats, as in what JSON keeps.
    """
    if plain and isinstance(value, float):
        return float(np.float32(value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    if isinstance(value, float | np.floating):
        return np.float32(value)
    if isinstance(value, dict):
        return {key: single(item, plain=plain) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(single(item, plain=plain) for item in value)
    return value


@each_exercise
def test_single_precision_is_right_unless_the_exercise_is_about_precision(exercise):
    if exercise.name in ABOUT_PRECISION:
        assert exercise.tolerance == 0
        return
    for seed in range(4):
        verdict = try_function(
            cases(exercise, seed),
            lambda *args: single(exercise.reference(*args), plain=exercise.json_safe),
        )
        assert verdict.outcome == "right", (seed, verdict)


@each_mistake
def test_every_mistake_gets_its_own_hint(exercise, mistake):
    verdict = try_function(cases(exercise, 0), mistake.function)
    assert (verdict.outcome, verdict.mistake) == ("mistake", mistake.name)
    # Where a mistake gives one constant, that is said first.
    assert verdict.message.endswith(mistake.hint[1:])


@each_mistake
def test_every_mistake_is_rejected_on_hidden_cases(exercise, mistake):
    for seed in HIDDEN_SEEDS:
        drawn = cases(exercise, seed)
        (tried,) = (other for other in drawn.mistakes if other.name == mistake.name)
        # What it gave on these cases is known already: the cases were drawn with it.
        outcome = judge(drawn, list(tried.results)).outcome
        assert outcome in ("mistake", "sanity"), (seed, outcome)


@each_exercise
def test_no_two_mistakes_give_the_same_results(exercise):
    mistakes = cases(exercise, 0).mistakes
    for number, a in enumerate(mistakes):
        for b in mistakes[:number]:
            alike = all(
                (x.error, x.changed) == (y.error, y.changed)
                and identical(x.value, y.value, exercise.tolerance)
                for x, y in zip(a.results, b.results, strict=True)
            )
            assert not alike, f"{a.name} and {b.name} can't be told apart"


@each_exercise
def test_no_mistake_changes_its_input_by_accident(exercise):
    for mistake in cases(exercise, 0).mistakes:
        changes = any(result.changed for result in mistake.results)
        assert changes is ("input" in mistake.hint and "change" in mistake.hint), mistake.name


@each_exercise
def test_the_reference_raises_only_what_the_contract_says(exercise):
    for seed in (0, *HIDDEN_SEEDS):
        drawn = cases(exercise, seed)
        for case, expected in zip(drawn.cases, drawn.expected, strict=True):
            assert expected.error in ("", "ValueError")
            assert bool(case.mentions) == bool(expected.error)
            assert not expected.changed


@each_exercise
def test_there_are_enough_of_everything(exercise):
    assert len(exercise.mistakes) >= 4
    assert len(exercise.alternatives) >= 2
    assert len(exercise.hints) == 2
    assert 3 <= len(cases(exercise, 0).cases) <= 20
    assert exercise.points >= 1


@each_exercise
def test_at_least_one_case_depends_on_the_seed(exercise):
    first, *others = ([case.args for case in cases(exercise, seed).cases] for seed in range(4))
    assert not any(identical(first, other) for other in others)


@each_exercise
def test_the_cases_of_a_seed_are_the_same_each_time(exercise):
    again = compile_exercise(exercise, 0)
    assert identical(
        [case.args for case in again.cases], [case.args for case in cases(exercise, 0).cases]
    )


@each_exercise
def test_names_and_hints_are_not_used_twice(exercise):
    names = [mistake.name for mistake in exercise.mistakes]
    texts = [mistake.hint for mistake in exercise.mistakes] + list(exercise.hints)
    assert len(set(names)) == len(names)
    assert len(set(texts)) == len(texts)


@each_exercise
def test_names_are_in_snake_case(exercise):
    for name in [exercise.name, *(mistake.name for mistake in exercise.mistakes)]:
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", name)


def test_an_exercise_has_a_name_of_its_own():
    names = [exercise.name for exercise in EXERCISES.values()]
    assert len(set(names)) == len(names)


@each_exercise
def test_the_reference_has_a_complete_docstring_and_type_hints(exercise):
    doc = inspect.getdoc(exercise.reference) or ""
    signature = inspect.signature(exercise.reference)
    assert len(doc.splitlines()) >= 3
    assert signature.return_annotation is not signature.empty
    for parameter in signature.parameters.values():
        assert re.search(rf"\b{parameter.name}\b", doc)
        assert parameter.annotation is not parameter.empty


def squeezed(text: str) -> str:
    return re.sub(r"\s|`", "", text)


def core_lines(exercise: Exercise) -> list[str]:
    """Return what the reference returns, and the longest thing it works out, without spaces.

    A name, or the call of one function on names such as `np.unique(y)`, is no solution.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference)))
    returned: list[str] = []
    assigned: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Return | ast.Assign | ast.AugAssign) or node.value is None:
            continue
        inner = list(ast.walk(node.value))
        if sum(isinstance(part, ast.Call | ast.BinOp | ast.Compare) for part in inner) > 1:
            code = squeezed(ast.unparse(node.value))
            (returned if isinstance(node, ast.Return) else assigned).append(code)
    return returned + sorted(assigned, key=len)[-1:]


@each_exercise
def test_no_hint_gives_the_solution_away(exercise):
    hints = [*exercise.hints, *(mistake.hint for mistake in exercise.mistakes)]
    for line in core_lines(exercise):
        assert not any(line in squeezed(hint) for hint in hints), line


@each_exercise
def test_hints_are_short_sentences(exercise):
    for mistake in exercise.mistakes:
        sentences = re.findall(r"[.?](?=\s|$)", mistake.hint)
        assert 1 <= len(sentences) <= 3, mistake.name
        assert len(mistake.hint) <= 300
    for text in [*exercise.hints, *(mistake.hint for mistake in exercise.mistakes)]:
        assert text == text.strip()
        assert text[-1] in ".?"
        assert "!" not in re.sub("`[^`]*`|!=", "", text)


@each_exercise
def test_a_call_takes_well_under_a_second(exercise):
    for case in cases(exercise, 0).cases:
        # A machine may stand still for a moment.
        tries = (call(exercise.reference, case, seconds=0.5).error for _ in range(3))
        assert any(error != "TooSlow" for error in tries)
