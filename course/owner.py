"""Whose copy of the course this is: the account in the addresses that readers are given.

The setting is the repository's address in `pyproject.toml`; the pages that name it follow.
"""

import re
import tomllib
from pathlib import Path

from course.files import write_text
from course.folders import CourseError

UNFILLED = "OWNER"
PAGES = ("docs/machines.md",)  # where readers are given an address of the repository
_SETTING = "pyproject.toml"
_ADDRESS = re.compile(r"((?:github\.com|mybinder\.org/v2/gh)/)([\w-]+)(?=/rare-class-course)")
_NAME = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")


def owner(course: Path) -> str:
    """Return the account that the repository belongs to, or 'OWNER' where nobody has said it."""
    project = tomllib.loads((course / _SETTING).read_text(encoding="utf-8"))["project"]
    found = _ADDRESS.search(project["urls"]["Repository"])
    if found is None:
        raise CourseError(
            f"{_SETTING} has no address https://github.com/OWNER/rare-class-course under "
            "[project.urls]: write it there."
        )
    return found[2]


def set_owner(course: Path, name: str) -> list[str]:
    """Write an account into the setting and into the pages that name it; return what changed.

    Raises CourseError: If `name` is no name of a GitHub account.
    """
    if not _NAME.fullmatch(name) or name == UNFILLED:
        raise CourseError(
            f"{name!r} can't be a GitHub account: a name has letters, digits and single hyphens, "
            "at most 39 of them."
        )
    changed = []
    for file in (_SETTING, *PAGES):
        path = course / file
        old = path.read_text(encoding="utf-8")
        new = _ADDRESS.sub(rf"\g<1>{name}", old)
        if new != old:
            write_text(path, new)
            changed.append(file)
    return changed


def require_owner(course: Path) -> None:
    """Stop what would reach readers with an address that leads nowhere.

    Raises CourseError: If nobody has said whose copy this is.
    """
    if owner(course) == UNFILLED:
        raise CourseError(
            "the addresses for Binder and Colab still have OWNER in them: "
            "run `course owner NAME` with the name of your GitHub account."
        )
