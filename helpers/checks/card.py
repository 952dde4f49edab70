"""The card that answers a check: HTML in JupyterLab, text elsewhere."""

from html import escape

from helpers.checks.judge import Verdict
from helpers.checks.words import clean

# An icon and a word beside each colour: nothing is said by colour alone. Each card brings its
# own background and sets every colour itself, so that it looks the same in a dark theme.
_INK = "#1A1A1A"
_GREY = ("#4D4D4D", "#F0F0F0")
_AMBER = ("#7A4F00", "#FDF3DC")
_STYLES = {
    "right": ("✓", "Right", "#00664A", "#E6F4EF"),
    "mistake": ("△", "Not yet", *_AMBER),
    "sanity": ("△", "Not yet", *_AMBER),
    "wrong": ("△", "Not yet", *_AMBER),
    "not attempted": ("○", "Not attempted", *_GREY),
}
_ICONS = {"right": "✓", "not yet": "△", "not tried": "○"}
_LEFT = (
    "text-align:left; vertical-align:top; padding:1px 14px 1px 0; "
    f"background:transparent; color:{_INK}"
)
# JupyterLab stripes the rows of a table, and lights up the one under the pointer.
_ROW = "background:transparent"


def card(name: str, verdict: Verdict) -> dict[str, str]:
    """Return the card of a verdict as a display bundle of plain text and HTML."""
    icon, word, colour, background = _STYLES[verdict.outcome]
    plain = [f"{icon} {word}: {name}", verdict.message]
    rich = f"<b style='color:{colour}'>{icon} {word}: {_code(name)}</b>{_prose(verdict.message)}"
    if verdict.evidence is not None:
        rows = vars(verdict.evidence).items()  # call, expected, got
        plain += [f"  {label:9}{text}" for label, text in rows]
        rich += _table("".join(_row(label, _code(text)) for label, text in rows))
    if verdict.outcome not in ("right", "not attempted"):
        more = f'check.hint("{name}")'
        plain.append(f"For a hint: {more}")
        rich += f"<div>For a hint: {_code(more)}</div>"
    return _bundle("\n".join(plain), rich, colour, background)


def note(title: str, text: str, code: str = "") -> dict[str, str]:
    """Return a neutral card: a title, a text of one paragraph a line, and perhaps some code."""
    plain = f"{title}\n{text}" + (f"\n\n{code}" if code else "")
    rich = f"<b>{escape(title)}</b>{_prose(text)}"
    if code:
        style = f"margin:6px 0 0; padding:6px; background:#FFFFFF; color:{_INK}; overflow-x:auto"
        rich += f"<pre style='{style}'>{escape(code)}</pre>"
    return _bundle(plain, rich, *_GREY)


def progress_table(lesson: str, rows: list[tuple[str, str, int]]) -> dict[str, str]:
    """Return a table of exercises: name, state ('right', 'not yet', 'not tried'), points."""
    done = sum(state == "right" for _, state, _ in rows)
    title = f"{lesson}: {done} of {len(rows)} exercises done"
    width = max((len(name) for name, _, _ in rows), default=0)
    plain = [title]
    plain += [
        f"  {_ICONS[state]} {name:{width}}  {state:9}  {_points(points)}"
        for name, state, points in rows
    ]
    body = "".join(
        _row(_code(name), f"{_ICONS[state]} {state}", _points(points))
        for name, state, points in rows
    )
    rich = f"<b>{escape(title)}</b>{_table(body)}"
    return _bundle("\n".join(plain), rich, *_GREY)


def _points(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def _row(head: str, *cells: str) -> str:
    rest = "".join(f"<td style='{_LEFT}'>{cell}</td>" for cell in cells)
    return f"<tr style='{_ROW}'><th scope='row' style='{_LEFT}'>{head}</th>{rest}</tr>"


def _table(rows: str) -> str:
    style = f"margin:4px 0; table-layout:auto; background:transparent; color:{_INK}; border:0"
    return f"<table style='{style}'><tbody>{rows}</tbody></table>"


def _bundle(plain: str, rich: str, colour: str, background: str) -> dict[str, str]:
    style = (
        f"border-left:5px solid {colour}; background:{background}; color:{_INK}; "
        "padding:8px 12px; margin:4px 0; max-width:60em; line-height:1.5; overflow-wrap:break-word"
    )
    box = f"<div role='status' style='{style}'>{rich}</div>"
    return {"text/plain": clean(plain), "text/html": clean(box)}


def _code(text: str) -> str:
    style = f"background:transparent; color:{_INK}; white-space:pre-wrap; padding:0"
    return f"<code style='{style}'>{escape(text)}</code>"


def _prose(text: str) -> str:
    """Escape a text, a paragraph a line, and set what stands between backticks as code."""
    return "".join(f"<div>{_inline(line)}</div>" for line in text.splitlines())


def _inline(line: str) -> str:
    parts = line.split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave the text as it is
        return escape(line)
    return "".join(_code(part) if number % 2 else escape(part) for number, part in enumerate(parts))
