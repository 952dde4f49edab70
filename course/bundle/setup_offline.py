"""Set the course up on a machine without a network, and open it in JupyterLab.

python setup_offline.py             the first run installs everything, later ones start at once
python setup_offline.py --no-lab    install only

This file lies at the top of a folder that `course bundle` made, beside the packages, the data and
the notebooks. It needs Python alone, and everything that it makes lies in that folder. What it
doesn't know, such as `--no-browser`, goes to JupyterLab.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

COURSE = "rare-class-course"
MANIFEST = "bundle.json"
FIRST_PAGE = "notebooks/00_start.ipynb"
AGAIN = "unpack the bundle again, or copy it again from where you have it"
# JupyterLab doesn't ask whether it may fetch news and look for updates.
QUIET_LAB = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}
POLL_SECONDS = 0.5
RUNTIME = "msvcp140_1.dll"
# Windows, as it is delivered, takes no longer path.
LONGEST_PATH = 259


class SetupError(Exception):
    """The course can't be set up; one sentence says why, and the way out."""


def main(arguments: list[str] | None = None, folder: Path | None = None) -> int:
    """Set the course up in its folder and open it; return the exit code: 0 fine, 1 not."""
    parser = argparse.ArgumentParser(
        description="Set the course up without a network, and open it in JupyterLab.",
        epilog="Any other option goes to JupyterLab, as --no-browser.",
    )
    parser.add_argument("--no-lab", action="store_true", help="install only, open nothing")
    options, for_lab = parser.parse_known_args(arguments)
    folder = folder or Path(__file__).resolve().parent
    try:
        set_up(folder)
        if options.no_lab:
            print("Ready: the same command without --no-lab opens the course.")
            return 0
        return open_lab(folder, for_lab)
    except SetupError as error:
        print(f"setup_offline: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("setup_offline: interrupted; run it again to go on.", file=sys.stderr)
    return 1


def set_up(folder: Path) -> None:
    """Make the environment `.venv` in the bundle's folder, unless it is there and complete.

    Raise SetupError if the bundle isn't for this machine, isn't whole, or can't be installed.
    """
    manifest = read_manifest(folder)
    check_python(manifest, sys.version_info[:2])
    check_machine(manifest, platform.system(), platform.machine(), sys.maxsize > 2**32)
    if is_ready(folder):
        # Its packages in `wheels` may be deleted by now, to make room.
        check_sizes(folder, manifest, "data/")
        return
    check_sizes(folder, manifest)
    if os.name == "nt":
        check_runtime()
        check_path(manifest, folder)
    print("Looking at the bundle's files.", flush=True)
    check_content(folder, manifest)
    # What an interrupted set-up left would count as room that is lacking.
    shutil.rmtree(_environment(folder), ignore_errors=True)
    check_room(manifest, shutil.disk_usage(folder).free, folder)
    print("Installing the packages: a few minutes, this once.", flush=True)
    try:
        _make_environment(folder)
        _install(folder)
        settings = _environment(folder) / "share" / "jupyter" / "lab" / "settings"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "overrides.json").write_text(json.dumps(QUIET_LAB), encoding="utf-8")
        (_environment(folder) / "ready").write_text(_note(folder), encoding="utf-8")
    except OSError as error:
        raise SetupError(
            f"{folder} can't be written to ({error.strerror}): copy the bundle to a disk of this "
            "machine with room on it, and run this again there."
        ) from None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what `course bundle` noted: Python, system, machines, room in bytes, files."""
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SetupError(
            f"{MANIFEST} is missing in {folder}, or broken: unpack the whole bundle, not this file "
            "alone, and run setup_offline.py there."
        ) from None


def check_python(manifest: dict[str, Any], version: tuple[int, ...]) -> None:
    """Raise if the packages are not for the Python version given, such as (3, 12)."""
    python, here = manifest["python"], ".".join(map(str, version))
    if here != python:
        raise SetupError(
            f"This bundle is for Python {python}, and this is Python {here}: run "
            f"`python{python} setup_offline.py` (Windows: `py -{python} setup_offline.py`), or ask "
            f"your teacher for a bundle for Python {here}."
        )


def check_machine(manifest: dict[str, Any], system: str, machine: str, wide: bool) -> None:
    """Raise if the packages are for another system or processor, as `platform` names them.

    `wide` says whether Python itself has 64 bits.
    """
    if not wide:
        raise SetupError("This is a 32-bit Python: install a 64-bit one, and run this with it.")
    if system != manifest["system"] or machine.lower() not in manifest["machines"]:
        raise SetupError(
            f"This bundle is for {manifest['system']} on {manifest['machines'][0]}, and this is "
            f"{system} on {machine}: ask your teacher for a bundle for such machines."
        )


def check_runtime() -> None:
    """Raise if Windows lacks the library of C++ that TensorFlow needs."""
    try:
        ctypes.CDLL(RUNTIME)
    except OSError:
        raise SetupError(
            f"TensorFlow needs {RUNTIME}, which is missing from this Windows: install the Visual "
            "C++ Redistributable (vc_redist.x64.exe, from Microsoft), and run this again."
        ) from None


def check_sizes(folder: Path, manifest: dict[str, Any], below: str = "") -> None:
    """Raise if a file of packages or data is missing or cut off; `below` names some of them."""
    for name in (name for name in manifest["files"] if name.startswith(below)):
        file, size = folder / name, manifest["files"][name]["bytes"]
        if not file.is_file():
            raise SetupError(f"{name} is missing in {folder}: {AGAIN}.")
        if file.stat().st_size != size:
            raise SetupError(
                f"{name} is broken: it has {file.stat().st_size:,} bytes in place of {size:,}; "
                f"{AGAIN}."
            )


def check_content(folder: Path, manifest: dict[str, Any]) -> None:
    """Raise if a file of packages or data doesn't hold what it held when the bundle was made."""
    for name, noted in manifest["files"].items():
        if sha256(folder / name) != noted["sha256"]:
            raise SetupError(f"{name} is broken, its bytes have changed: {AGAIN}.")


def check_room(manifest: dict[str, Any], free: int, folder: Path) -> None:
    """Raise if the installed packages don't fit into the free bytes of the disk."""
    if free < manifest["room"]:
        raise SetupError(
            f"{free / 1e9:.1f} GB are free for {folder}, and the packages need "
            f"{manifest['room'] / 1e9:.1f} GB: make room, or copy the bundle to another disk."
        )


def check_path(manifest: dict[str, Any], folder: Path) -> None:
    """Raise if the folder's path leaves too little for the longest name in the packages."""
    allowed = LONGEST_PATH - len("/.venv/Lib/site-packages/") - manifest["longest_name"]
    if len(str(folder)) > allowed:
        raise SetupError(
            f"The path {folder} is too long for Windows: move the folder to one of at most "
            f"{allowed} characters, such as C:\\course."
        )


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def is_ready(folder: Path) -> bool:
    """Tell whether `.venv` was made from this bundle, in this folder, and its Python still runs."""
    try:
        noted = (_environment(folder) / "ready").read_text(encoding="utf-8")
        runs = subprocess.run([str(_python(folder)), "-I", "-c", ""], check=False).returncode == 0
        return runs and noted == _note(folder)
    except OSError:
        return False


def open_lab(folder: Path, options: list[str]) -> int:
    """Start JupyterLab at the first page, with the bundle's data; return its exit code."""
    command = [str(_python(folder)), "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += [f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}"]
    command += options
    environment = {**_surroundings(), "COURSE_DATA_DIR": str(folder / "data")}
    for pictures in (folder / "data").glob("*.npy"):
        environment["COURSE_DATA"] = pictures.stem
    print("Starting JupyterLab; Control-C here ends it.", flush=True)
    if os.name == "posix":
        os.chdir(folder)
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, cwd=folder, env=environment) as lab:
        while True:
            with suppress(KeyboardInterrupt):  # JupyterLab hears it too, and ends in its own time
                return lab.wait()


def _make_environment(folder: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", str(_environment(folder))]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        lines = (made.stdout + made.stderr).split("\n")
        raise SetupError(
            "This Python can't make an environment; install the package python3-venv (Debian, "
            "Ubuntu), or Python from python.org, and run this again. It says: "
            + next((line.strip() for line in reversed(lines) if line.strip()), "nothing")
        )


def _install(folder: Path) -> None:
    """Install the course with all its packages, from the bundle's folder `wheels` alone."""
    command = [str(_python(folder)), "-I", "-m", "pip", "--isolated", "install", "--no-index"]
    command += ["--no-cache-dir", "--disable-pip-version-check"]
    command += ["--find-links", str(folder / "wheels"), COURSE]
    log = _environment(folder) / "install.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # No file of settings counts: it may name a server, or packages to hold back.
            env={**_surroundings(), "PIP_CONFIG_FILE": os.devnull},
        )
        try:
            while process.poll() is None:
                _show_progress(folder)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(POLL_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
    if sys.stdout.isatty():
        print()
    if process.returncode:
        lines = log.read_text("utf-8", "replace").splitlines()
        errors = [line for line in lines if line.startswith("ERROR:")] or lines or ["nothing"]
        raise SetupError(
            f"The packages could not be installed; run this again, and if it fails again, {AGAIN}."
            f" It says: {errors[0].replace('ERROR:', '').strip()}"
        )


def _show_progress(folder: Path) -> None:
    """Write over the last line how many packages are there, if somebody watches."""
    if sys.stdout.isatty():
        packages = len(list((folder / "wheels").glob("*.whl")))
        site = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
        done = len(list(_environment(folder).glob(f"{site}/*.dist-info")))
        print(f"\r  {min(done, packages)} of {packages} packages", end="", flush=True)


def _surroundings() -> dict[str, str]:
    """Return this process's environment, but for what points Python to other packages."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}


def _environment(folder: Path) -> Path:
    return folder / ".venv"


def _python(folder: Path) -> Path:
    return _environment(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _note(folder: Path) -> str:
    """Return what tells a complete environment: of this bundle, in this folder."""
    return f"{folder}\n{sha256(folder / MANIFEST)}\n"


if __name__ == "__main__":
    sys.exit(main())
