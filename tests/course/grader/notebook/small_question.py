"""A small question in words, and what a learner hands in for it."""

from dataclasses import replace
from typing import Any

from course.grader.lesson import Lesson, Task
from course.grader.notebook.canonical import CanonicalNotebook, canonical_notebook
from course.grader.notebook.names import names_of, statements_of
from course.grader.notebook.read import Cell
from helpers.checks.bank import CompiledExercise
from helpers.checks.exercise import Case

STUB = "*Write your answer here.*"
QUESTION = """## What we claim now

1. An accuracy says nothing without its baseline beside it.

### In your own words (2 points)

A supplier sells a model that is right 99.8 % of the time. What do you ask them?"""


ANSWER = "I ask how often a model would be right that always says no."
PNG = "iVBORw0KGgo="


def cell(cell_id: str, source: str, kind: str = "markdown", **graded: Any) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": cell_id, **graded}} if graded else {}
    return {"id": cell_id, "cell_type": kind, "source": source, "metadata": metadata}


def lesson_with_a_question() -> Lesson:
    """Return a lesson with an exercise and a question in words."""
    exercise = CompiledExercise("cost", "cost(n)", 1, 0.0, None, (), (Case((1,)),), (), ())
    cells = [
        cell("title", "# Prices\n\nSome words on prices."),
        cell("cost-solution", "def cost(n):\n    ...", "code", solution=True, grade=False),
        cell("cost-check", 'check("cost", cost)', "code", solution=False, grade=True, locked=True),
        cell("see", "print(cost(1))", "code"),
        cell("question", QUESTION),
        cell("own-words", STUB, solution=True, grade=True),
        cell("next", "## More\n\nThe last section of the lesson begins here."),
    ]
    code = {one["id"]: statements_of(one["source"]) for one in cells if one["cell_type"] == "code"}
    return Lesson("small", {"cells": cells}, "", (Task(exercise, ()),), 1, code)


def untouched(lesson: Lesson) -> list[Cell]:
    """Return the cells of a lesson as a learner gets them."""
    return [
        Cell(
            one["cell_type"],
            one["source"],
            one["metadata"].get("nbgrader", {}).get("grade_id", ""),
            one["id"],
        )
        for one in lesson.notebook["cells"]
    ]


def bare(cells: list[Cell]) -> list[Cell]:
    return [replace(one, graded_as="", cell_id="") for one in cells]


def graded(lesson: Lesson, cells: list[Cell]) -> CanonicalNotebook:
    return canonical_notebook(lesson, cells, [names_of(one.source) for one in cells])


def answer(lesson: Lesson, cells: list[Cell]) -> tuple[str, list[str], CanonicalNotebook]:
    made = graded(lesson, cells)
    [source] = [part.cell["source"] for part in made.parts if part.cell["id"] == "own-words"]
    return source, made.written, made


def sources(made: CanonicalNotebook) -> list[str]:
    return [part.cell["source"] for part in made.parts]
