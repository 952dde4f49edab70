"""Collecting from nbgrader's exchange: what is whose, and what is left out."""

import os
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no exchange on Windows")

LESSON = "01_small"
TIME = "2026-01-05 09:00:00.000000 UTC"


@pytest.fixture
def inbound(tmp_path: Path) -> Path:
    folder = tmp_path / "exchange" / "rare-class-course" / "inbound"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def collect(tmp_path: Path, inbound: Path, empty_gradebook: Path):
    """Return a function that collects; it returns what there is then, by learner."""
    from nbgrader.coursedir import CourseDirectory

    from course.grader.marks.exchange import CollectFromOwners

    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.course_id = "rare-class-course"
    config.CourseDirectory.assignment_id = LESSON
    config.CourseDirectory.db_url = f"sqlite:///{empty_gradebook}"
    config.Exchange.root = str(tmp_path / "exchange")

    def collected() -> dict[str, list[str]]:
        (tmp_path / "exchange").chmod(0o777)
        CollectFromOwners(coursedir=CourseDirectory(config=config), config=config).start()
        return {
            student.name: sorted(file.name for file in (student / LESSON).rglob("*"))
            for student in (tmp_path / "submitted").iterdir()
        }

    return collected


def handed_in(inbound: Path, student: str, *names: str) -> Path:
    folder = inbound / f"{student}+{LESSON}+{TIME}+x"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(name)
    return folder


def owner() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def test_a_submission_arrives_with_all_its_files(inbound, collect):
    handed_in(inbound, owner(), f"{LESSON}.ipynb", "timestamp.txt", "submission_secret.txt")
    files = [f"{LESSON}.ipynb", "submission_secret.txt", "timestamp.txt"]
    assert collect() == {owner(): files}


def test_a_submission_counts_as_its_owners_whatever_name_it_bears(inbound, collect):
    handed_in(inbound, "somebody-else", f"{LESSON}.ipynb")
    assert collect() == {owner(): [f"{LESSON}.ipynb"]}


def test_links_and_pipes_are_left_out(inbound, collect, tmp_path):
    (tmp_path / "solved.ipynb").write_text("all the answers")
    folder = handed_in(inbound, owner(), "timestamp.txt")
    (folder / f"{LESSON}.ipynb").symlink_to(tmp_path / "solved.ipynb")
    (folder / "more").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.ipynb")
    assert collect() == {owner(): ["timestamp.txt"]}


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can give away")
def test_files_of_others_are_left_out(inbound, collect):
    folder = handed_in(inbound, owner(), f"{LESSON}.ipynb", "timestamp.txt")
    os.chown(folder / f"{LESSON}.ipynb", 4999, 4999)
    assert collect() == {owner(): ["timestamp.txt"]}
