"""`course release`: the learner's side is made from the instructor's, and stays in step."""

from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from course.cli import main
from course.folders import CourseError, lesson_folders, lesson_notebook
from course.release.faults import lesson_faults
from course.release.lessons import drift, release
from tests.small_course import COURSE

LESSONS = lesson_folders(COURSE)


def released(course: Path) -> Path:
    return course / "notebooks" / "01_small"


def change_cell(course: Path, cell_id: str, old: str, new: str) -> None:
    file = course / "solutions" / "01_small" / "01_small.ipynb"
    notebook = nbformat.read(file, as_version=4)
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, file)


def test_a_released_lesson_is_a_notebook_and_its_checks(small_course):
    release(small_course, lesson_folders(small_course))
    names = sorted(file.name for file in released(small_course).iterdir())
    assert names == ["01_small.ipynb", "checks.json"]


def test_a_released_notebook_holds_no_answer_and_no_hidden_test(small_course):
    release(small_course, lesson_folders(small_course))
    text = (released(small_course) / "01_small.ipynb").read_text()
    assert "return y * 2" not in text
    assert "hidden" not in text.lower()
    assert "return ..." in text


def test_the_same_source_gives_the_same_bytes(small_course):
    release(small_course, lesson_folders(small_course))
    first = {file.name: file.read_bytes() for file in released(small_course).iterdir()}
    for file in released(small_course).iterdir():
        file.unlink()
    release(small_course, lesson_folders(small_course))
    assert first == {file.name: file.read_bytes() for file in released(small_course).iterdir()}


def test_a_second_release_changes_nothing(small_course):
    release(small_course, lesson_folders(small_course))
    made = release(small_course, lesson_folders(small_course))
    assert (made.changed, made.kept) == ([], [])
    assert drift(small_course) == []


def test_an_edited_learner_notebook_is_drift(small_course):
    release(small_course, lesson_folders(small_course))
    file = released(small_course) / "01_small.ipynb"
    file.write_text(file.read_text().replace("A small lesson", "A large lesson"))
    [sentence] = drift(small_course)
    assert "01_small.ipynb differs" in sentence


def test_a_missing_and_a_stray_file_are_drift(small_course):
    release(small_course, lesson_folders(small_course))
    (released(small_course) / "checks.json").unlink()
    (released(small_course) / "answers.txt").write_text("42")
    sentences = drift(small_course)
    assert any("answers.txt belongs to no lesson" in sentence for sentence in sentences)
    assert any("checks.json is missing" in sentence for sentence in sentences)


def test_what_the_teacher_has_done_of_a_lesson_is_no_drift_and_stays(small_course):
    release(small_course, lesson_folders(small_course))
    (released(small_course) / "progress.json").write_text("{}")
    assert drift(small_course) == []
    assert release(small_course, lesson_folders(small_course)).kept == []
    assert (released(small_course) / "progress.json").exists()


def test_a_file_that_is_none_of_the_courses_is_kept_and_removed_only_by_force(small_course):
    released(small_course).mkdir()
    mine = released(small_course) / "my_notes.txt"
    mine.write_text("mine")
    assert mine in release(small_course, lesson_folders(small_course)).kept
    assert mine.read_text() == "mine"
    release(small_course, lesson_folders(small_course), force=True)
    assert not mine.exists()


@pytest.mark.parametrize(
    "work",
    [
        lambda cell: cell.update(source=cell.source + "\n# mine"),
        lambda cell: cell.update(
            outputs=[nbformat.v4.new_output("stream", name="stdout", text="6")]
        ),
    ],
    ids=["typed", "run"],
)
def test_a_notebook_that_somebody_has_worked_in_is_kept_without_force(
    small_course, monkeypatch, capsys, work
):
    release(small_course, lesson_folders(small_course))
    file = released(small_course) / "01_small.ipynb"
    notebook = nbformat.read(file, as_version=4)
    work(notebook.cells[1])
    nbformat.write(notebook, file)
    before = file.read_bytes()
    monkeypatch.chdir(small_course)
    assert main(["release"]) == 0
    assert "kept notebooks/01_small/01_small.ipynb: somebody has worked" in capsys.readouterr().out
    assert file.read_bytes() == before
    assert main(["release", "--force"]) == 0
    assert "changed notebooks/01_small/01_small.ipynb" in capsys.readouterr().out
    assert file.read_bytes() != before


def test_a_notebook_that_was_only_saved_again_is_nobodys_work(small_course):
    release(small_course, lesson_folders(small_course))
    file = released(small_course) / "01_small.ipynb"
    saved = nbformat.read(file, as_version=4)
    saved.metadata.language_info = {"name": "python", "version": "3.12.1"}
    file.write_text(nbformat.writes(saved, indent=4))
    assert file in release(small_course, lesson_folders(small_course)).changed


def test_a_bank_that_is_not_whole_is_not_released(small_course):
    exercises = small_course / "solutions" / "01_small" / "exercises"
    (exercises / "double.py").rename(exercises / "twice.py")
    with pytest.raises(CourseError, match=r"nothing was released:\n- 01_small: twice\.py"):
        release(small_course, lesson_folders(small_course))


@pytest.mark.parametrize(
    ("cell_id", "old", "new", "fault"),
    [
        ("double-solution", "y * 2", "y * 3", "not the reference of double"),
        ("double", "2 points", "3 points", "does not say (2 points)"),
        ("double-check", 'check("double", double)\n', 'check("double", double)\n1\n', "exactly"),
        ("double-check", "check.hidden", "check.hiden", "exactly"),
    ],
)
def test_a_lesson_at_odds_with_its_bank_is_not_released(small_course, cell_id, old, new, fault):
    change_cell(small_course, cell_id, old, new)
    with pytest.raises(CourseError, match="nothing was released") as error:
        release(small_course, lesson_folders(small_course))
    assert fault in str(error.value)
    assert list((small_course / "notebooks").iterdir()) == []


def test_a_failed_release_leaves_the_old_one_whole(small_course, monkeypatch):
    release(small_course, lesson_folders(small_course))
    before = {file.name: file.read_bytes() for file in released(small_course).iterdir()}
    change_cell(small_course, "title", "small", "other")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.release.lessons.WriteChecks.preprocess", full_disk)
    with pytest.raises(CourseError, match="No space left on device"):
        release(small_course, lesson_folders(small_course))
    assert before == {file.name: file.read_bytes() for file in released(small_course).iterdir()}
    assert not list(small_course.glob(".release-*"))


def test_release_by_name_takes_the_beginning_of_a_name(small_course, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    assert main(["release", "01"]) == 0
    assert main(["release", "--check"]) == 0
    assert main(["release", "07"]) == 2
    assert "there is no lesson '07': the lessons are 01_small." in capsys.readouterr().err


def test_release_check_exits_1_on_drift(small_course, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    assert main(["release", "--check"]) == 1
    assert "is missing: run `course release`" in capsys.readouterr().out


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_every_lesson_agrees_with_its_bank(folder):
    assert lesson_faults(folder) == []


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_every_released_notebook_is_without_outputs(folder):
    file = COURSE / "notebooks" / folder.name / f"{folder.name}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_every_graded_cell_says_its_points_in_the_text(folder):
    cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
    total = 0
    for before, cell in pairwise(cells):
        settings = cell.metadata.get("nbgrader", {})
        if settings.get("grade") and settings["solution"]:
            unit = "point" if settings["points"] == 1 else "points"
            assert f"({settings['points']} {unit})" in before.source, cell.id
        total += settings.get("points", 0)
    assert total > 0
