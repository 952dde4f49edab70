"""The code cells of a page, made of a lesson's and of what was recorded."""

import ast
from dataclasses import dataclass, field
from typing import Any

from course.lite.imports import names_imported, packages_of_module, packages_of_plots
from course.lite.record import NETWORK, OLDER, PICTURES, Piece

_WHY = {
    NETWORK: "TensorFlow does not run in a browser.",
    PICTURES: "the pictures are too large for a page.",
    OLDER: "the browser's older packages do this differently.",
}


@dataclass
class Page:
    """The code of a lesson's page.

    sources (dict of str to str): The code of each cell, by its id.
    blocks (dict of str to dict): What is stored, by the name under which a cell asks for it:
        "outputs" and "values".
    """

    seed: int
    sources: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, dict[str, Any]] = field(default_factory=dict)


def page_of(cells: dict[str, str], recorded: dict[str, list[Piece]], seed: int) -> Page:
    """Make the code of a page.

    cells (dict of str to str): The code of the lesson's cells, by their ids, in order.
    recorded (dict of str to list of Piece): What was recorded of each of them.
    seed (int): The seed of the recording.
    """
    page = Page(seed)
    live = [piece for pieces in recorded.values() for piece in pieces if not piece.why]
    needed = frozenset().union(*(piece.statement.reads for piece in live))
    moved = _moved_imports(recorded)
    there: set[str] = set()  # packages that an earlier cell has fetched
    for cell_id, source in cells.items():
        body = _body(page, cell_id, source, recorded[cell_id], needed, moved)
        head = _head(recorded[cell_id], cell_id, moved, there)
        page.sources[cell_id] = "\n".join(filter(None, [head, body])).strip("\n")
    return page


@dataclass(frozen=True)
class _Import:
    """An import that waits for the first cell that uses it."""

    code: str
    cell: str
    packages: frozenset[str]


def _moved_imports(recorded: dict[str, list[Piece]]) -> dict[str, _Import]:
    """Return, by the name that it binds, each import of a large package that can wait."""
    moved = {}
    places = list(recorded)
    for place, pieces in enumerate(recorded.values()):
        for node in (p.statement.node for p in pieces if p.statement.is_import and not p.why):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            for alias, (name, module) in zip(node.names, names_imported(node).items(), strict=True):
                packages = packages_of_module(module)
                later = (
                    cell
                    for cell in places[place:]
                    for piece in recorded[cell]
                    if not piece.why and name in piece.statement.reads
                )
                first = next(later, None)
                if packages and first is not None and first != places[place]:
                    moved[name] = _Import(_import_of(node, [alias]), first, packages)
    return moved


def _head(pieces: list[Piece], cell_id: str, moved: dict[str, _Import], there: set[str]) -> str:
    """Return what stands at the top of a cell: packages that are fetched, imports that waited."""
    imports = [one for one in moved.values() if one.cell == cell_id]
    asked = set().union(*(one.packages for one in imports))
    for piece in pieces:
        node = piece.statement.node
        if piece.why:
            continue
        asked |= packages_of_plots(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept = {n: m for n, m in names_imported(node).items() if n not in piece.dropped}
            asked |= set().union(
                *(packages_of_module(m) for n, m in kept.items() if n not in moved)
            )
    new = sorted(asked - there)
    there |= asked
    fetched = [f"await packages({', '.join(map(_quoted, new))})  # fetched once"] if new else []
    return "\n".join([*fetched, *(one.code for one in imports)])


def _body(
    page: Page,
    cell_id: str,
    source: str,
    pieces: list[Piece],
    needed: frozenset[str],
    moved: dict[str, _Import],
) -> str:
    """Return a cell's own code, with what the browser can't run as comments."""
    lines, done, written = source.splitlines(), 0, []
    waiting: list[Piece] = []
    for piece in pieces:
        between = lines[done : piece.statement.first - 1]
        done = piece.statement.last
        stored = piece.why and not piece.statement.is_import
        if waiting and (not stored or any(line.strip() for line in between)):
            written += _block(page, cell_id, waiting, needed)
            waiting = []
        if not waiting:
            written += between
        if stored:
            waiting.append(piece)
        else:
            written += _kept(piece, moved)
    written += _block(page, cell_id, waiting, needed) if waiting else []
    return "\n".join([*written, *lines[done:]])


def _kept(piece: Piece, moved: dict[str, _Import]) -> list[str]:
    """Return the lines of a statement that the browser runs, or of an import."""
    statement, node = piece.statement, piece.statement.node
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return statement.code.splitlines()
    if piece.why:
        return [f"# not in a browser: {line}" for line in statement.code.splitlines()]
    names = names_imported(node)
    left = [
        alias
        for alias, name in zip(node.names, names, strict=True)
        if name not in piece.dropped and name not in moved
    ]
    if len(left) == len(node.names):
        return statement.code.splitlines()
    return [_import_of(node, left)] if left else []


def _block(page: Page, cell_id: str, pieces: list[Piece], needed: frozenset[str]) -> list[str]:
    """Store what some statements gave; return the lines that stand in their place."""
    why = NETWORK if any(piece.why == NETWORK for piece in pieces) else pieces[0].why
    values: dict[str, Any] = {}
    for piece in pieces:
        values |= piece.values
    values = {name: value for name, value in values.items() if name in needed}
    outputs = [output for piece in pieces for output in piece.outputs]
    lines = [f"# Computed when this page was made, with seed {page.seed}: {_WHY[why]}"]
    for piece in pieces:
        lines += [f"#     {line}".rstrip() for line in piece.statement.code.splitlines()]
    if not values and not outputs:
        return lines
    taken = [name for name in page.blocks if name == cell_id or name.startswith(f"{cell_id}/")]
    block = f"{cell_id}/{len(taken) + 1}" if taken else cell_id
    page.blocks[block] = {"outputs": outputs, "values": values}
    names = sorted(values)
    call = f"stored({', '.join(map(_quoted, [block, *names]))})"
    return [*lines, f"{', '.join(names)} = {call}" if names else call]


def _import_of(node: ast.Import | ast.ImportFrom, aliases: list[ast.alias]) -> str:
    """Return an import of some of its names."""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(aliases))
    return ast.unparse(ast.ImportFrom(node.module, aliases, node.level))


def _quoted(text: str) -> str:
    return f'"{text}"'
