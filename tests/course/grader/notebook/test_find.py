"""Where notebooks lie that were handed in, and whose they are."""

import os
import unicodedata
from pathlib import Path

import pytest

from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_file
from tests.course.grader.notebook.handed_in import LESSON, found, hand_in


def test_nbgraders_folders_are_read(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, f"bob/{LESSON}/{LESSON}.ipynb")
    assert found(tmp_path) == [("ann", f"{LESSON}.ipynb", ""), ("bob", f"{LESSON}.ipynb", "")]


def test_notebooks_named_after_their_students_are_read(tmp_path):
    hand_in(tmp_path, "ann.ipynb")
    hand_in(tmp_path, "Jürgen Groß (2).ipynb")
    assert [name for name, _, _ in found(tmp_path)] == ["ann", "Jürgen Groß (2)"]


def test_a_student_without_the_lessons_folder_is_found_by_the_notebook(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}.ipynb")
    assert found(tmp_path) == [("ann", f"{LESSON}.ipynb", "")]


def test_a_student_who_handed_in_another_lesson_only_is_no_submission(tmp_path):
    hand_in(tmp_path, "ann/02_weights_as_a_dict/02_weights_as_a_dict.ipynb")
    assert found(tmp_path) == []


@pytest.mark.parametrize("name", ["lesson one.ipynb", "Übung.ipynb", f"{LESSON} (1).IPYNB"])
def test_a_renamed_notebook_is_found_and_named(name, tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{name}")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file.name == name
    assert one.notes == (f"the notebook was found under another name, {name}",)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_folder_with_umlauts_is_found_however_they_are_written(form, tmp_path):
    lesson = "09_übung"
    hand_in(tmp_path, unicodedata.normalize(form, f"jörg/{lesson}/{lesson}.ipynb"))
    [one] = find_submissions(tmp_path, lesson)
    assert one.file is not None


def test_the_notebook_with_the_lessons_name_counts_among_several(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, f"ann/{LESSON}/draft.ipynb")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file.name == f"{LESSON}.ipynb"
    assert one.notes == ("other notebooks in the folder were ignored: draft.ipynb",)


def test_a_notebook_further_down_is_found_and_a_checkpoint_is_not(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/mine/{LESSON}.ipynb")
    hand_in(tmp_path, f"ann/{LESSON}/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.notes == (f"the notebook was found under another name, mine/{LESSON}.ipynb",)


def test_an_empty_folder_is_named(tmp_path):
    (tmp_path / "ann" / LESSON).mkdir(parents=True)
    assert found(tmp_path) == [("ann", "", "there is no notebook in the lesson's folder")]


@pytest.mark.parametrize("linked", ["ann", f"ann/{LESSON}", f"ann/{LESSON}/{LESSON}.ipynb"])
def test_links_are_not_followed(linked, tmp_path):
    secret = tmp_path / "secret"
    hand_in(secret, f"{LESSON}.ipynb")
    hand_in(secret / LESSON, f"{LESSON}.ipynb")
    link = tmp_path / "handed" / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(secret / f"{LESSON}.ipynb" if link.suffix else secret)
    [(student, file, reason)] = found(tmp_path / "handed")
    assert (student, file) == ("ann", "")
    assert "link" in reason


@pytest.mark.parametrize("beside", [".ipynb_checkpoints", "__MACOSX", "__pycache__"])
def test_a_folder_that_a_program_has_made_does_not_hide_a_renamed_notebook(beside, tmp_path):
    hand_in(tmp_path, "ann/homework.ipynb")
    (tmp_path / "ann" / beside).mkdir()
    assert found(tmp_path) == [("ann", "homework.ipynb", "")]


@pytest.mark.parametrize("place", [f"submission/{LESSON}", "lesson1", f"{LESSON} (1)"])
def test_a_notebook_with_the_lessons_name_is_found_in_any_folder(place, tmp_path):
    hand_in(tmp_path, f"ann/{place}/{LESSON}.ipynb")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file == tmp_path / "ann" / place / f"{LESSON}.ipynb"
    assert one.notes == (f"the notebook was found under another name, {place}/{LESSON}.ipynb",)


def test_a_name_that_is_no_utf_8_can_be_written_down(tmp_path):
    hand_in(tmp_path, os.fsdecode(b"M\xfcller/%s/L\xf6sung.ipynb" % LESSON.encode()))
    [one] = find_submissions(tmp_path, LESSON)
    assert one.student == "M\N{REPLACEMENT CHARACTER}ller"
    assert one.notes == (
        "the notebook was found under another name, L\N{REPLACEMENT CHARACTER}sung.ipynb",
    )
    assert read_file(one.file)[0].content == b"{}"


def test_of_a_folder_and_a_file_of_the_same_student_the_folder_counts_and_the_file_is_named(
    tmp_path,
):
    kept = hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, "ann.ipynb")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file == kept
    [note] = one.notes
    assert note.startswith("this name occurred twice, and one was ignored: ann.ipynb (handed in 2")


def test_a_students_folder_that_can_t_be_read_is_named(tmp_path, monkeypatch):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, f"bob/{LESSON}/{LESSON}.ipynb")
    walk = Path.iterdir

    def guarded(folder: Path):
        if folder.name == "ann":
            raise PermissionError(13, "Permission denied")
        return walk(folder)

    monkeypatch.setattr(Path, "iterdir", guarded)
    assert found(tmp_path) == [
        ("ann", "", "the student's folder can't be read: Permission denied"),
        ("bob", f"{LESSON}.ipynb", ""),
    ]
