"""What learners have written is set for a page, and can't do any harm there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grader.marks.words import learners_html

PICTURE = {"photo.png": {"image/png": "iVBORw0KGgo="}}


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("costs $5 or $6", "<p>costs $5 or $6</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_markdown_is_set_and_html_stays_text(markdown, expected):
    assert learners_html(markdown).strip() == expected


@pytest.mark.parametrize(
    ("markdown", "part"),
    [
        ("$a<b$", "<mi>a</mi><mo>&#x0003C;</mo><mi>b</mi>"),
        ("so $$\\frac{1}{1+r}$$", "<mfrac>"),
        ("$$\nt = 1\n$$", 'display="block"'),
        ("$\\frac{$", "<code>\\frac{</code>"),
    ],
)
def test_a_formula_is_typeset_without_a_script(markdown, part):
    found = learners_html(markdown)
    assert part in found
    assert "&amp;lt;" not in found


def test_a_pasted_picture_is_shown():
    found = learners_html("![my photo](attachment:photo.png)", PICTURE)
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="my photo">' in found


def test_a_picture_that_the_text_does_not_name_is_shown_below_it():
    assert 'alt="photo.png"' in learners_html("See my photo.", PICTURE)


@pytest.mark.parametrize(
    ("markdown", "attachments"),
    [
        ("![x](https://example.org/x.png)", {}),
        ("![x](data:image/png;base64,AAAA)", {}),
        ("![x](attachment:gone.png)", {}),
        ("![x](attachment:photo.svg)", {"photo.svg": {"image/svg+xml": "PHN2Zz4="}}),
        ("![x](attachment:photo.png)", {"photo.png": {"image/png": '" onload="x'}}),
    ],
)
def test_no_other_picture_is(markdown, attachments):
    found = learners_html(markdown, attachments)
    assert "<img" not in found
    assert "[x: " in found


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "file:///etc/x", "data:text/html,x", "//example.org", "x.html"],
)
def test_only_links_to_pages_and_mail_are_alive(target):
    found = learners_html(f"[words]({target})")
    assert "href" not in found
    assert "a link to" in found


def test_a_link_says_where_it_leads():
    found = learners_html("[the docs](https://example.org/a?b=1&c=2)")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in found
    assert "[a link to https://example.org/a?b=1&amp;c=2]" in found


DANGEROUS = st.sampled_from(
    [
        *("<script>", "<img src=x onerror=y>", "$", "$$", "\\text{<script>}", "](", "![", "`", "|"),
        *("\\href{javascript:x}{y}", "[a](javascript:x)", "\n\n", "<!--", "&lt;", "</p>"),
    ]
)


@given(pieces=st.lists(DANGEROUS, max_size=12))
def test_whatever_is_typed_no_tag_but_ours_comes_out(pieces):
    found = learners_html("".join(pieces))
    tags = set(re.findall(r"</?\s*([a-zA-Z]+)", found))
    assert not tags & {"script", "img", "iframe", "style", "svg", "object", "form"}
    assert not re.findall(r"<[^>]*\s(?:on\w+|href=\"(?!https?://|mailto:))", found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("https://example.org/a.png", "a picture from elsewhere, https://example.org/a.png"),
        ("my%20photo.heic", "the file my photo.heic, not in the notebook"),
    ],
)
def test_of_a_picture_that_is_not_there_it_is_said_where_it_was_to_come_from(source, said):
    assert said in learners_html(f"![me]({source})")
