"""Loading what takes long while somebody reads on."""

import sys
import threading
from contextlib import suppress
from typing import Any

from IPython.core.getipython import get_ipython

from helpers.settings import in_notebook, quick_run

_IN_A_BROWSER = sys.platform == "emscripten"


def load_keras() -> None:
    """Begin to import Keras, and say so; a cell that imports something waits for the rest.

    Nothing is done outside of a notebook, where nobody reads, or in a browser, without threads.
    In a quick run nobody reads on: what needs Keras imports it.
    """
    if not in_notebook() or _IN_A_BROWSER:
        return
    if "helpers.quiet_keras" not in sys.modules and not quick_run():
        # No daemon: Python would stop it amid TensorFlow's own code at its end, and crash.
        thread = threading.Thread(target=_import, name="load_keras")
        thread.start()
        _let_imports_wait(thread)
    print("Keras is being loaded while you read on.")


def _import() -> None:
    with suppress(Exception):  # the cell that needs them says what is wrong with them
        import helpers.plots.figures  # first, for the next cell often draws
        import helpers.quiet_keras  # noqa: F401


def _let_imports_wait(thread: threading.Thread) -> None:
    """Let a cell with an import begin when a thread has ended.

    Keras imports scikit-learn and SciPy, too. Where two threads import modules that import each
    other, Python may hand one of them half a module.
    """
    shell: Any = get_ipython()
    events = shell.events

    def wait(info: Any) -> None:
        if "import" in info.raw_cell:
            thread.join()
        if not thread.is_alive():
            events.unregister("pre_run_cell", wait)

    events.register("pre_run_cell", wait)
