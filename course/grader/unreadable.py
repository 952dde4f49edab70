"""A cell that should hold an answer: it is empty, or has a syntax error, and is told as such."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from course.grader.notebook.canonical import NotebookPart
from helpers.checks.desk.cells import syntax_error
from helpers.checks.judge import Verdict
from helpers.checks.words import clean, cut

_ERRORS = ("SyntaxError", "IndentationError", "TabError")
# What an error of a cell says; one of `eval` names `<string>` in place of the cell's file.
_SAID = re.compile(r"(?P<message>.*) \((?P<file>[^()]*), line (?P<line>\d+)\)", re.DOTALL)
# IPython's words for a bracket that is open say nothing to a beginner.
_WORDS = {"incomplete input": "the cell ends before it is complete, for example in an open bracket"}
_FUNCTION = re.compile(r"(?m)^(?:async +)?def +(\w+)|^(\w+) *= *lambda\b")
# IPython's magics that run a cell apart, or not at all.
_APART = re.compile(r"\s*(%%(?:timeit|script|bash|sh|writefile|file|html|markdown|javascript)\b.*)")
_DEFINES = "defines another name:"
_LONGEST, _MOST_NAMED = 200, 3
_BLANK = r"[^\S\n]"  # not the end of a line: a thousand empty ones would be tried anew at each


def told_as_unreadable(
    name: str,
    verdict: Verdict,
    parts: Sequence[NotebookPart],
    outputs: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Verdict:
    """Return the verdict on an exercise, which is a syntax error where its cell has one.

    Where the cell is empty and nothing else defines the function, nothing was attempted.

    What is right stays right: the function may come from another cell.

    name (str): The name of the exercise.
    verdict (Verdict): What came of its function.
    parts (sequence of NotebookPart): The cells of the notebook.
    outputs (dict): What each of them showed, by its id; it may be forged.
    """
    if verdict.outcome == "right":
        return verdict
    nothing = verdict.outcome in ("not run", "not attempted")
    defined = re.compile(rf"(?m)^{_BLANK}*(?:async{_BLANK}+)?\w+{_BLANK}+{re.escape(name)}\b")
    empty = True
    for part in parts:
        source = str(part.cell["source"])
        answers = part.role == "solution" and part.task is not None and part.task.name == name
        if answers or (nothing and part.role == "own" and defined.search(source)):
            empty = empty and _is_empty(source)
            for output in outputs.get(part.cell["id"], ()):
                text = _told(output, source)
                if text:
                    return Verdict("syntax error", text)
    if empty and verdict.outcome == "not run":
        return Verdict("not attempted", "There is nothing in the cell of your answer.")
    if verdict.outcome == "not run":
        why = why_not_there(name, parts, outputs)
        what = f" The cell of your answer {why}." if why else ""
        way_out = f" Give your function the name `{name}`." if why.startswith(_DEFINES) else ""
        return replace(verdict, message=f"{verdict.message}{what}{way_out}")
    return verdict


def why_not_there(
    name: str, parts: Sequence[NotebookPart], outputs: Mapping[str, Sequence[Mapping[str, Any]]]
) -> str:
    """Say what the cell of an answer did in place of defining its function; empty if that is open.

    The arguments are those of `told_as_unreadable`.
    """
    for part in parts:
        if part.role != "solution" or part.task is None or part.task.name != name:
            continue
        for output in outputs.get(part.cell["id"], ()):
            if "evalue" in output:
                error, said = output.get("ename"), output["evalue"]
                ended = f"ended in an error, {_code(f'{error}: {said}' if said else f'{error}')}"
                return _short(said) if error == "Ended" else ended
        if magic := _APART.match(str(part.cell["source"])):
            return f"begins with {_code(magic[1])}, and so leaves nothing behind of what it defines"
        found = [one for pair in _FUNCTION.findall(str(part.cell["source"])) for one in pair]
        others = [_code(one) for one in dict.fromkeys(found) if one not in ("", name)]
        if others:
            return f"{_DEFINES} {', '.join(others[:_MOST_NAMED])}"
    return ""


def _code(text: str) -> str:
    return f"`{_short(text).replace('`', '')}`"


def _is_empty(source: str) -> bool:
    """Tell whether a cell has nothing but comments."""
    return all(line.lstrip()[:1] in ("", "#") for line in source.splitlines())


def _told(output: Mapping[str, Any], source: str) -> str:
    """Say what a cell's output tells of a syntax error; nothing if it is something else."""
    said = _SAID.fullmatch(str(output.get("evalue", "")))
    if output.get("ename") not in _ERRORS or said is None or said["file"] == "<string>":
        return ""
    message, line = _short(said["message"]), int(said["line"][:9])
    lines = source.splitlines()
    code = _short(lines[line - 1]) if 0 < line <= len(lines) else ""
    return syntax_error(_WORDS.get(message, message), line, code)


def _short(text: str) -> str:
    return cut(" ".join(clean(text).split()), _LONGEST)
