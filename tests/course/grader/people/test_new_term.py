"""A new term begins with an empty folder: who repeats the course has none of last year's marks."""

import shutil
import subprocess

import pytest

from course.cli import main
from course.grader.roster import Person, save_roster
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    grade,
    graded_course,
    hand_in,
    mark_by_hand,
    notebook_with,
    scores,
)

PUT_AWAY = "mv -T grading ../grading-before"


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory):
    place = tmp_path_factory.mktemp("graded")
    return graded_course(released_course, place, {"ann": RIGHT, "cyd": RIGHT})


@pytest.fixture
def graded(graded_once, tmp_path, monkeypatch):
    """Return a course at the end of a term, with the list of the next class, in which cyd is."""
    course = shutil.copytree(graded_once, tmp_path / "place" / "course")
    monkeypatch.chdir(course)
    save_roster(course, [Person("ann"), Person("cyd")])
    mark_by_hand(course, "cyd", 1.5)
    (course / "next.csv").write_text("id,name\ncyd,Cyd Mor\nzoe,Zoë Ode\n")
    return course


def said(capsys, *command):
    capsys.readouterr()
    main([*command])
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_a_class_that_is_mostly_new_is_told_how_to_begin_empty(graded, capsys):
    told = said(capsys, "roster", "next.csv")
    assert f"put all of the old one away with `{PUT_AWAY}`, and read the list again." in told
    assert "Else old marks count for who is in both: cyd." in told


def test_a_class_with_a_few_changes_is_not(graded, capsys):
    (graded / "next.csv").write_text("id\nann\ncyd\nzoe\n")
    assert "a new term" not in said(capsys, "roster", "next.csv")


def test_before_anything_is_graded_a_class_may_be_another_one(small_course, capsys, monkeypatch):
    monkeypatch.chdir(small_course)
    save_roster(small_course, [Person("ann"), Person("bob")])
    (small_course / "next.csv").write_text("id\nzoe\n")
    assert "a new term" not in said(capsys, "roster", "next.csv")


def test_after_that_no_command_knows_last_years_marks(graded, capsys):
    subprocess.run(PUT_AWAY.split(), check=True)
    assert "2 in the class." in said(capsys, "roster", "next.csv")
    for command in (["export", "01"], ["report", "01"]):
        assert "01_small is not graded yet: run `course grade 01` first." in said(capsys, *command)
    assert "there is no folder" in said(capsys, "grade", "01", "--no-sandbox")
    hand_in(graded, "zoe", notebook_with(graded, RIGHT))
    grade(graded)
    told = said(capsys, "export", "01")
    assert "cyd: no mark, nothing was handed in." in told
    assert "ann" not in told


def test_the_old_term_can_be_looked_at_again_and_nothing_is_put_over_it(graded):
    subprocess.run(PUT_AWAY.split(), check=True)
    main(["roster", "next.csv"])
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(PUT_AWAY.split(), check=True, stderr=subprocess.DEVNULL)
    (graded / "grading").rename(graded.parent / "grading-now")
    (graded.parent / "grading-before").rename(graded / "grading")
    assert scores(graded, "cyd") == {"auto": 2.0, "manual": 1.5}
    assert (graded / "grading" / "submitted" / "ann" / LESSON).is_dir()


def test_an_id_that_another_person_has_now_is_named(graded, capsys):
    (graded / "class.csv").write_text("id,name,email\nann,Ann Lee,ann@x.edu\nbob,Bob Ode,b@x.edu\n")
    main(["roster", "class.csv"])
    capsys.readouterr()
    (graded / "class.csv").write_text("id,name,email\nann,Cyd Low,cyd@x.edu\nbob,Bob Ode,o@y.org\n")
    assert main(["roster", "class.csv"]) == 0
    said = capsys.readouterr().out
    assert "ann was Ann Lee (ann@x.edu) before, and is Cyd Low (cyd@x.edu) in this list." in said
    assert "bob was" not in said
