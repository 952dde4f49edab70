"""A number of the case that made a result what it is, and the simplest one where several did."""

import numpy as np

from helpers.checks.relations import describe


def test_the_number_of_columns_goes_before_the_root_of_all_entries():
    rng = np.random.default_rng(0)
    tables = [rng.uniform(1, 9, size=(k, k)) for k in (2, 3, 4, 5)]
    cases = [{"C": table} for table in tables]
    due = [table - 0.5 for table in tables]
    relation = describe(cases, due, [d / len(d) for d in due], [True] * 4)
    assert relation is not None
    assert "is divided by the number of columns of `C`" in relation.sentence


def test_the_number_of_columns_goes_before_the_mean_of_shares():
    rng = np.random.default_rng(2)
    tables = [rng.dirichlet(np.ones(k), size=n) for k, n in ((2, 3), (3, 4), (4, 2), (5, 3))]
    due = [float(np.exp(table[0, 0])) for table in tables]
    by_columns = [d / t.shape[1] for d, t in zip(due, tables, strict=True)]
    relation = describe([{"probs": t} for t in tables], due, by_columns, [True] * 4)
    assert relation is not None
    assert "is divided by the number of columns of `probs`" in relation.sentence


def test_a_result_that_uses_some_values_of_an_argument_is_not_told_to_use_none():
    rng = np.random.default_rng(1)
    drawn = [(rng.uniform(size=3), float(n)) for n in range(3)]
    cases = [{"a": a, "n": n} for a, n in [*drawn, *((a[[1, 0, 2]], n) for a, n in drawn)]]
    due = [float(one["a"][0] + 7 * one["a"][1] * one["a"][2] + one["n"]) for one in cases]
    got = [float(np.sin(one["a"][2]) + one["n"]) for one in cases]
    relation = describe(cases, due, got, [True] * 6)
    assert relation is not None
    assert "two values of `a` are swapped" in relation.sentence
    assert "two values of `a` are swapped" in relation.sentence
