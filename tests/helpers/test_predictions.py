"""A guess beside what was measured."""

from fractions import Fraction

import numpy as np
import pytest

from helpers.plots import style
from helpers.predictions import reveal


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Return the figures that `reveal` shows, as texts."""
    figures: list[str] = []
    monkeypatch.setattr(style, "display", lambda bundle, raw: figures.append(bundle["text/plain"]))
    return figures


def test_a_guess_is_printed_beside_what_came_out(capsys):
    reveal(0.5, 0.9, "accuracy")
    assert capsys.readouterr().out == "accuracy: 0.900. You said 0.500, which is 0.400 away.\n"


@pytest.mark.parametrize("guess", [1, np.float32(0.5), np.int64(1), Fraction(1, 2), -0.0], ids=repr)
def test_every_kind_of_number_is_a_guess(capsys, guess):
    reveal(guess, 0.25, "recall")
    assert f"You said {float(guess):.3f}" in capsys.readouterr().out


def test_no_guess_still_shows_the_number_and_says_where_to_put_one(capsys):
    reveal(..., 0.9, "accuracy")
    out = capsys.readouterr().out
    assert out.startswith("accuracy: 0.900. You made no guess")
    assert "`...`" in out


class Nasty:
    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "guess",
    ["0.5", None, True, float("nan"), float("inf"), 1j, [0.5], 10**400, len, Nasty()],
    ids=["text", "None", "bool", "nan", "inf", "complex", "list", "huge", "function", "nasty"],
)
def test_what_is_no_number_is_named_and_the_way_out_shown(capsys, guess):
    reveal(guess, 0.9, "accuracy")
    out = capsys.readouterr().out
    assert out.startswith("accuracy: 0.900. Your guess is not a number")
    assert f"its type is {type(guess).__name__}" in out
    assert "such as 0.5" in out


def test_per_cent_for_a_share_is_noticed(capsys):
    reveal(90, 0.9, "accuracy")
    assert "If you meant 90 per cent, write 0.9." in capsys.readouterr().out


def test_a_number_that_is_no_share_is_left_alone(capsys):
    reveal(90, 12.5, "loss")
    assert "per cent" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("guess", "measured", "what"),
    [
        (100, 1.0, "times as long"),
        (3, 0.8, "cost of one / cost of the other"),
        (1.5, 0.7, "mean cost"),
        (2.3, 1.0, "weight of the ten"),
    ],
)
def test_what_is_named_as_no_share_is_not_taken_for_per_cent(capsys, guess, measured, what):
    reveal(guess, measured, what)
    assert "per cent" not in capsys.readouterr().out


@pytest.mark.parametrize("what", ["mean score with weight 9", "share saved of what can be saved"])
def test_other_names_leave_open_that_a_share_was_meant(capsys, what):
    reveal(50, 0.4, what)
    assert "If you meant 50 per cent, write 0.5." in capsys.readouterr().out


def test_the_measured_number_may_be_of_numpy(capsys):
    reveal(0.5, np.float32(0.25), "recall")  # type: ignore[arg-type]
    assert capsys.readouterr().out.startswith("recall: 0.250.")


def test_a_guess_stands_in_a_figure_beside_what_came_out(drawn):
    reveal(0.5, 0.9, "accuracy")
    [figure] = drawn
    assert "accuracy" in figure
    assert "your guess 0.500, measured 0.900" in figure


@pytest.mark.parametrize(
    ("guess", "measured"), [(..., 0.9), ("0.5", 0.9), (0.5, float("nan")), (1e300, 0.9)]
)
def test_there_is_no_figure_without_two_numbers(drawn, guess, measured):
    reveal(guess, measured, "accuracy")
    assert drawn == []
