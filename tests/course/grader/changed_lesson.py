"""The small lesson as it is written again in the middle of a term."""

import nbformat

from tests.course.grader.small_class import LESSON
from tests.small_course import EXERCISE, graded

TRIPLE = "def triple(y):\n    ### BEGIN SOLUTION\n    return 3 * y\n    ### END SOLUTION"


def change(course, *, points=2, name="double", more=()):
    """Write the lesson again: with other points, another name, or more exercises."""
    folder = course / "solutions" / LESSON
    bank = folder / "exercises"
    text = EXERCISE.replace("points=2", f"points={points}").replace("double", name)
    (bank / "double.py").unlink()
    (bank / f"{name}.py").write_text(text)
    notebook = nbformat.read(folder / f"{LESSON}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("double", name).replace(
            "(2 points)", f"({points} points)"
        )
        cell.id = cell.id.replace("double", name)
        if "nbgrader" in cell.metadata:
            about = cell.metadata.nbgrader
            about.grade_id = about.grade_id.replace("double", name)
            if about.grade:
                about.points = points
    for other in more:
        (bank / f"{other}.py").write_text(
            EXERCISE.replace("double", other).replace("y * 2", "y * 3")
        )
        notebook.cells += exercise_cells(other)
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")


def exercise_cells(name):
    new = nbformat.v4
    check = f'check("{name}", {name})\n### BEGIN HIDDEN TESTS\ncheck.hidden("{name}", {name})\n'
    return [
        new.new_markdown_cell(f"### Exercise 2: `{name}` (2 points)\n\nDo it.", id=name),
        new.new_code_cell(
            TRIPLE, id=f"{name}-solution", metadata={"nbgrader": graded(f"{name}-solution")}
        ),
        new.new_code_cell(
            check + "### END HIDDEN TESTS",
            id=f"{name}-check",
            metadata={"nbgrader": graded(f"{name}-check", points=2), "tags": ["raises-exception"]},
        ),
    ]
