"""Many submissions on the processors of this machine: each worker has its own fork server."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

from helpers.grading.lesson import Lesson
from helpers.grading.marking import mark_submission
from helpers.grading.marks import Graded
from helpers.grading.sandbox import Box
from helpers.grading.submission import Submission, read_file
from helpers.grading.warm import Server, ServerError

_ATTEMPTS = 3


class Pool:
    """Workers that mark submissions, one at a time each.

    Parameters
    ----------
    lesson : Lesson
    workers : int
    box : Box or None
        The sandbox; None for trusted code.
    """

    def __init__(self, lesson: Lesson, workers: int, box: Box | None) -> None:
        self.lesson = lesson
        self.workers = workers
        self.box = box
        self._own = threading.local()
        self._servers: list[Server] = []

    def mark(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Yield what comes of each submission, in the order in which they are done."""
        executor = ThreadPoolExecutor(self.workers)
        try:
            futures = [executor.submit(self._mark_one, one) for one in submissions]
            for future in as_completed(futures):
                yield future.result()
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
            for server in self._servers:
                server.close()

    def _mark_one(self, submission: Submission) -> Graded:
        content, reason = b"", submission.reason
        if submission.file is not None:
            content, reason = read_file(submission.file)
        return mark_safely(
            self._server, self.lesson, submission.student, content, reason, submission.notes
        )

    def _server(self) -> Server:
        if not hasattr(self._own, "server"):
            self._own.server = Server(self.lesson.modules(), self.box)
            self._servers.append(self._own.server)
        server: Server = self._own.server
        return server


def mark_safely(
    server: Callable[[], Server],
    lesson: Lesson,
    student: str,
    content: bytes,
    reason: str,
    notes: Sequence[str],
) -> Graded:
    """Mark a submission; where the server itself goes down, try again with another one."""
    for attempt in range(_ATTEMPTS):
        with suppress(ServerError):
            return mark_submission(
                lesson, student, content, server(), reason=reason, notes=notes
            )
        if attempt == 0:
            notes = [*notes]
    ended = "the grading process went down with it several times: mark it by hand"
    return mark_submission(lesson, student, content, server(), reason=ended, notes=notes)
