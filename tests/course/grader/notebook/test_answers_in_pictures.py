"""Written answers that are pictures, or lie in a document beside the notebook."""

from base64 import b64encode
from dataclasses import replace

import pytest

from course.grader.lesson import Lesson
from course.grader.notebook.beside import with_pictures
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


@pytest.mark.parametrize(
    "shown",
    [
        "![]({})",
        '![me](./{} "a title")',
        "![me](<C:\\Users\\ann\\{}>)",
        '<img src="{}" width=400>',
        "<img src='notes/{}'/>",
    ],
)
@pytest.mark.parametrize("start", [b"\x89PNG", b"\xff\xd8\xff", b"RIFF1234WEBP"])
def test_a_picture_from_a_file_beside_the_notebook_is_put_in(lesson, theirs, shown, start):
    name = "my photo.png" if "<C:" in shown else "photo.png"
    theirs[5] = replace(theirs[5], source=f"{ANSWER} {shown.format(name)}")
    files = {f"notes/{name}": start, "other.png": start}
    cells = with_pictures(theirs, files)
    pictures = [*cells[5].attachments.values()]
    assert [[*one.values()] for one in pictures] == [[b64encode(start).decode()]]
    source, _, made = answer(lesson, cells)
    [part] = [part for part in made.parts if part.cell["id"] == "own-words"]
    assert f"attachment:{next(iter(part.cell['attachments']))}" in source
    assert made.notes == []


@pytest.mark.parametrize(
    "text",
    ["![](https://example.org/a.png)", "![](b.png)", "![](attachment:a.png)", "a.png", "<img>"],
)
def test_a_picture_that_is_not_beside_the_notebook_stays_as_it_was_typed(theirs, text):
    theirs[5] = replace(theirs[5], source=text)
    assert with_pictures(theirs, {"a.png": b"\x89PNG", "b.png": b"<svg>"}) == theirs


def test_a_picture_that_is_shown_a_thousand_times_takes_no_more_room_than_others(theirs):
    cells = [replace(theirs[5], source="![](a.png)")] * 1000
    made = with_pictures(cells, {"a.png": b"\x89PNG" + b"0" * 1_000_000})
    assert sum(bool(cell.attachments) for cell in made) < 20


@pytest.mark.parametrize("text", ["See attached.", f"{ANSWER} {ANSWER} ![](scan%201.heic)"])
def test_a_document_that_an_answer_means_is_named(lesson, theirs, text):
    theirs[5] = replace(theirs[5], source=text)
    names = [names_of(one.source) for one in theirs]
    made = canonical_notebook(lesson, theirs, names, ["scan 1.heic"])
    assert "may go on in what lies beside the notebook: scan 1.heic" in made.notes[0]
    theirs[5] = replace(theirs[5], source=f"{ANSWER} {ANSWER}")
    names = [names_of(one.source) for one in theirs]
    assert canonical_notebook(lesson, theirs, names, ["scan 1.heic"]).notes == []
