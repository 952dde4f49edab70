"""Calling a learner's function: what goes in, what comes out, and what went wrong on the way."""

import builtins
import io
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from linecache import getline
from opcode import opmap
from pathlib import Path
from sysconfig import get_path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import numpy as np

from helpers.checks.compare import identical
from helpers.checks.exercise import Case
from helpers.checks.limits import TooSlow, time_limit
from helpers.checks.originals import put_back
from helpers.checks.plain import Foreign, Stream, decode, to_plain
from helpers.checks.words import clean, cut

SECONDS_PER_CALL = 2.0
LONGEST_MESSAGE = 300
LONGEST_LINE = 80
LONGEST_OUTPUT = 2000
LONGEST_STREAM = 1000
_SECONDS_PER_TEXT = 0.2
_BUILT_IN = [
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, BaseException)
]
_mro_of = type.__dict__["__mro__"].__get__
_name_of = type.__dict__["__name__"].__get__
# In a browser the standard library lies in an archive, which `sysconfig` doesn't know of.
_PACKAGES = tuple(
    {get_path(kind) for kind in ("stdlib", "purelib", "platlib")}
    | {str(Path(str(module.__file__)).parents[1]) for module in (json, np)}
)
_RAISE = opmap["RAISE_VARARGS"]
_CELL = re.compile(r"[/\\]ipykernel_\d+[/\\]|^<ipython")


@dataclass(frozen=True)
class Result:
    """What one call gave.

    value (plain data): What it returned; None where it raised.
    error (str): The name of the exception's type; empty where it returned.
    message (str): The exception's text.
    where (str): The line of the learner's code that raised, where it is known.
    own (bool): Whether a `raise` or `assert` of the function's own raised it, not Python or a
        package.
    changed (bool): Whether the call changed its arguments in place.
    replaced (str): The function of Python or NumPy that the call replaced, such as 'np.mean', or
        empty.
    printed (str): What the call printed, the first 2,000 characters.
    """

    value: Any = None
    error: str = ""
    message: str = ""
    where: str = ""
    own: bool = False
    changed: bool = False
    replaced: str = ""
    printed: str = ""


def call(
    function: Callable[..., Any],
    case: Case,
    seconds: float = SECONDS_PER_CALL,
    given: tuple[Any, ...] | None = None,
    reader: "Reader | None" = None,
) -> Result:
    """Call a function on copies of a case's arguments and return what happened as plain data.

    Nothing that the function raises gets out, not even `SystemExit`; what it prints is kept, and
    warnings are dropped. A call that runs for longer than the limit counts as an error named
    `TooSlow`. A `Stream` among the arguments is handed over as an iterator; where there is one, a
    generator that is returned is asked for all it has to give, and becomes a `Stream` too.
    Where arguments are `given`, these are handed over in place of copies, iterators included, which
    the `reader` knows of.
    """
    args = deepcopy(case.args) if given is None else given
    value: Any = None
    error = message = where = ""
    own = False
    replaced: list[str] = []
    reader = reader or Reader()
    with _kept_apart() as output:
        try:
            with time_limit(seconds):
                try:
                    returned = reader.drained(_called(function, map(reader.hand_over, args)))
                finally:
                    replaced = put_back()
                value = to_plain(returned)
                del returned  # here, where its end is neither seen nor heard
        except TooSlow:
            error = "TooSlow"
        except BaseException as problem:
            error = _name(problem)
            message = _text(problem)
            trace = sys.exc_info()[2]
            where, own = _line(trace), raised_itself(trace)
    return Result(
        value,
        error,
        message,
        where,
        own,
        changed=any(_changed(now, before) for now, before in zip(args, case.args, strict=True)),
        replaced=replaced[0] if replaced else "",
        printed=output.text,
    )


def _called(function: Callable[..., Any], args: Iterable[Any]) -> Any:
    """Call a function, which may be one of C, where a time limit can break it off."""
    return function(*args)


def _changed(now: object, before: object) -> bool:
    return not isinstance(now, Iterator) and not identical(to_plain(now), before)


class Reader:
    """Hands streams over as iterators, and knows how much of them has been read."""

    def __init__(self) -> None:
        self.streams = 0
        self.read = 0
        self.items: list[Any] = []  # what a generator has given so far

    def hand_over(self, argument: Any) -> Any:
        """Return what stands in an argument's place: a generator for a stream, else itself."""
        if type(argument) is not Stream:
            return argument
        self.streams += 1
        return self._one_by_one(argument.items)

    def _one_by_one(self, items: list[Any]) -> Iterator[Any]:
        for item in items:
            self.read += 1
            yield item

    def drained(self, returned: Any) -> Any:
        """Return a result; where a stream was handed over, a generator's values as a `Stream`."""
        if not self.streams or not isinstance(returned, Iterator):
            return returned
        items = self.items
        given = []
        eager = self.read > 0
        for item in returned:
            given.append(item)
            items.append(to_plain(item))
            eager = eager or self.read > len(items)
            if len(items) > LONGEST_STREAM:
                return Foreign(f"a generator that gives more than {LONGEST_STREAM:,} values")
        if not all(identical(to_plain(now), then) for now, then in zip(given, items, strict=True)):
            return Foreign("a generator whose earlier values change when it goes on")
        return Stream(items, eager)


class _Output(io.TextIOBase):
    """Takes what is printed and keeps the beginning."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        # The text may be of a class of the learner's own, with methods of its own.
        more = str.__getitem__(text, slice(LONGEST_OUTPUT + 1))
        self.text = cut(self.text + more, LONGEST_OUTPUT)
        return str.__len__(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Return the stream of a program that is given this one: not ours to keep."""
        return 1


@contextmanager
def _kept_apart() -> Iterator[_Output]:
    """Keep what a call prints, warns of or asks for from getting into the notebook."""
    output = _Output()
    # A cell may have deleted it, and `put_back` leaves it to Jupyter, which has its own.
    before = sys.stdout, sys.stderr, getattr(builtins, "input", _no_input)
    sys.stdout = sys.stderr = output
    builtins.input = _no_input
    try:
        with warnings.catch_warnings(), np.errstate(all="warn"):
            warnings.simplefilter("ignore")
            yield output
    finally:
        sys.stdout, sys.stderr, builtins.input = before


def _no_input(prompt: object = "") -> str:
    raise EOFError("nobody can type into input() here: use the arguments")


def _name(problem: BaseException) -> str:
    """Name the built-in type that an exception is or derives from: subclasses count as it."""
    kinds = _mro_of(type(problem))
    for kind in kinds:
        # Only the exception itself says 'not written yet'; Jupyter derives others from it.
        if kind is NotImplementedError and kind is not kinds[0]:
            continue
        if any(kind is known for known in _BUILT_IN):
            return str(kind.__name__)
    return "Exception"


def _text(problem: BaseException) -> str:
    try:
        with time_limit(_SECONDS_PER_TEXT):
            # A learner's own exception may return a text with methods of its own.
            text = str.__getitem__(str(problem), slice(LONGEST_MESSAGE + 1))
    except BaseException:
        return ""
    kind = type(problem)
    if not text and not any(kind is known for known in _BUILT_IN):
        text = _name_of(kind)  # of a class of the learner's own, or of a package
    return cut(clean(text), LONGEST_MESSAGE)


def _line(trace: TracebackType | None) -> str:
    """Return the learner's line that raised: the last one that stands in a notebook's cell."""
    steps = [(frame.f_code.co_filename, line) for frame, line in walk_tb(trace)]
    for filename, number in reversed(steps):
        if _CELL.search(filename):
            text = clean(getline(filename, number).strip())
            return f"line {number}: {cut(text, LONGEST_LINE)}" if text else ""
    return ""


def raised_itself(trace: TracebackType | None) -> bool:
    """Tell whether an error arose at a `raise` or `assert` outside of Python and its packages."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    code = trace.tb_frame.f_code
    if code.co_filename.startswith(_PACKAGES):
        return False
    return code.co_code[trace.tb_lasti] == _RAISE


def decode_result(data: dict[str, Any]) -> Result:
    """Return a result that `course.encode` has made data of, without `where` and `printed`.

    Raises ValueError: If the data are of another form.
    """
    if not isinstance(data, dict):
        raise ValueError(f"this is not an encoded result: it is of type {type(data).__name__}")
    texts = [data.get(key, "") for key in ("error", "message", "replaced")]
    changed = data.get("changed", False)
    if not all(isinstance(text, str) for text in texts) or not isinstance(changed, bool):
        raise ValueError("this is not an encoded result: its texts are of other types")
    error, message, replaced = (cut(text, LONGEST_MESSAGE) for text in texts)
    return Result(
        value=decode(data.get("value")),
        error=error,
        message=message,
        own=data.get("own", False) is True,
        changed=changed,
        replaced=replaced,
    )
