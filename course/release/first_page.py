"""`notebooks/00_start.ipynb`: the lessons at a glance, and what of them fits into how much time.

Titles and minutes are what the lessons say of themselves; what one can do after each, and the ways
through, are the teacher's guide's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files import read_text
from course.folders import CourseError, lesson_folders, lesson_notebook
from course.release.worked import stamp
from helpers.checks.desk.lessons import START_NOTEBOOK

GUIDE = "docs/teacher.md"
# The schedules of the guide that suit somebody who learns alone.
_WAYS = ("Half an hour", "Half a day")
_TITLE = """\
# Start here

A model that is right nine times in ten may never find what you are looking for. This course goes \
from that model to a weight that you can defend.

The cell below shows what you have done, and where to go on. To bring it up to date, click into it \
and press Shift+Enter: that is how every cell is run."""
_PROGRESS = "from helpers import check\n\ncheck.progress()"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Lesson:
    """A lesson: its folder's name, its title, its minutes, and what one can do after it."""

    name: str
    title: str
    minutes: int
    then: str

    @property
    def address(self) -> str:
        """Where its notebook is, seen from the folder of all lessons."""
        return f"{self.name}/{self.name}.ipynb"


def first_page(course: Path) -> NotebookNode:
    """Return the notebook that learners open first.

    Raises CourseError: If a lesson's first cell or the guide lacks what is shown of it.
    """
    guide = read_text(course / GUIDE)
    lessons = [_lesson(folder, guide) for folder in lesson_folders(course)]
    new = nbformat.v4
    cells = [
        new.new_markdown_cell(_TITLE, id="title"),
        new.new_code_cell(_PROGRESS, id="progress"),
        new.new_markdown_cell(_table(lessons), id="lessons"),
        new.new_markdown_cell(_ways(guide, lessons), id="ways"),
    ]
    notebook = new.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL})
    stamp(notebook)
    return notebook


def _lesson(folder: Path, guide: str) -> Lesson:
    """Return what a lesson's first cell and the guide's table say of it."""
    text = nbformat.read(lesson_notebook(folder), as_version=4).cells[0].source
    minutes = re.search(r"(?m)^(\d+) minutes\b", text)
    if minutes is None:
        raise CourseError(f"{folder.name}: let a line of its first cell start with '45 minutes'.")
    title = text.splitlines()[0].removeprefix("# ")
    row = re.search(rf"(?m)^\| {folder.name[:2]} \|(?:[^|\n]+\|){{3}} ([^|\n]+?) \|$", guide)
    if row is None:
        raise CourseError(f"{GUIDE} doesn't say what one can do after {folder.name}.")
    return Lesson(folder.name, title, int(minutes[1]), row[1])


def _table(lessons: list[Lesson]) -> str:
    rows = [
        f"| [{lesson.name[:2]} {lesson.title}]({lesson.address}) | {lesson.minutes} | "
        f"{lesson.then} |"
        for lesson in lessons
    ]
    head = ["| lesson | minutes | after it you can |", "| --- | --- | --- |"]
    end = (
        "Every term is explained where it is first used; the [glossary](glossary.md) collects "
        "these sentences."
    )
    return "\n".join(["## The lessons", "", *head, *rows, "", end])


def _ways(guide: str, lessons: list[Lesson]) -> str:
    """Return the ways through the course: parts of some lessons, or all of them in order."""
    by_number = {lesson.name[:2]: lesson for lesson in lessons}
    lines = ["## How much time do you have?", ""]
    for way in _WAYS:
        lines.append(f"**{way}:**\n")
        for number, part, minutes in _parts(guide, way):
            lesson = by_number[number]
            lines.append(
                f"- [{number} {lesson.title}]({lesson.address}): {part} ({minutes} minutes)"
            )
        lines.append("")
    hours = round(sum(lesson.minutes for lesson in lessons) / 60)
    lines.append(
        f"**All of it:** the lessons in their order, about {hours} hours. A lesson's last cell "
        "says what is still open, and links to the next lesson."
    )
    return "\n".join(lines)


def _parts(guide: str, way: str) -> Iterator[tuple[str, str, str]]:
    """Yield a lesson's number, a part of it and its minutes for each such row of a schedule."""
    section = re.search(rf"(?ms)^### {re.escape(way)}$(.*?)(?=^##|\Z)", guide)
    if section is None:
        raise CourseError(f"{GUIDE} has no schedule '### {way}', which {START_NOTEBOOK} shows.")
    yield from (
        (number, part, minutes)
        for minutes, number, part in re.findall(
            r"(?m)^\| \d\d:\d\d \| (\d+) \| (\d\d),? (.+?) \|$", section[1]
        )
    )
