"""The sources of the data, and every way in which they lie or break."""

import socket
import sys
import time
from pathlib import Path
from typing import NoReturn

import psutil
import pytest

from helpers import data
from helpers.data import sources as data_sources
from tests.helpers.data.small_pictures import (
    MEMBERS,
    NO_INTERNET,
    SMALL,
    Machine,
    X,
    Y,
    assert_small,
    packed,
    png,
    refusal,
)


def test_wrong_pixels_from_keras_are_named_and_npm_is_tried(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.keras(lambda: ((X[:12] ^ 1, Y[:12]), (X[12:], Y[12:])))
    machine.npm_that_packs(packed(MEMBERS))
    assert_small(data.load(SMALL))
    out = capsys.readouterr().out
    assert "Keras: what arrived was broken (its pixels are not those of Sixteen pictures)" in out


def test_wrong_labels_are_not_kept(machine: Machine) -> None:
    machine.npm_that_packs(packed(MEMBERS | {"test.json": b"[0, 0, 0, 0]"}))
    assert "its labels are not those of Sixteen pictures" in refusal()
    assert machine.left() == []


def test_too_few_pictures_are_not_kept(machine: Machine) -> None:
    machine.npm_that_packs(packed(MEMBERS | {"b.png": png(X[6:11])}))
    assert "npm: what arrived was broken (it has " in refusal()


@pytest.mark.parametrize(
    "package",
    [
        packed(MEMBERS)[:-20_000],
        packed(MEMBERS)[:10],
        b"<html>Please log in to this network</html>",
        b"",
        packed({"a.png": png(X[:6])}),
        packed(MEMBERS | {"b.png": png(X[6:12])[:-2000]}),
        packed(MEMBERS | {"b.png": b"no picture"}),
        packed(MEMBERS | {"train.json": b"[1, 2"}),
        packed(MEMBERS | {"train.json": b'{"a": 1}'}),
    ],
    ids=[
        "cut off",
        "cut off early",
        "a web page",
        "empty",
        "files missing",
        "picture cut off",
        "no picture",
        "labels cut off",
        "labels of another kind",
    ],
)
def test_a_broken_package_is_named_and_removed(machine: Machine, package: bytes) -> None:
    machine.npm_that_packs(package)
    assert "npm: the package small-pictures@1.0.0 arrived broken and was removed (" in refusal()
    assert machine.left() == []


def test_nothing_reachable_says_what_was_tried_and_the_ways_out(machine: Machine) -> None:
    lines = refusal().splitlines()
    assert lines[0] == f"Sixteen pictures is not in {machine.folder}, and could not be fetched."
    assert lines[1] == "- Keras: URL fetch failure: Name or service not known"
    assert lines[2] == "- npm: there is no npm on the PATH"
    assert len(lines) == 4
    for way in ("internet", "npm", "COURSE_DATA_DIR", "small.npy"):
        assert way in lines[3]


def test_a_keras_that_is_not_installed_is_a_reason(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keras.datasets", None)
    assert "- Keras: import of keras.datasets halted" in refusal()


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (
            "npm error code E403\n"
            "npm error 403 403 Forbidden by policy - GET the package\n"
            "npm error 403 In most cases, you or one of your dependencies\n"
            "npm error A complete log of this run can be found in: some file",
            "npm failed: 403 403 Forbidden by policy - GET the package",
        ),
        (
            "npm warn using --force\n"
            "npm error code ECONNREFUSED\n"
            "npm error syscall connect\n"
            "npm error errno ECONNREFUSED\n"
            "npm error FetchError: request failed, reason: connect ECONNREFUSED\n"
            "npm error     at ClientRequest.<anonymous>\n"
            "npm error If you are behind a proxy, please make sure",
            "npm failed: FetchError: request failed, reason: connect ECONNREFUSED",
        ),
        ("npm ERR! code E404\nnpm ERR! 404 Not Found", "npm failed: 404 Not Found"),
        ("node: not found", "npm failed: node: not found"),
        ("", "npm failed with exit code 7"),
    ],
    ids=["proxy forbids", "proxy refuses", "older npm", "not npm's words", "no words"],
)
def test_what_npm_said_is_passed_on(machine: Machine, output: str, reason: str) -> None:
    machine.npm(f"import sys; sys.stderr.write({output!r}); sys.exit(7)")
    assert f"- npm: {reason}\n" in refusal()


def test_an_npm_that_leaves_no_package_is_a_reason(machine: Machine) -> None:
    machine.npm("pass")
    assert "- npm: npm reported success but left no package" in refusal()


def test_an_npm_that_cannot_be_started_is_a_reason(machine: Machine) -> None:
    path = machine.npm("")
    path.write_text("#!/no/such/program\n", encoding="utf-8")
    assert "- npm: npm can't be started" in refusal()


def runs(number: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be collected does not."""
    return psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE


def test_an_npm_that_hangs_is_stopped_with_its_children(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_sources, "STALL_SECONDS", 1.0)
    numbers = tmp_path / "numbers"
    machine.npm(
        "import os, pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(numbers)!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)"
    )
    assert "- npm: npm sent nothing for 1 seconds and was stopped" in refusal()
    started = [int(number) for number in numbers.read_text().split()]
    deadline = time.monotonic() + 5
    while any(map(runs, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(runs, started))


def test_an_npm_that_is_slow_but_moves_is_not_stopped(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_sources, "STALL_SECONDS", 1.0)
    machine.npm_that_packs(
        packed(MEMBERS),
        first="import pathlib, time\n"
        "for i in range(8):\n"
        "    time.sleep(0.25)\n"
        "    pathlib.Path(f'progress{i}').write_text('more')",
    )
    assert_small(data.load(SMALL))


def test_keras_has_a_time_limit_which_is_put_back(machine: Machine) -> None:
    limits = []

    def load_data() -> NoReturn:
        limits.append(socket.getdefaulttimeout())
        raise NO_INTERNET

    machine.keras(load_data)
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(123.0)
    try:
        refusal()
        assert limits == [data_sources.SOCKET_SECONDS]
        assert socket.getdefaulttimeout() == 123.0
    finally:
        socket.setdefaulttimeout(before)
