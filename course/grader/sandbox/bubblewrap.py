"""The sandbox around a fork server: bubblewrap, with nothing in it but what Python needs."""

import contextlib
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import course
import helpers

# What a learner's process imports of ours: the engine of checks, and the sandbox's own side.
PACKAGES = tuple(Path(package.__path__[0]).resolve() for package in (helpers, course))
# No account has this number: files and processes of others are not this user's.
USER_WHEN_ROOT = 64998
_SYSTEM_FOLDERS = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/timezone")


@dataclass(frozen=True)
class Box:
    """A sandbox that this machine can make.

    bubblewrap (str): The path of the program `bwrap`.
    hidden (tuple of Path): Folders that must not be seen inside, whatever they lie in.
    """

    bubblewrap: str
    hidden: tuple[Path, ...] = ()


class SandboxError(Exception):
    """There can be no sandbox on this machine; says why."""


def make_box(hidden: Sequence[Path] = ()) -> Box:
    """Return the sandbox of this machine.

    Raises SandboxError: If there can be none.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxError(f"a sandbox needs Linux, and this is {sys.platform}")
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("bubblewrap is not installed (apt install bubblewrap)")
    return Box(program, tuple(folder.resolve() for folder in hidden))


def command_in_box(box: Box, command: list[str]) -> list[str]:
    """Return a command that runs another one, the fork server, inside the sandbox."""
    root = os.getuid() == 0
    user = [] if root else ["--unshare-user"]
    wrapped = [box.bubblewrap, *user, "--unshare-ipc", "--unshare-pid", "--unshare-net"]
    wrapped += ["--unshare-uts", "--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    for folder in map(Path, _SYSTEM_FOLDERS):
        if folder.is_symlink():
            wrapped += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            wrapped += ["--ro-bind", str(folder), str(folder)]
    for name in _SYSTEM_FILES:
        wrapped += ["--ro-bind-try", name, name]
    wrapped += ["--proc", "/proc", "--dev", "/dev"]
    wrapped += ["--perms", "1777", "--tmpfs", "/tmp"]
    for folder in (Path(sys.base_prefix), Path(sys.prefix)):
        wrapped += _shown(folder)
    for folder in box.hidden:
        if folder.exists() and _is_shown(folder):
            wrapped += ["--tmpfs", str(folder)]
    # The course's folder may hold the environment, so these come after what hides it.
    if any(Path(sys.prefix).resolve().is_relative_to(folder) for folder in box.hidden):
        wrapped += _shown(Path(sys.prefix))
    for package in PACKAGES:
        wrapped += _shown(package)
    # One by one: the folder may be anywhere, and anything else may be in it.
    for file in sorted(_data_folder().glob("*.npy")):
        wrapped += _shown(file)
    wrapped += ["--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/tmp", "--"]
    user_inside = [f"--user={USER_WHEN_ROOT}"] if root else []
    return [*wrapped, *command, "--boxed", *user_inside]


def environment_inside() -> dict[str, str]:
    """Return what a learner's process is told: nothing of the judge's own environment."""
    roots = dict.fromkeys(str(package.parent) for package in PACKAGES)
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(roots),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COURSE_QUICK": "1",
        "COURSE_SEED": "0",
        **_data(),
        "KERAS_BACKEND": "tensorflow",
        "MPLBACKEND": "agg",
        "PIP_NO_INDEX": "1",  # `%pip install` ends at once: there is no network to wait for
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # One thread each: there are as many workers as processors.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
    }


def _data() -> dict[str, str]:
    """Return where the data are and which they are: a sandbox can't fetch what is missing."""
    from helpers.data import DataError, cache_folder, in_cache

    found = None
    with contextlib.suppress(DataError):  # a wrong COURSE_DATA: no mark depends on the data
        found = in_cache()
    return {"COURSE_DATA_DIR": str(cache_folder())} | ({"COURSE_DATA": found.name} if found else {})


def _shown(place: Path) -> list[str]:
    """Return the options that show a folder or file, in folders that everybody may pass through."""
    parents = [str(parent) for parent in reversed(place.parents)][1:]
    made = [option for name in parents for option in ("--perms", "0755", "--dir", name)]
    return [*made, "--ro-bind", str(place), str(place)]


def _is_shown(folder: Path) -> bool:
    shown = [*_SYSTEM_FOLDERS, sys.base_prefix, sys.prefix]
    return any(folder.is_relative_to(place) for place in shown)


def _data_folder() -> Path:
    from helpers.data import cache_file

    return cache_file().parent
