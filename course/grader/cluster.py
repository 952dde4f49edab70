"""The same work on more than one machine, by dask.distributed.

Workers need only this package: notebooks travel to them as bytes, results come back as data. A
learner's code runs in a sandbox beside the worker, never in it, so that it can't take one down.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any

from course.folders import CourseError
from course.grader.grade import Marker
from course.grader.lesson import Lesson
from course.grader.marks.marks import Graded
from course.grader.notebook.matching import read_for
from course.grader.notebook.submission import Submission
from course.grader.pool import mark_safely
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import Died, ForkServer, ForkServerError
from course.grader.sandbox.proof import proven_servers

_SECONDS_TO_CONNECT = 10
_SECONDS_WITHOUT_WORKERS = 60
_AT_ONCE_PER_THREAD = 3
_ATTEMPTS = 5  # of a submission whose worker is lost
_own = threading.local()


def cluster_marker(address: str, *, sandbox: bool) -> Marker:
    """Return what marks submissions on a Dask cluster.

    address (str): Of the scheduler, such as ``tcp://10.0.0.1:8786``.
    sandbox (bool): Whether to shut the learners' code in.
    Raises CourseError: If Dask isn't installed, there is no scheduler at the address or no worker,
        or a worker has no sandbox.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            "--scheduler needs dask.distributed: pip install 'rare-class-course[cluster]'."
        ) from None
    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"no Dask scheduler answers at {address!r} ({reason}).") from None
    try:
        _see_workers(client, address, sandbox=sandbox)
    except BaseException:
        client.close()
        raise

    def mark(lesson: Lesson, submissions: Sequence[Submission]) -> Iterator[Graded]:
        try:
            yield from _mark(client, lesson, submissions, sandbox=sandbox)
        except (CancelledError, OSError):
            raise CourseError(
                f"the scheduler at {address} is gone. Start it again, and its workers, and run "
                "the same command again: it goes on."
            ) from None
        finally:
            client.close()

    return mark


def _see_workers(client: Any, address: str, *, sandbox: bool) -> None:
    if not client.nthreads():
        raise CourseError(
            f"the scheduler at {address} has no workers: start some with `dask worker {address}`."
        )
    try:
        reasons: dict[str, str] = client.run(why_no_sandbox) if sandbox else {}
    except ImportError as error:
        raise CourseError(
            f"a worker of {address} lacks the course's packages ({error}): there, in the course's "
            "folder of the version that is used here, run `pip install --no-deps -e . -e ./course`."
        ) from None
    for worker, reason in reasons.items():
        if reason:
            raise CourseError(
                f"learners' code can't be shut in on the worker {worker}: {reason}. Put that "
                "right, stop this worker, or, if you trust every notebook, use --no-sandbox."
            )


def _course_here() -> list[Path]:
    """Return the course that a worker's package lies in, if it does: its answers are not shown."""
    course = Path(__file__).resolve().parents[2]
    return [course] if (course / "solutions").is_dir() else []


def why_no_sandbox() -> str:
    """Return why there is no sandbox on this machine; nothing where there is one."""
    try:
        server = ForkServer([], make_box(_course_here()))
        try:
            server.child().ask("names", _SECONDS_TO_CONNECT, sources=[])
        finally:
            server.close()
    except (SandboxError, ForkServerError) as error:
        return str(error)
    except Died as death:
        return f"a process in it {death}"
    return ""


def _mark(
    client: Any, lesson: Lesson, submissions: Sequence[Submission], *, sandbox: bool
) -> Iterator[Graded]:
    from distributed import wait

    waiting = [(submission, 1) for submission in reversed(submissions)]
    handed_out: dict[Any, tuple[Submission, int]] = {}
    while waiting or handed_out:
        # Few at a time, so that not all notebooks travel before the first is done.
        at_once = _AT_ONCE_PER_THREAD * max(1, sum(client.nthreads().values()))
        while waiting and len(handed_out) < at_once:
            submission, attempt = waiting.pop()
            read = read_for(lesson, submission)
            future = client.submit(mark_there, lesson, read, sandbox, pure=False)
            handed_out[future] = submission, attempt
        done = set()
        with suppress(TimeoutError), client.as_current():
            done = wait(
                list(handed_out), timeout=_SECONDS_WITHOUT_WORKERS, return_when="FIRST_COMPLETED"
            ).done
        if not done and not client.nthreads():
            raise CourseError(
                f"the cluster has had no worker for {_SECONDS_WITHOUT_WORKERS} seconds. Start "
                "some, and run the same command again: it goes on."
            )
        for future in done:
            submission, attempt = handed_out.pop(future)
            try:
                error = future.exception(_SECONDS_WITHOUT_WORKERS)
                graded = future.result(_SECONDS_WITHOUT_WORKERS) if error is None else None
            except TimeoutError:
                # Lost with its worker before it was fetched: another computes it, if there is one.
                handed_out[future] = submission, attempt
                continue
            if graded is not None:
                yield graded
            elif attempt < _ATTEMPTS:
                waiting.append((submission, attempt + 1))
            else:
                raise CourseError(
                    f"the submission of {submission.student} could not be graded on the cluster "
                    f"({type(error).__name__}: {error}). See that its workers have the sandbox "
                    "(`course doctor` on each), then run the same command again: it goes on."
                )


def mark_there(lesson: Lesson, submission: Submission, sandbox: bool) -> Graded:
    """Mark a submission in a worker, whose thread keeps its fork server for the next one."""

    def server() -> ForkServer:
        key = (lesson.name, tuple(lesson.modules()), sandbox)
        if getattr(_own, "key", None) != key:
            if hasattr(_own, "server"):
                _own.server.close()
            try:
                box = make_box(_course_here()) if sandbox else None
            except SandboxError as error:
                raise RuntimeError(f"no sandbox on this worker: {error}") from None
            few = lesson.few_modules()
            [_own.server], _own.key = proven_servers(1, lesson.modules(), box, few=few), key
        kept: ForkServer = _own.server
        return kept

    return mark_safely(server, lesson, submission)
