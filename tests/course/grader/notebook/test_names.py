"""Which names a cell uses and defines: what answers depend on is found by them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grader.notebook.names import LONGEST_SOURCE, UNKNOWN, Names, names_of


@pytest.mark.parametrize(
    ("source", "defined"),
    [
        ("a = 1", {"a"}),
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("a += 1", {"a"}),
        ("a: int = 1", {"a"}),
        ("import a.b", {"a"}),
        ("import a.b as c", {"c"}),
        ("from a import b, c as d", {"b", "d"}),
        ("from a import *", {"*"}),
        ("def f(x):\n    y = x", {"f"}),
        ("async def f(): pass", {"f"}),
        ("class C:\n    a = 1\n    def m(self): pass", {"C"}),
        ("for i in ():\n    a = i", {"i", "a"}),
        ("with open('a') as f: pass", {"f"}),
        ("try: pass\nexcept OSError as e: pass", {"e"}),
        ("if (n := 1): pass", {"n"}),
        ("[x for x in ()]", set()),
        ("[(y := x) for x in ()]", {"y"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("match 1:\n    case [a, *b]: pass", {"a", "b"}),
        ("del a", {"a"}),
        ("lambda x: x", set()),
        ("", set()),
    ],
)
def test_what_a_cell_defines(source, defined):
    assert names_of(source).defined == defined


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("a + b", {"a", "b"}),
        ("a = b.c[d]", {"b", "d"}),
        ("def f(x, y=a) -> b:\n    z = x\n    return z + c", {"a", "b", "c"}),
        ("def f():\n    def g(): return a\n    return g", {"a"}),
        ("class C(A):\n    b = c\n    def m(self): return d", {"A", "c", "d"}),
        ("@a\ndef f(): pass", {"a"}),
        ("[x + a for x in b]", {"a", "b"}),
        ("f'{a}'", {"a"}),
        ("lambda x: x + a", {"a"}),
        ("x = 1\ndef f(): return x", {"x"}),
        ("'a'  # b", set()),
    ],
)
def test_what_a_cell_uses(source, used):
    assert names_of(source).used == used


@pytest.mark.parametrize("source", ["%matplotlib inline\na = b", "!ls\na = b", "a = b\nb?"])
def test_lines_for_the_shell_do_not_hide_the_others(source):
    assert names_of(source).defined >= {"a"}
    assert names_of(source).used >= {"b"}


@pytest.mark.parametrize(
    "source", ["a = = 1", "a = 1\0", "(" * 5000 + ")" * 5000], ids=["no Python", "zero", "nested"]
)
def test_what_is_no_python_has_no_names(source):
    assert names_of(source) == Names()


@pytest.mark.parametrize(
    "deep",
    ["x" + ".replace(1, 2)" * 300, "+".join("x" * 1500), "x\nif x: x\n" + "elif x: x\n" * 500],
    ids=["calls", "sum", "elif"],
)
def test_of_what_is_nested_deep_the_names_are_read_all_the_same(deep):
    found = names_of(f"def f(): pass\n{deep}")
    assert (found.defined, found.used) == ({"f"}, {"x"})


def test_to_ask_whether_it_is_run_is_to_read_no_name():
    assert not names_of('if __name__ == "__main__":\n    f()').any_name
    assert names_of('import sys\nif __name__ == "__main__":\n    sys.modules[__name__]').any_name
    assert names_of("import __main__").any_name


def test_what_is_too_long_to_be_read_may_use_any_name():
    assert names_of("a = 1 #" + LONGEST_SOURCE * "x") == UNKNOWN


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_read_without_an_error(source):
    names = names_of(source)
    assert all(isinstance(name, str) for name in names.used | names.defined)


STATEMENTS = st.sampled_from(
    [
        "a = 1",
        "b = [i for i in range(3)]",
        "import math as m",
        "from math import pi, tau as t",
        "def f(x=1):\n    y = x\n    return y",
        "class C:\n    inner = 1",
        "for k in range(2):\n    last = k",
        "c, *d = range(4)",
        "(w := 5)",
    ]
)


@given(st.lists(STATEMENTS, max_size=6))
@settings(deadline=None)
def test_what_running_a_cell_binds_is_what_is_said_to_be_defined(statements):
    source = "\n".join(statements)
    bound: dict[str, object] = {}
    exec(source, bound)
    assert names_of(source).defined == set(bound) - {"__builtins__"}


def test_pythons_own_names_are_among_the_used():
    assert "print" in names_of("print(math.pi)").used


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("a = 1\nb = a + c", {"c"}),
        ("a = a + 1", {"a"}),
        ("for name, code in table: keep(name, code)", {"table", "keep"}),
        ("for name in table: pass\nkeep(name)", {"table", "keep", "name"}),
        ("for i in table: a = i\nkeep(a)", {"table", "keep", "a"}),
        ("for i in table: keep(a)\na = 1", {"table", "keep", "a"}),
        ("with open_it() as f: text = f\nkeep(text)", {"open_it", "keep"}),
        ("if c: a = 1\nkeep(a)", {"c", "keep", "a"}),
        ("import m\nm.f(m.g)", set()),
        ("a = 1\ndef f(): return a + b", {"b"}),
        ("def f(): return a\na = 1", {"a"}),
        ("def f(a): return a", set()),
        ("def f(n): return f(n - 1)", {"f"}),
        ("a = 1\ndel a\nkeep(a)", {"keep", "a"}),
        ("a[i] = 1\nkeep(i)", {"a", "i", "keep"}),
        ("(a, [*b]) = c\nkeep(a, b)", {"c", "keep"}),
        ("a = 1\ndef f(): return a\nb = f()", set()),
        ("a = [x for x in b]\nkeep(x)", {"b", "keep", "x"}),
        ("def f():\n    x = 1\n    return x\n\nx = 2\nprint(x)", {"print"}),
        ("f = lambda x: x\n[x for x in a]\nx = 2\nx", {"a"}),
        ("def f():\n    def g():\n        x = 1\n    return x", {"x"}),
        ("def f():\n    global x\n    return x\n\nx = 2", {"x"}),
    ],
)
def test_what_a_cell_may_read_before_it_binds_it(source, free):
    assert names_of(source).free == free
