"""The card: the same words as HTML and as text, readable in a light and in a dark theme."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from helpers.checks.attempt import try_function
from helpers.checks.card import card, note
from helpers.checks.desk.lessons import Part
from helpers.checks.desk.overview import Overview, finish_card, progress_table
from helpers.checks.judge import Evidence, Verdict
from tests.helpers.checks.desk.palettes import contrast, palettes, resolved

EVIDENCE = Evidence("halves(np.array([1.0]))", "np.array([0.5])", "<an object of type set>")
VERDICTS = [
    Verdict("right", "halves is right in all 3 cases."),
    Verdict("mistake", "You divided by `y & 3`.", "name", EVIDENCE),
    Verdict("sanity", "The result is None.", "", EVIDENCE),
    Verdict("wrong", "Not the right value.", "", EVIDENCE),
    Verdict("not attempted", "halves still returns `...`."),
    Verdict("syntax error", "Your answer's cell has a syntax error in line 2."),
    Verdict("not run", "There is no `halves` in this session."),
]
HINTS = ("Think of a `division`.", "Divide <y> by 2.")
SOLUTION = "def halves(y):\n    return y / 2 if y < 1 else y / 2"
LESSON = Overview(
    "01_small",
    (
        Part("halves", "right", 2, "3 tries"),
        Part("check_rows", "not yet", 1),
        Part("b", "right", 1),
    ),
    (Part("offer written", "not tried", 2, "in words"),),
)
BUNDLES: dict[str, dict[str, str]] = {
    **{str(verdict.outcome): card("halves", verdict) for verdict in VERDICTS},
    "note": note("Hint 1 of 2", "First <hint>.\nSecond `hint`."),
    "code": note("Solution", "One way:", "def f(a):\n    return a < 1"),
    "opened": card("halves", VERDICTS[1], HINTS, SOLUTION),
    "progress": progress_table(LESSON, [LESSON]),
    "finish": finish_card(LESSON, Path("02_next"), linked=True),
}
THEMES = palettes()


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
        if (
            tag in ("table", "tr", "th", "td", "code", "pre", "summary")
            and "background" not in rules
        ):
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


def test_black_on_white_has_the_contrast_that_wcag_says():
    black, white = resolved("black", {}), resolved("#fff", {})
    assert contrast(black, white) == pytest.approx(21)


def test_the_themes_of_jupyterlab_are_looked_at():
    assert {"elsewhere", "light", "dark"} <= set(THEMES)
    assert THEMES["dark"]["--jp-layout-color1"] != THEMES["light"]["--jp-layout-color1"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", BUNDLES)
def test_every_text_has_a_contrast_of_at_least_4_5_in_any_theme(kind, theme):
    pairs = Reader(BUNDLES[kind]["text/html"]).pairs
    assert pairs
    for colour, background in pairs:
        ink, ground = (resolved(text, THEMES[theme]) for text in (colour, background))
        assert contrast(ink, ground) >= 4.5, (colour, background)


@pytest.mark.parametrize("kind", BUNDLES)
def test_a_text_and_its_ground_are_both_of_the_theme(kind):
    for pair in Reader(BUNDLES[kind]["text/html"]).pairs:
        assert all("var(--jp-" in colour for colour in pair)


@pytest.mark.parametrize("kind", BUNDLES)
def test_no_part_leaves_its_background_to_the_theme(kind):
    assert Reader(BUNDLES[kind]["text/html"]).plain_rows == []


@pytest.mark.parametrize("kind", BUNDLES)
def test_the_html_says_what_the_text_says(kind):
    said = Reader(BUNDLES[kind]["text/html"]).text
    plain = BUNDLES[kind]["text/plain"]
    if kind == "opened":  # there it is a button
        plain = plain.replace('For a hint: check.hint("halves")', "")
    for word in plain.replace("`", "").split():
        assert word in said


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("right", "✓ Right: halves"),
        ("mistake", "△ Not yet: halves"),
        ("sanity", "△ Not yet: halves"),
        ("wrong", "△ Not yet: halves"),
        ("not attempted", "○ Not attempted: halves"),
        ("syntax error", "△ Syntax error: halves"),
        ("not run", "○ Not run yet: halves"),
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


@pytest.mark.parametrize("outcome", ["right", "not attempted", "syntax error", "not run"])
def test_no_hint_is_offered_where_no_answer_is_wrong(outcome):
    [verdict] = [verdict for verdict in VERDICTS if verdict.outcome == outcome]
    bundle = card("halves", verdict, HINTS, SOLUTION)
    assert "hint" not in bundle["text/plain"]
    assert "<details" not in bundle["text/html"]


def test_hints_and_solution_are_opened_on_the_card_one_after_the_other():
    html = BUNDLES["opened"]["text/html"]
    stages = [re.sub("<[^>]*>", "", stage) for stage in html.split("<summary")]
    assert ["Hint 1 of 2" in stages[1], "Think of a" in stages[1]] == [True, True]
    assert ["Hint 2 of 2" in stages[2], "Divide &lt;y&gt;" in stages[2]] == [True, True]
    assert ["One right answer" in stages[3], "return y / 2" in stages[3]] == [True, True]
    # Each lies within the one before, and none is open.
    assert html.endswith("</details></details></details></div>")
    assert "<details open" not in html


def test_a_screen_reader_is_told_the_verdict_and_not_the_hints():
    told = BUNDLES["opened"]["text/html"].partition("role='status'")[2].partition("<details")[0]
    assert "Not yet" in told
    assert told.count("<div") + 1 == told.count("</div>")  # the status ends before the hints


def test_the_keys_that_open_a_hint_are_not_taken_by_jupyterlab():
    html = BUNDLES["opened"]["text/html"]
    assert html.count("<details data-lm-suppress-shortcuts='true'") == html.count("<details") == 3


def test_without_hints_at_hand_the_card_says_how_to_ask_for_one():
    assert "For a hint" in BUNDLES["wrong"]["text/html"]
    assert "For a hint" not in BUNDLES["opened"]["text/html"]


SCRIPT = "<script>alert(1)</script>&amp;'\""


@pytest.mark.parametrize(
    "bundle",
    [
        card(SCRIPT, Verdict("wrong", SCRIPT, "", Evidence(SCRIPT, SCRIPT, SCRIPT))),
        card("a", Verdict("wrong", f"`{SCRIPT}` and `{SCRIPT}`")),
        card("a", Verdict("wrong", f"one ` and {SCRIPT}")),
        note(SCRIPT, SCRIPT, SCRIPT),
        card("a", Verdict("wrong", "b"), [SCRIPT], SCRIPT),
        progress_table(Overview(SCRIPT, (Part(SCRIPT, "right", 1, SCRIPT),))),
        finish_card(Overview(SCRIPT, (Part(SCRIPT, "not yet", 1),)), Path(SCRIPT), linked=True),
    ],
    ids=["card", "code", "odd backtick", "note", "opened", "progress", "finish"],
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


def test_the_card_of_a_huge_result_is_short(bank):
    verdict = try_function(bank.exercise("halves"), lambda y: {"x" * 999: np.zeros((99, 99))})
    bundle = card("halves", verdict)
    assert len(bundle["text/plain"]) < 800
    assert len(bundle["text/plain"].splitlines()) == 6
