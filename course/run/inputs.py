"""What a lesson's outputs depend on, as one short text: a run of the same need not be repeated."""

import hashlib
import json
import platform
import sys
from pathlib import Path

import nbformat

from course.files import python_files
from course.folders import lesson_notebook
from helpers.checks.desk.lessons import next_lesson, questions_of, title_of

_HOUSE = Path(__file__).resolve().parents[2]
_MADE_BY_MACHINES = {"__pycache__", ".ipynb_checkpoints"}


def digest_of_inputs(folder: Path, data: str, *, quick: bool) -> str:
    """Return a short text that changes with whatever a lesson's outputs depend on.

    That is its folder, `helpers`, the packages in the lock, the version of Python, the kind of
    machine, the set of pictures, and whether all of them are used. Of its notebook the code cells
    count, and what a check shows of the text: titles and questions. Other text may change.

    folder (Path): The folder of a solved lesson, in `solutions/` of a course.
    data (str): The name of the set of pictures: 'cifar10' or 'synthetic'.
    quick (bool): Whether models are trained on a small share of the data.
    Returns (str): 16 hexadecimal digits.
    Raises CourseError: If `helpers` has no Python files.
    Raises FileNotFoundError: If there is no lesson in the folder, or no lock beside `helpers`.
    """
    notebook = lesson_notebook(folder)
    others = [file for file in _files_of_lesson(folder) if file != notebook]
    lesson = {"lesson" / file.relative_to(folder): file for file in others}
    tables = sorted(f for f in (_HOUSE / "helpers").rglob("*") if f.suffix in {".csv", ".toml"})
    shared = [*python_files(_HOUSE / "helpers"), *tables, _HOUSE / "requirements.txt"]
    named = lesson | {file.relative_to(_HOUSE): file for file in shared}
    machine = (*sys.version_info[:2], sys.platform, platform.machine())
    content = hashlib.sha256(repr((quick, data, machine, _run_of(notebook))).encode())
    for name, file in named.items():
        content.update(name.as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()[:16]


def _run_of(notebook: Path) -> tuple[str, ...]:
    """Return what of a notebook has a say in its outputs."""
    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    after = next_lesson(notebook.parent)
    titles = [title_of(lesson) for lesson in (notebook.parent, after) if lesson]
    return (json.dumps(code, sort_keys=True), *titles, repr(questions_of(notebook.parent)))


def _files_of_lesson(folder: Path) -> list[Path]:
    """Return all that somebody has written into a lesson's folder, its notebook among it."""
    lesson_notebook(folder).stat()  # the folder may be another one, or gone
    return sorted(
        file
        for file in folder.rglob("*.*")
        if file.is_file() and not _MADE_BY_MACHINES.intersection(file.relative_to(folder).parts)
    )
