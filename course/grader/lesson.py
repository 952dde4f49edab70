"""What grading knows of a lesson: the released notebook, its checks, the cases of this run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from course.compiled import compile_exercise
from course.files import judging_files, python_files
from course.folders import CourseError, lesson_notebook
from course.grader.early import modules_for_answers, modules_of, quick_imports
from course.grader.notebook.names import Names, Statement, names_of, statements_of
from course.release.faults import points_fault
from course.released import released_copy
from helpers.checks.bank import CHECKS_FILE, VISIBLE_SEEDS, CompiledExercise, bank_from_data
from helpers.checks.exercise import CheckError
from helpers.checks.relations.relatives import Relative
from helpers.checks.source import BANK_FOLDER, exercise_files, load_exercises

FRESH_DRAWS = 3  # as many as under stock nbgrader


@dataclass(frozen=True)
class Task:
    """An exercise of a lesson with the cases that learners see, and fresh ones."""

    visible: CompiledExercise
    fresh: tuple[CompiledExercise, ...]

    @property
    def name(self) -> str:
        """The name of the exercise and of its function."""
        return self.visible.name

    @property
    def solution_id(self) -> str:
        """The id of the cell with the answer."""
        return f"{self.name.replace('_', '-')}-solution"

    @property
    def check_id(self) -> str:
        """The id of the cell with the check."""
        return f"{self.name.replace('_', '-')}-check"


@dataclass(frozen=True)
class Lesson:
    """A lesson as it is graded. Plain data: it travels to other machines.

    name: str.
    notebook (dict): The released notebook.
    checks (str): The content of `checks.json`.
    tasks: tuple of Task.
    seed (int): The seed of the run.
    statements (dict): The code of each code cell of the released notebook, with its names, by cell
        id.
    others (dict): The names of the exercises of each other lesson, by its name.
    former (dict): The name that an exercise had when some handed in, by its name now.
    later (frozenset of str): The exercises that came after the lesson was first graded.
    """

    name: str
    notebook: dict[str, Any]
    checks: str
    tasks: tuple[Task, ...]
    seed: int
    statements: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    others: dict[str, frozenset[str]] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    later: frozenset[str] = frozenset()

    @property
    def max_points(self) -> int:
        """What all exercises are worth together."""
        return sum(task.visible.points for task in self.tasks)

    @cached_property
    def names(self) -> dict[str, Names]:
        """The names in each cell, of texts too, by the cell's source."""
        return {cell["source"]: names_of(cell["source"]) for cell in self.notebook["cells"]}

    @cached_property
    def codes(self) -> dict[str, str]:
        """The digest of the code of each code cell, as `Names.code`, by cell id."""
        cells = [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]
        return {cell["id"]: self.names[cell["source"]].code for cell in cells}

    def modules(self) -> list[str]:
        """Return the modules that the lesson's cells import: worth having before the fork."""
        return modules_of(self.notebook["cells"])

    def few_modules(self) -> list[str]:
        """Return those that answers are likely to need, as far as the released notebook tells."""
        return modules_for_answers(self.notebook["cells"])


def load_lesson(course: Path, name: str, seed: int) -> Lesson:
    """Return a lesson of the course with fresh cases drawn from a seed.

    It is made from `solutions/` alone: in `notebooks/` people work.

    Raises CourseError: If it can't be released, or its exercise bank is not whole.
    """
    released = released_copy(course, name)
    notebook = _with_one_id(dict(nbformat.read(lesson_notebook(released), as_version=4)))
    draws = [int(n) for n in np.random.SeedSequence(seed).generate_state(FRESH_DRAWS, np.uint32)]
    try:
        with quick_imports():
            exercises = load_exercises(course / "solutions" / name / BANK_FOLDER)
    except CheckError as error:
        raise CourseError(str(error)) from None
    relatives = _relatives(released / CHECKS_FILE)
    tasks = tuple(
        Task(
            replace(
                compile_exercise(exercise, *VISIBLE_SEEDS),
                relatives=relatives.get(exercise.name, ()),
            ),
            tuple(compile_exercise(exercise, draw) for draw in draws),
        )
        for exercise in exercises
    )
    cells = notebook["cells"]
    code = {cell["id"]: cell["source"] for cell in cells if cell["cell_type"] == "code"}
    ids = {cell["id"] for cell in cells}
    for task in tasks:
        if not {task.solution_id, task.check_id} <= ids:
            raise CourseError(
                f"the notebook solutions/{name}/{name}.ipynb lacks the cells of the exercise "
                f"{task.name}: `course release {name[:2]}` says which."
            )
    _see_points(name, tasks, cells)
    return Lesson(
        name=name,
        notebook=notebook,
        checks=(released / CHECKS_FILE).read_text(encoding="utf-8"),
        tasks=tasks,
        seed=seed,
        statements={cell_id: statements_of(source) for cell_id, source in code.items()},
        others={
            bank.parent.name: frozenset(file.stem for file in exercise_files(bank))
            for bank in sorted((course / "solutions").glob(f"*/{BANK_FOLDER}"))
            if bank.parent.name != name
        },
    )


def _with_one_id(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook whose graded cells bear nbgrader's id.

    nbgrader's form for teachers changes that id, and leaves the cell's own as it was.
    """
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader") or {}
        cell["id"] = about.get("grade_id", cell["id"])
    return notebook


def _see_points(name: str, tasks: Sequence[Task], cells: Sequence[dict[str, Any]]) -> None:
    """Raise CourseError where exercises have other points in the notebook than in their files.

    A right answer would get the points of one, of the most that the other allows.
    """
    checks = {cell["id"]: cell for cell in cells}
    faults = [
        fault
        for task in tasks
        for fault in points_fault(task.name, task.visible.points, checks[task.check_id])
    ]
    if faults:
        raise CourseError("\n".join(f"{name}: {fault}" for fault in faults))


def _relatives(checks: Path) -> dict[str, tuple[Relative, ...]]:
    """Return what was released of each exercise's relatives: words for a wrong answer, no marks."""
    try:
        bank = bank_from_data(checks)
    except CheckError as error:
        raise CourseError(str(error)) from None
    return {name: exercise.relatives for name, exercise in bank.compiled.items()}


def fingerprint(course: Path, lesson: Lesson) -> str:
    """Return a digest of everything that marks depend on but the submission and the seed."""
    files = python_files(course / "solutions" / lesson.name / BANK_FOLDER)
    files += python_files(Path(__file__).resolve().parent)
    files += judging_files()
    digest = hashlib.sha256(nbformat.writes(nbformat.from_dict(lesson.notebook)).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
