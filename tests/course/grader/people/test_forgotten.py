"""Somebody's data are removed on request: everywhere, and no command names the person again."""

import shutil
import sqlite3
import sys
import zipfile

import pytest

from course.cli import main
from course.files import only_one, read_json
from course.grader.roster import Person, roster, save_roster
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    graded_course,
    hand_in,
    mark_by_hand,
    notebook_with,
    scores,
)

ANN, BOB = Person("s06", "Ann", "Lee", "ann@example.org", "41"), Person("s07", "Bob", "Ode")
COMMANDS = (["report", "01"], ["export", "01"], ["export", "01", "--format=canvas"])


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory):
    place = tmp_path_factory.mktemp("graded")
    course = graded_course(released_course, place, {"s06": SQUARED, "s07": RIGHT})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        save_roster(course, [ANN, BOB])
        for student in ("s06", "s07"):
            mark_by_hand(course, student, 1)
        grade(course)
        main(["report", "01"])
    return course


@pytest.fixture
def graded(graded_once, tmp_path, monkeypatch):
    """Return a graded course, in which s06 and s07 have marks by hand."""
    course = shutil.copytree(graded_once, tmp_path / "course")
    monkeypatch.chdir(course)
    return course


def mentions(course, word="s06"):
    """Return the files under grading/ that bear or hold a word."""
    grading = course / "grading"
    return [
        str(one.relative_to(grading))
        for one in grading.rglob("*")
        if word in str(one.relative_to(grading))
        or (one.is_file() and word.encode() in one.read_bytes())
    ]


def said_by_all(capsys, course):
    capsys.readouterr()
    grade(course)
    for command in COMMANDS:
        assert main(command) == 0
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_nothing_of_somebody_is_left_and_no_command_names_them(graded, capsys):
    assert mentions(graded)
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "Of s06 (Ann Lee) there is:" in said
    assert "grading/submitted/s06" in said
    assert "marks and comments in the gradebook" in said
    assert "Not reached: downloads, exports" in said
    assert mentions(graded) == []
    assert mentions(graded, "ann@example.org") == []
    assert "s06" not in said_by_all(capsys, graded)
    assert roster(graded) == {"s07": BOB}
    assert scores(graded, "s07") == {"auto": 2.0, "manual": 1.0}


def test_it_asks_and_a_no_removes_nothing(graded, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda _: False)
    before = mentions(graded)
    assert main(["roster", "--forget", "s06"]) == 1
    assert "Nothing was removed." in capsys.readouterr().out
    assert mentions(graded) == before


def test_where_nobody_can_answer_nothing_is_removed(graded, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    before = mentions(graded)
    assert main(["roster", "--forget", "s06"]) == 2
    assert "nobody can be asked here, and nothing was removed: add --yes" in capsys.readouterr().err
    assert mentions(graded) == before


@pytest.mark.parametrize("other", ["s60", "s0", "", ".", "../grading", "*"])
def test_an_id_that_nobody_has_removes_nothing(graded, capsys, other):
    before = mentions(graded)
    assert main(["roster", "--forget", other, "--yes"]) == 2
    assert (
        f"nobody has the id {other!r} in grading/: nothing was removed." in capsys.readouterr().err
    )
    assert mentions(graded) == before


def test_what_was_known_under_an_earlier_id_goes_too(graded, capsys):
    hand_in(graded, "anne-lee", notebook_with(graded, RIGHT))
    assert main(["roster", "--rename", "s06", "anne-lee"]) == 0
    assert main(["roster", "--forget", "anne-lee", "--yes"]) == 0
    for word in ("s06", "anne-lee"):
        assert [one for one in mentions(graded, word) if not one.endswith(".db")] == []
    assert "s06" not in said_by_all(capsys, graded)
    for copy in [*(graded / "grading").rglob("*.db")]:
        with sqlite3.connect(copy) as database:
            assert {*database.execute("select id from student")} <= {("s07",)}


def test_a_former_id_that_somebody_else_has_now_stays_theirs(graded):
    assert main(["roster", "--rename", "s06", "anne-lee"]) == 0
    hand_in(graded, "s06", notebook_with(graded, RIGHT))
    grade(graded)
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    assert scores(graded, "anne-lee") == {"auto": 0.0, "manual": 1.0}
    with pytest.raises(Exception, match="s06"):
        scores(graded, "s06")
    assert main(["roster", "--forget", "s06", "--yes"]) == 2


def test_what_is_half_removed_already_is_removed(graded, capsys):
    with sqlite3.connect(graded / "grading" / "gradebook.db") as database:
        for table, column in (("submitted_assignment", "student_id"), ("student", "id")):
            database.execute(f"delete from {table} where {column} = 's06'")
    shutil.rmtree(graded / "grading" / "submitted" / "s06")
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    assert "s06" not in said_by_all(capsys, graded)


def test_hand_ins_below_other_names_are_found_and_those_of_others_are_not(graded):
    submitted = graded / "grading" / "submitted"
    (submitted / "s06").rename(submitted / "Ann Lee")
    theirs = submitted / "class 10b" / f"s06 - {LESSON}.ipynb"
    theirs.parent.mkdir()
    theirs.write_text("{}")
    flat = submitted / LESSON / "s06.ipynb"
    flat.parent.mkdir()
    flat.write_text("{}")
    of_bob = submitted / "s07" / LESSON / "s06.ipynb"
    of_bob.write_text("{}")
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    assert not (submitted / "Ann Lee").exists()
    assert not theirs.exists()
    assert not flat.exists()
    assert of_bob.exists()


def test_a_zip_of_the_class_and_another_gradebook_and_an_export_are_named(graded, capsys):
    grading = graded / "grading"
    with zipfile.ZipFile(grading / "submitted" / "class.zip", "w") as archive:
        for student in ("s06", "s07"):
            archive.writestr(f"{student}/{LESSON}/{LESSON}.ipynb", "{}")
    shutil.copy(grading / "gradebook.db", grading / "gradebook-bea.db")
    (grading / "marks.csv").write_text("student,points\ns06,3\n")
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "class.zip holds others, too: take what this person has handed in out of it." in said
    assert "gradebook-bea.db, another gradebook, has this person, too: take it away." in said
    assert "marks.csv names this person" in said


def test_notes_of_others_stay(graded):
    kept = graded / "grading" / "results" / LESSON / ".given_for.json"
    before = read_json(kept)
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    assert read_json(kept) == {cell: {"s07": whose["s07"]} for cell, whose in before.items()}


def test_nobody_is_forgotten_while_a_lesson_is_graded(graded, capsys):
    with only_one(graded / "grading" / "results" / LESSON / ".lock", LESSON):
        assert main(["roster", "--forget", "s06", "--yes"]) == 2
    assert "is being graded" in capsys.readouterr().err
    assert (graded / "grading" / "submitted" / "s06").exists()


@pytest.mark.parametrize("said", ["S06", "Ann Lee", "ann@example.org"])
def test_another_name_of_somebody_removes_nothing_and_tells_the_id(graded, capsys, said):
    before = mentions(graded)
    assert main(["roster", "--forget", said, "--yes"]) == 2
    assert "nothing was removed. Is s06 meant?" in capsys.readouterr().err
    assert mentions(graded) == before


def test_the_record_of_changes_is_named_and_emptied_of_somebody(graded, capsys):
    main(["report", "01", "--student", "s06"])
    assert main(["roster", "--forget", "s06", "--yes"]) == 0
    assert "lines in the record of changes" in capsys.readouterr().out
    assert main(["report", "01", "--student", "s06"]) == 2
    assert main(["report", "01", "--student", "s07"]) == 0
