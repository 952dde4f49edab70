"""What a learner may type into a solution cell, in a real Jupyter kernel.

Whatever it is, the check answers with a sentence about that very thing, no traceback shows a frame
of ours, and the kernel lives on. What Jupyter itself can't survive (`os._exit`,
`builtins.len = None`, `time.sleep = None`) is out of our reach.
"""

import pytest

from tests.helpers.checks.jupyter.sessions import CHECK, RIGHT, assert_nothing_of_ours, text_of

# What would be in Jupyter's own way.
TIDY_UP = "os.chdir(home); sys.path[:] = path; np.set_printoptions(formatter=None)"


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
