"""Which packages an import needs in the browser, so that each is fetched when it is first used."""

import ast
from functools import cache
from pathlib import Path

import helpers.plots

_HOUSE = Path(__file__).resolve().parents[2]
# The packages of Pyodide by the names under which they are imported.
PACKAGES = {
    "imblearn": "imbalanced-learn",
    "matplotlib": "matplotlib",
    "PIL": "pillow",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "threadpoolctl": "threadpoolctl",
}
# Modules that import when they are first used what another one holds.
LATE = {"helpers.plots": "helpers.plots.figures"}


@cache
def packages_of_module(module: str, *, within_functions: bool = False) -> frozenset[str]:
    """Return the packages that importing a module asks for, through our own modules too.

    What a lesson's own module imports within its functions counts too: it will be called.
    """
    root = module.partition(".")[0]
    if root != "helpers":
        return frozenset({PACKAGES[root]} if root in PACKAGES else ())
    file = _file_of(LATE.get(module, module))
    found: set[str] = set()
    tree = ast.parse(file.read_text(encoding="utf-8") if file else "")
    within_functions = within_functions or module.startswith("helpers.lessons.")
    for node in ast.walk(tree) if within_functions else tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for imported in names_imported(node).values():
                found |= packages_of_module(imported)
    return frozenset(found)


def names_imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """Return the names that an import binds, each with the module that it comes from or is."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names}
    module = node.module or ""
    return {
        alias.asname or alias.name: _module_or_within(module, alias.name) for alias in node.names
    }


def _module_or_within(module: str, name: str) -> str:
    """Return the module of that name within another; else the other, which holds it."""
    within = f"{module}.{name}"
    return within if module.partition(".")[0] == "helpers" and _file_of(within) else module


def _file_of(module: str) -> Path | None:
    """Return the file of a module of ours."""
    place = _HOUSE.joinpath(*module.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def packages_of_plots(node: ast.stmt) -> frozenset[str]:
    """Return the packages that the figures of a statement ask for on top of matplotlib."""
    asked = {
        found.attr
        for found in ast.walk(node)
        if isinstance(found, ast.Attribute)
        and isinstance(found.value, ast.Name)
        and found.value.id == "plots"
    }
    functions = [getattr(helpers.plots, name, None) for name in sorted(asked)]
    modules = {function.__module__ for function in functions if function}
    return frozenset().union(
        *(packages_of_module(module, within_functions=True) for module in sorted(modules))
    )
