"""The cells of a CSV file, or one sentence on why it can't be read."""

import csv
import io
from collections import Counter
from pathlib import Path


class TableError(ValueError):
    """The lesson can't go on with this table: one sentence says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [f"TableError: {self}"]


def cells_of(file: Path) -> tuple[list[str], list[list[str]], bool]:
    """Return the columns' names, the rows' cells, and whether numbers are written with a comma.

    Commas, semicolons, tabs or bars part the cells, whichever the first line has most of. Where it
    is the semicolon, a comma may stand in numbers for the point.

    Raises TableError: If the file is not a table in CSV with a line of names.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise TableError(
            f"{file} can't be read ({error.strerror}): put it beside the notebook, or write its "
            "whole path into FILE."
        ) from None
    if content[:2] == b"PK":
        raise TableError(f"{file.name} is a spreadsheet or a zip file: save it as CSV, in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{file.name} is not written in UTF-8: save it as CSV in UTF-8.") from None
    header = text.lstrip().partition("\n")[0]
    mark = max(",;\t|", key=header.count)
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=mark) if any(line)]
    if len(lines) < 2 or len(lines[0]) < 2:
        raise TableError(
            f"{file.name} has {len(lines)} lines, and one column or none in the first: it needs "
            "a line with the columns' names, then the rows, with commas between cells."
        )
    names = [name.strip() or f"column {place}" for place, name in enumerate(lines[0], start=1)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise TableError(f"two columns are called {twice[0]!r}: give each a name of its own.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(names):
            raise TableError(
                f"line {number} of {file.name} has {len(line)} cells where the first line names "
                f"{len(names)} columns: mend it, or put a text with a {mark!r} in it in quotes."
            )
    return names, [[cell.strip() for cell in line] for line in lines[1:]], mark == ";"
