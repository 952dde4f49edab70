"""`check` in a session: what may go wrong around it."""

import shutil
import sys

import numpy as np
import pytest

from helpers.checks import checker
from helpers.checks.checker import Checker, NotYet
from helpers.checks.exercise import CheckError
from tests.helpers.checks.small_answers import half

# --- what may go wrong


def test_another_folder_doesnt_matter_once_the_session_has_begun(check, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check("halves", half)


def test_a_removed_folder_doesnt_matter(check, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    check("halves", half)
    check.progress()


def test_a_folder_without_exercises_names_the_way_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckError, match="open the notebook in its own folder"):
        Checker()("halves", half)


def test_a_folder_that_gets_its_exercises_later_is_found(tmp_path, released, monkeypatch):
    folder = tmp_path / "late"
    folder.mkdir()
    monkeypatch.chdir(folder)
    check = Checker()
    with pytest.raises(CheckError):
        check.progress()
    shutil.copy(released / "checks.json", folder)
    check("halves", half)


def test_a_function_that_checks_itself_gets_a_sentence(check):
    def function(y):
        check("halves", function)

    with pytest.raises(NotYet, match="check was called by the function that it checks"):
        check("halves", function)
    check("halves", half)


def test_the_stop_button_stops_the_check(check, monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(checker, "try_function", stopped)
    with pytest.raises(CheckError, match="was interrupted: run the cell again"):
        check("halves", half)


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), SystemExit(1), GeneratorExit(), Mute()])
def test_an_error_of_our_own_is_one_line_with_a_way_out(check, monkeypatch, error):
    def broken(*args):
        raise error

    monkeypatch.setattr(checker, "try_function", broken)
    name = type(error).__name__
    with pytest.raises(
        CheckError, match=rf"could not finish \({name}.*Restart the kernel"
    ) as caught:
        check("halves", half)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_every_refusal_renders_as_one_line(check):
    with pytest.raises(CheckError) as caught:
        check("halfs", half)
    assert caught.value._render_traceback_() == [f"CheckError: {caught.value}"]


def test_replaced_functions_are_put_back_and_named(check, capsys):
    original = np.mean
    np.mean = 0.5  # type: ignore[assignment]
    check("halves", half)
    assert np.mean is original
    out = capsys.readouterr().out
    assert "put something else in place of `np.mean`" in out
    assert "✓ Right: halves" in out


def test_the_recursion_limit_is_put_back(check):
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 17)
    try:
        check("halves", half)
        assert sys.getrecursionlimit() == before + 17
    finally:
        sys.setrecursionlimit(before)


def test_a_recursion_without_end_ends_whatever_the_limit(check):
    def function(y):
        return function(y)

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10**9)
    try:
        with pytest.raises(NotYet, match="raised RecursionError"):
            check("halves", function)
    finally:
        sys.setrecursionlimit(before)


def test_a_broken_print_costs_the_card_only(check, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    check("halves", half)
