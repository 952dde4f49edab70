"""One call of a learner's function: whatever it does comes back as data."""

import asyncio
import bdb
import builtins
import json
import linecache
import time
import warnings

import numpy as np
import pytest

from course.encode import encode_result
from helpers.checks import calls
from helpers.checks.calls import Result, call, decode_result
from helpers.checks.compare import identical
from helpers.checks.exercise import Case
from helpers.checks.plain import Foreign

from .nasty import NASTY, EqualType

CASE = Case((np.array([1, 2, 3]),))


def raising(error: BaseException):
    """Return a function that raises this."""

    def function(y):
        raise error

    return function


def test_a_value_comes_back_as_plain_data():
    result = call(lambda y: [y * 2, {"a": np.float64(0.5)}], CASE)
    assert identical(result.value, [np.array([2, 4, 6]), {"a": 0.5}])
    assert (result.error, result.changed, result.printed) == ("", False, "")


class Own(BaseException):
    pass


class OwnValueError(ValueError):
    pass


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


class Endless(Exception):
    def __str__(self):
        while self.args is not None:
            pass
        return ""


class Text(str):
    def __getitem__(self, key):
        raise RuntimeError

    __add__ = __radd__ = __format__ = __getitem__  # type: ignore[assignment]


class Subtle(Exception):
    def __str__(self):
        return Text("a text of a class of its own")


def no(self):
    raise RuntimeError


class Hidden(Exception):
    __traceback__ = property(no)  # type: ignore[assignment]
    __class__ = property(no)  # type: ignore[assignment]


class OddType(Exception, metaclass=EqualType):
    pass


@pytest.mark.parametrize(
    ("make", "name", "message"),
    [
        (lambda: ValueError("no rows"), "ValueError", "no rows"),
        (lambda: OwnValueError("no rows"), "ValueError", "no rows"),
        (lambda: SystemExit(3), "SystemExit", "3"),
        (KeyboardInterrupt, "KeyboardInterrupt", ""),
        (GeneratorExit, "GeneratorExit", ""),
        (lambda: StopIteration(1), "StopIteration", "1"),
        (lambda: Own("mine"), "BaseException", "mine"),
        (Own, "BaseException", "Own"),
        (bdb.BdbQuit, "Exception", "BdbQuit"),
        (Mute, "Exception", ""),
        (Endless, "Exception", ""),
        (Subtle, "Exception", "a text of a class of its own"),
        (Hidden, "Exception", ""),
        (lambda: OddType("odd"), "Exception", "odd"),
        (NotImplementedError, "NotImplementedError", ""),
        (lambda: np.linalg.LinAlgError("singular"), "ValueError", "singular"),
        (
            lambda: ExceptionGroup("two", [ValueError(), TypeError()]),
            "ExceptionGroup",
            "two (2 sub-ex",
        ),
        (lambda: MemoryError("all of it"), "MemoryError", "all of it"),
        (lambda: ValueError("a\x1b[31m\ud800\tb"), "ValueError", "a�[31m� b"),
    ],
)
def test_whatever_is_raised_is_named_and_quoted(make, name, message):
    result = call(raising(make()), CASE)
    assert result.error == name
    assert result.message.startswith(message)
    assert result.value is None


def test_a_class_derived_from_not_implemented_doesnt_say_that_nothing_was_written():
    class NoStdin(NotImplementedError):
        pass

    assert call(raising(NoStdin()), CASE).error == "RuntimeError"


def test_a_long_message_is_cut():
    assert len(call(raising(ValueError("x" * 10**6)), CASE).message) == calls.LONGEST_MESSAGE


def test_an_endless_recursion_is_an_error():
    def function(y):
        return function(y)

    assert call(function, CASE).error == "RecursionError"


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda: 1, "takes 0 positional arguments but 1 was given"),
        (lambda a, b: 1, "missing 1 required positional argument: 'b'"),
        (lambda *, y: 1, "takes 0 positional arguments but 1 was given"),
    ],
)
def test_the_wrong_number_of_arguments_is_pythons_type_error(function, words):
    result = call(function, CASE)
    assert result.error == "TypeError"
    assert words in result.message


def test_a_generator_is_not_run():
    def function(y):
        yield from y

    assert call(function, CASE).value == Foreign("generator")


def test_a_coroutine_is_neither_run_nor_complained_about():
    async def function(y):
        await asyncio.sleep(0)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert call(function, CASE).value == Foreign("coroutine")
    assert caught == []


@pytest.mark.parametrize("kind", NASTY)
def test_a_nasty_result_does_no_harm(kind):
    result = call(lambda y: NASTY[kind](), CASE)
    assert type(result.value) in (Foreign, dict)
    assert result.error == ""


@pytest.mark.parametrize("kind", ["equal to all", "raises at every touch"])
def test_a_nasty_function_does_no_harm(kind):
    result = call(NASTY[kind](), CASE)
    assert result.error or type(result.value) is Foreign


def change_array(y):
    y[0] = 9


def change_shape(y):
    y.shape = (3, 1)


@pytest.mark.parametrize("function", [change_array, change_shape])
def test_a_changed_array_is_noticed(function):
    assert call(function, CASE).changed


@pytest.mark.parametrize(
    ("argument", "function"),
    [
        ([1, 2], lambda x: x.append(3)),
        ([2, 1], lambda x: x.sort()),
        ({"a": 1}, lambda x: x.pop("a")),
        ({"a": 1}, lambda x: x.update(b=2)),
        ({"a": [1, {"b": np.zeros(2)}]}, lambda x: np.copyto(x["a"][1]["b"], 1)),
        ({1: 0}, lambda x: (x.clear(), x.update({True: 0}))),
        ([1], lambda x: x.append(x)),
        ([1], lambda x: x.append(NASTY["raises at every touch"]())),
    ],
    ids=["append", "sort", "pop", "update", "nested", "key", "itself", "nasty"],
)
def test_a_changed_list_or_dict_is_noticed(argument, function):
    assert call(function, Case((argument,))).changed


def test_a_change_is_noticed_before_an_error():
    def function(y):
        y += 1
        raise ValueError("too late")

    assert call(function, CASE).changed


def test_a_case_is_never_changed_itself():
    call(change_array, CASE)
    assert CASE.args[0].tolist() == [1, 2, 3]


def test_returning_the_input_is_no_change():
    assert not call(lambda y: y, CASE).changed


def test_a_call_without_end_is_too_slow():
    def function(y):
        while True:
            pass

    started = time.monotonic()
    assert call(function, CASE, seconds=0.05).error == "TooSlow"
    assert time.monotonic() - started < 1.5


def test_the_line_of_a_cell_that_raised_is_quoted():
    filename = "/tmp/ipykernel_123/456.py"
    source = "def function(y):\n    # divide\n    return 1 / 0\n"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    namespace: dict = {}
    exec(compile(source, filename, "exec"), namespace)
    try:
        assert call(namespace["function"], CASE).where == "line 3: return 1 / 0"
    finally:
        del linecache.cache[filename]


def test_a_line_outside_the_notebook_is_not_quoted():
    assert call(raising(ValueError()), CASE).where == ""


RESULTS = [
    Result(),
    Result(value=[1, np.array([np.nan, 1.5])]),
    Result(value=...),
    Result(error="ValueError", message="no 3"),
    Result(value=Foreign("set"), changed=True),
    Result(value=1, replaced="np.mean"),
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: repr(result.value))
def test_a_result_comes_back_from_json(result):
    back = decode_result(json.loads(json.dumps(encode_result(result), allow_nan=False)))
    assert identical(back.value, result.value)
    assert (back.error, back.message, back.changed) == (
        result.error,
        result.message,
        result.changed,
    )
    assert back.replaced == result.replaced


def test_what_was_printed_is_not_stored():
    assert encode_result(Result(value=1, where="line 1", printed="secret")) == {"value": 1}


@pytest.mark.parametrize(
    "data",
    [None, [], 3, "x", {"error": 3}, {"message": []}, {"changed": "yes"}, {"value": {"x": 1}}],
    ids=str,
)
def test_damaged_results_are_a_value_error(data):
    with pytest.raises(ValueError, match="not an encoded result|not encoded plain data"):
        decode_result(data)


def test_a_call_needs_no_input_where_a_cell_has_deleted_it(monkeypatch):
    monkeypatch.delattr(builtins, "input")
    assert call(lambda y: 1.5, CASE).value == 1.5
