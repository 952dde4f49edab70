"""The folder `exercises` of a lesson: found, loaded in order, and one sentence for a bad file."""

from pathlib import Path

import pytest

from course.exercise import exercise
from helpers.checks.exercise import CheckError
from helpers.checks.source import find_source, load_exercises


@pytest.fixture
def folder(course: Path) -> Path:
    return course / "solutions" / "01_small" / "exercises"


def names(folder: Path) -> list[str]:
    return [exercise.name for exercise in load_exercises(folder)]


def test_exercises_come_in_the_order_of_the_notebooks_checks(folder):
    assert names(folder) == ["halves", "check_rows"]


def test_an_exercise_that_the_notebook_lacks_comes_last(folder):
    other = (folder / "halves.py").read_text().replace("halves", "a_half")
    (folder / "a_half.py").write_text(other)
    assert names(folder) == ["halves", "check_rows", "a_half"]


def test_without_a_notebook_exercises_come_by_name(folder):
    (folder.parent / "01_small.ipynb").unlink()
    assert names(folder) == ["check_rows", "halves"]


def test_a_file_that_starts_with_an_underscore_is_no_exercise(folder):
    assert (folder / "_copies.py").is_file()
    assert len(load_exercises(folder)) == 2


def test_the_names_are_those_of_the_functions(folder):
    [halves, _] = load_exercises(folder)
    assert [m.name for m in halves.mistakes] == ["doubled", "unchanged", "rounded", "mean"]
    assert halves.signature == "halves(y) -> float array (n,)"


def test_what_comes_out_is_the_return_annotation_unless_it_is_said(folder):
    [_, check_rows] = load_exercises(folder)
    assert check_rows.signature == "check_rows(counts) -> dict"


def test_a_default_value_stands_in_the_signature():
    @exercise(hints=())
    def shifted(y, by="one", times=2) -> float:
        return y

    shifted.cases(lambda rng: [])
    assert shifted.finished().signature == "shifted(y, by='one', times=2) -> float"


def test_a_hint_over_several_lines_is_one_line(folder):
    [halves, _] = load_exercises(folder)
    assert halves.mistakes[2].hint == "You cut off what follows the point."


def test_a_reference_is_called_by_its_name_and_keeps_its_settings(folder):
    [halves, _] = load_exercises(folder)
    assert (halves.points, halves.bounds, halves.tolerance) == (2, (0, 1), 1e-5)
    assert halves.alternatives[0](4) == halves.reference(4) == 2


def test_a_changed_file_is_read_again(folder):
    assert load_exercises(folder)[0].points == 2
    text = (folder / "halves.py").read_text()
    (folder / "halves.py").write_text(text.replace("points=2", "points=30"))
    assert load_exercises(folder)[0].points == 30


def test_a_submission_finds_the_folder_of_its_lesson(folder, course):
    handed_in = course / "grading" / "submitted" / "ada" / "01_small"
    assert find_source(handed_in) == folder


def test_a_folder_without_exercises_is_no_bank(tmp_path):
    (tmp_path / "exercises").mkdir()
    assert find_source(tmp_path) is None


def broken(folder: Path, old: str, new: str) -> Path:
    file = folder / "halves.py"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return folder


def test_a_lesson_without_exercises_is_told_where_they_go(tmp_path):
    with pytest.raises(CheckError, match=r"no exercises: write each in exercises/NAME\.py"):
        load_exercises(tmp_path / "01_empty" / "exercises")


def test_a_file_without_an_exercise_is_named(folder):
    (folder / "notes.py").write_text("NOTES = 3\n")
    with pytest.raises(CheckError, match=r"notes\.py in 01_small .* over a function notes"):
        load_exercises(folder)


def test_a_function_of_another_name_than_its_file_is_named(folder):
    (folder / "halves.py").rename(folder / "thirds.py")
    with pytest.raises(CheckError, match=r"thirds\.py in 01_small holds no exercise of that name"):
        load_exercises(folder)


def test_another_files_exercise_under_this_files_name_is_none(folder):
    (folder / "thirds.py").write_text("from .halves import halves as thirds\n")
    with pytest.raises(CheckError, match=r"thirds\.py in 01_small holds no exercise of that name"):
        load_exercises(folder)


def test_an_exercise_without_cases_is_told_how_to_get_them(folder):
    with pytest.raises(CheckError, match=r"halves has 0 functions that draw cases.*@halves\.cases"):
        load_exercises(broken(folder, "@halves.cases\n", ""))


def test_a_mistake_without_a_hint_is_named(folder):
    with pytest.raises(CheckError, match=r"the mistake doubled of halves has no hint"):
        load_exercises(broken(folder, '"""You doubled it. We want half."""', "pass"))
