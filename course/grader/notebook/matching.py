"""Which of a learner's cells is which of the lesson's: by ids, by names, by what stands in them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from course.grader.lesson import Lesson, Task
from course.grader.notebook.names import LONGEST_SOURCE, Names
from course.grader.notebook.places import about_time
from course.grader.notebook.read import Cell, read_cells, read_submission
from course.grader.notebook.submission import Submission
from course.grader.notebook.written import fenced, words_of

_OF_THE_TEACHER = "=== BEGIN MARK SCHEME ==="
_CONFLICT = re.compile(r"(?ms)^<{7}( .*?)?$.*^={7}$.*^>{7}( |$)")
_CHECKED = re.compile(r"check\(\s*[\"'](\w+)[\"']")


def is_written(cell: dict[str, Any]) -> bool:
    """Tell whether a cell of ours is where an answer in words belongs."""
    graded = cell["metadata"].get("nbgrader", {})
    return bool(graded.get("solution")) and cell["cell_type"] == "markdown"


def title_of(cells: Sequence[dict[str, Any]], place: int) -> str:
    """Return the last heading of a lesson before a place, without signs."""
    for cell in reversed(cells[: place + 1]):
        headings = re.findall(r"(?m)^#+ +(.+)$", cell["source"])
        if cell["cell_type"] == "markdown" and headings:
            return re.sub(r"[*`_]", "", headings[-1]).strip()
    return "the beginning of the lesson"


def under_new_names(lesson: Lesson, cells: Sequence[Cell]) -> list[Cell]:
    """Return a learner's cells; those of an exercise that was renamed since, under its new name."""
    renamed = list(cells)
    for task in lesson.tasks:
        old = lesson.former.get(task.name)
        if old is None or any(task.solution_id in (c.graded_as, c.cell_id) for c in cells):
            continue
        begins = re.compile(rf"(?m)^(async )?def {re.escape(old)}\b")
        ours = {cell["id"]: cell["source"] for cell in lesson.notebook["cells"]}
        was = old.replace("_", "-")
        for number, cell in enumerate(cells):
            source = cell.source
            if (cell.graded_as or cell.cell_id) == f"{was}-check":
                renamed[number] = replace(cell, graded_as=task.check_id, source=ours[task.check_id])
            elif (cell.graded_as or cell.cell_id) == f"{was}-solution" or begins.search(source):
                also = f"{source}\n\n{task.name} = {old}  # as the exercise is called now"
                renamed[number] = replace(cell, graded_as=task.solution_id, source=also)
    return renamed


def with_fenced(lesson: Lesson, cells: Sequence[Cell]) -> list[Cell]:
    """Return a learner's cells; code of an answer that stands in a text is a cell behind it, too.

    That is code between lines of backticks. An answer that stands in a cell of code counts instead.
    """
    ours = {cell["source"].strip() for cell in lesson.notebook["cells"]}
    code = [
        cell.source for cell in cells if cell.kind == "code" and cell.source.strip() not in ours
    ]
    begins = [
        re.compile(rf"(?m)^(async def|def|) *{re.escape(t.name)}\b *[(=]") for t in lesson.tasks
    ]
    open_ = [one for one in begins if not any(map(one.search, code))]
    found: list[Cell] = []
    for cell in cells:
        found.append(cell)
        blocks = fenced(cell.source) if cell.kind != "code" and open_ else ()
        found += [Cell("code", one) for one in blocks if any(each.search(one) for each in open_)]
    return found


def another_lesson(lesson: Lesson, cells: Sequence[Cell], *, sure: bool = False) -> str:
    """Say that a notebook is another lesson's; nothing where it has anything of this one.

    Where it has nothing of any lesson it may be this one's, unless one has to be `sure`.
    """
    found: set[str] = set()
    for cell in cells:
        ids = (cell.graded_as or cell.cell_id).removesuffix("-check").removesuffix("-solution")
        found.add(ids.replace("-", "_"))
        found |= set(_CHECKED.findall(cell.source[:LONGEST_SOURCE]))
    if not found.isdisjoint({*lesson.former.values(), *(task.name for task in lesson.tasks)}):
        return ""
    # A name may occur in several lessons: a cell of 05 is called as an exercise of 02.
    shared = {name: len(found & exercises) for name, exercises in lesson.others.items()}
    likely = max(shared, key=lambda name: shared[name], default="")
    if shared.get(likely):
        return f"it is the notebook of {likely}, not of {lesson.name}"
    return f"it has nothing of {lesson.name}" if sure else ""


def read_for(lesson: Lesson, submission: Submission) -> Submission:
    """Return a submission with its content: of several notebooks one that was worked in."""
    first = replace(read_submission(submission), others=())
    if not submission.others or _is_worked_in(lesson, first):
        return first
    for other in submission.others:
        read = read_submission(other)
        if _is_worked_in(lesson, read):
            why = first.reason or "the one with the lesson's name is as it was released"
            notes = (f"of several notebooks another one counts, since {why}", *other.notes)
            notes += about_time(submission.notes)
            return replace(
                read,
                student=submission.student,
                timestamp=submission.timestamp,
                notes=notes,
                secret=submission.secret,
            )
    return first


def _is_worked_in(lesson: Lesson, submission: Submission) -> bool:
    """Tell whether a notebook of the lesson has anything in it that isn't ours."""
    cells = [] if submission.reason else read_cells(submission.content).cells
    if any(_OF_THE_TEACHER in cell.source for cell in cells):
        return False
    ours = {words_of(cell["source"]) for cell in lesson.notebook["cells"]} | {""}
    new = any(words_of(cell.source) not in ours for cell in cells)
    return new and not another_lesson(lesson, cells, sure=True)


def _headings(text: str) -> set[str]:
    return {words_of(line) for line in re.findall(r"(?m)^#+ +.+$", text)}


class Matching:
    """Finds out which of the learner's cells is which of ours.

    matched (dict): The number of the learner's cell by the id of ours; None where it is missing.
    checks (dict): The numbers of all that passes for a check, by the check's id.
    written (dict): The numbers of all that bears the id of an answer in words, by that id.
    notes (list of str): What was odd.
    """

    def __init__(self, lesson: Lesson, cells: Sequence[Cell], names: Sequence[Names]) -> None:
        self.lesson, self.cells, self.names = lesson, cells, names
        self.notes: list[str] = []
        self.place = {cell["id"]: n for n, cell in enumerate(lesson.notebook["cells"])}
        self.matched: dict[str, int | None] = {}
        self.used: set[int] = set()
        self.dropped: set[int] = set()  # stubs, where the answer was found in another cell
        self.written: dict[str, list[int]] = {}
        self.checks = {task.check_id: self._checks(task) for task in lesson.tasks}
        for task in lesson.tasks:
            self._find_solution(task)
        for cell in lesson.notebook["cells"]:
            if cell["id"] not in self.matched and cell["id"] not in self.checks:
                self._find_other(cell)
        self._say_what_moved()

    def own_after(self) -> dict[int, list[int]]:
        """Return the learner's own cells by the place of ours before them; -1 for the beginning."""
        where = {n: self.place[cell_id] for cell_id, n in self.matched.items() if n is not None}
        for cell_id, numbers in (*self.checks.items(), *self.written.items()):
            where |= dict.fromkeys(numbers, self.place[cell_id])
        own: dict[int, list[int]] = {}
        place = -1
        for number, cell in enumerate(self.cells):
            if number in where:
                place = where[number]
            elif cell.source.strip() and number not in self.dropped:
                own.setdefault(place, []).append(number)
        return own

    def _with_id(self, cell_id: str) -> list[int]:
        """Return the learner's cells with an id: by nbgrader's, else by the notebook's own."""
        free = [n for n in range(len(self.cells)) if n not in self.used]
        return [n for n in free if self.cells[n].graded_as == cell_id] or [
            n for n in free if self.cells[n].cell_id == cell_id and not self.cells[n].graded_as
        ]

    def _checks(self, task: Task) -> list[int]:
        """Take out all that passes for a check; ours will stand in its place."""
        cell_id = task.check_id
        original = self.lesson.notebook["cells"][self.place[cell_id]]
        same = original["source"].strip()
        code = self.lesson.codes.get(cell_id) or None
        alike = [
            n
            for n, cell in enumerate(self.cells)
            if cell.source.strip() == same or self.names[n].code == code
        ]
        numbers = self._with_id(cell_id)
        check = f"the check of {cell_id.removesuffix('-check').replace('-', '_')}"
        edited = bool(numbers)
        # Somebody may have put an answer there, or what it needs: that is a cell of theirs.
        numbers = [n for n in numbers if n in alike or not self.names[n].defined]
        if not edited and not alike:
            self._say_is_lacking(task.name, f"{check} was missing: ours was used")
        elif not alike:
            self.notes.append(f"{check} was edited: ours was used")
        elif len(set(numbers)) > 1:
            self.notes.append(f"{check} occurs {len(set(numbers))} times")
        elif not numbers:
            self.notes.append(f"{check} had lost its metadata")
        self.used |= {*numbers, *alike}
        return sorted({*numbers, *alike})

    def _find_solution(self, task: Task) -> None:
        tagged = self._with_id(task.solution_id)
        stubs = {cell["source"].strip() for cell in self.lesson.notebook["cells"]}
        free = [
            n
            for n in range(len(self.cells))
            if n not in self.used and task.name in self.names[n].defined
        ]
        worked = [n for n in free if self.cells[n].source.strip() not in stubs]
        elsewhere = [n for n in worked if n not in tagged]
        checks = self.checks[task.check_id] or [len(self.cells)]
        right = [n for n in tagged if n in worked]
        left = [n for n in tagged if n in free and n not in worked]  # stubs that nobody worked in
        if right:
            # Somebody may have tried once more below the check, and checked again.
            right += [n for n in elsewhere if checks[0] < n < checks[-1]]
        elif left and any(left[0] < n < checks[0] for n in elsewhere):
            right, left = left, []  # an answer below a stub is run after it
        shared = [n for n in self._answers() if task.name in self.names[n].defined]
        if not (right or elsewhere or shared):
            right, left = left, []
        self.dropped |= {*left}
        if not right:
            elsewhere = elsewhere or (free if not shared else [])
            right = elsewhere or shared or tagged
            if elsewhere:
                self.notes.append(f"the answer {task.name} was found by the name of its function")
            elif shared:
                self.notes.append(f"the answer {task.name} stands in the cell of another answer")
        elif not any(self.cells[n].graded_as == task.solution_id for n in tagged):
            self.notes.append(f"the answer {task.name} had lost its metadata")
        if not right:
            self._say_is_lacking(task.name, f"the answer {task.name} is missing")
            self.matched[task.solution_id] = None
            return
        several = len({self.cells[n].source.strip() for n in right}) > 1
        before = [n for n in right if n < checks[-1 if several else 0]]
        chosen = max(before or right)
        if len(right) > 1:
            self.notes.append(
                f"the answer {task.name} occurs {len(right)} times: the last one before "
                "its check counts"
            )
        self._say_what_is_odd(task, chosen)
        self.matched[task.solution_id] = chosen
        self.used.add(chosen)

    def _say_is_lacking(self, exercise: str, note: str) -> None:
        """Note what is missing of an exercise, but for one that came after some had handed in."""
        if exercise not in self.lesson.later:
            self.notes.append(note)

    def _say_what_is_odd(self, task: Task, chosen: int) -> None:
        if self.cells[chosen].kind != "code":
            self.notes.append(f"the answer {task.name} was turned into text: read as code")
        if _CONFLICT.search(self.cells[chosen].source):
            self.notes.append(
                f"the answer {task.name} contains two versions and git's conflict marks: one "
                "version has to go, with the lines of <<<<<<<, ======= and >>>>>>>"
            )

    def _answers(self) -> set[int]:
        """Return the cells that were found to be answers: one may hold several."""
        found = (self.matched.get(task.solution_id) for task in self.lesson.tasks)
        return {number for number in found if number is not None}

    def _find_other(self, cell: dict[str, Any]) -> None:
        numbers = self._with_id(cell["id"]) or self._alike(cell)
        if is_written(cell):
            self.written[cell["id"]] = numbers
            self.used |= set(numbers)
        self.matched[cell["id"]] = numbers[0] if numbers else None
        self.used |= set(numbers[:1])

    def _alike(self, cell: dict[str, Any]) -> list[int]:
        """Return the cells that say the same, or else begin with the same heading."""
        free = [n for n in range(len(self.cells)) if n not in self.used]
        code = self.lesson.codes.get(cell["id"])
        if code:
            return [n for n in free if self.names[n].code == code]
        words = words_of(cell["source"])
        texts = [n for n in free if self.cells[n].kind != "code"]
        same = [n for n in texts if words_of(self.cells[n].source) == words]
        headings = _headings(cell["source"])
        return same or [n for n in texts if headings & _headings(self.cells[n].source)]

    def _say_what_moved(self) -> None:
        where = {n: self.place[cell_id] for cell_id, n in self.matched.items() if n is not None}
        where |= {min(n): self.place[cell_id] for cell_id, n in self.checks.items() if n}
        places = [where[n] for n in sorted(where)]
        if places != sorted(places):
            self.notes.append("cells were moved: the lesson's order was restored")
