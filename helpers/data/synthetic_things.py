"""How the ten kinds of things of the synthetic set look, as `synthetic_things.toml` lists them."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Shape(NamedTuple):
    """An oval, box or wedge, in a frame in which the thing reaches about from -1 to 1.

    x to the right and y down are its middle; turn is the tangent of half the angle by which it is
    turned.
    """

    form: str
    x: float
    y: float
    half_width: float
    half_height: float
    colour: str = "coat"
    turn: float = 0.0


class Kind(NamedTuple):
    """How the things of one class look: coats and scenes to pick from, shapes back to front."""

    coats: tuple[str, ...]
    scenes: tuple[str, ...]
    shapes: tuple[Shape, ...]


_LISTED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# Two colours each, as red, green and blue; a colour is drawn between them.
COLOURS: dict[str, tuple[list[int], list[int]]] = _LISTED["colours"]
# The colours above the horizon and below it.
SCENES: dict[str, tuple[str, str]] = _LISTED["scenes"]
KINDS = {
    name: Kind(
        tuple(kind["coats"]),
        tuple(kind["scenes"]),
        tuple(Shape(*shape) for shape in kind["shapes"]),
    )
    for name, kind in _LISTED["kinds"].items()
}
