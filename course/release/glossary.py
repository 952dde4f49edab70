"""The glossary: every term of the course, in the sentence that explains it at its first use.

A term is in bold where a lesson first uses it. Bold is left for two other things: the verbs in a
lesson's title cell, and lead-ins that end in punctuation, such as "**Predict before you run:**",
"**Example.**" and "**Your task.**".
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nbformat

from course.folders import CourseError, lesson_folders, lesson_notebook

GLOSSARY_FILE = "glossary.md"
_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$")
_NO_END = re.compile(_CODE.pattern + r"|\bet al\.")


@dataclass(frozen=True)
class Term:
    """A term, the lesson's folder and cell where it is explained, and the sentence that does it."""

    name: str
    lesson: str
    cell: str
    sentence: str

    @property
    def heading(self) -> str:
        """The term as an entry begins: 'Recall', whether a lesson writes it small or not."""
        return self.name[0].upper() + self.name[1:]


def terms_of(folder: Path) -> list[Term]:
    """Return the terms that a lesson explains, in its order."""
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    return [
        Term(name, folder.name, cell.id, _as_entry(sentence))
        for cell in notebook.cells
        if cell.cell_type == "markdown" and cell.id != "title" and "nbgrader" not in cell.metadata
        for sentence in sentences(cell.source)
        for name in _BOLD.findall(sentence)
        if name[-1] not in ".,:;?!"
    ]


def sentences(source: str) -> list[str]:
    """Return the sentences of a markdown text: headings, tables and code blocks left out."""
    text = re.sub(r"(?ms)^```.*?^```", "", source)
    text = re.sub(r"(?m)^(#|\|).*$", "", text)
    found = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*>]|\d+\.)\s)", text):
        words = " ".join(re.sub(r"(?m)^\s*(?:[-*>]|\d+\.)\s+", "", block).split())
        # A full stop inside code or after "et al." ends no sentence.
        masked = _NO_END.sub(lambda match: "_" * len(match[0]), words)
        ends = [match.end() for match in re.finditer(r"[.?!][*)']*\s+(?=[A-Z*_0-9(\"'])", masked)]
        cuts = [0, *ends, len(words)]
        found += [words[a:b].strip() for a, b in pairwise(cuts) if a < b]
    return found


def titles(folders: list[Path]) -> dict[str, str]:
    """Return the title of each lesson by its folder's name."""
    found = {}
    for folder in folders:
        first = nbformat.read(lesson_notebook(folder), as_version=4).cells[0].source
        found[folder.name] = first.splitlines()[0].removeprefix("# ")
    return found


def glossary_text(course: Path) -> str:
    """Return the content of `notebooks/glossary.md`.

    Raises CourseError: If two places explain the same term.
    """
    folders = lesson_folders(course)
    terms = [term for folder in folders for term in terms_of(folder)]
    faults = _repeated(terms)
    if faults:
        raise CourseError("there is no glossary:\n" + "\n".join(f"- {fault}" for fault in faults))
    title = titles(folders)
    entries = [
        f"**{term.heading}** · {term.sentence} "
        f"([{term.lesson[:2]}: {title[term.lesson]}]({term.lesson}/{term.lesson}.ipynb))"
        for term in sorted(terms, key=lambda term: term.name.lower())
    ]
    head = "Every term of the course, in the sentence that explains it where it is first used."
    return "\n\n".join(["# Glossary", head, *entries]) + "\n"


def early_uses(course: Path) -> list[str]:
    """Return where prose uses a term before the cell that explains it, one sentence each."""
    folders = lesson_folders(course)
    waiting = {(term.name.lower(), term.cell, term.lesson) for f in folders for term in terms_of(f)}
    found = []
    for folder in folders:
        for cell in nbformat.read(lesson_notebook(folder), as_version=4).cells:
            explained = {w for w in waiting if w[1:] == (cell.id, folder.name)}
            waiting -= explained
            if cell.cell_type != "markdown" or cell.id == "title":
                continue
            prose = _CODE.sub("", " ".join(cell.source.split())).lower()
            found += [
                f"{folder.name}, {cell.id}: uses {name!r}, which {lesson} explains in {there}."
                for name, there, lesson in sorted(waiting)
                if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", prose)
            ]
    return found


def _as_entry(sentence: str) -> str:
    """Return a sentence without the marks of terms, from a capital letter to a full stop.

    In a lesson a formula or a table may follow it, after a colon.
    """
    plain = re.sub(r":$", ".", _BOLD.sub(r"\1", sentence))
    return plain[0].upper() + plain[1:]


def _repeated(terms: list[Term]) -> list[str]:
    first: dict[str, Term] = {}
    faults = []
    for term in terms:
        before = first.setdefault(term.name.lower(), term)
        if before is not term:
            faults.append(
                f"{term.lesson}, cell {term.cell}, marks {term.name!r} in bold, but "
                f"{before.lesson}, cell {before.cell}, has explained it: bold is for the first use."
            )
    return faults
