"""Odd notebooks: right answers in a notebook or a file that has suffered."""

import copy
import gzip
import json
from collections.abc import Callable

from course.grader.lesson import Lesson
from course.rehearsal.handed import (
    Answers,
    Handed,
    Notebook,
    cell_of,
    code_cell,
    filled,
    ids_swapped,
    to_bytes,
)

Change = Callable[[Lesson, Notebook], object]


def odd_notebooks(lesson: Lesson, answers: Answers) -> list[Handed]:
    """Return notebooks with right answers that must be repaired, or rejected by name."""
    everything = frozenset(task.name for task in lesson.tasks)
    first = lesson.tasks[0].name
    handed = []
    for name, (change, noted, lost) in REPAIRED.items():
        notebook = filled(lesson, answers)
        change(lesson, notebook)
        right = everything - {first} if lost else everything
        handed.append(Handed(name, to_bytes(notebook), right, "repaired", noted))
    for name, change in HARMLESS.items():
        notebook = filled(lesson, answers)
        change(lesson, notebook)
        handed.append(Handed(name, to_bytes(notebook), everything))
    whole = to_bytes(filled(lesson, answers))
    for name, (spoil, noted) in SPOILT.items():
        handed.append(Handed(name, spoil(whole), frozenset(), "rejected", noted))
    text = whole.decode()
    handed.append(Handed("zeros_behind_its_end", whole + bytes(4096), everything))
    handed.append(Handed("byte_order_mark", b"\xef\xbb\xbf" + whole, everything))
    sixteen = text.encode("utf-16")
    handed.append(Handed("utf_16", sixteen, everything, "repaired", "UTF-16"))
    latin = text.replace("Return", "R\u00fcckgabe").encode("latin-1")
    handed.append(Handed("latin_1", latin, everything, "repaired", "not UTF-8"))
    return handed


def _bare(_: Lesson, notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def _solution(change: Callable[[Notebook, dict], object]) -> Change:  # type: ignore[type-arg]
    def apply(lesson: Lesson, notebook: Notebook) -> None:
        change(notebook, cell_of(notebook, lesson.tasks[0].solution_id))

    return apply


def _twice(notebook: Notebook, cell: Notebook) -> None:
    at = notebook["cells"].index(cell)
    notebook["cells"].insert(at + 1, copy.deepcopy(cell))


def _wrong_one_first(lesson: Lesson, notebook: Notebook) -> None:
    cell = cell_of(notebook, lesson.tasks[0].solution_id)
    wrong = f"def {lesson.tasks[0].name}(*given):\n    return 'wrong'"
    notebook["cells"].insert(notebook["cells"].index(cell), {**cell, "source": wrong})


def _in_a_cell_of_its_own(notebook: Notebook, cell: Notebook) -> None:
    at = notebook["cells"].index(cell)
    notebook["cells"].insert(at + 1, code_cell(cell["source"]))
    cell["source"] = "# I wrote it below"


def _old_format(_: Lesson, notebook: Notebook) -> None:
    cells = notebook.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell["language"] = "python"
            cell["prompt_number"] = None
            del cell["execution_count"]
        cell.pop("id")
    notebook.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])


def _moved(_: Lesson, notebook: Notebook) -> None:
    notebook["cells"].reverse()


def _check_gone(lesson: Lesson, notebook: Notebook) -> None:
    notebook["cells"].remove(cell_of(notebook, lesson.tasks[0].check_id))


def _wrap(notebook: Notebook) -> None:
    content = copy.deepcopy(notebook)
    notebook.clear()
    notebook.update(name="01.ipynb", type="notebook", format="json", content=content)


REPAIRED: dict[str, tuple[Change, str, bool]] = {
    "metadata_lost": (
        lambda _, nb: [cell.update(metadata={}) for cell in nb["cells"]],
        "lost its metadata",
        False,
    ),
    "metadata_and_ids_lost": (_bare, "by the name of its function", False),
    "solution_twice": (_solution(_twice), "2 times", False),
    "solution_twice_wrong_one_first": (_wrong_one_first, "2 times", False),
    "solution_in_a_cell_of_its_own": (
        _solution(_in_a_cell_of_its_own),
        "by the name of its function",
        False,
    ),
    "solution_deleted": (_solution(lambda nb, cell: nb["cells"].remove(cell)), "is missing", True),
    "solution_turned_into_text": (
        _solution(lambda _, cell: cell.update(cell_type="markdown")),
        "turned into text",
        False,
    ),
    "check_deleted": (_check_gone, "was missing", False),
    "check_edited": (
        lambda lesson, nb: cell_of(nb, lesson.tasks[0].check_id).update(source="assert False"),
        "was edited",
        False,
    ),
    "cells_moved": (_moved, "were moved", False),
    "ids_swapped_right": (ids_swapped, "metadata", False),
    "old_format": (_old_format, "old format", False),
    "cells_that_are_none": (
        lambda _, nb: nb["cells"].extend([1, None, {"cell_type": 1}]),
        "could not be read",
        False,
    ),
}

HARMLESS: dict[str, Change] = {
    "as_it_should_be": lambda _, __: None,
    "sources_as_lines": lambda _, nb: [
        cell.update(source=cell["source"].splitlines(keepends=True)) for cell in nb["cells"]
    ],
    "outputs_of_a_megabyte": lambda _, nb: [
        cell.update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}])
        for cell in nb["cells"][:3]
    ],
    "outputs_that_are_none": lambda _, nb: [
        cell.update(outputs=7, execution_count="x") for cell in nb["cells"]
    ],
    "written_by_a_newer_jupyter": lambda _, nb: nb.update(nbformat_minor=99),
    "another_kernel": lambda _, nb: nb.update(
        metadata={"kernelspec": {"name": "julia", "display_name": "Julia", "language": "julia"}}
    ),
    "metadata_that_is_none": lambda _, nb: nb.update(metadata=None),
    "a_cell_with_half_a_character": lambda _, nb: nb["cells"].append(code_cell("a = '\ud800'")),
    "a_cell_with_a_zero": lambda _, nb: nb["cells"].insert(1, code_cell("a = 1\0")),
    "a_cell_that_is_no_python": lambda _, nb: nb["cells"].insert(1, code_cell("Dear teacher,")),
    "a_cell_nested_deeply": lambda _, nb: nb["cells"].insert(
        1, code_cell("(" * 50_000 + ")" * 50_000)
    ),
    "a_cell_with_a_shell_command": lambda _, nb: nb["cells"].insert(1, code_cell("!ls\n%pwd")),
    "a_cell_in_another_language": lambda _, nb: nb["cells"].insert(
        1, code_cell("%%javascript\nalert(1)")
    ),
    "many_empty_cells_in_front": lambda _, nb: nb["cells"].__setitem__(
        slice(0, 0), [code_cell("") for _ in range(2100)]
    ),
    "cells_twice_over": lambda _, nb: nb["cells"].extend(copy.deepcopy(nb["cells"])),
    "a_comment_in_each_cell_of_ours": lambda lesson, nb: [
        cell.update(source="# mine\r\n" + cell["source"].replace("\n", "\r\n"))
        for cell in nb["cells"]
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader")
    ],
    "an_import_of_ones_own": lambda _, nb: nb["cells"].insert(1, code_cell("import numpy as np")),
    "wrapped_by_the_contents_api": lambda _, nb: _wrap(nb),
    "a_thousand_cells": lambda _, nb: nb["cells"].extend([code_cell("1")] * 1000),
}

SPOILT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is empty"),
    "blank": (lambda _: b" \n\n", "is empty"),
    "cut_off": (lambda whole: whole[: len(whole) // 2], "damaged"),
    "zeros": (lambda whole: bytes(len(whole)), "nothing but zeros"),
    "a_picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
    "a_pdf": (lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
    "compressed": (gzip.compress, "an archive"),
    "python": (lambda _: b"import numpy as np\n", "not begin like one"),
    "twice": (lambda whole: whole + b"\n" + whole, "follows behind"),
    "a_comma_lost": (lambda whole: whole.replace(b", ", b" ", 3), "line 1 can't be read"),
    "with_conflict_marks": (lambda whole: b"<<<<<<< HEAD\n" + whole, "conflict marks"),
    "a_page": (lambda _: b"<!DOCTYPE html><html></html>", "page of HTML"),
    "an_archive": (lambda _: b"PK\x03\x04...", "an archive"),
    "nested_without_end": (lambda _: b"[" * 1_000_000, "damaged"),
    "a_list": (lambda _: b"[1, 2]", "not a notebook"),
    "something_else": (lambda _: json.dumps({"a": 1}).encode(), "not a notebook"),
    "no_cells": (lambda _: json.dumps({"cells": [], "nbformat": 4}).encode(), "no cells"),
}
