"""Answers that are the same except for names, layout and comments: a question for the teacher.

Short answers don't count, and neither do those that are the course's own: there are not many ways
to write one line.
"""

import ast
import hashlib
from collections.abc import Iterable, Mapping

_LONGEST = 50_000  # characters: a tree takes hundreds of times as much
_SHORTEST = 50  # nodes of the syntax tree: about five lines


def similar_answers(
    answers: Mapping[str, Mapping[str, str]], known: Iterable[str] = ()
) -> list[tuple[str, list[str]]]:
    """Return exercises and the students whose answers to it are the same but for names.

    answers (dict): {student: {exercise: code}}.
    known (iterable of str): Code that nobody has to have copied, such as reference answers.
    Returns (list of tuple): Exercise and students, the largest groups first.
    """
    common = {shape for code in known if (shape := _shape(code))}
    groups: dict[tuple[str, str], list[str]] = {}
    for student, codes in answers.items():
        for exercise, code in codes.items():
            shape = _shape(code)
            if shape and shape not in common:
                groups.setdefault((exercise, shape), []).append(student)
    found = [(exercise, sorted(who)) for (exercise, _), who in groups.items() if len(who) > 1]
    return sorted(found, key=lambda group: (-len(group[1]), group))


def _shape(code: str) -> str:
    """Return a digest of code in which names are numbered; empty where it is short or no Python."""
    if len(code) > _LONGEST:
        return ""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    try:
        nodes = list(ast.walk(_Renamed().visit(tree)))
        shape = ast.dump(tree)
    except RecursionError:
        return ""
    return hashlib.sha256(shape.encode()).hexdigest() if len(nodes) >= _SHORTEST else ""


class _Renamed(ast.NodeTransformer):
    """Numbers names in the order in which they come, and drops docstrings and annotations."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def _number(self, name: str) -> str:
        return self._numbers.setdefault(name, f"n{len(self._numbers)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._number(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self._number(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name, node.returns = self._number(node.name), None
        if ast.get_docstring(node, clean=False) is not None and len(node.body) > 1:
            del node.body[0]
        return self.generic_visit(node)
