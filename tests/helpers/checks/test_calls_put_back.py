"""After a call of a learner's function everything stands as before: streams, input, warnings."""

import builtins
import sys
import warnings

import numpy as np

from helpers.checks import calls
from helpers.checks.calls import call
from helpers.checks.exercise import Case

CASE = Case((np.array([1, 2, 3]),))


class Text(str):
    def __getitem__(self, key):
        raise RuntimeError

    __add__ = __radd__ = __format__ = __getitem__  # type: ignore[assignment]


def test_printing_is_kept_and_goes_nowhere(capsys):
    def function(y):
        print("here", len(y))
        print("there", file=sys.stderr)

    assert call(function, CASE).printed == "here 3\nthere\n"
    assert capsys.readouterr() == ("", "")


def test_printing_without_end_is_cut():
    result = call(lambda y: [print("x" * 100) for _ in range(1000)] and 1, CASE)
    assert result.value == 1
    assert len(result.printed) == calls.LONGEST_OUTPUT


def test_printing_a_nasty_text_does_no_harm():
    assert call(lambda y: sys.stdout.write(Text("x")), CASE).printed == "x"


def test_streams_and_input_are_put_back():
    before = sys.stdout, sys.stderr, builtins.input

    def function(y):
        sys.stdout = sys.stderr = None  # type: ignore[assignment]
        builtins.input = None  # type: ignore[assignment]
        raise SystemExit

    call(function, CASE)
    assert (sys.stdout, sys.stderr, builtins.input) == before


def test_input_is_an_error_that_says_where_to_take_things_from():
    result = call(lambda y: input("how many? "), CASE)
    assert result.error == "EOFError"
    assert "use the arguments" in result.message


def test_warnings_are_dropped_even_where_they_are_errors(capfd):
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        result = call(lambda y: y / np.zeros(3) + float(np.log(-1.0)), CASE)
    assert np.isnan(result.value).all()
    assert capfd.readouterr() == ("", "")


def test_a_replaced_function_is_named_and_put_back():
    original = np.mean

    def function(y):
        np.mean = 0.5  # type: ignore[assignment]
        builtins.len = None  # type: ignore[assignment]
        return 1

    result = call(function, CASE)
    assert result.replaced == "len"
    assert np.mean is original
    assert builtins.len([]) == 0
