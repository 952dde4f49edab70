"""The marks of somebody who has another id now are moved to it, with those given by hand."""

import secrets
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedAssignment
from traitlets.config import PyFileConfigLoader

from course.files import read_json, write_json
from course.folders import CourseError
from course.grader.marks.gradebook_file import back_up, in_one_sentence, make_gradebook
from course.grader.roster import class_before, save_roster, seen_id


def rename_student(course: Path, old: str, new: str) -> list[str]:
    """Move a student's marks, comments and files to another id; return the lessons with marks.

    Where both ids have handed in a lesson, what the new one has handed in counts, with the marks by
    hand and the comments of the old one. A copy of the gradebook is made before.

    Raises CourseError: If nobody has the old id, or both have marks by hand that differ.
    """
    new = seen_id(new, f"the new id of {old}")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    back_up(url)
    with in_one_sentence(url):
        make_gradebook(url, course_id)
        with Gradebook(url, course_id) as book:
            try:
                before = book.find_student(old)
            except MissingEntry:
                raise CourseError(f"nobody in the gradebook has the id {old!r}.") from None
            about = ("first_name", "last_name", "email", "lms_user_id")
            known = {name: getattr(before, name) for name in about}
            after = book.db.get(type(before), new) or type(before)(id=new, **known)
            book.db.add(after)
            theirs = {one.assignment_id: one for one in after.submissions}
            with book.db.no_autoflush:
                for submission in [*before.submissions]:
                    if other := theirs.get(submission.assignment_id):
                        _give(submission, other)
                    else:
                        submission.student = after
            lessons = sorted(one.assignment.name for one in after.submissions)
            for submission in before.submissions:
                for notebook in submission.notebooks:
                    for row in (*notebook.grades, *notebook.comments, notebook):
                        book.db.delete(row)
                book.db.delete(submission)
            book.db.flush()
            book.db.refresh(before)
            book.db.delete(before)
            book.db.commit()
    people = class_before(course)
    if old in people and new not in people:
        people[new] = replace(people.pop(old), student=new)
        save_roster(course, [*people.values()])
    _rename_files(course / "grading", old, new)
    return lessons


def _give(submission: SubmittedAssignment, other: SubmittedAssignment) -> None:
    """Put what was given by hand for a submission to another one of the same lesson."""
    rows = {(type(row), row.name): row for row in _rows(other)}
    for mine in _rows(submission):
        theirs = rows.get((type(mine), mine.name))
        for name in ("manual_score", "extra_credit", "manual_comment"):
            given, there = getattr(mine, name, None), getattr(theirs, name, None)
            if given in (None, ""):
                continue
            if theirs is None or there not in (None, "", given):
                raise CourseError(
                    f"{submission.student_id} and {other.student_id} have other marks or comments "
                    f"by hand for {submission.assignment.name}: {given} and {there}. Make them the "
                    "same, in the formgrader or with `course mark`, and run the command again."
                )
            setattr(theirs, name, given)
            if name == "manual_score":
                theirs.needs_manual_grade = mine.auto_score != theirs.auto_score


def _rows(submission: SubmittedAssignment) -> list[Grade | Comment]:
    return [row for one in submission.notebooks for row in (*one.grades, *one.comments)]


def _rename_files(grading: Path, old: str, new: str) -> None:
    """Give a student's files the new name; what is there under it already stays."""
    places = [grading / kind for kind in ("submitted", "autograded", "feedback")]
    moves = [(place / old, place / new) for place in places]
    results = grading.glob("results/*/")
    moves += [(folder / f"{old}.json", folder / f"{new}.json") for folder in results]
    left = grading / "backups" / f"renamed-{old}-{secrets.token_hex(4)}"
    for source, wanted in moves:
        if not source.exists():
            continue
        target = left / source.relative_to(grading) if wanted.exists() else wanted
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        result = read_json(target) if target.suffix == ".json" else None
        if isinstance(result, dict) and isinstance(result.get("result"), dict):
            result["result"]["student"] = new
            write_json(target, result)
