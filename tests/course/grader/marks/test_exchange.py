"""A class on one machine: three learners and a teacher, each with a user id of their own.

Their commands run in a view of this machine in which /srv is the test's folder and the four are
known by name; nothing is left behind.
"""

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.rehearsal.handed import cell_of
from tests.small_course import COURSE

pytestmark = pytest.mark.classroom

LESSON = "01_small"
LEARNERS = {"ann": 4101, "bob": 4102, "cyd": 4103}
USERS = LEARNERS | {"teacher": 4100}
ANSWERS = {"ann": "y + y", "bob": "y**2", "cyd": "..."}


@dataclass(frozen=True)
class Room:
    """A machine that a class shares: homes, the exchange, the teacher's course."""

    srv: Path
    view: list[str]

    def run(self, user: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a user, in the user's home."""
        home = "/srv/course" if user == "teacher" else f"/srv/{user}"
        identity = ["--reuid", str(USERS[user]), "--regid", str(USERS[user]), "--clear-groups"]
        identity += ["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"]
        where = ["--chdir", home, "setpriv", *identity]
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return subprocess.run(
            [*self.view, *where, *command],
            env={
                **keep,
                "HOME": home,
                "USER": user,
                "COURSE_EXCHANGE_DIR": "/srv/exchange",
                "JUPYTER_CONFIG_PATH": "" if user == "teacher" else "/srv/learner",
                "PYTHONPATH": str(COURSE) if user == "teacher" else "",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def nbgrader(self, user: str, *arguments: str) -> str:
        """Run an nbgrader command that must work; return what it says."""
        ended = self.run(user, sys.executable, "-m", "nbgrader", *arguments)
        assert ended.returncode == 0, ended.stderr
        return ended.stderr

    def can_read(self, user: str, *places: str) -> list[str]:
        """Return those of some files and folders that a user can read or list."""
        looks = (
            "import os, sys; print(*(p for p in sys.argv[1:] if os.access(p, os.R_OK)), sep=':')"
        )
        ended = self.run(user, sys.executable, "-c", looks, *places)
        assert ended.returncode == 0, ended.stderr
        return [place for place in ended.stdout.strip().split(":") if place]

    def hand_in_by_hand(self, user: str, name: str, script: str) -> None:
        """Let a user lay a folder of their own making into the exchange."""
        folder = f"/srv/exchange/rare-class-course/inbound/{name}"
        program = f"import os; os.umask(0); os.mkdir({folder!r}); os.chdir({folder!r}); {script}"
        ended = self.run(user, sys.executable, "-c", program)
        assert ended.returncode == 0, ended.stderr


def hidden(path: Path) -> Path | None:
    """Return the highest folder above a path that other users may not enter."""
    closed = [folder for folder in path.parents if not folder.stat().st_mode & stat.S_IXOTH]
    return closed[-1] if closed else None


def view_of(srv: Path, etc: Path) -> list[str]:
    """Return the start of a command: this machine, with the test's folder as /srv."""
    needed = [Path(sys.base_prefix).resolve(), Path(sys.prefix), COURSE]
    closed = {path: folder for path in needed if (folder := hidden(path))}
    view = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--cap-add", "ALL"]
    for folder in sorted(set(closed.values())):
        view += ["--tmpfs", str(folder)]
    for path, folder in closed.items():
        for parent in reversed(path.parents):
            if folder in parent.parents:
                view += ["--perms", "0755", "--dir", str(parent)]
        view += ["--ro-bind", str(path), str(path)]
    return [*view, "--ro-bind", str(etc), "/etc", "--bind", str(srv), "/srv"]


@pytest.fixture
def room(small_course: Path, tmp_path: Path) -> Room:
    """Return a room as docs/jupyterhub.md describes it, with nothing released yet."""
    if sys.platform != "linux" or os.getuid() != 0 or not Path("/srv").is_dir():
        pytest.skip("users of their own can be made on Linux by root alone")
    if not (shutil.which("bwrap") and shutil.which("setpriv")):
        pytest.skip("bubblewrap or setpriv is missing: apt install bubblewrap util-linux")
    srv = tmp_path / "srv"
    (srv / "exchange").mkdir(parents=True)
    shutil.copytree(small_course, srv / "course")
    shutil.copytree(COURSE / "docs" / "learner", srv / "learner")
    for folder in [srv, *srv.rglob("*")]:
        folder.chmod(0o755 if folder.is_dir() else 0o644)
    (srv / "exchange").chmod(0o777)
    for user, number in LEARNERS.items():
        (srv / user).mkdir(mode=0o700)
        os.chown(srv / user, number, number)
    for path in [srv / "course", *(srv / "course").rglob("*")]:
        os.chown(path, USERS["teacher"], USERS["teacher"])
    (srv / "course").chmod(0o700)
    etc = tmp_path / "etc"
    shutil.copytree("/etc", etc, symlinks=True)
    with (etc / "passwd").open("a") as passwd:
        passwd.writelines(f"{user}:x:{n}:{n}::/srv/{user}:/bin/sh\n" for user, n in USERS.items())
    view = view_of(srv, etc)
    tried = subprocess.run([*view, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"bubblewrap can't give a view of this machine here: {tried.stderr.strip()}")
    made = Room(srv, view)
    made.nbgrader("teacher", "generate_assignment", LESSON)
    made.nbgrader("teacher", "release_assignment", LESSON)
    return made


def answer(room: Room, user: str) -> None:
    """Type a learner's answer into the notebook that was fetched, and hand it in."""
    file = room.srv / user / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    cell_of(notebook, "double-solution")["source"] = f"def double(y):\n    return {ANSWERS[user]}"
    nbformat.write(notebook, file)
    room.nbgrader(user, "submit", LESSON)


def grade(room: Room) -> dict[str, float]:
    """Let the teacher collect and grade; return each learner's points."""
    room.nbgrader("teacher", "collect", LESSON, "--update")
    command = ["grade", "01", "--no-sandbox", "--workers=1"]
    ended = room.run("teacher", sys.executable, "-m", "course.cli", *command)
    assert ended.returncode == 0, ended.stderr
    with Gradebook(f"sqlite:///{room.srv / 'course' / 'grading' / 'gradebook.db'}") as book:
        return {row.student.id: row.score for row in book.assignment_submissions(LESSON)}


def test_marks_and_feedback_arrive_and_nothing_crosses_over(room):
    for user in LEARNERS:
        room.nbgrader(user, "fetch_assignment", LESSON)
        answer(room, user)
    # What bob can do by hand: hand in for cyd, and hand in what is not his.
    late = f"{LESSON}+2099-01-01 00:00:00.000000 UTC"
    room.hand_in_by_hand("bob", f"cyd+{late}+x", f"open('{LESSON}.ipynb', 'w').write('{{}}')")
    solution = f"/srv/course/solutions/{LESSON}/{LESSON}.ipynb"
    room.hand_in_by_hand("bob", f"bob+{late}+y", f"os.symlink('{solution}', '{LESSON}.ipynb')")

    assert grade(room) == {"ann": 2.0, "bob": 0.0, "cyd": 0.0}
    submitted = room.srv / "course" / "grading" / "submitted"
    cyds = nbformat.read(submitted / "cyd" / LESSON / f"{LESSON}.ipynb", as_version=4)
    assert cell_of(cyds, "double-solution")["source"] == "def double(y):\n    return ..."
    assert not (submitted / "bob" / LESSON / f"{LESSON}.ipynb").exists()

    room.nbgrader("teacher", "release_feedback", LESSON)
    for user in LEARNERS:
        room.nbgrader(user, "fetch_feedback", LESSON)
    pages = {user: list((room.srv / user).rglob(f"feedback/*/{LESSON}.html")) for user in LEARNERS}
    assert {user: len(found) for user, found in pages.items()} == {"ann": 1, "bob": 0, "cyd": 1}
    assert "2 of 2" in pages["ann"][0].read_text()

    private = [
        "/srv/course",
        solution,
        "/srv/course/grading/gradebook.db",
        f"/srv/course/grading/submitted/ann/{LESSON}/{LESSON}.ipynb",
        "/srv/ann",
        f"/srv/ann/{LESSON}/{LESSON}.ipynb",
        "/srv/exchange/rare-class-course/inbound",
        "/srv/exchange/rare-class-course/feedback",
    ]
    assert room.can_read("bob", *private) == []
    own = f"/srv/ann/{LESSON}/{LESSON}.ipynb"
    assert room.can_read("ann", own) == [own]
