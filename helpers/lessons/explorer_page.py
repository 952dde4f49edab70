"""The explorer as a piece of a page: its picture, and beside it the numbers and a sentence."""

from collections.abc import Mapping
from functools import cache
from html import escape

from helpers.plots.explorer import SIZE, Road, mark_of
from helpers.plots.look.colours import FAINT, INK, NEUTRAL, follow_the_theme, stylesheet
from helpers.plots.look.page import rooted

NAMES = {"threshold": "threshold moved", "logit shift": "logit shifted", "weight": "layer refitted"}
# The picture grows with the page, as long as all of it is seen: what stands above and below it in
# JupyterLab, and the slider, take about 200 points of the window's height.
_HIGHEST = "max(340px,100vh - 200px)"
_WIDEST = f"calc({_HIGHEST} * {SIZE[0] / SIZE[1]:.3f})"
_PICTURE = "width:100%;height:auto;min-width:480px"  # else its texts couldn't be read
_CELL = "padding:2px 0 2px 6px;text-align:right;background:none;border:0"
_HEAD = f"{_CELL};font-weight:600;vertical-align:bottom"
_NAME = "padding:2px 0;text-align:left;white-space:nowrap;font-weight:400;background:none;border:0"


def explorer_page(
    svg: str, roads: Mapping[str, Road], *, title: str, alt: str, sentence: str
) -> str:
    """Return the picture with its text, a table of what each road leads to, and a sentence.

    On a narrow page the table stands below the picture.
    """
    picture = (
        f'<div role="img" tabindex="0" aria-label="{escape(alt)}" style="flex:3 1 480px;'
        f'min-width:0;max-width:{_WIDEST};overflow-x:auto">{rooted(svg, _PICTURE, alt)}</div>'
    )
    beside = (
        f'<div style="flex:1 1 250px;max-width:420px;color:{INK};line-height:1.4">'
        f'<p style="margin:0 0 8px;font-weight:600">{escape(title)}</p>{_table(roads)}'
        f'<p role="status" aria-live="polite" style="margin:10px 0 0">{escape(sentence)}</p></div>'
    )
    return (
        '<div class="course-figure" style="display:flex;flex-wrap:wrap;gap:12px 20px">'
        f"<style>{stylesheet()}</style>{picture}{follow_the_theme(beside)}</div>"
    )


def _table(roads: Mapping[str, Road]) -> str:
    """Return the table: a column for each road, with the mark that it has in the picture."""
    heads = "".join(
        f'<th scope="col" style="{_HEAD}">{_mark(name)}{NAMES[name]}</th>' for name in roads
    )
    rows = [
        ("set to", [road.setting.split()[-1] for road in roads.values()]),
        ("recall", [f"{road.recall:.2f}" for road in roads.values()]),
        ("precision", [f"{road.precision:.2f}" for road in roads.values()]),
        ("false alarms", [f"{road.counts['fp']:,}" for road in roads.values()]),
        ("missed", [f"{road.counts['fn']:,}" for road in roads.values()]),
        ("cost", [f"{road.cost:.3f}" for road in roads.values()]),
    ]
    lines = "".join(
        f'<tr style="background:none;border-top:1px solid {FAINT}">'
        f'<th scope="row" style="{_NAME};color:{NEUTRAL}">{name}</th>'
        + "".join(f'<td style="{_CELL}">{value}</td>' for value in values)
        + "</tr>"
        for name, values in rows
    )
    return (
        f'<table style="border-collapse:collapse;width:100%;margin:0;border:0;color:{INK};'
        f'font-size:13px;font-variant-numeric:tabular-nums"><thead><tr style="background:none">'
        f"<td></td>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


@cache
def _mark(road: str) -> str:
    return rooted(mark_of(road), "width:22px;height:22px;margin-left:auto")
