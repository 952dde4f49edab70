"""For how many points, and for which answer, marks by hand were given when they last counted.

Where points or words are put back, or nbgrader's own programs let a mark wait, it counts again.
"""

from pathlib import Path
from typing import Any

from course.files import read_json, write_json

_REMEMBERED = 10  # answers and points that one mark has counted for


class GivenFor:
    """What marks by hand of a lesson were given for, in a file beside its results.

    course (Path), lesson (str): Whose.
    """

    def __init__(self, course: Path, lesson: str) -> None:
        self._folder = course / "grading" / "results" / lesson
        known = read_json(self._file)
        self._known: dict[str, Any] = known if isinstance(known, dict) else {}
        self._answers: dict[str, dict[str, Any]] = {}

    @property
    def _file(self) -> Path:
        return self._folder / ".given_for.json"

    def note(
        self,
        student: str,
        cell: str,
        mark: float | None,
        points: float,
        program: float | None = None,
    ) -> None:
        """Note that a mark that counts was given for an answer worth so many points.

        mark (float or None): None where nobody has given one yet.
        program (float or None): What the program gave for an exercise.
        """
        found = self._now(student, cell, mark, points, program)
        if found is not None:
            same_mark = [one for one in self._noted(student, cell) if one[0] == mark]
            others = [one for one in same_mark if one != found]
            self._known.setdefault(cell, {})[student] = [*others[1 - _REMEMBERED :], found]

    def is_given_for(
        self,
        student: str,
        cell: str,
        mark: float | None,
        points: float,
        program: float | None = None,
    ) -> bool:
        """Tell whether this mark has counted for the same answer and the same points."""
        found = self._now(student, cell, mark, points, program)
        return found is not None and found in self._noted(student, cell)

    def save(self) -> None:
        """Write down what was noted."""
        if self._known:
            write_json(self._file, self._known)

    def _noted(self, student: str, cell: str) -> list[list[Any]]:
        """Return what the student's latest mark has counted for; earlier versions knew one."""
        noted = self._known.get(cell, {}).get(student) or []
        return [noted] if noted and not isinstance(noted[0], list) else noted

    def _now(
        self, student: str, cell: str, mark: float | None, points: float, program: float | None
    ) -> list[Any] | None:
        answer = self._answer(student, cell)
        about = [] if program is None else [program]
        return None if answer is None else [mark, points, answer, *about]

    def _answer(self, student: str, cell: str) -> str | None:
        if student not in self._answers:
            result = read_json(self._folder / f"{student}.json")
            answers = result.get("answers") if isinstance(result, dict) else None
            self._answers[student] = answers if isinstance(answers, dict) else {}
        return self._answers[student].get(cell)
