"""Plain language: what learners read has short sentences and everyday words."""

import re
from pathlib import Path

import nbformat
import pytest

from course.folders import lesson_folders, lesson_notebook
from course.release.glossary import sentences
from helpers.checks.bank import bank_from_source

COURSE = Path(__file__).resolve().parents[2]
MOST_WORDS = 27  # of a sentence; a formula or a piece of code is one, parentheses are none
FOLDERS = lesson_folders(COURSE)
# What a reader whose first language is another may not know, or what sounds like a reproach.
PLAINER = {
    "all but": "almost", "anew": "again", "besides": "also", "dear": "expensive",
    "dearer": "more expensive", "dearest": "most expensive", "hence": "so",
    "likelier": "more probable", "obviously": "leave it out", "of course": "leave it out",
    "simply": "leave it out", "thus": "so", "trivial": "leave it out",
}  # fmt: skip
each_lesson = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def words(sentence: str) -> list[str]:
    plain = re.sub(r"`[^`]*`|\$[^$]*\$", "code", sentence)
    return re.findall(r"[\w.^*/'-]*\w[\w.^*/'-]*", re.sub(r"\([^()]*\)", "", plain))


def prose(folder: Path) -> list[str]:
    """Return the sentences that a learner reads in a lesson, its reading list left out."""
    cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
    read = [c for c in cells if c.cell_type == "markdown" and not c.id.endswith("-written")]
    found = [sentence for cell in read for sentence in sentences(cell.source)]
    return [sentence for sentence in found if not sentence.startswith("**Read on:**")]


def hints(folder: Path) -> list[str]:
    bank = bank_from_source(folder / "exercises")
    texts = [
        text
        for exercise in bank.sources.values()
        for text in [*exercise.hints, *(mistake.hint for mistake in exercise.mistakes)]
    ]
    return [sentence for text in texts for sentence in sentences(text)]


def test_code_and_parentheses_do_not_make_a_sentence_long():
    assert words("Call `f(x, y)` (twice, if you like) now.") == ["Call", "code", "now."]


@each_lesson
def test_sentences_of_a_lesson_and_of_its_hints_are_short(folder):
    for sentence in prose(folder) + hints(folder):
        assert len(words(sentence)) <= MOST_WORDS, sentence


@each_lesson
def test_words_of_a_lesson_and_of_its_hints_are_plain(folder):
    for sentence in prose(folder) + hints(folder):
        assert "!" not in re.sub(r"`[^`]*`", "", sentence), sentence
        for word, better in PLAINER.items():
            found = re.search(rf"\b{word}\b", sentence, re.IGNORECASE)
            assert not found, f"{word!r} ({better}): {sentence}"
