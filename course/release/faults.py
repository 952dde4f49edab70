"""Where a lesson's notebook and its exercise bank disagree."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from course.folders import lesson_notebook
from helpers.checks.bank import bank_from_source
from helpers.checks.exercise import CheckError
from helpers.checks.source import BANK_FOLDER, reference_in

if TYPE_CHECKING:
    from course.exercise import Exercise


def lesson_faults(folder: Path) -> list[str]:
    """Return where a lesson's notebook and its exercise bank disagree, one sentence each."""
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    try:
        bank = bank_from_source(folder / BANK_FOLDER)
    except CheckError as error:
        return [f"{folder.name}: {error}"]
    faults = [
        fault
        for exercise in bank.sources.values()
        for fault in _exercise_faults(
            exercise, cells, reference_in(folder / BANK_FOLDER, exercise.name)
        )
    ]
    known = {f"{name.replace('_', '-')}-check" for name in bank.names}
    faults += [
        f"the cell {cell_id} checks no exercise of the bank."
        for cell_id in cells
        if cell_id.endswith("-check") and cell_id not in known
    ]
    faults += [
        f"the cell {cell.id} calls check.needs, so it must have the tag raises-exception."
        for cell in notebook.cells
        if "check.needs(" in cell.source and "raises-exception" not in cell.metadata.get("tags", [])
    ]
    return [f"{folder.name}: {fault}" for fault in faults]


def _exercise_faults(
    exercise: "Exercise", cells: dict[str, NotebookNode], reference: str
) -> list[str]:
    base = exercise.name.replace("_", "-")
    missing = [f"{base}{end}" for end in ("", "-solution", "-check") if f"{base}{end}" not in cells]
    if missing:
        return [f"the exercise {exercise.name} lacks the cell {name}." for name in missing]
    faults = []
    if not _same_code(cells[f"{base}-solution"].source, reference):
        faults.append(
            f"the cell {base}-solution is not the reference of {exercise.name} in {BANK_FOLDER}/: "
            "make the two the same."
        )
    faults += points_fault(exercise.name, exercise.points, cells[f"{base}-check"])
    unit = "point" if exercise.points == 1 else "points"
    headings = [line for line in cells[base].source.splitlines() if line.startswith("### Exercise")]
    if len(headings) != 1 or f"({exercise.points} {unit})" not in headings[0]:
        faults.append(f"the heading of {base} does not say ({exercise.points} {unit}).")
    wanted = _check_source(exercise.name)
    if cells[f"{base}-check"].source != wanted:
        faults.append(f"the cell {base}-check must be exactly:\n{wanted}")
    return faults


def points_fault(name: str, points: int, check: dict[str, Any]) -> list[str]:
    """Return a sentence where an exercise has other points in the notebook; else nothing.

    points (int): What its file says.
    check (dict): The cell that checks it. There nbgrader's *Create Assignment* changes its points.
    """
    about = check["metadata"].get("nbgrader", {})
    marked = about.get("points", 0) if about.get("grade") else 0
    if marked == points:
        return []
    file = Path(BANK_FOLDER, name).with_suffix(".py")
    return [
        f"the exercise {name} is worth {marked:g} in the notebook, and {points} in {file}: write "
        "the same points into both."
    ]


def _check_source(name: str) -> str:
    return (
        f'check("{name}", {name})\n'
        "### BEGIN HIDDEN TESTS\n"
        f'check.hidden("{name}", {name})\n'
        "### END HIDDEN TESTS"
    )


def _same_code(a: str, b: str) -> bool:
    """Compare two pieces of code without their comments and blank lines."""
    return ast.dump(ast.parse(a)) == ast.dump(ast.parse(b))
