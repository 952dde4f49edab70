"""Which names of the notebook a cell uses and which it defines, read from its code."""

import ast
import symtable
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

LONGEST_SOURCE = 200_000


@dataclass(frozen=True)
class Names:
    """The global names of a cell.

    Attributes
    ----------
    used : frozenset of str
        Names that it reads, inside its functions too; Python's own are among them.
    defined : frozenset of str
        Names that it binds: by assignment, `def`, `class`, `import`, `for` and so on. A star is
        among them where `from ... import *` may bind any.
    """

    used: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()


def names_of(source: str) -> Names:
    """Return the names of a cell; none where it is not Python or too long to be read."""
    if len(source) > LONGEST_SOURCE:
        return Names()
    try:
        code = TransformerManager().transform_cell(source)
        table = symtable.symtable(code, "<cell>", "exec")
        used: set[str] = set()
        defined: set[str] = set()
        _collect(table, used, defined)
        if "*" in code and any(_binds_all(node) for node in ast.walk(ast.parse(code))):
            defined.add("*")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    return Names(frozenset(used), frozenset(defined))


def _binds_all(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _collect(table: symtable.SymbolTable, used: set[str], defined: set[str]) -> None:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if not top and not symbol.is_global():
            continue
        if symbol.is_referenced():
            used.add(symbol.get_name())
        if symbol.is_assigned() or symbol.is_imported() or (top and symbol.is_namespace()):
            defined.add(symbol.get_name())
    for child in table.get_children():
        _collect(child, used, defined)
