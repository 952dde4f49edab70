"""Answers as learners write them: every right one is accepted, every wrong one rejected.

`answers.json` beside this file holds them: the exercise, whether the answer is right, what it is,
and its source. Where `engine` is true, the check itself judges the answer wrongly today.
"""

import hashlib
import itertools
import json
import math
from collections import Counter, namedtuple
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank, bank_from_source

COURSE = Path(__file__).resolve().parents[2]
ANSWERS = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
BANKS = [bank_from_source(folder) for folder in sorted(COURSE.glob("solutions/*/exercises"))]
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
MISJUDGED = 2


def function_of(answer: dict[str, Any]) -> Callable[..., Any]:
    """Run an answer's source, and return the function of the exercise's name or the last one."""
    names: dict[str, Any] = dict(IMPORTED)
    exec(answer["source"], names)
    if answer["exercise"] in names:
        return names[answer["exercise"]]
    return [value for name, value in names.items() if name not in IMPORTED and callable(value)][-1]


def bank_of(exercise: str) -> Bank:
    (bank,) = [bank for bank in BANKS if exercise in bank.names]
    return bank


def is_accepted(answer: dict[str, Any]) -> bool:
    exercise = bank_of(answer["exercise"]).exercise(answer["exercise"])
    return try_function(exercise, function_of(answer)).outcome == "right"


def name_of(answer: dict[str, Any]) -> str:
    return f"{answer['exercise']}-{'right' if answer['right'] else 'wrong'}-{answer['what']}"


@pytest.mark.parametrize("answer", ANSWERS, ids=name_of)
def test_a_right_answer_is_accepted_and_a_wrong_one_rejected(answer):
    judged_rightly = is_accepted(answer) is answer["right"]
    assert judged_rightly is not answer.get("engine", False)


def test_few_answers_are_misjudged_by_the_check_itself():
    assert sum(answer.get("engine", False) for answer in ANSWERS) == MISJUDGED
