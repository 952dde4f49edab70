"""The texts of the course: pages, lessons, docstrings, messages, and what templates say."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course.folders import lesson_folders, lesson_notebook

PYTHON = ("helpers", "course", "recipes", "benchmarks", "solutions")
# Code of other people that is kept as text: what learners may write, and what a sandbox refuses.
CODE_AS_TEXT = (
    "course/grader/sandbox/probe.py",
    "course/grader/sandbox/shell.py",
    "course/rehearsal/accidents.py",
    "course/rehearsal/honest.py",
    "course/rehearsal/odd.py",
)
FEWEST_WORDS = 3  # a shorter string is a name, a key or a label
_WORDS = re.compile(r"[A-Za-z][a-z']*[.,:;?]?(?= |$)")
# A regular expression, a style, a line of code.
_PATTERN = re.compile(
    r"\(\?|\\[bdsw(]|\[\^|[a-z]:(?:#|\d|`x`|[a-z-]+;)|@media|===|\bdef \w+\(|\bimport \w+\n"
)
_FOR_TOOLS = re.compile(r"#(!|##|: *\w+$| (noqa|type|fmt|mypy))")


@dataclass(frozen=True)
class Text:
    """A text, and where it stands: a file or a cell, and its first line there."""

    place: str
    line: int
    text: str


def texts(course: Path) -> Iterator[Text]:
    """Yield every text of a course."""
    for file in [*sorted(course.glob("*.md")), *sorted((course / "docs").rglob("*.md"))]:
        yield Text(_name(file, course), 1, file.read_text(encoding="utf-8"))
    for folder in lesson_folders(course):
        yield from notebook_texts(lesson_notebook(folder))
    for part in PYTHON:
        for file in sorted((course / part).rglob("*.py")):
            name = _name(file, course)
            if name not in CODE_AS_TEXT:
                source = file.read_text(encoding="utf-8")
                yield from (Text(name, line, text) for line, text in python_texts(source))
    for file in sorted((course / "course").rglob("*.html")):
        yield Text(_name(file, course), 1, template_text(file.read_text(encoding="utf-8")))


def notebook_texts(file: Path) -> Iterator[Text]:
    """Yield the text cells of a notebook, and of its code cells the comments and sentences."""
    for cell in nbformat.read(file, as_version=4).cells:
        place = f"{file.stem}, cell {cell.id}"
        if cell.cell_type == "markdown":
            yield Text(place, 1, cell.source)
        elif not re.search(r"(?m)^[%!]", cell.source):
            try:
                found = list(python_texts(cell.source))
            except SyntaxError:  # a bug to mend
                continue
            yield from (Text(place, line, text) for line, text in found)


def python_texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings, the sentences in strings, and the comments of Python code.

    What is put into a string, ``{name}``, stands as a piece of code in it.
    """
    tree = ast.parse(source)
    parts: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts |= {id(part) for value in node.values for part in ast.walk(value)}
            said = "".join(
                str(value.value) if isinstance(value, ast.Constant) else "`x`"
                for value in node.values
            )
            if _is_said(said):
                yield node.lineno, _flush(said)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            said = re.sub(r"\{\w*\}", "`x`", node.value)
            if _is_said(said):
                yield node.lineno, _flush(said)
    yield from _comments(source)


def template_text(html: str) -> str:
    """Return what a template says: without tags, styles, scripts and what is filled in."""
    blank = r"(?s)<(style|script)\b.*?</\1>|<[^>]*>|\{[%#].*?[%#]\}"
    said = re.sub(blank, lambda found: re.sub(r"[^\n]", " ", found[0]), html)
    said = re.sub(r"\{\{.*?\}\}", "`x`", said)
    return re.sub(r"[ \t]*\n\s*", lambda found: "\n" * max(2, found[0].count("\n")), said)


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield comments; lines that follow one another are one text."""
    line, said = 0, ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or re.match(
            r"#(!|##|: *\w+$| (noqa|type|fmt|mypy))", token.string
        ):
            continue
        words = token.string.lstrip("#: ")
        alone = not token.line[: token.start[1]].strip()
        if said and alone and token.start[0] == line + said.count("\n") + 1:
            said += f"\n{words}"
            continue
        if said:
            yield line, said
        line, said = token.start[0], words
    if said:
        yield line, said


def _is_said(text: str) -> bool:
    return len(_WORDS.findall(text)) >= FEWEST_WORDS and not _PATTERN.search(text)


def _flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _name(file: Path, course: Path) -> str:
    return file.relative_to(course).as_posix()
