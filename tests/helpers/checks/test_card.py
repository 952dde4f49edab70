"""The card: the same words as HTML and as text, readable in a light and in a dark theme."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from helpers.checks.attempt import try_function
from helpers.checks.card import card, note, progress_table
from helpers.checks.judge import Evidence, Verdict

EVIDENCE = Evidence("halves(np.array([1.0]))", "np.array([0.5])", "<an object of type set>")
VERDICTS = [
    Verdict("right", "halves is right in all 3 cases."),
    Verdict("mistake", "You divided by `y & 3`.", "name", EVIDENCE),
    Verdict("sanity", "The result is None.", "", EVIDENCE),
    Verdict("wrong", "Not the right value.", "", EVIDENCE),
    Verdict("not attempted", "halves still returns `...`."),
]
ROWS = [("halves", "right", 2), ("check_rows", "not yet", 1), ("other", "not tried", 1)]
BUNDLES: dict[str, dict[str, str]] = {
    **{str(verdict.outcome): card("halves", verdict) for verdict in VERDICTS},
    "note": note("Hint 1 of 2", "First <hint>.\nSecond `hint`."),
    "code": note("Solution", "One way:", "def f(a):\n    return a < 1"),
    "progress": progress_table("01_small", ROWS),
}


class Reader(HTMLParser):
    """Reads a card: its text, its tags, and the colours that every piece of text stands in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.tags: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        self.plain_rows: list[str] = []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        style = dict(attrs).get("style") or ""
        rules = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", style))
        self.stack.append((tag, rules))
        self.tags.add(tag)
        if tag in ("table", "tr", "th", "td", "code", "pre") and "background" not in rules:
            self.plain_rows.append(tag)

    def handle_endtag(self, tag):
        opened, _ = self.stack.pop()
        assert opened == tag

    def handle_data(self, data):
        self.text += data
        if data.strip():
            self.pairs.add((self.rule("color"), self.rule("background")))

    def rule(self, name: str) -> str:
        for _, rules in reversed(self.stack):
            if rules.get(name, "transparent").strip() != "transparent":
                return rules[name].strip()
        return ""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as #1A2B3C, as WCAG 2.2 defines it."""
    assert re.fullmatch(r"#[0-9A-F]{6}", colour), colour
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_that_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("kind", BUNDLES)
def test_every_text_has_a_contrast_of_at_least_4_5_in_any_theme(kind):
    pairs = Reader(BUNDLES[kind]["text/html"]).pairs
    assert pairs
    for colour, background in pairs:
        assert contrast(colour, background) >= 4.5


@pytest.mark.parametrize("kind", BUNDLES)
def test_no_part_leaves_its_background_to_the_theme(kind):
    assert Reader(BUNDLES[kind]["text/html"]).plain_rows == []


@pytest.mark.parametrize("kind", BUNDLES)
def test_the_html_says_what_the_text_says(kind):
    said = Reader(BUNDLES[kind]["text/html"]).text
    for word in BUNDLES[kind]["text/plain"].replace("`", "").split():
        assert word in said


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("right", "✓ Right: halves"),
        ("mistake", "△ Not yet: halves"),
        ("sanity", "△ Not yet: halves"),
        ("wrong", "△ Not yet: halves"),
        ("not attempted", "○ Not attempted: halves"),
    ],
)
def test_an_icon_and_a_word_say_what_the_colour_says(outcome, title):
    assert BUNDLES[outcome]["text/plain"].splitlines()[0] == title


def test_a_wrong_answer_is_shown_beside_the_right_one():
    assert BUNDLES["wrong"]["text/plain"].splitlines()[2:5] == [
        "  call     halves(np.array([1.0]))",
        "  expected np.array([0.5])",
        "  got      <an object of type set>",
    ]


@pytest.mark.parametrize("outcome", ["mistake", "sanity", "wrong"])
def test_a_hint_is_offered_where_something_is_wrong(outcome):
    assert 'check.hint("halves")' in BUNDLES[outcome]["text/plain"]


@pytest.mark.parametrize("outcome", ["right", "not attempted"])
def test_no_hint_is_offered_where_nothing_is_wrong(outcome):
    assert "hint" not in BUNDLES[outcome]["text/plain"]


SCRIPT = "<script>alert(1)</script>&amp;'\""


@pytest.mark.parametrize(
    "bundle",
    [
        card(SCRIPT, Verdict("wrong", SCRIPT, "", Evidence(SCRIPT, SCRIPT, SCRIPT))),
        card("a", Verdict("wrong", f"`{SCRIPT}` and `{SCRIPT}`")),
        card("a", Verdict("wrong", f"one ` and {SCRIPT}")),
        note(SCRIPT, SCRIPT, SCRIPT),
        progress_table(SCRIPT, [(SCRIPT, "right", 1)]),
    ],
    ids=["card", "code", "odd backtick", "note", "progress"],
)
def test_everything_is_escaped(bundle):
    reader = Reader(bundle["text/html"])
    assert "script" not in reader.tags
    assert SCRIPT in reader.text


def test_control_characters_and_half_characters_are_gone():
    bundle = card("a", Verdict("wrong", "x\x00\x1b[31m\ud800y"))
    for text in bundle.values():
        assert "x��[31m�y" in text
        text.encode("utf-8")


def test_an_odd_backtick_is_left_as_it_is():
    assert "a ` b" in Reader(card("n", Verdict("wrong", "a ` b"))["text/html"]).text


def test_each_hint_is_a_paragraph():
    assert BUNDLES["note"]["text/html"].count("<div>") == 2


def test_progress_counts_what_is_done_and_names_the_points():
    assert BUNDLES["progress"]["text/plain"].splitlines() == [
        "01_small: 1 of 3 exercises done",
        "  ✓ halves      right      2 points",
        "  △ check_rows  not yet    1 point",
        "  ○ other       not tried  1 point",
    ]


def test_progress_of_a_lesson_without_exercises_is_no_error():
    assert progress_table("01_small", [])["text/plain"] == "01_small: 0 of 0 exercises done"


def test_the_card_of_a_huge_result_is_short(bank):
    verdict = try_function(bank.exercise("halves"), lambda y: {"x" * 999: np.zeros((99, 99))})
    bundle = card("halves", verdict)
    assert len(bundle["text/plain"]) < 800
    assert len(bundle["text/plain"].splitlines()) == 6
