"""Building the page: JupyterLite, the lessons' notebooks, what is stored for them, and packages."""

import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files import write_text
from course.folders import CourseError
from course.lite.addresses import address_of
from course.lite.notebook import page_notebook
from course.lite.page.values import pack
from course.lite.recordings import SEED, Recorded
from helpers.checks.bank import CHECKS_FILE

PYODIDE_VERSION = "0.27.7"
PUBLIC_PYODIDE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/pyodide.js"
# What Pyodide has no copy of: pure Python, of the versions that fit to its scikit-learn.
WHEELS = ("comm==0.2.3", "imbalanced-learn==0.14.2", "sklearn-compat==0.1.6")
_KERNEL = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension")
_HERE = Path(__file__).parent
_HOUSE = _HERE.parents[1]
_NEEDED_AT_ONCE = ["micropip", "numpy", "ipython", "jedi", "sqlite3", "ssl"]
_VERSIONS = "Python 3.12, NumPy 2.0, scikit-learn 1.6 and matplotlib 3.8"


def write_lessons_pages(recorded: list[Recorded], source: Path) -> None:
    """Write the notebooks of all lessons, their checks and what is stored for them.

    recorded (list of Recorded): What their pages are made of.
    source (Path): The folder from which JupyterLite is to build.
    """
    for lesson in recorded:
        recording = lesson.recording
        checks = (lesson.folder / CHECKS_FILE).read_text(encoding="utf-8")
        kept = {name: recording[name] for name in ("cells", "remembered")}
        stored = pack(kept | {"checks": checks})
        digest = hashlib.sha256(stored).hexdigest()[:16]
        page = page_notebook(
            lesson.lesson,
            lesson.notebook,
            recording["sources"],
            stored=digest,
            seed=SEED,
            versions=_VERSIONS,
        )
        target = source / "files" / "notebooks" / lesson.lesson
        target.mkdir(parents=True)
        write_text(target / f"{lesson.lesson}.ipynb", nbformat.writes(page) + "\n")
        (target / f"stored-{digest}.zip").write_bytes(stored)


def write_settings(course: Path, source: Path, pyodide: Path | None) -> None:
    """Write what JupyterLite is to build with: settings, our bar, the kernel, packages.

    pyodide (Path or None): A folder with Pyodide, to be copied; None for the public copy.
    Raises CourseError: If the folder holds none, or packages aren't available.
    """
    kernel = {
        "pyodideUrl": PUBLIC_PYODIDE,
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": _NEEDED_AT_ONCE},
    }
    if pyodide is not None:
        if not (pyodide / "pyodide.js").is_file():
            raise CourseError(
                f"PYODIDE={pyodide} holds no pyodide.js: give the folder that Pyodide "
                f"{PYODIDE_VERSION} was unpacked into."
            )
        shutil.copytree(pyodide, source / "static" / "pyodide")
        kernel["pyodideUrl"] = "./static/pyodide/pyodide.js"
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}
    config = {"appName": "Rare classes", "appUrl": "./tree", "litePluginSettings": plugins}
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    write_text(source / "jupyter-lite.json", json.dumps(settings, indent=1))
    overrides = {
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
    }
    write_text(source / "overrides.json", json.dumps(overrides, indent=1))
    shutil.copytree(_KERNEL, source / "labextensions" / "@jupyterlite" / _KERNEL.name)
    shutil.copytree(_HERE / "extension", source / "labextensions" / "rare-class-page")
    _fetch_wheels(course, source / "pypi")


def _fetch_wheels(course: Path, folder: Path) -> None:
    """Put the wheels of `helpers`, of `course_page` and of a few packages into a folder."""
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    kept = course / "build" / "wheels"
    for wanted in WHEELS:
        name, _, version = wanted.partition("==")
        if not list(kept.glob(f"{name.replace('-', '_')}-{version}-*.whl")):
            command = [*pip, "download", "--no-deps", "-d", str(kept), wanted]
            if subprocess.run(command, check=False).returncode:
                raise CourseError(f"{wanted} isn't available, so there is no page: see above.")
    shutil.copytree(kept, folder)
    with tempfile.TemporaryDirectory() as place:  # pip leaves files beside what it builds
        ours = [str(_HOUSE), str(shutil.copytree(_HERE / "page", Path(place, "page")))]
        command = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), *ours]
        if subprocess.run(command, check=False).returncode:
            raise CourseError("the course's own wheels could not be made, so there is no page.")


def build(source: Path, output: Path, lessons: dict[str, NotebookNode]) -> None:
    """Let JupyterLite build the site; put it in place when it is whole.

    Raises CourseError: If JupyterLite fails.
    """
    part = output.with_name(f"{output.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    settings = {
        "LiteBuildConfig": {
            "apps": ["notebooks", "tree"],
            "contents": [str(source / "files")],
            "ignore_sys_prefix": ["federated_extensions"],  # nbgrader's and others' are of no use
            "no_sourcemaps": True,
            "output_dir": str(part),
        },
        "FederatedExtensionAddon": {"extra_labextensions_path": [str(source / "labextensions")]},
    }
    write_text(source / "jupyter_lite_config.json", json.dumps(settings, indent=1))
    command = [sys.executable, "-m", "jupyterlite_core.app", "build"]
    made = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if made.returncode or not (part / "notebooks" / "index.html").is_file():
        said = f"{made.stdout}{made.stderr}"[-2000:]
        raise CourseError(f"JupyterLite could not build the page:\n{said}")
    write_text(part / "index.html", _first_page(lessons))
    warning = (_HERE / "templates" / "old_browsers.html").read_text(encoding="utf-8")
    for page in (part / "notebooks" / "index.html", part / "tree" / "index.html"):
        text = page.read_text(encoding="utf-8").replace("<html>", '<html lang="en">', 1)
        write_text(
            page, re.sub(r"<body[^>]*>", lambda body: f"{body[0]}\n{warning}", text, count=1)
        )
    shutil.rmtree(output, ignore_errors=True)
    part.rename(output)


def _first_page(lessons: dict[str, NotebookNode]) -> str:
    """Return the page that lists the lessons."""
    items = "\n".join(
        f'<li><a href="{address_of(lesson)}">{html.escape(_title(lesson, notebook))}</a></li>'
        for lesson, notebook in lessons.items()
    )
    page = (_HERE / "templates" / "first_page.html").read_text(encoding="utf-8")
    return page.replace("LESSONS", items)


def _title(lesson: str, notebook: NotebookNode) -> str:
    first = notebook.cells[0].source.partition("\n")[0]
    return f"{lesson[:2]} · {first.removeprefix('# ')}"
