"""An argument that makes no difference is named."""

import numpy as np

from helpers.checks.plain import Foreign
from helpers.checks.relations import describe

from .named import named


def test_of_things_that_cannot_be_read_it_is_not_said_that_they_are_the_same():
    cases = [(np.arange(n),) for n in range(2, 6)]
    due = [{int(y.max())} and [(int(y.max()), 1)] for (y,) in cases]
    assert describe(named(cases, "y"), due, [Foreign("set")] * 4, [True] * 4) is None
    assert describe(named(cases, "y"), due, [{"a": Foreign("zip")}] * 4, [True] * 4) is None


def test_an_argument_that_makes_no_difference_is_named():
    rng = np.random.default_rng(0)
    drawn = [(rng.uniform(size=4), rng.uniform(size=4)) for _ in range(3)]
    cases = [*drawn, *((a[::-1], b) for a, b in drawn), *((a, b[::-1]) for a, b in drawn)]
    due = [float(a[0] + 7 * b[0] * a[1]) for a, b in cases]
    got = [float(np.sin(a[0])) for a, _ in cases]
    relation = describe(named(cases, "a", "b"), due, got, [True] * 9)
    assert relation is not None
    assert relation.sentence.startswith(
        "If two values of `b` are swapped, your result stays the same"
    )
    numbers = [(a, float(n)) for n, (a, _) in enumerate(drawn)]
    cases = [*numbers, *((a, n + 1) for a, n in numbers)]
    due, got = [float(a[0] * (n + 2)) for a, n in cases], [float(np.sin(a[0])) for a, _ in cases]
    relation = describe(named(cases, "a", "b"), due, got, [True] * 6)
    assert relation is not None
    assert relation.sentence.startswith("Cases that differ in `b` alone get the same")


def test_an_argument_that_makes_no_difference_is_named_where_the_first_case_leaves_it_out():
    cases = [{"a": 1.0}, *({"a": a, "b": b} for a in (1.0, 2.0, 3.0) for b in (0.0, 5.0))]
    due = [one["a"] + 7 * one["a"] * one.get("b", 1.0) for one in cases]
    got = [float(np.sin(one["a"])) for one in cases]
    relation = describe(cases, due, got, [True] * 7)
    assert relation is not None
    assert relation.sentence.startswith("Cases that differ in `b` alone get the same")
