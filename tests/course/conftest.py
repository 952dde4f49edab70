"""A lesson and warm servers for tests of grading; without a sandbox, tests of it are left out."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from course.grader.lesson import Lesson, load_lesson
from course.grader.notebook.names import statements_of
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import Died, ForkServer, ForkServerError
from course.rehearsal.handed import Answers
from course.release.lessons import release
from tests.once import once_for_all
from tests.small_course import COURSE, make_small_course

LESSON = "01_accuracy_paradox"


@cache
def why_no_sandbox() -> str:
    """Return why this machine can make no sandbox, or an empty text.

    Any other error than these is a fault of ours, and no test may be left out for it.
    """
    try:
        server = ForkServer([], make_box([COURSE]))
        try:
            server.start()
            server.child().ask("names", 20, sources=[])
        finally:
            server.close()
    except (SandboxError, ForkServerError, Died) as error:
        return str(error) or type(error).__name__
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what can't be tested here, and say why."""
    marked = [item for item in items if item.get_closest_marker("sandbox")]
    if marked and (reason := why_no_sandbox()):
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=f"no sandbox on this machine: {reason}"))


@pytest.fixture(scope="session")
def lesson(tmp_path_factory) -> Lesson:
    # The first worker makes the released copy that it is read from, which takes seconds.
    with once_for_all(tmp_path_factory, "lesson"):
        return load_lesson(COURSE, LESSON, seed=7)


@pytest.fixture(scope="session")
def answers() -> Answers:
    file = COURSE / "solutions" / LESSON / f"{LESSON}.ipynb"
    return {
        cell["id"].removesuffix("-solution").replace("-", "_"): "".join(cell["source"])
        for cell in json.loads(file.read_text())["cells"]
        if cell["id"].endswith("-solution")
    }


@pytest.fixture(scope="session")
def boxed(lesson: Lesson) -> Iterator[ForkServer]:
    """Return a warm server in a sandbox."""
    server = ForkServer(lesson.modules(), make_box([COURSE]))
    yield server
    server.close()


@pytest.fixture(scope="session")
def small(tmp_path_factory, empty_gradebook) -> Lesson:
    """Return a lesson of one exercise, which needs no TensorFlow."""
    course = make_small_course(tmp_path_factory.mktemp("small") / "course", empty_gradebook)
    release(course, [course / "solutions" / "01_small"])
    return load_lesson(course, "01_small", seed=7)


@pytest.fixture(scope="session")
def small_boxed(small: Lesson) -> Iterator[ForkServer]:
    """Return a warm server for the small lesson in a sandbox."""
    server = ForkServer(small.modules(), make_box([COURSE]))
    yield server
    server.close()


@pytest.fixture(scope="session")
def several(small: Lesson) -> Lesson:
    """Return a lesson of three exercises, all alike but for their names, without TensorFlow."""
    [task] = small.tasks
    names = ("double", "twice", "times_two")
    cells = small.notebook["cells"]
    first = next(n for n, cell in enumerate(cells) if cell["id"] == "double")
    checks = json.loads(small.checks)
    [exercise] = checks["exercises"]
    texts = [json.dumps(cells[first : first + 3]), json.dumps(exercise)]
    copied = [[json.loads(_renamed(text, name)) for text in texts] for name in names]
    checks["exercises"] = [one for _, one in copied]
    return replace(
        small,
        notebook={
            **small.notebook,
            "cells": [
                *cells[:first],
                *(cell for three, _ in copied for cell in three),
                *cells[first + 3 :],
            ],
        },
        checks=json.dumps(checks),
        tasks=tuple(
            replace(
                task,
                visible=replace(task.visible, name=name),
                fresh=tuple(replace(one, name=name) for one in task.fresh),
            )
            for name in names
        ),
        statements={
            cell["id"]: statements_of(cell["source"])
            for _, three in [("", cells), *(("", three) for three, _ in copied)]
            for cell in three
            if cell["cell_type"] == "code"
        },
    )


def _renamed(text: str, name: str) -> str:
    return re.sub(r"\bdouble\b", name, text.replace("double-", f"{name.replace('_', '-')}-"))


@pytest.fixture(scope="session")
def several_answers(several: Lesson) -> Answers:
    text = 'def {}(y):\n    """Return twice y."""\n    return y + y'
    return {task.name: text.format(task.name) for task in several.tasks}


@pytest.fixture(scope="session")
def unboxed(lesson: Lesson) -> Iterator[ForkServer]:
    """Return a warm server without a sandbox."""
    server = ForkServer(lesson.modules(), None)
    yield server
    server.close()


@pytest.fixture(scope="session")
def released_course(tmp_path_factory, empty_gradebook) -> Path:
    """Return a course with a released lesson, to be copied."""
    course = make_small_course(tmp_path_factory.mktemp("released") / "course", empty_gradebook)
    release(course, [course / "solutions" / "01_small"])
    return course


@pytest.fixture
def course(released_course, tmp_path, monkeypatch) -> Path:
    """Return a course with a released lesson, as the working folder."""
    course = Path(shutil.copytree(released_course, tmp_path / "course"))
    monkeypatch.chdir(course)
    return course
