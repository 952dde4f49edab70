"""The notebook that is graded: ours in structure and tests, the learner's in answers.

From the learner come the solution cells, written answers, changes to cells that aren't graded, and
cells of their own, in place. Everything else is put right, and said in notes.
"""

import builtins
import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from course.grader.lesson import Lesson, Task
from course.grader.notebook.answers import Written, written_answers
from course.grader.notebook.matching import Matching, is_written
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
    sets_up (bool): Whether it imports what an answer uses, or changes something of a module, and
        does nothing else for answers.
    count (int): The number under which the learner has run it last; 0 where that isn't known.
    """

    role: Role
    cell: dict[str, Any]
    statements: tuple[Statement, ...] = ()
    task: Task | None = None
    chosen: set[int] = field(default_factory=set)
    tried: bool = False
    sets_up: bool = False
    count: int = 0

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
            imports = [piece.names.imports for piece in self.statements if self.sets_up]
            alone = [(code, True) for code in imports if code and not self.needed]
            return [*alone, (source, self.needed)]
        pieces = [self.statements[number].source for number in sorted(self.chosen)]
        runs = [("\n".join(pieces), True)] if pieces else []
        return [*runs, (source, False)] if self.tried else runs


@dataclass(frozen=True)
class CanonicalNotebook:
    """The notebook that is graded, cell by cell, and what was repaired.

    written (list of str): The ids of the answers in words that are there to be read.
    notes (list of str): Those on answers in words come first.
    files (dict of str to bytes): What was handed in beside the notebook, by names.
    unasked (list of str): The ids of the marked cells whose question, or exercise, it lacks.
    """

    parts: list[NotebookPart]
    written: list[str]
    notes: list[str]
    files: dict[str, bytes] = field(default_factory=dict)
    unasked: list[str] = field(default_factory=list)


def canonical_notebook(
    lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names], beside: Sequence[str] = ()
) -> CanonicalNotebook:
    """Build the notebook that is graded from a learner's cells and the names in each of them.

    beside (sequence of str): The names of the files that were handed in with the notebook.
    """
    matching = Matching(lesson, cells, names)
    answers, remarks = written_answers(cells, names, matching, beside)
    taken = {number for answer in answers.values() for number in answer.taken}
    own = {
        place: [_own(lesson, f"own-{n}", cells[n], names[n]) for n in numbers if n not in taken]
        for place, numbers in matching.own_after().items()
    }
    parts = own.get(-1, [])
    for place, original in enumerate(lesson.notebook["cells"]):
        number = matching.matched.get(original["id"])
        if original["id"] in answers:
            parts.append(_in_words(lesson, original, answers[original["id"]]))
        elif number is None:
            parts.append(_missing(lesson, original, names))
        else:
            parts.append(_handed_in(lesson, original, cells[number], names[number]))
            if number in remarks:
                remark = replace(cells[number], kind="markdown", source=remarks[number])
                parts.append(_own(lesson, f"own-{number}", remark, names[number]))
        parts += own.get(place, [])
    notes = [note for answer in answers.values() for note in answer.notes]
    notes += [*matching.notes, *_put_first(parts)]
    _choose(parts)
    there = [cell_id for cell_id, answer in answers.items() if answer.source]
    return CanonicalNotebook(parts, there, notes, unasked=_unasked(matching))


def _unasked(matching: Matching) -> list[str]:
    """Return the ids of the marked cells whose question or exercise isn't there."""
    question = ""
    checks = {task.check_id: matching.matched[task.solution_id] for task in matching.lesson.tasks}
    found = [name for name, n in checks.items() if n is None and not matching.checks[name]]
    for cell in matching.lesson.notebook["cells"]:
        if is_written(cell):
            lacks = question and matching.matched.get(question) is None
            found += [cell["id"]] if lacks or not matching.written[cell["id"]] else []
        elif cell["cell_type"] == "markdown":
            question = cell["id"]
    return found


def _in_words(lesson: Lesson, original: dict[str, Any], answer: Written) -> NotebookPart:
    """Return the cell of an answer in words, with what was found of it."""
    part = _untouched(lesson, original)
    if answer.source:
        part.cell["source"] = without_html(answer.source)
        if answer.attachments:
            part.cell["attachments"] = answer.attachments
    return part


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


def _missing(lesson: Lesson, original: dict[str, Any], names: Sequence[Names]) -> NotebookPart:
    """Return a cell that the learner doesn't have, as it was released.

    Of an answer nothing is run where it may come from a file beside the notebook.
    """
    part = _untouched(lesson, original)
    if part.role == "solution" and any("*" in one.defined for one in names):
        part.cell["source"], part.statements = "", ()
    return part


def _handed_in(
    lesson: Lesson, original: dict[str, Any], theirs: Cell, names: Names
) -> NotebookPart:
    """Return a cell of ours with what the learner has made of it."""
    part = _untouched(lesson, original)
    graded = original["metadata"].get("nbgrader", {})
    part.count = theirs.count
    if part.role == "solution":
        part.cell["source"], part.statements = theirs.source, (Statement(theirs.source, names),)
    elif original["cell_type"] == theirs.kind == "code":
        if not graded.get("locked") and names.code != lesson.codes[original["id"]]:
            return _own(lesson, original["id"], theirs, names)
        part.cell["source"] = theirs.source  # a comment of theirs, perhaps
    elif "code" in (original["cell_type"], theirs.kind) and not graded.get("locked"):
        return _own(lesson, original["id"], theirs, names)
    return part


def _own(lesson: Lesson, cell_id: str, theirs: Cell, names: Names) -> NotebookPart:
    """Return a cell that the learner has written.

    A copy of a cell of ours is treated as that: it is run where an answer depends on it.
    """
    cell: dict[str, Any] = {"cell_type": theirs.kind, "id": cell_id, "metadata": {}}
    if theirs.kind != "code":
        cell["source"] = without_html(theirs.source)
        if theirs.attachments:
            cell["attachments"] = theirs.attachments
        return NotebookPart("own", cell, (Statement(theirs.source, names),))
    cell |= {"source": theirs.source, "outputs": [], "execution_count": None}
    copied = {code: original for original, code in lesson.codes.items() if code}.get(names.code)
    if copied is not None:
        return NotebookPart("ours", cell, lesson.statements[copied], count=theirs.count)
    return NotebookPart("own", cell, (Statement(theirs.source, names),), count=theirs.count)


def _put_first(parts: list[NotebookPart]) -> list[str]:
    """Put cells of the learner's own in front of an answer that uses what they alone define.

    In a notebook cells may have been run in any order. Returns a note on each.
    """
    notes = []
    for answer in [part for part in parts if part.role == "solution"]:
        place = next(place for place, part in enumerate(parts) if part is answer)
        known = {*dir(builtins), "get_ipython"}
        for part in parts[: place + 1]:
            known |= {name for piece in part.statements for name in piece.names.defined}
        missing = {name for piece in answer.statements for name in piece.names.used} - known
        for later in parts[place + 1 :]:
            if "*" in known or not missing:
                break
            if later.role != "own" or not later.is_code:
                continue
            [names] = [piece.names for piece in later.statements]
            given = sorted(names.defined & missing)
            if given and names.free <= known and not names.any_name:
                parts[:] = [part for part in parts if part is not later]
                parts.insert(place, later)
                place += 1
                known |= names.defined
                missing -= known
                name = answer.task.name if answer.task else ""
                notes.append(
                    f"a cell below the answer {name} defines what it uses ({', '.join(given)}), "
                    "and was run before it"
                )
    return notes


def _choose(parts: list[NotebookPart]) -> None:
    """Choose the statements that define or change what answers use, and what those use in turn.

    All of the learner's own code is run in any case; what is chosen may take longer, and brings in
    what it uses itself.
    """
    own = [part for part in parts if part.role == "own" and part.is_code]
    pieces = [piece.names for part in parts if part.is_code for piece in part.statements]
    theirs = {
        name
        for part in own
        for piece in part.statements
        for name in piece.names.defined - piece.names.imported
    }
    modules = {name for names in pieces for name in names.imported} - theirs
    answers = [part for part in parts if part.role == "solution"]
    needed = {name for part in answers for piece in part.statements for name in piece.names.free}
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
                if number in part.chosen:
                    continue
                if part.role == "own" and not _defines(piece.names, needed, theirs, modules):
                    # `import numpy as np` and `np.random.seed(1)` may stand beside a training.
                    part.sets_up = part.sets_up or piece.names.give(needed)
                elif part.role == "own" or piece.names.give(needed):
                    part.chosen.add(number)
                    needed |= piece.names.free
                    growing = True
    blind = [place for place, part in enumerate(parts) if part.needed and _may_use_any(part)]
    # Running all that stands before is dear only where it trains: the runner has limits for that.
    for part in parts[: max(blind, default=0)]:
        part.tried = part.role == "ours"


def _defines(names: Names, needed: set[str], theirs: set[str], modules: set[str]) -> bool:
    """Tell whether a cell of the learner's own defines or changes what is needed.

    `fill(table)` may change the learner's own table, and nobody can tell.
    """
    given = needed & ((names.defined - names.imported) | (names.changed - modules))
    fills = not theirs.isdisjoint(names.used & needed)
    return bool(given) or fills or "*" in names.defined


def _may_use_any(part: NotebookPart) -> bool:
    return any(piece.names.any_name for piece in part.statements)
