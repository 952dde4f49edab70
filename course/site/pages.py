"""The pages of the site, made from what learners get and from what the solved lessons gave.

A page starts from the released notebook, so that nothing which learners don't get can slip through:
no hidden test, no model answer and no mark scheme of a written question. Only outputs and, folded
away, reference answers are taken from the solved lesson.
"""

import base64
import re
from copy import deepcopy
from pathlib import Path

import nbformat
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

from course.folders import CourseError
from course.release.glossary import Term
from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_source
from helpers.checks.card import card
from helpers.checks.source import BANK_FOLDER

_PICTURE = re.compile(r'<img src="data:image/png;base64,([A-Za-z0-9+/=]+)"([^>]*>)')
_SHOWN = {"text/html", "text/plain", "image/png"}  # neither widgets nor claims as data
# From a lesson to a written page: on the site lessons lie in a folder beside these.
_GUIDE = re.compile(r"\]\(\.\./\.\./docs/([\w.#-]+)")
# From a lesson to another: here all lie in one folder.
_LESSON = re.compile(r"\]\(\.\./(\w+)/(\1\.ipynb)")
# What a notebook says to somebody who hasn't put a number in: a reader could not.
_NO_GUESS = re.compile(r" You made no guess: [^\n]*")
# What a cell folds away at its beginning; the first group ends behind the heading of a fold.
_FOLDS = re.compile(r"(?s)(?=(<details.*?</summary>\s*))(?:<details.*?</details>\s*)+")
_READING = """```{{admonition}} This page is for reading
:class: note
Its outputs are those of the solved notebook, which was run when the page was made{answers}.
Where the text asks you to guess, to run or to write something, it speaks to those who have the
notebook open: there you can.
```"""
_MARKS = re.compile(r"(?m)^ *### (BEGIN|END) SOLUTION\n?")


def lesson_page(
    released: NotebookNode,
    solved: NotebookNode,
    *,
    lesson: str,
    terms: list[Term],
    figures: Path,
    answers: bool,
    tried: str = "",
) -> NotebookNode:
    """Return a lesson as a page.

    released, solved (NotebookNode): The learner's notebook, and the solved one with its outputs;
        cells belong together by id.
    lesson (str): The lesson's folder, '01_accuracy_paradox'; its number is put before the title.
    terms (list of Term): Terms of the glossary that this lesson explains: they link to it.
    figures (Path): Folder for the pictures that the lesson drew; the page asks for them at
        ``../figures/``.
    answers (bool): Whether reference answers are on the page, folded away.
    tried (str): Where the lesson runs in the browser, as seen from its page; '' for nowhere.
    Raises CourseError: If the two notebooks don't have the same cells.
    """
    by_id = {cell.id: cell for cell in solved.cells}
    strange = [cell.id for cell in released.cells if cell.id not in by_id]
    if strange:
        raise CourseError(
            f"{lesson}: the cell {strange[0]} of notebooks/ is not in solutions/: "
            "run `course release`."
        )
    cells = []
    for cell in released.cells:
        if cell.cell_type == "markdown":
            if "nbgrader" not in cell.metadata:  # the empty box of a written question
                cells.append(_text_cell(cell, lesson, terms))
            if cell.id == "title":
                cells.append(_about_this_page(answers=answers))
            continue
        cells.append(_code_cell(cell, by_id[cell.id], figures / lesson))
        if answers and cell.metadata.get("nbgrader", {}).get("solution"):
            cells.append(_answer_cell(by_id[cell.id]))
    if tried:
        link = f'<a href="{tried}">Try it here: in your browser, with nothing to install</a>'
        cells.insert(1, nbformat.v4.new_markdown_cell(link, id="try-it-here"))
    return nbformat.v4.new_notebook(cells=cells, metadata=released.metadata)


def label(lesson: str, cell: str) -> str:
    """Return the name by which other pages link to a cell."""
    return f"{lesson[:2]}-{cell}"


def _text_cell(cell: NotebookNode, lesson: str, terms: list[Term]) -> NotebookNode:
    source = cell.source
    if cell.id == "title":
        source = source.replace("# ", f"# {lesson[:2]} · ", 1)
    for term in terms:
        if term.cell == cell.id:
            words = r"\s+".join(map(re.escape, term.name.split()))
            source = re.sub(rf"\*\*{words}\*\*", f"**{{term}}`{term.name}`**", source, count=1)
    source = _LESSON.sub(r"](\2", _GUIDE.sub(r"](../\1", source))
    at = _first_text(source)
    source = f"{source[:at]}({label(lesson, cell.id)})=\n{source[at:]}"
    return nbformat.v4.new_markdown_cell(source, id=cell.id)


def _first_text(source: str) -> int:
    """Return where a cell's text begins: HTML can't be linked to, so behind what it folds away.

    A cell that is folded away as a whole has its first text in the fold.
    """
    folds = _FOLDS.match(source)
    if folds is None:
        return 0
    return folds.end() if folds.end() < len(source) else folds.end(1)


def _about_this_page(*, answers: bool) -> NotebookNode:
    folded = "; one right answer to each exercise is folded away below it" if answers else ""
    return nbformat.v4.new_markdown_cell(_READING.format(answers=folded), id="about-this-page")


def _code_cell(cell: NotebookNode, solved: NotebookNode, figures: Path) -> NotebookNode:
    # A progress bar is printed over and over: what it ended with stays.
    merged, _ = CoalesceStreamsPreprocessor().preprocess_cell(deepcopy(solved), {}, 0)
    outputs = []
    for output in merged.get("outputs", []):
        shown = NotebookNode(output)
        if "text" in output:
            shown.text = _NO_GUESS.sub("", output.text)
        if "data" in output:
            shown.data = NotebookNode({k: v for k, v in output.data.items() if k in _SHOWN})
            if "text/html" in shown.data:
                shown.data["text/html"] = _with_files(shown.data["text/html"], cell.id, figures)
        outputs.append(shown)
    return nbformat.v4.new_code_cell(cell.source, id=cell.id, outputs=outputs)


def _with_files(text: str, cell: str, figures: Path) -> str:
    """Return an output's HTML with its pictures in files, fetched when they come into view.

    Each links to its file, so that it can be made larger on a phone.
    """

    def as_file(match: re.Match[str]) -> str:
        content = base64.b64decode(match[1])
        figures.mkdir(parents=True, exist_ok=True)
        number = len(list(figures.glob(f"{cell}-[0-9]*.png"))) + 1
        file = figures / f"{cell}-{number}.png"
        file.write_bytes(content)
        # A PNG's width and height: bytes 16 to 24. With them nothing jumps when it arrives.
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        address = f"../figures/{figures.name}/{file.name}"
        size = f'width="{width}" height="{height}"'
        return f'<a href="{address}"><img src="{address}" loading="lazy" {size}{match[2]}</a>'

    return _PICTURE.sub(as_file, text)


def _answer_cell(solved: NotebookNode) -> NotebookNode:
    code = _MARKS.sub("", solved.source).rstrip()
    source = (
        '<details class="answer">\n<summary>One right answer</summary>\n\n'
        f"```python\n{code}\n```\n\n</details>"
    )
    return nbformat.v4.new_markdown_cell(source, id=f"{solved.id}-answer"[-64:])


def glossary_page(terms: list[Term], titles: dict[str, str]) -> str:
    """Return the glossary as a page: each term links to the cell that explains it.

    terms: list of Term.
    titles (dict of str to str): The title of each lesson by its folder's name.
    """
    entries = [
        f"{term.heading}\n  {term.sentence} "
        f"{{ref}}`{term.lesson[:2]} · {titles[term.lesson]} <{label(term.lesson, term.cell)}>`\n"
        for term in _in_order(terms)
    ]
    head = "Every term of the course, in the sentence that explains it where it is first used."
    body = "\n".join(entries)
    return f"# Glossary\n\n{head}\n\n````{{glossary}}\n{body}````\n"


def terms_to_print(terms: list[Term]) -> str:
    """Return the glossary for a sheet of paper: each term with its lesson's number, no links."""
    return "\n\n".join(
        f"**{term.heading}** ({term.lesson[:2]}). {term.sentence}" for term in _in_order(terms)
    )


def _in_order(terms: list[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: term.name.lower())


def lesson_table(lessons: dict[str, NotebookNode]) -> str:
    """Return the table of lessons for the first page: title, opening paragraph, minutes.

    Raises CourseError: If a lesson's first cell doesn't say how many minutes it takes.
    """
    rows = ["| Lesson | Minutes |", "| --- | --: |"]
    for lesson, notebook in lessons.items():
        title, opening, *rest = re.split(r"\n\s*\n", notebook.cells[0].source)
        minutes = re.search(r"(?m)^(\d+) minutes\b", "\n".join(rest))
        if minutes is None:
            raise CourseError(f"{lesson}: let a line of its first cell start with '45 minutes'.")
        name = f"{lesson[:2]} · {title.removeprefix('# ')}"
        link = f"**[{name}](lessons/{lesson}.ipynb)**"
        rows.append(f"| {link}<br>{' '.join(opening.split())} | {minutes[1]} |")
    return "\n".join(rows) + "\n"


def example_card(folder: Path) -> str:
    """Return the card for the first mistake of a lesson's first exercise, as HTML."""
    bank = bank_from_source(folder / BANK_FOLDER)
    name = bank.names[0]
    mistake = bank.sources[name].mistakes[0]
    return card(name, try_function(bank.exercise(name), mistake.function))["text/html"] + "\n"
