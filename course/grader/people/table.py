"""Reading a table as systems, spreadsheets and people save it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from course.folders import CourseError

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_QUOTED = re.compile('"[^"]*"')
_FORMULA = re.compile(r'="([^"]*)"')  # by which a spreadsheet is kept from calculating: ="00123"
_AS_TEXT = re.compile(r"'([\d=+@-].*)")  # likewise, '00123
# Letters in UTF-8 that were read as something else: in Windows, on a Mac, in DOS; or that are lost.
_SPOILT = {
    "cp1252": re.compile("[ÂÃÄÅÎÏÐÑ][^\\x00-\\x7f]"),
    "latin-1": re.compile("[ÂÃÄÅÎÏÐÑ][\\x80-\\xbf]"),
    "mac_roman": re.compile("[√¬≈]"),
    "cp850": re.compile("[├┬┼]"),
}
_LOST = "\ufffd"
_WITH_POINT = re.compile(r"(\d+)\.0")


@dataclass(frozen=True)
class Table:
    """A table with a line of headings.

    head (list of str): The headings.
    lines (list of tuple of int and list of str): What stands below, with the number of each line.
    separator (str): What parts the headings.
    """

    head: list[str]
    lines: list[tuple[int, list[str]]]
    separator: str

    def see_lines(self, file: Path) -> None:
        """Raise CourseError where another sign parts a line of the file."""
        for number, line in self.lines:
            _see_separator(f"{file}, line {number}", self.head, line, self.separator)


def read_table(file: Path) -> Table:
    """Return a table, whose entries a comma, a semicolon or a tab may part.

    Raises CourseError: If the file can't be read.
    """
    text = _text(file)
    separator = max(_SEPARATORS, key=_QUOTED.sub("", text.partition("\n")[0]).count)
    try:
        read = [*csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise CourseError(f"{file} can't be read as a table ({error}).") from None
    above = 1 if read and read[0] and read[0][0].startswith("sep=") else 0  # for Excel
    head, *lines = read[above:] or [[]]
    numbered = [
        (number, [_as_written(entry) for entry in line])
        for number, line in enumerate(lines, start=2 + above)
        if any(entry.strip() for entry in line)
    ]
    return Table([_as_written(entry) for entry in head], numbered, separator)


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CourseError(f"{file} can't be read: {error.strerror}.") from None
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        )
    except UnicodeDecodeError:
        why = "is not a text file" if b"\0" in content else "is not in UTF-8, as other tables are"
        raise CourseError(f"{file} {why}: save it as CSV (in Excel 'CSV UTF-8').") from None
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _see_separator(where: str, head: list[str], line: list[str], separator: str) -> None:
    """Raise CourseError where a line is whole only with a sign that isn't the head's."""
    if len(line) >= len(head) > 1:
        return
    others = [one for one in _SEPARATORS if one != separator and one in line[0]]
    if len(line) > 1 or len(head) == 1:  # then a comma may belong to a name
        others = [one for one in others if one != ","]
    if others:
        there = f"by {_SEPARATORS[separator]}" if len(head) > 1 else "by nothing"
        raise CourseError(
            f"{where}: its entries are parted by {_SEPARATORS[others[0]]}, and those of the first "
            f"line {there}. Save the table with the same sign in all lines."
        )


def _as_written(entry: str) -> str:
    """Return an entry without what only keeps a spreadsheet from calculating with it."""
    entry = entry.strip()
    for shield in (_FORMULA, _AS_TEXT):
        if found := shield.fullmatch(entry):
            return found[1].strip()
    return entry


def see_letters(where: str, words: Iterable[str]) -> None:
    """Raise CourseError where letters were spoilt by a program that read them wrongly."""
    for word in words:
        whole = _unspoilt(word)
        if whole or _LOST in word:
            of = f" for {whole}" if whole else ", with a letter lost"
            raise CourseError(
                f"{where} has {word}{of}: a spreadsheet has opened the table wrongly and saved it. "
                "Read the list as the learning platform has saved it; nothing was read of this one."
            )


def _unspoilt(word: str) -> str:
    """Return what a word was before another program read it wrongly; empty where none has."""
    for coding, sign in _SPOILT.items():
        if sign.search(word):
            with suppress(UnicodeError):
                return word.encode(coding).decode("utf-8")
    return ""


def without_signs(column: Iterable[str]) -> Iterator[str]:
    """Yield the numbers or ids of a column without what all of them have and none means.

    Brightspace writes a # before each; where one is missing, a program makes 12345.0 of each other.
    """
    entries = [*column]
    if all(entry[:1] in ("", "#") for entry in entries):
        entries = [entry.removeprefix("#") for entry in entries]
    pointed = [_WITH_POINT.fullmatch(entry) for entry in entries]
    if all(found or not entry for entry, found in zip(entries, pointed, strict=True)):
        entries = [found[1] if found else "" for found in pointed]
    yield from entries
