"""What learners write is shown as they wrote it, and never taken for HTML."""

import time

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from course.grader.notebook.written import as_typed, without_html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "$a$ <img src=x onerror=alert(1)> $b$",
        "$x <script>alert(1)</script>$",
        "`code` <b>bold</b>",
        "<!-- comment --><svg onload=alert(1)>",
        "<https://example.org>",
        "```\n<script>\n```\n<script>alert(1)</script>",
    ],
)
def test_no_html_of_a_learner_is_html_on_the_page(text):
    page = markdown2html_mistune(without_html(text))
    for tag in ("<script", "<img", "<b>", "<svg", "<!--"):
        assert tag not in page


@pytest.mark.parametrize("formula", ["$a<b$", "$$a<b$$", r"\(a<b\)", "$P(X<x)$"])
def test_a_formula_is_escaped_once(formula):
    page = markdown2html_mistune(without_html(f"So {formula} holds."))
    assert "&lt; " in page
    assert "amp;lt" not in page


def test_text_and_code_are_escaped_once_and_come_back_as_they_were_typed():
    text = "List<int> and `List<int>` where a<b, &lt; and a < b"
    assert "amp;lt;int" not in markdown2html_mistune(without_html(text))
    assert as_typed(without_html(text)) == text


def test_a_text_made_to_be_slow_is_read_at_once():
    started = time.perf_counter()
    without_html(r"\(" * 50_000)
    without_html("$$" * 500_000)
    assert time.perf_counter() - started < 5
