"""What Canvas and Moodle let a teacher download is graded as it comes."""

import zipfile

import pytest

from course.folders import CourseError
from course.grader.notebook.download import unpacked
from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_cells, read_submission
from course.grader.roster import Person

LESSON = "01_small"
CANVAS = {
    "smithann_12345_678901_01_small.ipynb": "ann",
    "leebob_LATE_12346_678902_01_small-1.ipynb": "bob, late and again",
    "leebob_12346_678890_01_small.ipynb": "bob, before",
    "leebob_12346_678891_my.csv": "a,b",
    "odeeve_12347_678903_homework.ipynb": "eve",
}
MOODLE = {
    "Ann Smith_41_assignsubmission_file_/01_small.ipynb": "ann",
    "Bob Lee_42_assignsubmission_file_/homework.ipynb": "bob",
    "Zoë Ode_43_assignsubmission_file_01_small.ipynb": "zoë, flat",
}
PEOPLE = {
    "as7": Person("as7", "Ann", "Smith", "", "12345"),
    "bl3": Person("bl3", "Bob", "Lee"),
    "zo": Person("zo", "Zoë", "Ode"),
}


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def found(folder, people=None):
    return {one.student: one.file.read_text() for one in find_submissions(folder, LESSON, people)}


def test_a_download_of_canvas_is_read_with_a_roster(tmp_path):
    assert found(write(tmp_path, CANVAS), PEOPLE) == {
        "as7": "ann",
        "bl3": "bob, late and again",
        "odeeve": "eve",
    }


def test_a_download_of_canvas_is_read_without_one(tmp_path):
    assert [*found(write(tmp_path, CANVAS))] == ["leebob", "odeeve", "smithann"]


def test_what_was_left_aside_is_said(tmp_path):
    [_, bob, _] = find_submissions(write(tmp_path, CANVAS), LESSON, PEOPLE)
    assert bob.notes == (
        "other files of the download were ignored: leebob_12346_678890_01_small.ipynb",
    )


def test_files_that_came_with_the_notebook_lie_beside_it_under_their_own_names(tmp_path):
    more = {
        "leebob_12346_678903_helper-1.py": "new",
        "leebob_12346_678893_helper.py": "old",
        "leebob_12346_678904_other.ipynb": "{}",
        "leebob_LATE_12346_678902_01_small-1.ipynb": '{"cells": ["%run other"]}',
        "smithann_12345_678909_mine.csv": "of ann",
    }
    [_, bob, _] = find_submissions(write(tmp_path, CANVAS | more), LESSON, PEOPLE)
    files = read_submission(bob).files
    assert files == {"helper.py": b"new", "my.csv": b"a,b", "other.ipynb": b"{}"}


@pytest.mark.parametrize(
    "names",
    [
        ("L 1_{}_attempt_2026-10-01-10-00-00_{}", "L 1_{}_attempt_2026-11-01-10-00-00_{}"),
        ("1-2 - {} - Oct 31, 2026 900 PM - {}", "1-2 - {} - Nov 1, 2026 1000 AM - {}"),
    ],
    ids=["Blackboard", "Brightspace"],
)
def test_downloads_of_other_systems_are_read(names, tmp_path):
    write(tmp_path, {name.format("as7", "01_small.ipynb"): name for name in names})
    write(tmp_path, {names[0].format("Bob Lee", "homework.ipynb"): "bob", "index.html": "x"})
    (tmp_path / "L 1_as7_attempt_2026-11-01-10-00-00.txt").write_text("Name: Ann Smith")
    assert found(tmp_path, PEOPLE) == {"as7": names[1], "bl3": "bob"}


def test_a_download_of_moodle_is_read(tmp_path):
    assert found(write(tmp_path, MOODLE), PEOPLE) == {"as7": "ann", "bl3": "bob", "zo": "zoë, flat"}
    assert [*found(tmp_path)] == ["Ann Smith", "Bob Lee", "Zoë Ode"]


@pytest.mark.parametrize("slash", ["", "_"])
def test_what_was_typed_into_moodle_hides_no_notebook(tmp_path, slash):
    ann = "Ann Smith_41_assignsubmission"
    files = {
        f"{ann}_file{slash}/01_small.ipynb": "ann",
        f"{ann}_onlinetext{slash}/onlinetext.html": "<p>See the file.",
        f"Bob Lee_42_assignsubmission_onlinetext{slash}/onlinetext.html": "<p>I forgot it.",
    }
    one, other = find_submissions(write(tmp_path, files), LESSON)
    assert (one.student, one.file.read_text()) == ("Ann Smith", "ann")
    assert "onlinetext" in one.notes[0]
    assert (other.student, other.file) == ("Bob Lee", None)
    assert "onlinetext.html" in other.reason


def test_a_students_own_folder_is_no_file_of_canvas(tmp_path):
    write(tmp_path, {"lee_2026_11_final/01_small.ipynb": "lee"})
    assert found(tmp_path) == {"lee_2026_11_final": "lee"}


@pytest.mark.parametrize("around", ["", "submissions/"])
def test_the_archive_is_read_as_it_comes(tmp_path, around):
    file = tmp_path / "submissions.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in MOODLE.items():
            archive.writestr(around + name, text)
    folder = unpacked(file, tmp_path / "downloads")
    assert found(folder, PEOPLE) == {"as7": "ann", "bl3": "bob", "zo": "zoë, flat"}
    assert unpacked(file, tmp_path / "downloads") == folder


def test_what_is_no_archive_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "submissions.zip").write_text("no archive")
    with pytest.raises(CourseError, match="Unpack it by hand, and name the folder"):
        unpacked(tmp_path / "submissions.zip", tmp_path / "downloads")
    assert not [*(tmp_path / "downloads").iterdir()]


def test_two_of_one_name_in_moodle_are_two(tmp_path):
    two = {f"Ann Smith_{n}_assignsubmission_file_/01_small.ipynb": f"{n}" for n in (41, 77)}
    assert found(write(tmp_path, two), PEOPLE) == {"Ann Smith-41": "41", "Ann Smith-77": "77"}


def test_one_person_in_the_downloads_of_two_lessons_is_one(tmp_path):
    two = {
        "Ann Smith_41_assignsubmission_file_/01_small.ipynb": "this",
        "Ann Smith_77_assignsubmission_file_/02_other.ipynb": "another",
    }
    assert found(write(tmp_path, two), PEOPLE) == {"as7": "this"}


def test_the_tenth_attempt_is_later_than_the_ninth(tmp_path):
    files = {f"leebob_12346_678902_01_small-{n}.ipynb": f"{n}" for n in (9, 10)}
    assert found(write(tmp_path, files)) == {"leebob": "10"}


def test_what_is_damaged_in_the_archive_of_a_class_costs_nobody_else(tmp_path):
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name, text in CANVAS.items():
            made.writestr(name, text)
    archive.write_bytes(
        archive.read_bytes().replace(b"bob, late and again", b"bob, spoilt a while")
    )
    found_ = {one.student: one for one in find_submissions(unpacked(archive, tmp_path), LESSON)}
    read = {student: read_submission(one).content for student, one in found_.items()}
    assert [*read] == ["leebob", "odeeve", "smithann"]
    assert read["smithann"] == b"ann"
    assert read_cells(read["leebob"]).reason == (
        "the file is damaged in the archive that it came in"
    )


def test_a_receipt_of_blackboard_says_whose_a_user_name_is(tmp_path):
    about = "Lesson 1_xy12_attempt_2026-11-01-12-00-00"
    receipt = "Name: Ann Smith (xy12)\nAssignment: Lesson 1\n\nName: Bob Lee"
    write(tmp_path, {f"{about}_{LESSON}.ipynb": "ann", f"{about}.txt": receipt})
    [one] = find_submissions(tmp_path, LESSON, PEOPLE)
    assert one.student == "as7"
    assert read_submission(one).content == b"ann"
