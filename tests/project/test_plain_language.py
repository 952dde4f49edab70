"""Plain language: what learners read has short sentences and everyday words."""

import re
from pathlib import Path

import nbformat
import pytest

from course.folders import lesson_folders, lesson_notebook
from course.release.glossary import sentences
from helpers.checks.bank import bank_from_source
from tests.english.texts import Text, texts

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


@each_lesson
def test_each_exercise_has_one_paragraph_that_is_labelled_as_the_task(folder):
    cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
    for cell in cells:
        if re.search("^### Exercise", cell.source, re.MULTILINE):
            opened = [part.startswith("**Your task.** ") for part in cell.source.split("\n\n")]
            assert sum(opened) == 1, cell.id


# What a native ear tripped over, in kind: nothing that a person can meet says it again.
ODD = {
    r"(?:is|are) told which mistake": "says which mistake it is",
    r"[Mm]ac won't do\b": "doesn't work",
    r"\bhas \d+ [MG]B\b": "is 666 MB",
    r"\bof (?:32|64) bits\b(?! keep)": "64-bit",
    r"\b(?:run|one) that was broken off": "was interrupted",
    r"\bbelongs? into\b": "belongs in, or: put it into",
    r"\bJSON to its end\b": "breaks off before its end",
    r"value of key '\w+' and '\w+' differ": "the values differ",
    r"that came\b(?= \(| from )": "what we got",
    r"(?<![\d.,-])\b1 (?:dogs|pictures|exercises|points|labels|lessons)\b": "one dog",
    r"\brightly passed\b": "let pass",
    r"\bnor [\d.]+ on average": "a whole sentence",
    r"[Aa]nybody's browser will do": "any browser",
    r"\bare at hand\b": "are there",
    r"\b[Ww]ho is stuck on\b": "anybody who is stuck",
    r"\b[Ww]hoever hasn't\b": "anybody who hasn't",
    r"\bchange places\b": "are swapped",
    r"\bcan't be had\b": "isn't available",
    r"\bwas found as\b": "was found under another name",
    r"\bHow often it was said\b": "how often the model says it",
    r"\bprobability that was said\b": "the probability that the model gives",
    r"\bshall count twice\b": "counts twice",
    r"\bmend (?:its|their) rights\b": "change its permissions",
    r"\bin a wrong way\b": "wrongly",
    r"\b(?:left|leaves?) aside\b": "ignored",
    r"\belse than\b": "other than",
    r"\banother \w+ than\b": "different from, or: not the ... that",
    r"\b[Ss]ome (?:minutes|seconds)\b": "a few minutes",
    r"\bfrom which (?:\w+ )?on\b": "at which it begins",
    r"\btrainings\b": "runs, models or networks",
    r"\bof NumPy's\b(?! own)": "a NumPy number",
    r"(?<![Ww]e )\bshall\b(?! we)": "should",
    r"\btoo seldom\b": "not often enough",
    r"\b(?:stands?|stood) (?:at|under) the (?:wrong|right)\b": "is under the wrong key",
    r"\bsigns? (?:is |are )?turned\b": "changed",
    r"\bchange its rights\b": "change its permissions",
    r"(?<![Tt]here )\bis no (?:notebook|number|file|table)\b": "is not a notebook",
}  # fmt: skip


@pytest.fixture(scope="module")
def everything() -> list[Text]:
    return list(texts(COURSE))


@pytest.mark.parametrize("odd", ODD)
def test_what_sounded_odd_is_said_nowhere(odd, everything):
    found = [
        f"{text.place}: {match[0]!r}"
        for text in everything
        for match in re.finditer(odd, " ".join(text.text.split()))
    ]
    assert not found, f"better: {ODD[odd]}"
