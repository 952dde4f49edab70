"""Whether somebody has worked in a released notebook: it bears the digest of what was released."""

import hashlib
import json
from pathlib import Path
from typing import Any

from course.files import read_json

_KEY = "course"


def stamp(notebook: Any) -> None:
    """Note in a notebook that is released what its cells are."""
    notebook["metadata"][_KEY] = {"released": _digest(notebook["cells"])}


def is_worked_in(file: Path, *, outputs: bool = True) -> bool:
    """Tell whether a notebook is there that isn't as it was released: that is somebody's work.

    One that can't be read, or bears no digest, may be.

    outputs (bool): Whether outputs count as work.
    """
    if not file.exists():
        return False
    match read_json(file):
        case {"metadata": {"course": {"released": str(released)}}, "cells": [*cells]}:
            return released != _digest(cells, outputs=outputs)
    return True


def _digest(cells: list[Any], *, outputs: bool = True) -> str:
    """Return a digest of what a learner may change: neither ids nor the form of the file."""
    kept = [
        [
            cell.get("cell_type"),
            _joined(cell.get("source")),
            (outputs and cell.get("outputs")) or [],
            cell.get("attachments") or {},
        ]
        for cell in cells
        if isinstance(cell, dict)
    ]
    text = json.dumps(kept, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _joined(source: Any) -> Any:
    return "".join(map(str, source)) if isinstance(source, list) else source
