"""Files that were handed in beside a notebook, and may hold an answer in words."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from course.grader.notebook.read import LARGEST_PICTURES, Cell
from course.grader.notebook.written import LARGEST_PICTURE, MOST_PICTURES, Attachments, are_many

# Data, programs, and what programs leave behind. Whatever else there is may be an answer: a
# document, a photo, a recording, slides, in whatever format the next telephone has.
_NO_ANSWERS = {
    *(".csv", ".tsv", ".json", ".jsonl", ".npy", ".npz", ".mat", ".dat", ".arff", ".xml"),
    *(".parquet", ".feather", ".h5", ".hdf5", ".pkl", ".pickle", ".joblib", ".gz", ".bz2", ".xz"),
    *(".db", ".sqlite", ".sqlite3", ".sql", ".keras", ".pt", ".pth", ".onnx", ".pb", ".tflite"),
    *(".py", ".pyc", ".pyi", ".ipynb", ".r", ".sh", ".bat", ".ps1", ".js", ".css", ".mk"),
    *(".yml", ".yaml", ".toml", ".cfg", ".ini", ".lock", ".log", ".lnk", ".tmp", ".bak"),
    *(".ttf", ".otf", ".woff", ".woff2", ".exe", ".dll", ".so", ".whl", ".class", ".jar"),
}
_NAMES_OF_NO_ANSWERS = ("readme", "requirements", "license", "licence", "makefile", "dockerfile")
_MOST_NAMED = 10
# `![words](name "title")`, `![words](<a name>)`, `<img src="name">`.
_PICTURE = re.compile(
    r"!\[(?P<words>[^\]\n]{,300})\]\(\s*(?:<(?P<wide>[^<>\n]{,500})>|(?P<name>[^\s()<>]{,500}))"
    r"(?:\s+[\"'][^\n)]{,300})?\s*\)"
    r"|<img\b[^<>]{,300}?\bsrc\s*=\s*"
    r"(?:\"(?P<src>[^\"<>\n]{,500})\"|'(?P<src2>[^'<>\n]{,500})'|(?P<bare>[^\s\"'<>]{,500}))[^<>]{,300}>"
)
_NOT_IN_LINKS = re.compile(r"[^\w.-]")
_BEGINNINGS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}


def documents_among(names: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return the files that somebody may have answered in, and that no code has to do with."""
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    found = []
    for name in names:
        file = PurePosixPath(name)
        may_be_one = file.suffix.lower() not in _NO_ANSWERS and file.name not in code
        may_be_one = may_be_one and not any(_attached(name) in cell.attachments for cell in cells)
        if may_be_one and not file.stem.casefold().startswith(_NAMES_OF_NO_ANSWERS):
            found.append(name)
    return found[:_MOST_NAMED]


def documents_meant(text: str, documents: Sequence[str]) -> list[str]:
    """Return the files that an answer means: by their names, or by hardly saying anything."""
    said = unquote(text)
    short = not are_many(said) and "](attachment:" not in said
    return [name for name in documents if short or PurePosixPath(name).name in said]


def with_pictures(cells: Sequence[Cell], files: Mapping[str, bytes]) -> list[Cell]:
    """Return a learner's cells; a text holds the pictures that it shows from files beside it.

    files (mapping of str to bytes): What was handed in with the notebook, by name.
    """
    pictures = {name: picture for name, data in files.items() if (picture := _picture(data))}
    room, found = LARGEST_PICTURES, []
    for cell in cells:
        if cell.kind == "code" or not pictures:
            found.append(cell)
            continue
        source, attached = _put_in(cell.source, pictures, room)
        room -= sum(len(data) for one in attached.values() for data in one.values())
        found.append(replace(cell, source=source, attachments={**cell.attachments, **attached}))
    return found


def _put_in(
    source: str, pictures: Mapping[str, dict[str, str]], room: int
) -> tuple[str, Attachments]:
    """Return a text whose pictures are attached to it, as far as there is room, and these."""
    attached: Attachments = {}

    def put(match: re.Match[str]) -> str:
        nonlocal room
        words, *targets = match.groups()
        name = _named("".join(filter(None, targets)), pictures)
        if name is None:
            return match[0]
        key, size = _attached(name), len(next(iter(pictures[name].values())))
        if key not in attached:
            if size > room or len(attached) >= MOST_PICTURES:
                return match[0]
            attached[key] = pictures[name]
            room -= size
        return f"![{words or ''}](attachment:{key})"

    return _PICTURE.sub(put, source), attached


def _named(target: str, pictures: Mapping[str, dict[str, str]]) -> str | None:
    """Return the file that a link means: by its path, or by its name where one file bears it."""
    path = PurePosixPath(unquote(target).replace("\\", "/").strip())
    if str(path) in pictures:
        return str(path)
    alike = [name for name in pictures if PurePosixPath(name).name == path.name]
    is_file = "://" not in target and not target.startswith(("attachment:", "data:"))
    return alike[0] if is_file and len(alike) == 1 else None


def _attached(name: str) -> str:
    """Return what a file beside the notebook is called as an attachment."""
    return _NOT_IN_LINKS.sub("_", name)


def _picture(data: bytes) -> dict[str, str]:
    """Return a file as an attachment; nothing where it is no picture that a browser shows."""
    kind = next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), "")
    if (kind == "webp" and data[8:12] != b"WEBP") or len(data) * 4 // 3 + 4 > LARGEST_PICTURE:
        kind = ""
    return {f"image/{kind}": b64encode(data).decode("ascii")} if kind else {}
