"""A page on one's own server gets of Pyodide what lessons use, and no more."""

import hashlib
import json
from pathlib import Path

import pytest

from course.folders import CourseError
from course.lite.pyodide import write_pyodide

NEEDS = {
    "ipython": ["prompt_toolkit", "traitlets"],
    "numpy": [],
    "pandas": ["numpy"],
    "prompt_toolkit": [],
    "traitlets": [],
}


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """Return a folder that looks like Pyodide's."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name in ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"):
        (folder / name).write_text(name)
    for name in NEEDS:
        (folder / f"{name}.whl").write_text(name)
    packages = {
        name: {"depends": needs, "file_name": f"{name}.whl"} for name, needs in NEEDS.items()
    }
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    return folder


@pytest.fixture(autouse=True)
def no_node(monkeypatch):
    monkeypatch.setattr("course.lite.pyodide.shutil.which", lambda _: None)


def test_only_what_is_asked_for_is_copied_with_what_it_needs(pyodide, tmp_path):
    folder = write_pyodide(pyodide, {"ipython"}, tmp_path / "kept", tmp_path / "page", [])
    assert {file.name for file in folder.glob("*.whl")} == {"ipython.whl", "traitlets.whl"}
    listed = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    assert listed["ipython"]["depends"] == ["traitlets"]
    assert listed["ipython"]["sha256"] == hashlib.sha256(b"ipython").hexdigest()


def test_without_node_it_is_said_that_python_stays_uncompiled(pyodide, tmp_path, capsys):
    folder = write_pyodide(pyodide, {"numpy"}, tmp_path / "kept", tmp_path / "page", [])
    assert "without Node.js" in capsys.readouterr().out
    assert folder.name == "pyodide"


def test_a_package_that_is_not_there_is_named(pyodide, tmp_path):
    with pytest.raises(CourseError, match="has no scipy"):
        write_pyodide(pyodide, {"scipy"}, tmp_path / "kept", tmp_path / "page", [])


def test_a_folder_without_pyodide_is_refused(tmp_path):
    with pytest.raises(CourseError, match=r"holds no pyodide\.js"):
        write_pyodide(tmp_path, {"numpy"}, tmp_path / "kept", tmp_path / "page", [])
