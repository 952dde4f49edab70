"""A small course that asks for a few packages, and a place that offers them."""

import shutil
from pathlib import Path

import pytest

from course.bundle.build import BESIDE
from course.bundle.packages import SOURCES
from tests.course.bundle.wheels import write_wheel
from tests.small_course import COURSE

PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "rare-class-course"
version = "1"
dependencies = ["keras", "only-here; sys_platform == 'linux'"]

[project.optional-dependencies]
test = ["test-tool"]

[tool.setuptools.packages.find]
include = ["helpers*"]
"""


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder from which uv and pip take packages."""
    folder = tmp_path / "offered"
    folder.mkdir()
    write_wheel(folder, "keras", "rich", "only-windows; os_name == 'nt'")
    for name in ("rich", "only-windows", "only-here", "test-tool"):
        write_wheel(folder, name)
    settings = tmp_path / "uv.toml"
    settings.write_text(f"no-index = true\nfind-links = ['{folder}']\n")
    monkeypatch.setenv("UV_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def add_packing_list(course: Path, offered: Path) -> Path:
    """Add to a course what its bundle is made of, beside the lessons."""
    for name in {*BESIDE, *SOURCES}:
        (course / name).parent.mkdir(exist_ok=True)
        shutil.copy(COURSE / name, course / name)
    (course / "pyproject.toml").write_text(PROJECT)
    names = sorted(file.name.split("-")[0].replace("_", "-") for file in offered.iterdir())
    (course / "requirements.txt").write_text("".join(f"{name}==1\n" for name in names))
    (course / "helpers").mkdir()
    (course / "helpers" / "__init__.py").touch()
    return course


@pytest.fixture
def packed_course(small_course: Path, offered: Path) -> Path:
    """Return a small course with all that a bundle is made of."""
    return add_packing_list(small_course, offered)


@pytest.fixture
def course_without_lessons(tmp_path: Path, offered: Path) -> Path:
    """Return what the packages of a bundle are made of."""
    (tmp_path / "without").mkdir()
    return add_packing_list(tmp_path / "without", offered)
