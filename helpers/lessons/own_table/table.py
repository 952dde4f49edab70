"""Lesson 10: a table from a CSV file, and in words what is wrong with it.

Nothing leaves the machine. Where the lesson can't go on, a `TableError` says so in one sentence;
what can be mended is mended, and said.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from helpers.claims import claim
from helpers.lessons.own_table.csv_cells import TableError, cells_of

EXAMPLE = Path(__file__).with_name("bird_strikes.csv")
MISSING = {"", "?", "na", "n/a", "nan", "null"}
FOLDS = 5  # of cross-validation, within the training rows
FEWEST = 10  # positives: below, a fold or a test set would have none
FEW = 60  # positives: below, the interval of a recall is wider than half
LARGE = 50_000  # rows: from here on training takes minutes


@dataclass(frozen=True)
class Table:
    """A table that the lesson can go on with.

    X (object array (n, d)): Cells: floats in the columns of numbers (NaN where missing), else
        texts.
    y (int array (n,)): 1 in the rows of the positive value, 0 in all others.
    names (list of str): The d columns' names.
    remarks (list of str): What was found, one sentence each.
    """

    X: np.ndarray
    y: np.ndarray
    names: list[str]
    remarks: list[str]

    @property
    def numbers(self) -> list[int]:
        """The places of the columns of numbers."""
        return [place for place, cell in enumerate(self.X[0]) if isinstance(cell, float)]

    @property
    def texts(self) -> list[int]:
        """The places of the columns of texts."""
        return [place for place, cell in enumerate(self.X[0]) if not isinstance(cell, float)]

    def column(self, name: str) -> np.ndarray:
        """Return a column's cells as texts (n,), such as the group of each row.

        Raises TableError: If the table has no such column.
        """
        if name not in self.names:
            raise TableError(
                f"the table has no column {name!r}: take one of {_listed(self.names)}."
            )
        return self.X[:, self.names.index(name)].astype(str)

    def without(self, *names: str) -> "Table":
        """Return the table without some columns, and say of which names it has none."""
        for name in names:
            if name not in self.names:
                print(f"The table has no column {name!r}: nothing is left out for it.")
        kept = [place for place, name in enumerate(self.names) if name not in names]
        return replace(self, X=self.X[:, kept], names=[self.names[place] for place in kept])


def claims_about(file: str | Path) -> Callable[[str, object], None]:
    """Return `claim` for the lesson's own table; for another one, a function that says what is so.

    What the lesson claims of bird strikes may be false elsewhere, and is no error there.
    """
    if Path(file) == EXAMPLE:
        return claim

    def say(text: str, condition: object) -> None:
        print(f"{'So on your table' if condition else 'Not so on your table'}: {text}")

    return say


def read_table(file: str | Path, target: str, positive: object) -> Table:
    """Read a CSV file whose first line names the columns, print what it finds, and mend it.

    file (str or Path): In UTF-8; commas, semicolons, tabs or bars part its cells.
    target (str): The name of the column that is to be predicted.
    positive (object): The value of the rare class in it, as text or number; all other values are
        the other class.
    Raises TableError: If the lesson can't go on with it.
    """
    names, rows, decimal_comma = cells_of(Path(file))
    remarks: list[str] = []
    rows = _without_copies(rows, remarks)
    if target not in names:
        raise TableError(
            f"{Path(file).name} has no column {target!r}: set TARGET to one of {_listed(names)}."
        )
    place = names.index(target)
    rows = _with_target(rows, place, target, remarks)
    y = _labels([row[place] for row in rows], target, positive, remarks)
    columns, kept = [], []
    for column, name in enumerate(names):
        if column != place:
            values = _column([row[column] for row in rows], name, decimal_comma, remarks)
            if values is not None and not _tells_all(values, y, name, remarks):
                columns.append(values)
                kept.append(name)
    if not columns:
        raise TableError(f"no column is left to predict {target!r} from: " + " ".join(remarks))
    cells = np.column_stack([values.astype(object) for values in columns])
    print(f"{len(y):,} rows, {y.sum():,} of them positive ({y.mean():.2%}); {len(kept)} columns.")
    print(*(f"- {remark}" for remark in remarks), sep="\n")
    return Table(cells, y, kept, remarks)


def _without_copies(rows: list[list[str]], remarks: list[str]) -> list[list[str]]:
    single = [list(row) for row in dict.fromkeys(map(tuple, rows))]
    copies = len(rows) - len(single)
    if copies:
        remarks.append(
            f"{copies:,} rows are exact copies of others and are left out: after a split they "
            "could stand on both sides."
        )
    if len(single) > LARGE:
        remarks.append(f"More than {LARGE:,} rows: the training below may take many minutes.")
    return single


def _with_target(
    rows: list[list[str]], place: int, target: str, remarks: list[str]
) -> list[list[str]]:
    known = [row for row in rows if row[place].lower() not in MISSING]
    if len(known) < len(rows):
        remarks.append(
            f"{len(rows) - len(known):,} rows without a value of {target!r} are left out: ask why "
            "they have none."
        )
    return known


def _labels(values: list[str], target: str, positive: object, remarks: list[str]) -> np.ndarray:
    """Return 1 where the target has the positive value, however it is spelt, and 0 elsewhere."""
    counts = Counter(values)
    ours = [value for value, _ in counts.most_common() if _same(value, positive)]
    if not ours:
        raise TableError(
            f"no row has {positive!r} in {target!r}: set POSITIVE to one of {_listed(counts)}."
        )
    y = np.array([value in ours for value in values], dtype=int)
    n, positives = len(y), int(y.sum())
    if len(counts) == len(ours):
        raise TableError(
            f"every row has {positive!r} in {target!r}: there is nothing to tell apart."
        )
    if positives < FEWEST:
        raise TableError(
            f"only {positives} of {n:,} rows are positive, and this lesson's split with {FOLDS} "
            f"folds needs {FEWEST}: collect more labels, or look for anomalies."
        )
    if n - positives < FEWEST:
        raise TableError(f"only {n - positives} rows are not {positive!r}: collect others, too.")
    if len(ours) > 1:
        remarks.append(f"{_listed(ours)} are taken for the same value of {target!r}.")
    if len(counts) - len(ours) > 1:
        remarks.append(
            f"{target!r} has {len(counts)} values: {ours[0]!r} is 1, all others are 0. If it is a "
            "measurement, decide first above which value a row is positive."
        )
    elif _number(ours[0]) is None:
        remarks.append(f"{target!r} is text: {ours[0]!r} is 1.")
    if positives < FEW:
        remarks.append(
            f"Only {positives} positives, so about {round(0.3 * positives)} in the test set: its "
            "recall will have a very wide interval."
        )
    if positives > n / 2:
        remarks.append(f"{ours[0]!r} is the more frequent value: did you mean the other one?")
    elif positives > n / 5:
        remarks.append(f"{positives / n:.0%} are positive, which isn't rare: 0.5 may well do.")
    return y


def _column(
    cells: list[str], name: str, decimal_comma: bool, remarks: list[str]
) -> np.ndarray | None:
    """Return a column as floats or as texts, None if it is of no use."""
    known = [cell for cell in cells if cell.lower() not in MISSING]
    kinds = len(set(known))
    missing = len(cells) - len(known)
    if kinds < 2 and not (kinds and missing):
        remarks.append(f"{name!r} is constant or empty: left out.")
        return None
    if missing:
        remarks.append(f"{name!r} is missing in {missing:,} rows: 'missing' may mean something.")
    points = [cell.replace(",", ".") if decimal_comma else cell for cell in known]
    values = [_number(point) for point in points]
    strange = [cell for cell, value in zip(known, values, strict=True) if value is None]
    if len(strange) <= 0.05 * len(known):
        if strange:
            remarks.append(
                f"{name!r} has {len(strange):,} cells that are not numbers, such as "
                f"{strange[0]!r}: taken as missing."
            )
        numbers = iter(math.nan if value is None else value for value in values)
        column = np.array([math.nan if c.lower() in MISSING else next(numbers) for c in cells])
        if kinds == len(cells) > 50 and np.all(column == np.round(column)):
            remarks.append(
                f"{name!r} has a different whole number in each row, as an id has: left out."
            )
            return None
        return column
    if kinds > max(20, 0.3 * len(known)):
        remarks.append(
            f"{name!r} has {kinds:,} different texts (names, dates or sentences): left out. Make "
            "numbers of them if they matter, such as the month of a date."
        )
        return None
    return np.array([cell if cell.lower() not in MISSING else "missing" for cell in cells], object)


def _tells_all(values: np.ndarray, y: np.ndarray, name: str, remarks: list[str]) -> bool:
    """Tell whether a column alone ranks almost all positives above, or below, all others."""
    from sklearn.metrics import roc_auc_score  # here, for it takes a second

    if values.dtype == float:
        score = np.where(np.isnan(values), np.nanmin(values) - 1, values)
    else:
        kinds = {kind: y[values == kind].mean() for kind in set(values)}
        score = np.array([kinds[value] for value in values])
    area = roc_auc_score(y, score)
    if max(area, 1 - area) < 0.995:
        return False
    remarks.append(
        f"{name!r} alone gives the target away (ROC-AUC {max(area, 1 - area):.3f}): left out. Such "
        "a column is often written down after the fact."
    )
    return True


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _same(value: str, positive: object) -> bool:
    a, b = _number(value), _number(str(positive).strip())
    if a is not None and b is not None:
        return a == b
    return value.casefold() == str(positive).strip().casefold()


def _listed(values: Counter[str] | list[str]) -> str:
    """Return up to eight values in quotes, the most frequent first."""
    names = [v for v, _ in values.most_common()] if isinstance(values, Counter) else values
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return ", ".join(repr(name) for name in names[:8]) + more
