"""Answers in words that stand somewhere else wait for somebody; words of ours are nobody's."""

from dataclasses import replace

import pytest

from course.grader.lesson import Lesson
from course.grader.notebook.read import Cell, read_cells
from course.rehearsal.handed import to_bytes
from tests.course.grader.notebook.small_question import (
    ANSWER,
    STUB,
    answer,
    bare,
    graded,
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


def test_words_elsewhere_wait_for_somebody_where_the_answer_is_missing(lesson, theirs):
    theirs[4:6] = [Cell("markdown", ANSWER)]  # the question itself is gone
    theirs.append(Cell("markdown", MORE))
    source, written, made = answer(lesson, theirs)
    assert ANSWER in source
    assert written == ["own-words"]
    assert made.notes[0].startswith(('the answer to "', "words were found"))


def test_a_long_text_at_the_top_may_be_an_answer_and_a_name_is_none(lesson, theirs):
    name = Cell("markdown", "**Ann Smith**, class 10b, group 3, lesson 1, 12 November")
    assert answer(lesson, [name, *theirs])[1:2] == ([],)
    source, written, made = answer(lesson, [Cell("markdown", f"{ANSWER} {MORE}"), *theirs])
    assert MORE in source
    assert written == ["own-words"]
    assert "somebody has to look" in made.notes[0]


def test_a_remark_of_few_words_or_in_code_of_another_exercise_is_no_answer(lesson, theirs):
    theirs.insert(1, Cell("markdown", NOTE))
    theirs.insert(5, Cell("markdown", "Good one!"))
    theirs.insert(5, Cell("code", "x = 1  # " + MORE))
    source, written, made = answer(lesson, bare(theirs))
    assert NOTE in sources(made)
    assert "Good one!" in source or (source, written) == (STUB, [])
    theirs = [one for one in theirs if one.source != "Good one!"]
    assert answer(lesson, theirs)[:2] == (STUB, [])


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4], ids=["top", "title", "answer", "check", "see"])
@pytest.mark.parametrize("form", ["markdown", "raw", "comment"])
def test_one_sentence_in_a_cell_of_its_own_may_be_an_answer_wherever_it_stands(
    lesson, theirs, place, form
):
    comment = form == "comment"
    theirs.insert(place, Cell("code" if comment else form, f"# {MORE}" if comment else MORE))
    source, written, made = answer(lesson, theirs)
    assert (source, written) == (MORE, ["own-words"])
    assert "somebody has to look" in made.notes[0]


def test_a_sentence_below_a_text_of_ours_may_be_an_answer_and_an_older_text_is_none(lesson, theirs):
    theirs[0] = replace(theirs[0], source="# Prices\n\nHere we had some other words on prices.")
    assert answer(lesson, theirs)[1] == []
    theirs = untouched(lesson)
    theirs[0] = replace(theirs[0], source=f"{theirs[0].source}\n\n{MORE}")
    assert answer(lesson, theirs)[:2] == (MORE, ["own-words"])


@pytest.mark.parametrize("place", [0, 1, 2, 3], ids=["title", "below it", "exercise", "check"])
def test_many_words_anywhere_may_be_an_answer(lesson, theirs, place):
    words = f"{ANSWER} {MORE}"
    if place == 0:
        theirs[0] = replace(theirs[0], source=f"{theirs[0].source}\n\n{words}")
    elif place == 2:
        theirs[1] = replace(theirs[1], source=f"{theirs[1].source}\n# {words}")
    else:
        theirs.insert(place, Cell("markdown", words))
    source, written, made = answer(lesson, theirs)
    assert words in source
    assert written == ["own-words"]
    assert "somebody has to look" in made.notes[0]


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("a = input('My answer: ')", {"name": "stdout", "text": ["My answer: ", MORE]}),
        ("!cat answer.txt", {"name": "stdout", "text": MORE}),
        ("display(Markdown(open('a.md').read()))", {"data": {"text/markdown": [MORE]}}),
        ("HTML(box.value)", {"data": {"text/html": f"<p>{MORE}</p>", "text/plain": "<HTML>"}}),
    ],
)
def test_words_that_stand_in_what_a_cell_has_shown_may_be_an_answer(lesson, source, output):
    cells = [dict(one) for one in lesson.notebook["cells"]]
    one = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [output]}
    place = [one["id"] for one in cells].index("own-words")
    cells.insert(place + 1, one)
    text, written, made = answer(lesson, list(read_cells(to_bytes({"cells": cells})).cells))
    assert MORE in text
    assert written == ["own-words"]
    assert "somebody has to look" in made.notes[0]


def test_what_a_program_has_shown_beside_a_question_is_no_answer(lesson):
    cells = [dict(one) for one in lesson.notebook["cells"]]
    log = {"name": "stdout", "text": "Epoch 1 of 5: the loss is 0.3, and so it goes on"}
    one = {"cell_type": "code", "metadata": {}, "source": "model.fit(x)", "outputs": [log]}
    cells.append(one)
    assert answer(lesson, list(read_cells(to_bytes({"cells": cells})).cells))[1] == []


def test_a_long_comment_in_code_of_ours_is_nobody_s_answer(lesson, theirs):
    comment = f"# {ANSWER} {MORE}"
    for one in lesson.notebook["cells"]:
        if one["id"] == "see":
            one["source"] = f"{comment}\nprint(cost(1))"
    theirs = untouched(lesson)
    assert answer(lesson, theirs)[:2] == (STUB, [])
    theirs[3] = replace(theirs[3], source=f"{comment}\nprint(cost(2))")
    assert answer(lesson, theirs)[:2] == (STUB, [])


def test_words_in_a_text_of_ours_stay_in_the_marked_notebook(lesson, theirs):
    theirs[0] = replace(theirs[0], source=f"{theirs[0].source}\n\nMy own note.")
    made = graded(lesson, theirs)
    assert sources(made)[:2] == ["# Prices\n\nSome words on prices.", "My own note."]
