"""What a learner has done in a lesson: kept beside the notebook, so that it outlives the kernel.

Nothing that grades reads or writes it, and nothing depends on it: a file that is damaged, can't be
written or is gone costs the memory of what was done, and no more.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from IPython.core.getipython import get_ipython

PROGRESS_FILE = "progress.json"
State = Literal["not tried", "not yet", "right"]
_LARGEST = 100_000  # bytes of a file, and tries of an exercise: beyond that it isn't ours


@dataclass(frozen=True)
class Record:
    """What was done of an exercise.

    state (str): What the last check of an answer said; 'not tried' where there was none.
    tries (int): How many answers were checked until one was right.
    hints (int): How many hints were asked for.
    """

    state: State = "not tried"
    tries: int = 0
    hints: int = 0


def may_be_kept() -> bool:
    """Tell whether somebody works here: in a notebook's kernel, and it isn't nbgrader's.

    `COURSE_PROGRESS=0` says that nobody does, as where a lesson is run to be tested.
    """
    nobody = "NBGRADER_EXECUTION" in os.environ or os.environ.get("COURSE_PROGRESS") == "0"
    return hasattr(get_ipython(), "kernel") and not nobody


class Progress:
    """What is done of one lesson, by the names of its exercises."""

    def __init__(self, file: Path | None) -> None:
        """Take what a file says, which need not be there; with None nothing is kept."""
        self._file = file
        self._records: dict[str, Record] = {}

    def records(self) -> dict[str, Record]:
        """Return what is known of each exercise, of another kernel's checks too.

        Two kernels that write at once may write over each other: more tries are the later ones.
        """
        for name, theirs in (_read(self._file) if self._file else {}).items():
            ours = self._records.get(name, theirs)
            later = ours if ours.tries > theirs.tries else theirs
            self._records[name] = replace(later, hints=max(ours.hints, theirs.hints))
        return dict(self._records)

    def record(self, name: str) -> Record:
        """Return what is known of an exercise."""
        return self.records().get(name, Record())

    def tried(self, name: str, *, right: bool) -> None:
        """Note that an answer was checked. To check once more what was right is no try."""
        old = self.record(name)
        again = right and old.state == "right"
        state: State = "right" if right else "not yet"
        self._keep(name, replace(old, state=state, tries=old.tries + (not again)))

    def hinted(self, name: str, hints: int) -> None:
        """Note that so many hints of an exercise have been shown."""
        self._keep(name, replace(self.record(name), hints=hints))

    def _keep(self, name: str, record: Record) -> None:
        self._records[name] = record
        if self._file is None:
            return
        exercises = {name: asdict(known) for name, known in self._records.items()}
        part = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            part.write_text(json.dumps({"exercises": exercises}, indent=1), encoding="utf-8")
            os.replace(part, self._file)
        except OSError:  # a folder that can't be written, a full disk: this session remembers
            self._file = None
            with suppress(OSError):
                part.unlink()


def _read(file: Path) -> dict[str, Record]:
    """Return what a file says of each exercise, as far as it can be read."""
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return {}
        exercises = json.loads(file.read_text(encoding="utf-8"))["exercises"]
        return {
            name: Record(data["state"], data["tries"], data["hints"])
            for name, data in exercises.items()
            if _is_record(data)
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def _is_record(data: Any) -> bool:
    match data:
        case {"state": state, "tries": int(tries), "hints": int(hints)}:
            return (
                state in get_args(State) and 0 <= min(tries, hints) <= max(tries, hints) < _LARGEST
            )
    return False
