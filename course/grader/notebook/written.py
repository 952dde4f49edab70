"""What learners have written, made safe for a page: text stays text, shown as it was typed."""

import re

# A tag, a comment or a declaration begins like this; `a < b` doesn't.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# MathJax makes links of these, and could be sent to a script.
_COMMAND = re.compile(r"\\(href|url|style|class|cssId|require|unicode)\b")
_FORMULA = re.compile(
    r"\$\$.{1,1000}?\$\$|\$[^$\n]{1,1000}\$|\\\(.{1,1000}?\\\)|\\\[.{1,1000}?\\\]"
    r"|\\begin\{.{1,1000}?\\end\{[^}\n]{,30}\}",
    re.DOTALL,
)
_LONGEST_WITH_FORMULAS = 100_000
# Whatever shows Markdown escapes what is left, so an entity here would be escaped twice. Behind
# this sign, which nobody sees, a `<` begins no tag; a formula wants a blank in its place.
_JOINER = "\u2060"


def without_html(markdown: str) -> str:
    """Return Markdown whose HTML is shown as text, not taken as HTML."""
    text, end = "", 0
    formulas = _FORMULA.finditer(markdown) if len(markdown) <= _LONGEST_WITH_FORMULAS else ()
    for formula in formulas:
        text += _TAG.sub(f"<{_JOINER}", markdown[end : formula.start()])
        text += _TAG.sub("< ", formula[0])
        end = formula.end()
    return _COMMAND.sub(r"\\text", text + _TAG.sub(f"<{_JOINER}", markdown[end:]))


def as_typed(markdown: str) -> str:
    """Return what `without_html` has made harmless, as text for a place that shows text as text."""
    return markdown.replace(f"<{_JOINER}", "<")
