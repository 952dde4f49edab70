"""Sheets of small pictures."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke

from helpers.plots.style import RARE, WIDTH


def picture_sheet(
    groups: Mapping[str, np.ndarray],
    *,
    columns: int = 10,
    captions: Sequence[str] = (),
    framed: Sequence[bool] | np.ndarray = (),
) -> Figure:
    """Draw small pictures in rows, one block for each group.

    Parameters
    ----------
    groups : mapping of str to uint8 array (n, height, width, 3)
        The heading of each block, and its pictures.
    columns : int
        Pictures in a row.
    captions : sequence of str
        A word under each picture, all groups one after the other; none if empty.
    framed : sequence or array of bool
        Which pictures get a frame and a bold caption; none if empty.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = [-(-len(pictures) // columns) for pictures in groups.values()]
    row_height = WIDTH / columns * (1.22 if captions else 1.0)
    figure, axes = plt.subplots(
        len(groups),
        1,
        figsize=(WIDTH, sum(rows) * row_height + 0.4 * len(rows)),
        height_ratios=rows,
        squeeze=False,
        layout="constrained",
    )
    # Black beside orange: one of the two is seen on any picture, without colours too.
    edges_seen = [Stroke(linewidth=6, foreground="black"), Normal()]
    number, parts = 0, list[str]()
    for axis, (heading, pictures) in zip(axes[:, 0], groups.items(), strict=True):
        step = 1.22 if captions else 1.0
        for place, picture in enumerate(pictures):
            left, top = place % columns, place // columns * step
            edges = (left + 0.03, left + 0.97, top + 0.97, top + 0.03)
            axis.imshow(picture, extent=edges, interpolation="bicubic")
            marked = bool(framed[number]) if len(framed) else False
            if marked:
                axis.add_patch(
                    Rectangle((edges[0], edges[3]), 0.94, 0.94, fill=False, ec=RARE, lw=2.5,
                              path_effects=edges_seen)
                )  # fmt: skip
            if captions:
                weight = "bold" if marked else "normal"
                axis.text(
                    left + 0.5, top + 1.1, captions[number],
                    ha="center", va="center", fontsize=9, fontweight=weight,
                )  # fmt: skip
            number += 1
        axis.set(xlim=(0, columns), ylim=((len(pictures) - 1) // columns * step + step, 0))
        axis.set_title(heading, loc="left", fontsize=12, fontweight="bold")
        axis.axis("off")
        words = _runs(captions[number - len(pictures) : number])
        parts.append(f"{heading}: {len(pictures)} small pictures{words and ': ' + words}.")
    numbers = [str(place) for place, marked in enumerate(framed, start=1) if marked]
    frames = f" Framed: number {', '.join(numbers)}." if numbers else ""
    figure.set_label(" ".join(parts) + frames)
    return figure


def _runs(words: Sequence[str]) -> str:
    """Say a row of words, equal neighbours as one: 'dog, 3 times cat, dog'."""
    runs = [(word, len(list(same))) for word, same in groupby(words)]
    return ", ".join(word if times == 1 else f"{times} times {word}" for word, times in runs)
