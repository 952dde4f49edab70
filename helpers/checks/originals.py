"""Python's and NumPy's own functions: noticed and put back where a cell has replaced them.

``np.mean = 0.5``, typed for ``np_mean = 0.5``, breaks everything that uses NumPy, the checks
included, and the learner can't see why.
"""

import builtins
import types

import numpy as np

# Not to be called, and needed all the same.
_CONSTANTS = (NotImplemented, Ellipsis)
# What Jupyter itself replaces or adds, and what a display hook changes.
_NOT_OURS = {"input", "display", "get_ipython", "exit", "quit", "_", "__IPYTHON__", "__debug__"}


def _originals(module: types.ModuleType) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(module).items()
        if name not in _NOT_OURS and (callable(value) or any(value is kept for kept in _CONSTANTS))
    }


_WATCHED = (
    ("", vars(builtins), _originals(builtins)),
    ("np.", vars(np), _originals(np)),
    ("np.linalg.", vars(np.linalg), _originals(np.linalg)),
)


def put_back() -> list[str]:
    """Put every function back that was replaced; return their names, such as 'np.mean'.

    Nothing is called here but methods of dicts and lists, for any function may be broken.
    """
    names: list[str] = []
    for prefix, namespace, originals in _WATCHED:
        for name, original in originals.items():
            if name not in namespace or namespace[name] is not original:
                namespace[name] = original
                names.append(prefix + name)
    return names
