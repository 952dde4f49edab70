"""What lessons say of libraries: which sentence to change when a library does.

A test of such a fact gives `said(...)` as the message of its assertion.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import nbformat

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
# For each fact: the cell of the lesson that states it, and the words there that hang on it.
Facts = Mapping[str, tuple[str, str]]


def sentences(lesson: str, facts: Facts, library: str) -> Callable[[str], str]:
    """Return a function that says, for a fact that no longer holds, what is to be changed."""

    def said(fact: str) -> str:
        cell, words = facts[fact]
        return f"{library} {version(library)}: in lesson {lesson}, cell {cell!r}, change: {words}"

    return said


def stands_there(lesson: str, fact: tuple[str, str]) -> bool:
    """Tell whether the words of a fact stand in its cell, however the lines are broken."""
    notebook = nbformat.read(SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)
    cell, words = fact
    [source] = [c.source for c in notebook.cells if c.id == cell]
    return words in " ".join(source.split())
