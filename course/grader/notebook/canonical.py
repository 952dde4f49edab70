"""The notebook that is graded: ours in structure and tests, the learner's in answers.

From the learner come the solution cells, written answers, changes to cells that aren't graded, and
cells of their own, in place. Everything else is put right, and said in notes.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from course.grader.lesson import Lesson, Task
from course.grader.notebook.matching import Matching
from course.grader.notebook.names import Names, Statement
from course.grader.notebook.read import Cell
from course.grader.notebook.written import without_html

Role = Literal["ours", "own", "solution", "check"]


@dataclass
class NotebookPart:
    """A cell of the notebook that is graded.

    role (str): 'ours' for cells of the lesson that aren't graded, 'own' for those that the learner
        has added or changed.
    cell (dict): The cell as it will be shown.
    statements (tuple of Statement): Its code: a cell of ours in pieces, a learner's as a whole.
    task (Task or None): Of a solution and of a check.
    chosen (set of int): The statements that an answer can depend on.
    tried (bool): Whether an answer may depend on all of it, which can't be seen.
    """

    role: Role
    cell: dict[str, Any]
    statements: tuple[Statement, ...] = ()
    task: Task | None = None
    chosen: set[int] = field(default_factory=set)
    tried: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it can be executed."""
        return bool(self.cell["cell_type"] == "code")

    @property
    def needed(self) -> bool:
        """Whether an answer depends on it, as far as can be seen."""
        return self.role == "solution" or bool(self.chosen)

    @property
    def runs(self) -> list[tuple[str, bool]]:
        """What is run of it: code, each with whether an answer depends on it for sure.

        Of our own cells, some of which train for a while, that is what is needed first.
        """
        source = str(self.cell["source"])
        if not self.is_code or self.role == "check" or not source.strip():
            return []
        if self.role != "ours":
            return [(source, self.needed)]
        pieces = [self.statements[number].source for number in sorted(self.chosen)]
        runs = [("\n".join(pieces), True)] if pieces else []
        return [*runs, (source, False)] if self.tried else runs


@dataclass(frozen=True)
class CanonicalNotebook:
    """The notebook that is graded, cell by cell, and what was repaired."""

    parts: list[NotebookPart]
    notes: list[str]


def canonical_notebook(
    lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names]
) -> CanonicalNotebook:
    """Build the notebook that is graded from a learner's cells and the names in each of them."""
    matching = Matching(lesson, cells, names)
    own = {
        place: [_own(f"own-{n}", cells[n], names[n]) for n in numbers]
        for place, numbers in matching.own_after().items()
    }
    parts = own.get(-1, [])
    for place, original in enumerate(lesson.notebook["cells"]):
        number = matching.matched.get(original["id"])
        if number is None:
            parts.append(_untouched(lesson, original))
        else:
            parts.append(_handed_in(lesson, original, cells[number], names[number]))
        parts += own.get(place, [])
    _choose(parts)
    return CanonicalNotebook(parts, matching.notes)


def _untouched(lesson: Lesson, original: dict[str, Any]) -> NotebookPart:
    """Return a cell as it was released."""
    cell = copy.deepcopy(dict(original))
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
    statements = lesson.statements.get(cell["id"], ())
    for task in lesson.tasks:
        if cell["id"] == task.check_id:
            return NotebookPart("check", cell, task=task)
        if cell["id"] == task.solution_id:
            return NotebookPart("solution", cell, statements, task)
    return NotebookPart("ours", cell, statements)


def _handed_in(
    lesson: Lesson, original: dict[str, Any], theirs: Cell, names: Names
) -> NotebookPart:
    """Return a cell of ours with what the learner has made of it."""
    part = _untouched(lesson, original)
    graded = original["metadata"].get("nbgrader", {})
    if part.role == "solution":
        part.cell["source"], part.statements = theirs.source, (Statement(theirs.source, names),)
    elif graded.get("solution"):  # an answer in words
        part.cell["source"] = without_html(theirs.source)
    elif "code" in (original["cell_type"], theirs.kind) and not (
        graded.get("locked") or _same(original, theirs)
    ):
        return _own(original["id"], theirs, names)
    return part


def _same(original: dict[str, Any], theirs: Cell) -> bool:
    source = original["source"].strip()
    return (original["cell_type"], source) == (theirs.kind, theirs.source.strip())


def _own(cell_id: str, theirs: Cell, names: Names) -> NotebookPart:
    """Return a cell that the learner has written."""
    cell: dict[str, Any] = {"cell_type": theirs.kind, "id": cell_id, "metadata": {}}
    if theirs.kind == "code":
        cell |= {"source": theirs.source, "outputs": [], "execution_count": None}
    else:
        cell["source"] = without_html(theirs.source)
    return NotebookPart("own", cell, (Statement(theirs.source, names),))


def _choose(parts: list[NotebookPart]) -> None:
    """Choose the statements that define or change what answers use, and what those use in turn.

    All of the learner's own code is run in any case; what is chosen may take longer, and brings in
    what it uses itself.
    """
    own = [part for part in parts if part.role == "own" and part.is_code]
    theirs = {name for part in own for piece in part.statements for name in piece.names.defined}
    answers = [part for part in parts if part.role == "solution"]
    needed = {name for part in answers for piece in part.statements for name in piece.names.used}
    # An answer may stand in a cell of the learner's own, below the stub.
    needed |= {part.task.name for part in answers if part.task}
    texts = {word for part in own + answers for one in part.statements for word in one.names.words}
    growing = True
    while growing:
        growing = False
        if not texts <= needed and any(part.needed and _may_use_any(part) for part in parts):
            needed |= texts
        for part in parts:
            if not part.is_code or part.role not in ("ours", "own"):
                continue
            for number, piece in enumerate(part.statements):
                # `fill(table)` may change the learner's own table, and nobody can tell.
                fills = part.role == "own" and not theirs.isdisjoint(piece.names.used & needed)
                if number not in part.chosen and (piece.names.give(needed) or fills):
                    part.chosen.add(number)
                    needed |= piece.names.used
                    growing = True
    blind = [place for place, part in enumerate(parts) if part.needed and _may_use_any(part)]
    # Running all that stands before is dear only where it trains: the runner has limits for that.
    for part in parts[: max(blind, default=0)]:
        part.tried = part.role == "ours"


def _may_use_any(part: NotebookPart) -> bool:
    return any(piece.names.any_name for piece in part.statements)
