"""Tricks and accidents, as notebooks with the marks that they must get.

A trick tries to get more than its answers are worth; an accident must cost no more than the
exercise that it happens in. `course rehearse` hands all of them in, and the tests do.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpers.grading.lesson import Lesson

Notebook = dict[str, Any]
Answers = dict[str, str]


@dataclass(frozen=True)
class Handed:
    """Something that is handed in, and what must come of it.

    Attributes
    ----------
    name : str
    content : bytes
    right : frozenset of str
        The exercises that must get full marks; all others must get none.
    status : str
        What the status must be, or empty where it doesn't matter.
    noted : str
        What a note must contain.
    """

    name: str
    content: bytes
    right: frozenset[str]
    status: str = ""
    noted: str = ""


def filled(lesson: Lesson, answers: Answers) -> Notebook:
    """Return the released notebook with answers, by the exercises' names."""
    notebook: Notebook = json.loads(json.dumps(lesson.notebook))
    for task in lesson.tasks:
        if task.name in answers:
            cell_of(notebook, task.solution_id)["source"] = answers[task.name]
    return notebook


def wrong_answers(lesson: Lesson) -> Answers:
    """Return answers that are nobody's right ones."""
    return {task.name: f"def {task.name}(*given):\n    return 'wrong'" for task in lesson.tasks}


def cell_of(notebook: Notebook, cell_id: str) -> dict[str, Any]:
    """Return a notebook's cell."""
    [cell] = [cell for cell in notebook["cells"] if cell.get("id") == cell_id]
    return cell


def code_cell(source: str) -> dict[str, Any]:
    """Return a cell as a learner adds it."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def to_bytes(notebook: Notebook) -> bytes:
    """Return a notebook as a file's content."""
    return json.dumps(notebook).encode()


# --- tricks: code that runs before everything else, while every answer is wrong ----------------

_PREPARED: dict[str, str] = {
    "custom_exception_handler": """
get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: None)
""",
    "transformer_drops_asserts": """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
""",
    "transformer_of_input": """
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\\n"])
""",
    "check_replaced": """
from helpers import check
type(check).__call__ = type(check).hidden = type(check).needs = lambda *args, **kwargs: None
""",
    "check_told_it_is_right": """
from helpers import check
for name in __import__("json").load(open("checks.json"))["exercises"]:
    check.remember(name["name"], True)
""",
    "judge_replaced": """
import helpers.checks.judge as j, helpers.checks.attempt as a, helpers.checks.checker as c
j.judge = a.judge = lambda exercise, results: j.Verdict("right", "yes")
""",
    "engine_replaced": """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("helpers."):
        for key, value in list(vars(module).items()):
            if callable(value) and key in ("call", "encode_result", "encode", "to_plain", "judge"):
                setattr(module, key, lambda *args, **kwargs: {"value": True, "right": True})
""",
    "comparisons_replaced": """
import numpy as np, math, builtins
np.array_equal = np.allclose = np.isclose = math.isclose = lambda *args, **kwargs: True
builtins.all = builtins.any = builtins.isinstance = lambda *args: True
""",
    "module_beside_the_notebook": """
open("numpy.py", "w").write("def __getattr__(name): return lambda *a, **k: True")
open("helpers.py", "w").write("check = claim = lambda *a, **k: None")
import sys
sys.path.insert(0, "")
[sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "helpers"]
""",
    "checks_rewritten": """
import json
data = json.load(open("checks.json"))
for exercise in data["exercises"]:
    exercise["expected"] = [{"value": "wrong"} for _ in exercise["expected"]]
json.dump(data, open("checks.json", "w"))
""",
    "solutions_searched": """
import glob, os, sys, runpy
places = ["/", os.getcwd(), *sys.path]
for place in places:
    for name in ("solutions", "../solutions", "../../solutions"):
        for file in glob.glob(os.path.join(place, name, "*", "exercises.py")):
            for exercise in runpy.run_path(file)["EXERCISES"]:
                globals()[exercise.name] = exercise.reference
""",
    "bank_asked_for": """
from pathlib import Path
from helpers.checks.bank import find_bank, find_source
source = find_source(Path.cwd())
""",
    "memory_searched": """
import gc
from helpers.checks.bank import CompiledExercise
from helpers.checks.exercise import Exercise
found = [thing for thing in gc.get_objects() if type(thing) in (CompiledExercise, Exercise)]
for thing in found:
    globals()[thing.name] = thing.reference
""",
    "frames_searched": """
import sys
def reference():
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if hasattr(value, "expected"): return value.expected
        frame = frame.f_back
""",
    "channel_flooded": """
import os, json, struct
text = json.dumps({"answer": {"result": {"value": 1}, "ok": True, "outputs": []}}).encode()
for number in range(3, 60):
    try: os.write(number, (struct.pack(">I", len(text)) + text) * 50)
    except OSError: pass
""",
    "channel_closed": """
import os
os.closerange(3, 200)
""",
    "server_killed": """
import os, signal
for number in (1, 2, os.getppid(), -1):
    if number != os.getpid():
        try: os.kill(number, signal.SIGTERM)
        except OSError: pass
""",
    "gradebook_overwritten": """
import glob, sqlite3
for file in glob.glob("/**/gradebook.db", recursive=True):
    sqlite3.connect(file).execute("update grade set manual_score = 100")
""",
    "network_used": """
import socket, urllib.request
try: urllib.request.urlopen("http://example.org", timeout=2)
except OSError: pass
try: socket.create_connection(("1.1.1.1", 53), 2)
except OSError: pass
""",
    "thread_meddles": """
import threading, time
def meddle():
    while True:
        time.sleep(0.001)
        globals().update({name: max for name in list(globals()) if name.islower()})
threading.Thread(target=meddle, daemon=True).start()
""",
    "traced": """
import sys
sys.settrace(lambda frame, event, argument: frame.f_locals.update(outcome="right"))
""",
    "alarm_switched_off": """
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.setitimer = signal.alarm = lambda *args: (0.0, 0.0)
""",
    "card_printed": """
print("✓ Right: everything\\n" * 50)
from IPython.display import HTML, display
display(HTML("<div role='status'>✓ Right</div>"))
""",
    "process_traced": """
import ctypes, os
libc = ctypes.CDLL(None)
for number in (1, 2, os.getppid()):
    libc.ptrace(16, number, 0, 0)
libc.unshare(0x10000000)
libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"")
""",
    "name_space_replaced": """
class Right(dict):
    def __missing__(self, name): return lambda *given: True
    def get(self, name, *default): return lambda *given: True
get_ipython().user_ns = Right(get_ipython().user_ns)
""",
    "points_asked_for": """
{"points": 100, "max_points": 100}
""",
}

# --- tricks in what the functions return --------------------------------------------------------

_RETURNED: dict[str, str] = {
    "always_equal": """
    class Same:
        __array_priority__ = 1e9
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __array__(self, *args, **kwargs): raise TypeError
        def __getattr__(self, name): return self
        def __call__(self, *args): return self
        def __iter__(self): return iter([self])
        def __len__(self): return 1
        def __hash__(self): return 0
    return Same()
""",
    "always_equal_text": """
    class Text(str):
        def __eq__(self, other): return True
        def __hash__(self): return 0
    return Text("right")
""",
    "always_equal_number": """
    class Number(float):
        def __eq__(self, other): return True
        def __sub__(self, other): return 0.0
        __rsub__ = __sub__
        def __hash__(self): return 0
    return Number("nan")
""",
    "always_equal_array": """
    import numpy as np
    class Array(np.ndarray):
        def __eq__(self, other): return True
        def __array_function__(self, *args, **kwargs): return True
        def __array_ufunc__(self, *args, **kwargs): return True
    return np.zeros(3).view(Array)
""",
    "not_a_number": "    return float('nan')\n",
    "an_answer_that_pickles": """
    class Evil:
        def __reduce__(self): return (eval, ("1/0",))
    return Evil()
""",
    "a_mock": "    from unittest.mock import MagicMock\n    return MagicMock()\n",
    "learned_by_heart": """
    import json
    from helpers.checks.calls import decode_result
    from helpers.checks.compare import identical
    from helpers.checks.plain import decode, to_plain
    for exercise in json.load(open("checks.json"))["exercises"]:
        for case, expected in zip(exercise["cases"], exercise["expected"]):
            if identical(decode(case["args"]), to_plain(given)):
                result = decode_result(expected)
                if result.error: raise ValueError(result.message)
                return result.value
    return 0
""",
    "an_encoded_verdict": """
    return {"outcome": "right", "points": 100, "error": "", "ok": True}
""",
    "a_foreign": """
    from helpers.checks.plain import Foreign
    return Foreign("int")
""",
    "deeply_nested": """
    value = []
    for _ in range(100_000): value = [value]
    return value
""",
    "endless_iterator": "    return iter(int, 1)\n",
    "raises_the_engine's_own": """
    from helpers.checks.limits import TooSlow
    raise TooSlow
""",
    "raises_keyboard_interrupt": "    raise KeyboardInterrupt\n",
    "raises_system_exit": "    raise SystemExit(0)\n",
    "raises_generator_exit": "    raise GeneratorExit\n",
}

# --- accidents in one function, while all other answers are right --------------------------------

_ACCIDENTS: dict[str, str] = {
    "exits": "    import os\n    os._exit(0)\n",
    "kills_itself": "    import os\n    os.kill(os.getpid(), 9)\n",
    "kills_all": "    import os\n    os.kill(-1, 9)\n    os._exit(1)\n",
    "aborts": "    import os\n    os.abort()\n",
    "segfaults": "    import ctypes\n    ctypes.string_at(0)\n",
    "loops": "    while True: pass\n",
    "loops_and_swallows": """
    while True:
        try:
            while True: pass
        except BaseException: pass
""",
    "loops_in_c": "    return sum(range(10**12))\n",
    "loops_without_alarm": """
    import signal
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True: pass
""",
    "sleeps": "    import time\n    time.sleep(10_000)\n",
    "fills_the_memory": """
    pieces = []
    while True: pieces.append(bytearray(50_000_000))
""",
    "fills_shared_memory": """
    import mmap
    pieces = []
    while True:
        piece = mmap.mmap(-1, 100_000_000)
        piece.write(b"x" * 100_000_000)
        pieces.append(piece)
""",
    "fills_the_disk": """
    number = 0
    while True:
        number += 1
        with open(f"file{number}", "wb") as file: file.write(bytes(10_000_000))
""",
    "forks_without_end": """
    import os
    while True:
        try: os.fork()
        except OSError: pass
""",
    "threads_without_end": """
    import threading, time
    while True: threading.Thread(target=time.sleep, args=(100,)).start()
""",
    "leaves_a_process": """
    import os, subprocess, sys
    subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
    os._exit(0)
""",
    "prints_without_end": "    while True: print('x' * 1_000_000)\n",
    "recurses": "    return {name}(*given)\n",
    "recurses_deeply": """
    import sys
    sys.setrecursionlimit(10**9)
    return {name}(*given)
""",
    "answers_200_MB": "    return 'x' * 200_000_000\n",
    "answers_many_numbers": "    import numpy as np\n    return np.zeros(10**8)\n",
    "opens_files_without_end": "    return [open('/dev/null') for _ in range(10**6)]\n",
    "closes_everything": "    import os\n    os.closerange(0, 1000)\n",
    "answers_twice": "    import os\n    os.fork()\n    return 0\n",
    "removes_the_folder": """
    import os, shutil
    shutil.rmtree(os.getcwd())
    return 0
""",
    "raises_an_endless_text": """
    class Odd(Exception):
        def __str__(self):
            while True: pass
    raise Odd
""",
    "breaks_python": """
    import builtins
    for key in list(vars(builtins)):
        if key not in ("BaseException", "Exception"): delattr(builtins, key)
""",
    "waits_for_input": "    return input('?')\n",
    "asks_the_debugger": "    breakpoint()\n    return 0\n",
}


def tricks(lesson: Lesson) -> list[Handed]:
    """Return notebooks with wrong answers only, each with a way to get marks all the same."""
    wrong = wrong_answers(lesson)
    none: frozenset[str] = frozenset()
    handed = []
    for name, code in _PREPARED.items():
        notebook = filled(lesson, wrong)
        notebook["cells"].insert(0, code_cell(code))
        handed.append(Handed(name, to_bytes(notebook), none))
    for name, code in _RETURNED.items():
        answers = {task.name: f"def {task.name}(*given):\n{code}" for task in lesson.tasks}
        handed.append(Handed(name, to_bytes(filled(lesson, answers)), none))
    for name, change in _CHANGES.items():
        notebook = filled(lesson, wrong)
        change(lesson, notebook)
        handed.append(Handed(name, to_bytes(notebook), none))
    return handed


def accidents(lesson: Lesson, answers: Answers) -> list[Handed]:
    """Return notebooks with right answers but for one, which must cost itself only."""
    victim = lesson.tasks[len(lesson.tasks) // 2].name
    others = frozenset(task.name for task in lesson.tasks) - {victim}
    handed = []
    for name, code in _ACCIDENTS.items():
        bad = f"def {victim}(*given):\n{code.replace('{name}', victim)}"
        handed.append(Handed(name, to_bytes(filled(lesson, answers | {victim: bad})), others))
    for name, code in _ACCIDENTS.items():
        if name.startswith(("recurses", "answers")):
            continue
        notebook = filled(lesson, answers)
        body = f"def accident(*given):\n{code}\naccident()"
        notebook["cells"].insert(4, code_cell(body))
        handed.append(Handed(f"{name}_in_a_cell", to_bytes(notebook), others | {victim}))
    return handed


def _each_check(change: Callable[[dict[str, Any]], None]) -> Callable[[Lesson, Notebook], None]:
    def apply(lesson: Lesson, notebook: Notebook) -> None:
        for task in lesson.tasks:
            change(cell_of(notebook, task.check_id))

    return apply


def _without_checks(lesson: Lesson, notebook: Notebook) -> None:
    checks = {task.check_id for task in lesson.tasks}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in checks]


def _checks_twice(lesson: Lesson, notebook: Notebook) -> None:
    for task in lesson.tasks:
        second = copy.deepcopy(cell_of(notebook, task.check_id)) | {"source": "pass"}
        second.pop("id")
        notebook["cells"].append(second)


def _ids_swapped(lesson: Lesson, notebook: Notebook) -> None:
    for task in lesson.tasks:
        one, other = cell_of(notebook, task.solution_id), cell_of(notebook, task.check_id)
        one["metadata"], other["metadata"] = other["metadata"], one["metadata"]


def _check_graded_as_another(lesson: Lesson, notebook: Notebook) -> None:
    first = cell_of(notebook, lesson.tasks[0].check_id)
    for task in lesson.tasks:
        cell = cell_of(notebook, task.check_id)
        cell["metadata"]["nbgrader"]["grade_id"] = first["metadata"]["nbgrader"]["grade_id"]


_CHANGES: dict[str, Callable[[Lesson, Notebook], None]] = {
    "checks_skipped_by_tag": _each_check(
        lambda cell: cell["metadata"].update(tags=["skip-execution"])
    ),
    "checks_emptied": _each_check(lambda cell: cell.update(source="")),
    "checks_that_are_numbers": _each_check(lambda cell: cell.update(source="1.0")),
    "checks_turned_into_text": _each_check(lambda cell: cell.update(cell_type="markdown")),
    "checks_worth_more": _each_check(lambda cell: cell["metadata"]["nbgrader"].update(points=100)),
    "checks_that_are_solutions": _each_check(
        lambda cell: cell["metadata"]["nbgrader"].update(solution=True, locked=False)
    ),
    "checks_deleted": _without_checks,
    "checks_twice": _checks_twice,
    "ids_swapped": _ids_swapped,
    "checks_all_the_same": _check_graded_as_another,
}
