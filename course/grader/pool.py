"""Many submissions on the processors of this machine: each worker has its own fork server."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from course.folders import CourseError
from course.grader.grade import Marker
from course.grader.lesson import Lesson
from course.grader.marks.marking import mark_submission
from course.grader.marks.marks import Graded
from course.grader.notebook.matching import read_for
from course.grader.notebook.submission import Submission
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import ForkServer, ForkServerError
from course.grader.sandbox.proof import CannotTrain, EarlyServer, proven_servers

_ATTEMPTS = 3
_NO_TRAINING = "no network can be trained here: {}."


def marker(
    *, workers: int, sandbox: bool, hidden: Sequence[Path], early: EarlyServer | None = None
) -> Marker:
    """Return what marks submissions on this machine.

    workers: int.
    sandbox (bool): Whether to shut the learners' code in; without, it runs with the user's own
        rights.
    hidden (sequence of Path): Folders that the learners' code must not see.
    early (EarlyServer or None): A server for this lesson that is started already.
    Raises CourseError: If there is to be a sandbox and this machine can make none.
    """
    box = None
    if sandbox:
        try:
            box = make_box(hidden)
        except SandboxError as error:
            raise CourseError(_no_sandbox(str(error))) from None

    def mark(lesson: Lesson, submissions: Sequence[Submission]) -> Iterator[Graded]:
        try:
            number = min(workers, len(submissions))
            servers = proven_servers(number, lesson.modules(), box, early, lesson.few_modules())
        except CannotTrain as error:
            raise CourseError(_NO_TRAINING.format(error)) from None
        except ForkServerError as error:
            raise CourseError(_no_sandbox(str(error)) if sandbox else f"{error}.") from None
        return _mark(lesson, submissions, servers)

    return mark


def _mark(
    lesson: Lesson, submissions: Sequence[Submission], servers: Sequence[ForkServer]
) -> Iterator[Graded]:
    """Yield what comes of each submission, in the order in which they are done."""
    spare = [*reversed(servers)]
    own = threading.local()  # each thread keeps its server

    def mark_one(submission: Submission) -> Graded:
        if not hasattr(own, "server"):
            own.server = spare.pop()
        return mark_safely(lambda: own.server, lesson, read_for(lesson, submission))

    executor = ThreadPoolExecutor(len(servers))
    try:
        # No list of the futures is kept: each holds what came of a submission.
        for future in as_completed(executor.submit(mark_one, one) for one in submissions):
            yield future.result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        for server in servers:
            server.close()


def _no_sandbox(reason: str) -> str:
    return (
        f"learners' code can't be shut in on this machine: {reason}. `course doctor` says more. "
        "Grade on another machine, or, if you trust every notebook, with --no-sandbox."
    )


def mark_safely(server: Callable[[], ForkServer], lesson: Lesson, submission: Submission) -> Graded:
    """Mark a submission; where the server itself goes down, try again with another one.

    One submission never ends the run: what the grader itself can't take is named.
    """
    way_out = "run the same command again, and if the same happens, mark it by hand"
    ended = f"the grading process broke down on it several times: {way_out}"
    for _ in range(_ATTEMPTS):
        with suppress(ForkServerError):
            running = server()
            try:
                return mark_submission(lesson, submission, running)
            except CannotTrain as error:
                raise CourseError(_NO_TRAINING.format(error)) from None
            except ForkServerError:
                raise
            except Exception as error:
                ended = f"the grader itself failed on it ({type(error).__name__}): {way_out}"
                break
    unmarked = mark_submission(lesson, replace(submission, reason=ended), server())
    # Without a digest it doesn't count as done: the fault may have been this machine's.
    return replace(unmarked, digest="")
