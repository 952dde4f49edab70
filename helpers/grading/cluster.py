"""The same work on more than one machine, by dask.distributed.

Workers need only this package: notebooks travel to them as bytes, results come back as data. A
learner's code runs in a sandbox beside the worker, never in it, so that it can't take one down.
"""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from helpers.course import CourseError
from helpers.grading.grade import Marker
from helpers.grading.lesson import Lesson
from helpers.grading.marks import Graded
from helpers.grading.pool import mark_safely, read_submission
from helpers.grading.proof import proven_servers
from helpers.grading.sandbox import SandboxError, make_box
from helpers.grading.submission import Submission
from helpers.grading.warm import Server

_SECONDS_TO_CONNECT = 10
_AT_ONCE_PER_THREAD = 3
_ATTEMPTS = 5  # of a submission whose worker is lost
_own = threading.local()


def cluster_marker(address: str, *, sandbox: bool) -> Marker:
    """Return what marks submissions on a Dask cluster.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    sandbox : bool
        Whether to shut the learners' code in.

    Raises
    ------
    CourseError
        If Dask isn't installed, there is no scheduler at the address, or no worker.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            "--scheduler needs dask.distributed: pip install 'rare-class-course[cluster]'."
        ) from None
    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"no Dask scheduler answers at {address}: {error}.") from None
    if not client.nthreads():
        client.close()
        raise CourseError(
            f"the scheduler at {address} has no workers: start some with `dask worker {address}`."
        )

    def mark(lesson: Lesson, submissions: Sequence[Submission]) -> Iterator[Graded]:
        try:
            yield from _mark(client, lesson, submissions, sandbox=sandbox)
        finally:
            client.close()

    return mark


def _mark(
    client: Any, lesson: Lesson, submissions: Sequence[Submission], *, sandbox: bool
) -> Iterator[Graded]:
    from distributed import as_completed

    waiting = [(submission, 1) for submission in reversed(submissions)]
    handed_out: dict[Any, tuple[Submission, int]] = {}

    def hand_out() -> Any:
        submission, attempt = waiting.pop()
        content, reason = read_submission(submission)
        future = client.submit(
            mark_there,
            lesson,
            submission.student,
            content,
            reason,
            submission.notes,
            sandbox,
            pure=False,
        )
        handed_out[future] = submission, attempt
        return future

    at_once = _AT_ONCE_PER_THREAD * max(1, sum(client.nthreads().values()))
    first = [hand_out() for _ in range(min(at_once, len(waiting)))]
    done = as_completed(first, loop=client.loop)
    for future in done:
        submission, attempt = handed_out.pop(future)
        error = future.exception()
        if error is None:
            yield future.result()
        elif attempt < _ATTEMPTS:
            waiting.append((submission, attempt + 1))
        else:
            raise CourseError(
                f"the submission of {submission.student} could not be graded on the cluster "
                f"({type(error).__name__}: {error}). See that its workers have the sandbox "
                "(`course doctor` on each), then run the same command again: it goes on."
            )
        if waiting:
            done.add(hand_out())


def mark_there(
    lesson: Lesson,
    student: str,
    content: bytes,
    reason: str,
    notes: Sequence[str],
    sandbox: bool,
) -> Graded:
    """Mark a submission in a worker, whose thread keeps its fork server for the next one."""

    def server() -> Server:
        key = (lesson.name, tuple(lesson.modules()), sandbox)
        if getattr(_own, "key", None) != key:
            if hasattr(_own, "server"):
                _own.server.close()
            try:
                box = make_box() if sandbox else None
            except SandboxError as error:
                raise RuntimeError(f"no sandbox on this worker: {error}") from None
            [_own.server], _own.key = proven_servers(1, lesson.modules(), box), key
        kept: Server = _own.server
        return kept

    return mark_safely(server, lesson, student, content, reason, notes)
