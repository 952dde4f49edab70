"""Fork servers are proven before the first submission, with another way where that fails."""

from dataclasses import replace

import pytest

from course.cli import main
from course.grader.lesson import Lesson, load_lesson
from course.grader.marks.marking import mark_submission
from course.grader.notebook.submission import Submission
from course.grader.sandbox import proof
from course.grader.sandbox.bubblewrap import Box
from course.grader.sandbox.fork_server import ForkServer, ForkServerError
from course.grader.sandbox.proof import CannotTrain, proven_servers
from tests.course.grader.small_class import LESSON, RIGHT, hand_in, notebook_with

UNFORKABLE = ["numpy", "tests.course.grader.unforkable"]


def lesson_that_imports(course, module: str) -> Lesson:
    lesson = load_lesson(course, LESSON, 1)
    cell = {"id": "more", "cell_type": "code", "metadata": {}, "source": f"import {module}"}
    return replace(lesson, notebook={**lesson.notebook, "cells": [cell, *lesson.notebook["cells"]]})


@pytest.fixture
def servers():
    """Return a list of servers that are closed after the test."""
    made: list[ForkServer] = []
    yield made
    for server in made:
        server.close()


def test_where_a_fork_can_train_the_imports_come_before_it(servers, capsys):
    servers += proven_servers(2, ["numpy"], None)
    assert [server.cold for server in servers] == [False, False]
    assert capsys.readouterr().err == ""


def test_where_a_fork_can_t_train_each_child_imports_for_itself(course, servers, capsys):
    lesson = lesson_that_imports(course, "tests.course.grader.unforkable")
    servers += proven_servers(2, lesson.modules(), None)
    assert [server.cold for server in servers] == [True, True]
    [said] = capsys.readouterr().err.splitlines()
    assert "I was forked" in said
    assert "a few seconds more for each submission" in said
    content = notebook_with(course, RIGHT, "import keras\nkeras.Sequential().fit()")
    ann = Submission("ann", None, content=content.encode())
    graded = mark_submission(lesson, ann, servers[1])
    assert graded.marks["double"].points == 2
    assert graded.notebook["cells"][-1]["outputs"] == []


def test_where_nothing_can_train_the_run_is_refused(course, monkeypatch, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    monkeypatch.setattr(proof, "_TRAINING", "raise RuntimeError('no such instruction')")
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 2
    said = capsys.readouterr().err
    assert "no network can be trained here: RuntimeError: no such instruction" in said
    assert "a few seconds more" not in said


def test_a_sandbox_that_does_not_start_is_no_matter_of_training(tmp_path, capsys):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho no permission >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(ForkServerError, match="no permission") as raised:
        proven_servers(1, ["numpy"], Box(str(program)))
    assert not isinstance(raised.value, CannotTrain)
    assert capsys.readouterr().err == ""
