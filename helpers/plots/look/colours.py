"""The colours of the figures: on a light page, and what becomes of them on a dark one.

A figure is drawn in the colours of the light page. In the page each of them is a variable, so that
the figure follows the theme of JupyterLab, of the course's site or of VS Code, also when the theme
is changed while the figure is on the screen.
"""

import re

# Okabe and Ito (2008), "Color universal design": distinct under all common colour blindness.
# Colour is never the only cue: lines differ in marker or dash, bars in hatch, points in shape.
COMMON = "#0072b2"
RARE = "#d55e00"
ACCENT = "#009e73"
PURPLE = "#b65a8c"
OCHRE = "#8c6d00"
INK = "#1a1a1a"  # texts, frames and outlines
NEUTRAL = "#5f5f5f"  # texts and lines that only help to read the others
PALE = "#8a8a8a"  # bars in the background: three times as dark as the paper, as WCAG 2.2 asks
FAINT = "#dadada"  # lines between groups, or under them: nothing is lost where they aren't seen
PAPER = "#ffffff"

DARK = {
    COMMON: "#56b4e9",
    RARE: "#f5894a",
    ACCENT: "#2fc79a",
    PURPLE: "#e79cc5",
    OCHRE: "#e2c044",
    INK: "#f2f2f2",
    NEUTRAL: "#b8b8b8",
    PALE: "#8f8f8f",
    FAINT: "#484848",
    PAPER: "#111111",
}
# What lies on a picture, or on a colour that is the same on both pages, stays as it is.
ON_A_PICTURE = "#010101"
RIM_ON_A_PICTURE = "#fefefe"
RARE_ON_A_PICTURE = "#de6200"

_IN_A_DARK_PAGE = ("[data-jp-theme-light=false]", "[data-theme=dark]", ".vscode-dark")
_BLACK = "#000000"  # of a figure that a learner draws in matplotlib's own style
_KNOWN = re.compile("|".join([*DARK, _BLACK]))


def follow_the_theme(svg: str) -> str:
    """Return an SVG in which each colour of the course is a variable with the light one as default.

    svg (str): With its colours in lower case within `style` attributes.
    """

    def variable(found: re.Match[str]) -> str:
        colour = INK if found[0] == _BLACK else found[0]
        return f"var(--figure-{colour[1:]},{colour})"

    return _KNOWN.sub(variable, svg)


def stylesheet() -> str:
    """Return the CSS that gives the variables their colours on a dark page; paper prints light."""
    page = f"var(--jp-layout-color0,var(--color-background-primary,{DARK[PAPER]}))"
    colours = ";".join(
        f"--figure-{light[1:]}:{page if light == PAPER else dark}" for light, dark in DARK.items()
    )
    dark = ",".join(f"{page} .course-figure" for page in _IN_A_DARK_PAGE)
    return (
        f"@media screen{{{dark}{{{colours}}}}}"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{[data-theme=auto] .course-figure{{{colours}}}}}"
    )
