"""`python -m nbgrader` and `python -m pytest` in a process that has them imported already.

To import nbgrader takes seconds. A server process does so once, and each command runs in a fork
of it: the same command, in a process of its own, with its own folder, environment and streams.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_IMPORTED = ["nbgrader.apps", "nbgrader.api", "nbgrader.preprocessors", "alembic", "nbval.plugin"]


def run_module(
    module: str, folder: Path, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m module` in a folder, with environment variables on top of those of here."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(_IMPORTED)
    command = [module, *arguments]
    with TemporaryDirectory() as place:
        streams = Path(place, "stdout"), Path(place, "stderr")
        process = forks.Process(
            target=_be_the_command, args=(command, folder, {**os.environ, **settings}, streams)
        )
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        stdout, stderr = (stream.read_text(encoding="utf-8") for stream in streams)
    assert code is not None  # it has ended
    return subprocess.CompletedProcess(command, code, stdout, stderr)


def _be_the_command(
    command: list[str], folder: Path, environment: dict[str, str], streams: tuple[Path, Path]
) -> None:
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, str(folder))
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
