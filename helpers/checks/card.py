"""The card that answers a check: HTML in JupyterLab, text elsewhere."""

from collections.abc import Sequence

from helpers.checks.desk.markup import (
    AMBER,
    GREEN,
    GREY,
    block,
    bold,
    box,
    code,
    prose,
    staged,
    table,
)
from helpers.checks.judge import Verdict

# An icon and a word beside each colour: nothing is said by colour alone.
_STYLES = {
    "right": ("✓", "Right", GREEN),
    "mistake": ("△", "Not yet", AMBER),
    "sanity": ("△", "Not yet", AMBER),
    "wrong": ("△", "Not yet", AMBER),
    "syntax error": ("△", "Syntax error", AMBER),
    "not run": ("○", "Not run yet", GREY),
    "not attempted": ("○", "Not attempted", GREY),
}
_WITHOUT_HINTS = ("right", "not attempted", "syntax error", "not run")


def card(
    name: str, verdict: Verdict, hints: Sequence[str] = (), solution: str = ""
) -> dict[str, str]:
    """Return the card of a verdict as a display bundle of plain text and HTML.

    Where the answer is wrong the hints, and then the code of a solution, can be opened on it.
    """
    icon, word, colour = _STYLES[verdict.outcome]
    plain = [f"{icon} {word}: {name}", verdict.message]
    rich = bold(f"{icon} {word}: `{name}`") + prose(verdict.message)
    if verdict.evidence is not None:
        rows = vars(verdict.evidence).items()  # call, expected, got
        plain += [f"  {label:9}{text}" for label, text in rows]
        rich += table([(label, code(text)) for label, text in rows])
    more = ""
    if verdict.outcome not in _WITHOUT_HINTS:
        for_a_hint = f'For a hint: `check.hint("{name}")`'
        plain.append(for_a_hint.replace("`", ""))
        stages = [
            (f"Hint {number} of {len(hints)}", prose(hint))
            for number, hint in enumerate(hints, start=1)
        ]
        stages += [("One right answer", block(solution))] if solution else []
        more = staged(stages) or prose(for_a_hint)
    return box("\n".join(plain), rich, colour, more)


def note(title: str, text: str, lines: str = "") -> dict[str, str]:
    """Return a neutral card: a title, a text of one paragraph a line, and perhaps some code."""
    plain = f"{title}\n{text}" + (f"\n\n{lines}" if lines else "")
    rich = bold(title) + prose(text) + (block(lines) if lines else "")
    return box(plain, rich, GREY)
