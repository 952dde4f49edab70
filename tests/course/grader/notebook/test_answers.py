"""Answers in words: none is lost, wherever somebody has typed it and whatever has saved it."""

from dataclasses import replace

import pytest

from course.grader.lesson import Lesson
from course.grader.notebook.read import Cell, read_cells
from course.grader.notebook.written import as_typed
from course.rehearsal.handed import to_bytes
from tests.course.grader.notebook.small_question import (
    ANSWER,
    QUESTION,
    STUB,
    answer,
    bare,
    lesson_with_a_question,
    sources,
    untouched,
)

MORE = "Then I ask for the recall of the rare class."
NOTE = "Look up: costs, again. Ask Ann!"


@pytest.fixture
def lesson() -> Lesson:
    return lesson_with_a_question()


@pytest.fixture
def theirs(lesson: Lesson) -> list[Cell]:
    return untouched(lesson)


def test_an_answer_in_its_place_needs_no_note(lesson, theirs):
    theirs[5] = replace(theirs[5], source=ANSWER)
    source, written, made = answer(lesson, theirs)
    assert (source, written, made.notes) == (ANSWER, ["own-words"], [])


def test_an_untouched_notebook_waits_for_nobody(lesson, theirs):
    source, written, made = answer(lesson, theirs)
    assert (source, written, made.notes) == (STUB, [], [])
    assert answer(lesson, bare(theirs))[:2] == (STUB, [])


@pytest.mark.parametrize("at", [5, 6], ids=["above", "below"])
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_in_a_new_cell_beside_its_place(lesson, theirs, at, kind):
    theirs.insert(at, Cell(kind, ANSWER))
    source, written, made = answer(lesson, theirs)
    assert (source, written) == (ANSWER, ["own-words"])
    assert made.notes[0].startswith('the answer to "In your own words (2 points)" was found')
    assert sources(made).count(ANSWER) == 1


def test_in_the_cell_of_the_question(lesson, theirs):
    theirs[4] = replace(theirs[4], source=f"{QUESTION}\n\n{ANSWER}")
    source, written, made = answer(lesson, theirs)
    assert (source, written) == (ANSWER, ["own-words"])
    assert "was found in the question" in made.notes[0]
    assert QUESTION in sources(made)


@pytest.mark.parametrize(
    "code",
    [f'"{ANSWER}"', f'"""\n{ANSWER}\n"""', f"# {ANSWER}", ANSWER, f'print("{ANSWER}")'],
    ids=["text", "long text", "comment", "bare words", "printed"],
)
@pytest.mark.parametrize("place", ["new", "turned"])
def test_in_a_cell_of_code(lesson, theirs, code, place):
    if place == "new":
        theirs.insert(6, Cell("code", code))
    else:
        theirs[5] = replace(theirs[5], kind="code", source=code)
    source, written, _ = answer(lesson, theirs)
    assert ANSWER in source
    assert written == ["own-words"]


@pytest.mark.parametrize(
    "code",
    [
        f'answer = """\n{ANSWER}\n"""',
        f'print(f"{ANSWER}")',
        f'display(Markdown("""{ANSWER}"""))',
        f"# {ANSWER}\nprint(499 / 500)",
        f"%%html\n<p>{ANSWER}</p>",
        f'!echo "{ANSWER}"',
        "recall (cracked) = TP / (TP + FN), so: what is it? (50 % or less!)",
        "我会问召回率和精确率，因为裂缝很少见。",
    ],
    ids=["named", "f", "shown", "comment", "magic", "shell", "formula", "without blanks"],
)
@pytest.mark.parametrize("at", [5, 6], ids=["above", "below"])
def test_words_in_code_at_the_question_wait_for_somebody(lesson, theirs, code, at):
    theirs.insert(at, Cell("code", code))
    source, written, made = answer(lesson, theirs)
    assert code in as_typed(source)
    assert written == ["own-words"]
    assert "somebody has to look" in made.notes[0]
    assert code in sources(made)


@pytest.mark.parametrize("code", ["print(cost(3), cost(4))", "xs = [x for x in xs if x not in ys]"])
def test_code_at_the_question_is_no_answer(lesson, theirs, code):
    theirs.insert(6, Cell("code", code))
    assert answer(lesson, theirs)[:2] == (STUB, [])


@pytest.mark.parametrize(
    "text", ["👍", "$$\\alpha$$", "No.", "Some words on prices.", f"{STUB}\n\n> 499/500", "答"]
)
def test_whatever_stands_in_its_cell_is_an_answer(lesson, theirs, text):
    theirs[5] = replace(theirs[5], source=text)
    source, written, made = answer(lesson, theirs)
    assert (source, written, made.notes) == (text, ["own-words"], [])


@pytest.mark.parametrize("text", ["", " \n", f"{STUB}\n\n...", "_Write your answer here_\n\n---"])
def test_a_stub_with_dots_and_lines_is_no_answer(lesson, theirs, text):
    theirs[5] = replace(theirs[5], source=text)
    assert answer(lesson, theirs)[1] == []


def test_in_several_cells(lesson, theirs):
    theirs[5] = replace(theirs[5], source=ANSWER)
    theirs.insert(6, Cell("markdown", MORE))
    source, written, made = answer(lesson, theirs)
    assert (source, written) == (f"{ANSWER}\n\n{MORE}", ["own-words"])
    assert "continues in cells beside it" in made.notes[0]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_with_its_first_part_above_its_place(lesson, theirs, kind):
    theirs[5] = replace(theirs[5], source=MORE)
    theirs.insert(5, Cell(kind, ANSWER))
    source, written, made = answer(lesson, theirs)
    assert (source, written) == (f"{ANSWER}\n\n{MORE}", ["own-words"])
    assert "continues in cells beside it" in made.notes[0]


@pytest.mark.parametrize(
    "code", [f"# {MORE}\nx = 0.9 * 3", "40 * 0.2  # 8 cases", f'print("{MORE}", 3 * 4)']
)
@pytest.mark.parametrize("at", [5, 6], ids=["above", "below"])
def test_with_a_calculation_beside_it_that_says_something(lesson, theirs, code, at):
    theirs[5] = replace(theirs[5], source=ANSWER)
    theirs.insert(at, Cell("code", code))
    source, _, made = answer(lesson, theirs)
    assert source == f"{ANSWER}\n\n```python\n{code}\n```"
    assert code in sources(made)
    assert "continues in cells beside it" in made.notes[0]


def test_code_without_words_beside_an_answer_is_no_part_of_it(lesson, theirs):
    theirs[5] = replace(theirs[5], source=ANSWER)
    theirs.insert(6, Cell("code", "print(499 / 500)"))
    source, _, made = answer(lesson, theirs)
    assert (source, made.notes) == (ANSWER, [])


def test_in_a_notebook_that_has_all_cells_twice_it_is_shown_once(lesson, theirs):
    theirs[5] = replace(theirs[5], source=ANSWER)
    assert answer(lesson, [*theirs, *theirs])[:2] == (ANSWER, ["own-words"])
    theirs.insert(6, Cell("markdown", MORE))
    assert answer(lesson, [*theirs, *theirs])[:2] == (f"{ANSWER}\n\n{MORE}", ["own-words"])


def test_where_the_cell_is_there_twice_the_filled_one_counts(lesson, theirs):
    theirs.insert(6, replace(theirs[5], source=ANSWER))
    assert answer(lesson, theirs)[:2] == (ANSWER, ["own-words"])


def test_other_points_in_an_older_question_are_nobodys_words(lesson, theirs):
    theirs[4] = replace(theirs[4], source=QUESTION.replace("(2 points)", "(1.5 points)"))
    assert answer(lesson, theirs)[:2] == (STUB, [])


@pytest.mark.parametrize("stub", [True, False], ids=["stub left", "stub gone"])
def test_with_metadata_and_ids_lost(lesson, theirs, stub):
    theirs[5:6] = [theirs[5]] * stub + [Cell("markdown", ANSWER)]
    source, written, _ = answer(lesson, bare(theirs))
    assert (source, written) == (ANSWER, ["own-words"])


def test_with_paragraphs_of_ours_in_cells_of_their_own(lesson, theirs):
    pieces = [Cell("markdown", text) for text in QUESTION.split("\n\n")]
    theirs[4:6] = [*pieces, Cell("markdown", ANSWER), Cell("markdown", MORE)]
    source, written, _ = answer(lesson, bare(theirs))
    assert (source, written) == (f"{ANSWER}\n\n{MORE}", ["own-words"])


def test_with_the_signs_of_markdown_changed(lesson, theirs):
    changed = QUESTION.replace("1. ", "* ").replace("##", "#").replace("\n\n", "\n")
    theirs[4] = replace(theirs[4], source=changed)
    theirs[5] = replace(theirs[5], source=ANSWER)
    assert answer(lesson, bare(theirs))[:2] == (ANSWER, ["own-words"])


@pytest.mark.parametrize(
    "form", ["%md\n{}", "%md {}", "%%markdown\n{}", 'mo.md(r"""\n{}\n""")', 'mo.md("{}")']
)
def test_as_databricks_jupyter_and_marimo_keep_a_text_in_code(lesson, theirs, form):
    theirs[5] = replace(theirs[5], source=ANSWER)
    raw = [
        {"cell_type": "code", "source": form.format(one.source), "metadata": {}}
        if one.kind == "markdown" and ("\n" not in one.source or '("{' not in form)
        else {"cell_type": one.kind, "source": one.source, "metadata": {}}
        for one in theirs
    ]
    cells = list(read_cells(to_bytes({"cells": raw})).cells)
    assert answer(lesson, cells)[:2] == (ANSWER, ["own-words"])
