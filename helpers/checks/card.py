"""The card that answers a check: HTML in JupyterLab, text elsewhere."""

from collections.abc import Sequence

from helpers.checks.desk import markup
from helpers.checks.judge import Verdict

# An icon and a word beside each colour: nothing is said by colour alone.
_STYLES = {
    "right": ("✓", "Right", markup.GREEN),
    "mistake": ("△", "Not yet", markup.AMBER),
    "sanity": ("△", "Not yet", markup.AMBER),
    "wrong": ("△", "Not yet", markup.AMBER),
    "syntax error": ("△", "Syntax error", markup.AMBER),
    "not run": ("○", "Not run yet", markup.GREY),
    "not attempted": ("○", "Not attempted", markup.GREY),
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
    rich = markup.bold(f"{icon} {word}: `{name}`") + markup.prose(verdict.message)
    if verdict.evidence is not None:
        rows = vars(verdict.evidence).items()  # call, expected, got
        plain += [f"  {label:9}{text}" for label, text in rows]
        rich += markup.table([(label, markup.code(text)) for label, text in rows])
    more = ""
    if verdict.outcome not in _WITHOUT_HINTS:
        for_a_hint = f'For a hint: `check.hint("{name}")`'
        plain.append(for_a_hint.replace("`", ""))
        stages = [
            (f"Hint {number} of {len(hints)}", markup.prose(hint))
            for number, hint in enumerate(hints, start=1)
        ]
        stages += [("One right answer", markup.block(solution))] if solution else []
        more = markup.staged(stages) or markup.prose(for_a_hint)
    return markup.box("\n".join(plain), rich, colour, more)


def note(title: str, text: str, lines: str = "") -> dict[str, str]:
    """Return a neutral card: a title, a text of one paragraph a line, and perhaps some code."""
    plain = f"{title}\n{text}" + (f"\n\n{lines}" if lines else "")
    rich = markup.bold(title) + markup.prose(text) + (markup.block(lines) if lines else "")
    return markup.box(plain, rich, markup.GREY)
