"""A small course of one lesson and one exercise."""

import shutil
from pathlib import Path

import nbformat

COURSE = Path(__file__).resolve().parents[1]

EXERCISE = '''
import numpy as np

from course.exercise import exercise


@exercise(
    gives="int array (n,)", points=2, hints=("Think of a sum.", "Add y to itself.")
)
def double(y):
    """Return twice y."""
    return y * 2


@double.cases
def cases(rng):
    return [(np.array([1, 2, 3]),), (rng.integers(1, 9, 4),)]


@double.alternatives
class Alternatives:
    def by_sum(y):
        return y + y

    def two_first(y):
        return 2 * y


@double.mistakes
class Mistakes:
    def squared(y):
        """You squared it."""
        return y**2

    def unchanged(y):
        """That is y itself."""
        return y.copy()

    def half(y):
        """You halved it."""
        return y / 2

    def summed(y):
        """You added all up."""
        return int(y.sum())
'''

SOLUTION = '''def double(y):
    """Return twice y."""
    ### BEGIN SOLUTION
    return y * 2
    ### END SOLUTION'''

CHECK = """check("double", double)
### BEGIN HIDDEN TESTS
check.hidden("double", double)
### END HIDDEN TESTS"""


def graded(cell_id: str, *, points: int | None = None) -> dict:
    """Return nbgrader's metadata of a solution cell, or of a test cell worth some points."""
    settings = {
        "grade": points is not None,
        "grade_id": cell_id,
        "locked": points is not None,
        "schema_version": 3,
        "solution": points is None,
        "task": False,
    }
    return settings if points is None else {**settings, "points": points}


def small_lesson() -> nbformat.NotebookNode:
    """Return the notebook of a lesson with one exercise and two claims."""
    new = nbformat.v4
    cells = [
        new.new_markdown_cell("# A small lesson", id="title"),
        new.new_code_cell("from helpers import check, claim", id="imports"),
        new.new_markdown_cell("### Exercise 1: `double` (2 points)\n\nDouble y.", id="double"),
        new.new_code_cell(
            SOLUTION, id="double-solution", metadata={"nbgrader": graded("double-solution")}
        ),
        new.new_code_cell(
            CHECK,
            id="double-check",
            metadata={"nbgrader": graded("double-check", points=2), "tags": ["raises-exception"]},
        ),
        new.new_code_cell(
            'check.needs("double")\nclaim("Twice one is two.", double(1) == 2)',
            id="see",
            metadata={"tags": ["raises-exception"]},
        ),
        new.new_code_cell('claim("Two is more than one.", 2 > 1)', id="claim"),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def write_bank(lesson: Path) -> None:
    """Write the bank of the lesson with one exercise into its folder."""
    (lesson / "exercises").mkdir(parents=True)
    (lesson / "exercises" / "double.py").write_text(EXERCISE)


def make_small_course(course: Path, empty_gradebook: Path) -> Path:
    """Make a course with the lesson `01_small`, not yet released; return its folder."""
    folder = course / "solutions" / "01_small"
    write_bank(folder)
    (course / "notebooks").mkdir()
    (course / "grading").mkdir()
    shutil.copy(empty_gradebook, course / "grading" / "gradebook.db")
    shutil.copy(COURSE / "nbgrader_config.py", course)
    nbformat.write(small_lesson(), folder / "01_small.ipynb")
    return course


def edit(course: Path, cell_id: str, source: str, lesson: str = "01_small") -> None:
    """Write `source` into a cell of a lesson's notebook in `solutions/`."""
    path = course / "solutions" / lesson / f"{lesson}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    cell.source = source
    nbformat.write(notebook, path)
