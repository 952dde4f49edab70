"""What a check can tell of an exercise: its relatives, the cases and properties that tell apart.

Of the wrong functions that are made from the references, the relatives are kept that the cases tell
from all others. Where two functions give the same on the cases that learners see, but not on fresh
ones, a fresh case that parts them is added, so that nobody hears of a mistake that isn't theirs.
"""

import inspect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from course.compiled import compile_cases, drawn_cases
from course.exercise import Exercise
from course.release.candidates import Candidate, Function, candidates
from course.release.tries import Tries, different
from course.release.varied import varied_cases
from helpers.checks.bank import VISIBLE_SEEDS, CompiledExercise
from helpers.checks.exercise import SINGLE_PRECISION, Case
from helpers.checks.plain import Stream
from helpers.checks.relations.properties import properties, properties_of_the_wrong
from helpers.checks.relations.relatives import Relative, Sketch

FRESH_SEEDS = tuple(range(5, 25))  # the grader's are others
MOST_ADDED = 4


def has_relatives(exercise: Exercise, cases: Sequence[Case]) -> bool:
    """Tell whether results tell how they were made, and plain calls can be made."""
    if exercise.tolerance > SINGLE_PRECISION:
        return False  # results depend on chance
    if any(case.prices is not None for case in cases):
        return False  # many answers are right
    # A stream is handed over as an iterator, which plain calls don't do.
    return not any(isinstance(arg, Stream) for case in cases for arg in case.args)


def with_relatives(exercise: Exercise, others: Mapping[str, Function]) -> CompiledExercise:
    """Return an exercise compiled for learners, with all that can be told of wrong answers.

    exercise: Exercise.
    others (mapping of str to callable): The references of all exercises of the course, by name.
    """
    cases = drawn_cases(exercise, *VISIBLE_SEEDS)
    if not has_relatives(exercise, cases):
        return replace(compile_cases(exercise, cases), telling=())
    cases = (*cases, *varied_cases(exercise, cases))
    made = list(candidates(exercise, others))
    seen = Tries(exercise, cases)
    fresh = Tries(exercise, different(drawn_cases(exercise, *FRESH_SEEDS), cases))
    added = _parting_cases(seen, fresh, made)
    seen.add(added)
    doubtful = {function for pair in _parted(seen, fresh, made) for function in pair}
    return replace(
        compile_cases(exercise, (*cases, *added)),
        relatives=_relatives(seen, [one for one in made if one.function not in doubtful]),
        telling=_telling_properties(seen, fresh, made),
    )


def _parting_cases(seen: Tries, fresh: Tries, made: Sequence[Candidate]) -> list[Case]:
    """Return a few fresh cases on which functions part that are alike on the cases seen."""
    parted = list(_parted(seen, fresh, made).values())
    added: list[Case] = []
    while parted and len(added) < MOST_ADDED:
        [(number, _)] = Counter(n for where in parted for n in where).most_common(1)
        added.append(fresh.cases[number])
        parted = [where for where in parted if number not in where]
    return added


def _parted(
    seen: Tries, fresh: Tries, made: Sequence[Candidate]
) -> dict[tuple[Function, Function], set[int]]:
    """Return the pairs that are alike on the cases seen, with the fresh cases that part them."""
    apart = {pair: set(fresh.where_apart(*pair)) for pair in _alike(seen, made)}
    return {pair: where for pair, where in apart.items() if where}


def _relatives(seen: Tries, made: Sequence[Candidate]) -> tuple[Relative, ...]:
    """Return the wrong functions that the cases tell from the written ones and each other."""
    known = [found for f in _written(seen.exercise) if (found := seen.sketch(f)) is not None]
    kept: list[Relative] = []
    for name, sentence, function in made:
        found = seen.sketch(function)
        if found is None or any(found.fits(other) for other in known):
            continue
        known.append(found)
        kept.append(Relative(name, sentence, found))
    return tuple(kept)


def _telling_properties(seen: Tries, fresh: Tries, made: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the properties of cases that can be told: functions fail where fresh cases have them.

    A property that only the wrong cases of some function have may be chance. It is told if that is
    seen on fresh cases as well, and never the contrary.
    """
    names = list(inspect.signature(seen.exercise.reference).parameters)
    args, fresh_args = (
        [dict(zip(names, case.args, strict=False)) for case in tried.cases]
        for tried in (seen, fresh)
    )
    held = [properties(one) for one in fresh_args]
    borne_out: set[str] = set()
    refuted: set[str] = set()
    mistakes = [mistake.function for mistake in seen.exercise.mistakes]
    for function in [*mistakes, *(one.function for one in made)]:
        wrong = seen.wrong(function)
        if wrong is None:
            continue
        found = properties_of_the_wrong(args, wrong, [""] * len(wrong))
        again = fresh.wrong(function) if found else None
        for words in found if again is not None else ():
            has = [words in one for one in held]
            if has == again and any(has):
                borne_out.add(words)
            elif has != again:
                refuted.add(words)
    return tuple(sorted(borne_out - refuted))


def _written(exercise: Exercise) -> list[Function]:
    """Return the functions of an exercise's own file, right ones first."""
    mistakes = [mistake.function for mistake in exercise.mistakes]
    return [exercise.reference, *exercise.alternatives, *mistakes]


def _alike(seen: Tries, made: Sequence[Candidate]) -> list[tuple[Function, Function]]:
    """Return the pairs of functions that the cases don't tell apart, the first of each known."""
    known: list[tuple[Function, Sketch]] = []
    pairs: list[tuple[Function, Function]] = []
    written = _written(seen.exercise)
    for function in [*written, *(one.function for one in made)]:
        found = seen.sketch(function)
        if found is None:
            continue
        twins = [other for other, known_sketch in known if found.fits(known_sketch)]
        pairs += [(twin, function) for twin in twins]
        if not twins:
            known.append((function, found))
    return pairs
