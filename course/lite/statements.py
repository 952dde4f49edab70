"""The statements of a cell: their lines, and the names that they read and bind."""

import ast
import symtable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Statement:
    """A statement at the top of a cell.

    first, last (int): Its lines in the cell, from 1; decorators belong to it.
    code (str): These lines.
    reads (frozenset of str): Names of the notebook that it reads, in functions that it defines too.
    binds (frozenset of str): Names that it gives a value.
    node (ast.stmt): What it is.
    """

    first: int
    last: int
    code: str
    reads: frozenset[str]
    binds: frozenset[str]
    node: ast.stmt = field(compare=False)

    @property
    def is_import(self) -> bool:
        """Whether it imports something."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)


def statements_of(source: str) -> list[Statement]:
    """Return the statements of a cell."""
    lines = source.splitlines()
    return [_statement(node, lines) for node in ast.parse(source).body]


def _statement(node: ast.stmt, lines: list[str]) -> Statement:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    last = node.end_lineno or first
    code = "\n".join(lines[first - 1 : last])
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    reads = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    binds = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported()
    }
    for child in table.get_children():
        reads |= _globals_of(child)
    if isinstance(node, ast.For):  # what its own first line binds is not read from before
        reads -= {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
    return Statement(first, last, code, frozenset(reads), frozenset(binds), node)


def _globals_of(table: symtable.SymbolTable) -> set[str]:
    """Return the names that a function, a class or a comprehension takes from the notebook."""
    names = {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return names.union(*map(_globals_of, table.get_children()))
