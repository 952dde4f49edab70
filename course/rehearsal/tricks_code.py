"""Code of the tricks on Python, Jupyter and the engine of checks: it runs before all else."""

ENGINE: dict[str, str] = {
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
import glob, os, sys
from pathlib import Path
from helpers.checks.source import load_exercises
places = ["/", os.getcwd(), *sys.path]
for place in places:
    for name in ("solutions", "../solutions", "../../solutions"):
        for folder in glob.glob(os.path.join(place, name, "*", "exercises")):
            for exercise in load_exercises(Path(folder)):
                globals()[exercise.name] = exercise.reference
""",
    "bank_asked_for": """
from pathlib import Path
from helpers.checks.source import find_source, load_exercises
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
    "card_printed": """
print("✓ Right: everything\\n" * 50)
from IPython.display import HTML, display
display(HTML("<div role='status'>✓ Right</div>"))
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
    "json_replaced": """
import json
json.dumps = lambda *args, **kwargs: '{"answer": {"outcome": "right", "points": 100}}'
""",
    "socket_replaced": """
import json, socket, struct
text = json.dumps({"answer": {"result": {"value": True}, "ok": True, "outputs": []}}).encode()
class Liar(socket.socket):
    def sendall(self, *args): return super().sendall(struct.pack(">I", len(text)) + text)
import gc
for thing in gc.get_objects():
    if type(thing) is socket.socket: thing.__class__ = Liar
""",
    "answers_sent_by_a_thread": """
import json, os, struct, threading, time
text = json.dumps({"answer": {"result": {"value": {"list": [1]}}}}).encode()
def send():
    while True:
        time.sleep(0.01)
        for number in range(3, 30):
            try: os.write(number, struct.pack(">I", len(text)) + text)
            except OSError: pass
threading.Thread(target=send, daemon=True).start()
""",
    "answers_that_are_no_answers": """
import course.grader.sandbox.child as child
replies = iter([{"answer": []}, {"answer": None}, {"failed": "<script>\\ud800"}, [], "x", 1e999])
from course.grader.sandbox.wire import send
child.send = lambda channel, message: send(
    channel, next(replies, {"answer": {"problem": "\\ud800", "outcome": "right"}}))
""",
    "expected_sent_for_every_call": """
import itertools, json, course.grader.sandbox.child as child
tasks = json.load(open("checks.json"))["exercises"]
turns = {task["name"]: itertools.cycle(task["expected"]) for task in tasks}
child._call = lambda shell, asked: {"result": next(turns[asked["name"]])}
""",
    "handlers_replaced": """
import sys
frame = sys._getframe()
while frame:
    handlers = frame.f_locals.get("handlers")
    if isinstance(handlers, dict):
        handlers.update({op: lambda asked: {"outcome": "right", "ok": True} for op in handlers})
    frame = frame.f_back
""",
    "code_of_the_engine_changed": """
import helpers.checks.calls as calls
def call(function, case, seconds=2.0): return calls.Result(True)
calls.call.__code__ = call.__code__
calls.encode_result.__code__ = (lambda result: {"value": True}).__code__
""",
    "encode_replaced": """
import helpers.checks.plain as plain, helpers.checks.calls as calls
plain.encode = calls.encode = lambda value: {"list": [{"array": [1], "dtype": "O", "shape": [1]}]}
""",
    "small_numbers_changed": """
import ctypes, sys
ctypes.memset(id(257) + sys.getsizeof(0) - 4, 0, 4)
ctypes.memset(id(7) + sys.getsizeof(0) - 4, 1, 1)
""",
    "events_registered": """
shell = get_ipython()
for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
    shell.events.register(event, lambda *given: shell.user_ns.update(outcome="right"))
""",
    "audit_hook": """
import sys
def hook(event, arguments):
    if event == "exec" and sys._getframe(1).f_code.co_name == "judge": raise SystemExit(0)
sys.addaudithook(hook)
""",
    "modules_found_elsewhere": """
import sys, types
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("helpers"): sys.modules[name] = types.ModuleType(name)
sys.meta_path.insert(0, Finder())
for name in [name for name in sys.modules if name.startswith("helpers.checks")]:
    del sys.modules[name]
""",
    "clock_stopped": """
import time
time.monotonic = time.time = time.perf_counter = lambda: 0.0
""",
}
