"""No room so full, no file and no function so long that one loses one's way in it."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.small_course import COURSE

MODULES_OF_A_FOLDER = 14  # but for __init__.py
LINES_OF_A_MODULE = 300
LINES_OF_A_BANK_FILE = 250
LINES_OF_A_FUNCTION = 50
ROOMS = ("helpers", "course", "benchmarks", "recipes")


def modules(*patterns: str) -> list[Path]:
    found = sorted(file for pattern in patterns for file in COURSE.glob(pattern))
    assert found
    return found


CODE = modules(*(f"{room}/**/*.py" for room in ROOMS))
BANKS = modules("solutions/*/exercises/*.py")


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def longer_than(limit: int, files: list[Path]) -> dict[str, int]:
    return {named(file): many for file in files if (many := lines(file)) > limit}


def named(file: Path) -> str:
    return file.relative_to(COURSE).as_posix()


@pytest.mark.parametrize("room", ROOMS)
def test_no_folder_has_more_than_fourteen_modules(room):
    folders = Counter(named(file.parent) for file in CODE if file.name != "__init__.py")
    here = {name: many for name, many in folders.items() if name.split("/")[0] == room}
    assert here
    assert {name: many for name, many in here.items() if many > MODULES_OF_A_FOLDER} == {}


def test_no_module_is_too_long_to_be_read_at_once():
    assert longer_than(LINES_OF_A_MODULE, CODE) == {}


def test_no_file_of_an_exercise_bank_is_longer_than_250_lines():
    assert longer_than(LINES_OF_A_BANK_FILE, BANKS) == {}


def test_no_function_is_longer_than_a_page():
    too_long = {
        f"{named(file)}: {node.name}": many
        for file in [*CODE, *BANKS]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (many := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert too_long == {}
