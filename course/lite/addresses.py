"""Where a lesson lies within the page that runs it."""

from pathlib import Path


def address_of(lesson: str) -> str:
    """Return a lesson's address within the page; a lesson is named by its folder."""
    return f"notebooks/index.html?path=notebooks/{lesson}/{lesson}.ipynb"


def has_lesson(page: Path, lesson: str) -> bool:
    """Tell whether a page, which may not be there, runs a lesson."""
    return (page / "files" / "notebooks" / lesson / f"{lesson}.ipynb").is_file()
