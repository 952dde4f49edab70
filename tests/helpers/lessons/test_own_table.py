"""A learner's own table: each kind of fault is mended and said, or named in one sentence."""

import random
from pathlib import Path

import numpy as np
import pytest

from helpers.claims import ClaimError
from helpers.lessons.own_table import EXAMPLE, Table, claims_about, read_table, usable
from helpers.lessons.own_table.csv_cells import TableError

ROWS = 800


@pytest.fixture
def columns() -> dict[str, list[object]]:
    """Return a table without any fault: 100 of 800 rows are positive."""
    drawn = random.Random(0)
    fraud = [int(row % 8 == 0) for row in range(ROWS)]
    return {
        "amount": [round(drawn.gauss(50, 20), 5) for _ in fraud],
        "country": [drawn.choice(["NL", "DE", "FR"]) for _ in fraud],
        "fraud": list(fraud),
    }


@pytest.fixture
def written(tmp_path):
    """Return a function that writes columns into a CSV file."""

    def write(columns: dict[str, list[object]], mark: str = ",") -> Path:
        lines = [mark.join(columns)]
        lines += [mark.join(map(str, row)) for row in zip(*columns.values(), strict=True)]
        file = tmp_path / "table.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return write


def remarks(table: Table) -> str:
    return " ".join(table.remarks)


def test_a_table_without_faults_has_no_remarks(columns, written, capsys):
    table = read_table(written(columns), "fraud", 1)
    assert table.remarks == []
    assert (table.names, table.numbers, table.texts) == (["amount", "country"], [0], [1])
    assert table.X.shape == (ROWS, 2)
    assert table.y.tolist() == columns["fraud"]
    assert "800 rows, 100 of them positive (12.50%); 2 columns." in capsys.readouterr().out


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_are_parted_by_the_mark_of_the_first_line(columns, written, mark):
    table = read_table(written(columns, mark), "fraud", 1)
    assert table.X[0].tolist() == [columns["amount"][0], columns["country"][0]]


def test_with_semicolons_a_comma_is_a_decimal_point(columns, written):
    numbers = columns["amount"]
    columns["amount"] = [str(number).replace(".", ",") for number in numbers]
    assert read_table(written(columns, ";"), "fraud", 1).X[:, 0].tolist() == numbers


def test_labels_as_text_are_found_however_they_are_spelt(columns, written):
    words = {0: "no", 1: "Yes"}
    columns["fraud"] = [words[label] for label in columns["fraud"]]
    columns["fraud"][0] = "yes "
    table = read_table(written(columns), "fraud", "YES")
    assert table.y.sum() == 100
    assert "'Yes', 'yes' are taken for the same value of 'fraud'." in remarks(table)
    assert "'fraud' is text" in remarks(table)


def test_numbers_are_the_same_however_they_are_written(columns, written):
    assert read_table(written(columns), "fraud", "1.0").y.sum() == 100


def test_copies_are_left_out_before_a_split_can_part_them(columns, written):
    doubled = {name: cells + cells[:7] for name, cells in columns.items()}
    table = read_table(written(doubled), "fraud", 1)
    assert len(table.y) == ROWS
    assert "7 rows are exact copies" in remarks(table)


def test_a_target_with_many_values_is_the_positive_one_against_all_others(columns, written):
    columns["fraud"] = [
        label if label else row % 3 + 2 for row, label in enumerate(columns["fraud"])
    ]
    table = read_table(written(columns), "fraud", 1)
    assert table.y.sum() == 100
    assert "'fraud' has 4 values: '1' is 1, all others are 0." in remarks(table)


@pytest.mark.parametrize("value", ["", "NA", "?", "nan"])
def test_rows_without_a_target_are_left_out(columns, written, value):
    columns["fraud"][1:4] = [value] * 3
    table = read_table(written(columns), "fraud", 1)
    assert len(table.y) == ROWS - 3
    assert "3 rows without a value of 'fraud' are left out" in remarks(table)


@pytest.mark.parametrize("value", ["", "NA", "?", "null"])
def test_missing_values_are_kept_as_missing(columns, written, value):
    columns["amount"][2], columns["country"][3] = value, value
    table = read_table(written(columns), "fraud", 1)
    assert np.isnan(table.X[2, 0])
    assert table.X[3, 1] == "missing"
    assert "'amount' is missing in 1 rows" in remarks(table)


def test_a_few_cells_that_are_no_numbers_are_named_and_taken_as_missing(columns, written):
    columns["amount"][5] = "many"
    table = read_table(written(columns), "fraud", 1)
    assert np.isnan(table.X[5, 0])
    assert "'amount' has 1 cells that are not numbers, such as 'many'" in remarks(table)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([7] * ROWS, "'extra' is constant or empty: left out."),
        ([""] * ROWS, "'extra' is constant or empty: left out."),
        (
            range(1000, 1000 + ROWS),
            "'extra' has a different whole number in each row, as an id has",
        ),
        ([f"order {row}" for row in range(ROWS)], "'extra' has 800 different texts"),
    ],
    ids=["constant", "empty", "id", "free text"],
)
def test_a_column_that_is_of_no_use_is_left_out(columns, written, cells, words):
    table = read_table(written({"extra": list(cells), **columns}), "fraud", 1)
    assert table.names == ["amount", "country"]
    assert words in remarks(table)


@pytest.mark.parametrize(
    "cells",
    [
        [5 - 3 * (row % 8 == 0) + row % 2 for row in range(ROWS)],
        ["paid" if row % 8 else "charged back" for row in range(ROWS)],
        [row if row % 8 == 0 else "" for row in range(ROWS)],
    ],
    ids=["numbers", "texts", "known for positives alone"],
)
def test_a_column_that_tells_the_target_alone_is_left_out(columns, written, cells):
    table = read_table(written({"after": cells, **columns}), "fraud", 1)
    assert table.names == ["amount", "country"]
    assert "'after' alone gives the target away (ROC-AUC 1.000): left out." in remarks(table)


def test_few_positives_are_said(columns, written):
    columns["fraud"] = [int(row % 40 == 0) for row in range(ROWS)]
    assert "Only 20 positives, so about 6 in the test set" in remarks(
        read_table(written(columns), "fraud", 1)
    )


@pytest.mark.parametrize(
    ("positive", "words"),
    [("0", "did you mean the other one?"), ("1", "30% are positive, which isn't rare")],
)
def test_a_rare_class_that_is_not_rare_is_said(columns, written, positive, words):
    columns["fraud"] = [int(row % 10 < 3) for row in range(ROWS)]
    assert words in remarks(read_table(written(columns), "fraud", positive))


def test_columns_known_only_afterwards_can_be_taken_out(columns, written):
    table = read_table(written(columns), "fraud", 1).without("amount")
    assert (table.names, table.numbers, table.texts) == (["country"], [], [0])
    assert table.X[0].tolist() == [columns["country"][0]]


def test_a_misspelt_column_is_not_left_out_in_silence(columns, written, capsys):
    """Whoever writes 'Amount' for 'amount' would keep the column that knows the answer."""
    table = read_table(written(columns), "fraud", 1)
    capsys.readouterr()
    assert table.without("Amount", "country").names == ["amount"]
    said = capsys.readouterr().out
    assert said == "The table has no column 'Amount': nothing is left out for it.\n"


@pytest.mark.parametrize(
    ("target", "positive", "words"),
    [
        ("Fraud", 1, "no column 'Fraud': set TARGET to one of 'amount', 'country', 'fraud'."),
        ("fraud", "yes", "no row has 'yes' in 'fraud': set POSITIVE to one of '0', '1'."),
        ("amount", 1e9, "no row has 1000000000.0 in 'amount': set POSITIVE to one of"),
    ],
)
def test_names_that_do_not_fit_are_answered_with_those_that_do(
    columns, written, target, positive, words
):
    with pytest.raises(TableError, match=words):
        read_table(written(columns), target, positive)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (lambda row: 1, "every row has 1 in 'fraud'"),
        (lambda row: int(row < 9), "only 9 of 800 rows are positive"),
        (lambda row: int(row >= 9), "only 9 rows are not 1: collect others, too."),
    ],
    ids=["all", "too few", "too many"],
)
def test_a_target_that_can_not_be_learned_is_refused(columns, written, label, words):
    columns["fraud"] = [label(row) for row in range(ROWS)]
    with pytest.raises(TableError, match=words):
        read_table(written(columns), "fraud", 1)


def test_a_table_of_ids_alone_is_refused(columns, written):
    with pytest.raises(TableError, match="no column is left to predict 'fraud' from: 'id' has"):
        read_table(written({"id": list(range(ROWS)), "fraud": columns["fraud"]}), "fraud", 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "is a spreadsheet or a zip file: save it as CSV"),
        (b"name,\xe9\xff\n1,2\n", "is not written in UTF-8"),
        (b"", "needs a line with the columns' names"),
        (b"a,b\n", "needs a line with the columns' names"),
        (b"a\n1\n", "needs a line with the columns' names"),
        (b"a,b,a\n1,2,3\n", "two columns are called 'a'"),
        (b"a,b\n1,2\n1,2,3\n", "line 3 of table.csv has 3 cells where the first line names 2"),
    ],
    ids=["xlsx", "latin-1", "empty", "no rows", "one column", "names twice", "ragged"],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path, content, words):
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(TableError, match=words):
        read_table(tmp_path / "table.csv", "a", 1)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TableError, match="put it beside the notebook, or write its whole path"):
        read_table(tmp_path / "table.csv", "a", 1)


def test_an_error_is_shown_without_a_traceback():
    assert TableError("why.")._render_traceback_() == ["TableError: why."]


def test_the_table_of_the_lesson_is_what_the_data_card_says(capsys):
    table = read_table(EXAMPLE, "Damage", "Substantial")
    assert (len(table.y), table.y.sum()) == (6403, 100)
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) == 6424


def test_claims_about_another_table_are_no_errors(capsys):
    say = claims_about("payments.csv")
    say("Half are frauds.", False)
    say("Some are frauds.", np.True_)
    assert capsys.readouterr().out == (
        "Not so on your table: Half are frauds.\nSo on your table: Some are frauds.\n"
    )
    with pytest.raises(ClaimError):
        claims_about(EXAMPLE)("This is false.", False)


def test_a_column_gives_the_group_of_each_row(columns, written):
    table = read_table(written(columns), "fraud", 1)
    assert table.column("country").tolist() == columns["country"]
    assert table.column("amount").dtype.kind == "U"


def test_a_column_that_is_not_there_is_named(columns, written):
    with pytest.raises(TableError, match="no column 'city': take one of 'amount', 'country'"):
        read_table(written(columns), "fraud", 1).column("city")


def test_parts_need_both_classes_on_both_sides(capsys):
    y = np.array([0, 1, 0, 0, 0, 1])
    good, bad = (np.array([0, 1]), np.array([4, 5])), (np.array([0, 1]), np.array([2, 3]))
    kept = usable(iter([good, bad]), y)
    assert len(kept) == 1
    assert kept[0][1].tolist() == [4, 5]
    assert "1 of 2 parts have only one class on one side: left out." in capsys.readouterr().out


def test_where_all_parts_hold_both_classes_nothing_is_said(capsys):
    y = np.array([0, 1, 0, 1])
    assert len(usable([(np.array([0, 1]), np.array([2, 3]))], y)) == 1
    assert capsys.readouterr().out == ""


def test_a_table_sorted_by_its_target_has_no_part_forward_in_time(capsys):
    y = np.repeat([0, 1], 4)
    assert usable([(np.arange(4), np.arange(4, 8))], y) == []
    assert "they can't be tested forward in time" in capsys.readouterr().out
