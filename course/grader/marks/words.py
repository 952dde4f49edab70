"""What learners have written, as HTML for a page that can't do any harm.

Markdown and formulas are set; raw HTML stays text; pictures are those that came with the notebook.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

import bleach
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course.grader.notebook.written import attachments_of

_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z]{2,}:|//", re.IGNORECASE)  # `C:` is a disk
_LONGEST_SET = 20_000  # characters
_MATH_TAGS = {
    *("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mfrac", "msub", "msup", "msubsup"),
    *("munder", "mover", "munderover", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle"),
    *("mpadded", "mphantom", "menclose"),
}
_MATH_ATTRIBUTES = [
    *("display", "xmlns", "stretchy", "fence", "form", "width", "columnalign", "mathvariant"),
    *(
        "accent",
        "accentunder",
        "linethickness",
        "minsize",
        "maxsize",
        "displaystyle",
        "movablelimits",
    ),
]


def learners_html(markdown: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Return a learner's Markdown as HTML.

    markdown (str): As it was typed.
    attachments (dict or None): Pictures that were pasted into the cell, as a notebook holds them:
        {name: {type: base64}}.

    What is longer than any answer is shown as it was typed: to set it may take minutes.
    """
    pictures = attachments_of(attachments)
    env: dict[str, Any] = {"attachments": pictures, "shown": set()}
    if len(markdown) > _LONGEST_SET:
        text = f"<pre>{escape(markdown)}</pre>\n"
    else:
        text = _parser().render(markdown, env)
    others = [_image(pictures[name], name) for name in pictures if name not in env["shown"]]
    return Markup(text + "".join(f"<p>{other}</p>\n" for other in others))


class _EveryLink(MarkdownIt):
    """Reads every link as one: what may not be alive is shown with its words, not dropped."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
        """Take any address."""
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _EveryLink("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True)
    parser.add_render_rule("math_inline", _formula)
    parser.add_render_rule("math_inline_double", _formula)
    parser.add_render_rule("math_block", _block_formula)
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("link_close", _link_close)
    return parser


def _formula(_: RendererHTML, tokens: list[Token], place: int, *__: Any) -> str:
    return _mathml(tokens[place].content, "inline")


def _block_formula(_: RendererHTML, tokens: list[Token], place: int, *__: Any) -> str:
    return _mathml(tokens[place].content, "block")


def _mathml(latex: str, display: str) -> str:
    """Return a formula as MathML, or as it was typed where it is none."""
    try:
        found = convert(latex, display=display)
    except Exception:  # the converter raises many kinds for what it can't read
        return f"<code>{escape(latex)}</code>"
    # What stands in \text comes out as it was typed.
    return bleach.clean(found, tags=_MATH_TAGS, attributes=_MATH_ATTRIBUTES, strip=True)


def _picture(_: RendererHTML, tokens: list[Token], place: int, __: Any, env: Any) -> str:
    token = tokens[place]
    source = str(token.attrs.get("src", ""))
    words = token.content or "a picture"
    if source.startswith("attachment:"):
        name = unquote(source.removeprefix("attachment:"))
        if name in env["attachments"]:
            env["shown"].add(name)
            return _image(env["attachments"][name], words)
        return f"<em>[{escape(words)}: this picture isn't in the notebook]</em>"
    if _ELSEWHERE.match(source):
        return f"<em>[{escape(words)}: a picture from elsewhere, {escape(source)}]</em>"
    return f"<em>[{escape(words)}: the file {escape(unquote(source))}, not in the notebook]</em>"


def _image(picture: Mapping[str, str], words: str) -> str:
    [(kind, content)] = picture.items()
    return f'<img src="data:{kind};base64,{"".join(content.split())}" alt="{escape(words)}">'


def _link_open(_: RendererHTML, tokens: list[Token], place: int, *__: Any) -> str:
    target = str(tokens[place].attrs.get("href", ""))
    if _LINK.match(target):
        return f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">'
    return "<span>"


def _link_close(_: RendererHTML, tokens: list[Token], place: int, *__: Any) -> str:
    """Say where a link leads: its words are the learner's."""
    start = next(token for token in reversed(tokens[:place]) if token.type == "link_open")
    target = str(start.attrs.get("href", ""))
    ending = "</a>" if _LINK.match(target) else "</span>"
    return f"{ending} <small>[a link to {escape(target)}]</small>"
