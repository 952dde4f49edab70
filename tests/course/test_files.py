"""Files are whole or absent, and nothing is left beside them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.files import read_json, write_json, write_output, write_text
from course.folders import CourseError


@pytest.fixture
def ended() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_process_left_half_written_is_removed(tmp_path, ended):
    (tmp_path / f".marks.json.{ended}.part").write_text("{")
    write_text(tmp_path / "marks.json", "{}")
    assert [file.name for file in tmp_path.iterdir()] == ["marks.json"]


def test_it_is_removed_where_the_file_is_as_it_should_be(tmp_path, ended):
    (tmp_path / "marks.json").write_text("{}")
    (tmp_path / f".marks.json.{ended}.part").write_text("{")
    write_text(tmp_path / "marks.json", "{}")
    assert [file.name for file in tmp_path.iterdir()] == ["marks.json"]


def test_a_folder_is_looked_through_once_a_run_and_not_at_every_write(tmp_path, monkeypatch):
    looks: list[Path] = []
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: looks.append(folder) or listed(folder))
    for student in ("ann", "bob", "cyd"):
        write_text(tmp_path / f"{student}.json", "{}")
    assert looks == [tmp_path]


@pytest.mark.parametrize(
    "name", [f".marks.json.{os.getppid()}.part", ".other.json.0.part", ".marks.json.mine.part"]
)
def test_what_others_write_is_left_alone(name, tmp_path):
    (tmp_path / name).write_text("{")
    write_text(tmp_path / "marks.json", "{}")
    assert (tmp_path / name).exists()


def test_a_file_that_can_t_be_written_is_named_with_the_reason(tmp_path):
    (tmp_path / "marks.json").mkdir()
    with pytest.raises(CourseError, match=r"marks\.json can't be written: Is a directory\."):
        write_text(tmp_path / "marks.json", "{}")
    assert [file.name for file in tmp_path.iterdir()] == ["marks.json"]


def test_json_comes_back_as_it_was(tmp_path):
    data = {"student": "Jürgen Groß", "points": [0.1, 2]}
    write_json(tmp_path / "a" / "b.json", data)
    assert read_json(tmp_path / "a" / "b.json") == data


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_none(content, tmp_path):
    (tmp_path / "a.json").write_bytes(content)
    assert read_json(tmp_path / "a.json") is None


def test_half_a_character_is_written_as_a_question_mark(tmp_path):
    file = tmp_path / "file.txt"
    write_text(file, "a\ud800b")
    assert file.read_text() == "a?b"


def test_an_output_replaces_an_earlier_one_of_its_kind(tmp_path):
    file = tmp_path / "marks.csv"
    for text in ("student,points\nann,1\n", "student,points\nann,2\n"):
        write_output(file, text, "student,points")
        assert file.read_text() == text


@pytest.mark.parametrize("there", ["id,name\nann,Ann\n", "SQLite format 3\0", "{}"])
def test_an_output_replaces_nothing_else(tmp_path, there):
    file = tmp_path / "class.csv"
    file.write_text(there)
    with pytest.raises(CourseError, match="class.csv is there already and is something else"):
        write_output(file, "student,points\nann,1\n", "student,points")
    assert file.read_text() == there


def test_an_output_that_is_text_gets_no_name_of_a_spreadsheet(tmp_path):
    with pytest.raises(CourseError, match="marks.xlsx can't be a spreadsheet of its own kind"):
        write_output(tmp_path / "marks.xlsx", "student,points\n", "student,points")
