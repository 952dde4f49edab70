"""Spelling and grammar: what is found, what is left alone, and what is remembered."""

import pytest

from tests.english import checker
from tests.english.checker import english_of, faults
from tests.english.texts import Text


def found(text, known=None):
    return [(fault.line, fault.words) for fault in faults([Text("page.md", 1, text)], known)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The model is very acurate.", "acurate"),
        ("The color of the card.", "color"),  # British English throughout
        ("We look at the the card.", "the the"),
        ("This is an card.", "an"),
    ],
)
def test_a_fault_is_found_with_its_line(text, words):
    assert found(f"All is well.\n\n{text}") == [(3, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Type `mkae lab` now.",
        "Then:\n\n```\nmkae lab\n```\n\nIt opens.",
        "The loss $lss_i$ falls.",
        "See [the page](wher/it_is.md), or <a id='xyzzy'></a>the other.",
        "Pass --mmry to course/wrkr.py, or set COURSE_DTA to my_foldr.",
        "It raises a KeyErrr, a ValueErrr or a float16x.",
    ],
)
def test_code_formulas_and_names_are_no_english(text):
    assert found(text) == []
    assert len(english_of(text)) == len(text)


def test_words_and_phrases_of_ours_are_right(tmp_path, monkeypatch):
    text = "The glimberry stands there. We share a of it."
    assert [words for _, words in found(text)] == ["glimberry"]
    mine = tmp_path / "words.txt"
    mine.write_text("glimberry\n")
    monkeypatch.setattr(checker, "WORDS", mine)
    assert [words for _, words in found(text)] == ["a"]


def test_a_text_without_a_fault_is_remembered_and_one_with_a_fault_is_not(tmp_path, monkeypatch):
    known = tmp_path / "known.json"
    right, wrong = Text("a", 1, "All is well."), Text("b", 1, "All is wel.")
    assert len(list(faults([right, wrong], known))) == 1
    looked = []
    kept = checker._faults_of
    monkeypatch.setattr(
        checker, "_faults_of", lambda text, *more: looked.append(text) or kept(text, *more)
    )
    assert len(list(faults([right, wrong], known))) == 1
    assert looked == [wrong]
