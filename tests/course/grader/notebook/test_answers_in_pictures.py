"""Written answers that are pictures, or lie in a document beside the notebook."""

from dataclasses import replace

import pytest

from course.grader.lesson import Lesson
from course.grader.notebook.canonical import canonical_notebook
from course.grader.notebook.names import names_of
from course.grader.notebook.read import Cell, read_cells
from course.rehearsal.handed import to_bytes
from tests.course.grader.notebook.small_question import (
    ANSWER,
    PNG,
    answer,
    lesson_with_a_question,
    sources,
    untouched,
)

DATA = ["my.csv", "README.md", "helper.py", "model.keras", "other.ipynb"]
NAMES = [
    *("answers.docx", "scan 1.HEIC", "notes/my words.txt", "photo.webp", "answer.pptx", "a.xlsx"),
    *("answer.gdoc", "voice.m4a", "film.MP4", "me.avif", "answer.rar", "answer"),
]


@pytest.fixture
def lesson() -> Lesson:
    return lesson_with_a_question()


@pytest.fixture
def theirs(lesson: Lesson) -> list[Cell]:
    return untouched(lesson)


@pytest.mark.parametrize("name", NAMES)
def test_where_it_may_lie_in_a_document_beside_somebody_looks(lesson, theirs, name):
    names = [names_of(one.source) for one in theirs]
    made = canonical_notebook(lesson, theirs, names, [*DATA, name])
    assert made.written == ["own-words"]
    assert "may be the answer to" in made.notes[0]
    assert any(f"`{name}`" in source for source in sources(made))
    assert canonical_notebook(lesson, theirs, names, DATA).written == []
    theirs.append(Cell("code", f"open('{name}')"))  # data, then
    names = [names_of(one.source) for one in theirs]
    assert canonical_notebook(lesson, theirs, names, [name]).written == []


def test_a_picture_alone_is_an_answer_and_stays(lesson, theirs):
    theirs[5] = replace(
        theirs[5], source="![me](attachment:me.png)", attachments={"me.png": {"image/png": PNG}}
    )
    _, written, made = answer(lesson, theirs)
    [part] = [part for part in made.parts if part.cell["id"] == "own-words"]
    [name] = part.cell["attachments"]
    assert written == ["own-words"]
    assert f"attachment:{name}" in part.cell["source"]


def test_a_picture_that_was_pasted_into_the_text_is_kept_whatever_its_size(lesson, theirs):
    picture = "A" * 2_000_000
    raw = [
        {"cell_type": one.kind, "source": one.source, "metadata": {}, "id": one.cell_id}
        for one in theirs
    ]
    raw[5]["source"] = f"{ANSWER} ![](data:image/png;base64,{picture})"
    cells = list(read_cells(to_bytes({"cells": raw})).cells)
    source, written, made = answer(lesson, cells)
    [part] = [part for part in made.parts if part.cell["id"] == "own-words"]
    assert ANSWER in source
    assert written == ["own-words"]
    assert [*part.cell["attachments"].values()] == [{"image/png": picture}]


def test_a_drawing_that_could_hold_a_script_is_no_picture(lesson):
    raw = {
        "cell_type": "markdown",
        "source": "x",
        "attachments": {
            "a.svg": {"image/svg+xml": "PHN2Zz4="},
            "b.png": {"image/png": "<script>"},
            "c": 3,
        },
    }
    [cell] = read_cells(to_bytes({"cells": [raw]})).cells
    assert cell.attachments == {}
