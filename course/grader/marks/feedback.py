"""What a learner gets back: marks, the hint for the mistake that was made, their own answers.

No fresh case is shown, and nothing that the learner's code drew: their text stays text.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from course.grader.lesson import Lesson, Task
from course.grader.marks.marks import Graded, MarkByHand
from course.grader.marks.questions import questions_of
from course.grader.marks.words import learners_html
from course.grader.notebook.written import as_typed
from helpers import __version__

# An icon and a word: nothing is said by colour alone.
_WORDS = {
    "right": "✓ Right",
    "not attempted": "○ Not attempted",
    "not run": "○ Not there",
    "syntax error": "△ Syntax error",
}
_NOT_YET, _READ, _WAITING = "△ Not yet", "✎ Marked by your teacher", "… Not marked yet"
_LATER = "… Newer than your notebook, and not marked yet"
_UNREAD = "… Not marked: it could not be read"


@cache
def templates() -> Environment:
    """Return the pages' templates, which escape all that is put into them."""
    environment = Environment(
        loader=PackageLoader("course.grader.marks", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["breakable"] = breakable
    return environment


def prose(text: str) -> Markup:
    """Escape a text and set what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave the text as it is
        return escape(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(
        code.format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def breakable(name: str) -> Markup:
    """Escape a name that may go on in the next line after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


def feedback(
    lesson: Lesson,
    graded: Graded,
    by_hand: list[MarkByHand],
    penalty: float = 0.0,
    full_name: str = "",
) -> str:
    """Return the feedback for a submission as a page of HTML that needs nothing else.

    lesson: Lesson.
    graded: Graded.
    by_hand (list of MarkByHand): What a teacher has marked or has to mark, as `Book.by_hand`
        returns it.
    penalty (float): What is taken off for lateness.
    full_name (str): The learner's name; empty where only the id is known.
    """
    by_cell = {row.cell: row for row in by_hand}
    parts = [_exercise(task, graded, by_cell.pop(task.check_id, None)) for task in lesson.tasks]
    questions = questions_of(lesson.notebook)
    rows = enumerate(by_cell.values(), start=1)
    parts += [_written(number, row, graded, questions) for number, row in rows]
    points = sum(part["points"] or 0 for part in parts)
    open_ = [part for part in parts if part["points"] is None]
    newer = [part["name"] for part in open_ if part["word"] == _LATER]
    waiting = [part["name"] for part in open_ if part["word"] != _LATER]
    return (
        templates()
        .get_template("feedback.html")
        .render(
            lesson=lesson.name,
            version=__version__,
            title=title_of(lesson.notebook, lesson.name),
            whose=f"{full_name} ({graded.student})" if full_name else graded.student,
            notes=graded.notes,
            parts=parts,
            points=points,
            penalty=penalty,
            counts=max(0.0, points - penalty),
            max_points=sum(part["max_points"] for part in parts),
            unread=graded.status == "rejected" and open_,
            waiting=waiting,
            newer=newer,
        )
    )


def title_of(notebook: dict[str, Any], otherwise: str) -> str:
    """Return a notebook's title: its first heading."""
    for cell in notebook["cells"]:
        for line in cell["source"].splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return str(line.removeprefix("# "))
    return otherwise


def _exercise(task: Task, graded: Graded, hand: MarkByHand | None) -> dict[str, Any]:
    """Return what is said of an exercise; a mark by hand goes before the program's."""
    mark = graded.marks[task.name]
    given: float | None = mark.points if hand is None or hand.score is None else hand.score
    word = _WORDS.get(mark.outcome, _NOT_YET)
    if given != mark.points:
        word = f"{word}; {_READ[2:].lower()}"
    open_ = hand is None or hand.score is None
    newer = hand is not None and open_ and task.check_id in graded.unasked
    unread = graded.status == "rejected" and open_
    if newer or unread:
        word, given = _LATER if newer else _UNREAD, None
    return {
        "name": task.name,
        "anchor": task.name,
        "outcome": mark.outcome,
        "word": word,
        "points": given,
        "max_points": mark.max_points,
        "message": "" if newer else mark.message,
        "hints": task.visible.hints if mark.outcome in ("sanity", "wrong") else (),
        "comment": hand.comment if hand else "",
        "answer": "" if newer else source_of(graded.notebook, task.solution_id),
        "words": "",
    }


def _written(
    number: int, row: MarkByHand, graded: Graded, questions: Mapping[str, str]
) -> dict[str, Any]:
    """Return what is said of a written answer."""
    there, score = row.cell in graded.written, row.score
    if graded.status == "rejected" and not score:
        word, score = _UNREAD, None
    elif score is None:
        word = _LATER if row.cell in graded.unasked and not there else _WAITING
    else:
        word = _READ if there or score else _WORDS["not attempted"]
    return {
        "name": questions.get(row.cell, "A question in words"),
        "anchor": f"question-{number}",
        "outcome": "",
        "word": word,
        "points": score,
        "max_points": row.max_score,
        "message": "",
        "hints": (),
        "comment": row.comment,
        "answer": "",
        "words": written_html(graded.notebook, row.cell) if there else "",
    }


def written_html(notebook: dict[str, Any], cell_id: str) -> Markup:
    """Return a written answer of a marked notebook as HTML, with its pictures and formulas."""
    found = Markup("")
    for cell in notebook["cells"]:
        if cell.get("id") == cell_id:
            # A text cell is kept with its HTML made harmless.
            typed = as_typed("".join(cell["source"]))
            found += learners_html(typed, cell.get("attachments"))
    return found


def source_of(notebook: dict[str, Any], cell_id: str) -> str:
    """Return a cell's source; somebody may have saved the marked notebook, in lines."""
    found = [cell["source"] for cell in notebook["cells"] if cell.get("id") == cell_id]
    return "".join("".join(source) for source in found)
