"""What comes of grading: marks, a graded submission, a graded lesson, and their form as data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

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

    @classmethod
    def from_data(cls, data: Any) -> "Mark":
        """Return the mark that `dataclasses.asdict` has made data of.

        Raises ValueError: If the data have another form.
        """
        match data:
            case {
                "points": int(),
                "max_points": int(),
                "outcome": outcome,
                "mistake": str(),
                "message": str(),
                "card": dict(),
                **others,
            } if outcome in get_args(Outcome) and not others:
                return cls(**data)
        raise ValueError("this is no mark")


@dataclass(frozen=True)
class MarkByHand:
    """What a teacher gives for a cell, or has to.

    cell (str): nbgrader's id of the cell.
    score (float or None): None where a mark is waited for.
    max_score: float.
    comment (str): On the cell; where it is a check, on the answer that it checks.
    """

    cell: str
    score: float | None
    max_score: float
    comment: str


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    student: str.
    status: str.
    seconds: float.
    notes (list of str): What was repaired, what ended early, or why there was nothing to grade.
    marks (dict): `Mark` by exercise, in the order of the lesson.
    written (list of str): The ids of the written answers that are there to be read.
    digest (str): Of what was handed in.
    answers (dict of str to str): A digest of each answer, by the id of the cell that is marked.
    unasked (list of str): The ids of the marked cells whose question, or exercise, the notebook
        lacks.
    notebook (dict): The notebook as it was graded, with what its cells showed. It has a file of its
        own and is no part of the data; empty where nobody asks for it any more.
    """

    student: str
    status: Status
    seconds: float
    notes: list[str]
    marks: dict[str, Mark]
    written: list[str]
    digest: str
    notebook: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    unasked: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        """The points of all exercises together."""
        return sum(mark.points for mark in self.marks.values())

    @property
    def max_points(self) -> int:
        """What all exercises are worth together."""
        return sum(mark.max_points for mark in self.marks.values())

    def to_read(self, later: set[str]) -> set[str]:
        """Return which written answers wait for a mark: those there, and those to newer questions.

        later (set of str): The answers whose question came after the lesson was first graded.
        """
        return {*self.written} | (later & {*self.unasked})

    def worth_now(self, points: dict[str, int], former: dict[str, str]) -> "Graded | None":
        """Return the result in what exercises are worth now; None where others have come.

        points (dict): What each exercise is worth now.
        former (dict): Another name that an exercise had, by its name now.
        """
        marks = {}
        for name, most in points.items():
            mark = self.marks.get(name) or self.marks.get(former.get(name, ""))
            if mark is None:
                return None
            marks[name] = replace(mark, points=most if mark.points else 0, max_points=most)
        return replace(self, marks=marks)

    def row(self) -> dict[str, Any]:
        """Return what `course grade --json` says of the submission."""
        shown = ("points", "max_points", "outcome", "mistake")
        return {
            "student": self.student,
            "status": self.status,
            "points": self.points,
            "max_points": self.max_points,
            "seconds": round(self.seconds, 3),
            "notes": self.notes,
            "exercises": {
                name: {key: getattr(mark, key) for key in shown}
                for name, mark in self.marks.items()
            },
        }

    def to_data(self) -> dict[str, Any]:
        """Return the result as data for JSON: all of it but the notebook."""
        return {
            "digest": self.digest,
            "result": self.row(),
            "marks": {name: asdict(mark) for name, mark in self.marks.items()},
            "written": self.written,
            "answers": self.answers,
            "unasked": self.unasked,
        }

    @classmethod
    def from_data(cls, data: Any) -> "Graded":
        """Return the result that `to_data` has made data of.

        Raises ValueError: If the data have another form, as those of a damaged file.
        """
        match data:
            case {
                "digest": str(digest),
                "result": {
                    "student": str(student),
                    "status": status,
                    "seconds": int() | float() as seconds,
                    "notes": [*notes],
                },
                "marks": dict(marks),
                "written": [*written],
            } if status in get_args(Status) and _are_texts([*notes, *written, *marks]):
                by_exercise = {name: Mark.from_data(mark) for name, mark in marks.items()}
                answers = data.get("answers")  # those of earlier versions have none
                answers = answers if isinstance(answers, dict) else {}
                unasked = data.get("unasked")
                unasked = unasked if isinstance(unasked, list) else []
                return cls(
                    *(student, status, seconds, notes, by_exercise, written, digest),
                    answers=answers,
                    unasked=unasked,
                )
        raise ValueError("this is no result of grading a submission")


@dataclass(frozen=True)
class GradedLesson:
    """What came of a run: the submissions in the order of the students' names.

    changes (tuple of str): What has changed since the last run, in the lesson and in marks.
    """

    lesson: str
    seconds: float
    submissions: Sequence[Graded]
    changes: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return what `course grade --json` writes."""
        return {
            "lesson": self.lesson,
            "seconds": self.seconds,
            "submissions": [graded.row() for graded in self.submissions],
        }


def _are_texts(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
