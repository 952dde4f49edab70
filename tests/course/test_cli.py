"""The `course` command: exit codes, help, and one clear sentence for what can't be done."""

import subprocess
import sys

import pytest

from course.cli import main
from course.files import write_json
from course.folders import CourseError

COMMANDS = ["doctor", "data", "run", "release", "grade", "bundle"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ending:
        main([command, "--help"])
    assert ending.value.code == 0
    assert f"course {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["brew"], ["run", "--seed", "x"], ["run", "--seed", "-1"]]
)
def test_wrong_usage_exits_2(arguments, capsys):
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2
    assert "usage: course" in capsys.readouterr().err


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


def test_the_command_does_not_import_tensorflow_to_say_how_it_is_used():
    code = (
        "import sys; from course.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "raise SystemExit('tensorflow' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0


@pytest.mark.parametrize("command", ["grade", "rehearse"])
def test_a_system_that_can_not_fork_is_told_where_to_grade(command, monkeypatch, capsys):
    monkeypatch.delattr("os.fork", raising=False)
    assert main([command, "01"]) == 2
    assert "take Linux, in a virtual machine or on Windows in WSL 2" in capsys.readouterr().err
