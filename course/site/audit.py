"""What a finished site is looked through for: broken links, pictures without text, other hosts."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup


@dataclass
class Audit:
    """What was found in a site.

    pages, links, pictures (int): How many were looked at; `links` counts those within the site,
        `pictures` the figures that are drawn into a page, too.
    external (set of str): Addresses on other hosts that pages link to; reading needs none of them.
    faults (list of str): One sentence each.
    """

    pages: int = 0
    links: int = 0
    pictures: int = 0
    external: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def audit(site: Path) -> Audit:
    """Look through all pages of a site."""
    pages = {
        file.resolve(): BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for file in sorted(site.rglob("*.html"))
    }
    ids = {file: {str(tag["id"]) for tag in page.find_all(id=True)} for file, page in pages.items()}
    found = Audit(pages=len(pages))
    for file, page in pages.items():
        name = file.relative_to(site.resolve())
        for tag in page.find_all(True, href=True) + page.find_all(True, src=True):
            target = str(tag.get("href") or tag.get("src"))
            fault = _fault_of_link(target, tag.name, file, ids, found)
            if fault:
                found.faults.append(f"{name}: {fault}.")
        for picture in page.find_all("img"):
            found.pictures += 1
            if not str(picture.get("alt", "")).strip():
                found.faults.append(f"{name}: {str(picture.get('src'))[:80]} has no alt text.")
        for figure in page.find_all(role="img"):
            found.pictures += 1
            if not str(figure.get("aria-label", "")).strip():
                found.faults.append(f"{name}: a figure has no text (aria-label).")
    return found


def _fault_of_link(
    target: str, tag: str, file: Path, ids: dict[Path, set[str]], found: Audit
) -> str:
    """Return what is wrong with a link, or nothing, and count it."""
    parts = urlsplit(target)
    if parts.scheme == "mailto" or target.startswith("data:"):
        return ""
    if parts.scheme or parts.netloc:
        if tag != "a":
            return f"<{tag}> loads {target}, which is on another host"
        found.external.add(target)
        return ""
    found.links += 1
    if parts.path.startswith(
        "../lite/"
    ):  # made by `make lite`, and copied beside the finished site
        return ""
    there = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if there.is_dir():
        there /= "index.html"
    if not there.is_file():
        return f"links to {target}, which is not there"
    if parts.fragment and there in ids and unquote(parts.fragment) not in ids[there]:
        return f"links to {target}, a page without that part"
    return ""
