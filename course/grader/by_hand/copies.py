"""What copies of the gradebook have, and others beside it, and the gradebook itself hasn't.

A gradebook may be moved away, emptied by a program that synchronises, replaced by an older one or
by somebody else's. Marks can be made again; what was given by hand can't.
"""

import re
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from shlex import quote

from course.files import read_text, write_text
from course.folders import CourseError
from course.grader.by_hand.held import Given, Held, as_merged, held, is_database
from course.grader.marks.gradebook_file import BACKUPS, in_one_sentence, sqlite_file
from course.grader.people.listed import listed

_STAMP = re.compile(r"\d{4}-\d\d-\d\d-\d{6}-\d{6}")
_Others = Sequence[tuple[Path, Held]]


def lost_by_hand(url: str, lesson: str, grading: Path) -> list[str]:
    """Say what was given by hand for a lesson, is in a file here, and isn't in the gradebook.

    Pages of whom no gradebook here has anything are copied: they alone may show marks by hand.

    grading (Path): The folder for everything that grading writes.
    Raises CourseError: If the gradebook has nothing of the lesson, and a copy has marks by hand,
        and all else that the gradebook has.
    """
    file = sqlite_file(url)
    if file is None:
        return []
    with in_one_sentence(url):
        now = held(file, lesson)
    others = _others(file, lesson)
    copy, before = _last_copy(file, others)
    if not now.hand_ins and before.given and now.notebooks <= before.notebooks:
        students = ", ".join(sorted({given.student for given in before.given}))
        raise CourseError(
            f"the gradebook {file} has nothing of {lesson} any more. Its copy {copy} has, with "
            f"what was given by hand to {students}: put that in its place, and run the same "
            "command again. To do without, move the folder of copies away."
        )
    sentences = []
    for place, whose in _lost(now, others, now.copies or before.copies).items():
        sentences.append(
            f"{place} has marks or comments by hand of {listed(whose)}, which the gradebook "
            f"lacks. If nobody has taken them away on purpose: `course mark {lesson[:2]} --merge "
            f"{quote(str(place))}`."
        )
    results = {one.stem for one in (grading / "results" / lesson).glob("[!.]*.json")}
    if results and not now.hand_ins:
        again = f"The gradebook had nothing of {lesson} any more, and is filled again. "
        return [f"{again}What was given by hand since its last copy is lost.", *sentences]
    known = {*now.hand_ins.values()}.union(*(one.hand_ins.values() for _, one in others))
    unknown = sorted(results - known)
    if unknown:
        kept = _keep_pages(grading, lesson, unknown)
        sentences.append(
            f"Graded elsewhere: {listed(unknown)}. This gradebook has nothing of them, and another "
            "one that may have marks by hand isn't here. With its file: `course mark "
            f"{lesson[:2]} --merge FILE`.{kept}"
        )
    return sentences


def where_it_is(file: Path, lesson: str) -> str:
    """Return what to do where a gradebook has nothing of a lesson."""
    copy, before = _last_copy(file, _others(file, lesson))
    grade = f"run `course grade {lesson[:2]}`"
    return f"put its copy {copy} in its place, or {grade}" if before.hand_ins else f"{grade} first"


def _lost(now: Held, others: _Others, line: Collection[str]) -> dict[Path, list[str]]:
    """Return whose marks or comments by hand a file has and the gradebook hasn't, newest first.

    What a copy has that was made of this gradebook itself was taken away since, and is told once,
    while that copy is the last one.

    line (collection of str): The names of the copies that were made of this gradebook.
    """
    there = {key for one in now.given for key in _keys(one.notebook, one.student, one)}
    newest: dict[str, Path] = {}
    last = False
    for place, other in others:
        # Copies of earlier versions don't say of which gradebook they are.
        name = place.name.replace("kept-", "gradebook-")
        ours = _is_copy(place) and (name in line or not other.copies)
        if (ours and last) or (not _is_copy(place) and as_merged(place) in line):
            continue
        last = last or ours
        for given in other.given:
            student = now.hand_ins.get(given.notebook, given.student)
            asked = not now.cells or given.cell in now.cells
            if asked and not there & _keys(given.notebook, student, given):
                newest.setdefault(student, place)
    found: dict[Path, list[str]] = {}
    for student, place in sorted(newest.items()):
        found.setdefault(place, []).append(student)
    return found


def _keep_pages(grading: Path, lesson: str, students: Sequence[str]) -> str:
    """Copy feedback pages that a run will overwrite, and say where they are."""
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S-%f")
    folder = grading / BACKUPS / f"pages-{stamp}"
    for student in students:
        page = grading / "feedback" / student / lesson / f"{lesson}.html"
        if page.is_file():
            write_text(folder / f"{student}.html", read_text(page))
    return f" Their pages from before are in {folder}." if folder.is_dir() else ""


def _keys(notebook: str, student: str, given: Given) -> set[tuple[str, str, str, str]]:
    """Return by what something that was given is known again: the hand-in, or whose it is."""
    about = (given.cell, given.kind)
    return {("hand-in", notebook, *about), ("student", student, *about)}


def _last_copy(file: Path, others: _Others) -> tuple[Path, Held]:
    """Return the newest copy of a gradebook that has anything of a lesson, and what it has."""
    copies = [one for one in others if _is_copy(one[0]) and one[0].name.startswith("gradebook-")]
    return copies[0] if copies else (file.parent / BACKUPS, Held())


def _others(file: Path, lesson: str) -> list[tuple[Path, Held]]:
    """Return the copies, and other gradebooks beside one, that have anything of a lesson.

    The newest comes first. Programs that synchronise folders give conflict copies names of many
    kinds, so any name will do.
    """
    found = []
    for folder in (file.parent, file.parent / BACKUPS):
        for other in folder.iterdir() if folder.is_dir() else ():
            if other == file or other.name.startswith(".") or not is_database(other):
                continue
            try:
                has = held(other, lesson)
            except (sqlite3.Error, ValueError):
                continue
            if has.hand_ins:
                found.append((other, has))
    return sorted(found, key=lambda one: _age(one[0]), reverse=True)


def _age(file: Path) -> str:
    """Return when a gradebook was last written to: a copy's name says it better than its file."""
    stamp = _STAMP.search(file.name)
    if stamp:
        return stamp[0]
    return datetime.fromtimestamp(file.stat().st_mtime).strftime("%Y-%m-%d-%H%M%S-%f")


def _is_copy(file: Path) -> bool:
    return file.parent.name == BACKUPS
