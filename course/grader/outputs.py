"""What cells have shown, as far as it has the form of outputs: it comes from a learner's process.

All of it is bounded here once more: that process may have sent anything.
"""

from typing import Any

# What each cell showed, by its id.
Outputs = dict[str, list[dict[str, Any]]]

LONGEST_TEXT = 70_000  # characters of one cell
MOST_LINES = 3_000  # of an error: each is an entry of a list
LARGEST_PICTURE = 400_000
LARGEST_NOTEBOOK = 6_000_000  # characters of all cells together
_MOST_OUTPUTS = 200


class OutputsLeft:
    """Keeps what the cells of one notebook have shown, until it is enough."""

    def __init__(self) -> None:
        self.kept: Outputs = {}
        self.left = LARGEST_NOTEBOOK

    def keep(self, cell_id: str, answer: Any) -> None:
        """Keep what a cell has shown, the first time it was run."""
        if cell_id in self.kept:
            return
        outputs = answer.get("outputs") if isinstance(answer, dict) else None
        self.kept[cell_id] = []
        room = min(LONGEST_TEXT, self.left)
        for output in outputs[:_MOST_OUTPUTS] if isinstance(outputs, list) else []:
            kept, used = _checked(output, room, self.left)
            if kept is not None:
                self.kept[cell_id].append(kept)
                self.left -= used
                room = min(room - min(used, room), self.left)


def _checked(output: Any, room: int, left: int) -> tuple[dict[str, Any] | None, int]:
    """Return an output in a form of ours and the room that it takes; None where it is none."""
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            text = _cut(text, room)
            return {"output_type": "stream", "name": name, "text": text}, len(text)
        case {"output_type": "display_data", "data": dict(data)}:
            kept = {}
            plain, picture = data.get("text/plain"), data.get("image/png")
            if isinstance(plain, str):
                kept["text/plain"] = _cut(plain, room)
            if isinstance(picture, str) and len(picture) <= min(LARGEST_PICTURE, left):
                kept["image/png"] = _cut(picture, LARGEST_PICTURE)
            shown = {"output_type": "display_data", "data": kept, "metadata": {}}
            # A picture takes room of the notebook, and none of the cell's text.
            return (shown, sum(map(len, kept.values()))) if kept else (None, 0)
        case {"output_type": "error", "ename": str(name), "traceback": [*lines]}:
            value = output.get("evalue", "")
            texts = [line for line in lines[:MOST_LINES] if isinstance(line, str)]
            shown = error_output(name, value if isinstance(value, str) else "", texts, room)
            return shown, sum(map(len, shown["traceback"]))
    return None, 0


def ended(why: str) -> dict[str, Any]:
    """Return what stands in place of the outputs of a cell that has ended its process."""
    return error_output("Ended", why, [f"Ended: this cell {why}."])


def error_output(
    name: str, value: str, lines: list[str], room: int = LONGEST_TEXT
) -> dict[str, Any]:
    """Return an error as a notebook keeps it."""
    kept: list[str] = []
    for line in lines[:MOST_LINES]:
        cut = _cut(line, room)
        room -= len(cut) + 1
        if room <= 0:
            break
        kept += cut.splitlines()[: MOST_LINES - len(kept)]
    return {
        "output_type": "error",
        "ename": _cut(name, 200),
        "evalue": _cut(value, 1000),
        "traceback": kept,
    }


def _cut(text: str, room: int) -> str:
    return text[: max(room, 0)].encode("utf-8", "replace").decode("utf-8")
