"""The rows of `docs/tools.md`, read from its tables."""

import re
from dataclasses import dataclass
from pathlib import Path

COURSE = Path(__file__).resolve().parents[3]
PAGE = COURSE / "docs" / "tools.md"

_CELL = re.compile(r"(?<!\\)\|")
_FIRST = re.compile(
    r'<a id="(?P<name>[a-z0-9-]+)"></a>`(?P=name)`<br>(?P<package>[a-z-]+) (?P<version>\d[\w.]*)'
    r"(?:<br>\[script\]\(\.\./(?P<script>findings/\w+\.sh)\))?"
)


@dataclass(frozen=True)
class Row:
    """One row: where a tool does not do what one would expect.

    Attributes
    ----------
    name : str
        The row's anchor on the page, such as 'keras-auc-small-scores'.
    package, version : str
        What it was seen in: a distribution's name and its version.
    script : str or None
        The script that shows it, from the course's folder; None where a test does.
    expected, happens, instead : str
        What one would expect, what happens, what to write instead.
    """

    name: str
    package: str
    version: str
    script: str | None
    expected: str
    happens: str
    instead: str


def rows(page: str) -> list[Row]:
    """Return the rows of all tables of a page, in their order."""
    return [row_of(line) for line in page.splitlines() if line.startswith("| <a id=")]


def row_of(line: str) -> Row:
    """Return the row that a line of Markdown holds.

    Raises
    ------
    ValueError
        If the line does not have four cells, or its first is not an anchor, a name and a version.
    """
    cells = [cell.strip() for cell in _CELL.split(line)[1:-1]]
    first = _FIRST.fullmatch(cells[0])
    if first is None or len(cells) != 4:
        raise ValueError(f"docs/tools.md has a row that can't be read: {line[:80]}")
    return Row(**first.groupdict(), expected=cells[1], happens=cells[2], instead=cells[3])
