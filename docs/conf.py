"""How Sphinx sets the course as a web page. `make site` copies this folder and adds the lessons."""

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

project = "Train a classifier when one class is rare"
author = "The authors of the rare-class course"
project_copyright = "The authors of the rare-class course. Text and figures: CC BY 4.0"
language = "en-GB"

extensions = ["myst_nb"]
exclude_patterns = ["extra"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the lessons come with their outputs
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # it would be fetched from another host
nb_merge_streams = True
suppress_warnings = ["myst.header"]  # a lesson may start with exercises, two levels down

html_theme = "furo"
html_title = project
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False
html_math_renderer = "mathml"  # needs neither a script nor another host
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def inline_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Set a formula in a line of text."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def block_math(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Set a formula that stands alone."""
    translator.body.append(convert(node.astext(), display="block"))
    raise nodes.SkipNode


def level_captions(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say to screen readers how deep the sidebar's captions are: Sphinx leaves that out."""
    tree = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def setup(app: Sphinx) -> None:
    """Let formulas become MathML, which browsers set themselves; mend the sidebar."""
    app.connect("html-page-context", level_captions, priority=900)  # after the theme's own
    app.add_html_math_renderer("mathml", (inline_math, None), (block_math, None))
