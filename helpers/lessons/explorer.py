"""The explorer of lesson 07: one slider for the weight, and a head that is refitted at each move.

There are no answers in here: how a threshold or a shift of the logit follows from a price is the
learner's own function.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from IPython.display import display
from scipy.special import expit
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve

from helpers.lessons.explorer_page import explorer_page
from helpers.lessons.weighted_head import Rows, logit, scores
from helpers.plots.explorer import ExplorerFigure, Road

if TYPE_CHECKING:
    import ipywidgets as widgets

Split = tuple[np.ndarray, np.ndarray]
Answers = tuple[np.ndarray, np.ndarray, str]  # probabilities, 0 or 1, how far the knob is turned
RATIOS: tuple[float, ...] = (
    0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100,
)  # fmt: skip
_POINTS = 200  # of a curve: more than a panel has dots to show
_BINS = 10


@dataclass
class Explorer:
    """What the slider moves: the head, its answers, and the picture of them.

    train, test, c_fp, c_fn, threshold_of, shift_of: As in `explore`.
    ratios (tuple of float): The places of the slider; `price` is one of them.
    price (float): ``c_fn / c_fp``.
    sentence (str): What is seen at the ratio moved to last.
    alt (str): The text of its picture.
    """

    train: Split
    test: Split
    c_fp: float
    c_fn: float
    threshold_of: Callable[[float, float], float]
    shift_of: Callable[[float], float]

    def __post_init__(self) -> None:
        self.c_fp, self.c_fn = _checked_price(self.c_fp, "c_fp"), _checked_price(self.c_fn, "c_fn")
        self.rows = Rows(*self.train)
        self.features, self.y = self.test[0], self.test[1] == 1
        self.price = _plain(self.c_fn / self.c_fp)
        self.ratios = tuple(sorted({*RATIOS, self.price}))
        self.sentence, self.alt = "", ""
        self.head = self.rows.fit(1)
        self.logits = logit(self.head, self.features)
        self.plain = expit(self.logits)
        self.plain_curve = _curve(self.y, self.plain)
        self.plain_reliability = _reliability(self.y, self.plain)
        self.figure = self._figure()

    def _figure(self) -> ExplorerFigure:
        """Return the figure, after walking each road through all places of the slider once."""
        steps = [self._answers(ratio) for ratio in self.ratios]
        costs = {
            name: np.array([self._cost(_counts(self.y, step[name][1])) for step in steps])
            for name in steps[0]
        }
        share = float(self.y.mean())
        idle = min(self.c_fn * share, self.c_fp * (1 - share))
        return ExplorerFigure(share, self.ratios, costs, self.price, idle)

    def _answers(self, ratio: float) -> dict[str, Answers]:
        """Return what each road answers to the test rows at a ratio; the head is refitted."""
        threshold = _number(self.threshold_of(1, ratio), f"threshold_of(1, {ratio:.4g})")
        shift = _number(self.shift_of(ratio), f"shift_of({ratio:.4g})")
        self.head = self.rows.fit(ratio)
        shifted = expit(self.logits + shift)
        weighted = scores(self.head, self.features)
        return {
            "threshold": (self.plain, self.plain >= threshold, f"threshold {threshold:.3f}"),
            "logit shift": (shifted, shifted >= 0.5, f"logit {shift:+.2f}"),
            "weight": (weighted, weighted >= 0.5, f"weight {ratio:.3g}"),
        }

    def _cost(self, counts: dict[str, int]) -> float:
        return (self.c_fp * counts["fp"] + self.c_fn * counts["fn"]) / len(self.y)

    def move(self, ratio: float) -> str:
        """Refit the head at a ratio and return the picture as HTML; the texts are renewed too."""
        ratio = _plain(ratio)
        answers = self._answers(ratio)
        roads = {}
        for name, (p, predicted, setting) in answers.items():
            counts = _counts(self.y, predicted)
            new = name == "weight"
            curve = _curve(self.y, p) if new else self.plain_curve
            bins = self.plain_reliability if name == "threshold" else _reliability(self.y, p)
            roads[name] = Road(setting, counts, self._cost(counts), curve, bins)
        self._say(ratio, roads, answers)
        alarms = "one false alarm" if ratio == 1 else f"{ratio:.3g} false alarms"
        return explorer_page(
            self.figure.draw(ratio, roads),
            roads,
            title=f"A missed dog weighs as much as {alarms}",
            alt=self.alt,
            sentence=self.sentence,
        )

    def _say(self, ratio: float, roads: dict[str, Road], answers: dict[str, Answers]) -> None:
        """Put in words what is seen at a ratio."""
        apart = {
            pair: int((answers[pair[0]][1] != answers[pair[1]][1]).sum())
            for pair in itertools.combinations(answers, 2)
        }
        (one, other), most = max(apart.items(), key=lambda item: item[1])
        differ = (
            f"the three roads answer at most {most:,} of {len(self.y):,} pictures differently "
            f"({one} against {other})"
            if most
            else f"the three roads give the same answer to all {len(self.y):,} pictures"
        )
        weight = roads["weight"]
        self.sentence = (
            f"At weight {ratio:.3g} the refitted last layer has recall {weight.recall:.2f} and "
            f"precision {weight.precision:.2f}, at a cost of {weight.cost:.3f} a picture; {differ}."
        )
        settings = "; ".join(
            f"{road.setting}: recall {road.recall:.2f}, precision {road.precision:.2f}, cost "
            f"{road.cost:.3f}"
            for road in roads.values()
        )
        counts = ", ".join(f"{kind} {count:,}" for kind, count in weight.counts.items())
        mean = float(answers["weight"][0].mean())
        self.alt = (
            "Four panels: precision-recall curve, confusion matrix, reliability curve and cost "
            f"per picture. {settings}. Confusion matrix of the weighted last layer: {counts}. "
            f"Its mean score is {mean:.2f}; {self.y.mean():.2f} of the pictures are dogs."
        )

    def bundle(self, ratio: float) -> dict[str, str]:
        """Move to a ratio; return the picture, its text and the sentence for the notebook."""
        page = self.move(ratio)
        return {"text/html": page, "text/plain": f"[figure] {self.alt}\n{self.sentence}"}


def explore(
    *,
    train: Split,
    test: Split,
    c_fp: float = 1,
    c_fn: float = 9,
    threshold_of: Callable[[float, float], float],
    shift_of: Callable[[float], float],
) -> None:
    """Show a slider for the weight of class 1, and a picture that follows it.

    At each move a head is fitted again on all training rows. The first picture is that at the
    ratio ``c_fn / c_fp``; where no kernel or no slider is at hand, it stays.

    train, test ((float array (n, d), int array (n,))): Features and classes; the heads are fitted
        on the first and judged on the second.
    c_fp, c_fn (number): What a false alarm and a miss cost.
    threshold_of (callable): ``threshold_of(c_fp, c_fn)`` gives the threshold on calibrated
        probabilities.
    shift_of (callable): ``shift_of(ratio)`` gives what a ratio of the weights adds to the logit.
    Raises ValueError: If a price is not a number above 0, or a function returns no finite number.
    """
    print("First the layer is fitted once at each place of the slider: this takes a few seconds.")
    explorer = Explorer(train, test, c_fp, c_fn, threshold_of, shift_of)
    shown = explorer.bundle(explorer.price)
    if find_spec("ipywidgets") is None:  # a browser without a server
        _show_still(explorer, shown)
        return
    slider = _slider(explorer)
    view = {"version_major": 2, "version_minor": 0, "model_id": slider.model_id}
    still = f"A still picture at weight {explorer.price:.3g}: run this cell to move it."
    display(
        {
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": f"<p>{still}</p>",
            "text/plain": still,
        },
        raw=True,
    )
    # The picture is an output like any other, so that it stays where there is no slider: on a
    # page made by nbconvert, in a grader's feedback, in a notebook that is opened again.
    picture = display(shown, raw=True, display_id=True)

    def follow(change: dict[str, Any]) -> None:
        slider.description = _name_of(change["new"])
        picture.update(explorer.bundle(change["new"]), raw=True)

    slider.observe(follow, names="value")


def _show_still(explorer: Explorer, shown: dict[str, str]) -> None:
    text = (
        f"There is no slider here: this is the picture at weight {explorer.price:.3g}. Change c_fp "
        "or c_fn in this cell and run it again to see another."
    )
    display({"text/html": f"<p>{text}</p>", "text/plain": text}, raw=True)
    display(shown, raw=True)


def _slider(explorer: Explorer) -> "widgets.SelectionSlider":
    """Return the slider; arrow keys move it to the next place.

    Its name tells where it stands. ipywidgets' own number beside it could be typed over, and the
    slider would stay where it is.
    Moves that come while the kernel is busy don't pile up: ipywidgets holds them back in the
    browser and sends the last one only.
    """
    import ipywidgets as widgets

    return widgets.SelectionSlider(
        options=[(f"{ratio:.3g}", ratio) for ratio in explorer.ratios],
        value=explorer.price,
        description=_name_of(explorer.price),
        tooltip="Arrow keys move it",  # else ipywidgets says 'null'
        readout=False,
        style={"description_width": "11em"},  # the same for all numbers: the slider stays in place
        layout={"width": "100%"},
    )


def _name_of(ratio: float) -> str:
    return f"Weight of a dog: {ratio:.3g}"


def _counts(y: np.ndarray, predicted: np.ndarray) -> dict[str, int]:
    """Count the four cells of the confusion matrix of two bool arrays (n,)."""
    tp, rare, alarms = int((y & predicted).sum()), int(y.sum()), int(predicted.sum())
    return {"tn": len(y) - rare - alarms + tp, "fp": alarms - tp, "fn": rare - tp, "tp": tp}


def _curve(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return recall and precision, thinned: float array (2, points)."""
    precision, recall, _ = precision_recall_curve(y, p)
    # From the first find on: before it the precision is 0, which tells nothing.
    places = np.linspace(recall[recall > 0].min(), 1, _POINTS)
    kept = np.unique(np.searchsorted(-recall, -places))
    return np.array([recall[kept], precision[kept]])


def _reliability(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return mean probability and share of class 1 in ten bins of as many rows each."""
    share, mean = calibration_curve(y, p, n_bins=_BINS, strategy="quantile")
    return np.array([mean, share])


def _plain(ratio: float) -> float:
    """Return a whole number as one, which reads better in what learners print."""
    return int(ratio) if float(ratio).is_integer() else ratio


def _number(value: object, what: str) -> float:
    if isinstance(value, Real) and not isinstance(value, bool) and np.isfinite(float(value)):
        return float(value)
    shown = f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else repr(value)
    raise ValueError(f"{what} returned {shown:.80}: let it return one finite number.")


def _checked_price(price: object, name: str) -> float:
    """Return a price as a float above 0, or say what is wrong with it."""
    if isinstance(price, Real) and not isinstance(price, bool) and 0 < float(price) < np.inf:
        return float(price)
    raise ValueError(f"{name} is {price!r}: give a number above 0, such as 1 or 9.")
