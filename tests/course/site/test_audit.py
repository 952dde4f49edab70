"""A finished site is looked through for broken links, pictures without text, and other hosts."""

import pytest

from course.site.audit import audit


@pytest.fixture
def audited(tmp_path):
    """Return a function that audits a site of two pages, one of them with the given content."""

    def look(content):
        (tmp_path / "lessons").mkdir()
        (tmp_path / "a picture.png").touch()
        (tmp_path / "index.html").write_text('<p id="top">First page</p>')
        (tmp_path / "lessons" / "one.html").write_text(content)
        return audit(tmp_path)

    return look


@pytest.mark.parametrize(
    "content",
    [
        '<a href="../index.html#top">x</a>',
        '<a href="../">x</a>',
        '<p id="here"></p><a href="#here">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<img src="../a%20picture.png" alt="A picture.">',
        '<img src="data:image/png;base64,AAAA" alt="A picture.">',
        '<div role="img" aria-label="A figure."><svg></svg></div>',
    ],
)
def test_what_is_in_order_is_no_fault(audited, content):
    assert audited(content).faults == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<a href="two.html">x</a>', "links to two.html, which is not there"),
        (
            '<a href="../index.html#end">x</a>',
            "links to ../index.html#end, a page without that part",
        ),
        ('<a href="#end">x</a>', "links to #end, a page without that part"),
        ('<script src="gone.js"></script>', "links to gone.js, which is not there"),
        ('<img src="../a%20picture.png">', "../a%20picture.png has no alt text"),
        ('<img src="../a%20picture.png" alt=" ">', "../a%20picture.png has no alt text"),
        ('<div role="img"><svg></svg></div>', "a figure has no text (aria-label)"),
        (
            '<script src="https://example.org/x.js"></script>',
            "<script> loads https://example.org/x.js, which is on another host",
        ),
        (
            '<link rel="stylesheet" href="//example.org/x.css">',
            "<link> loads //example.org/x.css, which is on another host",
        ),
    ],
)
def test_a_fault_is_named_with_its_page(audited, content, fault):
    assert audited(content).faults == [f"lessons/one.html: {fault}."]


def test_links_to_other_sites_are_listed_and_no_fault(audited):
    found = audited('<a href="https://example.org/">x</a>')
    assert found.external == {"https://example.org/"}
    assert found.faults == []


def test_everything_is_counted(audited):
    found = audited('<a href="#a" id="a">x</a><img src="../a%20picture.png" alt="A picture.">')
    assert (found.pages, found.links, found.pictures) == (2, 2, 1)
