"""A figure as a piece of a page: an SVG that is sharp at any size and follows the page's theme."""

import hashlib
import html
import io
import re
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from helpers.plots.look.colours import INK, follow_the_theme, stylesheet

PIXELS_PER_INCH = 110
# On a narrower page a figure doesn't shrink further, for its texts couldn't be read: it scrolls.
NARROWEST = 640
_SMALLEST = 0.68  # times its size: as small as that is a figure which is narrower by itself
# Letters are drawn as outlines: they look the same with whatever fonts a machine has.
AS_SVG: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "course",
    "svg.image_inline": True,
}  # of matplotlib
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_NOISE = re.compile(r"<!--.*?-->|<defs>\s*<style.*?</defs>|\s+(?=[<])|(?<=[>])\s+", re.DOTALL)
_LONG_NUMBER = re.compile(r"(?<=\.\d\d)\d+")
_GEOMETRY = re.compile(r'(?<= )(?:d|viewBox|x|y|width|height)="[^"]*"|translate\([^)]*\)')
_NAME = re.compile(r'\s+id="([^"]*)"')
_REFERENCE = re.compile(r'(?:url\(#|href="#)([\w.-]+)')
_MARK = r'<use xlink:href="%s" x="[^"]*" y="[^"]*" style="%s"/>'
_ALIKE = re.compile(
    _MARK % ('(?P<mark>[^"]*)', '(?P<style>[^"]*)') + f"(?:{_MARK % ('(?P=mark)', '(?P=style)')})+"
)
_ROOT = re.compile(r'<svg [^>]*?(viewBox="[^"]*")[^>]*>')
# Pictures and cells of a table have hard edges of their own: the browser may smooth them.
_ENLARGED = "image-rendering:crisp-edges;image-rendering:pixelated"


def svg_of(figure: Figure) -> str:
    """Return a figure as the text of one <svg> element, without anything that a page may trip over.

    Its names are its own, so that two figures on one page don't take each other's parts.
    """
    buffer = io.StringIO()
    with plt.rc_context(AS_SVG):
        figure.savefig(buffer, format="svg", facecolor="none", metadata=NO_METADATA)
    return tidied(buffer.getvalue())


def tidied(document: str) -> str:
    """Return what matplotlib writes as SVG without its head, its style sheet and long numbers."""
    svg = _NOISE.sub("", document[document.index("<svg") :])
    svg = _GEOMETRY.sub(lambda found: _LONG_NUMBER.sub("", found[0]).replace("\n", ""), svg)
    return own_names(_ALIKE.sub(_share_style, svg.replace(_ENLARGED, "")))


def body(svg: str) -> str:
    """Return what stands within an <svg> element."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def own_names(svg: str) -> str:
    """Return an SVG whose elements have a name only where it is used, and one that is its own."""
    prefix = f"f{hashlib.sha256(svg.encode()).hexdigest()[:6]}"
    used = dict.fromkeys(_REFERENCE.findall(svg))
    short = {name: f"{prefix}-{number}" for number, name in enumerate(used)}

    def own(found: re.Match[str]) -> str:
        return f' id="{short[found[1]]}"' if found[1] in short else ""

    svg = _NAME.sub(own, svg)
    return _REFERENCE.sub(lambda found: found[0].replace(found[1], short[found[1]]), svg)


def _share_style(row: re.Match[str]) -> str:
    """Return a row of marks that look alike in a group that has their style once for all."""
    style = f' style="{row["style"]}"'
    return f"<g{style}>{row[0].replace(style, '')}</g>"


def rooted(svg: str, style: str, alt: str = "") -> str:
    """Return an SVG that can stand in a page: with a style of CSS, its colours and its text."""
    attributes = (
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'stroke-linejoin="round" aria-hidden="true" style="display:block;fill:{INK};{style}"'
    )
    desc = f"<desc>{html.escape(alt)}</desc>" if alt else ""
    return follow_the_theme(_ROOT.sub(rf"<svg \1 {attributes}>{desc}", svg, count=1))


def framed(svg: str, alt: str) -> str:
    """Return an SVG as HTML with its text, in the colours of the page.

    A page that takes SVG away, as JupyterLab does in a notebook that it doesn't trust, shows the
    text in its place.
    """
    width = size_in_pixels(svg)[0]
    narrowest = NARROWEST if width >= NARROWEST else round(_SMALLEST * width)
    style = f"width:100%;height:auto;min-width:{narrowest}px"
    # It can be scrolled with the keyboard too, hence the tabindex.
    return (
        f'<div class="course-figure" role="img" tabindex="0" aria-label="{html.escape(alt)}" '
        f'style="max-width:{width}px;overflow-x:auto">'
        f"<style>{stylesheet()}</style>{rooted(svg, style, alt)}</div>"
    )


def size_in_pixels(svg: str) -> tuple[int, int]:
    """Return how wide and high an SVG of matplotlib's is drawn where there is room."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found, "matplotlib writes a viewBox"
    width, height = (round(float(points) / 72 * PIXELS_PER_INCH) for points in found.groups())
    return width, height
