"""The digest of what a lesson's outputs depend on: it changes with each of its parts."""

import shutil
import sys

import nbformat
import pytest

from course.folders import CourseError, lesson_notebook
from course.run import inputs
from course.run.inputs import digest_of_inputs


@pytest.fixture
def house(small_course, monkeypatch):
    """Return a course that has a shelf and a lock of its own."""
    (small_course / "helpers" / "plots").mkdir(parents=True)
    (small_course / "helpers" / "plots" / "curves.py").write_text("width = 1\n")
    (small_course / "requirements.txt").write_text("numpy==2.1.0\n")
    monkeypatch.setattr(inputs, "_HOUSE", small_course)
    return small_course


def digest(house, data="cifar10", *, quick=False):
    return digest_of_inputs(house / "solutions" / "01_small", data, quick=quick)


def test_the_same_inputs_have_the_same_digest_in_any_folder(house, tmp_path, monkeypatch):
    before = digest(house)
    moved = shutil.copytree(house, tmp_path / "elsewhere")
    monkeypatch.setattr(inputs, "_HOUSE", moved)
    assert digest(moved) == before


@pytest.mark.parametrize(
    "file",
    [
        "solutions/01_small/exercises.py",
        "solutions/01_small/exercises/another.py",
        "helpers/plots/curves.py",
        "helpers/plots/another.py",
        "helpers/plots/table.csv",
        "requirements.txt",
    ],
)
def test_each_file_that_is_new_or_changes_counts(house, file):
    before = digest(house)
    (house / file).parent.mkdir(exist_ok=True)
    with (house / file).open("a") as stream:
        stream.write("# changed\n")
    assert digest(house) != before


@pytest.fixture
def cell_of(house):
    """Return a function that changes a cell of the lesson's notebook."""
    notebook = lesson_notebook(house / "solutions" / "01_small")

    def change(cell_id, **changes):
        read = nbformat.read(notebook, as_version=4)
        [cell] = [cell for cell in read.cells if cell.id == cell_id]
        cell.update(changes)
        nbformat.write(read, notebook)

    return change


@pytest.mark.parametrize(
    ("cell_id", "changes"),
    [
        ("claim", {"source": "print(1)"}),
        ("claim", {"id": "another"}),
        ("claim", {"metadata": {"tags": ["nbval-check-output"]}}),
        ("title", {"source": "# Another title"}),
        ("title", {"cell_type": "code", "outputs": [], "execution_count": None}),
    ],
)
def test_code_and_what_a_check_shows_of_the_text_count(house, cell_of, cell_id, changes):
    before = digest(house)
    cell_of(cell_id, **changes)
    assert digest(house) != before


def test_the_next_lessons_title_counts(house):
    before = digest(house)
    shutil.copytree(house / "solutions" / "01_small", house / "solutions" / "02_small")
    notebook = house / "solutions" / "02_small" / "01_small.ipynb"
    notebook.rename(notebook.with_name("02_small.ipynb"))
    assert digest(house) != before


def test_other_text_of_a_notebook_does_not_count(house, cell_of):
    before = digest(house)
    cell_of("double", source="### Exercise 1: `double` (2 points)\n\nReturn twice y.")
    assert digest(house) == before


def test_a_file_that_is_renamed_counts(house):
    before = digest(house)
    (house / "helpers" / "plots" / "curves.py").rename(house / "helpers" / "plots" / "lines.py")
    assert digest(house) != before


def test_what_python_and_jupyter_leave_behind_does_not_count(house):
    before = digest(house)
    for folder in ("__pycache__", ".ipynb_checkpoints"):
        left = house / "solutions" / "01_small" / folder
        left.mkdir()
        (left / "left.py").write_text("")
    assert digest(house) == before


def test_the_pictures_their_number_and_the_version_of_python_count(house, monkeypatch):
    digests = {digest(house), digest(house, "synthetic"), digest(house, quick=True)}
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert len(digests | {digest(house)}) == 4


def test_where_there_is_no_code_there_is_no_digest(house):
    shutil.rmtree(house / "helpers")
    with pytest.raises(CourseError, match="there are no Python files in"):
        digest(house)


@pytest.mark.parametrize("file", ["solutions/01_small/01_small.ipynb", "requirements.txt"])
def test_where_a_lesson_or_the_lock_is_missing_there_is_no_digest(house, file):
    (house / file).unlink()
    with pytest.raises(FileNotFoundError):
        digest(house)
