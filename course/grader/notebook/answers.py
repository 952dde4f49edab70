"""Answers in words: found where a learner has typed them, which isn't always the place for it.

A note says where each was found. Where it isn't sure that something is an answer, it waits for
somebody who reads it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import PurePosixPath
from typing import Any

from course.grader.notebook.matching import Matching, is_written, title_of
from course.grader.notebook.names import Names
from course.grader.notebook.read import Cell
from course.grader.notebook.written import Attachments, are_enough, are_many, renamed, words_of

_SENTENCE = 4  # words
# What makes a line more than a rule, dots and the like.
_SIGN = re.compile(r"[^\s.…*_\-–—#>=~`|]")
_NO_SENTENCE = re.compile(r"[^\w\s,;:'’]+")
# Files in which somebody may have written, or photographed, an answer.
_DOCUMENTS = {
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".txt", ".md", ".tex", ".html", ".htm"),
    *(".jpg", ".jpeg", ".png", ".heic"),
}
_NO_ANSWERS = ("readme", "requirements", "license", "licence")
# What a front end writes below a notebook that it exports.
_SIGNATURE = re.compile(r"(?is)\s*<a\b[^>]*\bhref=.https://(www\.)?deepnote\.com\b.*</a>\s*")
_QUOTES = re.compile(r"[rfbu]{,2}(\"\"\"|'''|\"|')")


@dataclass
class Written:
    """An answer in words.

    source (str): What was written, wherever it was; empty where nothing was found.
    attachments (dict): The pictures in it.
    taken (set of int): The numbers of the learner's cells that have become part of it.
    notes (list of str): Where it was found.
    """

    source: str = ""
    attachments: Attachments = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def written_answers(
    cells: Sequence[Cell], names: Sequence[Names], matching: Matching, beside: Sequence[str] = ()
) -> tuple[dict[str, Written], dict[int, str]]:
    """Return the answers in words by the ids of their cells, and what else was written.

    The latter are the words that a learner has typed into texts of ours, by the number of their
    cell.

    beside (sequence of str): The names of the files that were handed in with the notebook.
    """
    search = _Search(cells, names, matching, documents_of(beside, cells))
    answers = {
        cell["id"]: search.answer(place)
        for place, cell in enumerate(search.ours)
        if is_written(cell)
    }
    return answers, search.remarks(answers)


class _Search:
    def __init__(
        self,
        cells: Sequence[Cell],
        names: Sequence[Names],
        matching: Matching,
        documents: Sequence[str],
    ) -> None:
        self.cells, self.names, self.matching = cells, names, matching
        self.documents = documents
        self.ours: list[dict[str, Any]] = matching.lesson.notebook["cells"]
        self.own = matching.own_after()
        texts = [cell["source"] for cell in self.ours if cell["cell_type"] == "markdown"]
        self.lines = {words_of(line) for text in texts for line in text.splitlines()}
        self.known = " ".join(words_of(text) for text in texts)

    def answer(self, place: int) -> Written:
        """Return the answer to the question whose cell stands at a place of the lesson."""
        cell = self.ours[place]
        there = self.matching.written.get(cell["id"], [])
        found = Written(taken=set(there[1:]))
        first = [n for n in there if _differs(self.cells[n], cell["source"])]
        behind = [n for n in self._texts(self.own.get(place, [])) if n not in first]
        self._put(found, [*first, *behind])
        if first:
            if behind:
                found.notes.append(
                    f"the answer to {self._title(place)} continues in cells below it"
                )
            return found
        # Nothing in its own cell: the cell of the question, and cells between the two.
        before = self._texts(self.own.get(self._question(place), []))
        asked = self.matching.matched.get(self.ours[place - 1]["id"]) if place else None
        found = Written(taken=found.taken)
        if asked is not None and (more := self._new_lines(self.cells[asked].source)):
            _add(found, more, self.cells[asked].attachments)
            found.taken.add(asked)
            found.notes.append(f"the answer to {self._title(place)} was found in the question")
        if before or behind:
            self._put(found, [*before, *behind])
            found.notes.append(f"the answer to {self._title(place)} was found in a cell of its own")
        if not found.source:
            self._somewhere(found, place)
        if not found.source:
            self._anywhere(found)
        self._say_it_is_unsure(found, place)
        if not found.source and self.documents:
            names = ", ".join(f"`{name}`" for name in self.documents)
            found.source = f"Nothing was written here. Beside the notebook lies {names}."
            found.notes.append(
                f"what lies beside the notebook may be the answer to {self._title(place)}: "
                f"{', '.join(self.documents)}"
            )
        return found

    def remarks(self, answers: dict[str, Written]) -> dict[int, str]:
        """Return what was typed into texts of ours and is part of no answer."""
        taken = {number for answer in answers.values() for number in answer.taken}
        found: dict[int, str] = {}
        for cell in self.ours:
            number = self.matching.matched.get(cell["id"])
            if number is None or number in taken or cell["id"] in answers:
                continue
            theirs = self.cells[number]
            if "code" not in (cell["cell_type"], theirs.kind):
                words = self._new_lines(theirs.source)
                if words or theirs.attachments:
                    found[number] = words
        return found

    def _somewhere(self, found: Written, place: int) -> None:
        """Take what may be an answer from the cells around, and leave these as they are."""
        low, high = self._section(place)
        numbers = [n for at in range(low, high) for n in self._texts(self.own.get(at, []))]
        edited = [self.matching.matched.get(cell["id"]) for cell in self.ours[max(low, 0) : high]]
        numbers += [n for n in edited if n is not None and self.cells[n].kind != "code"]
        # Some write all their words at the top; a name and a date are fewer.
        top = self._texts(self.own.get(-1, []))
        numbers += [n for n in top if are_many(plain_text(self.cells[n]))]
        for number in sorted(set(numbers)):
            cell = self.cells[number]
            more = self._new_lines(plain_text(cell))
            if are_enough(more):
                _add(found, more, cell.attachments)
        beside = [*self.own.get(self._question(place), []), *self.own.get(place, [])]
        for number in dict.fromkeys(beside):
            if self.cells[number].kind == "code" and self._may_say_something(number):
                _add(found, f"```python\n{self.cells[number].source}\n```", {})

    def _anywhere(self, found: Written) -> None:
        """Take many words from wherever they stand: the answer, perhaps, or notes on the lesson."""
        asked = {number for numbers in self.matching.written.values() for number in numbers}
        for number, cell in enumerate(self.cells):
            comments = [line for line in cell.source.splitlines() if line.lstrip().startswith("#")]
            if number in asked or _SIGNATURE.fullmatch(cell.source):
                continue
            if cell.kind == "code":
                more = "\n".join(filter(are_many, comments))
            else:
                more = self._new_lines(cell.source)
            if are_many(more):
                _add(found, more, cell.attachments)

    def _say_it_is_unsure(self, found: Written, place: int) -> None:
        if found.source and not found.notes:
            found.notes.append(
                f"words were found that may be the answer to {self._title(place)}: somebody has to "
                "look"
            )

    def _put(self, found: Written, numbers: Iterable[int]) -> None:
        for number in numbers:
            cell = self.cells[number]
            text = cell.source if cell.kind != "code" else plain_text(cell)
            _add(found, text, cell.attachments)
            found.taken.add(number)

    def _texts(self, numbers: Sequence[int]) -> list[int]:
        """Return those of the learner's own cells that hold words of theirs, and no code."""
        return [
            n
            for n in numbers
            if (self.cells[n].kind != "code" or self.names[n].is_text)
            and self._is_new(self.cells[n])
        ]

    def _is_new(self, cell: Cell) -> bool:
        if _SIGNATURE.fullmatch(cell.source):
            return False
        return bool(self._new_lines(plain_text(cell)) or cell.attachments)

    def _may_say_something(self, number: int) -> bool:
        """Tell whether words stand in a cell of code: in a text, in a comment, or as bare words."""
        source = self._new_lines(self.cells[number].source)
        parts = [part for line in source.splitlines() for part in _NO_SENTENCE.split(line)]
        sentences = map(_without_keywords, parts)
        is_no_python = not self.names[number].code and are_enough(source)
        return is_no_python or any(map(are_enough, sentences))

    def _new_lines(self, text: str) -> str:
        """Return what of a text isn't ours, line by line: some editors break lines anew."""
        kept: list[str] = []
        for paragraph in re.split(r"\n[^\S\n]*(?=\n)", text):
            if self._is_ours(words_of(paragraph)):
                continue
            for line in paragraph.splitlines():
                words = words_of(line)
                # A line without a word is kept within what is theirs: it may part paragraphs.
                if (words or kept) and not self._is_ours(words):
                    kept.append(line)
        return "\n".join(kept).strip()

    def _is_ours(self, words: str) -> bool:
        whole = len(words.split()) >= _SENTENCE and f" {words} " in f" {self.known} "
        return bool(words) and (words in self.lines or whole)

    def _question(self, place: int) -> int:
        """Return the place of the cell that asks, or of the last one before that is there."""
        at = place - 1
        while at >= 0 and self.matching.matched.get(self.ours[at]["id"]) is None:
            at -= 1
        return at

    def _section(self, place: int) -> tuple[int, int]:
        """Return the places between the checks and written answers before and after."""
        ends = [
            number
            for number, cell in enumerate(self.ours)
            if number != place and (cell["id"] in self.matching.checks or is_written(cell))
        ]
        low = max((number for number in ends if number < place), default=-1)
        return low, min((number for number in ends if number > place), default=len(self.ours))

    def _title(self, place: int) -> str:
        return f'"{title_of(self.ours, place)}"'


def _add(found: Written, text: str, attachments: Attachments) -> None:
    prefix = str(len(found.attachments) + 1)
    if not text and attachments:
        text = "\n\n".join(f"![{name}](attachment:{name})" for name in attachments)
    text, attachments = renamed(text, attachments, prefix)
    found.source = f"{found.source}\n\n{text}".strip() if found.source else text
    found.attachments |= attachments


def _differs(cell: Cell, stub: str) -> bool:
    """Tell whether anything was put into a cell beside, or in place of, the words it came with."""
    ours = {words_of(line) for line in stub.splitlines()} - {""}
    lines = plain_text(cell).splitlines()
    new = any(_SIGN.search(line) and words_of(line) not in ours for line in lines)
    return new or bool(cell.attachments)


def _without_keywords(text: str) -> str:
    """Return the words of a piece of a line, but for those of Python's and single letters."""
    return " ".join(word for word in text.split() if len(word) > 1 and not iskeyword(word))


def documents_of(names: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return the files that somebody may have written in, and that no code has to do with."""
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    found = []
    for name in names:
        file = PurePosixPath(name)
        written = file.suffix.lower() in _DOCUMENTS and file.name not in code
        if written and not file.stem.casefold().startswith(_NO_ANSWERS):
            found.append(name)
    return found[:10]


def plain_text(cell: Cell) -> str:
    """Return a cell's text; of texts and comments in code without the signs of code."""
    if cell.kind != "code":
        return cell.source
    text = re.sub(r"(?m)^[^\S\n]*#[^\S\n]?", "", cell.source).strip()
    quotes = _QUOTES.match(text)
    return text[quotes.end() :].removesuffix(quotes[1]) if quotes else text
