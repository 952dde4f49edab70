"""A function with one step changed, in all ways that a hurried hand would change it.

Some changes can be told to a learner by what comes out; others, such as a 2 for a 1, say only how
our own code is written. The test of the cases tries them all.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Mutant = tuple[str, str, ast.FunctionDef]
Change = Callable[[Any], Any]

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], str]] = {
    ast.Gt: (ast.GtE, "what lies exactly at a limit counts, too"),
    ast.GtE: (ast.Gt, "what lies exactly at a limit does not count"),
    ast.Lt: (ast.LtE, "what lies exactly at a limit counts, too"),
    ast.LtE: (ast.Lt, "what lies exactly at a limit does not count"),
    ast.Eq: (ast.NotEq, "exactly those are taken that should be left out"),
    ast.NotEq: (ast.Eq, "exactly those are taken that should be left out"),
}
_OPERATORS: dict[type[ast.operator], list[tuple[type[ast.operator], str]]] = {
    ast.Add: [(ast.Sub, "a difference is taken where a sum is due")],
    ast.Sub: [(ast.Add, "a sum is taken where a difference is due")],
    ast.Mult: [
        (ast.Div, "something is divided where it should be multiplied"),
        (ast.Add, "two things are added where they should be multiplied"),
    ],
    ast.Div: [
        (ast.Mult, "something is multiplied where it should be divided"),
        (ast.FloorDiv, "a division is cut to whole numbers"),
        (ast.Sub, "a difference is taken where a quotient is due"),
    ],
    ast.Pow: [(ast.Mult, "a product is taken where a power is due")],
    ast.BitAnd: [(ast.BitOr, "either of two conditions is enough where both are asked for")],
    ast.BitOr: [(ast.BitAnd, "both of two conditions are asked for where either is enough")],
}
_LEFT_OUT: dict[type[ast.operator], str] = {
    ast.Add: "a term of a sum is left out",
    ast.Sub: "a subtraction is left out",
    ast.Mult: "a factor is left out",
    ast.Div: "a division is left out",
    ast.Pow: "a power is left out",
    ast.BitAnd: "a condition is left out",
    ast.BitOr: "a condition is left out",
}
# What stands in place of a function: another one, and what is then taken.
_NAMES: dict[str, list[tuple[str, str]]] = {
    "argmin": [("argmax", "the largest is taken where the smallest is due")],
    "argmax": [("argmin", "the smallest is taken where the largest is due")],
    "min": [
        ("max", "the largest is taken where the smallest is due"),
        ("mean", "a mean is taken where the smallest is due"),
    ],
    "max": [
        ("min", "the smallest is taken where the largest is due"),
        ("mean", "a mean is taken where the largest is due"),
        ("sum", "a sum is taken where the largest is due"),
    ],
    "mean": [
        ("sum", "a sum is taken where a mean is due"),
        ("median", "a median is taken where a mean is due"),
        ("max", "the largest is taken where a mean is due"),
        ("min", "the smallest is taken where a mean is due"),
        ("std", "a standard deviation is taken where a mean is due"),
    ],
    "sum": [
        ("mean", "a mean is taken where a sum is due"),
        ("max", "the largest is taken where a sum is due"),
        ("min", "the smallest is taken where a sum is due"),
    ],
    "log": [
        ("log2", "a logarithm in base 2 is taken in place of the natural one"),
        ("log10", "a logarithm in base 10 is taken in place of the natural one"),
        ("log1p", "1 is added before the logarithm is taken"),
    ],
    "any": [("all", "all are asked for where one is enough")],
    "all": [("any", "one is enough where all are asked for")],
    "minimum": [("maximum", "the larger of two is taken where the smaller is due")],
    "maximum": [("minimum", "the smaller of two is taken where the larger is due")],
    "cumsum": [("cumprod", "products are accumulated where sums are due")],
    "floor": [("ceil", "a number is rounded up where it should be rounded down")],
    "ceil": [("floor", "a number is rounded down where it should be rounded up")],
}
_TURNED_ROUND: dict[type[ast.operator], str] = {
    ast.Sub: "difference",
    ast.Div: "quotient",
    ast.Pow: "power",
}
_STEPS = {
    "sqrt": "a square root",
    "log": "a logarithm",
    "exp": "an exponential",
    "abs": "an absolute value",
    "square": "a square",
    "round": "a rounding",
}
# What stands in these says which rows are taken, not what is done with them.
_PLACES = frozenset({"range", "arange", "linspace", "digitize", "int", "round", "searchsorted"})


def mutants(tree: ast.FunctionDef | None, *, every: bool = False) -> Iterator[Mutant]:
    """Yield copies of a function with one step changed: a short name, words, the changed code.

    tree (ast.FunctionDef or None): The function.
    every (bool): Whether to make those too that nobody could be told of.
    """
    if tree is None:
        return
    places = _of_no_account(tree) if every else _of_places(tree)
    for place, node in enumerate(_nodes(tree)):
        if id(node) in places:
            continue
        for words, change in _changes(node, every):
            changed = copy.deepcopy(tree)
            old = _nodes(changed)[place]
            new = change(old)
            if new is not old:
                changed = _Put(old, new).visit(changed)
            yield words.partition(" (")[0], words, changed


def _of_no_account(tree: ast.AST) -> set[int]:
    """Return the nodes that change nothing: whether lengths must agree, and a side left open."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="strict" | "dtype" | "digits", value=value):
                found.append(value)
            case ast.Call(func=ast.Attribute(attr="reshape"), args=args):
                found += [one for one in args if isinstance(one, ast.UnaryOp)]
    return {id(inner) for outer in found for inner in ast.walk(outer)}


def _of_places(tree: ast.AST) -> set[int]:
    """Return the arithmetic that only says where something is: in an index, a range, a limit."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(slice=inner):
                found.append(inner)
            case ast.Compare(left=left, comparators=others):
                found += [left, *others]
            case ast.Call(func=ast.Attribute(value=value, attr="astype")):
                found.append(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _PLACES:
                found += node.args
    inner_nodes = [inner for outer in found for inner in ast.walk(outer)]
    return {id(node) for node in inner_nodes if isinstance(node, ast.BinOp)}


def _nodes(tree: ast.FunctionDef) -> list[ast.AST]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.expr | ast.stmt | ast.comprehension)]


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Return the new node for the old one."""
        return self.new if node is self.old else super().generic_visit(node)


def _changes(node: Any, every: bool) -> Iterator[tuple[str, Change]]:
    """Yield how a node can be changed: words, and a function from the node to its successor."""
    if every:
        yield from _untold_changes(node)
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARISONS:
            turned, words = _COMPARISONS[type(operator)]
            yield words, _setting("ops", [turned()])
        case ast.BinOp():
            yield from _operator_changes(node)
        case ast.Attribute(attr=name) if name in _NAMES:
            for other, words in _NAMES[name]:
                yield words, _setting("attr", other)
        case ast.Name(id="min" | "max" | "any" | "all" as name):
            other, words = _NAMES[name][0]
            yield words, _setting("id", other)
        case ast.Call():
            yield from _call_changes(node)
        case ast.UnaryOp(op=ast.USub()):
            yield "a sign is left out", lambda n: n.operand
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield "a condition is turned round", lambda n: n.operand
        case ast.IfExp():
            yield "a special case is not treated as one", lambda n: n.body
            yield "what holds for a special case is taken for all", lambda n: n.orelse
        case ast.comprehension(ifs=[_, *_]):
            yield "a condition is left out", _setting("ifs", [])
        case ast.If():
            yield "a special case is not treated as one", _setting("test", ast.Constant(False))


def _untold_changes(node: Any) -> Iterator[tuple[str, Change]]:
    """Yield changes of which only our own code could be told."""
    match node:
        case ast.Constant(value=bool() as value):
            yield f"{not value} for {value}", _setting("value", not value)
        case ast.Constant(value=int() | float() as value):
            for step in (1, -1):
                yield f"{value + step} for {value}", _setting("value", value + step)
        case ast.BoolOp(op=operator):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield "and for or, or the other way round", _setting("op", other)
        case ast.AugAssign(op=ast.Add()):
            yield "subtracted in place of added", _setting("op", ast.Sub())
        case ast.AugAssign(op=ast.Sub()):
            yield "added in place of subtracted", _setting("op", ast.Add())
        case ast.Break() | ast.Continue():
            yield "the loop goes on", lambda n: ast.Pass()
        case ast.Compare(ops=[ast.In()]):
            yield "not in for in", _setting("ops", [ast.NotIn()])
        case ast.Compare(ops=[ast.NotIn()]):
            yield "in for not in", _setting("ops", [ast.In()])
        case ast.Call(keywords=[_, *_] as given):
            for place in (n for n, keyword in enumerate(given) if keyword.arg != "strict"):
                yield f"without {given[place].arg}", _without_keyword(place)


def _without_keyword(place: int) -> Change:
    def change(node: ast.Call) -> ast.Call:
        del node.keywords[place]
        return node

    return change


def _setting(field: str, value: Any) -> Change:
    def change(node: Any) -> Any:
        setattr(node, field, copy.deepcopy(value))
        return node

    return change


def _operator_changes(node: ast.BinOp) -> Iterator[tuple[str, Change]]:
    kind = type(node.op)
    for operator, words in _OPERATORS.get(kind, []):
        yield words, _setting("op", operator())
    if kind in _TURNED_ROUND:
        what = _TURNED_ROUND[kind]
        yield f"a {what} is turned round", lambda n: ast.BinOp(n.right, n.op, n.left)
    if kind in _LEFT_OUT:
        yield _LEFT_OUT[kind], lambda n: n.left
        if kind not in (ast.Sub, ast.Pow):
            yield _LEFT_OUT[kind], lambda n: n.right


def _call_changes(node: ast.Call) -> Iterator[tuple[str, Change]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for place, keyword in enumerate(node.keywords):
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            other = 1 if keyword.value.value == 0 else 0
            yield "another axis is taken", _axis(place, other)
            yield "no axis is given, so that all numbers are taken together", _axis(place, None)
    if name in ("std", "var"):
        words = "the sum of squares is divided by one less than the number"
        yield words, lambda n: ast.Call(n.func, n.args, [ast.keyword("ddof", ast.Constant(1))])
    if name in _STEPS and len(node.args) == 1:
        yield f"{_STEPS[name]} is left out", lambda n: n.args[0]
    if name == "clip" and len(node.args) == 3:
        yield "values are not kept within their limits", lambda n: n.args[0]


def _axis(place: int, value: int | None) -> Change:
    def change(node: ast.Call) -> ast.Call:
        node.keywords[place] = ast.keyword("axis", ast.Constant(value))
        return node

    return change
