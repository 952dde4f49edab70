"""Stock nbgrader's commands in a course's folder, and notebooks to hand in."""

import subprocess
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from tests.forked import run_module

Marks = dict[str, float]


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an nbgrader command in a course's folder."""
    return run_module("nbgrader", course, *arguments)


def submit(course: Path, student: str, lesson: str, notebook: NotebookNode) -> None:
    """Put a notebook where nbgrader looks for what a student handed in."""
    folder = course / "grading" / "submitted" / student / lesson
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")


def autograde(course: Path, lesson: str) -> dict[str, Marks]:
    """Let nbgrader grade all submissions of a lesson; return each student's marks by exercise."""
    ended = nbgrader(course, "autograde", lesson)
    assert ended.returncode == 0, ended.stderr
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name.removesuffix("-check").replace("-", "_"): grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name.endswith("-check")
            }
            for submission in gradebook.assignment_submissions(lesson)
        }


def released(course: Path, lesson: str) -> NotebookNode:
    return nbformat.read(course / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)


def cell_of(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    return cell
