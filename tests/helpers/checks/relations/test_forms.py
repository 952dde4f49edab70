"""Results of a form that isn't asked for are described where one thing holds in all cases."""

import numpy as np
import pytest

from helpers.checks.relations import of_another_form

RNG = np.random.default_rng(0)
TABLES = [RNG.uniform(1, 9, size=(n, 3)) for n in (4, 5, 7, 2)]
LABELS = [RNG.integers(0, 3, size=n) for n in (4, 5, 7, 6)]


def said(right, came, arguments=None):
    arguments = arguments or [(table,) for table in TABLES]
    relation = of_another_form(
        [dict(zip("ab", a, strict=False)) for a in arguments],
        [right(*a) for a in arguments],
        [came(*a) for a in arguments],
    )
    return relation.sentence if relation else ""


def sums(table):
    return table.sum(axis=1)


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (lambda t: sums(t)[:, np.newaxis], "only the shape isn't"),
        (lambda t: sums(t)[:1], "ends after its first entry"),
        (lambda t: sums(t)[:-1], "lacks its last entry"),
        (lambda t: sums(t)[1:], "lacks its first entry"),
        (lambda t: t, "One for each row is due, and yours are one step away from it"),
        (lambda t: t.sum(axis=0), "one entry for each column; one for each row"),
        (lambda t: t * t.sum(), "a row of numbers for each row"),
        (lambda t: sums(t)[0], "a single number; an array of them is due"),
        (lambda t: np.ones(500), "The shape of your result is (500,), whatever"),
        (lambda t: np.add.outer(sums(t), 0 * sums(t)) - np.subtract.outer(sums(t), sums(t)), ""),
    ],
)
def test_a_shape_is_described(came, words):
    assert words in said(sums, came)


def test_rows_in_place_of_numbers_are_described_where_they_come_in_some_cases_only():
    def if_odd(there):
        return lambda t: there(t) if len(t) % 2 else sums(t)

    assert "a row of numbers for each row in some cases" in said(sums, if_odd(lambda t: t[:, 1:]))


def test_as_many_as_there_are_classes_once_is_an_accident():
    cases = [(np.array([2, 0, 2]),), (np.array([0, 1, 1, 4]),)]
    wrong = {3: np.array([1, 1]), 4: np.array([0, 1, 1, 4])}
    assert "class" not in said(lambda y: y, lambda y: wrong[len(y)], cases)


def test_a_table_where_a_number_for_each_column_is_due_is_a_table():
    assert "a table; one number for each of its columns" in said(
        lambda t: t.sum(axis=0), lambda t: t * t.sum()
    )


def test_one_hot_ids_are_seen():
    cases = [(y,) for y in LABELS]
    assert "one-hot" in said(lambda y: y, lambda y: np.eye(3)[y], cases)


def test_a_transposed_table_is_seen():
    assert "rows and columns are swapped" in said(lambda t: t, lambda t: t.T)
    assert "flat" in said(lambda t: t, lambda t: t.T.ravel())


def test_the_rows_of_each_class_are_counted():
    cases = list(
        zip((t[: len(y)] for t, y in zip(TABLES, LABELS, strict=True)), LABELS, strict=True)
    )[:3]

    def doubled(X, y):
        return np.concatenate([X, X[y == 1]]), np.append(y, y[y == 1])

    assert "of class 1 (due: " in said(doubled, lambda X, y: (X, y), cases)


def test_entries_in_reverse_order_are_seen_by_their_form():
    cases = [(t, y) for t, y in zip(TABLES[:3], LABELS[:3], strict=True)]
    assert "in reverse order" in said(lambda X, y: (X, y), lambda X, y: (y, X), cases)


def test_nothing_is_said_where_nothing_holds_in_all_cases():
    shapes = iter([(2, 2), (3,), (1, 5), (6,)])
    assert said(sums, lambda t: np.full(next(shapes), 0.5)) == ""


def test_a_value_where_none_is_due_is_told_apart_from_the_rest():
    def by_sign(number):
        return {0: number} if number > 0 else None

    numbers = [(1.0,), (-2.0,), (3.0,), (-4.0,)]
    assert said(by_sign, lambda n: {0: n}, numbers) == (
        "Where a value is due yours is right, but you return one where None is due as well."
    )
    assert said(by_sign, lambda n: {0: n} if n > 1 else None, numbers) == (
        "All else is right, but you return None in some cases in which a value is due."
    )
    assert said(by_sign, lambda n: {0: n + 1}, numbers) == ""
    assert said(by_sign, lambda n: None, numbers) == ""
