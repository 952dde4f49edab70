"""What a learner gets back: marks, the hint for the mistake that was made, their own answers.

No fresh case is shown, and nothing that the learner's code drew: their text stays text.
"""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from helpers.grading.lesson import Lesson
from helpers.grading.marks import Graded


@cache
def templates() -> Environment:
    """Return the pages' templates, which escape all that is put into them."""
    return Environment(
        loader=PackageLoader("helpers.grading", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def feedback(lesson: Lesson, graded: Graded, by_hand: list[dict[str, Any]]) -> str:
    """Return the feedback for a submission as a page of HTML that needs nothing else."""
    cells = {cell["id"]: cell["source"] for cell in graded.notebook["cells"]}
    exercises = [
        {
            "name": task.name,
            "mark": graded.marks[task.name],
            "answer": cells.get(task.solution_id, ""),
            "hints": task.visible.hints if _is_stuck(graded.marks[task.name].outcome) else (),
        }
        for task in lesson.tasks
    ]
    written = [{**row, "answer": cells.get(row["cell"], "")} for row in by_hand]
    page = templates().get_template("feedback.html")
    return page.render(
        lesson=lesson.name,
        title=_title(lesson),
        student=graded.student,
        status=graded.status,
        notes=graded.notes,
        exercises=exercises,
        written=written,
        points=sum(mark.points for mark in graded.marks.values()),
        max_points=lesson.max_points,
    )


def _is_stuck(outcome: str) -> bool:
    return outcome in ("sanity", "wrong")


def _title(lesson: Lesson) -> str:
    for cell in lesson.notebook["cells"]:
        for line in cell["source"].splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return str(line.removeprefix("# "))
    return lesson.name
