"""Pyodide for a page of one's own server: what lessons use of it, with its Python as bytecode.

Python would else compile, at every visit, each module that it imports: half of the time to the
first card. Pyodide itself does it here, under Node, for bytecode is of one version of Python. Where
there is no Node, the page has the sources, and is slower.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from course.files import write_text
from course.folders import CourseError
from course.lite.kernel import PYODIDE_VERSION

_LOCK = "pyodide-lock.json"
_LIBRARY = "python_stdlib.zip"
_CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm")
# What packages ask for and no lesson uses: the input of a terminal, and time zones.
_UNUSED = {"ipython": {"prompt_toolkit", "wcwidth"}, "matplotlib": {"pytz"}}
_COMPILER = Path(__file__).parent / "templates" / "compile.mjs"


def write_pyodide(
    pyodide: Path, packages: set[str], kept: Path, page: Path, wheels: list[Path]
) -> Path:
    """Write into a page what it needs of Pyodide, and compile wheels that lie there already.

    pyodide (Path): The folder that Pyodide was unpacked into.
    packages (set of str): The packages that the page asks for; those that they need come too.
    kept (Path): A folder in which the work is kept for the next time.
    page (Path): The folder of the page for what does not change.
    wheels (list of Path): The page's own; they keep their sources, which checks look at.
    Returns (Path): The folder in it, whose name says whether it holds bytecode.
    Raises CourseError: If the folder holds no Pyodide, or lacks one of the packages.
    """
    if not (pyodide / "pyodide.js").is_file():
        raise CourseError(
            f"PYODIDE={pyodide} holds no pyodide.js: give the folder that Pyodide "
            f"{PYODIDE_VERSION} was unpacked into."
        )
    node = shutil.which("node")
    if node is None:
        print("without Node.js on the PATH the page is slower: its Python stays uncompiled")
    lock = json.loads((pyodide / _LOCK).read_text(encoding="utf-8"))
    lock["packages"] = _needed(lock["packages"], packages)
    made = json.dumps([lock, _COMPILER.read_text(encoding="utf-8"), node is not None])
    ready = kept / hashlib.sha256(made.encode()).hexdigest()[:16]
    if not ready.is_dir():
        part = ready.with_name(f"{ready.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        files = [package["file_name"] for package in lock["packages"].values()]
        for name in (*_CORE, _LIBRARY, *files):
            shutil.copy(pyodide / name, part)
        if node:
            compile_python(pyodide, [part / name for name in (_LIBRARY, *files)])
        for package in lock["packages"].values():
            content = (part / package["file_name"]).read_bytes()
            package["sha256"] = hashlib.sha256(content).hexdigest()
        write_text(part / _LOCK, json.dumps(lock))
        part.rename(ready)
    # A browser may have kept the sources under the other name.
    folder = page / ("pyodide-compiled" if node else "pyodide")
    shutil.copytree(ready, folder)
    if node:
        compile_python(pyodide, wheels, keep_sources=True)
    return folder


def compile_python(pyodide: Path, archives: list[Path], *, keep_sources: bool = False) -> None:
    """Put bytecode into wheels, in place of their sources or beside them; needs Node.

    Raises CourseError: If it fails.
    """
    ways = "keep" if keep_sources else "replace"
    command = ["node", str(_COMPILER), str(pyodide.absolute()), ways, *map(str, archives)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CourseError(f"Pyodide could not compile Python:\n{done.stderr[-1000:]}")


def _needed(known: dict[str, dict[str, Any]], wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Return some packages and those that they need, by their names in the list of Pyodide."""
    needed: dict[str, dict[str, Any]] = {}
    waiting = sorted(wanted)
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        if name not in known:
            raise CourseError(f"this Pyodide has no {name}: give the folder of its full archive.")
        depends = [one for one in known[name]["depends"] if one not in _UNUSED.get(name, ())]
        needed[name] = known[name] | {"depends": depends}
        waiting += depends
    return dict(sorted(needed.items()))
