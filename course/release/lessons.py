"""Releasing lessons: `notebooks/` from `solutions/`, by nbgrader, the same bytes each time."""

import io
import logging
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from course.compiled import bank_to_text
from course.folders import CourseError, lesson_folders, lesson_notebook
from course.grader.marks.gradebook_file import in_one_sentence, sqlite_file
from course.release.checks import bank_with_relatives
from course.release.faults import lesson_faults
from course.release.first_page import GUIDE, first_page
from course.release.glossary import GLOSSARY_FILE, glossary_text
from course.release.worked import is_worked_in, stamp
from course.settings import course_settings
from helpers.checks.bank import CHECKS_FILE
from helpers.checks.desk.lessons import START_NOTEBOOK
from helpers.checks.desk.progress import PROGRESS_FILE

COMPARED_TAG = "nbval-check-output"


class WriteChecks(NbGraderPreprocessor):
    """Writes `checks.json`, compiled from the lesson's bank, beside the released notebook.

    Also takes off the tag by which our own tests compare stored outputs: a learner's notebook has
    none. It gets a digest instead, by which it is known whether somebody has worked in it.
    """

    banks = Bool(True, help="Whether `checks.json` is written.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add the file to what nbgrader writes, and tidy the cells' tags."""
        for cell in nb.cells:
            # Those of a model answer: nbgrader takes away its words alone.
            for name in [*cell.get("attachments", {})]:
                if f"attachment:{name}" not in cell.source:
                    del cell.attachments[name]
            if "attachments" in cell and not cell.attachments:
                del cell["attachments"]
            if COMPARED_TAG in cell.metadata.get("tags", []):
                cell.metadata.tags.remove(COMPARED_TAG)
                if not cell.metadata.tags:
                    del cell.metadata["tags"]
        stamp(nb)
        if self.banks:
            bank = bank_with_relatives(Path(resources["metadata"]["path"]))
            resources.setdefault("outputs", {})[CHECKS_FILE] = bank_to_text(bank).encode()
        return nb, resources


@dataclass(frozen=True)
class Released:
    """What came of releasing lessons.

    changed, kept (list of Path): Files that changed, and those that were left as they were.
    unrecorded (list of str): Lessons whose cells or points the gradebook takes up at the next
        `course grade`, since people have handed in.
    """

    changed: list[Path]
    kept: list[Path]
    unrecorded: list[str] = field(default_factory=list)


def release(course: Path, lessons: list[Path], *, force: bool = False) -> Released:
    """Generate the learner's side of some lessons.

    The files, the glossary of all lessons among them, are made in a temporary folder and moved
    into `notebooks/` when all is well. A notebook there in which somebody has worked, and a file
    that isn't ours, are kept, unless they are to go (`force`).

    Raises CourseError: If a lesson is at odds with its exercise bank: names the cells.
    """
    faults = [fault for folder in lessons for fault in lesson_faults(folder)]
    if faults:
        raise CourseError("nothing was released:\n" + "\n".join(f"- {fault}" for fault in faults))
    changed, kept = [], []
    unrecorded = [lesson for lesson in lessons if _has_changed_since_hand_ins(course, lesson)]
    recorded = [lesson for lesson in lessons if lesson not in unrecorded]
    with tempfile.TemporaryDirectory(dir=course, prefix=".release-") as folder:
        _generate(course, recorded, Path(folder), record=True)
        _generate(course, unrecorded, Path(folder), record=False)
        _write_glossary(course, Path(folder))
        _write_first_page(course, Path(folder))
        made_files = _files(Path(folder))
        for made in made_files:
            target = course / "notebooks" / made.relative_to(folder)
            if target.exists() and target.read_bytes() == made.read_bytes():
                continue
            if made.suffix == ".ipynb" and not force and is_worked_in(target):
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(made, target)
            changed.append(target)
    ours = {course / "notebooks" / made.relative_to(folder) for made in made_files}
    for lesson in lessons:
        for file in _files(course / "notebooks" / lesson.name):
            if file not in ours and force:
                file.unlink()
                changed.append(file)
            elif file not in ours:
                kept.append(file)
    return Released(changed, kept, [lesson.name for lesson in unrecorded])


def _has_changed_since_hand_ins(course: Path, lesson: Path) -> bool:
    """Tell whether a lesson has other cells or points than a gradebook that has hand-ins of it.

    nbgrader refuses the cells, and would change the points under marks that were given for others:
    `course grade` lets both follow, and says what comes of it.
    """
    config = course_settings(course).CourseDirectory
    file = sqlite_file(config.db_url)
    if file is not None and not file.is_file():
        return False
    notebook = nbformat.read(lesson_notebook(lesson), as_version=4)
    cells = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    with in_one_sentence(config.db_url), Gradebook(config.db_url, config.course_id) as book:
        try:
            known = book.find_notebook(lesson.name, lesson.name)
        except MissingEntry:
            return False
        worth = {cell.name: cell.max_score for cell in known.grade_cells}
        names = {cell.name for cell in known.source_cells}
        same = worth == {cell.grade_id: cell.points for cell in cells if cell.grade}
        return bool(known.submissions) and not (same and names == {c.grade_id for c in cells})


def record(course: Path, folder: Path) -> None:
    """Enter a lesson's cells and points into the gradebook, without changing `notebooks/`."""
    with tempfile.TemporaryDirectory(prefix="course-record-") as target:
        _generate(course, [folder], Path(target), record=True, banks=False)


def drift(course: Path) -> list[str]:
    """Return what is wrong with `notebooks/`: one sentence for each file that isn't in step."""
    sentences = [fault for folder in lesson_folders(course) for fault in lesson_faults(folder)]
    if sentences:
        return sentences
    with tempfile.TemporaryDirectory(prefix="course-release-") as folder:
        made_folder = Path(folder) / "notebooks"
        write_lessons(course, made_folder)
        made = {file.relative_to(made_folder): file for file in _files(made_folder)}
        there = {
            file.relative_to(course / "notebooks"): file for file in _files(course / "notebooks")
        }
        for name in sorted(made.keys() | there.keys()):
            if name not in there:
                sentences.append(f"notebooks/{name} is missing: run `course release`.")
            elif name not in made:
                sentences.append(f"notebooks/{name} belongs to no lesson: remove it.")
            elif made[name].read_bytes() != there[name].read_bytes():
                sentences.append(f"notebooks/{name} differs from solutions/: run `course release`.")
    return sentences


def write_lessons(course: Path, target: Path, *, banks: bool = True) -> list[Path]:
    """Generate the learner's side of all lessons into a new folder, and return its files.

    The glossary and the first page come along. Neither `notebooks/` nor the gradebook is touched.
    Without `banks` there is no `checks.json`, which takes most of the time.
    """
    _generate(course, lesson_folders(course), target, record=False, banks=banks)
    _write_glossary(course, target)
    _write_first_page(course, target)
    return _files(target)


def release_unrecorded(course: Path, folder: Path, target: Path) -> None:
    """Generate the learner's side of a lesson into a folder, and touch nothing else."""
    _generate(course, [folder], target, record=False)


def _generate(
    course: Path, lessons: list[Path], target: Path, *, record: bool, banks: bool = True
) -> None:
    """Let nbgrader generate lessons into a folder, and record them in the gradebook if asked to.

    Without `banks` there is no `checks.json`, and it takes a fraction of the time.
    """
    config = course_settings(course)
    config.CourseDirectory.release_directory = str(target)
    config.WriteChecks.banks = banks
    if not record:
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
    for folder in lessons:
        config.CourseDirectory.assignment_id = folder.name
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        converter.force = True
        messages = io.StringIO()
        converter.log = _log_into(messages)
        try:
            converter.start()
        except (NbGraderException, SystemExit):
            raise CourseError(f"{folder.name} was not generated: {_reason(messages)}") from None


def _write_glossary(course: Path, target: Path) -> None:
    (target / GLOSSARY_FILE).write_text(glossary_text(course), encoding="utf-8")


def _write_first_page(course: Path, target: Path) -> None:
    if (course / GUIDE).is_file():
        nbformat.write(first_page(course), target / START_NOTEBOOK)


def _log_into(stream: io.StringIO) -> logging.Logger:
    """Return a log that keeps nbgrader's errors for our own sentence."""
    log = logging.Logger("course.release", logging.ERROR)
    log.addHandler(logging.StreamHandler(stream))
    return log


def _reason(messages: io.StringIO) -> str:
    """Return the line that tells most: the exception's own, the last of nbgrader's traceback."""
    lines = [line for line in messages.getvalue().splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return (errors or lines or ["nbgrader gave no reason."])[-1].strip()


def _files(folder: Path) -> list[Path]:
    """Return what is released; not what Jupyter and `check` leave beside a notebook."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and ".ipynb_checkpoints" not in file.parts and file.name != PROGRESS_FILE
    )
