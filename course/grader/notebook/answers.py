"""Answers in words: found where a learner has typed them, which isn't always the place for it.

A note says where each was found. Where it isn't sure that something is an answer, it waits for
somebody who reads it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.grader.notebook.beside import documents_among, documents_meant
from course.grader.notebook.matching import Matching, is_written, title_of
from course.grader.notebook.names import Names
from course.grader.notebook.read import Cell
from course.grader.notebook.written import (
    Attachments,
    are_enough,
    are_many,
    comment_lines,
    has_a_sentence,
    renamed,
    without_keywords,
    words_of,
)

_SENTENCE = 4  # words
# What makes a line more than a rule, dots and the like.
_SIGN = re.compile(r"[^\s.…*_\-–—#>=~`|]")
_COMMENT = re.compile(r"#(.*)")
_NO_SENTENCE = re.compile(r"[^\w\s,;:'’]+")
# What Deepnote writes below a notebook that it exports, and papermill where a cell has failed.
_SIGNATURE = re.compile(
    r"(?is)\s*<a\b[^>]*\bhref=.https://(www\.)?deepnote\.com\b.*</a>\s*"
    r"|\s*<span\b[^>]*>(Execution using papermill|An Exception was) encountered [^\n]*</span>\s*"
)
_QUOTES = re.compile(r"[rfbu]{,2}(\"\"\"|'''|\"|')")


@dataclass
class Written:
    """An answer in words.

    source (str): What was written, wherever it was; empty where nothing was found.
    attachments (dict): The pictures in it.
    taken (set of int): The numbers of the learner's cells that have become part of it.
    notes (list of str): Where it was found.
    pieces (list): The text and the pictures of each cell that it was put together from.
    """

    source: str = ""
    attachments: Attachments = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    pieces: list[tuple[str, Attachments]] = field(default_factory=list)


def written_answers(
    cells: Sequence[Cell], names: Sequence[Names], matching: Matching, beside: Sequence[str] = ()
) -> tuple[dict[str, Written], dict[int, str]]:
    """Return the answers in words by the ids of their cells, and what else was written.

    The latter are the words that a learner has typed into texts of ours, by the number of their
    cell.

    beside (sequence of str): The names of the files that were handed in with the notebook.
    """
    search = _Search(cells, names, matching, documents_among(beside, cells))
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
        comments = [
            comment_lines(cell["source"]) for cell in self.ours if cell["cell_type"] == "code"
        ]
        self.lines = {words_of(line) for text in texts + comments for line in text.splitlines()}
        self.known = " ".join(words_of(text) for text in texts)

    def answer(self, place: int) -> Written:
        """Return the answer to the question whose cell stands at a place of the lesson."""
        cell = self.ours[place]
        there = self.matching.written.get(cell["id"], [])
        found = Written(taken=set(there[1:]))
        first = [n for n in there if _differs(self.cells[n], cell["source"])]
        before = self._texts(self.own.get(self._question(place), []))
        behind = [n for n in self._texts(self.own.get(place, [])) if n not in first]
        if first:
            self._put(found, [*before, *first, *behind])
            # A calculation may belong to it: it is shown there, and is run where it stands.
            sums = [n for n in self._code_beside(place) if self._says_something(n)]
            self._show(found, sums)
            if before or behind or sums:
                found.notes.append(
                    f"the answer to {self._title(place)} continues in cells beside it"
                )
            if meant := documents_meant(found.source, self.documents):
                found.notes.append(
                    f"the answer to {self._title(place)} may go on in what lies beside the "
                    f"notebook: {', '.join(meant)}"
                )
            return found
        # Nothing in its own cell: the cell of the question, and cells between the two.
        asked = self.matching.matched.get(self.ours[place - 1]["id"]) if place else None
        if asked is not None and (more := self._new_lines(self.cells[asked].source)):
            _add(found, more, self.cells[asked].attachments)
            found.taken.add(asked)
            found.notes.append(f"the answer to {self._title(place)} was found in the question")
        if before or behind:
            self._put(found, [*before, *behind])
            found.notes.append(f"the answer to {self._title(place)} was found in a cell of its own")
        if not found.source:
            self._anywhere(found, place)
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

    def _anywhere(self, found: Written, place: int) -> None:
        """Take what may be an answer from wherever it stands, and leave the cells as they are."""
        low, high = self._section(place)
        around = {n for at in range(low, high) for n in self.own.get(at, [])}
        of_ours = [self.matching.matched.get(cell["id"]) for cell in self.ours]
        around |= {n for at, n in enumerate(of_ours) if n is not None and low <= at < high}
        released = dict(zip(of_ours, (cell["source"] for cell in self.ours), strict=True))
        asked = {number for numbers in self.matching.written.values() for number in numbers}
        for number, cell in enumerate(self.cells):
            if number in asked or _SIGNATURE.fullmatch(cell.source):
                continue
            if cell.kind == "code" and not self.names[number].is_text:
                comments = self._new_lines(comment_lines(cell.source))
                _add(found, "\n".join(filter(are_many, comments.splitlines())), {})
                continue
            more = self._new_lines(plain_text(cell))
            # A text of ours may be another one in an older lesson.
            kept = words_of(released.get(number, "")) in words_of(cell.source)
            likely = (kept and has_a_sentence(more)) or (number in around and are_enough(more))
            if likely or are_many(more):
                _add(found, more, cell.attachments)
        beside = self._code_beside(place)
        for number in beside:
            if are_enough(shown := self._new_lines(self.cells[number].shown)):
                _add(found, shown, {})
        self._show(found, filter(self._may_say_something, beside))

    def _code_beside(self, place: int) -> list[int]:
        """Return the learner's own cells of code above and below the place of an answer."""
        beside = [*self.own.get(self._question(place), []), *self.own.get(place, [])]
        code = (n for n in beside if self.cells[n].kind == "code" and not self.names[n].is_text)
        return list(dict.fromkeys(code))

    def _show(self, found: Written, numbers: Iterable[int]) -> None:
        for number in numbers:
            _add(found, f"```python\n{self.cells[number].source}\n```", {})

    def _says_something(self, number: int) -> bool:
        """Tell whether any words stand in a cell of code beside an answer."""
        comments = _COMMENT.findall(self._new_lines(self.cells[number].source))
        return any(map(words_of, comments)) or self._may_say_something(number)

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
        sentences = map(without_keywords, parts)
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
    # A notebook that was saved by two programs at once may have all of its cells twice.
    if not (text or attachments) or (text, attachments) in found.pieces:
        return
    found.pieces.append((text, attachments))
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


def plain_text(cell: Cell) -> str:
    """Return a cell's text; of texts and comments in code without the signs of code."""
    if cell.kind != "code":
        return cell.source
    text = re.sub(r"(?m)^[^\S\n]*#[^\S\n]?", "", cell.source).strip()
    quotes = _QUOTES.match(text)
    return text[quotes.end() :].removesuffix(quotes[1]) if quotes else text
