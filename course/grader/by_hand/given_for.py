"""For how many points, and for which answer, marks by hand were given before points changed.

Where points are put back, these marks count again.
"""

from pathlib import Path
from typing import Any

from course.files import read_json, write_json


class GivenFor:
    """What marks by hand of a lesson were given for, in a file beside its results.

    course (Path), lesson (str): Whose.
    """

    def __init__(self, course: Path, lesson: str) -> None:
        self._folder = course / "grading" / "results" / lesson
        known = read_json(self._file)
        self._known: dict[str, Any] = known if isinstance(known, dict) else {}

    @property
    def _file(self) -> Path:
        return self._folder / ".given_for.json"

    def note(self, student: str, cell: str, mark: float, points: float) -> None:
        """Note that a mark that counts was given for an answer worth so many points."""
        answer = self._answer(student, cell)
        if answer is not None:
            self._known.setdefault(cell, {})[student] = [mark, points, answer]

    def is_given_for(self, student: str, cell: str, mark: float, points: float) -> bool:
        """Tell whether this mark has counted for the same answer and the same points."""
        noted = self._known.get(cell, {}).get(student)
        return noted is not None and noted == [mark, points, self._answer(student, cell)]

    def save(self) -> None:
        """Write down what was noted."""
        if self._known:
            write_json(self._file, self._known)

    def _answer(self, student: str, cell: str) -> str | None:
        result = read_json(self._folder / f"{student}.json")
        answers = result.get("answers") if isinstance(result, dict) else None
        return answers.get(cell) if isinstance(answers, dict) else None
