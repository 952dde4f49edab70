"""`course grade`: from a folder of notebooks to marks, page by page safe from interruption."""

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from course.doctor.machine import free_memory
from course.files import only_one, read_json, read_text, write_json, write_text
from course.grader.by_hand.answered import other_answers
from course.grader.by_hand.counting import Counting
from course.grader.early import EarlyLesson
from course.grader.lesson import Lesson, fingerprint, load_lesson
from course.grader.marks.feedback import feedback
from course.grader.marks.gradebook import Book
from course.grader.marks.marks import Graded, GradedLesson
from course.grader.marks.results import graded_before, left_behind, marked_cells
from course.grader.marks.summary import IGNORED, change_of_mark, reason
from course.grader.notebook.find import of_students
from course.grader.notebook.matching import read_for
from course.grader.notebook.places import about_time
from course.grader.notebook.submission import Submission
from course.grader.people.strangers import hand_ins
from course.grader.people.ungraded import note_folder
from course.grader.progress import Progress, shown
from course.grader.runs import other_exercises, record_speed, run_seed, seconds_each

BYTES_PER_WORKER = 900_000_000
_ONLY_PAGES = "nobody was graded, and marks by hand were put into the feedback pages"
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


def default_workers() -> int:
    """Return how many workers this machine has processors and memory for."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    room = free_memory() // BYTES_PER_WORKER
    return max(1, min(processors, room))


def grade_lesson(
    folders: Folders,
    name: str,
    mark: Marker,
    *,
    seed: int | None = None,
    again: bool = False,
    students: Sequence[str] = (),
    early: EarlyLesson | None = None,
) -> GradedLesson:
    """Grade what was handed in for a lesson, by some students or by all.

    What is already graded, with the same content and the same seed, is not done again. What another
    process has loaded of the lesson meanwhile (`early`) is taken from it.

    Raises CourseError: If there is nothing to grade, or the results can't be written.
    """
    with only_one(folders.result("", name).with_name(".lock"), name):
        before = any(folders.result("", name).parent.glob("[!.]*.json"))
        named = bool(students)
        found = hand_ins(folders.submitted, folders.course, name, graded=before, named=named)
        note_folder(folders.course, name, folders.submitted)
        everybody = found.submissions
        submissions = of_students(students, everybody, name)
        started = time.perf_counter()
        lesson = _lesson(folders.course, name, seed, early)
        there = {one.student for one in everybody}
        graded = _grade_lesson(folders, lesson, submissions, mark, there, again=again)
        seconds = round(time.perf_counter() - started, 2)
        return replace(graded, seconds=seconds, changes=(*found.remarks, *graded.changes))


def _lesson(course: Path, name: str, seed: int | None, early: EarlyLesson | None) -> Lesson:
    seed = run_seed(course, name, seed, early.seed if early else None)
    lesson = early.lesson(seed) if early else None
    lesson = lesson or load_lesson(course, name, seed)
    worth = {task.name: task.visible.points for task in lesson.tasks}
    ours = {cell["id"]: cell["source"] for cell in lesson.notebook["cells"]}
    stubs = {task.name: ours[task.solution_id] for task in lesson.tasks}
    former, later = other_exercises(course, name, worth, stubs)
    return replace(lesson, former=former, later=later)


def _grade_lesson(
    folders: Folders,
    lesson: Lesson,
    submissions: Sequence[Submission],
    mark: Marker,
    there: set[str],
    *,
    again: bool,
) -> GradedLesson:
    name = lesson.name
    with closing(Book(folders.course, lesson)) as book:
        run = _Run(folders, book, lesson, fingerprint(folders.course, lesson))
        changes, counting = [*book.changes], Counting(book, folders.course, lesson)
        for sentence in book.lost:
            print(sentence, flush=True)  # before any page is written
        book.apply_late_rule()  # the pages tell of it
        results = {} if again else run.already_done(submissions)
        waiting = {one.student: one for one in submissions if one.student not in results}
        progress = Progress(len(waiting), seconds_each(folders.course, name))
        with shown(progress):
            for made in mark(lesson, [*waiting.values()]) if waiting else ():
                graded, change = run.save(waiting[made.student], made)
                changes += [change] if change else []
                # Of a large class, the notebooks would fill the memory.
                results[graded.student] = replace(graded, notebook={})
                progress.done += 1
        if waiting:
            record_speed(folders.course, name, (time.monotonic() - progress.started) / len(waiting))
        if not submissions:
            changes.append(f"Nothing is in {folders.submitted} for {name}: {_ONLY_PAGES}.")
        changes += counting.finish()
        if counting.students:
            book.apply_late_rule()
        for graded in graded_before(folders.course, lesson, book.holds, run.notebook_file):
            if graded.student not in results:
                book.note_answers(graded)
            if graded.student not in results or graded.student in counting.students:
                run.give_page(graded)  # it may have been marked by hand since
        changes += book.late.changes()
        changes += left_behind(folders.course, name, results, there, book.given_by_hand)
    rows = [results[student] for student in sorted(results)]
    return GradedLesson(name, 0.0, rows, tuple(changes))


def renew_pages(folders: Folders, name: str) -> list[str]:
    """Put marks by hand into the feedback pages of a lesson; return what else has changed in it."""
    with only_one(folders.result("", name).with_name(".lock"), name):
        lesson = _lesson(folders.course, name, None, None)
        with closing(Book(folders.course, lesson)) as book:
            run = _Run(folders, book, lesson, "")
            for graded in graded_before(folders.course, lesson, book.holds, run.notebook_file):
                run.give_page(graded)
            return book.changes


@dataclass(frozen=True)
class _Run:
    """Where a run writes what comes of it, and knows again what an earlier one has written.

    `key` is a digest of everything that marks depend on but the submission and the seed.
    """

    folders: Folders
    book: Book
    lesson: Lesson
    key: str

    def save(self, submission: Submission, graded: Graded) -> tuple[Graded, str]:
        """Write down a submission's results. The file that says that it is done comes last.

        Returns what counts, which are marks that there were before where nothing can be read now,
        and how the mark has changed and why; empty where it hasn't.
        """
        graded = self._counting(graded)
        write_json(self.notebook_file(graded.student), graded.notebook)
        self._write_time(submission)
        file = self.folders.result(graded.student, self.lesson.name)
        before = read_json(file)
        now = {"seed": self.lesson.seed, "key": self.key, **graded.to_data()}
        why = f"course grade, since {reason(before, now)}"
        self.book.save(graded, submission.timestamp, why, anew=other_answers(before, graded))
        self.give_feedback(submission, graded)
        change = change_of_mark(before, now)
        write_json(file, {**now, "changed": change})
        return graded, change

    def _counting(self, graded: Graded) -> Graded:
        """Return the earlier result in place of one that is none, with a note."""
        if graded.status != "rejected":
            return graded
        worth = {name: mark.max_points for name, mark in graded.marks.items()}
        try:
            before = Graded.from_data(
                read_json(self.folders.result(graded.student, self.lesson.name))
            )
        except ValueError:
            return graded
        cells = marked_cells(self.notebook_file(graded.student))
        known = before.worth_now(worth, self.lesson.former)
        if before.status == "rejected" or known is None or cells is None:
            return graded
        notes = [note for note in before.notes if not note.startswith(IGNORED)]
        note = f"{IGNORED} ({'; '.join(graded.notes)}): the marks of the one before it count"
        return replace(known, notes=[note, *notes], notebook={**graded.notebook, "cells": cells})

    def correct_time(self, submission: Submission, graded: Graded) -> None:
        """Put another time of handing in into the gradebook, and what follows from it."""
        if submission.timestamp and read_text(self._time_file(graded.student)).strip() != (
            submission.timestamp
        ):
            self.book.save(graded, submission.timestamp)
            self._write_time(submission)

    def _write_time(self, submission: Submission) -> None:
        if submission.timestamp:
            write_text(self._time_file(submission.student), submission.timestamp + "\n")

    def _time_file(self, student: str) -> Path:
        return self.notebook_file(student).with_name("timestamp.txt")

    def give_feedback(self, submission: Submission, graded: Graded) -> None:
        """Write the feedback, and beside it what `nbgrader release_feedback` asks for.

        It publishes a page under a name made from the submission's secret. One that came without
        gets a secret that nobody knows.
        """
        page = self.give_page(graded)
        write_text(page.with_name("timestamp.txt"), submission.timestamp)
        secret = page.with_name("submission_secret.txt")
        if submission.secret or not secret.exists():
            write_text(secret, submission.secret or secrets.token_hex(32))

    def give_page(self, graded: Graded) -> Path:
        page = self.folders.feedback(graded.student, self.lesson.name)
        given, late = self.book.by_hand(graded.student), self.book.penalty(graded.student)
        name = self.book.full_name(graded.student)
        write_text(page, feedback(self.lesson, graded, given, late, name))
        return page

    def already_done(self, submissions: Sequence[Submission]) -> dict[str, Graded]:
        """Return what an earlier run has made of submissions, by student; write their pages."""
        results = {}
        for submission in submissions:
            if (graded := self.done(submission)) is not None:
                self.book.note_answers(graded)
                self.correct_time(submission, graded)
                self.give_feedback(submission, graded)
                results[submission.student] = replace(graded, notebook={})
        return results

    def done(self, submission: Submission) -> Graded | None:
        """Return what an earlier run made of a submission, if it would come out the same now."""
        data = read_json(self.folders.result(submission.student, self.lesson.name))
        try:
            graded = Graded.from_data(data)
            if (data.get("key"), data.get("seed")) != (self.key, self.lesson.seed):
                return None
            same = graded.student == submission.student and submission.file is not None
            if not same or about_time(graded.notes) != about_time(submission.notes):
                return None
        except ValueError:
            return None
        if any(note.startswith(IGNORED) for note in graded.notes):
            return None  # what was handed in then may be gone
        read = read_for(self.lesson, submission)
        if read.digest != graded.digest or not {*read.notes} <= {*graded.notes}:
            return None  # a note may be on a file that has come since
        if [*graded.marks] != [task.name for task in self.lesson.tasks]:
            return None
        cells = marked_cells(self.notebook_file(submission.student))
        if cells is not None and self.book.holds(submission.student, graded.marks):
            return replace(graded, notebook={"cells": cells})
        return None

    def notebook_file(self, student: str) -> Path:
        return self.folders.autograded(student, self.lesson.name) / f"{self.lesson.name}.ipynb"
