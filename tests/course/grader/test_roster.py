"""The roster: a table that somebody has becomes the class."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.folders import CourseError
from course.grader.marks.marks import Graded, Mark
from course.grader.marks.results import OUTDATED, Row, class_rows, unknown_total
from course.grader.people.class_list import read_roster
from course.grader.roster import Person, Saved, roster, save_roster
from tests.course.grader.small_class import LESSON, RIGHT, grade, graded_course

ANN = Person("ann7", "Ann", "Lee", "ann@example.org", "41")
ANN_ALONE = Person("ann7", "Ann", "Lee")
AT_HOME = Person("ann7", "Ann", "Lee", "ann@example.org")
IN_CANVAS = Person("ann7", "Ann", "Lee", "", "41", ("s-41",))
OWN = "id,name,e-mail,LMS id\nann7,Ann Lee,ann@example.org,41\n"
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework (9)\n"
    "    Points Possible,,,,,10\n"
    '"Lee, Ann",41,s-41,ann7,A,7\n'
    '"Student, Test",99,,,A,\n'
)
MOODLE = "First name,Last name,Username,Email address\nAnn,Lee,ann7,ann@example.org\n"


@pytest.fixture
def table(tmp_path):
    def write(content: str | bytes):
        file = tmp_path / "class.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


def known_in_gradebook(course: Path, student: str) -> Person:
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_student(student)
        about = (found.first_name, found.last_name, found.email, found.lms_user_id)
        first, last, email, number = (entry or "" for entry in about)
        return Person(student, first, last, email, number)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (OWN, ANN),
        (OWN.replace(",", ";"), ANN),
        (OWN.replace(",", "\t"), ANN),
        ("\ufeff" + OWN, ANN),
        (OWN.encode("utf-16"), ANN),
        (OWN.replace("\n", "\r\n"), ANN),
        ("ID,First_Name,Surname\n ann7 , Ann , Lee \n\n", Person("ann7", "Ann", "Lee")),
        (
            "student,first_name,last_name,email,points\nann7,Ann,Lee,,3\n",
            Person("ann7", "Ann", "Lee"),
        ),
        (CANVAS, IN_CANVAS),
        (CANVAS.replace("99,,,", "99,,8f7e6d5c4b3a,"), IN_CANVAS),
        ("sep=;\n" + OWN.replace(",", ";"), ANN),
        (
            "OrgDefinedId,Username,Last Name,First Name\n#9,#ann7,Lee,Ann\n",
            replace(ANN_ALONE, other_ids=("9",)),
        ),
        ("Vorname,Nachname,ID-Nummer,E-Mail-Adresse\nAnn,Lee,ann7,ann@example.org\n", AT_HOME),
        (MOODLE.replace("Username", "ID number"), AT_HOME),
        (MOODLE, Person("ann7", "Ann", "Lee", "ann@example.org")),
        ("id\nann7\n", Person("ann7")),
        ('id,name\nann7,"Lee, Ann Mary"\n', Person("ann7", "Ann Mary", "Lee")),
    ],
)
def test_tables_of_many_kinds_are_read(table, content, expected):
    assert read_roster(table(content)).people == [expected]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,group\nAnn,10b\n", "no column of student ids: .* It has: name, group"),
        ("", "It has: nothing"),
        ("id,name\n", "names nobody"),
        ("id,name\nann,A\nann,B\n", "line 3: the id 'ann' has occurred before"),
        ("id,name\n,Ann Lee\n", "line 2: the id is missing"),
        (
            "id,name\n1.23457E+11,Ann\n",
            "line 2: 1.23457E.11 is a number that a spreadsheet has cut",
        ),
        ("sep=,\nid,name\n,Ann Lee\n", "line 3: the id is missing"),
        ("id\n../ann\n", "line 2: '../ann' can't name a folder"),
        (b"PK\x03\x04\xff\xfe\x80\0", "not a text file: save it as CSV"),
        (
            "id,name\nann,Müller".encode("cp1252"),
            "not in UTF-8, as other tables are: save it as CSV",
        ),
        ("id,name\nann," + "x" * 200_000, "can't be read as a table .field larger than"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(table, content, sentence):
    with pytest.raises(CourseError, match=sentence):
        read_roster(table(content))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CourseError, match="gone.csv can't be read: No such file"):
        read_roster(tmp_path / "gone.csv")


def test_names_and_numbers_go_into_the_gradebook(small_course):
    save_roster(small_course, [ANN])
    with Gradebook(f"sqlite:///{small_course / 'grading' / 'gradebook.db'}") as book:
        student = book.find_student("ann7")
        assert (student.last_name, student.email, student.lms_user_id) == (
            "Lee", "ann@example.org", "41",
        )  # fmt: skip


def test_who_is_new_and_who_left_is_said(small_course):
    assert save_roster(small_course, [ANN, Person("bob")]) == Saved(["ann7", "bob"], [], {})
    assert save_roster(small_course, [ANN, Person("cyd")]) == Saved(["cyd"], ["bob"], {})
    assert roster(small_course) == {"ann7": ANN, "cyd": Person("cyd")}


def test_a_damaged_roster_is_named_with_the_way_out(small_course):
    save_roster(small_course, [ANN])
    (small_course / "grading" / "roster.json").write_text('["ann"]')
    with pytest.raises(CourseError, match="run `course roster FILE.csv` again"):
        roster(small_course)
    assert save_roster(small_course, [ANN]).new == ["ann7"]
    assert roster(small_course) == {"ann7": ANN}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (Person("ann7"), ANN),
        (Person("ann7", "Ann", "Lee"), ANN),
        (Person("ann7", "", "Lee"), ANN),
        (Person("ann7", "", "Loy"), replace(ANN, first_name="", last_name="Loy")),
        (Person("ann7", email="new@example.org"), replace(ANN, email="new@example.org")),
    ],
)
def test_what_a_later_list_does_not_say_stays(small_course, later, expected):
    save_roster(small_course, [ANN])
    save_roster(small_course, [later])
    assert roster(small_course) == {"ann7": expected}
    assert known_in_gradebook(small_course, "ann7") == expected


def test_it_is_said_what_a_later_list_does_not_have(small_course, table, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    save_roster(small_course, [ANN, Person("bob", lms_id="42")])
    assert main(["roster", str(table("id,name\nann7,\nbob,Bob Poe\n"))]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "The list has no name of ann7: what was known before stays." in said
    assert "The list has no LMS id of ann7, bob: what was known before stays." in said


def test_a_number_that_is_somebody_elses_now_does_not_stay(small_course):
    save_roster(small_course, [ANN])
    save_roster(small_course, [Person("ann7", "Ann", "Lee"), Person("bob", lms_id=ANN.lms_id)])
    assert roster(small_course)["ann7"] == replace(ANN, lms_id="")
    assert known_in_gradebook(small_course, "ann7").lms_id == ""


def test_somebody_who_comes_back_is_known_from_the_gradebook(small_course):
    for people in ([ANN], [Person("bob")], [Person("ann7")]):
        save_roster(small_course, people)
    assert roster(small_course) == {"ann7": ANN}


def test_a_student_who_was_taken_out_of_the_gradebook_has_the_lists_name_again(graded, capsys):
    save_roster(graded, [ANN])
    with Gradebook(f"sqlite:///{graded / 'grading' / 'gradebook.db'}") as book:
        book.remove_student("ann7")
    [row], _ = class_rows(graded, LESSON)
    assert row.unknown == "no longer in the gradebook: run `course grade` again"
    grade(graded)
    assert known_in_gradebook(graded, "ann7") == ANN


def test_a_name_that_was_given_in_nbgrader_stays(graded):
    save_roster(graded, [ANN])
    with Gradebook(f"sqlite:///{graded / 'grading' / 'gradebook.db'}") as book:
        book.update_or_create_student("ann7", first_name="Anna")
    grade(graded, "--again")
    assert known_in_gradebook(graded, "ann7") == replace(ANN, first_name="Anna")


@pytest.mark.parametrize("head", ["lms id", "e-mail", "name"])
def test_somebody_who_has_another_id_than_before_is_named(
    small_course, table, monkeypatch, capsys, head
):
    monkeypatch.chdir(small_course)
    assert main(["roster", str(table(f"id,{head}\nbob,7\neve,\n"))]) == 0
    assert "--rename" not in capsys.readouterr().out
    assert main(["roster", str(table(f"id,{head}\nrobert,7\nzoe,\n"))]) == 0
    said = capsys.readouterr().out
    assert "robert has the number, e-mail or name of bob" in said
    assert "`course roster --rename bob robert`" in said
    assert "zoe has" not in said


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory) -> Path:
    """Return a graded course, to be copied."""
    class_ = {"ann7": RIGHT, "eve": RIGHT, "bob": "{"}
    return graded_course(released_course, tmp_path_factory.mktemp("graded"), class_)


@pytest.fixture
def graded(graded_once, tmp_path, monkeypatch) -> Path:
    course = Path(shutil.copytree(graded_once, tmp_path / "course"))
    monkeypatch.chdir(course)
    return course


def test_the_class_has_who_never_handed_in_and_not_who_left(graded, table, capsys):
    assert main(["roster", str(table("id,name\nann7,Ann Lee\nbob,\nzoe,Zoë Ode\n"))]) == 0
    assert "3 in the class.\nNew: ann7, bob, zoe." in capsys.readouterr().out
    rows, strangers = class_rows(graded, LESSON)
    assert {row.student: row.unknown for row in rows} == {
        "ann7": "",
        "bob": "what was handed in could not be graded",
        "zoe": "nothing was handed in",
    }
    assert strangers == ["eve"]


def test_without_a_roster_the_class_is_who_handed_in(graded):
    rows, strangers = class_rows(graded, LESSON)
    assert [row.student for row in rows] == ["ann7", "bob", "eve"]
    assert strangers == []


def test_marks_from_before_the_points_changed_are_not_known(graded):
    bank = graded / "solutions" / LESSON / "exercises" / "double.py"
    bank.write_text(bank.read_text().replace("points=2", "points=3"))
    rows, _ = class_rows(graded, LESSON)
    assert rows[0].unknown == OUTDATED


def test_changed_points_are_told_though_an_answer_waits_as_well():
    """Else --allow-unmarked would publish a sum of points that no longer count."""
    mark = Mark(2, 2, "right")
    graded = Graded("ann", "graded", 0.1, [], {"double": mark}, ["why"], "digest")
    row = Row("ann", "", "", "", {"double": 2.0}, ("why",), 0.0, 2.0, 4.0)
    assert unknown_total(row, graded, {"double": 3}) == OUTDATED
    assert unknown_total(row, graded, {"double": 2}) == ""


def test_an_export_says_on_the_console_whose_mark_is_open(graded, capsys):
    assert main(["export", "01"]) == 0
    said = capsys.readouterr()
    assert "bob: no mark, what was handed in could not be graded." in said.err
    assert said.out.splitlines()[0].startswith("student,")


def test_a_feedback_page_bears_name_and_id_as_text(graded):
    page = graded / "grading" / "feedback" / "bob" / LESSON / f"{LESSON}.html"
    grade(graded)
    assert "Feedback for <strong>bob</strong>:" in page.read_text()  # nobody has said the name
    save_roster(graded, [Person("bob", "Bob", "<b>Ode</b>")])
    grade(graded)
    text = page.read_text()
    assert "Feedback for <strong>Bob &lt;b&gt;Ode&lt;/b&gt; (bob)</strong>:" in text
    assert f"<title>{LESSON}: feedback for Bob &lt;b&gt;Ode&lt;/b&gt; (bob)</title>" in text
