"""What a statement of a cell reads and binds."""

import pytest

from course.lite.statements import statements_of


@pytest.mark.parametrize(
    ("code", "reads", "binds"),
    [
        ("y = f(x)", {"f", "x"}, {"y"}),
        ("def g(x):\n    return x + z", {"z"}, {"g"}),
        ("h = lambda x: x + z", {"z"}, {"h"}),
        ("a = [x * n for x in rows]", {"n", "rows"}, {"a"}),
        ("for x in rows:\n    print(x)", {"rows", "print"}, {"x"}),
        ("scores['w'] = p", {"scores", "p"}, set()),
        ("import numpy as np", set(), {"np"}),
        ("class A(B):\n    def m(self):\n        return c", {"B", "c"}, {"A"}),
    ],
)
def test_names_are_told_from_those_of_a_functions_own(code, reads, binds):
    [statement] = statements_of(code)
    assert (statement.reads - {"__name__"}, statement.binds) == (reads, binds)


def test_a_statement_has_its_lines_decorators_included():
    first, second = statements_of("x = 1\n\n@once\ndef f():\n    pass\n")
    assert (first.first, first.last) == (1, 1)
    assert (second.first, second.last) == (3, 5)
    assert second.code.startswith("@once")
