"""`course start`: each learner's own copy of the lessons, in `work/`, which git doesn't see."""

import json
import shutil
from datetime import datetime
from pathlib import Path

from course.files import read_json, write_text
from course.folders import CourseError, lesson_notebook
from course.release.worked import is_worked_in
from helpers.checks.bank import CHECKS_FILE
from helpers.checks.desk.lessons import START_NOTEBOOK
from helpers.checks.desk.overview import course_table
from helpers.checks.desk.place import Place

WORK_FOLDER = "work"


def start(course: Path, lessons: list[str], *, anew: bool = False) -> list[str]:
    """Copy lessons from `notebooks/` to `work/`; return what there is to say, in sentences.

    A copy in which somebody has worked stays as it is. One that nobody has touched follows the
    course.

    course (Path): The course's folder.
    lessons (list of str): Their names.
    anew (bool): Whether to begin anew: the notebook with the work in it gets another name.
    Raises CourseError: If a lesson isn't in `notebooks/`, or a file can't be written.
    """
    said = []
    try:
        for name in lessons:
            said += _start(course / "notebooks" / name, course / WORK_FOLDER / name, anew=anew)
        for file in sorted((course / "notebooks").glob("*.md")):
            shutil.copy(file, course / WORK_FOLDER / file.name)
        _copy_first_page(course)
    except OSError as error:
        raise CourseError(
            f"{error.filename} can't be copied ({error.strerror}): make room, or change its "
            "permissions."
        ) from None
    return said


def _copy_first_page(course: Path) -> None:
    """Copy the notebook that shows all lessons, with what is done of them as its output.

    One in which somebody has changed a text or code stays as it is.
    """
    released, mine = (course / part / START_NOTEBOOK for part in ("notebooks", WORK_FOLDER))
    if not released.is_file() or is_worked_in(mine, outputs=False):
        return
    notebook = read_json(released)  # as JSON: the library takes a second to import
    table = course_table(Place(keep=True).course(mine.parent))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": table, "metadata": {}}]
    write_text(mine, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def _start(source: Path, target: Path, *, anew: bool) -> list[str]:
    released, mine = lesson_notebook(source), lesson_notebook(target)
    if not released.is_file():
        raise CourseError(f"lesson {source.name} is not in notebooks/: run `course release`.")
    said = []
    worked = is_worked_in(mine)
    if worked and anew:
        aside = mine.with_name(f"{mine.stem}-{datetime.now():%Y-%m-%d-%H%M%S}.ipynb")
        mine.rename(aside)
        said.append(f"What you had written is in {WORK_FOLDER}/{target.name}/{aside.name}.")
        worked = False
    target.mkdir(parents=True, exist_ok=True)
    # The released one may hold somebody's work, from a time before there was another place.
    for file in sorted(file for file in source.rglob("*") if file.is_file()):
        copy = target / file.relative_to(source)
        ours = file in (released, source / CHECKS_FILE)
        if (file == released and worked) or (not ours and copy.exists()):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    return said
