"""`course run`: solved lessons in fresh kernels, with time, memory, claims and errors."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext

import nbformat
import psutil
import pytest

from course.cli import main
from course.folders import lesson_folders, lesson_notebook
from course.release.lessons import release
from course.run import lessons
from course.run.lab_beside import lab_beside
from course.run.lessons import run_lesson, summary
from course.run.memory import peak_memory_mb
from helpers import data


def edit(folder, cell_id, source):
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    cell.source = source
    nbformat.write(notebook, lesson_notebook(folder))


@pytest.fixture
def lesson(small_course):
    return lesson_folders(small_course)[0]


def test_a_run_counts_cells_and_claims(lesson):
    run = run_lesson(lesson)
    assert run.ok
    assert run.cells == 5
    assert run.claims == [
        {"text": "Twice one is two.", "held": True},
        {"text": "Two is more than one.", "held": True},
    ]
    assert 20 < run.peak_mb < 1000
    assert run.seconds > 0


def test_a_kernel_that_is_asked_for_its_memory_imports_none_of_the_tools_packages():
    code = f"{lessons._PROBE}\nimport sys\nprint({{'nbformat', 'nbclient'}} & {{*sys.modules}})"
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[1] == "set()"


def test_a_run_leaves_no_progress_beside_the_notebook(small_course, lesson):
    released = small_course / "notebooks" / lesson.name
    release(small_course, [lesson])
    assert run_lesson(released).cells == 5
    assert sorted(file.name for file in released.iterdir()) == ["01_small.ipynb", "checks.json"]


def test_a_claim_that_fails_is_counted_and_fails_the_run(lesson):
    edit(lesson, "claim", 'claim("Two is less than one.", 2 < 1)')
    run = run_lesson(lesson)
    assert not run.ok
    assert run.claims[-1] == {"text": "Two is less than one.", "held": False}
    assert "does not hold: Two is less than one." in summary(run)


def test_in_a_quick_run_a_claim_may_fail(lesson):
    edit(lesson, "claim", 'claim("Two is less than one.", 2 < 1)')
    run = run_lesson(lesson, quick=True)
    assert run.ok
    assert not run.claims[-1]["held"]


def test_an_error_in_a_cell_that_may_raise_fails_the_run_all_the_same(lesson):
    edit(lesson, "see", "1 / 0")
    run = run_lesson(lesson)
    assert not run.ok
    assert run.errors == ["see: ZeroDivisionError: division by zero"]


def test_cells_after_an_error_still_run(lesson):
    edit(lesson, "imports", "1 / 0\n")
    assert len(run_lesson(lesson).errors) > 1


def test_a_kernel_that_dies_is_an_error_with_a_name(lesson):
    edit(lesson, "see", "import os\nos._exit(1)")
    run = run_lesson(lesson)
    assert not run.ok
    assert any("the kernel died" in error for error in run.errors)


def test_the_seed_reaches_the_lesson(lesson):
    edit(
        lesson,
        "claim",
        'from helpers.settings import course_seed\nclaim("The seed is 7.", course_seed() == 7)',
    )
    assert run_lesson(lesson, seed=7).ok
    assert not run_lesson(lesson, seed=0).ok


def test_the_choice_of_data_reaches_the_lesson(lesson):
    edit(
        lesson, "claim", 'import os\nclaim("Drawn.", os.environ.get("COURSE_DATA") == "synthetic")'
    )
    assert run_lesson(lesson, data="synthetic").ok
    assert not run_lesson(lesson, data="cifar10").ok


def test_the_run_says_which_data_were_used(small_course, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(small_course)
    monkeypatch.setattr(data, "ready", lambda: data.SYNTHETIC)
    file = tmp_path / "run.json"
    main(["run", "01", "--quick", "--json", str(file)])
    assert json.loads(file.read_text())["data"] == "synthetic"
    assert capsys.readouterr().out.endswith("seed 0, data: The synthetic set\n")


def test_a_run_without_data_says_so_and_exits_1(small_course, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    monkeypatch.setenv("COURSE_DATA", "mnist")
    assert main(["run", "01", "--quick"]) == 1
    assert "COURSE_DATA is 'mnist'" in capsys.readouterr().err


def test_the_notebook_on_disk_is_left_as_it_was(lesson):
    before = lesson_notebook(lesson).read_bytes()
    run_lesson(lesson)
    assert lesson_notebook(lesson).read_bytes() == before


def test_the_json_has_the_promised_fields(small_course, monkeypatch, tmp_path):
    monkeypatch.chdir(small_course)
    file = tmp_path / "run.json"
    assert main(["run", "01", "--quick", "--json", str(file)]) == 0
    data = json.loads(file.read_text())
    assert set(data) == {"data", "seconds", "lessons"}
    [lesson] = data["lessons"]
    assert set(lesson) == {"lesson", "seconds", "peak_mb", "cells", "ok", "claims"}
    assert lesson["lesson"] == "01_small"
    assert lesson["claims"][0] == {"text": "Twice one is two.", "held": True}


def test_a_failed_run_exits_1_and_still_writes_the_json(
    small_course, lesson, monkeypatch, tmp_path
):
    edit(lesson, "claim", 'claim("Two is less than one.", 2 < 1)')
    monkeypatch.chdir(small_course)
    file = tmp_path / "run.json"
    assert main(["run", "--json", str(file)]) == 1
    assert json.loads(file.read_text())["lessons"][0]["ok"] is False


@pytest.fixture
def no_lab(monkeypatch):
    """Let this process stand in for JupyterLab."""
    monkeypatch.setattr("course.run.several.lab_beside", lambda _: nullcontext(os.getpid()))


@pytest.mark.parametrize(("gigabytes", "code", "mark"), [("8", 0, "ok  "), ("0.05", 1, "FAIL")])
def test_memory_is_that_of_jupyterlab_and_the_largest_lesson_together(
    lesson, no_lab, monkeypatch, capsys, tmp_path, gigabytes, code, mark
):
    monkeypatch.chdir(lesson)
    figures = tmp_path / "figures.json"
    assert main(["run", "--memory", gigabytes, "--json", str(figures)]) == code
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{mark} at most ")
    data = json.loads(figures.read_text())
    largest = max(run["peak_mb"] for run in data["lessons"])
    assert data["together_mb"] == pytest.approx(data["lab_mb"] + largest, abs=0.2)
    assert data["lab_mb"] > 20


def test_jupyterlab_runs_beside_a_lesson_and_is_ended(tmp_path):
    with lab_beside(tmp_path) as process:
        assert 40 < peak_memory_mb(process) < 1000
        assert "jupyterlab" in " ".join(psutil.Process(process).cmdline())
    assert not psutil.pid_exists(process)
