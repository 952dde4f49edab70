"""The notebook that is graded: ours in structure and tests, the learner's in answers.

From the learner come the solution cells, written answers, changes to cells that aren't graded, and
cells of their own, in place. Everything else is put right, and said in notes.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from helpers.grading.lesson import Lesson, Task
from helpers.grading.names import Names
from helpers.grading.submission import Cell
from helpers.grading.written import without_html

Role = Literal["ours", "own", "solution", "check"]


@dataclass
class Part:
    """A cell of the notebook that is graded.

    Attributes
    ----------
    role : str
        'ours' for cells of the lesson that aren't graded, 'own' for the learner's additions.
    cell : dict
        The cell as it will be shown.
    names : Names
        What its code uses and defines.
    task : Task or None
        Of a solution and of a check.
    needed : bool
        Whether an answer can depend on it.
    """

    role: Role
    cell: dict[str, Any]
    names: Names = field(default_factory=Names)
    task: Task | None = None
    needed: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it can be executed."""
        return bool(self.cell["cell_type"] == "code")


@dataclass(frozen=True)
class Canonical:
    """The notebook that is graded, cell by cell, and what was repaired."""

    parts: list[Part]
    notes: list[str]
    answered: frozenset[str] = frozenset()


def canonical(lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names]) -> Canonical:
    """Build the notebook that is graded from a learner's cells and the names in each of them."""
    notes: list[str] = []
    ours = lesson.notebook["cells"]
    taken = _Matching(lesson, cells, names, notes)
    parts = [*taken.own_after(-1)]
    for number, original in enumerate(ours):
        parts.append(_part(lesson, original, taken.found.get(original["id"]), cells, names))
        parts += taken.own_after(number)
    _mark_needed(parts)
    answered = frozenset(cell_id for cell_id, number in taken.found.items() if number is not None)
    return Canonical(parts, notes, answered)


def _part(
    lesson: Lesson,
    original: dict[str, Any],
    number: int | None,
    cells: Sequence[Cell],
    names: Sequence[Names],
) -> Part:
    cell = copy.deepcopy(dict(original))
    task = next((t for t in lesson.tasks if cell["id"] in (t.solution_id, t.check_id)), None)
    graded = cell["metadata"].get("nbgrader", {})
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
    known = lesson.names.get(cell["id"], Names())
    if task is not None and cell["id"] == task.check_id:
        return Part("check", cell, known, task)
    if number is None:
        return Part("ours" if task is None else "solution", cell, known, task)
    theirs = cells[number].source
    if graded.get("solution") and cell["cell_type"] == "markdown":
        cell["source"] = without_html(theirs)
    elif cell["cell_type"] == "code" and not graded.get("locked"):
        cell["source"] = theirs
        if task is not None:
            return Part("solution", cell, names[number], task)
        defined = known.defined | names[number].defined
        return Part("ours", cell, Names(names[number].used, defined))
    return Part("ours", cell, known, task)


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
                own: dict[str, Any] = {
                    "cell_type": cell.kind,
                    "id": f"own-{number}",
                    "metadata": {},
                    "source": cell.source if cell.kind == "code" else without_html(cell.source),
                }
                if cell.kind == "code":
                    own |= {"outputs": [], "execution_count": None}
                self._own.setdefault(place, []).append(Part("own", own, self.names[number]))


def _mark_needed(parts: list[Part]) -> None:
    """Mark the cells that define what answers use, and what those use in turn."""
    wanted: set[str] = set()
    for part in parts:
        if part.role == "solution":
            part.needed = True
            wanted |= part.names.used
    growing = True
    while growing:
        growing = False
        for part in parts:
            open_cell = part.is_code and part.role in ("ours", "own") and not part.needed
            if open_cell and (wanted | {"*"}) & part.names.defined:
                part.needed = growing = True
                wanted |= part.names.used
