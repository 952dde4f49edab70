"""Code of the tricks: what runs before everything else, and what the functions do."""

# Code that runs before everything else.
PREPARED: dict[str, str] = {
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

# What the functions do.
RETURNED: dict[str, str] = {
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
