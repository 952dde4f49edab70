"""What learners have written, made safe for a page: text stays text, and pictures stay there.

These are attached, or pasted into the text, and are kept as far as they are safe.
"""

import re
from typing import Any

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

LARGEST_PICTURE = 8_000_000  # characters of base64
MOST_PICTURES = 20
# Only what a browser shows as a picture and runs nothing of: SVG could hold a script.
_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}\s*")
_PASTED = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)")
_NAME = re.compile(r"[^\w.-]")

# By a picture's name: its kind and its content in base64, as a notebook has them.
Attachments = dict[str, dict[str, str]]


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


def attachments_of(data: Any) -> Attachments:
    """Return those attachments of a cell that are pictures."""
    kept: Attachments = {}
    for name, bundle in data.items() if isinstance(data, dict) else ():
        for kind, content in bundle.items() if isinstance(bundle, dict) else ():
            lines = content if isinstance(content, list) else [content]
            if kind not in _KINDS or not all(isinstance(line, str) for line in lines):
                continue
            whole = "".join(lines)
            fits = len(kept) < MOST_PICTURES and len(whole) <= LARGEST_PICTURE
            if fits and _BASE64.fullmatch(whole):
                kept[str(name)[:200]] = {kind: whole}
    return kept


def unpasted(source: str) -> tuple[str, Attachments]:
    """Return a text whose pasted pictures (`data:` links) were made attachments, and these."""
    found: Attachments = {}
    if "data:image/" not in source:
        return source, found

    def attached(match: re.Match[str]) -> str:
        if len(found) >= MOST_PICTURES or len(match[2]) > LARGEST_PICTURE:
            return "picture-left-out"
        name = f"pasted-{len(found) + 1}.{match[1].removeprefix('image/')}"
        found[name] = {match[1]: match[2]}
        return f"attachment:{name}"

    return _PASTED.sub(attached, source), found


def renamed(source: str, attachments: Attachments, prefix: str) -> tuple[str, Attachments]:
    """Return a text and its attachments under names that begin with a prefix."""
    found = {}
    for name, bundle in attachments.items():
        new = f"{prefix}-{_NAME.sub('_', name)}"
        source = source.replace(f"attachment:{name}", f"attachment:{new}")
        found[new] = bundle
    return source, found
