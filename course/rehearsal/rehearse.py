"""`course rehearse`: a made-up class goes the whole way, and must get the marks it has earned."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from course.files import python_files
from course.folders import lesson_notebook
from course.grader.grade import Folders, Marker, grade_lesson
from course.grader.lesson import Lesson
from course.grader.marks.marks import Graded
from course.rehearsal.accidents import accidents
from course.rehearsal.handed import Answers, Handed, copy_course, filled, hand_in, to_bytes
from course.rehearsal.honest import honest
from course.rehearsal.odd import odd_notebooks
from course.rehearsal.tricks import tricks
from helpers.checks.source import BANK_FOLDER, load_exercises


@dataclass(frozen=True)
class Difference:
    """A made-up learner whose marks are not those that are due."""

    student: str
    sentence: str


@dataclass(frozen=True)
class Rehearsal:
    """What came of rehearsing a lesson."""

    lesson: str
    learners: int
    seconds: float
    differences: list[Difference]


def rehearse(course: Path, lesson: str, mark: Marker, seed: int) -> Rehearsal:
    """Grade a made-up class in a temporary copy of the course, and compare."""
    with tempfile.TemporaryDirectory(prefix="course-rehearsal-") as name:
        copy = Path(name)
        known = copy_course(course, lesson, copy, seed)
        class_ = made_up_class(copy, known)
        submitted = hand_in(copy, lesson, class_)
        graded = grade_lesson(Folders(copy, submitted), lesson, mark, seed=seed)
    by_name = {each.student: each for each in graded.submissions}
    differences = [
        Difference(handed.name, sentence)
        for handed in class_
        if (sentence := difference(known, handed, by_name.get(handed.name)))
    ]
    return Rehearsal(lesson, len(class_), graded.seconds, differences)


def made_up_class(course: Path, lesson: Lesson) -> list[Handed]:
    """Return notebooks: solved, as released, mistakes, honest ways, tricks, accidents, odd ones."""
    answers = solved_answers(course / "solutions" / lesson.name)
    everything = frozenset(task.name for task in lesson.tasks)
    class_ = [
        Handed("solved", to_bytes(filled(lesson, answers)), everything, "graded"),
        Handed("as_released", to_bytes(filled(lesson, {})), frozenset(), "graded"),
    ]
    bank = course / "solutions" / lesson.name / BANK_FOLDER
    for exercise in load_exercises(bank):
        for mistake in exercise.mistakes:
            answer = mistake_answer(bank, exercise.name, mistake.name)
            class_.append(
                Handed(
                    f"mistake-{exercise.name}-{mistake.name}",
                    to_bytes(filled(lesson, answers | {exercise.name: answer})),
                    everything - {exercise.name},
                    mistake=(exercise.name, mistake.name),
                )
            )
    class_ += honest(lesson, answers)
    return [*class_, *tricks(lesson), *accidents(lesson, answers), *odd_notebooks(lesson, answers)]


def solved_answers(folder: Path) -> Answers:
    """Return the answers of a solved lesson by exercise."""
    cells = json.loads(lesson_notebook(folder).read_text(encoding="utf-8"))["cells"]
    return {
        cell["id"].removesuffix("-solution").replace("-", "_"): "".join(cell["source"])
        for cell in cells
        if cell.get("id", "").endswith("-solution")
    }


def mistake_answer(bank: Path, exercise: str, mistake: str) -> str:
    """Return code that makes a mistake the answer; the bank's code goes with it."""
    files = {file.name: file.read_text(encoding="utf-8") for file in python_files(bank)}
    return (
        "import pathlib\nfrom helpers.checks.source import load_exercises\n"
        "bank = pathlib.Path('mistaken', 'exercises')\nbank.mkdir(parents=True, exist_ok=True)\n"
        f"for name, code in {files!r}.items():\n    (bank / name).write_text(code)\n"
        f"[{exercise}] = [m.function for e in load_exercises(bank) if e.name == {exercise!r}\n"
        f"    for m in e.mistakes if m.name == {mistake!r}]"
    )


def difference(lesson: Lesson, handed: Handed, graded: Graded | None) -> str:
    """Say what is wrong with the marks of a made-up learner; nothing where they are due."""
    if graded is None:
        return "is missing in the results"
    for task in lesson.tasks:
        points = graded.marks[task.name].points
        due = task.visible.points if task.name in handed.right else 0
        if points != due:
            return f"{task.name} got {points} points, and {due} were due"
    if handed.status and graded.status != handed.status:
        return f"the status is {graded.status}, and should be {handed.status}"
    if handed.noted and handed.noted not in " ".join(graded.notes):
        return f"no note says {handed.noted!r}"
    if handed.mistake:
        exercise, due_mistake = handed.mistake
        named = graded.marks[exercise].mistake
        if named != due_mistake:
            return f"the mistake named in {exercise} is {named or 'none'}, not {due_mistake}"
    return ""
