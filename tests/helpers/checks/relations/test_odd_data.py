"""No comparison crashes: whatever plain data come, they are judged and described."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.encode import encode
from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import Result
from helpers.checks.exercise import Case
from helpers.checks.judge import judge
from helpers.checks.plain import Foreign, Stream, decode

NUMBERS = st.one_of(
    st.integers(-3, 3), st.sampled_from([0.5, -2.25, 1e-9, float("nan"), float("inf"), 2**900])
)
KEYS = st.one_of(st.integers(-2, 5), st.text(max_size=2), st.none(), st.booleans(), st.floats())
ARRAYS = st.sampled_from(
    [
        np.array([1, 2]),
        np.array([[0.5, 1.0], [2.0, 3.0]]),
        np.empty((0, 2)),
        np.array(["a", "b"]),
        np.array([True, False]),
        np.array(1.5),
        np.float32(2.5),
        np.int64(7),
    ]
)
LEAVES = st.one_of(
    NUMBERS, ARRAYS, st.text(max_size=3), st.none(), st.booleans(), st.just(Foreign("object"))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.lists(inner, max_size=2).map(Stream),
    ),
    max_leaves=8,
)


def exercise(cases: list[tuple[object, ...]], due: list[object]) -> CompiledExercise:
    return CompiledExercise(
        name="odd",
        signature="odd(a, b) -> anything",
        points=1,
        tolerance=1e-5,
        bounds=None,
        hints=("", ""),
        cases=tuple(map(Case, cases)),
        expected=tuple(map(Result, due)),
        mistakes=(),
    )


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    arguments=st.lists(st.tuples(VALUES, VALUES), min_size=3, max_size=3),
    due=st.lists(VALUES, min_size=3, max_size=3),
    came=st.lists(VALUES, min_size=3, max_size=3),
)
@pytest.mark.parametrize("any_order", [False, True])
def test_any_plain_data_are_judged(arguments, due, came, any_order):
    odd = replace(exercise(arguments, due), any_order=any_order, any_keys=any_order)
    assert judge(odd, [Result(value) for value in came]).message
    turned = [*due[1:], due[0]]  # of the form that is due, where that is the same in all cases
    for results in (due, turned, arguments):
        assert judge(odd, [Result(value) for value in results]).message
    alike = replace(exercise([(due, came)] * 3, [due[0]] * 3), any_order=any_order)
    assert judge(alike, [Result(due[0]), Result(due[0]), Result(came[0])]).message


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=VALUES)
def test_what_was_written_down_is_judged_as_before(value):
    again = decode(json.loads(json.dumps(encode(value))))
    odd = exercise([(again, again)] * 3, [1.0, 2.0, 3.0])
    assert judge(odd, [Result(again)] * 3).outcome in ("sanity", "wrong", "not attempted")


def test_nested_lists_of_odd_lengths_in_an_argument_are_no_obstacle():
    config = {"scale": [[1.0, 2.0], [2.0, 1.0]], "axes": [[1]], "cost_matrix": [[0.0, 7.0]]}
    odd = exercise([(config, 1), (config, 2), (config, 3)], [1.0, 2.0, 3.0])
    verdict = judge(odd, [Result(2.0), Result(4.0), Result(6.0)])
    assert verdict.outcome == "wrong"
