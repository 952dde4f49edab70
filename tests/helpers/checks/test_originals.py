"""Functions of Python and NumPy that a cell has replaced are put back."""

import builtins

import numpy as np

from helpers.checks.originals import put_back


def test_where_nothing_was_replaced_nothing_is_named():
    assert put_back() == []


def test_replaced_functions_are_named_and_put_back():
    sums, means, norms = builtins.sum, np.mean, np.linalg.norm
    builtins.sum = 3  # type: ignore[assignment]
    np.mean = 0.5  # type: ignore[assignment]
    np.linalg.norm = None  # type: ignore[assignment]
    assert put_back() == ["sum", "np.mean", "np.linalg.norm"]
    assert (builtins.sum, np.mean, np.linalg.norm) == (sums, means, norms)
    assert put_back() == []


def test_deleted_functions_are_put_back():
    del np.unique
    assert put_back() == ["np.unique"]
    assert np.unique([1, 1]).tolist() == [1]


def test_it_works_where_hardly_any_function_is_left():
    namespace = vars(builtins)
    kept = namespace.copy()
    names = ["len", "isinstance", "getattr", "vars", "list", "dict", "str", "any", "iter", "type"]
    broken = dict.fromkeys(names)
    try:
        namespace.update(broken)
        replaced = put_back()
    finally:
        namespace.update(kept)
    assert sorted(replaced) == sorted(names)


def test_what_jupyter_replaces_is_left_alone():
    before = builtins.input
    builtins.input = print  # type: ignore[assignment]
    try:
        assert put_back() == []
        assert builtins.input is print
    finally:
        builtins.input = before
