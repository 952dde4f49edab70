"""Nobody vanishes: what can be opened is opened, and what can't is named."""

import io
import json
import os
from pathlib import Path

import pytest

from course.grader.notebook import read
from course.grader.notebook.find import find_submissions
from course.grader.notebook.large import read_kept
from course.grader.notebook.read import read_cells, read_submission
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, found, hand_in, the_one


@pytest.mark.parametrize(
    "name",
    [
        f"ann/{LESSON}/{LESSON}.ipynb.txt",
        f"ann/{LESSON}/{LESSON}.ipynb.json",
        f"ann/{LESSON}/{LESSON}.ipynb (1)",
        f"ann/{LESSON}/{LESSON}.json",
        f"ann/{LESSON}/{LESSON}",
        f"ann/{LESSON}.ipynb.txt",
        "ann.ipynb.txt",
        "ann.ipynb.json",
    ],
)
def test_a_notebook_that_a_program_has_renamed_is_read(name, tmp_path):
    hand_in(tmp_path, name, NOTEBOOK)
    one = the_one(tmp_path)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)


@pytest.mark.parametrize("name", ["ann.pdf", f"ann/{LESSON}/essay.docx", "ann.html", "ann.rar"])
def test_what_is_no_notebook_is_named(name, tmp_path):
    hand_in(tmp_path, name, b"words")
    [(student, file, reason)] = found(tmp_path)
    assert (student, file) == ("ann", "")
    assert Path(name).name in reason


@pytest.mark.parametrize(
    "name", ["essay.pdf", f"{LESSON}.gdoc", "work.tar.gz", f".{LESSON}.ipynb.icloud"]
)
def test_a_students_folder_with_something_else_in_it_is_named(name, tmp_path):
    hand_in(tmp_path, f"ann/{name}", b"words")
    assert found(tmp_path) == [
        ("ann", "", f"there is no notebook in the student's folder, but there is {name}")
    ]
    hand_in(tmp_path, "ann/02_other/02_other.ipynb", NOTEBOOK)  # with another lesson's notebook
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["01_acuracy_paradox/01_acuracy_paradox.ipynb", "Lesson 1/mine.ipynb", "homework/mine.ipynb"],
)
def test_a_folder_and_a_notebook_that_were_both_renamed_are_found(name, tmp_path):
    hand_in(tmp_path, f"ann/{name}", NOTEBOOK)
    hand_in(tmp_path, "ann/Lesson 2/mine.ipynb", b"2")
    hand_in(tmp_path, "ann/03_other/03_other.ipynb", b"3")
    one = the_one(tmp_path)
    assert (one.student, one.content) == ("ann", NOTEBOOK)
    assert one.notes[0] == f"the notebook was found under another name, {name}"
    assert len([*find_submissions(tmp_path, "04_fourth")]) == ("homework" in name)


@pytest.mark.parametrize("numbered", ["Version {}/{}.ipynb", "{1} ({0}).ipynb", "try{}/{}.ipynb"])
def test_of_numbered_versions_the_last_counts(numbered, tmp_path):
    for number in (1, 2, 10):
        name = numbered.format(number, LESSON)
        hand_in(tmp_path, f"ann/Lesson 1/{name}", NOTEBOOK if number == 10 else b"{}")
    assert the_one(tmp_path).content == NOTEBOOK


@pytest.mark.parametrize("name", ["ann.ipynb", "ann.zip", f"ann/{LESSON}.ipynb"])
def test_a_folder_may_be_called_as_a_file(name, tmp_path):
    hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
    assert the_one(tmp_path).content == NOTEBOOK


def test_a_teachers_own_files_are_no_submissions(tmp_path):
    for name in ("roster.csv", "Thumbs.db", "notes.xlsx", ".DS_Store"):
        hand_in(tmp_path, name, b"x")
    assert found(tmp_path) == []


def test_files_beside_the_notebook_come_along_and_other_lessons_do_not(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    for name in ("my.csv", "mylib.py", "data/deep.csv", "checks.json", "timestamp.txt", ".hidden"):
        hand_in(tmp_path, f"ann/{LESSON}/{name}", b"1")
    hand_in(tmp_path, "bob.ipynb", NOTEBOOK)
    ann, bob = map(read_submission, find_submissions(tmp_path, LESSON))
    assert {*ann.files} == {"my.csv", "mylib.py", "data/deep.csv"}
    assert bob.files == {}


def test_too_much_beside_a_notebook_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGEST_BESIDE", 10)
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"ann/{LESSON}/large.csv", b"x" * 11)
    hand_in(tmp_path, f"ann/{LESSON}/small.csv", b"x")
    assert {*the_one(tmp_path).files} == {"small.csv"}


@pytest.fixture
def nested(tmp_path):
    """Return a student's folder with a thousand folders in each other; pytest can't remove them."""
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    here = Path.cwd()
    os.chdir(tmp_path / "ann" / LESSON)
    for _ in range(1000):
        Path("d").mkdir()
        os.chdir("d")
    yield tmp_path
    for _ in range(1000):
        os.chdir("..")
        Path("d").rmdir()
    os.chdir(here)


def test_folders_nested_a_thousand_deep_stop_nothing(nested):
    assert the_one(nested).content == NOTEBOOK


@pytest.mark.parametrize("name", ["timestamp.txt", "submission_secret.txt", "my.csv"])
def test_a_pipe_beside_the_notebook_hangs_nothing(name, tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    os.mkfifo(tmp_path / "ann" / LESSON / name)
    one = the_one(tmp_path)
    assert (one.content, one.timestamp, one.files) == (NOTEBOOK, "", {})


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 120])
def test_a_very_long_name_is_cut_so_that_files_can_bear_it(name, tmp_path):
    hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"{name[:-1]}/{LESSON}.ipynb", NOTEBOOK)
    students = [one.student for one in find_submissions(tmp_path, LESSON)]
    assert len({*students}) == 2
    assert all(len(student.encode()) < 160 for student in students)


def test_a_large_notebook_is_read_without_what_it_shows(monkeypatch):
    monkeypatch.setattr("course.grader.notebook.large.LARGE_FILE", 1000)
    text = 'x = "\\"outputs\\": ["  # ☃ ]'
    cells = [
        {"cell_type": "code", "outputs": [{"text": ["]\n", "a\\"]}, [[]]] * 99, "source": text},
        {"outputs": [], "cell_type": "code", "source": "y"},
    ]
    whole = json.dumps({"cells": cells}, ensure_ascii=False).encode()
    short = read_kept(io.BytesIO(whole), len(whole)).content
    assert len(short) < 300
    assert [cell.source for cell in read_cells(short).cells] == [text, "y"]


def test_a_notebook_that_was_written_as_a_text_of_json_is_read():
    content = json.dumps(NOTEBOOK.decode()).encode()
    assert [cell.source for cell in read_cells(content).cells] == ["x = 1"]


@pytest.mark.parametrize("wrap", [lambda nb: nb, json.dumps], ids=["json", "text"])
def test_a_notebook_wrapped_by_the_contents_api_is_read(wrap):
    data = {"name": "a", "type": "notebook", "content": wrap(json.loads(NOTEBOOK))}
    assert [cell.source for cell in read_cells(json.dumps(data).encode()).cells] == ["x = 1"]


def test_cells_of_the_lesson_are_read_before_others_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(read, "MOST_CELLS", 3)
    cells = [{"cell_type": "code", "source": f"{number}"} for number in range(9)]
    cells[8]["metadata"] = {"nbgrader": {"grade_id": "a"}}
    content = read_cells(json.dumps({"cells": cells}).encode())
    assert [cell.source for cell in content.cells] == ["0", "1", "8"]
    assert content.notes == ("only 3 of 9 cells were read",)


@pytest.mark.parametrize("inside", ["{}/{lesson}.ipynb", "{}.ipynb", "{}/{lesson}/{lesson}.ipynb"])
def test_folders_the_other_way_round_are_read_as_well(inside, tmp_path):
    for student in ("ann", "bob"):
        hand_in(tmp_path, f"{LESSON}/{inside.format(student, lesson=LESSON)}", NOTEBOOK)
    hand_in(tmp_path, "02_other/eve/02_other.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"zoe/{LESSON}.ipynb", NOTEBOOK)
    students = {one.student for one in find_submissions(tmp_path, LESSON)}
    assert students - {"02_other"} == {"ann", "bob", "zoe"}


@pytest.mark.parametrize("other", [f"{LESSON} (1)", f"{LESSON}-again", LESSON.upper()])
def test_another_folder_of_the_lesson_is_named(other, tmp_path):
    kept = hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"ann/{other}/{LESSON}.ipynb", b"{}")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file == kept
    assert one.notes == (f"other folders of the lesson were ignored: {other}",)


def test_notebooks_that_were_left_aside_are_named_with_their_folders(tmp_path):
    for version in ("old", "new"):
        hand_in(tmp_path, f"ann/{version}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert one.student == "ann"
    assert f"were ignored: old/{LESSON}/{LESSON}.ipynb" in one.notes[1]
