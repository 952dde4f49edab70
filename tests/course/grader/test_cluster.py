"""`course grade --scheduler` on a real Dask cluster: a scheduler and two workers as processes."""

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from course.cli import main
from course.grader import cluster
from course.grader.sandbox.bubblewrap import SandboxError
from tests.course.grader.small_class import LESSON, RIGHT, hand_in, notebook_with, whole_class
from tests.small_course import COURSE

SECONDS_TO_START = 90
SECONDS_TO_VANISH = 60
SEED = "--seed=5"
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(autouse=True)
def no_client_is_left() -> Iterator[None]:
    """Clear away clients that found no scheduler.

    A command ends with its process. Here the next test's client would begin a loop in a thread, and
    if the garbage is collected just there, `Client.__del__` waits for that loop without end.
    """
    yield
    gc.collect()


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """Return a folder with the two packages and nothing else of the course."""
    place = tmp_path_factory.mktemp("package")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("course", "helpers"):
        shutil.copytree(COURSE / name, place / name, ignore=ignored)
    return place


@pytest.fixture(scope="module")
def start(tmp_path_factory, package) -> Iterator[Start]:
    """Return what starts a part of the cluster in an empty folder; it is ended afterwards."""
    started = []

    def one(*command: str, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=tmp_path_factory.mktemp("empty"),
            env={**os.environ, "PYTHONPATH": str(package), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield one
    for process in started:
        process.kill()
        process.wait()


def wait_until(holds: Callable[[], object]) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def start_scheduler(start: Start, file: Path) -> tuple[subprocess.Popen[bytes], str]:
    options = ["--host=127.0.0.1", "--port=0", "--no-dashboard", f"--scheduler-file={file}"]
    process = start("scheduler", *options)
    wait_until(file.exists)
    return process, json.loads(file.read_text())["address"]


def start_workers(start: Start, address: str, many: int, **environment: str) -> list:
    """Start workers of one thread each, without a nanny that would start a killed one again."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        wanted = len(client.nthreads()) + many
        options = ["--nthreads=1", "--no-nanny", "--no-dashboard", "--host=127.0.0.1"]
        workers = [start("worker", address, *options, **environment) for _ in range(many)]
        wait_until(lambda: len(client.nthreads()) == wanted)
    return workers


@pytest.fixture(scope="module")
def scheduler(start, tmp_path_factory) -> str:
    """Return the address of a scheduler."""
    return start_scheduler(start, tmp_path_factory.mktemp("scheduler") / "scheduler.json")[1]


@pytest.fixture(scope="module")
def workers(start, scheduler) -> list:
    """Return two workers of the scheduler."""
    return start_workers(start, scheduler, 2)


@pytest.fixture
def one_handed_in(course) -> Path:
    hand_in(course, "ann", notebook_with(course, RIGHT))
    return course


def results_of(course: Path) -> list[Path]:
    return list((course / "grading" / "results" / LESSON).glob("[!.]*.json"))


def kill_when(moment: Callable[[], object], process: subprocess.Popen[bytes]) -> threading.Thread:
    """Kill a process of the cluster at a moment, and see that nothing of it is left."""

    def kill() -> None:
        wait_until(moment)
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert psutil.wait_procs(below, timeout=SECONDS_TO_VANISH)[1] == []

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def sentence(capsys) -> str:
    said = capsys.readouterr().err
    [line] = [line for line in said.splitlines() if line.startswith("course: ")]
    assert "Traceback" not in said
    return line


def test_where_no_scheduler_answers_it_is_named(one_handed_in, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.5)
    assert main(["grade", "01", "--scheduler=tcp://127.0.0.1:9"]) == 2
    assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in sentence(capsys)


@pytest.mark.parametrize("address", ["", "somewhere", "http://127.0.0.1:9", "tcp://"])
def test_what_is_no_address_is_named(address, one_handed_in, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.5)
    assert main(["grade", "01", f"--scheduler={address}"]) == 2
    assert f"no Dask scheduler answers at {address!r}" in sentence(capsys)


def test_without_dask_the_way_to_get_it_is_named(one_handed_in, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["grade", "01", "--scheduler=tcp://127.0.0.1:9"]) == 2
    assert "pip install 'rare-class-course[cluster]'" in sentence(capsys)


def test_without_workers_the_way_to_start_some_is_named(one_handed_in, scheduler, capsys):
    assert main(["grade", "01", f"--scheduler={scheduler}"]) == 2
    assert f"has no workers: start some with `dask worker {scheduler}`" in sentence(capsys)


@pytest.mark.sandbox
def test_a_worker_without_a_sandbox_is_named(one_handed_in, start, scheduler, capsys):
    [bare] = start_workers(start, scheduler, 1, PATH=os.devnull)
    try:
        assert main(["grade", "01", f"--scheduler={scheduler}"]) == 2
        said = sentence(capsys)
        assert re.search(r"on the worker tcp://\S+: bubblewrap is not installed", said)
        assert "--no-sandbox" in said
        assert results_of(one_handed_in) == []
    finally:
        bare.kill()
        bare.wait()


@pytest.mark.sandbox
def test_workers_that_have_only_the_package_give_the_same_although_one_is_killed(
    course, scheduler, workers
):
    whole_class(course)
    file = course / "results.json"
    killed = kill_when(lambda: results_of(course), workers[0])
    assert main(["grade", "01", SEED, f"--scheduler={scheduler}", f"--json={file}"]) == 0
    killed.join()
    there = file.read_text()
    shutil.rmtree(course / "grading" / "results")
    assert main(["grade", "01", SEED, "--workers=1", f"--json={file}"]) == 0
    assert without_seconds(there) == without_seconds(file.read_text())


def without_seconds(text: str) -> str:
    return re.sub(r'"seconds": [\d.e-]+', "", text)


def test_the_workers_use_the_package_that_is_beside_no_course(scheduler, workers, package):
    from distributed import Client

    def where() -> str:
        import helpers

        return str(helpers.__file__)

    with Client(scheduler, set_as_default=False) as client:
        places = set(client.run(where).values())
    assert places == {str(package / "helpers" / "__init__.py")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("killed", "said"), [("scheduler", "is gone"), ("worker", "has had no worker")]
)
def test_a_cluster_that_goes_down_is_named_and_the_next_run_goes_on(
    killed, said, course, start, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(cluster, "_SECONDS_WITHOUT_WORKERS", 3)
    whole_class(course)
    process, address = start_scheduler(start, tmp_path / "scheduler.json")
    [worker] = start_workers(start, address, 1)
    ending = kill_when(lambda: results_of(course), process if killed == "scheduler" else worker)
    assert main(["grade", "01", "--no-sandbox", f"--scheduler={address}"]) == 2
    ending.join()
    assert said in sentence(capsys)
    before = {file.name: file.stat().st_mtime_ns for file in results_of(course)}
    assert main(["grade", "01", "--no-sandbox"]) == 0
    after = {file.name: file.stat().st_mtime_ns for file in results_of(course)}
    assert 0 < len(before) < len(after)
    assert before.items() <= after.items()


def test_a_worker_hides_the_course_that_its_package_lies_in(monkeypatch):
    hidden = []

    def make_box(folders):
        hidden.extend(folders)
        raise SandboxError("seen")

    monkeypatch.setattr(cluster, "make_box", make_box)
    assert cluster.why_no_sandbox() == "seen"
    assert hidden == [COURSE]


def test_a_worker_with_the_package_alone_has_nothing_to_hide(package):
    code = "from course.grader import cluster as c; c.make_box = print; c.why_no_sandbox()"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(package)}
    ran = subprocess.run(
        command, cwd=package, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[]\n"
