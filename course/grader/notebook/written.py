"""What learners have written, made safe for a page: text stays text, and pictures stay there.

These are attached, or pasted into the text, and are kept as far as they are safe.
"""

import re
from collections.abc import Iterator
from keyword import iskeyword
from textwrap import dedent
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
# Databricks, and Jupyter's own magic; marimo.
_TEXT_MAGIC = re.compile(r"\s*%%?(md-sandbox|markdown|md)\b[^\S\n]*\n?")
_TEXT_CALL = re.compile(r"\s*(?:\w+ *= *|return )?mo\.md\(\s*[rf]{,2}(\"\"\"|'''|\"|')")
# Editors that keep notebooks as scripts.
_SCRIPT_MARK = re.compile(r"\s*#[^\S\n]?%%[^\n]*(\n|\Z)")
_IS_TEXT = re.compile(r"\bmd\b|\[markdown\]")
# What is left out where texts are compared: points may have changed since, editors number headings
# and write links and tags in their own way.
_NO_WORDS = re.compile(
    r"\(\d+(?:\.\d+)? points?\)|(?<=\])\([^()\s]{,500}\)|(?m:^#+ +\d[\d.]{,20} +)"
    r"|</?(?:p|code|strong|em|b|i|br|li|ul|ol|h[1-6]|span|div|a)\b[^<>]{,300}>"
)
_BREAK = re.compile(r"[^\w\s'’]+|\n\s*\n")
_FEWEST_WORDS = 5  # what is shorter, and somewhere else, is nobody's answer
_MANY_WORDS = 15
_FEWEST_LETTERS = 10  # in a language that is written without blanks
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

# Code that shows words from somewhere else. What others show is numbers, mostly.
_FROM_ELSEWHERE = re.compile(
    r"\binput *\(|\bMarkdown\b|\bHTML\b|\bText(?:area)?\b|(?m:^\s*[!%]\s*(?:cat|type|less|more)\b)"
)
_SHOWN_KINDS = ("text/markdown", "text/html", "text/plain")
_ANY_TAG = re.compile(r"<[^<>]{,500}>")
_LONGEST_SHOWN = 20_000  # characters

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


def fenced(text: str) -> Iterator[str]:
    """Yield the pieces of code in a text: what stands between lines of backticks."""
    block: list[str] | None = None
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            if block is not None:
                yield "\n".join(block)
            block = [] if block is None else None
        elif block is not None:
            block.append(line)


def without_marks(kind: str, source: str) -> tuple[str, str]:
    """Return kind and source of a cell without the marks by which front ends know a text.

    Some keep texts as cells of code.
    """
    if found := _SCRIPT_MARK.match(source):
        rest = source[found.end() :]
        if kind != "code":
            return kind, rest
        if _IS_TEXT.search(found[0]) and all(
            line.startswith("#") for line in rest.splitlines() if line
        ):
            return "markdown", re.sub(r"(?m)^#[^\S\n]?", "", rest).strip()
    if kind != "code":
        return kind, source
    if found := _TEXT_MAGIC.match(source):
        text = source[found.end() :]
        again = _TEXT_MAGIC.match(text)
        return "markdown", dedent(text[again.end() :] if again else text).strip()
    if found := _TEXT_CALL.match(source):
        text = source[found.end() :].rstrip()
        before, _, last = text.rpartition("\n")
        text = before.rstrip() if last.strip().isidentifier() else text
        if text.endswith(")"):
            text = text[:-1].rstrip().removesuffix(",").rstrip()
            if text.endswith(found[1]):
                return "markdown", dedent(text.removesuffix(found[1])).strip()
    return "code", source


def words_of(text: str) -> str:
    """Return a text's words for comparing: front ends change signs, blanks, lines and links."""
    return " ".join(re.findall(r"[^\W_]+", _NO_WORDS.sub(" ", text).casefold()))


def comment_lines(code: str) -> str:
    """Return the lines of code that are comments."""
    return "\n".join(line for line in code.splitlines() if line.lstrip()[:1] == "#")


def are_enough(text: str) -> bool:
    """Tell whether a text is long enough to be somebody's answer, near the place for it."""
    return len(text.split()) >= _FEWEST_WORDS or _dense(text) >= _FEWEST_LETTERS


def are_many(text: str) -> bool:
    """Tell whether a text is long enough to be somebody's answer, wherever it stands."""
    return len(text.split()) >= _MANY_WORDS or _dense(text) >= 3 * _FEWEST_LETTERS


def has_a_sentence(text: str) -> bool:
    """Tell whether words follow each other as in a sentence: a name, a class and a date don't."""
    return any(map(are_enough, _BREAK.split(text)))


def without_keywords(text: str) -> str:
    """Return the words of a piece of a line, but for those of Python's and single letters."""
    return " ".join(word for word in text.split() if len(word) > 1 and not iskeyword(word))


def _dense(text: str) -> int:
    """Return how many letters a text has of languages that are written without blanks."""
    return sum(letter.isalpha() and letter > "\u0e00" for letter in text)


def words_shown(source: str, outputs: Any) -> str:
    """Return the words that a cell has shown, if its code takes them from somewhere else.

    source (str): The cell's code.
    outputs: What the notebook has of its outputs; it may be anything.
    """
    if not isinstance(outputs, list) or not _FROM_ELSEWHERE.search(source):
        return ""
    texts = [_text(output) for output in outputs[:100] if isinstance(output, dict)]
    return "\n\n".join(text for text in texts if text)[:_LONGEST_SHOWN]


def _text(output: dict[str, Any]) -> str:
    if output.get("name") == "stdout":
        return _joined(output.get("text"))
    data: Any = output.get("data")
    for kind in _SHOWN_KINDS if isinstance(data, dict) else ():
        if text := _joined(data.get(kind)):
            text = _ANY_TAG.sub(" ", text) if kind == "text/html" else text
            # What an object is called on a page without it is no word of the learner's.
            return "" if kind == "text/plain" and re.match(r"<|\w+\(", text) else text.strip()
    return ""


def _joined(text: Any) -> str:
    lines = text if isinstance(text, list) else [text]
    return "".join(line[:_LONGEST_SHOWN] for line in lines[:1000] if isinstance(line, str)).strip()
