"""Answers as learners write them: every right one is accepted, every wrong one rejected.

`answers.json` beside this file holds them: the exercise, whether the answer is right, what it is,
and its source. They are checked as on a learner's machine, with the data of `notebooks/`.
"""

import hashlib
import itertools
import json
import math
from collections import Counter, namedtuple
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import keras  # noqa: F401 - as in the first cell of a lesson: later imports take no time
import numpy as np
import pytest
import sklearn.metrics
import sklearn.preprocessing
import sklearn.tree  # noqa: F401

from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_data
from helpers.checks.judge import Verdict

COURSE = Path(__file__).resolve().parents[2]
ANSWERS = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
BANKS = [bank_from_data(file) for file in sorted(COURSE.glob("notebooks/*/checks.json"))]
# What a learner's notebook has imported by the time an answer is written.
IMPORTED = {
    "Counter": Counter,
    "hashlib": hashlib,
    "itertools": itertools,
    "math": math,
    "namedtuple": namedtuple,
    "np": np,
    "partial": partial,
}


def function_of(answer: dict[str, Any]) -> Callable[..., Any]:
    """Run an answer's source, and return the function of the exercise's name or the last one."""
    names: dict[str, Any] = dict(IMPORTED)
    exec(answer["source"], names)
    if answer["exercise"] in names:
        return names[answer["exercise"]]
    return [value for name, value in names.items() if name not in IMPORTED and callable(value)][-1]


@cache
def verdict_on(number: int) -> Verdict:
    """Return what the check says of an answer of the list."""
    answer = ANSWERS[number]
    (bank,) = [bank for bank in BANKS if answer["exercise"] in bank.names]
    return try_function(bank.exercise(answer["exercise"]), function_of(answer))


def name_of(answer: dict[str, Any]) -> str:
    return f"{answer['exercise']}-{'right' if answer['right'] else 'wrong'}-{answer['what']}"


@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=[name_of(a) for a in ANSWERS])
def test_a_right_answer_is_accepted_and_a_wrong_one_rejected(number):
    assert (verdict_on(number).outcome == "right") is ANSWERS[number]["right"]


def test_nine_of_ten_wrong_answers_are_told_what_they_are():
    verdicts = [verdict_on(number) for number, a in enumerate(ANSWERS) if not a["right"]]
    told = [verdict for verdict in verdicts if verdict.mistake or verdict.outcome == "sanity"]
    assert len(told) >= 0.9 * len(verdicts)
