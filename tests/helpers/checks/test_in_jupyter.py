"""What a learner may type into a solution cell, in a real Jupyter kernel.

Whatever it is, the check answers with a sentence about that very thing, no traceback shows a frame
of ours, and the kernel lives on. What Jupyter itself can't survive (`os._exit`,
`builtins.len = None`, `time.sleep = None`) is out of our reach.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from course.compiled import bank_to_text
from helpers.checks.bank import CHECKS_FILE, bank_from_source
from helpers.checks.desk.progress import PROGRESS_FILE
from helpers.checks.source import BANK_FOLDER

COURSE = Path(__file__).resolve().parents[3]
LESSON = "01_accuracy_paradox"
RIGHT = "def dog_targets(y):\n    return (np.ravel(y) == 5).astype(int)\n"
CHECK = 'check("dog_targets", dog_targets)'
START = (
    "import numpy as np, builtins, os, signal, sys, time\n"
    f"from helpers import check\nhome, path = os.getcwd(), sys.path[:]\n{RIGHT}"
)
# What would be in Jupyter's own way.
TIDY_UP = "os.chdir(home); sys.path[:] = path; np.set_printoptions(formatter=None)"


class Session:
    """A notebook's session with a kernel: run a cell, see what it shows."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, code: str) -> list[dict]:
        """Run a cell; return its outputs, each with its type under 'type'."""
        outputs: list[dict] = []

        def collect(message: dict) -> None:
            kinds = ("stream", "error", "display_data", "execute_result")
            if message["msg_type"] in kinds:
                outputs.append({"type": message["msg_type"], **message["content"]})

        self.client.execute_interactive(
            code, allow_stdin=False, output_hook=collect, timeout=60, store_history=False
        )
        return outputs


def text_of(outputs: list[dict]) -> str:
    """Return all that the learner reads."""
    parts = []
    for output in outputs:
        if output["type"] == "stream":
            parts.append(output["text"])
        elif output["type"] == "error":
            parts.append("\n".join(output["traceback"]))
        else:
            parts.append(output["data"]["text/plain"])
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(parts))


@contextmanager
def kernel_in(folder: Path, **environment: str) -> Iterator[Session]:
    """Start a kernel in a folder, and run the cells that a notebook begins with."""
    manager = KernelManager(kernel_name="python3")
    environment = {**os.environ, "PYTHONPATH": str(COURSE), **environment}
    with (folder.parent / "kernel.log").open("w") as log:
        manager.start_kernel(cwd=str(folder), env=environment, stdout=log, stderr=log)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        session = Session(client)
        session.run(START)
        yield session
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a learner's folder of lesson 01."""
    folder = tmp_path_factory.mktemp("learner") / LESSON
    folder.mkdir()
    bank = bank_from_source(COURSE / "solutions" / LESSON / BANK_FOLDER)
    (folder / CHECKS_FILE).write_text(bank_to_text(bank), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Session]:
    """Start a kernel in that folder."""
    with kernel_in(folder) as session:
        yield session


def body(text: str, before: str = "") -> str:
    """Return a cell that defines `dog_targets` with this body."""
    lines = "\n".join(f"    {line}" for line in text.splitlines())
    return f"{before}\ndef dog_targets(y):\n{lines}\n".lstrip()


def returns(class_body: str) -> str:
    """Return a cell whose `dog_targets` returns an object of a class `Odd` with this body."""
    lines = "\n".join(f"    {line}" for line in class_body.splitlines())
    return f"class Odd:\n{lines}\n" + body("return Odd()")


ODD = "an object of type Odd, not an array of ints with shape (6,)"
RAISE_ALWAYS = "def raise_(self, *a, **k): raise RuntimeError('boo')\n"
# A cell, and what the check's answer must say.
WRONG = {
    "number": ("dog_targets = 5", "`dog_targets` is 5 (of type int), not a function"),
    "text": ("dog_targets = '<b>'", "`dog_targets` is '<b>' (of type str), not a function"),
    "result": ("dog_targets = np.zeros(3)", "`dog_targets` is of type ndarray, not a function"),
    "class": ("class dog_targets: pass", "`dog_targets` is a class, not a function"),
    "nothing": ("dog_targets = None", "is None (of type NoneType), not a function"),
    "ellipsis": ("dog_targets = ...", "Not attempted"),
    "stub": (body("return ..."), "still returns `...`"),
    "not written": (body("raise NotImplementedError"), "still raises NotImplementedError"),
    "no return": (body("targets = y == 5"), "The result is None"),
    "generator": (body("yield from y"), "was `yield` written in place of `return`?"),
    "async": ("async def dog_targets(y):\n    return y", "write `def` in place of `async def`"),
    "async generator": ("async def dog_targets(y):\n    yield y", "type async_generator"),
    "no argument": ("dog_targets = lambda: 1", "It is called as `dog_targets(y)`"),
    "two arguments": ("dog_targets = lambda y, k: 1", "It is called as `dog_targets(y)`"),
    "itself": (body("return dog_targets"), "type function, not an array"),
    "method": (body("return y.sum"), "are the parentheses of a call missing?"),
    "list": (body("return [int(v == 5) for v in y]"), "The result is a list of length 6, not"),
    "set": (body("return set(y.ravel().tolist())"), "an object of type set"),
    "objects": (body("return np.array([None] * len(y))"), "an array of Python objects"),
    "masked": (body("return np.ma.array(y == 5)"), "an object of type MaskedArray"),
    "huge view": (body("return np.broadcast_to(1, (10**7, 10**7))"), "shape (10000000, 10000000)"),
    "huge array": (body("return np.zeros(10**15)"), "MemoryError: Unable to allocate"),
    "huge int": (body("return 10**100_000"), "a whole number of more than 300 digits"),
    "huge text": (body("return 'x' * 10**8"), "a text of more than 100,000 characters"),
    "deep": (body("a = []\nfor _ in range(10**5): a = [a]\nreturn a"), "The result is a list"),
    "holds itself": (body("a = {}\na['a'] = a\nreturn a"), "The result is a dict with 1 key"),
    "odd repr": (returns(RAISE_ALWAYS + "__repr__ = __str__ = __format__ = raise_"), ODD),
    "odd equality": (returns("__eq__ = lambda self, other: True"), ODD),
    "odd length": (returns("__len__ = lambda self: -1\n__iter__ = __len__"), ODD),
    "odd array": (
        returns("def __array__(self, *a, **k): return np.array([1, 0, 0, 1, 0, 0])"),
        ODD,
    ),
    "odd attributes": (returns(RAISE_ALWAYS + "__getattribute__ = raise_"), ODD),
    "odd type": (
        "class Meta(type):\n    __eq__ = lambda a, b: True\n    __hash__ = lambda a: hash(int)\n"
        "class Odd(metaclass=Meta): pass\n" + body("return Odd()"),
        ODD,
    ),
    "odd hash": (
        "class Odd:\n    __eq__ = lambda a, b: 1 / 0\n    __hash__ = lambda a: 1\n"
        + body("return {Odd(): 1}"),
        "The result is a dict with 1 key, not an array",
    ),
    "own array": (
        "class Own(np.ndarray):\n    def __eq__(self, other): return np.True_\n"
        + body("return np.zeros(len(y), dtype=int).view(Own)"),
        "an object of type Own",
    ),
    "thread": (
        "import threading\n"
        + body("t = threading.Thread(target=time.sleep, args=(0.2,)); t.start(); return t"),
        "an object of type Thread",
    ),
    "changed input": (body("y[:] = 0\nreturn y.ravel()"), "changes its input"),
    "undefined": (body("return yy"), "NameError: name 'yy' is not defined (line 2: return yy)"),
    "division": (
        body("return 1 / 0"),
        "ZeroDivisionError: division by zero (line 2: return 1 / 0)",
    ),
    "input": (body("return int(input('dogs? '))"), "use the arguments"),
    "breakpoint": (body("breakpoint()\nreturn y + 1"), "Not yet: dog_targets"),
    "exit": (body("sys.exit('bye')"), "raised SystemExit: bye"),
    "interrupt": (body("raise KeyboardInterrupt"), "was interrupted (KeyboardInterrupt)"),
    "own exception": (
        "class Own(BaseException):\n    def __str__(self): raise Own\n" + body("raise Own"),
        "Your function raised BaseException, without a text (line 4: raise Own).",
    ),
    "half a character": (body("raise ValueError('\\ud800 \\x1b[31m')"), "raised ValueError: �"),
    "html": (body("raise ValueError('<script>')"), "raised ValueError: <script>"),
    "long message": (body("raise ValueError('x' * 10**6)"), "raised ValueError: xxxxx"),
    "syntax": (body("return eval('1 +')"), "raised SyntaxError: invalid syntax"),
    "recursion": (body("return dog_targets(y)"), "raised RecursionError"),
    "recursion, high limit": (
        body(
            "return dog_targets(y)", "old = sys.getrecursionlimit(); sys.setrecursionlimit(10**9)"
        ),
        "raised RecursionError",
    ),
    "low limit": (body("return y + 1", "sys.setrecursionlimit(160)"), "Not yet: dog_targets"),
    "checks itself": (body(CHECK), "check was called by the function that it checks"),
    "cached": (
        "import functools\n@functools.lru_cache\n" + RIGHT,
        "raised TypeError: unhashable type: 'numpy.ndarray'",
    ),
    "replaced inside": (
        body("builtins.sum = None\nreturn 1"),
        "puts something else in place of `sum`",
    ),
    "np.ravel = inside": (
        body("np.ravel = y\nreturn y"),
        "puts something else in place of `np.ravel`",
    ),
    "stdout inside": (body("sys.stdout = sys.stderr = None"), "The result is None"),
    "floating point errors": (
        body("return y / 0", "np.seterr(all='raise')"),
        "The result holds floats, but ints are asked for",
    ),
    "loop without end": (
        body("while True:\n    try: time.sleep(9)\n    except BaseException: pass"),
        "stopped after 2 seconds: is there a loop that never ends?",
    ),
    "loop, signals replaced": (
        body("while True: pass", "keep = signal.setitimer; signal.setitimer = signal.alarm = None"),
        "stopped after 2 seconds: is there a loop that never ends?",
    ),
}


def assert_nothing_of_ours(outputs: list[dict]) -> None:
    text = text_of(outputs)
    assert "helpers/" not in text
    assert "helpers.checks" not in text
    assert str(COURSE) not in text


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_cell_gets_a_sentence_about_that_very_thing(session, case):
    cell, words = WRONG[case]
    first = session.run(cell)
    assert not any(output["type"] == "error" for output in first), text_of(first)
    outputs = session.run(CHECK)
    assert_nothing_of_ours(outputs)
    (error,) = (output for output in outputs if output["type"] == "error")
    assert error["ename"] == "NotYet"
    assert error["traceback"] == ["not yet"]
    (card,) = (output for output in outputs if output["type"] == "display_data")
    assert words in card["data"]["text/plain"]
    assert len(card["data"]["text/plain"]) < 1200
    assert "<script>" not in card["data"]["text/html"]


# Cells that leave a right answer right, whatever else they break.
HARMLESS = {
    "nothing": "",
    "lambda": "dog_targets = lambda y: (y.ravel() == 5) * 1",
    "method": "class A:\n    def f(self, y): return (y.ravel() == 5) * 1\ndog_targets = A().f",
    "partial": "import functools\n"
    "dog_targets = functools.partial(lambda c, y: (y.ravel() == c) * 1, 5)",
    "debug print": RIGHT.replace("return", "print(y); return"),
    "warnings as errors": "import warnings; warnings.simplefilter('error')\n"
    + RIGHT.replace("return", "y / np.zeros(y.shape); warnings.warn('oh'); return"),
    "own names": "list = sum = len = str = type = isinstance = np.zeros(3)",
    "star import": "from numpy import *",
    "another folder": "os.chdir('/')",
    "removed folder": "import tempfile\nd = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)",
    "print options": "np.set_printoptions(formatter={'all': lambda x: 1 / 0})",
    "json.load": "import json; json.load = json.JSONDecoder = None",
    "IPython.display": "import IPython.display; IPython.display.display = None",
    "inspect": "import inspect, traceback, linecache, html, re\n"
    "inspect.getsource = traceback.walk_tb = html.escape = None",
    "sys.path": "sys.path.clear()",
    "trace": "sys.settrace(lambda *a: 1 / 0)",
    "ignored alarm": "signal.signal(signal.SIGALRM, signal.SIG_IGN)",
    "modules": "for name in ['numpy', 'json', 'inspect', 'html', 'copy', 'linecache', 'signal',\n"
    "        'IPython.display', 'IPython', 'helpers.checks.judge', 'helpers']:\n"
    "    sys.modules.pop(name, None)",
}


@pytest.mark.parametrize("case", HARMLESS)
def test_a_right_answer_stays_right(session, case):
    session.run(RIGHT)
    session.run(HARMLESS[case])
    outputs = session.run(CHECK)
    session.run(TIDY_UP)
    assert_nothing_of_ours(outputs)
    assert "✓ Right: dog_targets" in text_of(outputs)


# Cells that replace what belongs to everybody: it is put back, and said.
REPLACED = {
    "np.ravel": "np.ravel = 5",
    "np.sum": "np.sum = np.mean = np.unique = lambda *a: 3",
    "sum": "builtins.sum = builtins.sorted = builtins.round = None",
}


@pytest.mark.parametrize("case", REPLACED)
def test_what_a_cell_has_replaced_is_put_back_and_said(session, case):
    session.run(RIGHT)
    session.run(REPLACED[case])
    text = text_of(session.run(CHECK))
    assert "put something else in place of" in text
    assert f"`{case}`" in text
    assert "✓ Right: dog_targets" in text


# The check itself, called in other ways: a sentence, or Python's own error in the learner's cell.
CALLS = {
    "a name with a slip": ('check("dog_target", dog_targets)', "Did you mean dog_targets"),
    "no name": ("check(dog_targets)", 'write check("dog_targets", dog_targets)'),
    "nothing": ("check()", 'write check("dog_targets", dog_targets)'),
    "name only": ('check("dog_targets")', 'write check("dog_targets", dog_targets)'),
    "the wrong way round": ('check(dog_targets, "dog_targets")', "goes first, as text"),
    "a result": (f"{CHECK[:-1]}(np.array([5])))", "is of type ndarray, not a function"),
    "an odd name": ("check(np.zeros((3, 3)), dog_targets)", "this is of type ndarray"),
    "a hint": ('check.hint("dog_target")', "Did you mean dog_targets"),
    "a need": ('check.needs("precision_recall")', "This cell needs your `precision_recall`"),
    "hidden cases": ('check.hidden("dog_targets", dog_targets)', "which is not here"),
    "replaced": ("check = 5; check('dog_targets', dog_targets)", "'int' object is not callable"),
    "deleted": ("del check; check('dog_targets', dog_targets)", "name 'check' is not defined"),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_call_of_another_kind_gets_a_sentence(session, case):
    session.run(f"from helpers import check\n{RIGHT}")
    cell, words = CALLS[case]
    outputs = session.run(cell)
    assert_nothing_of_ours(outputs)
    assert words in text_of(outputs)
    session.run("from helpers import check")


def test_an_engine_that_a_cell_has_broken_says_to_restart(session):
    session.run(f"from helpers import check\n{RIGHT}")
    session.run("import helpers.checks.checker as engine; kept = engine.try_function")
    outputs = session.run(f"engine.try_function = None\n{CHECK}")
    session.run("engine.try_function = kept")
    assert "could not finish" in text_of(outputs)
    assert "Restart the kernel" in text_of(outputs)
    assert_nothing_of_ours(outputs)


@pytest.mark.parametrize("where", ["sys.stdout", "sys.stderr"])
def test_a_huge_print_is_cut(session, where):
    session.run(RIGHT.replace("return", f"print('x' * 10**7, file={where}); return"))
    outputs = session.run(CHECK)
    assert "✓ Right: dog_targets" in text_of(outputs)
    assert len(text_of(outputs)) < 3000


def test_the_card_is_html_for_the_notebook(session):
    session.run(RIGHT)
    (output,) = session.run(CHECK)
    assert set(output["data"]) == {"text/plain", "text/html"}
    assert "<div role='status'" in output["data"]["text/html"]


def test_the_right_answer_is_still_right_after_all_that(session):
    session.run(f"from helpers import check\n{RIGHT}")
    assert "✓ Right: dog_targets" in text_of(session.run(CHECK))


def test_a_syntax_error_in_the_answers_cell_is_told_in_place_of_the_old_answers_verdict(session):
    session.run(RIGHT)
    session.run(RIGHT.replace("5)", "5"))
    outputs = session.run(CHECK)
    assert "△ Syntax error: dog_targets" in text_of(outputs)
    assert "in line 2, `return (np.ravel(y) == 5.astype(int)`" in text_of(outputs)
    assert "Right" not in text_of(outputs)
    assert_nothing_of_ours(outputs)
    (error,) = (output for output in outputs if output["type"] == "error")
    assert (error["ename"], error["traceback"]) == ("NotYet", ["not yet"])
    session.run(RIGHT)
    assert "✓ Right: dog_targets" in text_of(session.run(CHECK))


def test_where_the_answer_was_not_run_the_card_says_so_and_the_cell_fails(session):
    session.run("kept = dog_targets; del dog_targets")
    outputs = session.run(CHECK)
    assert "○ Not run yet: dog_targets" in text_of(outputs)
    assert "NameError" not in text_of(outputs)
    assert_nothing_of_ours(outputs)
    (error,) = (output for output in outputs if output["type"] == "error")
    assert (error["ename"], error["traceback"]) == ("NotYet", ["not yet"])
    assert "NameError" in text_of(session.run("dog_targets"))
    session.run("dog_targets = kept")


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_what_nbgrader_runs_reads_no_progress_and_leaves_none(folder, mode):
    claimed = '{"exercises": {"dog_targets": {"state": "right", "tries": 77, "hints": 0}}}'
    (folder / PROGRESS_FILE).write_text(claimed)
    with kernel_in(folder, NBGRADER_EXECUTION=mode) as session:
        said = text_of(session.run("check.progress()"))
        assert "dog_targets        ○ not tried" in said
        session.run("del dog_targets")
        outputs = session.run(CHECK)
        assert "Not run yet" in text_of(outputs)
        assert outputs[-1]["type"] == "error"
        session.run(RIGHT)
        session.run(CHECK)
    assert (folder / PROGRESS_FILE).read_text() == claimed


def test_after_a_restart_what_was_done_is_there_and_what_needs_it_asks_to_run_it(folder):
    (folder / PROGRESS_FILE).unlink(missing_ok=True)
    with kernel_in(folder) as session:
        session.run("dog_targets = lambda y: y")
        session.run(CHECK)
        session.run(RIGHT)
        session.run(CHECK)
        session.run('check.hint("dog_targets")')
    with kernel_in(folder) as session:
        assert "✓ right      1 point   2 tries, 1 hint" in text_of(session.run("check.progress()"))
        session.run("del dog_targets")
        outputs = session.run('check.needs("dog_targets")\ndog_targets(5)')
        assert "which was right before the kernel was started" in text_of(outputs)
        assert "NameError" not in text_of(outputs)
        assert outputs[-1]["traceback"] == ["waiting"]
        session.run(RIGHT)
        session.run(CHECK)
        assert session.run('check.needs("dog_targets")') == []
