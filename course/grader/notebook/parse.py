"""The JSON of a notebook that was handed in, in whatever letters it was written."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from course.grader.notebook.large import LARGEST_WITHOUT_OUTPUTS, TooMuch

# Stands for a file that couldn't be read from the archive of a whole class.
DAMAGED_IN_ARCHIVE = b"\0 damaged in its archive"
MOST_VALUES = 1_000_000  # in a file: three bytes of it may take two hundred of memory
_LARGEST_WRAPPED = 10_000_000
_PIECE = 1 << 20
# Kinds of file that aren't notebooks, by how they begin.
_KINDS = {
    b"PK": "an archive (zip)",
    b"\x1f\x8b": "an archive (gzip)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_WORD = re.compile(r"[\w.+\\-]*")  # of JSON, numbers and escaped letters too
_WIDE = re.compile("[^\x00-\x7f]+")


def parsed(content: bytes, notes: list[str]) -> Any:
    """Return what is in a file; what was odd about its letters is added to the notes.

    Raises TooMuch: If it would fill the memory. Raises ValueError or RecursionError: If it is no
        JSON.
    """
    # A power cut leaves a file with zeros behind its end.
    data = json.loads(_see_values(_text(content, notes)).rstrip("\0"))
    for _ in range(2):  # what Jupyter's contents API answers, as some tools save it
        if isinstance(data, dict) and "cells" not in data and "content" in data:
            data = data["content"]
        if isinstance(data, str):
            if len(data) > _LARGEST_WRAPPED:
                raise TooMuch
            data = json.loads(_see_values(_in_ascii(data.encode(), "utf-8")))
    return data


def damage(content: bytes, error: Exception) -> str:
    """Say why a file is no JSON, of which reading it said so much."""
    if content == DAMAGED_IN_ARCHIVE:
        return "the file is damaged in the archive that it came in"
    start = content[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    for sign, kind in _KINDS.items():
        if start.startswith(sign):
            return f"the file is {kind}, not a notebook"
    if b"<<<<<<< " in content:
        return "the file is damaged: git or nbdime has left conflict marks in it"
    if start[:1] == b"<":
        return "the file is a page of HTML, not a notebook: use *Download*, not *Save page*"
    if not content.strip(b"\0 \r\n"):
        return "the file is damaged: it contains nothing but zeros"
    if start[:1] not in (b"{", b"[") and b"\0" not in start:
        return "the file is not a notebook, whatever its name says: it does not begin like one"
    if isinstance(error, json.JSONDecodeError):
        if error.msg == "Extra data":
            return "the file is damaged: something follows behind the notebook's end"
        # What breaks off does so in a text, or in the middle of a word.
        rest = error.doc[error.pos :].rstrip()
        if "string" not in error.msg and not _WORD.fullmatch(rest):
            return f"the file is damaged: line {error.lineno} can't be read"
    return "the file is damaged: it breaks off before its end"


def _see_values(text: str) -> str:
    """Return a text, or raise `TooMuch` where what is built of it would be too much."""
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise TooMuch
    return text


def _text(content: bytes, notes: list[str]) -> str:
    """Return a file's JSON in ASCII, whatever it was written in."""
    encoding = json.detect_encoding(content[:4])
    if not encoding.startswith("utf-8"):
        text = _in_ascii(content, encoding).removeprefix("\\ufeff")
        notes.append(f"the file was written as {encoding[:6].upper()}")
        return text
    try:
        return _in_ascii(content, "utf-8-sig")
    except UnicodeDecodeError:
        notes.append("the file is not UTF-8: letters beyond ASCII may be wrong")
        return _in_ascii(content, "latin-1")


def _in_ascii(content: bytes, encoding: str) -> str:
    """Return a notebook's JSON with all letters beyond ASCII escaped.

    One wide letter makes Python keep four bytes for each of a text's.

    Raises TooMuch: If that is too long. Raises UnicodeDecodeError: If it has another encoding.
    """
    parts, length = [], 0
    for text in _decoded(content, encoding):
        parts.append(text if text.isascii() else _WIDE.sub(_escaped, text))
        length += len(parts[-1])
        if length > LARGEST_WITHOUT_OUTPUTS:
            raise TooMuch
    return "".join(parts)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _decoded(content: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _PIECE):
        yield decoder.decode(content[start : start + _PIECE])
    yield decoder.decode(b"", final=True)
