"""What the environment asks of a run."""

import io
import sys

import pytest

from helpers import settings
from helpers.settings import course_seed, quick_run, somebody_watches


@pytest.mark.parametrize(("text", "seed"), [("0", 0), ("7", 7), ("123456", 123456)])
def test_the_seed_is_taken_from_the_environment(monkeypatch, text, seed):
    monkeypatch.setenv("COURSE_SEED", text)
    assert course_seed() == seed


def test_the_seed_is_0_where_none_is_set(monkeypatch):
    monkeypatch.delenv("COURSE_SEED", raising=False)
    assert course_seed() == 0


@pytest.mark.parametrize("text", ["", "-1", "1.5", "seven", "1e3", " ", "²", str(2**32)])
def test_a_seed_that_is_no_whole_number_is_named_with_the_way_out(monkeypatch, text):
    monkeypatch.setenv("COURSE_SEED", text)
    with pytest.raises(ValueError, match="COURSE_SEED is .*: set it to one, or unset it") as caught:
        course_seed()
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "quick"),
    [
        ({}, False),
        ({"COURSE_QUICK": "1"}, True),
        ({"COURSE_QUICK": "0"}, False),
        ({"COURSE_QUICK": ""}, False),
        ({"NBGRADER_EXECUTION": "autograde"}, True),
    ],
)
def test_a_run_is_quick_where_it_is_asked_for_or_nbgrader_runs_it(monkeypatch, environment, quick):
    for variable in ("COURSE_QUICK", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert quick_run() is quick


def test_nobody_watches_a_file(monkeypatch):
    monkeypatch.setattr(settings, "in_notebook", lambda: False)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not somebody_watches()


def test_somebody_watches_a_notebook(monkeypatch):
    monkeypatch.setattr(settings, "in_notebook", lambda: True)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert somebody_watches()


def test_somebody_watches_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(settings, "in_notebook", lambda: False)
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert somebody_watches()


def test_a_test_runs_in_no_notebook():
    assert not settings.in_notebook()
