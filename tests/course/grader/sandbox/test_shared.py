"""Whether a function has changed its input, or read a stream too far, is seen from outside."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from course.grader.judging import entries_of, try_exercise
from course.grader.sandbox.fork_server import Died, ForkServer, SubmissionProcess
from course.grader.sandbox.shared import SIZE, SharedArguments
from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import Result
from helpers.checks.exercise import Case
from helpers.checks.plain import Stream

ARRAY = np.array([3.0, -1.0, 2.0])
# The child's own record of what happened says that nothing did.
SILENCED = """
import helpers.checks.calls as calls
calls._changed = lambda *given: False
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    server = ForkServer(["numpy"], None)
    yield server
    server.close()


@pytest.fixture
def child(server) -> SubmissionProcess:
    return server.child()


def made(case: tuple, due: object) -> CompiledExercise:
    blank = CompiledExercise("f", "f(x)", 1, 0.0, None, (), (Case(case),), (), ())
    return replace(blank, expected=(Result(due),))


def judged(child: SubmissionProcess, code: str, case: tuple, due: object) -> tuple[str, str]:
    child.ask("cell", 20, source=code, seconds=10)
    verdict = try_exercise(child, made(case, due), 3, 2)
    return verdict.outcome, verdict.message


@pytest.mark.parametrize("before", ["", SILENCED], ids=["honest", "silenced"])
@pytest.mark.parametrize(
    "change", ["x[x < 0] = 0", "x.sort()", "x *= 1; x[0] = 9", "x.resize(x.shape); x[:] = 1"]
)
def test_a_change_of_an_array_is_seen(child, before, change):
    code = f"{before}\ndef f(x):\n    result = x.copy()\n    {change}\n    return result"
    outcome, message = judged(child, code, (ARRAY,), ARRAY)
    assert outcome == "sanity"
    assert "changes its input" in message


@pytest.mark.parametrize("before", ["", SILENCED], ids=["honest", "silenced"])
@pytest.mark.parametrize(
    ("case", "change"),
    [
        ([3, 1, 2], "x.sort()"),
        ({1: 2.0}, "x[3] = 1"),
        ([[1], [2]], "x[0].append(5)"),
        ({"a": np.array([1, 2])}, "x['a'][0] = 9"),
        (np.array(["b", "a"]), "x.sort()"),
        (ARRAY, "np.mean = np.sum"),
    ],
    ids=["list", "dict", "inner", "array in a dict", "texts", "numpy"],
)
def test_what_only_the_child_can_know_costs_nothing_whether_told_or_hidden(
    child, before, case, change
):
    if "np.mean" in change:
        before = before and "import helpers.checks.calls as calls\ncalls.put_back = list"
    code = f"import numpy as np\n{before}\ndef f(x):\n    {change}\n    return 1"
    outcome, message = judged(child, code, (case,), 1)
    told = "changes its input" in message or "in place of `np.mean`" in message
    assert (outcome, told) == ("right", not before)


@pytest.mark.parametrize(
    "result", ["x", "x.copy()", "x[::1]", "np.sort(x)[np.argsort(np.argsort(x))]"]
)
def test_a_function_that_changes_nothing_is_right(child, result):
    code = f"import numpy as np\ndef f(x):\n    return {result}"
    assert judged(child, code, (ARRAY,), ARRAY)[0] == "right"


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(9)[::2],
        np.array(3.5),
        np.zeros((0, 3)),
        np.array([True, False]),
        np.array(["a", "bc"]),
        np.array([1], "u1"),
        np.zeros(SIZE // 8 + 1, "u1").astype("?"),
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_arrays_of_all_kinds_arrive_as_they_are_and_can_be_written_to(child, array):
    code = (
        "def f(x):\n    y = x.copy(order='K')\n    assert x.flags.writeable\n"
        "    return [str(x.dtype), list(x.shape), y]"
    )
    due = [str(array.dtype), list(array.shape), array]
    assert judged(child, code, (array,), due) == ("right", "f is right in all 1 cases.")


def test_what_a_function_keeps_of_one_call_is_the_same_after_the_next(child):
    code = "seen = []\ndef f(x):\n    seen.append(x)\n    return seen[0].tolist()"
    assert judged(child, code, (ARRAY,), ARRAY.tolist())[0] == "right"
    assert judged(child, "", (ARRAY + 1,), ARRAY.tolist())[0] == "right"


def test_the_memory_can_not_be_made_smaller(server):
    shared = SharedArguments()
    with pytest.raises(OSError, match="not permitted"):
        os.ftruncate(shared.descriptor, 0)
    shared.close()


LAZY = "def f(s):\n    for item in s:\n        yield item * 2"
EAGER = "def f(s):\n    for item in list(s):\n        yield item * 2"
ONE_AHEAD = (
    "def f(s):\n    s = iter(s)\n    held = next(s)\n    for item in s:\n"
    "        yield held * 2\n        held = item\n    yield held * 2"
)


@pytest.mark.parametrize(
    ("code", "eager"), [(LAZY, False), (EAGER, True), (ONE_AHEAD, True)], ids=["0", "all", "1"]
)
def test_a_stream_that_is_read_too_far_is_seen(child, code, eager):
    silenced = (
        "import helpers.checks.calls as calls\n"
        "plain = calls.Stream\ncalls.Stream = lambda items, eager=False: plain(items)\n"
    )
    stream = Stream([1, 2, 3])
    outcome, message = judged(child, silenced + code, (stream,), Stream([2, 4, 6]))
    assert (outcome == "right") is not eager, message


def test_to_read_a_stream_of_one_to_its_end_is_not_too_far(child):
    assert judged(child, EAGER, (Stream([1]),), Stream([2]))[0] == "right"


@pytest.mark.parametrize("before", ["next(s)", "pass"])
def test_a_stream_may_be_left_alone_or_end_early(child, before):
    code = f"def f(s):\n    {before}\n    return 5"
    assert judged(child, code, (Stream([1]),), 5)[0] == "right"


def test_a_call_that_is_broken_off_in_a_stream_costs_nothing_else(child):
    code = "import time\ndef f(s):\n    for item in s:\n        time.sleep(9)\n        yield item"
    child.ask("cell", 20, source=code, seconds=10)
    assert try_exercise(child, made((Stream([1, 2]),), Stream([1, 2])), 0.3, 2).outcome == "sanity"
    assert judged(child, "def f(x):\n    return 1", (2,), 1)[0] == "right"


@pytest.mark.parametrize(
    "pulled", ["7", "-1", "'x'", "0.5", "True", "None"], ids=lambda text: text.strip("'")
)
def test_a_wish_for_a_stream_that_is_none_ends_the_process(child, pulled):
    code = (
        "import course.grader.sandbox.child as child\n"
        f"child._call = lambda *given: {{'pull': {pulled}, 'given': []}}\ndef f(x): return 1"
    )
    with pytest.raises(Died, match="makes no sense"):
        judged(child, code, (1,), 1)


@pytest.mark.parametrize(
    ("value", "entries"),
    [(1, 1), ("x" * 1000, 11), ([1, [2, 3]], 5), ({1: 2}, 3), (np.zeros((9, 9)), 81)],
)
def test_entries_are_counted(value, entries):
    assert entries_of(value) == entries


@pytest.mark.parametrize(
    "result",
    [
        "np.ones((900, 900))",
        "list(range(9000))",
        "{i: i for i in range(9000)}",
        "['x' * 100] * 8000",
        "np.arange(10**6)",
    ],
)
def test_a_result_far_larger_than_what_is_due_is_wrong_at_once(child, result):
    code = f"import numpy as np\ndef f(x):\n    return {result}"
    child.ask("cell", 20, source=code, seconds=10)
    started = time.perf_counter()
    verdict = try_exercise(child, made((1,), np.ones(3)), 5, 2)
    assert verdict.outcome in ("sanity", "wrong")
    assert time.perf_counter() - started < 5
