"""Pieces of HTML for a notebook's output: boxes, tables, code, and texts that open at a press.

Colours are those of JupyterLab's theme, light or dark; elsewhere, as in VS Code or on a page that
was saved, those of the light one. They come in pairs, a text and its ground, so that none is read
on the other theme's ground. Where JupyterLab doesn't trust a notebook it takes all of them away.
"""

from collections.abc import Sequence
from html import escape

from helpers.checks.words import clean

INK = "var(--jp-content-font-color1, #1A1A1A)"
PAPER = "var(--jp-layout-color1, #FFFFFF)"
_LINK = "var(--jp-content-link-color, #0B57A4)"
GREEN = "var(--jp-success-color1, #00664A)"
AMBER = "var(--jp-warn-color1, #B26A00)"
GREY = "var(--jp-layout-color4, #757575)"
_LEFT = (
    "text-align:left; vertical-align:top; padding:1px 14px 1px 0; "
    f"background:transparent; color:{INK}"
)


def box(plain: str, said: str, colour: str, more: str = "") -> dict[str, str]:
    """Return a bundle for `display`: a text, and a box with an edge of some colour as HTML.

    `said` is read out by a screen reader at once; `more`, which stands below it, is not.
    """
    ground = f"color-mix(in srgb, {colour} 10%, {PAPER})"
    style = (
        f"border-left:5px solid {colour}; background:{ground}; color:{INK}; "
        "padding:8px 12px; margin:4px 0; max-width:60em; line-height:1.5; overflow-wrap:break-word"
    )
    html = f"<div style='{style}'><div role='status'>{said}</div>{more}</div>"
    return {"text/plain": clean(plain), "text/html": clean(html)}


def bold(text: str) -> str:
    """Return HTML for a title, with what stands between backticks as code."""
    return f"<b style='color:{INK}'>{_inline(text)}</b>"


def prose(text: str) -> str:
    """Escape a text, a paragraph a line, and set what stands between backticks as code."""
    return "".join(f"<div>{_inline(line)}</div>" for line in text.splitlines())


def code(text: str) -> str:
    """Return HTML for a piece of code within a line."""
    style = f"background:transparent; color:{INK}; white-space:pre-wrap; padding:0"
    return f"<code style='{style}'>{escape(text)}</code>"


def block(text: str) -> str:
    """Return HTML for lines of code."""
    style = f"margin:6px 0 0; padding:6px; background:{PAPER}; color:{INK}; overflow-x:auto"
    return f"<pre style='{style}'>{escape(text)}</pre>"


def link(address: str, text: str) -> str:
    """Return HTML for a link."""
    return f"<a href='{escape(address, quote=True)}' style='color:{_LINK}'>{escape(text)}</a>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return HTML for a table whose rows, of HTML, begin with a heading each."""
    style = f"margin:4px 0; table-layout:auto; background:transparent; color:{INK}; border:0"
    return f"<table style='{style}'><tbody>{''.join(map(_row, rows))}</tbody></table>"


def staged(stages: Sequence[tuple[str, str]]) -> str:
    """Return HTML for texts that are opened one after the other, each within the one before.

    A press with the mouse opens them, or the keys Tab and Enter; nothing else is needed, so that
    they work in a notebook without a kernel and on a page.

    stages (sequence of (str, str)): Each the words on the button, and HTML.
    """
    inside = ""
    for title, html in reversed(stages):
        inside = f"{_DETAILS}{_SUMMARY}{escape(title)}</summary>{html}{inside}</details>"
    return inside


# JupyterLab has a meaning of its own for Enter outside of a cell's text, but not in here.
_DETAILS = "<details data-lm-suppress-shortcuts='true' style='margin:6px 0 0'>"
_SUMMARY = (
    "<summary style='width:fit-content; cursor:pointer; padding:1px 10px; border-radius:4px; "
    f"border:1px solid {GREY}; background:{PAPER}; color:{INK}'>"
)


def _row(cells: Sequence[str]) -> str:
    head, *rest = cells
    # JupyterLab stripes the rows of a table, and lights up the one under the pointer.
    return (
        f"<tr style='background:transparent'><th scope='row' style='{_LEFT}'>{head}</th>"
        + "".join(f"<td style='{_LEFT}'>{cell}</td>" for cell in rest)
        + "</tr>"
    )


def _inline(line: str) -> str:
    parts = line.split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave the text as it is
        return escape(line)
    return "".join(code(part) if number % 2 else escape(part) for number, part in enumerate(parts))
