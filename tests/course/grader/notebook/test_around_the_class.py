"""Learners in a folder around the whole class, and two that share a name."""

import shutil
import unicodedata

import pytest

from course.folders import CourseError
from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_submission
from course.grader.roster import Person
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, hand_in, the_one, zipped


@pytest.mark.parametrize(
    "around",
    [
        *(
            "Downloads",
            "class 10b",
            "submissions (3)",
            "10b",
            "Downloads/class 10b",
            "Downloads/10b",
        ),
        *("class.zip", "submissions.zip", "Downloads/handed-in.zip", f"Downloads/{LESSON}"),
    ],
)
@pytest.mark.parametrize("inside", ["{}/{lesson}/{lesson}.ipynb", "{}/{lesson}.ipynb"])
def test_learners_are_found_in_a_folder_around_the_class(around, inside, tmp_path):
    place = tmp_path / "submitted"
    files = {inside.format(student, lesson=LESSON): NOTEBOOK for student in ("ann", "bob", "zoë")}
    if around.endswith(".zip"):
        hand_in(place, around, zipped(files))
    else:
        for name, content in files.items():
            hand_in(place, f"{around}/{name}", content)
            hand_in(place, f"{around}/__MACOSX/._{name}", b"x")
    hand_in(place, f"__MACOSX/ann/{LESSON}/{LESSON}.ipynb", b"x")
    hand_in(place, f"eve/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    found = find_submissions(place, LESSON, downloads=tmp_path / "downloads")
    assert [one.student for one in found] == ["ann", "bob", "eve", "zoë"]
    assert all(read_submission(one).content == NOTEBOOK for one in found)
    sure = around not in ("10b", "Downloads/10b")
    assert sure or "found in" in found[0].notes[-1]


def test_one_learner_alone_is_found_in_a_folder_around_the_class(tmp_path):
    hand_in(tmp_path, f"Downloads/ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, "room 7/as7/mine.ipynb", NOTEBOOK)
    people = {"as7": Person("as7", "Bob", "Smith")}
    found = find_submissions(tmp_path, LESSON, people)
    assert [one.student for one in found] == ["ann", "as7"]


@pytest.mark.parametrize(
    "names",
    [
        (f"attempt 1/{LESSON}.ipynb", f"attempt 2/{LESSON}.ipynb"),
        (f"{LESSON} (1)/{LESSON}.ipynb", f"again/{LESSON}.ipynb"),
        (f"course/notebooks/{LESSON}/{LESSON}.ipynb", f"course/work/{LESSON}/{LESSON}.ipynb"),
        ("mine.ipynb", "yours.ipynb"),
    ],
)
def test_folders_of_one_learner_are_no_class(names, tmp_path):
    for name in names:
        hand_in(tmp_path, f"ann/{name}", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert one.student == "ann"
    assert "were ignored" in str(one.notes)


@pytest.mark.parametrize("own", ["bob.ipynb", f"bob/{LESSON}/{LESSON}.ipynb"])
def test_nobody_takes_the_place_of_another_by_a_folder_of_that_name(own, tmp_path):
    for student in ("bob", "eve"):
        hand_in(tmp_path, f"ann/{student}/{LESSON}/{LESSON}.ipynb", b"of ann")
    hand_in(tmp_path, own, NOTEBOOK)
    bob, eve = find_submissions(tmp_path, LESSON)
    assert read_submission(bob).content == NOTEBOOK
    assert f"one was ignored: ann/bob/{LESSON}/{LESSON}.ipynb" in bob.notes[-1]
    assert eve.notes == ("the student's folder was found in ann",)


def test_two_of_one_name_in_two_classes_are_named(tmp_path):
    for group in ("10a", "10b"):
        for student in ("ann", f"bob{group}"):
            hand_in(tmp_path, f"class {group}/{student}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    ann, *_ = find_submissions(tmp_path, LESSON)
    assert "one was ignored: class 10" in str(ann.notes)


def test_one_name_written_in_two_ways_is_one_student(tmp_path):
    names = [unicodedata.normalize("NFD", "Zoë"), "Zoë "]
    for name in names:
        shutil.rmtree(tmp_path, ignore_errors=True)
        hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
        assert the_one(tmp_path).student == "Zoë"
    hand_in(tmp_path, f"{names[0]}/{LESSON}.ipynb", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert "this name occurred twice" in one.notes[0]


CLASSES = {
    "Google Classroom": (f"Lesson 1/Ann Smith - {LESSON}.ipynb", f"Lesson 1/Bob - {LESSON}.ipynb"),
    "Google Drive": (
        f"Lesson 1-2026-001/Lesson 1/Ann Smith/{LESSON}.ipynb",
        f"Lesson 1-2026-001/Lesson 1/Bob/{LESSON}.ipynb",
    ),
    "ILIAS": (
        f"Tutorial/Abgaben/Ann Smith/{LESSON}.ipynb",
        f"Tutorial/Abgaben/Bob/a/{LESSON}.ipynb",
    ),
    "Teams": (
        f"Submitted files/Ann Smith/Lesson 1/Version 1/{LESSON}.ipynb",
        f"Submitted files/Bob/Lesson 1/Version 1/{LESSON}.ipynb",
        f"Working files/Ann Smith/Lesson 1/{LESSON}.ipynb",
    ),
    "Schoology": (
        f"Ann Smith/Revision 1 - On Time/{LESSON}.ipynb",
        f"Ann Smith/Revision 2 - Late/{LESSON}.ipynb",
        f"Bob/Revision 1 - On Time/{LESSON}.ipynb",
    ),
    "Brightspace": (
        f"12-67 - Ann Smith - Nov 1, 2026 1000 AM/{LESSON}.ipynb",
        f"13-67 - Bob - Nov 2, 2026 205 PM/{LESSON}.ipynb",
    ),
    "sections": (f"group1/Ann Smith/{LESSON}.ipynb", f"group2/Bob/{LESSON}.ipynb"),
}


@pytest.mark.parametrize("system", CLASSES)
@pytest.mark.parametrize("people", [{}, {"as7": Person("as7", "Ann", "Smith")}], ids=["", "roster"])
def test_the_folders_of_other_systems_hold_a_class(system, people, tmp_path):
    for name in CLASSES[system]:
        hand_in(tmp_path, name, NOTEBOOK)
    found = find_submissions(tmp_path, LESSON, people)
    ann = "as7" if people else "Ann Smith"
    assert sorted(one.student for one in found) == sorted(["Bob", ann])


def test_who_worked_in_teams_and_turned_nothing_in_is_named(tmp_path):
    for name in (*CLASSES["Teams"], f"Working files/Cyd Ode/Lesson 1/{LESSON}.ipynb"):
        hand_in(tmp_path, name, NOTEBOOK)
    (tmp_path / "Working files" / "Dan Low").mkdir()
    *_, cyd = sorted(find_submissions(tmp_path, LESSON), key=lambda one: one.student)
    assert (cyd.student, cyd.file) == ("Cyd Ode", None)
    assert cyd.reason == "a notebook lies in their Working files, and nothing was turned in"


def test_an_archive_in_a_folder_holds_a_class(tmp_path):
    files = {f"{name}/mine.zip": zipped({f"{LESSON}.ipynb": NOTEBOOK}) for name in ("ann", "bob")}
    hand_in(tmp_path, "submitted/all/inner.zip", zipped(files))
    found = find_submissions(tmp_path / "submitted", LESSON, downloads=tmp_path / "downloads")
    assert [one.student for one in found] == ["ann", "bob"]


def test_a_notebook_without_an_ending_in_a_students_folder_stops_nobody(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}", NOTEBOOK)
    hand_in(tmp_path, f"bob/{LESSON}.ipynb", NOTEBOOK)
    ann, bob = find_submissions(tmp_path, LESSON)
    assert [read_submission(one).content for one in (ann, bob)] == [NOTEBOOK, NOTEBOOK]


DEEP = {
    "Teams": "Student Work/Submitted files",
    "ILIAS": "Sheet 1/Abgabe_Lesson 01/Abgaben",
    "a course": "Autumn/Python/handed in",
}


def two_folders_around(place, system):
    for name in ("Smith_Ann_asmith_4711", "Lee_Bob_blee_4712"):
        hand_in(place, f"{DEEP[system]}/{name}/Lesson 01/Version 1/20261101_{LESSON}.ipynb")
        if system == "Teams":
            hand_in(place, f"Student Work/Working files/{name}/Lesson 01/{LESSON}.ipynb")


@pytest.mark.parametrize("system", DEEP)
def test_people_of_the_class_list_are_found_two_folders_further_in(system, tmp_path):
    two_folders_around(tmp_path, system)
    people = {"as7": Person("as7", "Ann", "Smith"), "bl3": Person("bl3", "Bob", "Lee")}
    assert [one.student for one in find_submissions(tmp_path, LESSON, people)] == ["as7", "bl3"]


@pytest.mark.parametrize("system", DEEP)
def test_a_class_two_folders_further_in_never_becomes_one_learner(system, tmp_path):
    two_folders_around(tmp_path, system)
    with pytest.raises(CourseError) as error:
        find_submissions(tmp_path, LESSON)
    assert f"name {tmp_path / DEEP[system]} with --submitted" in str(error.value)
