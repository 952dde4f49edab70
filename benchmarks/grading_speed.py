"""How fast `course grade` is: ``python -m benchmarks.grading_speed [LESSON]``.

First, copies of the solved lesson go through stock `nbgrader autograde` and through `course grade`
on two workers in the sandbox, in both orders; then copies with a change in the first cell, and a
mixed class, through `course grade`. All of it happens in temporary copies of the course, whose
solutions give the answers.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

from course.folders import CourseError, course_folder, lesson_folders
from course.grader.lesson import Lesson
from course.grader.marks.results import gradebook_rows, results
from course.rehearsal.accidents import accidents
from course.rehearsal.handed import Handed, Notebook, copy_course, filled, hand_in, to_bytes
from course.rehearsal.odd import odd_notebooks
from course.rehearsal.rehearse import difference, mistake_answer, solved_answers
from course.release.lessons import record
from helpers.checks.source import BANK_FOLDER, load_exercises

SMALLEST_RATIO = 100  # stock's seconds to ours, for 60 copies; the start is much of ours
LARGEST_COST = 1.3  # of a comment and an import of one's own in the first cell
LONGEST_SECONDS = 120  # for the mixed class of 300
LARGEST_GROWTH = 1.25  # of the memory, from the first third of the run to the last
SECONDS_BETWEEN_LOOKS = 1.0
SEED = 1
# Of a hundred that hand in.
SHARES = {"solved": 25, "partly": 30, "mistakes": 30, "odd": 12, "accident": 3}
# What learners do by accident and a class has some of.
FREQUENT_ACCIDENTS = ("exits", "loops", "sleeps", "recurses", "waits_for_input")


@dataclass
class Memory:
    """The memory of a command and all that it has started, looked at now and then.

    tree (list of int): Bytes of all processes together; what they share is counted once.
    judge (list of int): Bytes of the command's own process, counted in the same way.
    """

    tree: list[int] = field(default_factory=list)
    judge: list[int] = field(default_factory=list)

    def look(self, pid: int) -> None:
        """Look at a process and at all below it; some may be gone meanwhile."""
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            below = process.children(recursive=True)
            if judge := _own_share(process):
                self.judge.append(judge)
                self.tree.append(judge + sum(map(_own_share, below)))


def thirds(looks: list[int]) -> tuple[float, float, float]:
    """Return the median of the first, the middle and the last third."""
    third = max(1, len(looks) // 3)
    return median(looks[:third]), median(looks[third:-third] or looks), median(looks[-third:])


def compare(
    course: Path, lesson: str, copies: int, by_stock: int, *, stock_first: bool = False
) -> tuple[float, float]:
    """Return the seconds a submission that stock nbgrader and `course grade` take.

    copies (int): For `course grade`.
    by_stock (int): For stock nbgrader.
    """
    with tempfile.TemporaryDirectory(prefix="course-speed-") as name:
        ours, stock = Path(name, "ours"), Path(name, "stock")
        known = copy_course(course, lesson, ours, SEED)
        record(ours, ours / "solutions" / lesson)  # making the gradebook is no part of grading
        solved = _solved(ours, known)
        shutil.copytree(ours, stock)
        class_ = _copies(known, solved, copies)
        hand_in(ours, lesson, class_)
        hand_in(stock, lesson, class_[:by_stock])
        command = [sys.executable, "-m", "nbgrader", "autograde", lesson]
        stock_seconds = _run(command, stock) if stock_first else 0.0
        seconds = _grade(ours, lesson)
        stock_seconds = stock_seconds or _run(command, stock)
        _must_be_due(ours, known, class_)
        for row in gradebook_rows(stock, lesson):
            if any(row.scores[task.name] != task.visible.points for task in known.tasks):
                raise CourseError(f"stock nbgrader gave {row.scores}, and full marks were due.")
    return stock_seconds / by_stock, seconds / copies


def cost_of_a_change(course: Path, lesson: str, copies: int) -> float:
    """Return how many times as long copies take with a comment and an import in their first cell.

    The cell that loads the pictures is the learner's own then.
    """
    seconds = []
    with tempfile.TemporaryDirectory(prefix="course-speed-") as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        known = copy_course(course, lesson, ours, SEED)
        record(ours, ours / "solutions" / lesson)
        shutil.copytree(ours, theirs)
        for copy, first in ((ours, ""), (theirs, "# my own comment\nimport numpy as np\n")):
            solved = _solved(copy, known)
            cell = next(cell for cell in solved["cells"] if cell["cell_type"] == "code")
            cell["source"] = first + cell["source"]
            class_ = _copies(known, solved, copies)
            hand_in(copy, lesson, class_)
            seconds.append(_grade(copy, lesson))
            _must_be_due(copy, known, class_)
    return seconds[1] / seconds[0]


def _solved(course: Path, lesson: Lesson) -> Notebook:
    return filled(lesson, solved_answers(course / "solutions" / lesson.name))


def _copies(lesson: Lesson, notebook: Notebook, copies: int) -> list[Handed]:
    everything = frozenset(task.name for task in lesson.tasks)
    content = to_bytes(notebook)
    return [Handed(f"copy-{n:03}", content, everything) for n in range(copies)]


def grade_mixed_class(course: Path, lesson: str, many: int) -> tuple[float, Memory]:
    """Return the seconds that a mixed class takes, and the memory in that time.

    Raises CourseError: If somebody is lost, has other marks than are due, or too few took part.
    """
    memory = Memory()
    with tempfile.TemporaryDirectory(prefix="course-speed-") as name:
        copy = Path(name, "course")
        known = copy_course(course, lesson, copy, SEED)
        class_ = mixed_class(copy, known, many)
        hand_in(copy, lesson, class_)
        graded = copy / "grading" / "results" / lesson

        def look(pid: int) -> None:
            if any(graded.glob("[!.]*.json")):  # before that, servers are started
                memory.look(pid)

        seconds = _grade(copy, lesson, look)
        _must_be_due(copy, known, class_)
        if len(gradebook_rows(copy, lesson)) != many:
            raise CourseError("somebody is missing in the gradebook.")
    if len(memory.tree) < 3:
        raise CourseError(f"{many} were graded before their memory was seen: take more.")
    return seconds, memory


def mixed_class(course: Path, lesson: Lesson, many: int) -> list[Handed]:
    """Return a class that hands in solved, partly solved, wrong, odd and broken notebooks."""
    draw = random.Random(SEED)
    answers = solved_answers(course / "solutions" / lesson.name)
    odd = odd_notebooks(lesson, answers)
    likely = [one for one in accidents(lesson, answers) if one.name in FREQUENT_ACCIDENTS]
    bank = course / "solutions" / lesson.name / BANK_FOLDER
    exercises = {exercise.name: exercise for exercise in load_exercises(bank)}
    kinds = draw.choices(list(SHARES), list(SHARES.values()), k=many)
    class_ = []
    for number, kind in enumerate(kinds):
        if kind in ("odd", "accident"):
            one = draw.choice(odd if kind == "odd" else likely)
            content, right = one.content, one.right
        else:
            theirs = dict(answers)
            open_ones = [] if kind == "solved" else _some(draw, list(answers))
            for exercise in open_ones:
                if kind == "partly":
                    del theirs[exercise]
                else:
                    mistake = draw.choice(exercises[exercise].mistakes).name
                    theirs[exercise] = mistake_answer(bank, exercise, mistake)
            content = to_bytes(filled(lesson, theirs))
            right = frozenset(answers) - frozenset(open_ones)
        class_.append(Handed(f"{kind}-{number:03}", content, right))
    return class_


def _some(draw: random.Random, names: list[str]) -> list[str]:
    return draw.sample(names, draw.randint(1, len(names)))


def _own_share(process: psutil.Process) -> int:
    """Return a process's memory, of what it shares with others its share only."""
    with suppress(psutil.Error):
        held = process.memory_full_info()
        return int(getattr(held, "pss", held.rss))
    return 0


def _grade(course: Path, lesson: str, look: Callable[[int], None] | None = None) -> float:
    command = [sys.executable, "-m", "course.cli", "grade", lesson, "--workers=2"]
    return _run(command, course, look)


def _run(command: list[str], course: Path, look: Callable[[int], None] | None = None) -> float:
    """Run a command in a course; return the seconds from its start to its end."""
    package = str(Path(__file__).resolve().parents[1])
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=course,
            env={**os.environ, "PYTHONPATH": package},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, look, ended))
        watch.start()
        try:
            process.wait()
        finally:
            ended.set()
            watch.join()
        seconds = time.perf_counter() - started
        output.seek(0)
        if process.returncode != 0:
            last = output.read().decode(errors="replace").strip().splitlines()[-1:]
            raise CourseError(f"{' '.join(command[1:5])} failed: {' '.join(last)}")
    return seconds


def _watch(pid: int, look: Callable[[int], None] | None, ended: threading.Event) -> None:
    while look is not None and not ended.wait(SECONDS_BETWEEN_LOOKS):
        look(pid)


def _must_be_due(course: Path, lesson: Lesson, class_: list[Handed]) -> None:
    by_name = {graded.student: graded for graded in results(course, lesson.name)}
    for handed in class_:
        if sentence := difference(lesson, handed, by_name.get(handed.name)):
            raise CourseError(f"{handed.name}: {sentence}.")


def main(arguments: list[str]) -> int:
    """Print what was measured; return 1 if it is not within the bounds."""
    parser = argparse.ArgumentParser(description="How fast `course grade` is.")
    parser.add_argument("lesson", nargs="?", default="01", help="its beginning will do (01)")
    parser.add_argument("--copies", type=int, default=60, help="of the solved lesson (60; 0: none)")
    parser.add_argument("--by-stock", type=int, default=10, help="as many through stock (10)")
    parser.add_argument("--mixed", type=int, default=300, help="learners in the class (300)")
    options = parser.parse_args(arguments)
    course = course_folder()
    lesson = lesson_folders(course, [options.lesson])[0].name
    fine = True
    if options.copies:
        by_stock = min(options.by_stock, options.copies)
        for stock_first in (False, True):
            stock, ours = compare(course, lesson, options.copies, by_stock, stock_first=stock_first)
            print(
                f"{options.copies} solved copies of {lesson}, seconds each, the start included: "
                f"course grade {ours:.3f}, stock nbgrader for {by_stock} {stock:.2f}"
                f"{' (first)' if stock_first else ''}: 1 / {stock / ours:.1f}",
                flush=True,
            )
            fine = fine and stock / ours >= SMALLEST_RATIO
        cost = cost_of_a_change(course, lesson, options.copies)
        print(
            f"{options.copies} with a comment and an import of NumPy in the first cell: {cost:.2f} "
            "times as long",
            flush=True,
        )
        fine = fine and cost <= LARGEST_COST
    if options.mixed:
        seconds, memory = grade_mixed_class(course, lesson, options.mixed)
        tree, judge = thirds(memory.tree), thirds(memory.judge)
        print(
            f"{options.mixed} mixed submissions of {lesson}: {seconds:.0f} s, none lost, all marks "
            f"as due; memory in the first, middle and last third {_in_mb(tree)} MB, of which the "
            f"judge {_in_mb(judge)} MB; at most {max(memory.tree) / 1e6:,.0f} MB"
        )
        flat = all(last <= LARGEST_GROWTH * first for first, _, last in (tree, judge))
        fine = fine and flat and seconds <= LONGEST_SECONDS
    return int(not fine)


def _in_mb(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value / 1e6:,.0f}" for value in values)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CourseError as error:
        sys.exit(f"course: {error}")
