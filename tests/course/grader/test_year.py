"""A class of 40 through a year: nothing is lost, and every change of a mark is explained."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.grader.by_hand.answers import answer, save
from course.grader.by_hand.answers import marks as marks_of
from course.grader.by_hand.asked import questions
from tests.course.grader.by_hand.written_class import CELL, HEADING, written_course
from tests.course.grader.changed_lesson import exercise_cells
from tests.course.grader.small_class import LESSON, RIGHT, SQUARED, grade, hand_in
from tests.small_course import EXERCISE, small_lesson

pytestmark = pytest.mark.slow
CLASS = [f"s{number:02}" for number in range(40)]
LATE = CLASS[30:36]  # the last four never hand in
HANDED_IN = CLASS[:36]
EMPTY = "def double(y):\n    return ..."
DUE, IN_TIME, TOO_LATE = (f"2026-{when}:00:00 UTC" for when in ("10-10 12", "10-09 12", "10-12 09"))


class Year:
    """A course, what was handed in, and what the gradebook had after the last step."""

    def __init__(self, course: Path, capsys: Any) -> None:
        self.course, self.capsys = course, capsys
        self.words = {student: f"Because of reason {student}." for student in HANDED_IN}
        self.code = {
            student: [RIGHT, SQUARED, EMPTY][number % 3] for number, student in enumerate(HANDED_IN)
        }
        self.more: dict[str, list[str]] = {}
        self.before: dict[str, dict[str, Any]] = {}

    def hand_in(self, student: str, timestamp: str) -> None:
        notebook = nbformat.read(
            self.course / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4
        )
        for cell in notebook.cells:
            if cell.id == CELL:
                cell.source = self.words[student]
            elif cell.id.endswith("-solution"):
                cell.source = self.code[student].replace("double", cell.id.split("-")[0])
        file = hand_in(self.course, student, nbformat.writes(notebook))
        file.with_name("timestamp.txt").write_text(timestamp + "\n")

    def graded(self, *options: str) -> tuple[dict[str, Any], str]:
        """Grade; return the JSON and what was said."""
        self.capsys.readouterr()
        data = grade(self.course, *options)
        return data, self.capsys.readouterr().out

    @contextmanager
    def book(self) -> Iterator[Gradebook]:
        with Gradebook(f"sqlite:///{self.course / 'grading' / 'gradebook.db'}") as book:
            yield book

    def state(self) -> dict[str, dict[str, Any]]:
        """Return all that the gradebook has, by student: marks, marks by hand, comments."""
        found = {}
        with self.book() as book:
            for submission in book.assignment_submissions(LESSON):
                [notebook] = submission.notebooks
                found[submission.student.id] = {
                    "auto": {grade.name: grade.auto_score for grade in notebook.grades},
                    "hand": {
                        grade.name: grade.manual_score
                        for grade in notebook.grades
                        if grade.manual_score is not None
                    },
                    "said": {
                        comment.name: comment.manual_comment
                        for comment in notebook.comments
                        if comment.manual_comment
                    },
                    "penalty": submission.late_submission_penalty,
                }
        return found

    def step(self, said: str, *, changed: Callable[[str], bool] = lambda _: False) -> None:
        """See that nothing is lost, and that what has changed is what should have, and is said."""
        now = self.state()
        assert set(self.before) <= set(now)
        for student, old in self.before.items():
            assert now[student]["hand"] == old["hand"], student
            assert now[student]["said"] == old["said"], student
            if changed(student):
                assert f"{student}: " in said, (student, said)
            else:
                assert now[student] == old, (student, said)
                assert f"{student}: " not in said.partition("Next:")[0], (student, said)
        for student in now:
            page = self.course / "grading" / "feedback" / student / LESSON / f"{LESSON}.html"
            assert self.words[student] in page.read_text(), student
        self.before = now

    def each_cell(self, cell: str) -> None:
        """A cell is new for everybody, and worth nothing to who handed in before."""
        for old in self.before.values():
            old["auto"][cell] = 0.0


@pytest.fixture
def year(tmp_path, empty_gradebook, monkeypatch, capsys) -> Year:
    course = written_course(tmp_path / "course", empty_gradebook, {})
    monkeypatch.chdir(course)
    return Year(course, capsys)


def export(year: Year, *options: str) -> tuple[list[str], str]:
    year.capsys.readouterr()
    assert main(["export", "01", *options]) == 0
    out, err = year.capsys.readouterr()
    return out.splitlines(), err


def without_notes(said: str) -> str:
    """Leave out that an exercise wasn't there when somebody handed in."""
    return "\n".join(line for line in said.splitlines() if "triple" not in line)


def write_lesson(course: Path, *, name: str = "double", points: int = 2, triple: bool = False):
    """Write the lesson anew: its first exercise with a name and points, perhaps a second one."""
    folder = course / "solutions" / LESSON
    bank = folder / "exercises"
    for file in bank.glob("*.py"):
        file.unlink()
    exercise = EXERCISE.replace("double", name).replace("points=2", f"points={points}")
    (bank / f"{name}.py").write_text(exercise)
    file = folder / f"{LESSON}.ipynb"
    asked = [cell for cell in nbformat.read(file, as_version=4).cells if cell.id in ("why", CELL)]
    text = nbformat.writes(small_lesson()).replace("double", name)
    text = text.replace("(2 points)", f"({points} points)").replace(
        '"points": 2', f'"points": {points}'
    )
    lesson = nbformat.reads(text, as_version=4)
    if triple:
        lesson.cells += exercise_cells("triple")
        other = EXERCISE.replace("double", "triple").replace("y * 2", "y * 3")
        (bank / "triple.py").write_text(
            other.replace("2 * y", "3 * y").replace("y + y", "y + y + y")
        )
    lesson.cells += asked
    nbformat.write(lesson, file)


def stock_autograde(course: Path, student: str) -> int:
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON, "--force"]
    command += [f"--student={student}"]
    return subprocess.run(command, capture_output=True, cwd=course, check=False).returncode


def test_a_year(year):
    course = year.course
    roster = course / "roster.csv"
    names = [
        f"{student},Name {student},{student}@u.org,{9000 + n}" for n, student in enumerate(CLASS)
    ]
    roster.write_text("\n".join(["student,name,email,lms id", *names]))
    assert main(["roster", str(roster)]) == 0

    # 1: they hand in. 2: some come late.
    for student in HANDED_IN[:30]:
        year.hand_in(student, IN_TIME)
    _, said = year.graded()
    assert f"30 answers that wait ({HEADING}: 30)" in said
    year.step(said)
    for student in LATE:
        year.hand_in(student, TOO_LATE)
    data, said = year.graded()
    assert len(data["submissions"]) == 36
    year.step(said)

    # 3: answers in words are marked by hand, some with a comment, and one check as well.
    [question] = questions(course, LESSON)
    for number, mark in enumerate(marks_of(course, LESSON, question)):
        given = {"points": number % 3, "comment": f"Say more, {mark.student}." * (number % 2)}
        save(course, LESSON, question, mark.student, {**given, "version": mark.version})
    with year.book() as book:
        book.find_grade("double-check", LESSON, LESSON, "s01").manual_score = 1
        book.db.commit()
    year.before = year.state()
    _, said = year.graded()
    year.step(said)
    assert "wait" not in said

    # 4: some hand in again, better ones and a worse one; 5: and some what can't be read.
    for student in ("s01", "s04", "s07"):
        year.code[student] = RIGHT
        year.hand_in(student, IN_TIME)
    year.code["s00"], year.words["s03"] = SQUARED, "Other words, for another reason."
    for student in ("s00", "s03"):
        year.hand_in(student, IN_TIME)
    _, said = year.graded()
    year.step(said, changed=lambda student: student in ("s00", "s01", "s04", "s07"))
    assert "s00: 2 → 0 points, since another notebook was handed in" in said
    assert "s03" not in said
    # Marks by hand stay but where the answer is another one: of s01's code and of s03's words.
    assert f"2 answers that wait (double: 1, {HEADING}: 1)" in said
    for student, content in (("s06", "{"), ("s09", ""), ("s12", "<html>")):
        hand_in(course, student, content)
    _, said = year.graded()
    damaged = ("s06", "s09", "s12")
    year.step(said, changed=lambda student: student in damaged)
    assert [year.before[student]["auto"]["double-check"] for student in damaged] == [2, 2, 2]
    assert f"Next: ask {', '.join(damaged)} to hand in a notebook that can be read" in said
    for student in damaged:
        year.hand_in(student, IN_TIME)

    # 6: all is graded again.
    _, said = year.graded("--again")
    year.step(said)

    # 14: stock nbgrader marks one notebook itself.
    assert stock_autograde(course, "s03") == 0
    _, said = year.graded()
    year.step(said)

    # 7: an exercise comes. 8: points change. 9: it gets another name. 10: the new one goes.
    write_lesson(course, triple=True)
    _, said = year.graded()
    assert "triple is new, worth 2; 36 handed in before it existed, so it waits" in said
    year.each_cell("triple-check")
    year.step(without_notes(said))
    write_lesson(course, triple=True, points=3)
    _, said = year.graded()
    assert "double is now worth 3, and was worth 2 before." in said
    year.step(without_notes(said), changed=lambda student: year.code[student] == RIGHT)
    assert "s01: 2 → 3 points, since the lesson, its cases or the grader have changed" in said
    write_lesson(course, triple=True, points=3, name="twice")
    _, said = year.graded()
    assert "double is called twice now; its marks stay." in said
    year.before = json.loads(json.dumps(year.before).replace('"double-', '"twice-'))
    year.step(without_notes(said))
    write_lesson(course, points=3, name="twice")
    _, said = year.graded()
    assert "triple is gone." in said
    for old in year.before.values():
        del old["auto"]["triple-check"]
    year.step(said)

    # 11: two leave and two come. 12: what came late is punished afterwards.
    names[0:2] = ["t01,New One,t01@u.org,9101", "t02,New Two,t02@u.org,9102"]
    roster.write_text("\n".join(["student,name,email,lms id", *names]))
    assert main(["roster", str(roster)]) == 0
    _, said = year.graded()
    year.step(said)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with year.book() as book:
        book.update_or_create_assignment(LESSON, duedate=DUE)
    _, said = year.graded()
    now = year.state()
    late = {student for student in now if now[student]["penalty"]}
    assert late <= set(LATE)
    for student in LATE:
        year.before[student]["penalty"] = now[student]["penalty"]
    year.step(said)

    # 13: a teacher's own copy in notebooks/. 14: stock nbgrader gives up on an exercise with
    # another name, and takes the marked notebook away.
    file = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    own = nbformat.read(file, as_version=4)
    own.cells.append(nbformat.v4.new_code_cell("%timeit 1"))
    own.cells = [cell for cell in own.cells if cell.id != CELL]
    nbformat.write(own, file)
    _, said = year.graded("--again")
    year.step(said)
    assert stock_autograde(course, "s02") != 0
    _, said = year.graded()
    year.step(said)

    # At the end the marks go to other systems: who left isn't there, who never came is.
    lines, notes = export(year)
    students = [line.split(",")[0] for line in lines[1:]]
    assert students == sorted({*CLASS[2:], "t01", "t02"})
    assert "s00: left out" in notes
    assert "s36: no mark, nothing was handed in." in notes
    for system in ("canvas", "moodle"):
        lines, _ = export(year, f"--format={system}")
        assert len(lines) == 41 + (system == "canvas")
    for mark in marks_of(course, LESSON, questions(course, LESSON)[0]):
        words = answer(course, LESSON, question, mark.student)
        assert year.words[mark.student] in words
