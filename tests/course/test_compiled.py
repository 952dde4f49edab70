"""An exercise compiled to data: without code, the same each time, however busy the machine is."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from course.compiled import bank_to_text, compile_exercise
from course.exercise import Mistake
from helpers.checks.bank import VISIBLE_SEEDS, bank_from_source
from helpers.checks.compare import identical
from tests.helpers.checks.conftest import bank as bank
from tests.helpers.checks.conftest import course as course


def test_the_data_hold_no_code_and_no_alternatives(bank):
    text = bank_to_text(bank)
    assert set(json.loads(text)["exercises"][0]) == {
        "name",
        "signature",
        "points",
        "tolerance",
        "bounds",
        "hints",
        "cases",
        "expected",
        "mistakes",
        "relatives",
    }
    assert "lambda" not in text
    assert "return" not in text.replace("returned", "")


def test_the_data_are_the_same_bytes_in_every_process(course, bank):
    file = course / "solutions" / "01_small" / "exercises"
    command = (
        "import sys; from pathlib import Path; from helpers.checks.bank import *;"
        "from course.compiled import *;"
        "sys.stdout.write(bank_to_text(bank_from_source(Path(sys.argv[1]))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", command, str(file)],
        env={**os.environ, "PYTHONHASHSEED": "5", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == bank_to_text(bank) == bank_to_text(bank_from_source(file))


def test_each_exercise_is_a_line_of_the_file(bank):
    lines = bank_to_text(bank).splitlines()
    assert len(lines) == len(bank.names) + 2
    for name, line in zip(bank.names, lines[1:], strict=False):
        assert line.startswith(f'{{"name":"{name}"')


def test_visible_cases_are_the_same_each_time_and_hidden_ones_are_not(bank):
    exercise = bank.sources["halves"]

    def cases(*seeds: int) -> list:
        return [case.args for case in compile_exercise(exercise, *seeds).cases]

    assert identical(cases(0), cases(0))
    assert identical(cases(*VISIBLE_SEEDS), [c.args for c in bank.exercise("halves").cases])
    assert not identical(cases(0), cases(1))


def test_what_two_seeds_draw_alike_stands_there_once(bank):
    of_one, of_both = (compile_exercise(bank.sources["halves"], *s).cases for s in ((0,), (0, 1)))
    assert len(of_one) == 3
    assert len(of_both) == 4


def test_bare_tuples_and_cases_may_be_mixed(bank):
    assert [type(case).__name__ for case in bank.exercise("halves").cases] == ["Case"] * 4


def test_what_the_banks_own_functions_give_does_not_depend_on_how_busy_the_machine_is(bank):
    def slow_at_first(y):
        time.sleep(2.2)  # as when a library is imported; a learner's call may take 2 seconds
        return y * 3

    [*mistakes] = bank.sources["halves"].mistakes
    exercise = replace(
        bank.sources["halves"],
        mistakes=[*mistakes, Mistake("tripled", slow_at_first, "You tripled it.")],
        cases=lambda rng: [(np.array([1.0]),)],
    )
    assert compile_exercise(exercise, 0).mistakes[-1].results[0].error == ""
