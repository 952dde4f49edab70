"""The written pages of the site: links to files of the course become links to pages."""

import pytest

from course.site.guides import copy_guides, relinked


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    (folder / "docs").mkdir(parents=True)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "card.png").write_bytes(b"PNG")
    (folder / "docs" / "teacher.md").write_text("# Guide\n\nSee the [data](../DATA.md#licence).")
    (folder / "docs" / "conf.py").write_text("project = 'course'")
    (folder / "DATA.md").write_text("# Data\n\nFor [teachers](docs/teacher.md).")
    (folder / "CHANGELOG.md").write_text("# Change log\n\nSee [data](DATA.md).")
    return folder


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[a](../DATA.md#licence)", "[a](data.md#licence)"),
        ("[a](jupyterhub.md)", "[a](jupyterhub.md)"),
        ("[a](../notebooks/glossary.md)", "[a](glossary.md)"),
        ("[a](../notebooks/01_small/01_small.ipynb)", "[a](lessons/01_small.ipynb)"),
        ("[a](../CHANGELOG.md)", "[a](changes.md)"),
        ("[a](#times)", "[a](#times)"),
        ("[a](https://example.org/x.md)", "[a](https://example.org/x.md)"),
        ("[the README](../README.md)", "the README"),
        ("[a](../helpers/run.py)", "a"),
    ],
)
def test_a_link_leads_to_a_page_or_is_plain_words(course, tmp_path, link, expected):
    assert relinked(f"See {link}.", course, "docs", tmp_path) == f"See {expected}."


def test_a_link_that_is_defined_below_the_text_leads_to_a_page(course, tmp_path):
    text = "See [Small].\n\n[Small]: ../notebooks/01_small/01_small.ipynb\n[Web]: https://example.org\n"
    expected = "See [Small].\n\n[Small]: lessons/01_small.ipynb\n[Web]: https://example.org\n"
    assert relinked(text, course, "docs", tmp_path) == expected


def test_a_picture_comes_along(course, tmp_path):
    text = relinked("![A card](../pictures/card.png)", course, "docs", tmp_path / "pages")
    assert text == "![A card](pictures/card.png)"
    assert (tmp_path / "pages" / "pictures" / "card.png").read_bytes() == b"PNG"


def test_every_guide_and_the_pages_beside_them_are_copied(course, tmp_path):
    copy_guides(course, tmp_path / "pages")
    assert "[data](data.md#licence)" in (tmp_path / "pages" / "teacher.md").read_text()
    assert "[teachers](teacher.md)" in (tmp_path / "pages" / "data.md").read_text()
    assert "See [data](data.md)" in (tmp_path / "pages" / "changes.md").read_text()
    assert (tmp_path / "pages" / "conf.py").exists()


def test_an_anchor_in_a_guide_is_one_that_pages_can_link_to(course, tmp_path):
    (course / "docs" / "tools.md").write_text('| <a id="a-row"></a>`a-row` | says |\n')
    copy_guides(course, tmp_path / "pages")
    assert (tmp_path / "pages" / "tools.md").read_text() == "| []{#a-row}`a-row` | says |\n"
