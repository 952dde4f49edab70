"""Of several notebooks in a folder the one counts that was worked in, and the others are named."""

import json
import os
import time

import nbformat
import pytest

from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    hand_in,
    notebook_with,
    row,
)


def released(course) -> str:
    """Return the notebook as it was released, opened, run and saved."""
    notebook = nbformat.read(course / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            cell.execution_count = number
    return nbformat.writes(notebook)


@pytest.mark.parametrize("name", [f"{LESSON}-Copy1.ipynb", f"{LESSON} (1).ipynb", "01 small.ipynb"])
@pytest.mark.parametrize("unworked", ["as released", "damaged"])
def test_a_copy_counts_where_the_original_has_nothing_of_the_learner(course, name, unworked):
    first = hand_in(course, "ann", released(course) if unworked == "as released" else "{")
    first.with_name(name).write_text(notebook_with(course, RIGHT))
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 2
    assert name in " ".join(graded["notes"])
    assert "another one counts, since" in graded["notes"][0]
    assert grade(course)["submissions"] == [graded]  # which is known again


def test_what_was_worked_in_counts_wherever_it_lies_in_a_copy_of_the_whole_course(course):
    folder = course / "grading" / "submitted" / "ann" / "course"
    for place, text in (
        ("notebooks", released(course)),
        ("work", notebook_with(course, RIGHT)),
        ("old", notebook_with(course, SQUARED)),
    ):
        file = folder / place / LESSON / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    (folder / "old" / LESSON / f"{LESSON}.ipynb").rename(folder / "old" / LESSON / "draft.ipynb")
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 2


def test_the_one_with_the_lessons_name_counts_where_both_were_worked_in(course):
    first = hand_in(course, "ann", notebook_with(course, SQUARED))
    first.with_name(f"{LESSON} (1).ipynb").write_text(notebook_with(course, RIGHT))
    graded = row(grade(course), "ann")
    assert graded["points"] == 0
    assert graded["notes"] == [f"other notebooks in the folder were ignored: {LESSON} (1).ipynb"]


def test_a_notebook_that_comes_later_is_named_though_the_graded_one_is_as_it_was(course):
    first = hand_in(course, "ann", notebook_with(course, SQUARED))
    assert row(grade(course), "ann")["notes"] == []
    second = first.with_name(f"{LESSON} (1).ipynb")
    second.write_text(notebook_with(course, RIGHT))
    os.utime(second, (time.time() + 3600, time.time() + 3600))
    [note] = row(grade(course), "ann")["notes"]
    assert note == (f"other notebooks in the folder were ignored: {LESSON} (1).ipynb (saved later)")


def test_another_lessons_notebook_is_no_copy_of_this_one(course):
    first = hand_in(course, "ann", released(course))
    other = course / "solutions" / "02_small" / "exercises"
    other.mkdir(parents=True)
    (other / "treble.py").write_text("")
    cells = [nbformat.v4.new_code_cell('check("treble", treble)\nmine = 1')]
    first.with_name("02_small.ipynb").write_text(
        nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    )
    graded = row(grade(course), "ann")
    assert graded["status"] == "repaired"
    assert "02_small" in json.dumps(graded["notes"])


@pytest.mark.parametrize(
    "name",
    [
        f"ann/{LESSON}.ipynb",
        f"ann/{LESSON} (1)/{LESSON}.ipynb",
        f"ann/work/{LESSON}/{LESSON}.ipynb",
        "ann.ipynb",
    ],
)
def test_what_was_worked_in_counts_wherever_it_lies_beside_the_lessons_folder(course, name):
    place = hand_in(course, "ann", released(course)).parents[2]
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(notebook_with(course, RIGHT))
    graded = row(grade(course), "ann")
    assert graded["points"] == 2
    assert "another one counts, since" in " ".join(graded["notes"])


def test_of_several_copies_the_last_counts(course):
    first = hand_in(course, "ann", released(course))
    for number, answer in ((1, SQUARED), (2, SQUARED), (10, RIGHT)):
        copy = first.with_name(f"{LESSON} ({number}).ipynb")
        copy.write_text(notebook_with(course, answer))
    assert row(grade(course), "ann")["points"] == 2


@pytest.mark.parametrize("places", [("notebooks", "solutions"), ("solutions", "work")])
def test_the_solved_notebook_in_a_copy_of_the_whole_course_is_nobodys(course, places):
    solved = (course / "solutions" / LESSON / f"{LESSON}.ipynb").read_text()
    contents = {
        "notebooks": released(course),
        "work": notebook_with(course, SQUARED),
        "solutions": solved,
    }
    for place in places:
        file = course / "grading" / "submitted" / "ann" / place / LESSON / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(contents[place])
    assert row(grade(course), "ann")["points"] == 0


def test_of_a_download_the_copy_counts_that_was_worked_in(course):
    place = course / "grading" / "submitted"
    place.mkdir(exist_ok=True)
    for number, text in ((1, notebook_with(course, RIGHT)), (2, released(course)), (3, "{")):
        (place / f"smithann_12345_67890{number}_{LESSON}.ipynb").write_text(text)
    assert row(grade(course), "smithann")["points"] == 2
