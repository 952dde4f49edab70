"""The card that answers a check: HTML in JupyterLab, text elsewhere."""

import html

from helpers.checks.judge import Evidence, Verdict

# An icon and a word beside each colour: nothing is said by colour alone.
_STYLES = {
    "right": ("✓", "Right", "#00664A", "#E6F4EF"),
    "mistake": ("△", "Not yet", "#8A5A00", "#FDF3DC"),
    "sanity": ("△", "Not yet", "#8A5A00", "#FDF3DC"),
    "wrong": ("△", "Not yet", "#8A5A00", "#FDF3DC"),
    "not attempted": ("○", "Not attempted", "#4D4D4D", "#F0F0F0"),
}


def card(name: str, verdict: Verdict) -> dict[str, str]:
    """Return the card of a verdict as a display bundle of plain text and HTML."""
    icon, word, colour, background = _STYLES[verdict.outcome]
    evidence = verdict.evidence
    plain = [f"{icon} {word}: {name}", verdict.message]
    rich = [f"<b style='color:{colour}'>{icon} {word}: <code>{html.escape(name)}</code></b>"]
    rich.append(f"<div>{_prose(verdict.message)}</div>")
    if evidence is not None:
        plain += [f"  {label:9}{text}" for label, text in _rows(evidence)]
        rich.append(_table(evidence))
    if verdict.outcome not in ("right", "not attempted"):
        more = f'check.hint("{name}")'
        plain.append(f"For a hint: {more}")
        rich.append(f"<div>For a hint: {_code(more)}</div>")
    return {"text/plain": "\n".join(plain), "text/html": _box("".join(rich), colour, background)}


def note(title: str, text: str, code: str = "") -> dict[str, str]:
    """Return a neutral card: a title, a text, and perhaps some code."""
    plain = f"{title}\n{text}" + (f"\n\n{code}" if code else "")
    rich = f"<b>{html.escape(title)}</b><div>{_prose(text)}</div>"
    if code:
        style = "margin:6px 0 0; padding:6px; background:#FFFFFF; color:#1A1A1A; overflow-x:auto"
        rich += f"<pre style='{style}'>{html.escape(code)}</pre>"
    return {"text/plain": plain, "text/html": _box(rich, "#4D4D4D", "#F0F0F0")}


def progress_table(lesson: str, rows: list[tuple[str, str, int]]) -> dict[str, str]:
    """Return a table of exercises: name, state ('right', 'not yet', 'not tried'), points."""
    icons = {"right": "✓", "not yet": "△", "not tried": "○"}
    done = sum(state == "right" for _, state, _ in rows)
    title = f"{lesson}: {done} of {len(rows)} exercises done"
    width = max(len(name) for name, _, _ in rows)
    plain = "\n".join(
        [title] + [f"  {icons[state]} {name:{width}}  {state} ({p})" for name, state, p in rows]
    )
    cells = "".join(
        f"<tr><td style='text-align:left'>{_code(name)}</td>"
        f"<td style='text-align:left'>{icons[state]} {state}</td><td>{points}</td></tr>"
        for name, state, points in rows
    )
    head = "<tr><th scope='col'>exercise</th><th scope='col'>state</th><th scope='col'>points</th></tr>"
    table = (
        f"<table style='color:#1A1A1A'><caption>{html.escape(title)}</caption>{head}{cells}</table>"
    )
    return {"text/plain": plain, "text/html": _box(table, "#4D4D4D", "#F0F0F0")}


def _box(content: str, colour: str, background: str) -> str:
    style = (
        f"border-left:5px solid {colour}; background:{background}; color:#1A1A1A; "
        "padding:8px 12px; margin:4px 0; max-width:60em; line-height:1.5"
    )
    return f"<div role='status' style='{style}'>{content}</div>"


def _rows(evidence: Evidence) -> list[tuple[str, str]]:
    return [("case", evidence.call), ("expected", evidence.expected), ("came", evidence.got)]


def _table(evidence: Evidence) -> str:
    rows = "".join(
        f"<tr><th scope='row' style='text-align:left;padding:1px 10px 1px 0'>{label}</th>"
        f"<td style='text-align:left;padding:1px 0'>{_code(text)}</td></tr>"
        for label, text in _rows(evidence)
    )
    return f"<table style='margin:4px 0;background:transparent;color:#1A1A1A'>{rows}</table>"


def _code(text: str) -> str:
    style = "background:transparent;color:#1A1A1A;white-space:pre-wrap"
    return f"<code style='{style}'>{html.escape(text)}</code>"


def _prose(text: str) -> str:
    """Escape a text and set what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave the text as it is
        return html.escape(text)
    return "".join(
        _code(part) if number % 2 else html.escape(part) for number, part in enumerate(parts)
    )
