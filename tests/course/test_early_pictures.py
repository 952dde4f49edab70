"""The pictures are fetched while packages are still being installed."""

import io
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from course import early_pictures as early
from helpers import data
from tests.helpers.data.small_pictures import MEMBERS, SMALL, Machine, X, Y, assert_small, packed
from tests.small_course import COURSE

MAKEFILE = (COURSE / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_npm_is_asked_and_keras_is_not(machine: Machine) -> None:
    machine.keras(lambda: pytest.fail("Keras may not be installed yet"))
    machine.npm_that_packs(packed(MEMBERS))
    early.fetch(SMALL)
    assert data.is_cached(SMALL)
    assert_small(data.load(SMALL))


@pytest.fixture
def archive(tmp_path: Path) -> early.Archive:
    """Return an archive of the small set, as its makers would have it, at an address."""
    rows = [bytes([y]) + x.transpose(2, 0, 1).tobytes() for x, y in zip(X, Y.ravel(), strict=True)]
    with tarfile.open(tmp_path / "small.tar.gz", "w:gz") as file:
        for name, part in (("bin/train.bin", rows[:12]), ("bin/test.bin", rows[12:])):
            member = tarfile.TarInfo(name)
            content = b"".join(part)
            member.size = len(content)
            file.addfile(member, io.BytesIO(content))
    address = (tmp_path / "small.tar.gz").as_uri()
    return early.Archive(address, ("bin/train.bin", "bin/test.bin"))


def test_the_archive_of_the_sets_makers_is_read_without_keras(
    machine: Machine, archive: early.Archive
) -> None:
    machine.keras(lambda: pytest.fail("Keras may not be installed yet"))
    early.fetch(SMALL, archive)
    assert data.is_cached(SMALL)
    assert_small(data.load(SMALL))


def test_an_archive_that_is_cut_off_is_named_and_npm_is_tried(
    machine: Machine, archive: early.Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "small.tar.gz"
    file.write_bytes(file.read_bytes()[:-3000])
    early.fetch(SMALL, archive)
    assert "Toronto: the archive " in capsys.readouterr().out
    machine.npm_that_packs(packed(MEMBERS))
    early.fetch(SMALL, archive)
    assert data.is_cached(SMALL)


def test_an_archive_that_is_not_there_is_a_reason(
    machine: Machine, archive: early.Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    early.fetch(SMALL, replace(archive, address="http://127.0.0.1:9/none"))
    assert "Toronto: <urlopen error" in capsys.readouterr().out


def test_what_cannot_be_fetched_yet_is_one_line_and_no_error(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    early.fetch(SMALL)
    expected = "no pictures yet (npm: there is no npm on the PATH): make lab tries again with Keras"
    assert capsys.readouterr().out == f"  {expected}\n"


def test_a_slow_fetch_gives_signs_of_life_where_somebody_watches(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(early, "SECONDS", 0.2)
    machine.npm_that_packs(packed(MEMBERS), first="import time\ntime.sleep(1)")
    early.fetch(SMALL, watched=True)
    out = capsys.readouterr().out
    assert "  fetching Sixteen pictures: 0 MB written\n" in out
    assert out.endswith(f"  Sixteen pictures is in {machine.folder}\n")


def test_it_needs_no_package_but_those_that_make_setup_installs_first() -> None:
    [line] = [line for line in MAKEFILE.splitlines() if line.startswith("FOR_DATA := ")]
    first = {"PIL" if name == "pillow" else name for name in line.split()[2:]}
    code = (
        "import sys\nimport PIL.Image, filelock\nimport course.early_pictures\n"
        "print(*{n.partition('.')[0] for n, m in sys.modules.items() "
        "if 'site-packages' in (getattr(m, '__file__', None) or '')})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, check=True
    )
    used = {name for name in ended.stdout.split() if not name.startswith("_")}
    assert used <= first
