"""The README's pictures show what the lessons say today; `make pictures` takes them again."""

import json
import math
import re

import numpy as np
import pytest
from PIL import Image

from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_source
from helpers.checks.card import card
from helpers.checks.source import BANK_FOLDER
from helpers.lessons.explorer import Explorer
from tests.browser.pictures import FOLDER, WRONG
from tests.small_course import COURSE

README = (COURSE / "README.md").read_text(encoding="utf-8")
PICTURES = json.loads((FOLDER / "pictures.json").read_text(encoding="utf-8"))
TAKE_AGAIN = "the picture shows text that is no longer in the lesson: run `make pictures`"


def words(text: str) -> str:
    return " ".join(text.split())


def without_numbers(text: str) -> str:
    return re.sub(r"[+-]?\d[\d,.]*\d|\d", "#", words(text))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_stands_in_the_readme_with_its_text_and_is_not_large(name):
    [alt] = re.findall(rf"!\[([^\]]+)\]\(docs/_static/{name}\)", README)
    assert len(alt) > 40
    assert Image.open(FOLDER / name).width >= 1500
    assert (FOLDER / name).stat().st_size < 400_000


def test_the_picture_of_a_card_says_what_the_check_says_today():
    shown = PICTURES["card.png"]
    bank = bank_from_source(COURSE / "solutions" / shown["lesson"] / BANK_FOLDER)
    answer: dict = {}
    exec(WRONG, answer)
    name = shown["exercise"]
    said = card(name, try_function(bank.exercise(name), answer[name]))["text/plain"]
    lines = [words(line) for line in said.splitlines() if not line.startswith("For a hint")]
    assert list(map(words, shown["says"]))[: len(lines)] == lines, TAKE_AGAIN


def test_the_picture_of_the_explorer_says_what_the_explorer_says_today():
    shown = PICTURES["explorer.png"]
    rng = np.random.default_rng(0)
    y = (np.arange(2000) % 10 == 0).astype(int)
    rows = rng.normal(size=(2000, 3)).astype("float32") + y[:, np.newaxis]
    drawn = Explorer((rows, y), (rows, y), 1, 9, lambda fp, fn: fp / (fp + fn), math.log)
    page = re.sub(r"(?s)<style>.*?</style>|<desc>.*?</desc>|<[^>]+>", " ", drawn.move(9))
    for text in shown["says"]:
        for part in text.split("\t"):
            assert without_numbers(part) in without_numbers(page), TAKE_AGAIN
    assert without_numbers(shown["alt"]) == without_numbers(drawn.alt), TAKE_AGAIN
