"""Running a notebook in children of the fork server, and going on where one of them dies."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from time import monotonic
from typing import Any

from course.grader.judging import try_exercise
from course.grader.lesson import Lesson, Task
from course.grader.notebook.canonical import CanonicalNotebook, NotebookPart
from course.grader.outputs import OutputsLeft, ended
from course.grader.sandbox.fork_server import Died, ForkServer, SubmissionProcess, Wanted
from course.grader.sandbox.proof import LeanServer
from course.grader.unreadable import told_as_unreadable, why_not_there
from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import SECONDS_PER_CALL
from helpers.checks.judge import Verdict
from helpers.checks.words import clean

# By the clock, and other workers share the machine: what was quick for the learner stays right.
SECONDS_PER_GRADED_CALL = 3 * SECONDS_PER_CALL
SECONDS_PER_CELL = 90.0  # one lesson's set-up trains for 17 s on an idle machine, 35 on a slow one
SECONDS_PER_EXTRA_CELL = 5.0  # a cell that no answer depends on, as far as can be seen
SECONDS_FOR_EXTRA_CELLS = 10.0
SECONDS_PER_SUBMISSION = 240.0
# What ends a cell or a call from within comes first; then the process is ended from outside.
GRACE = 2.0
MOST_DEATHS = 25
_MOST_MISSING = 20
_NAME = re.compile(r"[^\W\d]\w{,59}|.{,200}\.(py|ipynb)")  # of a module; of a file to run
_BYTES_AT_ONCE = 3_000_000  # of a file that was handed in beside the notebook
_READ_ONLY, _OWN_COPY = 0o444, 0o644

# What an exercise is judged on: its cases, asked for one after the other.
Cases = Callable[[Task], tuple[CompiledExercise, ...]]


@dataclass
class Run:
    """What came of running a notebook.

    verdicts (dict): By exercise; of an exercise with several sets of cases the first that isn't
        right.
    outputs (OutputsLeft): What each cell showed, by its id.
    notes (list of str): What ended early.
    missing (dict): Which modules, and files to run, each cell has asked for in vain, by its id.
    left_out (set of str): The cells that ended their process, and slow ones that nothing depends
        on: the latter as 'ID-tried', for what is needed of them is still run.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    outputs: OutputsLeft = field(default_factory=OutputsLeft)
    notes: list[str] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)


def run_notebook(
    server: ForkServer,
    lesson: Lesson,
    notebook: CanonicalNotebook,
    cases: Cases,
    left_out: Iterable[str] = (),
) -> Run:
    """Run a notebook's cells in order, and judge each exercise where its check stands.

    Where the process dies, a fresh one runs the good cells again and goes on behind the cell or
    the exercise that ended it.

    server: ForkServer.
    lesson: Lesson.
    notebook: CanonicalNotebook.
    cases (callable): The sets of cases for an exercise; none where it isn't to be judged.
    left_out (iterable of str): The ids of cells that are not run.
    """
    return _Runner(server, lesson, notebook, cases, set(left_out)).run()


class _WritesBeside(Exception):
    """A notebook writes to what was handed in beside it: it needs a copy that it may change."""


class _Runner:
    def __init__(
        self,
        server: ForkServer,
        lesson: Lesson,
        notebook: CanonicalNotebook,
        cases: Cases,
        left_out: set[str],
    ) -> None:
        self.server, self.lesson, self.cases = server, lesson, cases
        self.files, self.mode = notebook.files, _READ_ONLY
        self.steps = [part for part in notebook.parts if part.role == "check" or part.runs]
        self.left_out = left_out
        self.ends = monotonic() + SECONDS_PER_SUBMISSION
        self._begin()

    def _begin(self) -> None:
        self.result = Run(left_out={*self.left_out})
        self.untold: set[str] = set()
        # Our own demonstrations, where they are run, take nothing from the learner's cells.
        # Nor does training of the learner's own take it from cells that answers may depend on.
        self.extra_left = dict.fromkeys(("ours", "own", "sets up"), SECONDS_FOR_EXTRA_CELLS)

    def run(self) -> Run:
        for _ in range(MOST_DEATHS):
            try:
                if self._once():
                    break
            except Wanted:
                self._begin_with_all()
        for task in self._open_tasks():
            text = "It was not judged: what ran before it used up the time of this notebook."
            self.result.verdicts[task.name] = Verdict("wrong", text)
        return self.result

    def _begin_with_all(self) -> None:
        """Begin once more where there is TensorFlow: only to wait for that costs no time."""
        assert isinstance(self.server, LeanServer)
        started = monotonic()
        self.server.use_all()
        self.ends += monotonic() - started
        self._begin()

    def _open_tasks(self) -> Iterator[Task]:
        for part in self.steps:
            task = part.task if part.role == "check" else None
            if task and task.name not in self.result.verdicts and self.cases(task):
                yield task

    def _once(self) -> bool:
        """Run all steps in one child; tell whether it lived to the end."""
        try:
            child = self.server.ready_child()
            files = {"checks.json": self.lesson.checks}
            child.ask("folder", GRACE, name=self.lesson.name, files=files)
            for name, content in self.files.items():
                for start in range(0, max(1, len(content)), _BYTES_AT_ONCE):
                    piece = b64encode(content[start : start + _BYTES_AT_ONCE]).decode("ascii")
                    child.ask("file", GRACE, name=name, content=piece, mode=self.mode)
        except Died as death:
            self.result.notes.append(f"the process {death}")
            return False
        for part in self.steps:
            if part.cell["id"] in self.result.left_out | self.untold:
                continue
            if monotonic() > self.ends:
                self.result.notes.append(
                    f"the notebook was ended after {SECONDS_PER_SUBMISSION:.0f} seconds"
                )
                return True
            try:
                if part.role == "check":
                    self._check(child, part)
                else:
                    self._cell(child, part)
            except Died as death:
                self._died(part, death)
                return False
            except _WritesBeside:
                # What a program has once written is handed in, too, and written again here.
                self.mode = _OWN_COPY
                self.result = Run(left_out=self.result.left_out)
                return False
        return True

    def _cell(self, child: SubmissionProcess, part: NotebookPart) -> None:
        cell_id = part.cell["id"]
        purse = "sets up" if part.sets_up else part.role
        runs = [*part.runs]
        while runs:
            code, surely = runs.pop(0)
            tried = f"{cell_id}-tried"
            seconds = SECONDS_PER_CELL
            if not surely:
                seconds = min(SECONDS_PER_EXTRA_CELL, self.extra_left[purse])
            if seconds <= 0 or (not surely and tried in self.result.left_out):
                continue
            started = monotonic()
            try:
                answer = child.ask(
                    "cell", seconds + GRACE, source=code, seconds=seconds, count=part.count
                )
            except Died:
                self.result.left_out.add(cell_id if surely else tried)
                raise
            if not surely:
                spent = monotonic() - started
                self.extra_left[purse] -= spent
                if spent >= seconds:
                    self.result.left_out.add(tried)
                    # It may have begun anew what others need of it.
                    runs += [(needed, True) for needed, is_needed in part.runs if is_needed]
            self.result.outputs.keep(cell_id, answer)
            self._keep_missing(cell_id, answer)
            errors = [one for one in self.result.outputs.kept[cell_id] if "evalue" in one]
            self._see_that_it_only_reads(*(f"{one['ename']}: {one['evalue']}" for one in errors))

    def _keep_missing(self, cell_id: str, answer: Any) -> None:
        missing = answer.get("missing") if isinstance(answer, dict) else None
        for name in missing[:_MOST_MISSING] if isinstance(missing, list) else []:
            known = self.result.missing.setdefault(cell_id, [])
            if isinstance(name, str) and _NAME.fullmatch(name) and len(known) < _MOST_MISSING:
                short = clean(name)[-60:]
                known += [short] if short not in known else []

    def _check(self, child: SubmissionProcess, part: NotebookPart) -> None:
        task = part.task
        assert task is not None
        if task.name in self.result.verdicts:
            if self._needs_state():
                right = self.result.verdicts[task.name].outcome == "right"
                child.ask("known", GRACE, name=task.name, right=right)
            return
        if not self.cases(task):
            return
        for exercise in self.cases(task):
            verdict = try_exercise(child, exercise, SECONDS_PER_GRADED_CALL, GRACE)
            if verdict.outcome != "right":
                break
        if verdict.outcome != "right":
            self._see_that_it_only_reads(verdict.message)
        kept = self.result.outputs.kept
        verdict = told_as_unreadable(task.name, verdict, self.steps, kept)
        self.result.verdicts[task.name] = verdict
        if verdict.outcome == "not run" and (why := why_not_there(task.name, self.steps, kept)):
            self.result.notes.append(f"the answer {task.name} is not there: its cell {why}")
        if self._needs_state():
            child.ask("known", GRACE, name=task.name, right=verdict.outcome == "right")

    def _see_that_it_only_reads(self, *errors: str) -> None:
        """Raise where an error is that of writing to a file that was handed in beside it."""
        if self.mode == _READ_ONLY and any("PermissionError" in error for error in errors):
            names = {PurePosixPath(name).name for name in self.files}
            if any(name in error for name in names for error in errors):
                raise _WritesBeside

    def _needs_state(self) -> bool:
        """Tell whether a cell that is run waits for exercises to be right."""
        return any("check.needs" in code for part in self.steps for code, _ in part.runs)

    def _called(self, part: NotebookPart) -> str:
        """Return what people call a cell."""
        if part.task is not None:
            return f"the answer {part.task.name}"
        line = next((line for line in part.cell["source"].splitlines() if line.strip()), "")
        return f"the cell that begins with `{clean(line.strip())[:60]}`"

    def _died(self, part: NotebookPart, death: Died) -> None:
        cell_id = part.cell["id"]
        if part.role != "check":
            self.result.notes.append(f"{self._called(part)} {death}")
            self.result.outputs.kept[cell_id] = [ended(str(death))]
            return
        assert part.task is not None
        if part.task.name in self.result.verdicts:
            # It was judged and then died of being told: nothing is lost, here or in another run.
            self.untold.add(cell_id)
            return
        self.result.notes.append(f"{part.task.name} {death}")
        self.result.verdicts[part.task.name] = Verdict("sanity", f"Your function {death}.")
