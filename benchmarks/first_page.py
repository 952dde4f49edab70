"""From a clean clone to a page that answers, and to the end of a first cell.

`python -m benchmarks.first_page COMMIT ...` clones each commit in turn, runs `make lab` with empty
caches until JupyterLab's page answers, stops it, does the same again, and then runs the first code
cell of lesson 01 in a new kernel: with its packages out of the computer's memory (cold), and once
more (restart). Times are seconds of the clock, and of the processor where `make` is run. A quiet
machine is needed, and a network.
"""

import argparse
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]
LONGEST = 1200.0
# Run by the clone's own Python: its kernel, its cell.
FIRST_CELL = """
import json, pathlib, sys, time
from jupyter_client.manager import start_new_kernel
[file] = pathlib.Path("notebooks").glob("01_*/*.ipynb")
cells = json.loads(file.read_text("utf-8"))["cells"]
source = next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
manager, client = start_new_kernel(cwd=str(file.parent))
begins = time.perf_counter()
reply = client.execute_interactive(source, output_hook=lambda message: None, timeout=300)
print(time.perf_counter() - begins, reply["content"]["status"])
manager.shutdown_kernel(now=True)
"""


def main(arguments: list[str]) -> None:
    """Measure commits in turn, and print a line for each."""
    parser = argparse.ArgumentParser(description="From a clean clone to a page that answers.")
    parser.add_argument("commits", nargs="+", metavar="COMMIT")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured")
    options = parser.parse_args(arguments)
    print("commit     from nothing (processor)   again   first cell: cold  restart", flush=True)
    for _ in range(options.rounds):
        for commit in options.commits:
            print(measured(commit), flush=True)


def measured(commit: str) -> str:
    """Clone a commit into an empty folder and return its times as a line."""
    with tempfile.TemporaryDirectory(prefix="first-page-") as folder:
        clone, home = Path(folder, "course"), Path(folder, "home")
        home.mkdir()
        for command in (
            ["clone", "-q", str(COURSE), str(clone)],
            ["-C", str(clone), "checkout", "-q", commit],
        ):
            subprocess.run(["git", *command], check=True)
        environment = with_empty_caches(home)
        first, processor = page_answers(clone, environment)
        again, _ = page_answers(clone, environment)
        out_of_memory(clone / ".venv")
        cold, restart = (first_cell(clone, environment) for _ in range(2))
    return (
        f"{commit:10} {first:8.1f} s ({processor:5.1f} s) {again:12.1f} s "
        f"{cold:16.1f} s {restart:7.1f} s"
    )


def with_empty_caches(home: Path) -> dict[str, str]:
    """Return an environment in which every cache lies in an empty folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    caches = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "XDG_CACHE_HOME", "COURSE_DATA_DIR", "KERAS_HOME")
    return {
        **kept,
        **{name: str(home / name.lower()) for name in caches},
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "MAKEFLAGS": "",
    }


def page_answers(clone: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Run `make lab` until its page answers; return the seconds, and those of the processor."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    flags = f"--no-browser --allow-root --port={port} --IdentityProvider.token=measured"
    before, begins = processor_seconds(), time.perf_counter()
    process = subprocess.Popen(
        ["make", "lab", f"LAB_FLAGS={flags}"],
        cwd=clone,
        env=environment,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/lab?token=measured"):
            if process.poll() is not None or time.perf_counter() - begins > LONGEST:
                raise SystemExit("make lab opened no page: see above.")
            time.sleep(0.2)
        seconds = time.perf_counter() - begins
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    return seconds, processor_seconds() - before


def processor_seconds() -> float:
    """Return what all processes that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def answers(address: str) -> bool:
    """Tell whether a page is there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def out_of_memory(folder: Path) -> None:
    """Ask the system to forget what it keeps of the files of a folder."""
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def first_cell(clone: Path, environment: dict[str, str]) -> float:
    """Return the seconds that the first code cell of lesson 01 takes in a new kernel."""
    python = clone / ".venv" / "bin" / "python"
    command = [str(python), "-c", FIRST_CELL]
    ended = subprocess.run(
        command, cwd=clone, env=environment, check=True, capture_output=True, text=True
    )
    seconds, status = ended.stdout.split()[-2:]
    if status != "ok":
        raise SystemExit("the first cell ended in an error.")
    return float(seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
