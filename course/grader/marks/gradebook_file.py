"""The gradebook's file: made whole, copied before it is written to, its errors in one sentence."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from course.files import part_of, remove_leftovers
from course.folders import CourseError
from course.grader.by_hand import held
from course.grader.by_hand.held import COPIES, given_by_hand, missing_in
from course.grader.people.listed import listed
from course.settings import SETTINGS, in_words

BACKUPS = "backups"  # the folder of copies, beside the gradebook
BACKUPS_KEPT = 10


@contextmanager
def in_one_sentence(url: str) -> Iterator[None]:
    """Make one sentence of what goes wrong with the gradebook."""
    # nbgrader logs what it raises, too, with the whole way it came.
    log = logging.getLogger("tornado.application")
    before, log.disabled = log.disabled, True
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, InvalidEntry) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        name = sqlite_file(url) or url
        raise CourseError(
            f"the gradebook {name} can't be used ({reason}): {_way_out(reason)}. Then run the same "
            "command again."
        ) from None
    finally:
        log.disabled = before


def _way_out(reason: str) -> str:
    """Return what to do about a fault. A copy is older, so it is offered for damage alone."""
    copy = f"it is damaged. Put the last copy, in {BACKUPS}/ beside it, in its place"
    ways = {
        "locked": "another program holds it, such as nbgrader or one that synchronises folders. "
        "Wait, or end that program",
        "full": "make room on its disk",
        "no space": "make room on its disk",
        "malformed": copy,
        "not a database": copy,
        "read-only": "change the permissions of its folder",
        "readonly": "change the permissions of its folder",
        "denied": "change the permissions of its folder",
    }
    general = "see that its disk has room and no other program holds it"
    return next((way for sign, way in ways.items() if sign in reason.casefold()), general)


def sqlite_file(url: str) -> Path | None:
    """Return the gradebook's file; None where it is another kind of database."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def make_gradebook(url: str, course_id: str) -> None:
    """Make a gradebook where there is none: whole, or not at all."""
    file = sqlite_file(url)
    if file is None or file.exists():
        return
    remove_leftovers(file.parent)
    part = part_of(file)
    Gradebook(f"sqlite:///{part}", course_id).close()
    try:
        os.link(part, file)
    except FileExistsError:
        pass  # another run has made it in the meantime, and may have written to it
    except OSError:  # a disk that has no links
        part.rename(file)
    part.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a database, which another program may hold for a while."""
    ends = monotonic() + held.SECONDS_TO_WAIT

    def see(*_: int) -> None:
        if monotonic() > ends:
            raise sqlite3.OperationalError("database is locked")

    source.backup(target, pages=1000, progress=see, sleep=0.05)


def back_up(url: str) -> Path | None:
    """Copy the gradebook before anything is written to it, and return the copy, if there is one.

    The last ten copies are kept, and those that alone have something that was given by hand. The
    gradebook itself notes which copies were made of it: another one hasn't come of these.
    """
    file = sqlite_file(url)
    if file is None or not file.is_file():
        return None
    folder = file.parent / BACKUPS
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S-%f")
    copy = folder / f"gradebook-{stamp}.db"
    part = part_of(copy)
    try:
        folder.mkdir(exist_ok=True)
        source, target = sqlite3.connect(file, timeout=0), sqlite3.connect(part)
        try:
            _copy(source, target)
        finally:
            source.close()
            target.close()
        _note_copy(part, copy.name)
        part.rename(copy)
        _note_copy(file, copy.name)
        _remove_old(file, folder)
        remove_leftovers(folder)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise CourseError(
            f"the gradebook {file} can't be copied to {folder} ({error}), and nothing is changed "
            f"without a copy: {_way_out(str(error))}. Then run the same command again."
        ) from None
    return copy


def _note_copy(file: Path, name: str) -> None:
    if not file.stat().st_size:
        return  # to nbgrader, one with a table would be a gradebook
    with closing(sqlite3.connect(file, timeout=held.SECONDS_TO_WAIT)) as database, database:
        database.execute(f"create table if not exists {COPIES} (name text primary key)")
        database.execute(f"insert or ignore into {COPIES} values (?)", [name])


def _remove_old(file: Path, folder: Path) -> None:
    """Remove old copies, but none that alone has something that was given by hand."""
    copies = sorted(folder.glob("gradebook-*.db"))
    kept = [*folder.glob("kept-*.db"), *copies[-BACKUPS_KEPT:]]
    for old in reversed(copies[:-BACKUPS_KEPT]):
        alone = missing_in(given_by_hand(file), given_by_hand(old))
        for other in kept:
            alone = missing_in(given_by_hand(other), alone) if alone else []
        if alone:
            kept.append(old)
        else:
            old.unlink(missing_ok=True)


class LateRule:
    """nbgrader's rule for what comes late, as the course's settings have it.

    config: The settings.
    """

    def __init__(self, config: Config) -> None:
        from nbgrader.plugins import LateSubmissionPlugin  # the marking page does without
        from nbgrader.preprocessors import AssignLatePenalties

        ours = {*LateSubmissionPlugin.class_trait_names(config=True)}
        if unknown := sorted({*config.get("LateSubmissionPlugin", {})} - ours):
            raise CourseError(
                f"{SETTINGS} sets c.LateSubmissionPlugin.{unknown[0]}, which does nothing: name a "
                "rule of your own with c.AssignLatePenalties.plugin_class."
            )
        with self._named():
            plugins = AssignLatePenalties(config=config)
            plugins.init_plugin()
        self._changed: list[str] = []
        self._timeless: set[str] = set()
        self._counts = getattr(plugins.plugin_inst, "penalty_method", "") != "none"
        self._rule = plugins.plugin_inst.late_submission_penalty

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Make one sentence of what goes wrong with a rule, which may be the teacher's own."""
        try:
            yield
        except Exception as error:
            rule = f"the rule for late hand-ins that {SETTINGS} names"
            raise CourseError(f"{rule} {in_words(error)}.") from None

    def apply(self, submission: Any, notebook: Any, *, before: bool = True) -> None:
        """Write into the gradebook what is taken off now.

        before (bool): Whether the submission was graded before: then a change is told.
        """
        old, new = notebook.late_submission_penalty or 0.0, self.penalty(submission, notebook)
        if before and abs(old - new) > 1e-9:
            self._changed.append(f"{submission.student_id} {old:g} → {new:g}")
        notebook.late_submission_penalty = new
        if self._counts and submission.duedate and not submission.timestamp:
            self._timeless.add(submission.student_id)

    def changes(self) -> list[str]:
        """Say whose penalty for lateness has changed, and of whom no time is known."""
        changed, timeless = listed(self._changed), listed(sorted(self._timeless))
        said = [f"Penalties for lateness have changed: {changed}."] if changed else []
        if timeless:
            said.append(
                "A due date is set, and when they handed in isn't known, so nothing is taken off: "
                f"{timeless}. A `timestamp.txt` beside the notebook says it."
            )
        return said

    def penalty(self, submission: Any, notebook: Any) -> float:
        """Return what is taken off now; where there is no rule, what was taken off by hand.

        submission, notebook: nbgrader's own.
        """
        late = submission.total_seconds_late
        with self._named():
            penalty = self._rule(submission.student_id, notebook.score, late if late > 0 else 1)
        if penalty is None:
            return float(notebook.late_submission_penalty or 0.0)
        most = notebook.score if late > 0 else 0
        return float(min(max(penalty, 0), most))


def is_time(text: str) -> bool:
    """Tell whether nbgrader can read a text as a date and time."""
    from nbgrader.utils import parse_utc

    try:
        return bool(text) and isinstance(parse_utc(text), datetime)
    except (ValueError, OverflowError, TypeError):
        return False
