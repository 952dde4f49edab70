"""The glossary: every term once, in the sentence that explains it, before it is used."""

import re

import nbformat
import pytest

from course.folders import CourseError, lesson_folders, lesson_notebook
from course.release.glossary import (
    GLOSSARY_FILE,
    Term,
    early_uses,
    glossary_text,
    sentences,
    terms_of,
)
from course.release.lessons import drift, release
from tests.small_course import COURSE


def add(course, text, cell_id="prose"):
    """Put a markdown cell at the end of the small course's lesson; return its folder."""
    folder = course / "solutions" / "01_small"
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell(text, id=cell_id))
    nbformat.write(notebook, lesson_notebook(folder))
    return folder


def test_a_term_is_what_is_bold_and_its_entry_the_sentence_around_it(small_course):
    folder = add(small_course, "First, a word. The **recall** of a class is a share. Then more.")
    [term] = terms_of(folder)
    assert (term.name, term.cell) == ("recall", "prose")
    assert term.sentence == "The recall of a class is a share."


@pytest.mark.parametrize(
    "text",
    [
        "**Predict before you run:** how many?",
        "**Read on:** a paper.",
        "**Weight 50, or 50 copies?** One model trains.",
        "**Example.** For the counts 90 and 10 it is 5.5.",
        "**Your task.** From `y`, return a dict.",
        "`a ** b` and `c ** d`, and 2 * 3 * 4.",
        "*italics* only",
    ],
)
def test_lead_ins_and_other_stars_are_no_terms(small_course, text):
    assert terms_of(add(small_course, text)) == []


def test_an_entry_ends_in_a_full_stop_where_a_formula_follows_in_the_lesson(small_course):
    folder = add(small_course, "The **recall** of a class is a share:\n\n$$a / b$$")
    [term] = terms_of(folder)
    assert term.sentence == "The recall of a class is a share."


@pytest.mark.parametrize(
    ("name", "heading"), [("recall", "Recall"), ("Recall", "Recall"), ("F1", "F1")]
)
def test_every_entry_begins_with_a_capital_letter(name, heading):
    assert Term(name, "01_small", "prose", "A sentence.").heading == heading


def test_the_title_cell_and_answers_have_no_terms(small_course):
    folder = small_course / "solutions" / "01_small"
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    notebook.cells[0].source += "\n\n- **count** things"
    written = nbformat.v4.new_markdown_cell("A **clever** answer.", id="x-written")
    written.metadata["nbgrader"] = {"grade": True}
    notebook.cells.append(written)
    nbformat.write(notebook, lesson_notebook(folder))
    assert terms_of(folder) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Heading\n\nOne. Two?\n\nThree", ["One.", "Two?", "Three"]),
        ("- first item\n- second: `a. B`", ["first item", "second: `a. B`"]),
        ("| a | b |\n\nAfter.", ["After."]),
        ("A line\nthat goes on. 5 more.", ["A line that goes on.", "5 more."]),
        ("Cui et al. (2019) say so.", ["Cui et al. (2019) say so."]),
    ],
)
def test_prose_is_cut_into_sentences(text, found):
    assert sentences(text) == found


def test_a_term_explained_twice_is_refused_and_both_places_are_named(small_course):
    add(small_course, "The **recall** is a share.", "one")
    add(small_course, "**Recall** is a share of ours.", "two")
    with pytest.raises(CourseError, match="cell two, marks 'Recall'.*cell one"):
        glossary_text(small_course)


def test_a_term_used_before_it_is_explained_is_found(small_course):
    add(small_course, "Its recall is low.", "early")
    add(small_course, "The **recall** is a share.", "late")
    [sentence] = early_uses(small_course)
    assert "early: uses 'recall'" in sentence


def test_a_part_of_another_word_is_no_use_of_a_term(small_course):
    add(small_course, "We recalled it, `recall(x)` too.", "early")
    add(small_course, "The **recall** is a share.", "late")
    assert early_uses(small_course) == []


def test_releasing_writes_the_glossary_and_notices_when_it_is_out_of_step(small_course):
    add(small_course, "The **recall** of a class is a share.")
    release(small_course, lesson_folders(small_course))
    file = small_course / "notebooks" / GLOSSARY_FILE
    assert "**Recall** · The recall of a class is a share. ([01: A small lesson](01_small/" in (
        file.read_text()
    )
    assert drift(small_course) == []
    file.write_text("by hand")
    assert drift(small_course) == [
        f"notebooks/{GLOSSARY_FILE} differs from solutions/: run `course release`."
    ]


# What points at a sentence that stands before it in the lesson, and not in the glossary.
POINTS_BACK = re.compile(
    r"^(?:\W|(?:It|They|This|That|These|Those|Then|There|So|And|Or|But|Both|Note)\b)"
    r"|\b(?:such an?|these|those)\b"
)


@pytest.mark.parametrize("folder", lesson_folders(COURSE), ids=lambda folder: folder.name)
def test_an_entry_is_a_whole_sentence_that_stands_alone(folder):
    for term in terms_of(folder):
        assert term.name in term.sentence or term.heading in term.sentence
        assert re.match(r"[A-Z].*[a-z].*\.$", term.sentence), term.sentence
        assert term.sentence.count("(") == term.sentence.count(")"), term.sentence
        assert not POINTS_BACK.search(term.sentence), term.sentence


def test_no_lesson_uses_a_term_before_the_cell_that_explains_it():
    assert early_uses(COURSE) == []


@pytest.mark.parametrize("folder", lesson_folders(COURSE), ids=lambda folder: folder.name)
def test_each_lesson_says_how_long_it_takes_and_what_it_builds_on(folder):
    title = nbformat.read(lesson_notebook(folder), as_version=4).cells[0].source
    [line] = [line for line in title.splitlines() if re.match(r"\d+ minutes\b", line)]
    assert "after lesson" in line or (folder.name.startswith("01") and "You should know" in line)
