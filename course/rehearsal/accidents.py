"""Accidents: right answers but for one, which must cost no more than itself."""

from course.grader.lesson import Lesson
from course.rehearsal.handed import Answers, Handed, cell_of, code_cell, filled, to_bytes

# What stands in the function that goes wrong, or in a cell of the learner's own.
ACCIDENTS: dict[str, str] = {
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
    "fills_memory_that_nobody_maps": """
    import os
    file = os.memfd_create("mine")
    while True: os.write(file, bytes(50_000_000))
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
# Those that can happen in a cell, too: the others are about what a function returns.
IN_A_CELL = [name for name in ACCIDENTS if not name.startswith(("recurses", "answers"))]


def accidents(lesson: Lesson, answers: Answers) -> list[Handed]:
    """Return notebooks with right answers but for one, which must cost itself only."""
    victim = lesson.tasks[len(lesson.tasks) // 2].name
    others = frozenset(task.name for task in lesson.tasks) - {victim}
    handed = []
    for name, code in ACCIDENTS.items():
        bad = f"def {victim}(*given):\n{code.replace('{name}', victim)}"
        handed.append(Handed(name, to_bytes(filled(lesson, answers | {victim: bad})), others))
    for name in IN_A_CELL:
        notebook = filled(lesson, answers)
        body = f"def accident(*given):\n{ACCIDENTS[name]}\naccident()"
        # Between the first answer and its check, where nothing else is run.
        at = notebook["cells"].index(cell_of(notebook, lesson.tasks[0].check_id))
        notebook["cells"].insert(at, code_cell(body))
        handed.append(Handed(f"{name}_in_a_cell", to_bytes(notebook), others | {victim}))
    return handed
