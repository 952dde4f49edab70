"""Honest ways of working: right answers, each got at in another way, which must get full marks."""

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from course.grader.lesson import Lesson
from course.rehearsal.handed import Answers, Handed, Notebook, cell_of, code_cell, filled, to_bytes

# Where a learner may write something, for the first exercise of a lesson:
#   own       a new cell before the answer; several where it is a list
#   answer    the answer's cell
#   between   a new cell between the answer and its check
#   check     in the check's cell, before it
#   demo      added to our own cell of code before the answer
#   text      a cell of ours with text, turned into code
# {answer} is a right answer and {name} its function; in {mine} it is called `mine` instead.
# {imports} are those of the cells before it.
Way = Mapping[str, str | list[str]]

_CALLS_MINE = "def {name}(*given):\n    return mine(*given)"


def _calls(expression: str) -> str:
    return f"def {{name}}(*given):\n    return {expression}(*given)"


def _also(line: str) -> str:
    """Return a right answer that does something else first."""
    called = f"def {{name}}(*given):\n    {line}\n    return _plain(*given)"
    return f"{{answer}}\n_plain = {{name}}\n{called}"


WAYS: dict[str, Way] = {
    # Where the code stands
    "helper_in_a_cell_of_its_own": {"own": "{mine}", "answer": _CALLS_MINE},
    "helper_below_the_answer": {"between": "{mine}", "answer": _CALLS_MINE},
    "helper_in_our_demonstration": {"demo": "{mine}", "answer": _CALLS_MINE},
    "helper_in_a_cell_that_was_text": {"text": "{mine}", "answer": _CALLS_MINE},
    "answer_in_two_cells": {"own": "{mine}", "answer": "{name} = mine"},
    "answer_below_an_empty_cell": {"answer": "# below", "between": "{answer}"},
    "answer_first_wrong_then_right": {"own": "def {name}(*given):\n    return 0"},
    "helper_in_the_cell_of_the_check": {"check": "{mine}", "answer": _CALLS_MINE},
    "answer_below_the_stub": {"answer": "def {name}(*given):\n    ...", "between": "{answer}"},
    "imports_in_a_cell_of_its_own": {"own": "import math as maths", "answer": _also("maths.pi")},
    "imports_everything": {"own": "from math import *", "answer": _also("floor(pi)")},
    "imports_all_helpers": {"own": "from helpers import *", "answer": _also("check")},
    "imports_for_the_future": {"answer": "from __future__ import annotations\n{answer}"},
    "class_in_a_cell_of_its_own": {
        "own": (
            "{mine}\nclass Tool:\n    @staticmethod\n    def use(*given):\n"
            "        return mine(*given)"
        ),
        "answer": "{name} = Tool.use",
    },
    "module_written_by_a_magic": {
        "own": ["%%writefile own_module.py\nlimit = 3", "import own_module"],
        "answer": _also("own_module.limit"),
    },
    # How the function is made
    "decorated": {
        "own": (
            "import functools\ndef logged(function):\n    @functools.wraps(function)\n"
            "    def inner(*args, **kwargs):\n        return function(*args, **kwargs)\n"
            "    return inner"
        ),
        "answer": "{answer}\n{name} = logged({name})",
    },
    "partial": {"answer": "import functools\n{mine}\n{name} = functools.partial(mine)"},
    "lambda": {"answer": "{mine}\n{name} = lambda *given: mine(*given)"},
    "callable_object": {
        "answer": (
            "{mine}\nclass Answer:\n    def __call__(self, *given):\n        return mine(*given)\n"
            "{name} = Answer()"
        )
    },
    "bound_method": {
        "answer": (
            "{mine}\nclass Answer:\n    def give(self, *given):\n        return mine(*given)\n"
            "{name} = Answer().give"
        )
    },
    "closure": {
        "answer": "{mine}\ndef make(f):\n    return lambda *given: f(*given)\n{name} = make(mine)"
    },
    "defined_under_a_condition": {
        "answer": "{mine}\nif True:\n    def {name}(*given):\n        return mine(*given)"
    },
    "global_from_a_function": {
        "own": "def prepare():\n    global ready\n    ready = True\nprepare()",
        "answer": _also("assert ready"),
    },
    # Names as text
    "by_globals": {"own": "{mine}", "answer": _calls("globals()['mine']")},
    "by_eval": {"own": "{mine}", "answer": _calls("eval('mine')")},
    "by_exec": {"answer": "exec('''{answer}''')"},
    "by_getattr": {"own": "{mine}", "answer": _calls("getattr(__import__('__main__'), 'mine')")},
    "by_sys_modules": {
        "own": "import sys\n{mine}",
        "answer": _calls("getattr(sys.modules[__name__], 'mine')"),
    },
    "by_the_shell": {"own": "{mine}", "answer": _calls("get_ipython().user_ns['mine']")},
    "from_our_demonstration_by_eval": {"demo": "{mine}", "answer": _calls("eval('mine')")},
    "ours_by_eval": {"answer": _also("eval('check')")},
    "ours_by_globals_in_a_helper": {
        "own": "def look(name):\n    return globals()[name]",
        "answer": _also("look('check')"),
    },
    # What happens before
    "table_filled_by_a_method": {
        "own": ["table = []", "import helpers\ntable.append(helpers)"],
        "answer": _also("table[0]"),
    },
    "table_filled_with_ours": {
        "own": ["table = {{}}", "table['check'] = check"],
        "answer": _also("table['check']"),
    },
    "table_filled_by_a_function": {
        "own": ["table = []\ndef fill(this):\n    this.append(check)", "fill(table)"],
        "answer": _also("table[0]"),
    },
    "counter_changed_by_calls": {"own": "calls = 0", "answer": _also("global calls; calls += 1")},
    "random_seed_at_the_top": {"own": "import numpy as np\nnp.random.seed(0)"},
    "warnings_are_errors": {"own": "import warnings\nwarnings.simplefilter('error')"},
    "names_are_reset": {"own": ["%reset -f", "import no_such_package\n{imports}"]},
    "numpy_raises": {"own": "import numpy as np\nnp.seterr(all='raise')"},
    "numpy_prints_otherwise": {"own": "import numpy as np\nnp.set_printoptions(precision=1)"},
    "matplotlib_is_changed": {
        "own": (
            "import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 5\n"
            "plt.plot([1, 2])\nplt.show()"
        )
    },
    "folder_is_changed": {"own": "import os\nos.chdir('..')"},
    "output_is_redirected": {"own": "import io, sys\nsys.stdout = sys.stderr = io.StringIO()"},
    "logs_to_stderr": {"own": "import logging", "answer": _also("logging.warning('called')")},
    "display_of_a_picture": {
        "own": (
            "from IPython.display import HTML, display\ndisplay(HTML('<b>me</b>'))\nmine_too = 1"
        ),
        "answer": _also("mine_too"),
    },
    "widget_is_shown": {
        "own": "import ipywidgets\nipywidgets.interact(lambda n: n, n=3)\nmine_too = 1",
        "answer": _also("mine_too"),
    },
    "waits_at_the_top": {
        "own": "import asyncio\nawait asyncio.sleep(0)\nmine_too = 1",
        "answer": _also("mine_too"),
    },
    "error_in_a_cell_before": {"own": ["1 / 0", "mine_too = 1"], "answer": _also("mine_too")},
    # Magics
    "timed": {"answer": "%%time\n{answer}"},
    "timed_helper": {"own": "%%time\n{mine}", "answer": _CALLS_MINE},
    "captured": {"answer": "%%capture said\n{answer}"},
    "plots_inline": {"own": "%matplotlib inline\n{mine}", "answer": _CALLS_MINE},
    "magics_of_all_kinds": {
        "own": "%load_ext autoreload\n%autoreload 2\n%config InlineBackend.rc = {{}}\n%pwd\n{mine}",
        "answer": _CALLS_MINE,
    },
    "installs_a_package": {
        "own": "%pip install numpy nobodys-package\n{mine}",
        "answer": _CALLS_MINE,
    },
    "line_is_timed": {"own": "%time later = 1", "answer": _also("later")},
    "shell_command_before": {"own": "listed = !ls\n!echo yes\n{mine}", "answer": _CALLS_MINE},
    "other_languages": {
        "own": ["%%bash\necho yes", "%%html\n<b>me</b>", "%%javascript\nalert(1)", "{mine}"],
        "answer": _CALLS_MINE,
    },
    "asks_for_help": {"own": "len?\n{mine}", "answer": _CALLS_MINE},
    "magics_of_the_kernel": {
        "own": "%clear\n%autosave 60\n%connect_info\n{mine}",
        "answer": _CALLS_MINE,
    },
    "magics_of_another_front_end": {
        "own": [
            "%tensorflow_version 2.x\n%load_ext no_such_extension\n{mine}",
            "%%no_such\nlater = 1",
        ],
        "answer": "def {name}(*given):\n    later\n    return mine(*given)",
    },
    "last_value_shown": {"own": ["2 + 1", "limit = _"], "answer": _also("assert limit == 3")},
    "value_shown_by_number": {
        "own": ["2 + 1", "limit = Out[7]\nsame = _7"],
        "answer": _also("assert limit == same == 3"),
    },
    # What isn't here
    "imports_what_nobody_needs": {
        "own": "import no_such_package, math\nfrom google.colab import drive\n{mine}",
        "answer": _CALLS_MINE,
    },
    "imports_in_the_answer_what_it_does_not_need": {
        "answer": "import no_such_package as no\n{answer}"
    },
    "imports_what_may_be_missing": {
        "own": "try:\n    import no_such_package\nexcept ImportError:\n    fallback = 1",
        "answer": _also("fallback"),
    },
    "asks_for_the_kernel": {
        "answer": "kernel = get_ipython().kernel\nkernel.log.info('x')\n{answer}"
    },
    "asks_for_the_number_of_a_stream": {
        "own": (
            "import faulthandler, subprocess, sys\nfaulthandler.enable()\nsys.stdout.fileno()\n"
            "subprocess.run(['true'], stdout=sys.stdout, check=True)\n{mine}"
        ),
        "answer": "def {name}(*given):\n    sys.stdout.fileno()\n    return mine(*given)",
    },
    # What the answer does
    "prints_a_lot": {"answer": _also("print('x' * 100_000)")},
    "writes_a_file": {"answer": _also("open('mine.txt', 'a').write('x')")},
    "runs_in_a_thread": {
        "answer": (
            "from concurrent.futures import ThreadPoolExecutor\n{mine}\ndef {name}(*given):\n"
            "    with ThreadPoolExecutor(2) as pool:\n"
            "        return pool.submit(mine, *given).result()"
        )
    },
    "runs_in_a_process": {
        "answer": (
            "import multiprocessing\n{mine}\ndef {name}(*given):\n"
            "    with multiprocessing.get_context('fork').Pool(1) as pool:\n"
            "        pool.map(abs, [1])\n    return mine(*given)"
        )
    },
    "calls_a_program": {"answer": _also("__import__('subprocess').run(['true'], check=True)")},
    "keeps_what_it_has_seen": {"own": "seen = []", "answer": _also("seen.append(given)")},
    "has_default_arguments": {
        "answer": "{mine}\ndef {name}(*given, more=3):\n    return mine(*given)"
    },
}


def honest(lesson: Lesson, answers: Answers) -> list[Handed]:
    """Return notebooks with right answers, each got at in another way."""
    everything = frozenset(task.name for task in lesson.tasks)
    below = to_bytes(_below_the_stubs(lesson, answers))
    return [
        Handed("all_answers_below_the_stubs", below, everything),
        *(
            Handed(name, to_bytes(_worked(lesson, answers, way)), everything)
            for name, way in WAYS.items()
        ),
    ]


def _below_the_stubs(lesson: Lesson, answers: Answers) -> Notebook:
    notebook = filled(lesson, {})
    for task in lesson.tasks:
        at = notebook["cells"].index(cell_of(notebook, task.solution_id))
        notebook["cells"].insert(at + 1, code_cell(answers[task.name]))
    return notebook


def _worked(lesson: Lesson, answers: Answers, way: Way) -> Notebook:
    task = lesson.tasks[0]
    answer = answers[task.name]
    mine = re.sub(rf"\b{task.name}\b", "mine", answer)
    notebook = filled(lesson, answers)
    cells = notebook["cells"]
    solution = cell_of(notebook, task.solution_id)
    imports = _imports(cells[: cells.index(solution)])

    def texts(place: str) -> list[str]:
        sources = way.get(place, [])
        sources = [sources] if isinstance(sources, str) else sources
        known = {"name": task.name, "answer": answer, "mine": mine, "imports": imports}
        return [text.format(**known) for text in sources]

    for text in texts("answer"):
        solution["source"] = text
    at = cells.index(solution)
    for text in texts("demo"):
        demo = [cell for cell in cells[:at] if cell["cell_type"] == "code"][-1]
        demo["source"] += f"\n{text}"
    for text in texts("text"):
        words = [cell for cell in cells[:at] if cell["cell_type"] == "markdown"][-1]
        words |= code_cell(text) | {"metadata": words["metadata"]}
    for text in texts("check"):
        check = cell_of(notebook, task.check_id)
        check["source"] = f"{text}\n\n{check['source']}"
    cells[at + 1 : at + 1] = map(code_cell, texts("between"))
    numbered = enumerate(texts("own"), 7)
    cells[at:at] = [code_cell(text) | {"execution_count": n} for n, text in numbered]
    return notebook


def _imports(cells: Sequence[Mapping[str, Any]]) -> str:
    """Return the imports of a notebook's cells of code."""
    trees = [ast.parse(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    nodes = [node for tree in trees for node in tree.body]
    return "\n".join(ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom))
