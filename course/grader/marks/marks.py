"""What comes of grading a submission."""

from dataclasses import dataclass, field
from typing import Any, Literal

from helpers.checks.judge import Outcome

Status = Literal["graded", "repaired", "rejected"]


@dataclass(frozen=True)
class Mark:
    """What one exercise got.

    `message` is for the learner: it never shows a fresh case. `card` is the same as HTML.
    """

    points: int
    max_points: int
    outcome: Outcome
    mistake: str = ""
    message: str = ""
    card: dict[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return the mark as data for JSON."""
        return {
            "points": self.points,
            "max_points": self.max_points,
            "outcome": self.outcome,
            "mistake": self.mistake,
        }


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Attributes
    ----------
    student : str
    status : str
    seconds : float
    notes : list of str
        What was repaired, what ended early, or why there was nothing to grade.
    marks : dict
        `Mark` by exercise, in the order of the lesson.
    notebook : dict
        The notebook as it was graded, with what its cells showed.
    written : list of str
        The ids of the written answers that are there to be read.
    digest : str
        Of what was handed in.
    """

    student: str
    status: Status
    seconds: float
    notes: list[str]
    marks: dict[str, Mark]
    notebook: dict[str, Any]
    written: list[str]
    digest: str

    def data(self) -> dict[str, Any]:
        """Return the result as data for JSON."""
        return {
            "student": self.student,
            "status": self.status,
            "points": sum(mark.points for mark in self.marks.values()),
            "max_points": sum(mark.max_points for mark in self.marks.values()),
            "seconds": round(self.seconds, 3),
            "notes": self.notes,
            "exercises": {name: mark.data() for name, mark in self.marks.items()},
        }
