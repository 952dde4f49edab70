"""No trick gets a mark, no accident costs more than its own exercise, no odd notebook is lost."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import psutil
import pytest

from course.files import write_json, write_text
from course.grader import running
from course.grader.marks.feedback import feedback
from course.grader.marks.marking import mark_submission
from course.grader.marks.marks import Graded
from course.grader.notebook.submission import Submission
from course.rehearsal import accidents, odd, tricks
from course.rehearsal.handed import Handed, code_cell, filled, to_bytes

pytestmark = pytest.mark.sandbox
TRICKS = [*tricks.PREPARED, *tricks.RETURNED, *tricks.CHANGES]


@pytest.fixture(autouse=True)
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What loops or sleeps is ended all the same, and nobody waits for it."""
    monkeypatch.setattr(running, "SECONDS_PER_GRADED_CALL", 0.6)
    monkeypatch.setattr(running, "SECONDS_PER_EXTRA_CELL", 0.6)
    monkeypatch.setattr(running, "GRACE", 0.6)


def test_there_are_more_tricks_and_accidents_than_were_known():
    assert len({*TRICKS, *accidents.ACCIDENTS}) >= 130


def imports_of(code: str) -> Iterator[tuple[str, str]]:
    """Yield each module of ours that code imports, with each name that it takes from there."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "__name__") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("name", [*tricks.PREPARED, *tricks.RETURNED])
def test_what_a_trick_takes_from_our_modules_is_there(name):
    code = tricks.PREPARED.get(name) or f"def f(*given):\n{tricks.RETURNED[name]}"
    for module, taken in imports_of(code):
        if module.split(".")[0] in ("course", "helpers"):
            assert hasattr(import_module(module), taken), (module, taken)


def judged(handed: list[Handed], name: str, lesson, server) -> tuple[Handed, Graded]:
    [one] = [given for given in handed if given.name == name]
    graded = mark_submission(lesson, Submission("ann", None, content=one.content), server)
    assert {name for name, mark in graded.marks.items() if mark.points} == one.right, graded.marks
    for task in lesson.tasks:
        mark = graded.marks[task.name]
        assert mark.points in (0, task.visible.points)
        assert mark.max_points == task.visible.points
    return one, graded


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_gets_no_marks(name, small, small_boxed, tmp_path):
    _, graded = judged(tricks.tricks(small), name, small, small_boxed)
    write_json(tmp_path / "notebook", graded.notebook)
    write_json(tmp_path / "result", graded.to_data())
    write_text(tmp_path / "feedback", feedback(small, graded, []))


@pytest.mark.parametrize(
    "name", [*accidents.ACCIDENTS, *(f"{name}_in_a_cell" for name in accidents.IN_A_CELL)]
)
def test_an_accident_costs_its_own_exercise_only(name, several, several_answers, small_boxed):
    judged(accidents.accidents(several, several_answers), name, several, small_boxed)


@pytest.mark.parametrize("name", ["fills_the_memory", "prints_without_end"])
def test_what_a_cell_has_filled_is_free_again_after_it(name, small_boxed):
    child = small_boxed.child()
    body = accidents.ACCIDENTS[name].replace("{name}", "fill")
    filled = child.ask("cell", 60, source=f"def fill():\n{body}\nfill()", seconds=30)
    after = child.ask("cell", 60, source="len(bytearray(800_000_000))", seconds=30)
    assert (filled["ok"], after["ok"]) == (False, True)


def test_a_check_that_dies_of_being_told_its_mark_keeps_it(several, several_answers, small_boxed):
    # Marks are told to a notebook that asks for them somewhere.
    code = """import os
from helpers import check
check.remember = lambda *told: os._exit(0)
check.needs"""
    notebook = filled(several, several_answers)
    notebook["cells"].insert(1, code_cell(code))
    handed = Handed("dies", to_bytes(notebook), frozenset(several_answers))
    _, graded = judged([handed], "dies", several, small_boxed)
    assert graded.notes == []


@cache
def odd_names() -> list[str]:
    more = ["zeros_behind_its_end", "byte_order_mark", "utf_16", "latin_1"]
    return [*odd.REPAIRED, *odd.HARMLESS, *odd.SPOILT, *more]


@pytest.mark.parametrize("name", odd_names())
def test_an_odd_notebook_is_marked_or_named(name, several, several_answers, small_boxed):
    handed = odd.odd_notebooks(several, several_answers)
    one, graded = judged(handed, name, several, small_boxed)
    assert one.status in ("", graded.status)
    assert one.noted in " ".join(graded.notes)


def test_a_solved_lesson_with_tensorflow_gets_full_marks(lesson, answers, boxed):
    handed = Handed("solved", to_bytes(filled(lesson, answers)), frozenset(answers))
    _, graded = judged([handed], "solved", lesson, boxed)
    assert (graded.status, graded.notes) == ("graded", [])


def test_nothing_is_left_running_when_a_child_is_ended(several, several_answers, small_boxed):
    handed = {one.name: one for one in accidents.accidents(several, several_answers)}
    for name in ("leaves_a_process", "forks_without_end"):
        one = Submission("ann", None, content=handed[name].content)
        mark_submission(several, one, small_boxed)
    small_boxed.end_child()
    below = psutil.Process(small_boxed.pid).children(recursive=True)
    assert len([process for process in below if process.status() != "zombie"]) <= 2
