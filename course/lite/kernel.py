"""The page's Python: JupyterLite's kernel for Pyodide, changed so that the first card comes soon.

As it comes, the kernel starts when JupyterLab has opened the notebook, and then fetches one package
after another through an installer that is itself fetched first, among them SSL and Jedi, which no
lesson uses. Here it starts beside JupyterLab, and all that is needed is fetched at once.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from course.folders import CourseError

PYODIDE_VERSION = "0.27.7"
# What Pyodide has no copy of: pure Python, of the versions that fit to its scikit-learn.
WHEELS = ("comm==0.2.3", "imbalanced-learn==0.14.2", "sklearn-compat==0.1.6")
# Packages of ours that lessons fetch when they need them, with all that they build on.
FETCHED_LATER = {
    "imbalanced-learn": (
        "scikit-learn",
        "pypi/sklearn_compat-0.1.6-py3-none-any.whl",
        "pypi/imbalanced_learn-0.14.2-py3-none-any.whl",
    )
}
_HERE = Path(__file__).resolve().parent
_HOUSE = _HERE.parents[1]
_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
OF_PYODIDE = ("numpy", "ipython")
# Runs in a new worker.
_PRELUDE = """\
if (self.name) {
  const { pyodide, packages, python } = JSON.parse(self.name);
  importScripts(pyodide);
  const indexURL = pyodide.slice(0, pyodide.lastIndexOf("/") + 1);
  self.started = loadPyodide({ indexURL, packages }).then(async (made) => {
    await made.runPythonAsync(python);
    return made;
  });
}
"""
# IPython's terminal is half of IPython, and of no use here. A lesson's folder comes last: each look
# into it takes a way through the browser's storage.
_PYTHON = """\
import sys
import types
terminal = sys.modules["IPython.terminal.embed"] = types.ModuleType("IPython.terminal.embed")
terminal.embed = None
import pyodide_kernel
import helpers.checks, helpers.claims, course_page
sys.path.remove("")
sys.path.append("")
"""
# In the kernel's workers: what stands there, and what is put in its place.
_CHANGES = (
    (r"\(importScripts\((\w)\),", r"(self.loadPyodide||importScripts(\1),"),
    (r"=await (\w\(\{indexURL:\w,\.\.\.\w\.loadPyodideOptions\}\))", r"=await(self.started??\1)"),
    (r"(async initPackageManager\(\w*\)\{).*?(\}async initKernel\()", r"\1\2"),
    (r'\["ssl","sqlite3","ipykernel","comm","pyodide_kernel","jedi","ipython"\]', "[]"),
)


@dataclass(frozen=True)
class Kernel:
    """What a page has to know of its kernel.

    worker (str): The address, within the page, of the script that Python runs in.
    packages (list of str): What Pyodide is to load as it starts.
    wheels (list of Path): Those of them that lie beside the kernel.
    """

    worker: str
    packages: list[str]
    wheels: list[Path]

    def start(self, pyodide: str) -> str:
        """Return, as JSON, what a worker needs to start by itself; `pyodide` is an address."""
        return json.dumps({"pyodide": pyodide, "packages": self.packages, "python": _PYTHON})


def write_kernel(course: Path, environment: Path, extensions: Path) -> Kernel:
    """Put the kernel, with the packages that are our own, among the extensions of the page.

    course (Path): The course's folder, where packages are kept.
    environment (Path): JupyterLite's environment.
    extensions (Path): The folder for the page's extensions.
    Raises CourseError: If a package isn't available, or the kernel isn't the one we know.
    """
    static = extensions / _EXTENSION / "static"
    shutil.copytree(environment / "share/jupyter/labextensions" / _EXTENSION, static.parent)
    # One for pages with shared memory, which is left to start as it does, and the usual one.
    workers = [file for file in static.glob("*.js") if _is_worker(file.read_text("utf-8"))]
    for worker in workers:
        worker.write_text(_PRELUDE + _changed(worker.read_text("utf-8")), "utf-8")
    usual = [file for file in workers if "comlink" in file.read_text("utf-8").lower()]
    fetch_wheels(course, static / "pypi")
    names = ("ipykernel-*", "comm-*", "pyodide_kernel-*", "*/rare_class_*")
    wheels = [wheel for name in names for wheel in sorted(static.glob(f"pypi/{name}.whl"))]
    packages = [*OF_PYODIDE, *(wheel.relative_to(static).as_posix() for wheel in wheels)]
    return Kernel(f"extensions/{_EXTENSION}/static/{usual[0].name}", packages, wheels)


def _is_worker(code: str) -> bool:
    return code.count("async initPackageManager(") == 1


def _changed(code: str) -> str:
    for there, instead in _CHANGES:
        code, count = re.subn(there, instead, code, flags=re.DOTALL)
        if count != 1:
            raise CourseError("the kernel of JupyterLite is not one that we can change.")
    return code


def fetch_wheels(course: Path, folder: Path) -> None:
    """Put the wheels of `helpers`, of `course_page` and of a few packages into a folder.

    course (Path): The course's folder, where packages are kept.
    Raises CourseError: If a package isn't available.
    """
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    kept = course / "build" / "wheels"
    for wanted in WHEELS:
        name, _, version = wanted.partition("==")
        if not list(kept.glob(f"{name.replace('-', '_')}-{version}-*.whl")):
            command = [*pip, "download", "--no-deps", "-d", str(kept), wanted]
            if subprocess.run(command, check=False).returncode:
                raise CourseError(f"{wanted} isn't available, so there is no page: see above.")
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as place:
        # pip leaves files beside what it builds.
        ours = [str(_HOUSE), str(shutil.copytree(_HERE / "page", Path(place, "page")))]
        command = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", place, *ours]
        if subprocess.run(command, check=False).returncode:
            raise CourseError("the course's own wheels could not be made, so there is no page.")
        wheels = sorted(Path(place).glob("*.whl"))
        for wheel in wheels:
            digest.update(wheel.read_bytes())
        # Their version stays while they change: what a browser has kept is not taken for them.
        own = folder / digest.hexdigest()[:12]
        own.mkdir()
        for wheel in wheels:
            shutil.copy(wheel, own)
