"""The marks of somebody who has another id now are moved to it, with those given by hand."""

import glob
import secrets
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedAssignment

from course.files import only_one, read_json, write_json
from course.folders import CourseError
from course.grader.by_hand.answered import known_answers, same_answer
from course.grader.by_hand.history import rename
from course.grader.marks.gradebook_file import back_up, in_one_sentence, make_gradebook
from course.grader.roster import class_before, save_roster, seen_id
from course.settings import course_settings

_PLACES = ("submitted", "autograded", "feedback")


def rename_student(course: Path, old: str, new: str) -> tuple[list[str], list[str]]:
    """Move a student's marks, comments and files to another id.

    Where both ids have handed in a lesson, what the new one has handed in counts, if it could be
    read, with the marks by hand and the comments of both. Copies are made before.

    Returns the lessons with marks, and sentences on what should be known besides.
    Raises CourseError: If nobody has the old id, both are in the class, both have marks by hand
        that differ, or a lesson is being graded.
    """
    new = seen_id(new, f"the new id of {old}")
    people = class_before(course)
    results = course / "grading" / "results"
    url, course_id = _gradebook(course)
    with ExitStack() as stack:
        for folder in sorted(results.glob("*/")):
            stack.enter_context(only_one(folder / ".lock", folder.name))
        back_up(url)
        stack.enter_context(in_one_sentence(url))
        make_gradebook(url, course_id)
        book = stack.enter_context(Gradebook(url, course_id))
        old = _known(book, old)
        _see_two(old, new, people)
        unreadable = {lesson for lesson in _graded(results, new) if _rejected(results, lesson, new)}
        kept = {lesson for lesson in unreadable if not _rejected(results, lesson, old)}
        lessons, both = _move_rows(book, old, new, kept, results)
        place = _rename_files(course / "grading", old, new, kept)
        rename(course, old, new)
        book.db.commit()
        back_up(url)  # or the last copy would have marks of an id that is no more
    if old in people:
        people[new] = replace(people.pop(old), student=new)
        save_roster(course, [*people.values()])
    notes = [
        f"Both had handed in {lesson}: what {old if lesson in kept else new} handed in counts, and "
        f"the other one's is in {place}."
        for lesson in both
    ]
    if lessons and not (course / "grading" / "submitted" / new).exists():
        notes.append(
            f"Nothing of {old} lies in grading/submitted: where files that are graded next bear "
            f"that name, change it to {new}."
        )
    return lessons, notes


def _gradebook(course: Path) -> tuple[str, str]:
    config = course_settings(course)
    return config.CourseDirectory.db_url, config.CourseDirectory.course_id


def _known(book: Gradebook, old: str) -> str:
    """Return an id as the gradebook has it: its letters may be written in two ways."""
    for spelling in (old, _as_id(old)):
        with suppress(MissingEntry):
            return str(book.find_student(spelling).id)
    raise CourseError(f"nobody in the gradebook has the id {old!r}.")


def _as_id(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _see_two(old: str, new: str, people: Collection[str]) -> None:
    """Raise CourseError where there is nothing to move, or these are two people."""
    if old == new:
        raise CourseError(f"{old} and {new} are the same id: there is nothing to move.")
    if old in people and new in people:
        raise CourseError(
            f"{old} and {new} are both in the class, so they are two people, and one would lose "
            "their marks. If they are one person, read a class list without "
            f"{old} (`course roster FILE.csv`), and run the command again."
        )


def _graded(results: Path, student: str) -> list[str]:
    return [file.parent.name for file in results.glob(f"*/{glob.escape(student)}.json")]


def _rejected(results: Path, lesson: str, student: str) -> bool:
    """Tell whether there is nothing that could be marked of a student's."""
    data = read_json(results / lesson / f"{student}.json")
    result = data.get("result") if isinstance(data, dict) else None
    return not isinstance(result, dict) or result.get("status") == "rejected"


def _move_rows(
    book: Gradebook, old: str, new: str, kept: Collection[str], results: Path
) -> tuple[list[str], list[str]]:
    """Move what the gradebook has; return the lessons with marks, and those that both had.

    kept (collection of str): The lessons where what the old id has handed in counts.
    results (Path): The folder with what runs have written down of each lesson.
    """
    before = book.find_student(old)
    about = ("first_name", "last_name", "email", "lms_user_id")
    known = {name: getattr(before, name) for name in about}
    after = book.db.get(type(before), new) or type(before)(id=new, **known)
    book.db.add(after)
    theirs = {one.assignment_id: one for one in after.submissions}
    both, gone, counting = [], [], []
    with book.db.no_autoflush:
        for submission in [*before.submissions]:
            counts, other = submission, theirs.get(submission.assignment_id)
            if other is not None:
                both.append(submission.assignment.name)
                if submission.assignment.name not in kept:
                    counts, other = other, submission
                _give(other, counts, results / submission.assignment.name)
                gone.append(other)
            counting.append(counts)
    for submission in gone:
        for notebook in submission.notebooks:
            for row in (*notebook.grades, *notebook.comments, notebook):
                book.db.delete(row)
        book.db.delete(submission)
    book.db.flush()
    for submission in counting:
        submission.student = after
    book.db.flush()
    for person in (before, after):
        book.db.refresh(person)
    lessons = sorted(one.assignment.name for one in after.submissions)
    book.db.delete(before)
    book.db.flush()
    return lessons, sorted(both)


def _give(submission: SubmittedAssignment, other: SubmittedAssignment, results: Path) -> None:
    """Put what was given by hand for a submission to another one of the same lesson.

    A mark that was given for another answer, or whose answer isn't known, waits for a look.
    """
    rows = {(type(row), row.name): row for row in _rows(other)}
    before = known_answers(results / f"{submission.student_id}.json")
    now = known_answers(results / f"{other.student_id}.json")
    for mine in _rows(submission):
        theirs = rows.get((type(mine), mine.name))
        for name in ("manual_score", "extra_credit", "manual_comment"):
            given, there = getattr(mine, name, None), getattr(theirs, name, None)
            if given in (None, "", there):
                continue
            if theirs is None or there not in (None, ""):
                raise CourseError(
                    f"{submission.student_id} and {other.student_id} have other marks or comments "
                    f"by hand for {submission.assignment.name}: {given} and {there}. Make them the "
                    "same, in the formgrader or with `course mark`, and run the command again."
                )
            setattr(theirs, name, given)
            if name == "manual_score":
                waits = mine.needs_manual_grade or mine.auto_score != theirs.auto_score
                theirs.needs_manual_grade = waits or not same_answer(before, now, mine.name)


def _rows(submission: SubmittedAssignment) -> list[Grade | Comment]:
    return [row for one in submission.notebooks for row in (*one.grades, *one.comments)]


def _rename_files(grading: Path, old: str, new: str, kept: Collection[str]) -> Path:
    """Give a student's files the new name, lesson by lesson; return where others were put aside.

    kept (collection of str): The lessons where those of the old id count.
    """
    left = Path("grading", "backups", f"renamed-{old}-{secrets.token_hex(4)}")
    for source, wanted, lesson in _moves(grading, old, new):
        if wanted.exists():
            other = wanted if lesson in kept else source
            aside = grading.parent / left / other.relative_to(grading)
            aside.parent.mkdir(parents=True, exist_ok=True)
            other.rename(aside)
            if other is source:
                continue
        wanted.parent.mkdir(parents=True, exist_ok=True)
        source.rename(wanted)
        result = read_json(wanted) if wanted.suffix == ".json" else None
        if isinstance(result, dict) and isinstance(result.get("result"), dict):
            result["result"]["student"] = new
            write_json(wanted, result)
    for kind in _PLACES:
        for folder in _folders_of(old, grading / kind):
            with suppress(OSError):
                folder.rmdir()
    return left


def _folders_of(student: str, place: Path) -> list[Path]:
    """Return a student's folders in a place, however their names are written."""
    found = [*place.iterdir()] if place.is_dir() else []
    return [one for one in found if one.is_dir() and _as_id(one.name) == student]


def _moves(grading: Path, old: str, new: str) -> Iterator[tuple[Path, Path, str]]:
    """Yield what is moved and where to, and to which lesson it belongs."""
    for kind in _PLACES:
        for folder in _folders_of(old, grading / kind):
            for entry in sorted(folder.iterdir()):
                yield entry, grading / kind / new / entry.name, entry.name
    for ending in (".ipynb", ".zip"):
        flat = grading / "submitted" / f"{old}{ending}"
        if flat.is_file():
            yield flat, flat.with_name(f"{new}{ending}"), ""
    for folder in sorted(grading.glob("results/*/")):
        if (folder / f"{old}.json").exists():
            yield folder / f"{old}.json", folder / f"{new}.json", folder.name
