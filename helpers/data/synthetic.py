"""Ten kinds of small colour pictures, drawn from a seed: a data set that needs nobody's permission.

A picture is a scene (two colours and a horizon), some clutter, one thing made of ovals, boxes and
wedges, and what a cheap camera makes of it: little light, little contrast, noise. How each thing
looks is in `synthetic_things.toml`; all else is chance.

Every machine draws the same bits, so that the set can be checked like any other. Hence there is
only arithmetic that IEEE 754 rounds in one way (+, -, *, / and the square root, but no sine, no sum
over an axis, no matrix product), and chance comes as raw bits of PCG64, whose stream NumPy promises
to keep.
"""

from collections.abc import Callable

import numpy as np

from helpers.data.synthetic_things import COLOURS, KINDS, SCENES, Kind

SEED = 2030  # with it, a dark frog is among the rows 16 to 23 at which lesson 06 looks
SIDE = 32
AT_ONCE = 250  # pictures of one kind: so few stay in a processor's own memory

SIZES = 0.7, 1.1  # half the width of a thing, in half widths of a picture
OFF_CENTRE = 0.15
TILT = 0.08
WOBBLE = 0.06  # by how much a shape is moved or turned
STRETCH = 0.18  # by how much it is made wider or higher
ANYWHERE = 0.15  # share of things in a scene of any kind
CLUTTER = 2  # pieces behind the thing
FAINT = 0.3  # the faintest thing lets so much of the scene through
TEXTURE = 20.0
CONTRAST = 0.75, 1.15
LIGHT = 0.6, 1.25
NOISE = 0.06


def draw(block: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw a block of the set: as many pictures of each kind, in random order.

    block (int): Its number, from 0: each has a seed of its own.
    rows (int): Pictures in it.
    Returns (pictures, labels): uint8 (rows, 32, 32, 3), and uint8 (rows,) from 0 to 9, in the order
        of `KINDS`.
    """
    bits = np.random.PCG64([SEED, block])
    labels = (np.arange(rows) % len(KINDS)).astype(np.uint8)
    labels = labels[np.argsort(bits.random_raw(rows), kind="stable")]
    pictures = np.empty((rows, SIDE, SIDE, 3), np.uint8)
    for label, name in enumerate(KINDS):
        places = np.flatnonzero(labels == label)
        for first in range(0, len(places), AT_ONCE):
            some = places[first : first + AT_ONCE]
            pictures[some] = pictures_of(name, len(some), bits)
    return pictures, labels


def pictures_of(name: str, n: int, bits: np.random.PCG64) -> np.ndarray:
    """Draw n pictures of one kind of thing: uint8 (n, 32, 32, 3)."""
    kind = KINDS[name]
    anywhere = uniform(bits, n).ravel() < ANYWHERE
    scenes = np.where(anywhere, pick(bits, n, tuple(SCENES)), pick(bits, n, kind.scenes))
    canvas = _scene(bits, scenes)
    for _ in range(CLUTTER):
        _add_clutter(bits, canvas)
    _add_thing(bits, canvas, kind)
    return _photograph(bits, canvas)


# Chance


def uniform(bits: np.random.PCG64, n: int, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """Return float32 (n, 1, 1), spread evenly from low to below high."""
    whole = (bits.random_raw(n) >> np.uint64(40)).astype(np.float32).reshape(n, 1, 1)
    return whole * np.float32((high - low) / 2**24) + np.float32(low)


def bell(bits: np.random.PCG64, n: int, middle: float, spread: float) -> np.ndarray:
    """Return float32 (n, 1, 1) that crowd around the middle, with this standard deviation."""
    three = uniform(bits, n, -1, 1) + uniform(bits, n, -1, 1) + uniform(bits, n, -1, 1)
    return three * np.float32(spread) + np.float32(middle)


def pick(bits: np.random.PCG64, n: int, names: tuple[str, ...]) -> np.ndarray:
    """Return n names, each as often as it is listed."""
    return np.array(names)[(bits.random_raw(n) % np.uint64(len(names))).astype(int)]


def shades(bits: np.random.PCG64, names: np.ndarray) -> np.ndarray:
    """Return a shade of each named colour: float32 (n, 3, 1, 1), about 0 to 255."""
    n = len(names)
    dark, light = (
        np.array([COLOURS[c][end] for c in names.tolist()], np.float32) for end in (0, 1)
    )
    hue = np.concatenate([bell(bits, n, 0, 10)[:, 0] for _ in range(3)], axis=1)
    return (dark + uniform(bits, n)[:, 0] * (light - dark) + hue)[:, :, np.newaxis, np.newaxis]


# Shapes: how deep a point lies inside one that reaches w to either side and h up and down


def _oval(x: np.ndarray, y: np.ndarray, w: np.ndarray, h: np.ndarray) -> np.ndarray:
    right, down = x / w, y / h
    return (1 - np.sqrt(right * right + down * down)) * np.minimum(w, h)


def _box(x: np.ndarray, y: np.ndarray, w: np.ndarray, h: np.ndarray) -> np.ndarray:
    return np.minimum(w - np.abs(x), h - np.abs(y))


def _wedge(x: np.ndarray, y: np.ndarray, w: np.ndarray, h: np.ndarray) -> np.ndarray:
    return np.minimum(h - y, (y / h + 1) * (w / 2) - np.abs(x))  # its tip is at the top


DEPTHS: dict[str, Callable[..., np.ndarray]] = {"oval": _oval, "box": _box, "wedge": _wedge}


# Drawing


def _grid() -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of pixels from left to right and from top to bottom, from -1 to 1."""
    axis = ((np.arange(SIDE) + 0.5) / (SIDE / 2) - 1).astype(np.float32)
    return axis[np.newaxis, np.newaxis, :], axis[np.newaxis, :, np.newaxis]


def _turned(x: np.ndarray, y: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates in a frame turned by an angle; t is the tangent of half of it."""
    cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    return cosine * x + sine * y, cosine * y - sine * x


def _paint(canvas: np.ndarray, depth: np.ndarray, colour: np.ndarray, strength: np.ndarray) -> None:
    """Lay a colour over the inside of a shape; depth is in half widths of a picture."""
    covered = np.clip(depth * np.float32(SIDE / 2) + np.float32(0.5), 0, 1) * strength
    canvas += covered[:, np.newaxis] * (colour - canvas)


def _scene(bits: np.random.PCG64, scenes: np.ndarray) -> np.ndarray:
    """Return pictures of nothing but a place: float32 (n, 3, 32, 32)."""
    n = len(scenes)
    above, below = (shades(bits, np.array([SCENES[s][i] for s in scenes.tolist()])) for i in (0, 1))
    _, down = _turned(*_grid(), bell(bits, n, 0, 0.05))
    ground = (down - bell(bits, n, 0.2, 0.2)) * uniform(bits, n, 0.7, 8) + np.float32(0.5)
    canvas = above + (below - above) * np.clip(ground, 0, 1)[:, np.newaxis]
    rough = uniform(bits, n * 64, -1, 1).reshape(n, 8, 8).repeat(4, axis=1).repeat(4, axis=2)
    for axis in (1, 2):
        rough = (rough + np.roll(rough, 2, axis)) * np.float32(0.5)
    canvas += (rough * uniform(bits, n, 0, TEXTURE))[:, np.newaxis]
    return canvas


def _add_clutter(bits: np.random.PCG64, canvas: np.ndarray) -> None:
    """Add one oval, box or wedge of any colour, anywhere."""
    n = len(canvas)
    x, y = _grid()
    x, y = x - uniform(bits, n, -1, 1), y - uniform(bits, n, -1, 1)
    x, y = _turned(x, y, uniform(bits, n, -1, 1))
    depth_of = DEPTHS[str(pick(bits, 1, tuple(DEPTHS))[0])]
    depth = depth_of(x, y, uniform(bits, n, 0.05, 0.4), uniform(bits, n, 0.05, 0.4))
    _paint(canvas, depth, shades(bits, pick(bits, n, tuple(COLOURS))), uniform(bits, n))


def _add_thing(bits: np.random.PCG64, canvas: np.ndarray, kind: Kind) -> None:
    """Add the thing itself: larger or smaller, tilted, looking left or right, never twice alike."""
    n = len(canvas)
    x, y = _grid()
    x, y = x - bell(bits, n, 0, OFF_CENTRE), y - bell(bits, n, 0, OFF_CENTRE)
    x, y = _turned(x, y, bell(bits, n, 0, TILT))
    size = uniform(bits, n, *SIZES)
    looks = np.where(uniform(bits, n) < 0.5, np.float32(-1), np.float32(1))
    x, y = x * looks / (size * bell(bits, n, 1, 0.1)), y / size
    own = {
        "coat": shades(bits, pick(bits, n, kind.coats)),
        "trim": shades(bits, pick(bits, n, (*kind.coats, "black", "white"))),
    }
    strength = uniform(bits, n, 1 - FAINT, 1)
    for shape in kind.shapes:
        px, py = x - bell(bits, n, shape.x, WOBBLE), y - bell(bits, n, shape.y, WOBBLE)
        px, py = _turned(px, py, bell(bits, n, shape.turn, WOBBLE))
        w, h = (half * bell(bits, n, 1, STRETCH) for half in (shape.half_width, shape.half_height))
        colour = own.get(shape.colour)
        if colour is None:
            colour = shades(bits, np.full(n, shape.colour))
        _paint(canvas, DEPTHS[shape.form](px, py, w, h) * size, colour, strength)


def _photograph(bits: np.random.PCG64, canvas: np.ndarray) -> np.ndarray:
    """Return what a cheap camera makes of pictures: uint8 (n, 32, 32, 3)."""
    n = len(canvas)
    contrast, light = (uniform(bits, n, *ends)[:, np.newaxis] for ends in (CONTRAST, LIGHT))
    seen = ((canvas - 120) * contrast + 120) * light
    bytes_ = bits.random_raw(canvas.size // 4).astype("<u8").view(np.uint8).astype(np.float32)
    noise = (bytes_[::2] - bytes_[1::2]).reshape(canvas.shape)
    seen += noise * uniform(bits, n, 0, NOISE)[:, np.newaxis]
    return np.clip(seen, 0, 255).astype(np.uint8).transpose(0, 2, 3, 1)
