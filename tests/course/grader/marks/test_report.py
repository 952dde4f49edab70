"""The teacher's page and the tables for other systems, from what a run has written down."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.folders import CourseError
from course.grader.lesson import load_lesson
from course.grader.marks.export import exported
from course.grader.marks.feedback import breakable, prose
from course.grader.marks.report import report
from course.grader.roster import Person, save_roster
from course.release.lessons import release
from helpers import __version__
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    graded_course,
    hand_in,
    notebook_with,
    row,
)


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory) -> Path:
    """Return a graded course, to be copied."""
    class_ = {"ann": RIGHT, "bob": SQUARED, "<b>cyd<\u2215b>": SQUARED, "=1+1": SQUARED, "dan": "{"}
    return graded_course(released_course, tmp_path_factory.mktemp("graded"), class_)


@pytest.fixture
def graded(graded_once, tmp_path, monkeypatch) -> Path:
    course = Path(shutil.copytree(graded_once, tmp_path / "course"))
    monkeypatch.chdir(course)
    return course


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def text_of(page: str) -> str:
    """Return what a page shows, tags away and spaces joined."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("</style>")[2]).split())


def test_the_report_has_pass_rates_mistakes_with_hints_and_who_is_stuck(graded):
    page = report(graded, LESSON)
    assert "25 % have solved double" in page
    said = text_of(page)
    assert "5 learners handed in, of which 1 could not be graded. 1 of 4 graded have all 2" in said
    assert "3 double: squared You squared it. Who:" in said
    stuck = said.partition("Who is stuck")[2]
    assert "bob 0 of 2 all 1 –" in stuck
    assert "ann" not in stuck
    assert "dan : the file is damaged" in stuck


def test_the_mistakes_of_most_learners_come_first_and_others_are_described(course):
    for number in range(3):
        hand_in(
            course, f"unknown{number}", notebook_with(course, "def double(y):\n    return y - 1")
        )
    for number in range(2):
        hand_in(course, f"squared{number}", notebook_with(course, SQUARED))
    hand_in(course, "text", notebook_with(course, "def double(y):\n    return 'y'"))
    grade(course)
    said = text_of(report(course, LESSON))
    places = [
        said.index(f"{number} double: {mistake}")
        for number, mistake in ((3, "too small"), (2, "squared"), (1, "one constant"))
    ]
    assert places == sorted(places)


def test_the_report_needs_nothing_else_and_takes_no_name_for_html(graded):
    page = report(graded, LESSON)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert not re.search(r'(src|href)="', page)
    assert '<html lang="en">' in page
    assert page.count("<table>") == page.count("<caption>")


def test_a_learners_line_has_a_mark_for_each_exercise_and_leads_to_the_feedback(graded):
    page = report(graded, LESSON, graded / "grading" / "report")
    assert f'<a href="../feedback/ann/{LESSON}/{LESSON}.html">ann</a></th><td>2</td>' in page
    assert 'aria-label="right">✓' in page
    assert 'href="../feedback/%3Cb%3Ecyd%3C%E2%88%95b%3E/' in page


def test_who_has_left_the_class_is_named_once_and_counts_nowhere(graded):
    save_roster(graded, [Person("ann"), Person("dan")])
    said = text_of(report(graded, LESSON))
    assert "2 learners handed in, of which 1 could not be graded. 1 of 1 graded have all 2" in said
    assert "Not on the class list, and left out here: &lt;b&gt;cyd&lt;∕b&gt;, =1+1, bob." in said
    assert said.count("bob") == 1


def test_who_is_in_the_roster_and_handed_in_nothing_is_named(graded):
    save_roster(graded, [Person("ann"), Person("zoe")])
    said = text_of(report(graded, LESSON))
    assert "Nothing handed in 1 learner of the roster: zoe." in said


def test_answers_that_are_the_same_but_for_names_are_a_question(course):
    long = (
        "def double({0}):\n    {1} = []\n    for {2} in {0}:\n        if {2} > 0:\n"
        "            {1}.append({2} + {2})\n        else:\n            {1}.append(2 * {2})\n"
        "    import numpy as np\n    return np.array({1}, dtype=int)"
    )
    hand_in(course, "ann", notebook_with(course, long.format("y", "found", "value")))
    hand_in(course, "bob", notebook_with(course, long.format("labels", "out", "x")))
    grade(course)
    assert "double : ann, bob" in text_of(report(course, LESSON))


def test_backticks_are_code_and_nothing_else_is_html():
    assert prose("Use `a < b` & go") == "Use <code>a &lt; b</code> &amp; go"
    assert prose("one ` only <i>") == "one ` only &lt;i&gt;"
    assert breakable("<i>_a") == "&lt;i&gt;_<wbr>a"


def test_feedback_shows_what_a_teacher_gave_and_wrote_instead_of_the_programs_mark(course):
    hand_in(course, "bob", notebook_with(course, SQUARED))
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        book.find_grade("double-check", LESSON, LESSON, "bob").manual_score = 1
        comment = book.find_comment("double-solution", LESSON, LESSON, "bob")
        comment.manual_comment = "The idea is <right>."
        book.db.commit()
    grade(course)
    page = feedback_of(course, "bob")
    said = text_of(page)
    assert "bob : 1 of 2 points." in said
    assert "Not yet; marked by your teacher 1 of 2" in said
    assert "The idea is &lt;right&gt;." in page
    assert "check.hidden" not in page
    assert f"version {__version__} of the course" in said


def by_hand(course: Path, student: str, points: float, *, waits: bool = False) -> None:
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade("double-check", LESSON, LESSON, student)
        grade.manual_score, grade.needs_manual_grade = points, waits
        book.db.commit()


def test_the_report_counts_points_by_hand_as_the_gradebook_does(graded):
    by_hand(graded, "bob", 2)
    by_hand(graded, "ann", 0.5)
    page = report(graded, LESSON)
    said = text_of(page)
    assert "1 of 4 graded have all 2 points for the exercises; the median is 0.25." in said
    assert 'scope="row">bob</th><td>2</td><td data-sort="0"><span role="img" ' in page
    assert 'aria-label="right, by hand">✓✎' in page
    assert 'scope="row">ann</th><td>0.5</td><td data-sort="1">' in page
    stuck = said.partition("Who is stuck")[2]
    assert "ann 0.5 of 2" in stuck
    assert "bob" not in stuck
    assert "1 double: fewer points by hand" in said
    assert "2 double: squared" in said


def test_a_mark_by_hand_that_waits_does_not_count_in_the_report(graded):
    by_hand(graded, "bob", 2, waits=True)
    page = report(graded, LESSON)
    assert 'scope="row">bob</th><td>0</td>' in page
    assert "✎</span>" not in page


# What an answer may do with a case that it doesn't know, to have it shown.
BLABBING = {
    "raises": "raise ValueError(f'{y.tolist()}')",
    "asserts": "assert not len(y), y.tolist()",
    "prints": "print(y.tolist())\n    return y**2",
    "writes": "import sys; sys.stderr.write(str(y.tolist()))\n    return 'wrong'",
    "warns": "import warnings; warnings.warn(str(y.tolist()))\n    return y - 1",
    "displays": "display(y.tolist(), {'text/html': str(y)})\n    return 2 * y",
    "returns text": "return str(y.tolist())",
    "returns a type": "return type(f'T{y.max()}', (), {})()",
    "names an error": "raise type(f'E{y.max()}', (Exception,), {})",
    "known mistake": "return y**2",
    "changes the next cell": "global note; note = str(y.tolist())\n    return y - 1",
    "breaks the wire": (
        "import course.grader.sandbox.child\n    text = str(y.tolist())\n"
        "    def send(*_):\n        raise RuntimeError(text)\n"
        "    course.grader.sandbox.child.send = send\n    return 2 * y"
    ),
    "names itself": "double.__name__ = double.__doc__ = str(y.tolist())\n    return y - 1",
}


def test_no_fresh_case_comes_back_whatever_an_answer_does_with_it(small_course, monkeypatch):
    folder = small_course / "solutions" / "01_small"
    bank = folder / "exercises" / "double.py"
    # Numbers of nine digits are found again wherever they turn up.
    bank.write_text(
        bank.read_text().replace("rng.integers(1, 9, 4)", "rng.integers(10**8, 10**9, 4)")
    )
    release(small_course, [folder])
    monkeypatch.chdir(small_course)
    [task] = load_lesson(small_course, LESSON, seed=5).tasks
    known = [case.args[0].tolist() for case in task.visible.cases]
    fresh = [draw.cases[-1].args[0] for draw in task.fresh]
    canaries = {str(n) for y in fresh for form in (y, 2 * y, y**2, y - 1) for n in form.tolist()}
    for name, blab in BLABBING.items():
        answer = f"def double(y):\n    if y.tolist() in {known}:\n        return 2 * y\n    {blab}"
        content = notebook_with(small_course, answer, "globals().get('note', 'nothing')")
        hand_in(small_course, name, content)
    data = grade(small_course, "--seed=5")
    assert len(canaries) > 20
    for name in BLABBING:
        assert row(data, name)["points"] == (2 if name == "displays" else 0)
    for file in (small_course / "grading").rglob("*"):
        if file.suffix in {".html", ".ipynb", ".json"}:
            text = file.read_text()
            assert [canary for canary in canaries if canary in text] == [], file.name


def feedback_of(course: Path, student: str) -> str:
    return (course / "grading" / "feedback" / student / LESSON / f"{LESSON}.html").read_text()


def test_the_plain_table_has_a_column_for_each_exercise(graded):
    head, *rows = table(exported(graded, LESSON, "csv").text)
    assert head[4:] == ["double", "late_penalty", "points", "max_points", "waiting_for_a_mark"]
    assert [row[4] for row in rows if row[0] == "ann"] == ["2"]


def test_canvas_gets_the_columns_and_the_row_that_it_wants(graded):
    head, possible, *_ = table(exported(graded, LESSON, "canvas").text)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "A small lesson"]
    assert possible == ["    Points Possible", "", "", "", "", "2"]


def test_moodle_gets_user_names_and_a_grade(graded):
    head, *rows = table(exported(graded, LESSON, "moodle").text)
    assert head == [
        "Username",
        "First name",
        "Last name",
        "Email address",
        "A small lesson",
        "Maximum",
    ]
    assert ["ann", "", "", "", "2", "2"] in rows


@pytest.mark.parametrize("form", ["csv", "canvas", "moodle"])
def test_no_name_becomes_a_formula(form, graded):
    text = exported(graded, LESSON, form).text
    assert not any(entry.startswith("=") for row in table(text) for entry in row)


def test_a_lesson_that_is_not_graded_is_named_with_the_way_out(course):
    with pytest.raises(CourseError, match="run `course grade 01` first"):
        report(course, LESSON)


def test_the_commands_write_their_files(graded, capsys):
    assert main(["report", "01"]) == 0
    assert (graded / "grading" / "report" / f"{LESSON}.html").exists()
    assert main(["export", "01", "--format", "canvas", "--output", "marks.csv"]) == 0
    assert (graded / "marks.csv").read_text().startswith("Student,ID")
    capsys.readouterr()
    assert main(["export", "01"]) == 0
    assert capsys.readouterr().out.startswith("student,")


def test_an_exercise_that_is_younger_than_the_marks_does_not_stop_the_report(graded):
    for file in (graded / "grading" / "results" / LESSON).glob("*.json"):
        text = file.read_text().replace('"double":', '"triple":')
        file.write_text(text)
    assert "double" in text_of(report(graded, LESSON))


def test_without_a_gradebook_there_is_no_table_and_none_is_made(graded, capsys):
    file = graded / "grading" / "gradebook.db"
    file.unlink()
    assert main(["export", "01", "--format=csv"]) == 2
    assert "there is no gradebook" in capsys.readouterr().err
    assert not file.exists()
