"""Harper over a text, without what is no English in it: code, formulas, names, addresses."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course.files import read_json, write_json
from tests.english.texts import Text

WORDS = Path(__file__).with_name("words.txt")
RULES = Path(__file__).with_name("rules.toml")
_NO_ENGLISH = re.compile(
    r"""(?sx)
    ```.*?```                             # a block of code
    | `+[^`]*`+                           # code in a line
    | \$\$.*?\$\$ | \$[^$\n]+\$           # formulas
    | <[^>\n]*>                           # tags
    | (?<=\])\([^)\s]*\)                  # where a link leads to
    | \[[^\]\n]*\]:\s\S+                  # the same, at a page's end
    | https?://\S+
    | (?<![\w-])--?[a-z][\w-]*            # options
    | [\w.*-]*[\w]+[_=/\\@^][\w./\\*=@^-]*  # names in code, paths
    | \w+(?:\.\w+)+                       # the same, and files
    | \b[A-Z][A-Z_]+\w*                   # settings, abbreviations
    | \b\w*[a-z][A-Z]\w*                  # names of classes
    | \b(?=\w*\d)(?=\w*[A-Za-z])\w+\b     # names of types
    | \w+\(\w*\)                          # calls
    | &\w+;
    """
)


@dataclass(frozen=True)
class Fault:
    """What is wrong: where, on which line, the words, why, and by which rule."""

    place: str
    line: int
    words: str
    reason: str
    rule: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}:{self.line}: {self.words!r}: {self.reason} ({self.rule})"


def english_of(text: str) -> str:
    """Return a text of the same length in which all that is no English is a piece of code."""
    return _NO_ENGLISH.sub(lambda found: _as_code(found[0]), text)


def faults(texts: Iterable[Text], known: Path | None = None) -> Iterator[Fault]:
    """Yield what is wrong with the spelling and the grammar of texts.

    texts: iterable of Text.
    known (Path or None): A file in which texts without a fault are remembered, as digests.
    """
    words, phrases = _right()
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    off = [*rules["taste"], *rules["mistaken"]]
    state = repr((version("harper-py"), off, words, phrases, _NO_ENGLISH.pattern))
    remembered = set(read_json(known) or []) if known else set()
    fine = set()
    linter = None
    for text in texts:
        digest = hashlib.sha256(f"{state}{text.text}".encode()).hexdigest()[:20]
        if digest not in remembered:
            linter = linter or _linter(words, off)
            found = list(_faults_of(text, linter, phrases))
            yield from found
            if found:
                continue
        fine.add(digest)
    if known:
        write_json(known, sorted(fine))


def _linter(words: list[str], off: list[str]) -> Any:
    from harper import Dialect, Linter

    linter = Linter(Dialect.BRITISH)
    linter.import_words(words)
    every = linter.get_default_lint_config()
    off = [*off, *(rule for rule in every if rule.startswith("Expand"))]
    linter.set_lint_config({**every, **dict.fromkeys(off, False)})
    return linter


def _right() -> tuple[list[str], list[str]]:
    """Return the words and the phrases of ours that Harper doesn't know, or misreads."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if " " not in line], [line for line in lines if " " in line]


def _faults_of(text: Text, linter: Any, phrases: list[str]) -> Iterator[Fault]:
    english = english_of(text.text)
    spaced = re.sub(r"\s", " ", english)
    right = [
        range(found.start(), found.end() + 1)
        for phrase in phrases
        for found in re.finditer(re.escape(phrase), spaced)
    ]
    for rule, lints in linter.organized_lints(english).items():
        for lint in lints:
            span = lint.span
            letter = (
                rule == "SpellCheck" and len(lint.problem_text.removesuffix("'s").strip(".")) < 2
            )
            if not letter and not any(span.start in it and span.end in it for it in right):
                line = text.line + english.count("\n", 0, span.start)
                yield Fault(text.place, line, lint.problem_text, lint.message, rule)


def _as_code(found: str) -> str:
    if len(found) < 3:
        return found
    if "\n" in found or found.startswith(("<", "(", "&")):
        return re.sub(r"[^\n]", " ", found)
    return f"`{'x' * (len(found) - 2)}`"
