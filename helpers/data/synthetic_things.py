"""How the ten kinds of things of the synthetic set look: shapes, coats, scenes, colours."""

from typing import NamedTuple

RGB = tuple[int, int, int]


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


def _kind(coats: str, scenes: str, *shapes: Shape) -> Kind:
    return Kind(tuple(coats.split(", ")), tuple(scenes.split(", ")), shapes)


# Two colours each; a colour is drawn between them.
COLOURS: dict[str, tuple[RGB, RGB]] = {
    "black": ((15, 15, 18), (60, 55, 55)),
    "grey": ((90, 90, 95), (165, 165, 165)),
    "white": ((190, 190, 185), (250, 250, 250)),
    "brown": ((70, 45, 25), (150, 105, 65)),
    "ginger": ((165, 100, 45), (225, 165, 100)),
    "green": ((50, 80, 30), (125, 155, 65)),
    "red": ((140, 20, 20), (225, 60, 50)),
    "blue": ((20, 50, 120), (70, 120, 200)),
    "yellow": ((200, 160, 30), (245, 220, 90)),
    "sky": ((110, 155, 205), (205, 225, 245)),
    "cloud": ((165, 170, 180), (235, 238, 240)),
    "sea": ((25, 60, 95), (90, 135, 165)),
    "grass": ((60, 85, 35), (140, 165, 85)),
    "wood": ((30, 40, 25), (95, 95, 65)),
    "sand": ((150, 130, 95), (215, 200, 165)),
    "street": ((85, 85, 88), (150, 150, 150)),
    "wall": ((120, 105, 90), (225, 215, 205)),
    "floor": ((80, 60, 45), (170, 140, 115)),
}
SCENES: dict[str, tuple[str, str]] = {
    "air": ("sky", "sky"),
    "grey air": ("cloud", "sky"),
    "sea": ("sky", "sea"),
    "grey sea": ("cloud", "sea"),
    "street": ("cloud", "street"),
    "town": ("wall", "street"),
    "field": ("sky", "grass"),
    "meadow": ("grass", "grass"),
    "wood": ("wood", "grass"),
    "ground": ("wood", "sand"),
    "room": ("wall", "floor"),
    "studio": ("white", "white"),
    "sofa": ("floor", "wall"),
}


def _wheels(*places: float) -> tuple[Shape, ...]:
    tyres = [Shape("oval", x, 0.45, 0.2, 0.2, "black") for x in places]
    hubs = [Shape("oval", x, 0.45, 0.09, 0.09, "grey") for x in places]
    return (*tyres, *hubs)


def _legs(places: tuple[float, ...], top: float, bottom: float, thick: float) -> tuple[Shape, ...]:
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    return tuple(Shape("box", x, middle, thick, half) for x in places)


FUR = "black, grey, white, brown, ginger"
PAINT = "red, blue, yellow, white, grey, black, green"

KINDS: dict[str, Kind] = {
    "airplane": _kind(
        "white, white, grey, grey, blue",
        "air, air, grey air, field, street",
        Shape("wedge", -0.75, -0.25, 0.14, 0.3, "trim", -0.2),
        Shape("wedge", -0.1, -0.25, 0.16, 0.3, "trim", -0.35),
        Shape("oval", 0.0, 0.0, 0.95, 0.17),
        Shape("oval", -0.15, 0.3, 0.14, 0.42, "trim", 0.35),
        Shape("oval", 0.7, -0.04, 0.12, 0.06, "blue"),
    ),
    "automobile": _kind(
        PAINT,
        "street, town, town, field, studio",
        Shape("oval", -0.05, -0.12, 0.55, 0.42),
        Shape("box", -0.05, -0.15, 0.38, 0.17, "trim"),
        Shape("box", 0.0, 0.2, 0.92, 0.24),
        *_wheels(-0.55, 0.55),
    ),
    "bird": _kind(
        FUR + ", blue, red",
        "air, grey air, meadow, wood, field, ground",
        Shape("wedge", -0.7, 0.05, 0.14, 0.4, "trim", -0.7),
        *_legs((-0.05, 0.12), 0.3, 0.85, 0.03),
        Shape("oval", 0.0, 0.1, 0.6, 0.35, "coat", -0.15),
        Shape("oval", 0.5, -0.3, 0.24, 0.22),
        Shape("wedge", 0.82, -0.28, 0.08, 0.16, "yellow", 1.0),
        Shape("oval", -0.1, 0.05, 0.38, 0.18, "trim", -0.2),
    ),
    "cat": _kind(
        "grey, grey, black, white, ginger",
        "room, room, sofa, studio, meadow",
        Shape("oval", -0.8, -0.1, 0.08, 0.5, "coat", -0.2),
        *_legs((-0.5, -0.3, 0.25, 0.42), 0.3, 0.85, 0.09),
        Shape("oval", -0.05, 0.2, 0.6, 0.32),
        Shape("wedge", 0.4, -0.55, 0.13, 0.2),
        Shape("wedge", 0.72, -0.55, 0.13, 0.2),
        Shape("oval", 0.56, -0.2, 0.33, 0.3),
        Shape("oval", 0.6, -0.08, 0.14, 0.1, "trim"),
    ),
    "deer": _kind(
        "brown, ginger, brown, grey",
        "meadow, wood, wood, field, ground",
        *_legs((-0.5, -0.38, 0.25, 0.38), 0.2, 0.95, 0.05),
        Shape("oval", -0.05, 0.08, 0.55, 0.25),
        Shape("box", 0.5, -0.25, 0.1, 0.35, "coat", 0.2),
        Shape("oval", 0.72, -0.5, 0.25, 0.13, "coat", 0.15),
        Shape("box", 0.5, -0.8, 0.03, 0.25, "trim", -0.15),
        Shape("box", 0.72, -0.8, 0.03, 0.25, "trim", 0.15),
    ),
    "dog": _kind(
        "ginger, ginger, brown, white, black",
        "room, sofa, meadow, ground, field, studio",
        Shape("oval", -0.72, -0.1, 0.08, 0.3, "coat", -0.3),
        *_legs((-0.5, -0.3, 0.25, 0.42), 0.3, 0.9, 0.09),
        Shape("oval", -0.05, 0.15, 0.6, 0.32),
        Shape("box", 0.42, 0.0, 0.18, 0.06, "red", 0.25),
        Shape("oval", 0.56, -0.3, 0.32, 0.32),
        Shape("oval", 0.8, -0.16, 0.24, 0.16, "white"),
        Shape("oval", 0.33, -0.22, 0.13, 0.32, "trim", 0.1),
        Shape("oval", 0.95, -0.2, 0.08, 0.07, "black"),
    ),
    "frog": _kind(
        "green, brown, grey, brown, ginger",
        "wood, meadow, ground, studio, room",
        Shape("oval", -0.6, 0.3, 0.35, 0.2, "trim", 0.2),
        Shape("oval", 0.6, 0.3, 0.35, 0.2, "trim", -0.2),
        Shape("oval", 0.0, 0.1, 0.6, 0.45),
        Shape("oval", -0.28, -0.35, 0.17, 0.17),
        Shape("oval", 0.28, -0.35, 0.17, 0.17),
        Shape("oval", -0.28, -0.35, 0.08, 0.08, "black"),
        Shape("oval", 0.28, -0.35, 0.08, 0.08, "black"),
    ),
    "horse": _kind(
        "brown, brown, ginger, black, white",
        "field, meadow, field, ground, wood",
        Shape("oval", -0.75, 0.1, 0.1, 0.4, "trim", 0.1),
        *_legs((-0.5, -0.35, 0.25, 0.4), 0.2, 0.95, 0.07),
        Shape("oval", -0.05, 0.0, 0.6, 0.33),
        Shape("box", 0.48, -0.35, 0.17, 0.4, "coat", 0.25),
        Shape("oval", 0.36, -0.45, 0.1, 0.35, "trim", 0.25),
        Shape("oval", 0.75, -0.6, 0.32, 0.15, "coat", 0.25),
    ),
    "ship": _kind(
        "white, black, red, blue, grey",
        "sea, sea, sea, grey sea, air",
        Shape("box", -0.1, -0.55, 0.05, 0.4, "black"),
        Shape("box", -0.15, -0.1, 0.45, 0.2, "trim"),
        Shape("box", -0.3, -0.4, 0.2, 0.15, "trim"),
        Shape("box", 0.0, 0.25, 0.85, 0.2),
        Shape("wedge", 0.75, 0.25, 0.25, 0.2, "coat", 8.0),
    ),
    "truck": _kind(
        PAINT,
        "street, street, town, field, studio",
        Shape("box", -0.25, -0.15, 0.65, 0.5),
        Shape("box", 0.65, 0.05, 0.27, 0.35, "trim"),
        Shape("box", 0.72, -0.08, 0.14, 0.12, "sky"),
        Shape("box", 0.0, 0.35, 0.92, 0.08, "black"),
        *_wheels(-0.6, -0.2, 0.6),
    ),
}
