"""`setup_offline.py`: a bundle becomes a running course, or one sentence says why it can't.

The bundle here is a small one: its only package stands in for the course, and for JupyterLab.
"""

import ast
import json
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course.bundle import setup_offline
from course.bundle.setup_offline import (
    SetupError,
    check_machine,
    check_path,
    check_python,
    check_room,
    check_runtime,
    main,
    sha256,
)

PYTHON = ".".join(map(str, sys.version_info[:2]))
WHEEL = "rare_class_course-1.0-py3-none-any.whl"
LAB = """import os, sys
print("lab", *sys.argv[1:])
print("data", os.environ["COURSE_DATA_DIR"], os.environ["COURSE_DATA"])
print("path", os.environ.get("PYTHONPATH"))
"""


def write_wheel(file: Path, *requirements: str) -> None:
    info = "rare_class_course-1.0.dist-info"
    about = "".join(f"Requires-Dist: {line}\n" for line in requirements)
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("jupyterlab/__init__.py", "")
        wheel.writestr("jupyterlab/__main__.py", LAB)
        wheel.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: rare-class-course\nVersion: 1.0\n{about}",
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def note(folder: Path, **changes: object) -> None:
    files = [*folder.glob("wheels/*"), *folder.glob("data/*")]
    manifest = {
        "python": PYTHON,
        "system": platform.system(),
        "machines": [platform.machine().lower()],
        "room": 1_000_000,
        "files": {
            file.relative_to(folder).as_posix(): {
                "bytes": file.stat().st_size,
                "sha256": sha256(file),
            }
            for file in files
        },
        **changes,
    }
    (folder / "bundle.json").write_text(json.dumps(manifest))


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Return the folder of an unpacked bundle, in a path with a space."""
    folder = tmp_path / "a stick" / "rare-class-course"
    for name in ("wheels", "data", "notebooks/01_small"):
        (folder / name).mkdir(parents=True)
    write_wheel(folder / "wheels" / WHEEL)
    (folder / "data" / "cifar10.npy").write_bytes(b"pictures")
    (folder / "notebooks" / "01_small" / "01_small.ipynb").write_text("{}")
    shutil.copy(setup_offline.__file__, folder)
    note(folder)
    return folder


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "setup_offline.py", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on stderr."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_it_needs_the_standard_library_alone():
    tree = ast.parse(Path(setup_offline.__file__).read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_it_to_say_that_it_is_too_old():
    ast.parse(Path(setup_offline.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_installs_without_an_index_then_opens_the_first_page_with_the_bundles_data(
    unpacked, monkeypatch
):
    monkeypatch.setenv("PIP_INDEX_URL", "http://192.0.2.1/simple")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    first = run(unpacked, "--no-browser")
    assert first.returncode == 0, first.stderr
    assert "Installing the packages" in first.stdout
    *_, lab, data, path = first.stdout.splitlines()
    page = "--LabApp.default_url=/lab/tree/notebooks/00_start.ipynb"
    assert lab == f"lab --ServerApp.root_dir={unpacked} {page} --no-browser"
    assert data == f"data {unpacked / 'data'} cifar10"
    assert path == "path None"

    again = run(unpacked)
    assert "Installing" not in again.stdout
    assert again.stdout.splitlines()[-2] == data

    settings = unpacked / ".venv" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert '"fetchNews": "false"' in settings.read_text()


def test_without_the_lab_it_says_how_to_go_on(unpacked, monkeypatch, capsys):
    monkeypatch.setattr(setup_offline, "is_ready", lambda _: True)
    assert main(["--no-lab"], unpacked) == 0
    assert capsys.readouterr().out == (
        "Ready: the same command without --no-lab opens the course.\n"
    )


@pytest.mark.parametrize("change", ["moved", "another bundle", "broken off"])
def test_an_environment_that_is_not_whole_or_not_of_this_folder_is_made_anew(
    unpacked, monkeypatch, change
):
    python = unpacked / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(setup_offline, "_python", lambda _: Path(sys.executable))
    ready = unpacked / ".venv" / "ready"
    ready.write_text(setup_offline._note(unpacked))
    assert setup_offline.is_ready(unpacked)
    if change == "moved":
        unpacked = unpacked.rename(unpacked.with_name("elsewhere"))
    elif change == "another bundle":
        note(unpacked, room=2)
    else:
        ready.unlink()
    assert not setup_offline.is_ready(unpacked)


def test_another_python_is_told_which_one_to_take():
    with pytest.raises(SetupError, match="is for Python 3.11, and this is Python 3.13") as caught:
        check_python({"python": "3.11"}, (3, 13))
    assert "`python3.11 setup_offline.py`" in str(caught.value)
    assert "ask your teacher for a bundle for Python 3.13" in str(caught.value)


@pytest.mark.parametrize(
    ("system", "machine", "wide", "sentence"),
    [
        ("Windows", "AMD64", True, "is for Linux on x86_64, and this is Windows on AMD64"),
        ("Linux", "aarch64", True, "is for Linux on x86_64, and this is Linux on aarch64"),
        ("Linux", "x86_64", False, "is a 32-bit Python"),
    ],
)
def test_another_machine_is_named(system, machine, wide, sentence):
    manifest = {"system": "Linux", "machines": ["x86_64", "amd64"]}
    with pytest.raises(SetupError, match=sentence):
        check_machine(manifest, system, machine, wide)


def test_the_machine_that_it_is_for_is_known_in_capitals_too():
    check_machine({"system": "Windows", "machines": ["amd64"]}, "Windows", "AMD64", True)


def test_a_full_disk_is_seen_before_anything_is_installed(tmp_path):
    with pytest.raises(SetupError, match=r"1\.0 GB are free .* need 2\.0 GB: make room"):
        check_room({"room": 2_000_000_000}, 1_000_000_000, tmp_path)


def test_a_path_that_is_too_long_for_windows_is_told_how_long_it_may_be():
    manifest = {"longest_name": 163}
    check_path(manifest, Path("C:/course/rare-class-course"))
    with pytest.raises(SetupError, match="at most 71 characters, such as C:.course"):
        check_path(manifest, Path("C:/" + 70 * "a"))


def test_the_script_alone_says_to_unpack_the_whole_bundle(tmp_path, capsys):
    assert main([], tmp_path) == 1
    assert "bundle.json is missing" in (line := said(capsys))
    assert "unpack the whole bundle" in line


@pytest.mark.parametrize("name", [f"wheels/{WHEEL}", "data/cifar10.npy"])
def test_a_file_that_is_missing_is_named(unpacked, capsys, name):
    (unpacked / name).unlink()
    assert main(["--no-lab"], unpacked) == 1
    assert f"{name} is missing" in said(capsys)


@pytest.mark.parametrize("name", [f"wheels/{WHEEL}", "data/cifar10.npy"])
def test_a_file_that_was_cut_off_is_named(unpacked, capsys, name):
    (unpacked / name).write_bytes(b"cut")
    assert main(["--no-lab"], unpacked) == 1
    assert f"{name} is broken: it has 3 bytes" in said(capsys)


def test_a_file_whose_bytes_changed_is_named(unpacked, capsys):
    (unpacked / "data" / "cifar10.npy").write_bytes(b"Pictures")
    assert main(["--no-lab"], unpacked) == 1
    assert "data/cifar10.npy is broken, its bytes have changed" in said(capsys)
    assert not (unpacked / ".venv").exists()


def test_a_package_that_the_bundle_lacks_is_named(unpacked, capsys):
    write_wheel(unpacked / "wheels" / WHEEL, "absent-package==1")
    note(unpacked)
    assert main(["--no-lab"], unpacked) == 1
    line = said(capsys)
    assert "could not be installed" in line
    assert "absent-package" in line
    assert not (unpacked / ".venv" / "ready").exists()


def test_a_python_without_ensurepip_is_told_what_to_install(unpacked, capsys, monkeypatch):
    python = unpacked / "python"
    python.write_text("#!/bin/sh\necho 'ensurepip is not available'\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    assert main(["--no-lab"], unpacked) == 1
    line = said(capsys)
    assert "python3-venv" in line
    assert line.endswith("ensurepip is not available")


def test_a_folder_that_can_not_be_written_to_says_so(unpacked, capsys, monkeypatch):
    def refuse(_: Path) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(setup_offline, "_make_environment", refuse)
    assert main(["--no-lab"], unpacked) == 1
    assert "can't be written to (Read-only file system): copy the bundle" in said(capsys)


def test_once_installed_it_starts_without_its_packages_but_not_without_its_data(unpacked):
    assert run(unpacked, "--no-lab").returncode == 0
    shutil.rmtree(unpacked / "wheels")
    again = run(unpacked, "--no-lab")
    assert (again.returncode, again.stderr) == (0, "")
    (unpacked / "data" / "cifar10.npy").unlink()
    assert "data/cifar10.npy is missing" in run(unpacked, "--no-lab").stderr


def test_a_windows_without_the_library_that_tensorflow_needs_is_told_which(monkeypatch):
    # No other system has it either.
    monkeypatch.setattr(setup_offline, "RUNTIME", "no_such_library.dll")
    with pytest.raises(SetupError, match="install the Visual C\\+\\+ Redistributable"):
        check_runtime()
