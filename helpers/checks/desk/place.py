"""Where a session stands: the lesson's folder, its exercises, what is done of it and beside it."""

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from helpers.checks.bank import CHECKS_FILE, Bank, bank_from_source, find_bank
from helpers.checks.desk.lessons import lessons_in, questions_of, title_of
from helpers.checks.desk.overview import Overview, exercise_part
from helpers.checks.desk.progress import PROGRESS_FILE, Progress
from helpers.checks.exercise import CheckError
from helpers.checks.source import find_source, reference_in

# Names the folder of the exercises where it is not the notebook's.
CHECKS_ELSEWHERE = "COURSE_CHECKS"


class Place:
    """Finds the exercises of the notebook that runs here, and what was done of them.

    keep (bool): Whether what is done is kept beside the notebook.
    """

    def __init__(self, *, keep: bool) -> None:
        self.keep = keep
        self._start = _working_folder()
        self._banks: dict[Path, Bank] = {}
        self._progress: dict[Path, Progress] = {}

    def folder(self) -> Path:
        """Return the lesson's folder: the present one, or the one we started in if it has none.

        Raises CheckError: If neither has exercises.
        """
        folder = _working_folder()
        try:
            self._bank_in(folder)
        except CheckError:  # a cell may have changed the folder
            if folder == self._start:
                raise
            self._bank_in(self._start)
            return self._start
        return folder

    def bank(self) -> Bank:
        """Return the lesson's exercises.

        Raises CheckError: If there are none.
        """
        return self._bank_in(self.folder())

    def source_bank(self) -> Bank | None:
        """Return the lesson's exercises from the course's solutions, if these are there."""
        if self.bank().sources:
            return self.bank()
        source = find_source(self.folder())
        if source is None:
            return None
        if source not in self._banks:
            self._banks[source] = bank_from_source(source)
        return self._banks[source]

    def solution(self, name: str) -> str:
        """Return the code of an exercise's reference; empty where it isn't at hand."""
        source = find_source(self.folder())
        return reference_in(source, name) if source is not None else ""

    def progress(self) -> Progress:
        """Return what is done of the lesson."""
        return self._progress_in(self.folder())

    def overview(self, right: Collection[str] = ()) -> Overview:
        """Return what is done of the lesson; some exercises are known to be right."""
        return self._overview(self.folder(), right)

    def others(self) -> list[Overview]:
        """Return what is done of the lessons beside this one, as far as they can be read."""
        folder = self.folder()
        return self._overviews(other for other in lessons_in(folder.parent) if other != folder)

    def course(self, folder: Path | None = None) -> list[Overview]:
        """Return what is done of the lessons that lie in a folder, the present one by default.

        A lesson's own folder has none in it.
        """
        return self._overviews(lessons_in(_working_folder() if folder is None else folder))

    def _overviews(self, folders: Iterable[Path]) -> list[Overview]:
        found = []
        for lesson in folders:
            if (lesson / CHECKS_FILE).is_file():
                with suppress(CheckError):  # one that can't be read is left out
                    found.append(self._overview(lesson))
        return found

    def _overview(self, folder: Path, right: Collection[str] = ()) -> Overview:
        bank = self._bank_in(folder)
        parts = []
        for name in bank.names:
            record = self._progress_in(folder).record(name)
            if name in right:
                record = replace(record, state="right")
            parts.append(exercise_part(name, bank.exercise(name).points, record))
        questions = tuple(questions_of(folder))
        return Overview(bank.lesson, tuple(parts), questions, title_of(folder))

    def _bank_in(self, folder: Path) -> Bank:
        if folder not in self._banks:
            # In a browser: its drive takes 1.0 in a JSON file for 1, so they lie elsewhere.
            self._banks[folder] = find_bank(Path(os.environ.get(CHECKS_ELSEWHERE, folder)))
        return self._banks[folder]

    def _progress_in(self, folder: Path) -> Progress:
        if folder not in self._progress:
            # Whoever works on the solutions themselves is no learner.
            kept = self.keep and not self._bank_in(folder).sources
            self._progress[folder] = Progress(folder / PROGRESS_FILE if kept else None)
        return self._progress[folder]


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder was removed
        return Path("/")
