"""pyproject.toml, requirements.txt and environment.yml say the same."""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.doctor.packages import MODULES
from course.lock import locked

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {
    name: [Requirement(line) for line in lines]
    for name, lines in PROJECT["optional-dependencies"].items()
}
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINS = locked(ROOT)
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
PIP_LINES = next(item["pip"] for item in ENVIRONMENT["dependencies"] if isinstance(item, dict))

MACHINES = {
    "Linux on x86-64": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "Linux on ARM": {"sys_platform": "linux", "platform_machine": "aarch64"},
    "a Mac": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
}
PYTHONS = ["3.11", "3.12", "3.13"]


def names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def applying(requirements: list[Requirement], machine: str, python: str) -> dict[str, Requirement]:
    """Return the requirements that count on a machine, by name; each name counts once at most."""
    where = {**MACHINES[machine], "python_version": python, "python_full_version": f"{python}.9"}
    found: dict[str, Requirement] = {}
    for requirement in requirements:
        if requirement.marker is None or requirement.marker.evaluate(where):
            name = canonicalize_name(requirement.name)
            assert name not in found, f"{name} is pinned twice on {machine}, Python {python}"
            found[name] = requirement
    return found


def imported(folder: Path) -> dict[str, set[str]]:
    """Return the packages that a folder's files import, each with the files; ours left out."""
    found = defaultdict(set)
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules = [node.module]
            for module in modules:
                found[module.partition(".")[0]].add(str(file.relative_to(ROOT)))
    ours = {"helpers", "course", "benchmarks", "tests"}
    ours |= {file.stem for file in folder.rglob("*.py")}
    return {
        name: files
        for name, files in found.items()
        if name not in sys.stdlib_module_names and name not in ours
    }


def modules(requirements: list[Requirement]) -> set[str]:
    special = {
        **MODULES,
        "beautifulsoup4": "bs4",
        "harper-py": "harper",
        "pyyaml": "yaml",
        "jupyter-repo2docker": "repo2docker",
        "pytest-xdist": "xdist",
    }
    return {special.get(name, name.replace("-", "_")) for name in names(requirements)}


# What a browser's Python brings along; only what runs in a page imports it.
IN_A_BROWSER = ("js", "pyodide", "pyodide_js")
PAGE = {"course/lite/page/lesson.py"}


def undeclared(folder: Path, declared: list[Requirement]) -> dict[str, set[str]]:
    known = modules(declared)
    return {name: files for name, files in imported(folder).items() if name not in known}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_every_direct_dependency_is_pinned_within_its_range(machine, python):
    wanted = applying([*DEPENDENCIES, *EXTRAS["test"], *EXTRAS["tools"]], machine, python)
    pins = applying(PINS, machine, python)
    assert set(wanted) <= set(pins), f"not pinned: {sorted(set(wanted) - set(pins))}"
    outside = {
        name: (str(pins[name].specifier), str(requirement.specifier))
        for name, requirement in wanted.items()
        if not requirement.specifier.contains(next(iter(pins[name].specifier)).version)
    }
    assert not outside, f"pin outside its range: {outside}; run make lock"


def test_every_line_of_the_lock_is_an_exact_pin():
    loose = [str(pin) for pin in PINS if [part.operator for part in pin.specifier] != ["=="]]
    assert not loose


def test_the_lock_names_no_machine():
    assert not re.search(r"https?:|file:|--[a-z-]*(index|links|host)|(^|\s)/", LOCK, re.MULTILINE)
    assert "make lock" in LOCK.splitlines()[1]


def test_the_conda_environment_has_the_pins_of_the_lock():
    assert [Requirement(line) for line in PIP_LINES] == PINS, "run make lock"


def test_the_conda_environment_names_python_in_the_form_that_binder_reads():
    assert "python=3.11" in ENVIRONMENT["dependencies"]


def test_the_conda_environment_takes_nothing_but_python_and_pip_from_conda():
    conda = {item for item in ENVIRONMENT["dependencies"] if isinstance(item, str)}
    assert conda == {"python=3.11", "pip"}
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


def test_no_line_of_the_conda_environment_points_into_the_repository():
    # Binder installs every package again for each commit where there is one.
    local = [line for line in PIP_LINES if re.match(r"-|\.|/|file:", line) or "@" in line]
    assert not local


@pytest.mark.parametrize("requirements", [DEPENDENCIES, PINS], ids=["project", "lock"])
@pytest.mark.parametrize("machine", MACHINES)
def test_tensorflow_is_the_one_for_the_machine(machine, requirements):
    applied = applying(requirements, machine, "3.11")
    found = {name for name in applied if name.startswith("tensorflow")}
    expected = "tensorflow-cpu" if machine == "Linux on x86-64" else "tensorflow"
    assert found == {expected}


def test_the_tools_of_the_browser_checks_are_not_in_the_lock():
    assert not names(EXTRAS["browser"]) & names(PINS)


def test_the_tool_that_builds_the_course_is_in_the_lock():
    # The course is installed without build isolation, so that nothing else is fetched for it.
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (tool,) = map(Requirement, pyproject["build-system"]["requires"])
    pins = applying(PINS, "Linux on x86-64", "3.11")
    assert tool.specifier.contains(next(iter(pins[tool.name].specifier)).version)


def test_each_dependency_is_listed_once():
    for machine in MACHINES:
        assert applying([*DEPENDENCIES, *EXTRAS["test"], *EXTRAS["browser"]], machine, "3.11")


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("helpers", []),
        ("solutions", []),
        ("course", ["tools", "cluster", "site"]),
        ("tests", ["test", "tools", "browser", "site"]),
    ],
)
def test_a_folder_imports_packages_that_are_asked_for(folder, extras):
    asked = [*DEPENDENCIES, *(line for extra in extras for line in EXTRAS[extra])]
    missing = undeclared(ROOT / folder, asked)
    for name in IN_A_BROWSER:
        assert missing.pop(name, set()) <= PAGE
    assert not missing, f"not asked for in pyproject.toml: {missing}"
