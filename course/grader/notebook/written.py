"""What learners have written, made safe for a page: text stays text."""

import re

# A tag, a comment or a declaration begins like this; `a < b` doesn't.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# MathJax makes links of these, and could be sent to a script.
_COMMAND = re.compile(r"\\(href|url|style|class|cssId|require|unicode)\b")


def without_html(markdown: str) -> str:
    """Return Markdown whose HTML is shown as text, not taken as HTML."""
    return _COMMAND.sub(r"\\text", _TAG.sub("&lt;", markdown))
