"""Sheets of small pictures."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke

from helpers.plots.look.colours import FAINT, ON_A_PICTURE, RARE_ON_A_PICTURE
from helpers.plots.style import SMALL, WIDTH, in_course_style

# Black beside orange: one of the two is seen on any picture, without colours too.
TWO_COLOURED = [Stroke(linewidth=6, foreground=ON_A_PICTURE), Normal()]


@in_course_style
def picture_sheet(
    groups: Mapping[str, np.ndarray],
    *,
    columns: int = 10,
    captions: Sequence[str] = (),
    framed: Sequence[bool] | np.ndarray = (),
) -> Figure:
    """Draw small pictures in rows, one block for each group.

    groups (mapping of str to uint8 array (n, height, width, 3)): The heading of each block, and its
        pictures.
    columns (int): Pictures in a row.
    captions (sequence of str): A word under each picture, all groups one after the other; none if
        empty.
    framed (sequence or array of bool): Which pictures get a frame and a bold caption; none if
        empty.
    """
    step = 1.22 if captions else 1.0  # from a row to the next, in widths of a picture
    rows = [-(-len(pictures) // columns) for pictures in groups.values()]
    figure, axes = plt.subplots(
        len(groups), 1, figsize=(WIDTH, sum(rows) * step * WIDTH / columns + 0.4 * len(rows)),
        height_ratios=rows, squeeze=False,
    )  # fmt: skip
    first, parts = 0, list[str]()
    for axis, height, (heading, pictures) in zip(axes[:, 0], rows, groups.items(), strict=True):
        mine = slice(first, first + len(pictures))
        words = captions[mine] if captions else [""] * len(pictures)
        frames = framed[mine] if len(framed) else [False] * len(pictures)
        for place, picture in enumerate(pictures):
            left, top = place % columns, place // columns * step
            _picture(axis, picture, left, top, words[place], bool(frames[place]))
        axis.set(xlim=(0, columns), ylim=(height * step, 0), title=heading)
        axis.axis("off")
        first = mine.stop
        named = f": {_runs(words)}" if captions else ""
        parts.append(f"{heading}: {len(pictures)} small pictures{named}.")
    numbers = [str(place) for place, marked in enumerate(framed, start=1) if marked]
    if numbers:
        parts.append(f"Framed: number {', '.join(numbers)}.")
    figure.set_label(" ".join(parts))
    return figure


def _picture(
    axis: Axes, picture: np.ndarray, left: float, top: float, caption: str, framed: bool
) -> None:
    """Draw one picture with its frame and caption, in a square of side 1."""
    extent = (left + 0.03, left + 0.97, top + 0.97, top + 0.03)
    # As it is, point by point: the page enlarges it smoothly, whatever its size.
    axis.imshow(picture, extent=extent, interpolation="none")
    corner = (left + 0.03, top + 0.03)
    if not framed:  # a rim that shows a black picture on a dark page, and a white one on a light
        axis.add_patch(Rectangle(corner, 0.94, 0.94, fill=False, ec=FAINT, lw=0.8))
    else:
        frame = Rectangle(corner, 0.94, 0.94, fill=False, ec=RARE_ON_A_PICTURE, lw=2.5)
        frame.set_path_effects(TWO_COLOURED)
        axis.add_patch(frame)
    if caption:
        axis.text(
            left + 0.5, top + 1.1, caption, ha="center", va="center", fontsize=SMALL,
            fontweight="bold" if framed else "normal",
        )  # fmt: skip


def _runs(words: Sequence[str]) -> str:
    """Say a row of words, equal neighbours as one: 'dog, 3 times cat, dog'."""
    runs = [(word, len(list(same))) for word, same in groupby(words)]
    return ", ".join(word if times == 1 else f"{times} times {word}" for word, times in runs)
