"""Which names of the notebook a piece of code uses, defines and changes, read from the code."""

import ast
import hashlib
import re
import symtable
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

LONGEST_SOURCE = 200_000
# Whoever uses one of these may read any name: written as text, nobody can see it from outside.
_BY_TEXT = {"eval", "exec", "globals", "locals", "vars", "__name__"}
_BY_TEXT_TOO = re.compile(r"get_ipython|__main__|(?<!%)%(time|timeit|prun|run|memit|lprun)\b")
_IS_MAIN = re.compile(r"__name__ *== *([\"'])__main__\1")
_WORD = re.compile(r"[^\W\d]\w*")
# What a cell before has shown last, or as its number n: `_`, `__`, `_3`, `Out[3]`.
_SHOWN = re.compile(r"_{1,3}|_i{1,3}|_i?\d+|Out|In|_oh|_ih|_dh")
_WITH_LOCALS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.comprehension)
# `%%time` and the like: what follows is Python all the same.
_CELL_MAGICS = re.compile(r"\A(\s*%%[^\n]*(\n|\Z))+")


@dataclass(frozen=True)
class Names:
    """The global names of a piece of code.

    used (frozenset of str): Names that it reads, inside its functions too; Python's own are among
        them.
    defined (frozenset of str): Names that it binds: by assignment, `def`, `class`, `import`, `for`
        and so on. A star is among them where `from ... import *` or `%run` may bind any.
    changed (frozenset of str): Names whose value it may change: it stores into them (`C[5] = 1`),
        or calls one of their methods for nothing but its effect (`seen.append(1)`).
    any_name (bool): Whether it may use names that can't be seen, by `eval`, `globals()` and their
        like.
    words (frozenset of str): What may be a name in its texts: in `eval("C[0]")` the C.
    imported (frozenset of str): Names that it binds by importing, and in no other way.
    modules (frozenset of str): The modules that it imports, without their submodules.
    imports (str): Its import statements alone, where it has others as well.
    code (str): A digest of the code itself: comments, line ends and layout don't count. Empty where
        it can't be read.
    is_text (bool): Whether it is no code at all, but only texts, comments or plain words.
    free (frozenset of str): The used names that it may read before it has bound them itself: what
        they are comes from elsewhere.
    """

    used: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    any_name: bool = False
    words: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    imports: str = ""
    code: str = ""
    is_text: bool = False
    free: frozenset[str] = frozenset()

    def give(self, needed: set[str]) -> bool:
        """Tell whether one of some names gets its value here, or may get another one."""
        return "*" in self.defined or not needed.isdisjoint(self.defined | self.changed)


# Of code that can't be read.
UNKNOWN = Names(any_name=True)


@dataclass(frozen=True)
class Statement:
    """A piece of code that is run as a whole, and its names."""

    source: str
    names: Names


def names_of(source: str) -> Names:
    """Return the names of a cell; none where it is not Python, for then it can't be run."""
    if len(source) > LONGEST_SOURCE:
        return UNKNOWN
    try:
        code = TransformerManager().transform_cell(_CELL_MAGICS.sub("", source))
        table = symtable.symtable(code, "<cell>", "exec")
        used: set[str] = set()
        defined: set[str] = set()
        _collect(table, used, defined)
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names(is_text=_is_prose(source))
    if any(_binds_all(node) for node in ast.walk(tree)):
        defined.add("*")
    try:
        return _names(source, tree, used, defined)
    except RecursionError:  # a sum of a thousand terms can be run all the same
        return replace(UNKNOWN, used=frozenset(used), defined=frozenset(defined))


def _names(source: str, tree: ast.Module, used: set[str], defined: set[str]) -> Names:
    # Whether a cell is run or imported is nobody's name.
    source_by_text = _IS_MAIN.sub("", source)
    by_text = used & _BY_TEXT - ({"__name__"} if "__name__" not in source_by_text else set())
    any_name = bool(by_text) or _BY_TEXT_TOO.search(source_by_text) is not None
    any_name = any_name or any(_SHOWN.fullmatch(name) for name in used - defined)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return Names(
        frozenset(used),
        frozenset(defined),
        frozenset({*_changed(tree)} - {"", "get_ipython"}),
        any_name,
        frozenset(_words(tree)),
        frozenset(_only_imported(tree) & defined),
        frozenset(module for node in imports for module in _modules(node)),
        _import_statements(tree),
        hashlib.sha256(ast.dump(tree).encode("utf-8", "replace")).hexdigest()[:16],
        all(_is_comment(node) for node in tree.body) and bool(source.strip()),
        frozenset(used & _free(tree.body, set())),
    )


def _is_comment(node: ast.stmt) -> bool:
    """Tell whether a statement is a text, or prints one."""
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "print":
        return all(isinstance(given, ast.Constant) for given in value.args)
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _is_prose(source: str) -> bool:
    """Tell whether what is no Python looks like sentences: mostly words, few signs."""
    words = _WORD.findall(source)
    signs = sum(not (sign.isalnum() or sign.isspace() or sign in ",.;:!?'-") for sign in source)
    return len(words) >= 5 and signs <= len(source) / 25


def _only_imported(tree: ast.Module) -> set[str]:
    """Return the names that imports bind and nothing else does, as far as statements tell."""
    by_import: set[str] = set()
    otherwise: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                by_import |= {(one.asname or one.name).partition(".")[0] for one in names}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                otherwise.add(name)
            case ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                otherwise.add(name)
    return by_import - otherwise - {"*"}


def _import_statements(tree: ast.Module) -> str:
    alone = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, alone)) if 0 < len(alone) < len(tree.body) else ""


def _modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name.partition(".")[0] for one in node.names)
    elif node.module and not node.level:
        yield node.module.partition(".")[0]


def names_to_data(names: Names) -> dict[str, Any]:
    """Return names as data for JSON."""
    return {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in vars(names).items()
    }


def names_from_data(data: dict[str, Any]) -> Names:
    """Return what `names_to_data` was given.

    Raises LookupError or TypeError: If the data didn't come from it.
    """
    sets: dict[str, Any] = {
        key: frozenset(map(str, data[key]))
        for key in ("used", "free", "defined", "changed", "words", "imported", "modules")
    }
    return Names(
        **sets,
        any_name=bool(data["any_name"]),
        is_text=bool(data["is_text"]),
        imports=str(data["imports"]),
        code=str(data["code"])[:16],
    )


def statements_of(source: str) -> tuple[Statement, ...]:
    """Return the statements of a cell of ours in order; one with magics in it is one statement."""
    try:
        texts = [ast.unparse(node) for node in ast.parse(source).body]
    except SyntaxError:
        texts = [source]
    return tuple(Statement(text, names_of(text)) for text in texts)


def _free(body: list[ast.stmt], bound: set[str]) -> set[str]:
    """Return what some statements may read before they have bound it, with some local names.

    bound (set of str): Names that are bound before; what is bound for sure is put in.
    """
    free: set[str] = set()
    for node in body:
        # What may be left out, or run no time at all, binds nothing for those that follow.
        inside = {*bound}
        match node:
            case ast.For(target=target, iter=read):
                inside |= _stored(target)
                free |= _read(read) - bound
                free |= _free(node.body, inside) | _free(node.orelse, {*bound})
            case ast.With(items=items):
                free |= {name for one in items for name in _read(one.context_expr)} - bound
                bound |= {name for one in items for name in _stored(one.optional_vars)}
                free |= _free(node.body, bound)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound |= {(one.asname or one.name).partition(".")[0] for one in names}
            case ast.Assign(targets=targets):
                free |= _read(node) - bound
                bound |= {name for one in targets for name in _stored(one)}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                free |= _read(node) - bound
                bound.add(name)
            case ast.Delete(targets=targets):
                free |= _read(node) - bound
                bound -= {name for one in targets for name in _stored(one)}
            case _:
                free |= _read(node) - bound
    return free


def _read(node: ast.stmt | ast.expr) -> set[str]:
    """Return the names that code reads, in its functions too, but for those local to these."""
    inside = [*ast.walk(node)]
    if any(isinstance(one, _WITH_LOCALS) for one in inside):
        used: set[str] = set()
        with suppress(SyntaxError, ValueError):  # a text within a text can't be written down again
            _collect(symtable.symtable(ast.unparse(node), "<cell>", "exec"), used, set())
            return used
    return {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _stored(target: ast.expr | None) -> set[str]:
    """Return the names that a target binds: those in `a[i]` are none of them."""
    match target:
        case ast.Name(id=name):
            return {name}
        case ast.Starred(value=value):
            return _stored(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return {name for one in parts for name in _stored(one)}
    return set()


def _binds_all(node: ast.AST) -> bool:
    """Tell whether a statement may bind any name: `from ... import *`, `%run`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="run_line_magic"), args=[ast.Constant("run"), *_]):
            return True
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


def _changed(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
                yield _root(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                yield _root(method)


def _words(tree: ast.AST) -> Iterator[str]:
    """Yield the words of all texts but those that stand alone: these are comments."""
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in comments:
                yield from _WORD.findall(text)


def _root(node: ast.AST) -> str:
    """Return the name that an expression such as `a.b[0].c` begins with; empty if none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
