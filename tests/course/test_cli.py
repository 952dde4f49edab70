"""The `course` command: exit codes, help, and one clear sentence for what can't be done."""

import re
import subprocess
import sys

import click
import pytest

from course.cli import course_command, main
from course.files import write_json
from course.folders import CourseError
from tests.small_course import COURSE

COMMANDS = course_command.commands
PAGE = (COURSE / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `course (\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
WRONG = {
    (): "missing command",
    ("brew",): "no such command 'brew'",
    ("run", "--seed", "x"): "'x' is not a whole number of at least 0",
    ("run", "--seed", "-1"): "'-1' is not a whole number of at least 0",
    ("grade",): "missing argument 'LESSON'",
    ("grade", "01", "--workers", "0"): "'0' is not a whole number of at least 1",
    ("bundle", "--platform", "amiga"): "'amiga' is not one of 'linux-x86_64', 'linux-aarch64'",
}

each_command = pytest.mark.parametrize("name", COMMANDS)


@each_command
def test_every_command_has_help(name, capsys):
    assert main([name, "--help"]) == 0
    assert f"Usage: course {name}" in capsys.readouterr().out


def test_the_list_of_commands_fits_on_a_line_each(capsys):
    assert main(["--help"]) == 0
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


@each_command
def test_every_option_is_explained_and_has_one_default(name):
    context = click.Context(COMMANDS[name], show_default=True)
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            _, explained = parameter.get_help_record(context) or ("", "")
            assert explained.count("[default") <= 1, explained


def test_every_command_is_documented():
    assert set(SECTIONS) == set(COMMANDS)


@each_command
def test_every_option_of_a_command_is_documented_and_no_other(name):
    options = {
        spelling
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
        for spelling in parameter.opts
    }
    assert set(re.findall(r"^\| `(--[a-z-]+)", SECTIONS[name], re.MULTILINE)) == options


@pytest.mark.parametrize(("arguments", "sentence"), WRONG.items())
def test_wrong_usage_exits_2_with_one_sentence(arguments, sentence, capsys):
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("course: ")
    assert sentence in err
    assert err.endswith(" --help`).\n")
    assert err.count("\n") == 1


def test_a_run_that_is_interrupted_says_so(monkeypatch, capsys):
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("course.doctor.examine.examine", interrupt)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err.strip() == "course: interrupted."


def test_a_lesson_that_does_not_exist_is_named_with_those_that_do(
    small_course, monkeypatch, capsys
):
    monkeypatch.chdir(small_course)
    assert main(["run", "09"]) == 2
    expected = "course: there is no lesson '09': the lessons are 01_small.\n"
    assert capsys.readouterr().err == expected


def test_outside_a_course_the_command_says_where_to_go(tmp_path):
    code = (
        "import course.folders as c; c.__file__ = '/nowhere/helpers/course.py'\n"
        "from course.cli import main; raise SystemExit(main(['run']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "is not inside the course: change to the folder" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_json_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "figures.json"
    file.write_text("old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.files.os.replace", full_disk)
    with pytest.raises(CourseError, match="can't be written: No space left"):
        write_json(file, {"a": 1})
    assert [f.name for f in tmp_path.iterdir()] == ["figures.json"]
    assert file.read_text() == "old"


@pytest.mark.parametrize("module", ["tensorflow", "nbgrader", "numpy"])
def test_nothing_heavy_is_imported_to_say_how_the_command_is_used(module):
    code = (
        "import sys; from course.cli import main; main(['--help'])\n"
        f"raise SystemExit({module!r} in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0


@pytest.mark.parametrize("command", ["grade", "rehearse"])
def test_a_system_that_can_not_fork_is_told_where_to_grade(command, monkeypatch, capsys):
    monkeypatch.delattr("os.fork", raising=False)
    assert main([command, "01"]) == 2
    assert "use Linux, in a virtual machine or on Windows in WSL 2" in capsys.readouterr().err
