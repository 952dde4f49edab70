"""`course doctor`: each thing that can be missing is named, with the way out."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course import cli
from course.doctor import examine as doctor
from course.doctor.finding import Finding

ROOT = Path(__file__).resolve().parents[3]


def test_lessons_with_their_checks_are_counted(tmp_path):
    for name in ("01_one", "02_two"):
        (tmp_path / "notebooks" / name).mkdir(parents=True)
        (tmp_path / "notebooks" / name / f"{name}.ipynb").touch()
        (tmp_path / "notebooks" / name / "checks.json").touch()
    finding = doctor.released_lessons(tmp_path)
    assert finding.ok
    assert finding.message.endswith("2.")


def test_a_lesson_without_its_checks_is_named(tmp_path):
    (tmp_path / "notebooks" / "01_one").mkdir(parents=True)
    (tmp_path / "notebooks" / "01_one" / "01_one.ipynb").touch()
    finding = doctor.released_lessons(tmp_path)
    assert not finding.ok
    assert "01_one" in finding.message
    assert "course release" in finding.message


def test_a_course_without_lessons_is_told(tmp_path):
    finding = doctor.released_lessons(tmp_path)
    assert not finding.ok
    assert "course release" in finding.message


def test_the_report_ends_with_what_is_to_be_mended():
    text = doctor.report([Finding("npm", True, "There."), Finding("data", False, "Gone.")])
    lines = text.splitlines()
    assert lines[0].startswith("ok")
    assert lines[1].startswith("MISSING")
    assert lines[-1] == "To put right: data."


def test_the_report_says_so_when_nothing_is_missing():
    assert doctor.report([Finding("npm", True, "There.")]).endswith("needs is there.")


def test_the_command_exits_0_when_nothing_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda: [Finding("npm", True, "There.")])
    assert cli.main(["doctor"]) == 0
    assert "There." in capsys.readouterr().out


def run_doctor(tmp_path: Path, start: str = "") -> subprocess.CompletedProcess[str]:
    """Run `course doctor` in a fresh Python, after the given statements, with no data."""
    code = f"import sys; {start}\nfrom course.cli import main\ncode = main(['doctor'])\n"
    code += "print('TensorFlow imported:', 'tensorflow' in sys.modules)\nsys.exit(code)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "COURSE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_exits_1_when_the_data_are_missing(tmp_path):
    result = run_doctor(tmp_path)
    assert result.returncode == 1
    assert "run `course data`" in result.stdout
    assert not result.stderr


def test_the_command_does_not_import_tensorflow(tmp_path):
    started = time.monotonic()
    result = run_doctor(tmp_path)
    assert "TensorFlow imported: False" in result.stdout
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("package", ["numpy", "IPython"])
def test_the_command_answers_where_a_package_can_not_be_imported(tmp_path, package):
    # None in sys.modules is how Python itself marks a module that can't be had.
    result = run_doctor(tmp_path, f"sys.modules[{package!r}] = None")
    assert result.returncode == 1
    assert "To put right" in result.stdout
    assert "Traceback" not in result.stderr
