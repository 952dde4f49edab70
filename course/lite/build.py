"""Building the page: JupyterLite, the lessons' notebooks, what is stored for them, and packages."""

import hashlib
import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files import write_text
from course.folders import CourseError
from course.lite.addresses import address_of
from course.lite.environment import python_of
from course.lite.imports import PACKAGES
from course.lite.kernel import FETCHED_LATER, OF_PYODIDE, PYODIDE_VERSION, write_kernel
from course.lite.notebook import page_notebook
from course.lite.page.values import pack
from course.lite.pyodide import write_pyodide
from course.lite.recordings import SEED, Recorded
from helpers.checks.bank import CHECKS_FILE

# Its form with bytecode: Python need not compile what it imports.
PUBLIC_PYODIDE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/pyc/pyodide.js"
_HERE = Path(__file__).parent
_START = "start.html"
_PYTHON = "python"  # in the source; JupyterLite itself takes only a folder of one name
_BODY = re.compile(r"<body[^>]*>|</head>(?!\s*<body)")  # where a page's body begins
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
        stored = pack(kept | {"checks": checks, "packages": FETCHED_LATER})
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


def write_settings(course: Path, source: Path, environment: Path, pyodide: Path | None) -> None:
    """Write what JupyterLite is to build with: settings, our bar, the kernel, packages.

    environment (Path): JupyterLite's environment.
    pyodide (Path or None): A folder with Pyodide, to be copied; None for the public copy.
    Raises CourseError: If the folder holds none, or packages aren't available.
    """
    extensions = source / "labextensions"
    kernel = write_kernel(course, environment, extensions)
    shutil.copytree(_HERE / "extension", extensions / "rare-class-page")
    address = PUBLIC_PYODIDE
    if pyodide is not None:
        packages = {*OF_PYODIDE, *PACKAGES.values()} - FETCHED_LATER.keys()
        kept = course / "build" / "pyodide"
        folder = write_pyodide(pyodide, packages, kept, source / _PYTHON, kernel.wheels)
        address = f"../static/{folder.name}/pyodide.js"
    python = {
        "pyodideUrl": address.replace("../", "./"),  # as seen from the page's own folder
        "loadPyodideOptions": {"packages": kernel.packages},
    }
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": python}
    config = {"appName": "Rare classes", "appUrl": "./tree", "litePluginSettings": plugins}
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    write_text(source / "jupyter-lite.json", json.dumps(settings, indent=1))
    overrides = {
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
        # On a phone a line that ends out of sight is not read.
        "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
    }
    write_text(source / "overrides.json", json.dumps(overrides, indent=1))
    start = _template("start.html").replace("KERNEL_WORKER", kernel.worker)
    write_text(source / _START, start.replace("START_OF_PYTHON", kernel.start(address)))


def build(source: Path, environment: Path, output: Path, lessons: dict[str, NotebookNode]) -> None:
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
    command = [str(python_of(environment)), "-m", "jupyterlite_core.app", "build"]
    made = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if made.returncode or not (part / "notebooks" / "index.html").is_file():
        said = f"{made.stdout}{made.stderr}"[-2000:]
        raise CourseError(f"JupyterLite could not build the page:\n{said}")
    if (source / _PYTHON).is_dir():
        shutil.copytree(source / _PYTHON, part / "static", dirs_exist_ok=True)
    write_text(part / "index.html", _first_page(lessons))
    start, trouble = (source / _START).read_text(encoding="utf-8"), _template("trouble.html")
    for page in (part / "notebooks" / "index.html", part / "tree" / "index.html"):
        text = page.read_text(encoding="utf-8").replace("<html>", '<html lang="en">', 1)
        text = _BODY.sub(lambda begin: f"{begin[0]}\n{trouble}", text, count=1)
        if page.parent.name == "notebooks":
            text = text.replace("<head>", f"<head>\n{start}", 1)
        write_text(page, text)
    shutil.rmtree(output, ignore_errors=True)
    part.rename(output)


def _first_page(lessons: dict[str, NotebookNode]) -> str:
    """Return the page that lists the lessons."""
    items = "\n".join(
        f'<li><a href="{address_of(lesson)}">{html.escape(_title(lesson, notebook))}</a></li>'
        for lesson, notebook in lessons.items()
    )
    return _template("first_page.html").replace("LESSONS", items)


def _template(name: str) -> str:
    return (_HERE / "templates" / name).read_text(encoding="utf-8")


def _title(lesson: str, notebook: NotebookNode) -> str:
    first = notebook.cells[0].source.partition("\n")[0]
    return f"{lesson[:2]} · {first.removeprefix('# ')}"
