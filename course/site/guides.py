"""The written pages: what lies in `docs/`, the data card and the change log."""

import posixpath
import re
import shutil
from pathlib import Path

from course.files import write_text

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_DEFINITION = re.compile(r"(?m)^(\[[^\]]+\]: )(\S+)$")  # of a link that the text names by its words
_ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
# Pages that lie beside `docs/`, and their names on the site.
_BESIDE = {"DATA.md": "data.md", "CHANGELOG.md": "changes.md"}


def copy_guides(course: Path, pages: Path) -> None:
    """Copy `docs/` and the pages beside it to where the site is made, their links mended."""
    shutil.copytree(course / "docs", pages, dirs_exist_ok=True)
    for guide in sorted((course / "docs").glob("*.md")):
        # MyST knows an anchor that is written in its own way only.
        text = _ANCHOR.sub(r"[]{#\1}", guide.read_text(encoding="utf-8"))
        write_text(pages / guide.name, relinked(text, course, "docs", pages))
    for file, page in _BESIDE.items():
        text = (course / file).read_text(encoding="utf-8")
        write_text(pages / page, relinked(text, course, "", pages))


def relinked(text: str, course: Path, folder: str, pages: Path) -> str:
    """Return a text with links to files of the course turned into links to pages of the site.

    A picture is copied to `pages`. A file that has no page is left as plain words.

    text (str): Markdown.
    course (Path): The course's folder.
    folder (str): Where in it the text lies: 'docs', or '' for the top.
    pages (Path): The folder where pages are made.
    """

    def mended(match: re.Match[str]) -> str:
        picture, words, target = match.groups()
        path, hash_sign, part = target.partition("#")
        if not path or "://" in path or path.startswith("mailto:"):
            return match[0]
        there = posixpath.normpath(posixpath.join(folder, path))
        if picture:
            copy = pages / "pictures" / posixpath.basename(there)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(course / there, copy)
            return f"![{words}](pictures/{copy.name})"
        page = _page_of(there)
        return f"[{words}]({page}{hash_sign}{part})" if page else words

    def defined(match: re.Match[str]) -> str:
        name, target = match.groups()
        page = _page_of(posixpath.normpath(posixpath.join(folder, target)))
        return f"{name}{page or target}"

    return _DEFINITION.sub(defined, _LINK.sub(mended, text))


def _page_of(file: str) -> str | None:
    """Return the page for a file of the course, None where it has none."""
    if file in _BESIDE:
        return _BESIDE[file]
    if file == "notebooks/glossary.md":
        return "glossary.md"
    if lesson := re.fullmatch(r"(?:notebooks|solutions)/(\w+)/\1\.ipynb", file):
        return f"lessons/{lesson[1]}.ipynb"
    if guide := re.fullmatch(r"docs/([\w.-]+\.md)", file):
        return guide[1]
    return None
