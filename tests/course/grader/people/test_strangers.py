"""Hand-ins of nobody in the class, and folders that hold no hand-ins."""

import json

import pytest

from course.cli import main
from course.grader.roster import Person, save_roster
from tests.course.grader.small_class import LESSON, RIGHT, grade, hand_in, notebook_with


@pytest.fixture
def listed(course):
    """Return a course with a class list of ann and bob."""
    save_roster(course, [Person("ann", "Ann", "Lee"), Person("bob")])
    return course


def students(data: dict) -> list[str]:
    return [row["student"] for row in data["submissions"]]


def test_who_is_not_on_the_class_list_is_graded_and_named_at_once(listed, capsys):
    for student in ("ann", "Zed Unknown"):
        hand_in(listed, student, notebook_with(listed, RIGHT))
    assert students(grade(listed)) == ["Zed Unknown", "ann"]
    assert (
        "Not on the class list, and graded all the same: Zed Unknown. For somebody on it with "
        "another name: `course roster --rename 'Zed Unknown' ID`." in capsys.readouterr().out
    )


def test_without_a_class_list_nobody_is_a_stranger(course, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    grade(course)
    assert "class list" not in capsys.readouterr().out


def test_where_nobody_is_on_the_class_list_nothing_is_graded(listed, capsys):
    for student in ("one", "two"):
        hand_in(listed, student, notebook_with(listed, RIGHT))
    assert main(["grade", "01", "--no-sandbox"]) == 2
    said = capsys.readouterr().err
    assert "nobody who has handed in here is on the class list: one, two." in said
    assert "read a list that has these names (`course roster FILE.csv`)" in said
    assert students(grade(listed, "--student=one")) == ["one"]


def test_a_file_that_is_no_notebook_and_nobodys_makes_no_learner(listed, capsys):
    hand_in(listed, "ann", notebook_with(listed, RIGHT))
    submitted = listed / "grading" / "submitted"
    for name in ("photo.heic", "bob.pdf", "~$list.docx"):
        (submitted / name).write_bytes(b"x")
    assert students(grade(listed)) == ["ann", "bob"]
    said = capsys.readouterr().out
    assert "photo is not on the class list, and was left out: photo.heic is not a notebook." in said
    assert "~$" not in said


@pytest.mark.parametrize("name", ["one.ipynb", "class.csv"])
def test_one_file_in_place_of_a_folder_is_named_with_what_is_wanted(course, capsys, name):
    (course / name).write_text("{}")
    assert main(["grade", "01", "--no-sandbox", f"--submitted={name}"]) == 2
    said = capsys.readouterr().err
    assert f"{name} is one file: name the folder that it lies in, or a zip" in said
    assert "no folder" not in said


@pytest.mark.parametrize("name", [".", "notebooks", f"solutions/{LESSON}", "grading"])
def test_a_folder_of_the_courses_own_is_refused(course, capsys, name):
    """Each lesson in it would be a learner in the gradebook."""
    assert main(["grade", "01", "--no-sandbox", f"--submitted={name}"]) == 2
    assert "is a folder of the course's own, in which nobody hands in" in capsys.readouterr().err


def test_of_two_lessons_that_share_a_name_the_likelier_one_is_named(course):
    for lesson, exercises in (("02_other", ["treble"]), ("03_third", ["halve", "quarter"])):
        bank = course / "solutions" / lesson / "exercises"
        bank.mkdir(parents=True)
        for exercise in exercises:
            (bank / f"{exercise}.py").write_text("")
    notebook = json.loads(notebook_with(course, RIGHT))
    notebook["cells"] = [
        {"cell_type": "markdown", "id": name, "metadata": {}, "source": name}
        for name in ("treble", "halve", "quarter")
    ]
    hand_in(course, "ann", json.dumps(notebook))
    [graded] = grade(course)["submissions"]
    assert graded["notes"] == [f"it is the notebook of 03_third, not of {LESSON}"]


def test_a_groups_folder_is_told_as_one_with_what_to_do(listed, capsys):
    for student in ("ann", "Ann Lee und bob"):
        hand_in(listed, student, notebook_with(listed, RIGHT))
    grade(listed)
    said = capsys.readouterr().out
    assert "Names of several people on the class list: Ann Lee und bob. For a group, put a" in said
    assert "course roster --rename" not in said


def test_a_class_of_groups_alone_is_told_what_to_do(listed, capsys):
    hand_in(listed, "Ann Lee, bob", notebook_with(listed, RIGHT))
    assert main(["grade", LESSON]) == 2
    assert "put a copy of the notebook into a folder for each member" in capsys.readouterr().err
