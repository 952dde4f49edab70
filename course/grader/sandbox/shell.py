"""IPython's shell for learners' cells: as forgiving as what they were written in.

What isn't here costs only what needs it: a package that is missing, a magic of another front end,
the kernel that a notebook usually has.
"""

import ast
import builtins
import re
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any, TypeGuard

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

_PLAIN_COLOURS = "nocolor"
_TRY, _TYPED, _PASS = "__course_missing__", "__course_typed__", "__course_passed_over__"
_ASK = ("input", "getpass")
# Packages that import notebooks: we do what they do, whether or not they are here.
_NOTEBOOK_TOOL = re.compile(r"import_ipynb|nbimporter|ipynb(\.fs(\.(full|defs))?)?")
_LAST = ("_", "__", "___")


class NotThere(ModuleNotFoundError):
    """What stands for a missing module was used."""


NotThere.__name__ = NotThere.__qualname__ = ModuleNotFoundError.__name__  # as learners know it


class Missing:
    """Stands for a module that isn't on this machine; whoever uses it hears so."""

    def __init__(self, problem: ImportError) -> None:
        self.__dict__["_problem"] = str(problem)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotThere(self.__dict__["_problem"])

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Raise what the import has raised."""
        raise NotThere(self.__dict__["_problem"])

    # Python looks for these in the class.
    __getitem__ = __setitem__ = __setattr__ = __contains__ = __iter__ = __len__ = __bool__ = (
        __call__
    )
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __pow__ = __matmul__ = __call__
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rpow__ = __rmatmul__ = __call__
    __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __enter__ = __exit__ = __call__
    __float__ = __int__ = __index__ = __format__ = __str__ = __call__


class _GoesOn(ast.NodeTransformer):
    """Lets a cell go on where it only lacks a module, or waits for somebody to type."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        body: list[ast.stmt] = []
        for statement in node.body:
            future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
            if isinstance(statement, ast.Import | ast.ImportFrom) and not future:
                body += [_tried(one) for one in _singly(statement)]
            elif _asks(statement):
                names = {one.id for one in ast.walk(statement) if _is_stored(one)}
                body.append(_around(statement, "EOFError", f"{_TYPED}({sorted(names)})"))
            elif _is_run(statement) and statement is not node.body[-1]:
                bound = "".join(f"{name} = " for name in _assigned(statement))
                body.append(
                    _around(statement, "ImportError", f"{bound}{_PASS}(__course_problem__)")
                )
            else:
                body.append(statement)
        node.body = body
        return ast.fix_missing_locations(node)


def _singly(statement: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
    if isinstance(statement, ast.ImportFrom):
        return [statement]
    return [ast.copy_location(ast.Import([name]), statement) for name in statement.names]


def _tried(statement: ast.stmt) -> ast.stmt:
    """Return `try: STATEMENT except ImportError: NAMES = __course_missing__(problem)`."""
    assert isinstance(statement, ast.Import | ast.ImportFrom)
    names = [(one.asname or one.name).partition(".")[0] for one in statement.names]
    bound = "".join(f"{name} = " for name in names if name != "*")
    return _around(statement, "ImportError", f"{bound}{_TRY}(__course_problem__)")


def _around(statement: ast.stmt, error: str, instead: str) -> ast.stmt:
    """Return `try: STATEMENT except ERROR as __course_problem__: INSTEAD`."""
    template = f"try: pass\nexcept {error} as __course_problem__: {instead}"
    [tried] = ast.parse(template).body
    assert isinstance(tried, ast.Try)
    for node in ast.walk(tried):
        if hasattr(node, "lineno"):
            ast.copy_location(node, statement)
    tried.body = [statement]
    return tried


def _asks(statement: ast.stmt) -> bool:
    """Tell whether a statement may wait for somebody to type as soon as it is run."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return any(getattr(one, "id", getattr(one, "attr", "")) in _ASK for one in calls)


def _is_run(statement: ast.stmt) -> bool:
    """Tell whether a statement may use what isn't there, and defines no function or class."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    kinds = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.While, ast.If, ast.With)
    return isinstance(statement, kinds)


def _assigned(statement: ast.stmt) -> list[str]:
    """Return the names to which a statement gives a value in its own right."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return []
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [one.id for target in targets for one in ast.walk(target) if _is_stored(one)]


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


class _NotebookFinder(MetaPathFinder):
    """Finds notebooks as modules, as `import_ipynb`, `nbimporter` and `ipynb.fs` do."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what loads a notebook of that name that lies beside this one, if there is one."""
        if _NOTEBOOK_TOOL.fullmatch(name):
            return ModuleSpec(name, _NotebookLoader(None), is_package=True)
        last = name.rpartition(".")[2]
        if path is None or name.startswith("ipynb.fs."):
            for file in (Path(f"{last}.ipynb"), Path(f"{last.replace('_', ' ')}.ipynb")):
                if file.is_file():
                    return ModuleSpec(name, _NotebookLoader(file))
        return None


class _NotebookLoader(Loader):
    def __init__(self, file: Path | None) -> None:
        self.file = file

    def exec_module(self, module: ModuleType) -> None:
        """Run the cells of the notebook; what one can't do costs only what needs it."""
        names = vars(module)
        names["options"] = {}  # of `nbimporter`
        if self.file is None:
            return
        import nbformat

        shell = InteractiveShell.instance()
        for cell in nbformat.read(self.file, as_version=4).cells:
            if cell.cell_type == "code":
                try:
                    exec(compile(shell.transform_cell(cell.source), self.file, "exec"), names)
                except Exception as error:
                    print(f"{self.file}: {type(error).__name__}: {error}", file=sys.stderr)


class Kernel:
    """Stands for the notebook's kernel: whatever is asked of it is there, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> "Kernel":
        """Do nothing."""
        return self


class Shell(InteractiveShell):
    """IPython's shell, for cells that ask for windows, kernels and magics of other front ends."""

    kernel = Kernel()
    missing: list[str]  # modules, and files to run, that a cell has asked for and aren't here
    number: int = 0  # of the cell that runs, as its author has seen it
    kept: dict[str, object]  # what was shown last, as far as we know

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there are no windows here."""

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a line magic; where it fails or isn't known, the rest of the cell still runs."""
        try:
            if magic_name == "run":
                line = self._runnable(line)
            return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Run a cell magic; the cell as it is where the magic isn't known here."""
        try:
            return super().run_cell_magic(magic_name, line, cell)
        except UsageError as error:
            print(error, file=sys.stderr)
            return self.ex(self.transform_cell(cell))

    def _runnable(self, line: str) -> str:
        """Return what `%run` is to run, with the file where it is here: beside the notebook.

        Raises FileNotFoundError: If it was not handed in; it is kept among what is missing.
        """
        words = shlex.split(line)
        place = next((n for n, word in enumerate(words) if not word.startswith("-")), None)
        if place is None or "-m" in words:
            return line
        file = words[place].replace("\\", "/")
        last = PurePosixPath(file).name
        for near in (file, last):
            for ending in ("", ".py", ".ipynb"):
                if Path(near + ending).is_file():
                    words[place] = near + ending
                    return shlex.join(words)
        self.missing.append(last if PurePosixPath(last).suffix else f"{last}.py")
        raise FileNotFoundError(f"{last} was not handed in beside the notebook")

    def keep(self, value: object) -> None:
        """Keep what a cell has shown under the names that later cells know it by."""
        names = self.user_ns
        names[f"_{self.number}"] = value
        shown = names.get("Out")
        if isinstance(shown, dict):
            shown[self.number] = value
        kept = self.kept
        if any(name in names and names[name] is not kept.get(name) for name in _LAST):
            return  # the learner uses `_` for something else
        for later, earlier in (("___", "__"), ("__", "_")):
            names[later] = kept[later] = names.get(earlier, "")
        names["_"] = kept["_"] = value


def make_shell() -> Shell:
    """Return IPython's shell without a history file: made before the fork, it costs nothing."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = _PLAIN_COLOURS
    config.InteractiveShell.xmode = "Plain"
    config.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=config)
    assert isinstance(shell, Shell)
    shell.missing = []
    shell.kept = {name: shell.user_ns.get(name) for name in _LAST}

    def missing(problem: ImportError) -> Missing:
        name = (getattr(problem, "name", "") or "").partition(".")[0]
        with suppress(Exception):
            shell.missing.append(str(name or problem)[:100])
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
        return Missing(problem)

    def typed(names: list[str]) -> None:
        """Go on as if nothing had been typed."""
        for name in names:
            shell.user_ns.setdefault(name, "")
        print("Nobody can type here: this was passed over.", file=sys.stderr)

    def passed_over(problem: ImportError) -> Missing:
        """Go on where something was asked of a module that isn't here."""
        if not isinstance(problem, NotThere):
            raise problem
        print(f"ModuleNotFoundError: {problem}", file=sys.stderr)
        return Missing(problem)

    # `%reset` empties the names of the notebook.
    vars(builtins).update({_TRY: missing, _TYPED: typed, _PASS: passed_over})
    sys.meta_path.append(_NotebookFinder())
    shell.ast_transformers.append(_GoesOn())
    return shell
