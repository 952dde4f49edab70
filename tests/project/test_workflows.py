"""GitHub's workflows name what is there: commands, files, Python versions, pinned actions."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from course.cli import course_command
from tests.small_course import COURSE

FILES = sorted((COURSE / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TARGETS = re.findall(r"^([a-z]+):", (COURSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def workflow(file: Path) -> dict[Any, Any]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def jobs(file: Path) -> list[dict[str, Any]]:
    return list(workflow(file)["jobs"].values())


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(file) for step in job["steps"]]


def scripts(file: Path) -> str:
    return "\n".join(step.get("run", "") for step in steps(file))


def test_zizmor_finds_nothing_unsafe():
    """Actions that can be exchanged, rights that are too wide, text of strangers that is run."""
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress"]
    done = subprocess.run(
        [*command, ".github/workflows"], cwd=COURSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_tests_of_every_change_and_of_every_week():
    assert {"tests.yml", "weekly.yml"} <= {file.name for file in FILES}


@pytest.mark.parametrize(("name", "minutes"), [("tests.yml", 60), ("weekly.yml", 180)])
def test_a_workflow_has_triggers_and_may_do_little(name, minutes):
    file = COURSE / ".github" / "workflows" / name
    data = workflow(file)
    assert data[True]  # YAML reads `on` as a truth value
    assert "concurrency" in data
    assert all(job["timeout-minutes"] <= minutes for job in jobs(file))


@each_file
def test_commands_of_the_course_and_of_make_are_there(file):
    assert set(re.findall(r"(?:^|&& )course ([a-z]+)", scripts(file), re.MULTILINE)) <= set(
        course_command.commands
    )
    assert set(re.findall(r"\bmake ([a-z]+)", scripts(file))) <= set(TARGETS)


@each_file
def test_files_that_commands_name_are_there(file):
    named = re.findall(r"(?:^|[ =])((?:tests|docs|\.ci)/[\w/.-]+)", scripts(file))
    assert all((COURSE / name).exists() for name in named)
    hashed = re.findall(r"hashFiles\(([^)]*)\)", file.read_text(encoding="utf-8"))
    for name in re.findall(r"'([^']+)'", " ".join(hashed)):
        assert (COURSE / name).exists()


@each_file
def test_pythons_are_those_that_the_course_allows(file):
    allowed = SpecifierSet(PROJECT["requires-python"])
    text = file.read_text(encoding="utf-8")
    lists = re.findall(r"python: (.+)", text)
    for version in re.findall(r'"(\d\.\d+)"', " ".join(lists)):
        assert allowed.contains(version)


def test_every_change_is_tested_on_three_systems_and_all_pythons():
    data = workflow(COURSE / ".github" / "workflows" / "tests.yml")["jobs"]
    assert data["others"]["strategy"]["matrix"]["system"] == ["macos-latest", "windows-latest"]
    assert "ubuntu" in data["linux"]["runs-on"]
    for job in data.values():
        assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert "bash .ci/run" in [step.get("run") for step in data["linux"]["steps"]]


def test_every_week_tries_the_newest_and_the_oldest_packages():
    job = workflow(COURSE / ".github" / "workflows" / "weekly.yml")["jobs"]["packages"]
    tried = {row["packages"]: row["resolution"] for row in job["strategy"]["matrix"]["include"]}
    assert tried == {"newest": "highest", "oldest": "lowest-direct"}


def test_every_week_each_lesson_is_run_in_full_and_each_rule_tried_on_more_examples():
    job = workflow(COURSE / ".github" / "workflows" / "weekly.yml")["jobs"]["slow"]
    commands = " ".join(step.get("run", "") for step in job["steps"])
    assert "--all-in-full --hypothesis-profile=weekly" in commands


def test_every_week_all_slow_tests_are_run():
    job = workflow(COURSE / ".github" / "workflows" / "weekly.yml")["jobs"]["slow"]
    commands = [step.get("run", "") for step in job["steps"]]
    assert 'make test PYTEST_FLAGS="-n 2 -m slow"' in commands  # without a path: from all folders
