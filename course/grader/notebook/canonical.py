"""The notebook that is graded: ours in structure and tests, the learner's in answers.

From the learner come the solution cells, written answers, changes to cells that aren't graded, and
cells of their own, in place. Everything else is put right, and said in notes.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from course.grader.lesson import Lesson, Task
from course.grader.notebook.names import Names, Statement
from course.grader.notebook.submission import Cell
from course.grader.notebook.written import without_html

Role = Literal["ours", "own", "solution", "check"]


@dataclass
class Part:
    """A cell of the notebook that is graded.

    Attributes
    ----------
    role : str
        'ours' for cells of the lesson that aren't graded, 'own' for those that the learner has
        added or changed.
    cell : dict
        The cell as it will be shown.
    statements : tuple of Statement
        Its code: a cell of ours in pieces, a learner's as a whole.
    task : Task or None
        Of a solution and of a check.
    chosen : set of int
        The statements that an answer can depend on.
    tried : bool
        Whether an answer may depend on all of it, which can't be seen.
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
class Canonical:
    """The notebook that is graded, cell by cell, and what was repaired."""

    parts: list[Part]
    notes: list[str]


def canonical(lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names]) -> Canonical:
    """Build the notebook that is graded from a learner's cells and the names in each of them."""
    notes: list[str] = []
    taken = _Matching(lesson, cells, names, notes)
    parts = [*taken.own_after(-1)]
    for place, original in enumerate(lesson.notebook["cells"]):
        number = taken.found.get(original["id"])
        if number is None:
            parts.append(_untouched(lesson, original))
        else:
            parts.append(_handed_in(lesson, original, cells[number], names[number]))
        parts += taken.own_after(place)
    _choose(parts)
    return Canonical(parts, notes)


def _untouched(lesson: Lesson, original: dict[str, Any]) -> Part:
    """Return a cell as it was released."""
    cell = copy.deepcopy(dict(original))
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
    statements = lesson.statements.get(cell["id"], ())
    for task in lesson.tasks:
        if cell["id"] == task.check_id:
            return Part("check", cell, task=task)
        if cell["id"] == task.solution_id:
            return Part("solution", cell, statements, task)
    return Part("ours", cell, statements)


def _handed_in(lesson: Lesson, original: dict[str, Any], theirs: Cell, names: Names) -> Part:
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


def _own(cell_id: str, theirs: Cell, names: Names) -> Part:
    """Return a cell that the learner has written."""
    cell: dict[str, Any] = {"cell_type": theirs.kind, "id": cell_id, "metadata": {}}
    if theirs.kind == "code":
        cell |= {"source": theirs.source, "outputs": [], "execution_count": None}
    else:
        cell["source"] = without_html(theirs.source)
    return Part("own", cell, (Statement(theirs.source, names),))


class _Matching:
    """Finds out which of the learner's cells is which of ours."""

    def __init__(
        self, lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names], notes: list[str]
    ) -> None:
        self.lesson, self.cells, self.names, self.notes = lesson, cells, names, notes
        self.place = {cell["id"]: n for n, cell in enumerate(lesson.notebook["cells"])}
        self.found: dict[str, int | None] = {}
        self.used: set[int] = set()
        self.checks = {task.check_id: self._checks(task.check_id) for task in lesson.tasks}
        for task in lesson.tasks:
            self._find_solution(task)
        for cell in lesson.notebook["cells"]:
            if cell["id"] not in self.found and cell["id"] not in self.checks:
                self._find_other(cell)
        self._say_what_moved()
        self._own: dict[int, list[Part]] = {}
        self._collect_own()

    def own_after(self, place: int) -> list[Part]:
        """Return the learner's own cells that follow a cell of ours; -1 for the beginning."""
        return self._own.get(place, [])

    def _with_id(self, cell_id: str) -> list[int]:
        """Return the learner's cells with an id: by nbgrader's, else by the notebook's own."""
        free = [n for n in range(len(self.cells)) if n not in self.used]
        return [n for n in free if self.cells[n].graded_as == cell_id] or [
            n for n in free if self.cells[n].cell_id == cell_id and not self.cells[n].graded_as
        ]

    def _checks(self, cell_id: str) -> list[int]:
        """Take out all that passes for a check; ours will stand in its place."""
        original = self.lesson.notebook["cells"][self.place[cell_id]]
        same = original["source"].strip()
        alike = [n for n, cell in enumerate(self.cells) if cell.source.strip() == same]
        numbers = self._with_id(cell_id)
        # A tag can have got onto a cell with an answer: that cell is looked at again below.
        functions = {task.name for task in self.lesson.tasks}
        numbers = [n for n in numbers if not functions & self.names[n].defined]
        if not numbers and not alike:
            self.notes.append(f"the check {cell_id} was missing: ours was used")
        elif not alike:
            self.notes.append(f"the check {cell_id} was edited: ours was used")
        elif len(set(numbers)) > 1:
            self.notes.append(f"the check {cell_id} was there {len(set(numbers))} times")
        elif not numbers:
            self.notes.append(f"the check {cell_id} had lost its metadata")
        self.used |= {*numbers, *alike}
        return sorted({*numbers, *alike})

    def _find_solution(self, task: Task) -> None:
        tagged = self._with_id(task.solution_id)
        right = [n for n in tagged if task.name in self.names[n].defined]
        if not right:
            stubs = {cell["source"].strip() for cell in self.lesson.notebook["cells"]}
            free = [
                n
                for n in range(len(self.cells))
                if n not in self.used and task.name in self.names[n].defined
            ]
            elsewhere = [n for n in free if self.cells[n].source.strip() not in stubs] or free
            right = elsewhere or tagged
            if elsewhere:
                self.notes.append(f"the answer {task.name} was found by the name of its function")
        elif not any(self.cells[n].graded_as == task.solution_id for n in tagged):
            self.notes.append(f"the cell {task.solution_id} had lost its metadata")
        if not right:
            self.notes.append(f"the cell {task.solution_id} is missing")
            self.found[task.solution_id] = None
            return
        check = min(self.checks[task.check_id], default=len(self.cells))
        before = [n for n in right if n < check]
        chosen = max(before or right)
        if len(right) > 1:
            self.notes.append(
                f"the cell {task.solution_id} was there {len(right)} times: the last one before "
                "its check counts"
            )
        if self.cells[chosen].kind != "code":
            self.notes.append(f"the cell {task.solution_id} was turned into text: read as code")
        self.found[task.solution_id] = chosen
        self.used.add(chosen)

    def _find_other(self, cell: dict[str, Any]) -> None:
        numbers = self._with_id(cell["id"])
        if not numbers:
            same = cell["source"].strip()
            numbers = [
                n
                for n in range(len(self.cells))
                if n not in self.used and self.cells[n].source.strip() == same
            ]
        written = cell["metadata"].get("nbgrader", {}).get("solution")
        if written and len(numbers) > 1:
            times = f"{len(numbers)} times: the first counts"
            self.notes.append(f"the answer {cell['id']} was there {times}")
        elif written and not numbers:
            self.notes.append(f"the cell {cell['id']} is missing")
        self.found[cell["id"]] = numbers[0] if numbers else None
        self.used |= set(numbers[:1])

    def _say_what_moved(self) -> None:
        where = {n: self.place[cell_id] for cell_id, n in self.found.items() if n is not None}
        where |= {min(n): self.place[cell_id] for cell_id, n in self.checks.items() if n}
        places = [where[n] for n in sorted(where)]
        if places != sorted(places):
            self.notes.append("cells were moved: the lesson's order was restored")

    def _collect_own(self) -> None:
        where = {n: self.place[cell_id] for cell_id, n in self.found.items() if n is not None}
        for cell_id, numbers in self.checks.items():
            where |= dict.fromkeys(numbers, self.place[cell_id])
        place = -1
        for number, cell in enumerate(self.cells):
            if number in where:
                place = where[number]
            elif cell.source.strip():
                own = _own(f"own-{number}", cell, self.names[number])
                self._own.setdefault(place, []).append(own)


def _choose(parts: list[Part]) -> None:
    """Choose the statements that define or change what answers use, and what those use in turn.

    All of the learner's own code is run in any case; what is chosen may take longer, and brings in
    what it uses itself.
    """
    own = [part for part in parts if part.role == "own" and part.is_code]
    theirs = {name for part in own for piece in part.statements for name in piece.names.defined}
    answers = [part for part in parts if part.role == "solution"]
    wanted = {name for part in answers for piece in part.statements for name in piece.names.used}
    # An answer may stand in a cell of the learner's own, below the stub.
    wanted |= {part.task.name for part in answers if part.task}
    texts = {word for part in own + answers for one in part.statements for word in one.names.words}
    growing = True
    while growing:
        growing = False
        if not texts <= wanted and any(part.needed and _may_use_any(part) for part in parts):
            wanted |= texts
        for part in parts:
            if not part.is_code or part.role not in ("ours", "own"):
                continue
            for number, piece in enumerate(part.statements):
                # `fill(table)` may change the learner's own table, and nobody can tell.
                fills = part.role == "own" and not theirs.isdisjoint(piece.names.used & wanted)
                if number not in part.chosen and (piece.names.give(wanted) or fills):
                    part.chosen.add(number)
                    wanted |= piece.names.used
                    growing = True
    blind = [place for place, part in enumerate(parts) if part.needed and _may_use_any(part)]
    # Running all that stands before is dear only where it trains: the runner has limits for that.
    for part in parts[: max(blind, default=0)]:
        part.tried = part.role == "ours"


def _may_use_any(part: Part) -> bool:
    return any(piece.names.any_name for piece in part.statements)
