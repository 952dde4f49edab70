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

from course.doctor.examine import MODULES

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {
    name: [Requirement(line) for line in lines]
    for name, lines in PROJECT["optional-dependencies"].items()
}
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
LOCKED_LINES = [line for line in LOCK.splitlines() if line and not line.startswith("#")]
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


def applying(lines: list[str], machine: str, python: str) -> dict[str, Requirement]:
    """Return the requirements that count on a machine, by name; each name counts once at most."""
    where = {**MACHINES[machine], "python_version": python, "python_full_version": f"{python}.9"}
    found: dict[str, Requirement] = {}
    for requirement in map(Requirement, lines):
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
    ours = {
        "benchmarks",
        "course",
        "helpers",
        "tests",
        "conftest",
        *(file.stem for file in folder.rglob("*.py")),
    }
    return {
        name: files
        for name, files in found.items()
        if name not in sys.stdlib_module_names and name not in ours
    }


def modules(requirements: list[Requirement]) -> set[str]:
    special = {
        **MODULES,
        "beautifulsoup4": "bs4",
        "pyyaml": "yaml",
        "jupyter-repo2docker": "repo2docker",
        "pytest-xdist": "xdist",
    }
    return {special.get(name, name.replace("-", "_")) for name in names(requirements)}


def undeclared(folder: Path, declared: list[Requirement]) -> dict[str, set[str]]:
    known = modules(declared)
    return {name: files for name, files in imported(folder).items() if name not in known}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_every_direct_dependency_is_pinned_within_its_range(machine, python):
    wanted = applying([str(line) for line in (*DEPENDENCIES, *EXTRAS["test"])], machine, python)
    pins = applying(LOCKED_LINES, machine, python)
    assert set(wanted) <= set(pins), f"not pinned: {sorted(set(wanted) - set(pins))}"
    outside = {
        name: (str(pins[name].specifier), str(requirement.specifier))
        for name, requirement in wanted.items()
        if not requirement.specifier.contains(next(iter(pins[name].specifier)).version)
    }
    assert not outside, f"pin outside its range: {outside}; run make lock"


def test_every_line_of_the_lock_is_an_exact_pin():
    loose = [line for line in LOCKED_LINES if not re.match(r"[a-z0-9.-]+==[^ ]+( ;|$)", line)]
    assert not loose


def test_the_lock_names_no_machine():
    assert not re.search(r"https?:|file:|--[a-z-]*(index|links|host)|(^|\s)/", LOCK, re.MULTILINE)
    assert "make lock" in LOCK.splitlines()[1]


def test_the_conda_environment_has_the_pins_of_the_lock():
    ours, theirs = set(PIP_LINES), set(LOCKED_LINES)
    assert ours == theirs, (
        f"only in environment.yml: {sorted(ours - theirs)}; "
        f"only in requirements.txt: {sorted(theirs - ours)}; run make lock"
    )


def test_the_conda_environment_has_no_line_twice():
    assert len(PIP_LINES) == len(set(PIP_LINES))


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


@pytest.mark.parametrize("lines", ["pyproject.toml", "requirements.txt", "environment.yml"])
@pytest.mark.parametrize("machine", MACHINES)
def test_tensorflow_is_the_one_for_the_machine(machine, lines):
    listed = {
        "pyproject.toml": PROJECT["dependencies"],
        "requirements.txt": LOCKED_LINES,
        "environment.yml": PIP_LINES,
    }[lines]
    found = {name for name in applying(listed, machine, "3.11") if name.startswith("tensorflow")}
    expected = "tensorflow-cpu" if machine == "Linux on x86-64" else "tensorflow"
    assert found == {expected}


def test_the_tools_of_the_browser_checks_are_not_in_the_lock():
    locked = {canonicalize_name(Requirement(line).name) for line in LOCKED_LINES}
    assert not names(EXTRAS["browser"]) & locked


def test_the_tool_that_builds_the_course_is_in_the_lock():
    # The course is installed without build isolation, so that nothing else is fetched for it.
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (tool,) = map(Requirement, pyproject["build-system"]["requires"])
    pins = applying(LOCKED_LINES, "Linux on x86-64", "3.11")
    assert tool.specifier.contains(next(iter(pins[tool.name].specifier)).version)


def test_each_dependency_is_listed_once():
    listed = [str(line) for line in (*DEPENDENCIES, *EXTRAS["test"], *EXTRAS["browser"])]
    for machine in MACHINES:
        assert applying(listed, machine, "3.11")


def test_helpers_import_direct_dependencies_only():
    missing = undeclared(ROOT / "helpers", DEPENDENCIES)
    assert not missing, f"not among the dependencies of pyproject.toml: {missing}"


def test_tools_import_direct_dependencies_only():
    extras = [line for name in ("tools", "cluster", "site") for line in EXTRAS[name]]
    missing = undeclared(ROOT / "course", [*DEPENDENCIES, *extras])
    assert not missing, f"not among the dependencies of pyproject.toml: {missing}"


def test_exercise_banks_import_direct_dependencies_only():
    missing = undeclared(ROOT / "solutions", DEPENDENCIES)
    assert not missing, f"not among the dependencies of pyproject.toml: {missing}"


def test_tests_import_declared_packages_only():
    missing = undeclared(ROOT / "tests", [*DEPENDENCIES, *EXTRAS["test"], *EXTRAS["browser"]])
    assert not missing, f"neither a dependency nor in an extra of pyproject.toml: {missing}"
