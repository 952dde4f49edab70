"""Colours as a browser works them out: variables of a theme, mixtures, what shines through."""

import re
import sys
from pathlib import Path

LAB = Path(sys.prefix) / "share" / "jupyter" / "lab"
Colour = tuple[float, float, float, float]
_NAMES = {"white": "#FFFFFF", "black": "#000000"}


def palettes() -> dict[str, dict[str, str]]:
    """Return the variables of JupyterLab's themes, and none as on any other page."""
    found: dict[str, dict[str, str]] = {"elsewhere": {}}
    core = "".join(file.read_text(encoding="utf-8") for file in LAB.glob("static/jlab_core*.js"))
    material = dict(re.findall(r"(--md-[\w-]+):\s*(#\w+)", core))
    for folder in sorted(LAB.glob("themes/@jupyterlab/theme-*-extension")):
        text = (folder / "index.css").read_text(encoding="utf-8")
        variables = material | dict(re.findall(r"(--[\w-]+):\s*([^;}]+)", text))
        found[folder.name.removeprefix("theme-").removesuffix("-extension")] = variables
    return found


def resolved(text: str, variables: dict[str, str]) -> Colour:
    """Return a colour as red, green, blue and opacity, each from 0 to 1."""
    text = _NAMES.get(text.strip(), text.strip())
    if text.startswith("var("):
        name, _, otherwise = text[4:-1].partition(",")
        return resolved(variables.get(name.strip(), otherwise), variables)
    if text.startswith("color-mix(in srgb,"):
        first, second = _split(text[18:-1])
        colour, _, share = first.strip().rpartition(" ")
        weight = float(share.removesuffix("%")) / 100
        a, b = over(resolved(colour, variables)), over(resolved(second, variables))
        mixed = [weight * x + (1 - weight) * y for x, y in zip(a, b, strict=True)]
        return (mixed[0], mixed[1], mixed[2], 1.0)
    if text.startswith("rgba("):
        red, green, blue, opacity = map(float, text[5:-1].split(","))
        return (red / 255, green / 255, blue / 255, opacity)
    digits = text.removeprefix("#")
    assert re.fullmatch(r"[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}", digits), text
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return (parts[0], parts[1], parts[2], 1.0)


def over(colour: Colour, ground: Colour = (1.0, 1.0, 1.0, 1.0)) -> Colour:
    """Return what is seen of a colour that isn't opaque, on some ground."""
    red, green, blue, opacity = colour
    mixed = [
        opacity * a + (1 - opacity) * b for a, b in zip((red, green, blue), ground, strict=False)
    ]
    return (mixed[0], mixed[1], mixed[2], 1.0)


def contrast(a: Colour, b: Colour) -> float:
    """Return the contrast of a text and its ground, as WCAG 2.2 defines it."""
    low, high = sorted([_luminance(over(a, b)), _luminance(b)])
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3])
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _split(text: str) -> tuple[str, str]:
    """Split at the first comma that stands in no brackets."""
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            return text[:place], text[place + 1 :]
    raise AssertionError(text)
