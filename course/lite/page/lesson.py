"""A lesson in the browser: its files are fetched, and what was stored is handed to its cells."""

import hashlib
import json
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from IPython.display import display

from .limit import keep_limits
from .remembered import recall
from .values import unpack

_IN_A_BROWSER = sys.platform == "emscripten"
_FONTS = 330  # the version of the list of fonts that Matplotlib 3.8 reads
_own_copies: dict[str, tuple[str, ...]] = {}  # where packages come from that Pyodide lacks


class PageError(RuntimeError):
    """Something of the page isn't available; the message says what, and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [f"PageError: {self}"]


class Lesson:
    """What was computed when the page was made, by the cells that did it.

    data (dict): "cells": for each cell's name its "outputs" and "values"; "packages": for names of
        packages where to install them from.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._cells = data["cells"]

    def __call__(self, cell: str, *names: str) -> Any:
        """Show what a cell put out when the page was made; return some of its values.

        cell (str): The cell's name.
        *names (str): Names of its variables. For one its value is returned, for several a tuple.
        """
        if cell not in self._cells:
            raise PageError(f"nothing was stored for {cell!r}: the notebook's own cells name it.")
        found = unpack(self._cells[cell])
        for output in found["outputs"]:
            if "text" in output:
                print(output["text"], end="")
            else:
                display(output["data"], raw=True)
        values = tuple(found["values"][name] for name in names)
        return values[0] if len(names) == 1 else values or None


async def open_lesson(lesson: str, stored: str) -> Lesson:
    """Fetch what a lesson needs in the browser.

    lesson (str): The lesson's folder.
    stored (str): The first digits of the SHA-256 of the file with what was stored.
    Raises PageError: If this is no browser, or the file isn't available.
    """
    if not _IN_A_BROWSER:
        raise PageError(
            "this notebook is the browser's form of the lesson. In the browser, 'Download' above "
            "the notebook gives the form that runs here and is handed in, with your answers."
        )
    os.environ.setdefault("COURSE_SEED", "0")
    content = await _fetched(f"{lesson}/stored-{stored}.zip", lesson)
    if not hashlib.sha256(content).hexdigest().startswith(stored):
        raise PageError(
            "a file of this page has arrived damaged: reload the page and run this cell again. "
            "Your answers stay."
        )
    keep_limits()
    data = unpack(content)
    recall(data["remembered"])
    _own_copies.update(data["packages"])
    # Not beside the notebook: there the browser's drive would take 1.0 in a JSON file for 1.
    checks = Path(tempfile.gettempdir(), "course", lesson)
    checks.mkdir(parents=True, exist_ok=True)
    (checks / "checks.json").write_text(data["checks"], encoding="utf-8")
    os.environ["COURSE_CHECKS"] = str(checks)
    return Lesson(data)


async def packages(*names: str) -> None:
    """Fetch packages of Pyodide, and our own copies of others.

    Raises PageError: If they aren't available.
    """
    import pyodide_js

    wanted = [file for name in names for file in _own_copies.get(name, (name,))]
    errors: list[str] = []
    await pyodide_js.loadPackage(
        wanted, messageCallback=lambda _: None, errorCallback=errors.append
    )
    if errors:
        raise PageError(
            f"{' and '.join(names)} could not be fetched ({errors[-1]}). Once you are online, run "
            "this cell again: your answers stay."
        )
    if "matplotlib" in names and "matplotlib" not in sys.modules:
        _list_fonts()


def _list_fonts() -> None:
    """Mend Matplotlib's list of fonts, else it reads all its fonts at each visit, and says so.

    In Pyodide it has a later version's list, with the fonts of the machine that made it.
    """
    place = find_spec("matplotlib")
    file = Path(place.origin if place and place.origin else "").with_name("fontlist.json")
    if not file.is_file():
        return
    listed = json.loads(file.read_text(encoding="utf-8"))
    own = [font for font in listed["ttflist"] if font["fname"].startswith("fonts/")]
    file.write_text(json.dumps(listed | {"ttflist": own, "_version": _FONTS}), encoding="utf-8")


async def _fetched(path: str, lesson: str) -> bytes:
    base = os.environ.get("COURSE_PAGE")  # a folder, where no page is around
    if base:
        return Path(base, path).read_bytes()
    import js
    from pyodide.http import pyfetch

    address = f"{js.location.href.partition('/extensions/')[0]}/files/notebooks/{path}"
    try:
        response = await pyfetch(address)
    except Exception:
        raise PageError(
            f"{address} can't be reached. A first visit needs the network: once you are online, "
            "run this cell again. Your answers stay."
        ) from None
    if response.status == 404:
        raise PageError(
            f"this page has been updated since your copy of {lesson} was saved. 'Download' above "
            "the notebook keeps your answers; 'Start afresh' beside it opens the new notebook."
        )
    if not response.ok:
        raise PageError(
            f"{address} answered {response.status}: reload the page. Your answers stay."
        )
    content: bytes = await response.bytes()
    return content
