"""`course grade`: from a folder of notebooks to marks, page by page safe from interruption."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tqdm import tqdm

import helpers.checks
from course.doctor.examine import free_memory
from course.files import python_files, read_json, write_json, write_text
from course.folders import CourseError
from course.grader.lesson import Lesson, load_lesson
from course.grader.marks.feedback import feedback
from course.grader.marks.gradebook import Book
from course.grader.marks.marks import Graded, Mark
from course.grader.notebook.submission import Submission, find_submissions
from helpers.checks.source import BANK_FOLDER
from helpers.settings import somebody_watches

BYTES_PER_WORKER = 900_000_000
# Marks submissions and yields what comes of them, in any order.
Marker = Callable[[Lesson, Sequence[Submission]], Iterator[Graded]]


@dataclass(frozen=True)
class Folders:
    """Where grading reads and writes."""

    course: Path
    submitted: Path

    @property
    def grading(self) -> Path:
        """The folder for everything that grading writes."""
        return self.course / "grading"

    def autograded(self, student: str, lesson: str) -> Path:
        """Return the folder of a marked notebook, where nbgrader looks for it."""
        return self.grading / "autograded" / student / lesson

    def feedback(self, student: str, lesson: str) -> Path:
        """Return the file of a learner's feedback, where nbgrader would put it."""
        return self.grading / "feedback" / student / lesson / f"{lesson}.html"

    def result(self, student: str, lesson: str) -> Path:
        """Return the file that says that a submission is done, and what came of it."""
        return self.grading / "results" / lesson / f"{student}.json"


def run_seed(course: Path, lesson: str, wanted: int | None) -> int:
    """Return the seed of the run: the one asked for, the one recorded, or a new one; record it."""
    file = course / "grading" / "results" / lesson / ".run.json"
    recorded = read_json(file)
    seed = wanted
    if seed is None and isinstance(recorded, dict) and isinstance(recorded.get("seed"), int):
        seed = recorded["seed"]
    if seed is None:
        seed = secrets.randbelow(2**32)
    write_json(file, {"seed": seed})
    return seed


def default_workers() -> int:
    """Return how many workers this machine has processors and memory for."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    room = free_memory() // BYTES_PER_WORKER
    return max(1, min(processors, room))


def grade_lesson(
    folders: Folders, name: str, mark: Marker, *, seed: int | None = None, again: bool = False
) -> dict[str, Any]:
    """Grade what was handed in for a lesson; return the results as data for JSON.

    What is already graded, with the same content and the same seed, is not done again.

    Raises
    ------
    CourseError
        If there is nothing to grade, or the results can't be written.
    """
    started = time.perf_counter()
    if not folders.submitted.is_dir():
        raise CourseError(
            f"there is no folder {folders.submitted}: put each notebook into "
            f"grading/submitted/STUDENT/{name}/, or name another folder with --submitted."
        )
    submissions = find_submissions(folders.submitted, name)
    if not submissions:
        raise CourseError(
            f"no notebook of {name} was found in {folders.submitted}: each belongs into "
            f"STUDENT/{name}/, or into the folder itself as STUDENT.ipynb."
        )
    lesson = load_lesson(folders.course, name, run_seed(folders.course, name, seed))
    key = _fingerprint(folders.course, name)
    book = Book(folders.course, lesson)
    results: dict[str, dict[str, Any]] = {}
    try:
        waiting = []
        for submission in submissions:
            done = None if again else _done(folders, book, lesson, submission, key)
            if done is None:
                waiting.append(submission)
            else:
                results[submission.student] = done["result"]
                _give_feedback(folders, book, lesson, submission, _restored(folders, lesson, done))
        by_name = {submission.student: submission for submission in waiting}
        bar = tqdm(total=len(waiting), unit="notebook", disable=not somebody_watches(), leave=False)
        with bar:
            for graded in mark(lesson, waiting) if waiting else ():
                _save(folders, book, lesson, by_name[graded.student], graded, key)
                results[graded.student] = graded.data()
                bar.update()
    finally:
        book.close()
    return {
        "lesson": name,
        "seconds": round(time.perf_counter() - started, 2),
        "submissions": [results[student] for student in sorted(results)],
    }


def _save(
    folders: Folders, book: Book, lesson: Lesson, submission: Submission, graded: Graded, key: str
) -> None:
    """Write down a submission's results. The file that says that it is done comes last."""
    place = folders.autograded(graded.student, lesson.name)
    write_json(place / f"{lesson.name}.ipynb", graded.notebook)
    if submission.timestamp:
        write_text(place / "timestamp.txt", submission.timestamp + "\n")
    result = folders.result(graded.student, lesson.name)
    before = read_json(result)
    anew = isinstance(before, dict) and before.get("digest") != graded.digest
    book.save(graded, submission.timestamp, anew=anew)
    _give_feedback(folders, book, lesson, submission, graded)
    write_json(
        result,
        {
            "digest": graded.digest,
            "seed": lesson.seed,
            "key": key,
            "result": graded.data(),
            "marks": {name: asdict(mark) for name, mark in graded.marks.items()},
            "written": graded.written,
        },
    )


def _give_feedback(
    folders: Folders, book: Book, lesson: Lesson, submission: Submission, graded: Graded
) -> None:
    """Write the feedback, and beside it what `nbgrader release_feedback` asks for.

    It publishes a page under a name made from the submission's secret. One that came without gets
    a secret that nobody knows.
    """
    page = folders.feedback(graded.student, lesson.name)
    write_text(page, feedback(lesson, graded, book.by_hand(graded.student)))
    write_text(page.with_name("timestamp.txt"), submission.timestamp)
    secret = page.with_name("submission_secret.txt")
    if submission.secret or not secret.exists():
        write_text(secret, submission.secret or secrets.token_hex(32))


def _done(
    folders: Folders, book: Book, lesson: Lesson, submission: Submission, key: str
) -> dict[str, Any] | None:
    """Return what an earlier run made of a submission, if it would come out the same now."""
    done = read_json(folders.result(submission.student, lesson.name))
    try:
        if (done["key"], done["seed"]) != (key, lesson.seed) or submission.file is None:
            return None
        with submission.file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if done["digest"] != digest or not book.holds(submission.student, done["marks"]):
            return None
        _restored(folders, lesson, done)
    except (OSError, LookupError, TypeError):
        return None
    return dict(done)


def _restored(folders: Folders, lesson: Lesson, done: dict[str, Any]) -> Graded:
    """Return a submission's results as they were written down."""
    result = done["result"]
    student = result["student"]
    file = folders.autograded(student, lesson.name) / f"{lesson.name}.ipynb"
    return Graded(
        student=student,
        status=result["status"],
        seconds=result["seconds"],
        notes=result["notes"],
        marks={task.name: Mark(**done["marks"][task.name]) for task in lesson.tasks},
        notebook={"cells": read_json(file)["cells"]},
        written=done["written"],
        digest=done["digest"],
    )


def _fingerprint(course: Path, lesson: str) -> str:
    """Return a digest of everything that marks depend on but the submission and the seed."""
    files = [course / "notebooks" / lesson / f"{lesson}.ipynb"]
    files += python_files(course / "solutions" / lesson / BANK_FOLDER)
    files += python_files(Path(__file__).resolve().parent)
    files += python_files(Path(helpers.checks.__path__[0]))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def summary(data: dict[str, Any]) -> str:
    """Return what came of a run in some lines of words."""
    rows = data["submissions"]
    rejected = [row for row in rows if row["status"] == "rejected"]
    repaired = [row for row in rows if row["status"] == "repaired"]
    points = [row["points"] for row in rows if row["status"] != "rejected"]
    lines = [f"{data['lesson']}: {_count(len(rows), 'submission')} in {data['seconds']} s."]
    if points:
        most = max(row["max_points"] for row in rows)
        full = sum(p == most for p in points)
        lines.append(f"Full marks: {full}. Median: {median(points):g} of {most:g} points.")
    if repaired:
        lines.append(f"Put right before grading: {len(repaired)} (see notes).")
    lines += [f"Not gradable: {row['student']}: {'; '.join(row['notes'])}." for row in rejected]
    lines += [
        f"  {row['student']}: {'; '.join(row['notes'])}."[:400]
        for row in rows
        if row["status"] != "rejected" and row["notes"]
    ]
    return "\n".join(lines)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
