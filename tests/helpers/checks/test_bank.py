"""The bank: found, and read back whatever happened to it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from course.compiled import bank_to_text
from helpers.checks import plain
from helpers.checks.bank import Bank, bank_from_data, bank_from_source, find_bank
from helpers.checks.compare import identical
from helpers.checks.exercise import Case, CheckError


def test_where_bytes_count_the_cases_keep_theirs(bank, tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "_OWN_INT", np.dtype(np.int32))
    short = replace(bank.exercise("halves"), cases=(Case((np.arange(3),)),) * 4)
    wide = replace(short, name="wide", eight_bytes=True)
    both = Bank("01_small", ("halves", "wide"), {"halves": short, "wide": wide})
    (tmp_path / "checks.json").write_text(bank_to_text(both))
    read = bank_from_data(tmp_path / "checks.json")
    kinds = [read.exercise(name).cases[0].args[0].dtype for name in read.names]
    assert kinds == ["int32", "int64"]


def test_the_names_are_in_the_order_of_the_lesson(bank, compiled):
    assert bank.names == compiled.names == ("halves", "check_rows")
    assert bank.lesson == compiled.lesson == "01_small"


def test_the_data_say_what_the_source_says(bank, compiled):
    for name in bank.names:
        a, b = bank.exercise(name), compiled.exercise(name)
        for field in ("name", "signature", "points", "tolerance", "bounds", "hints"):
            assert getattr(a, field) == getattr(b, field)
        assert [case.mentions for case in a.cases] == [case.mentions for case in b.cases]
        assert identical([case.args for case in a.cases], [case.args for case in b.cases])
        assert [m.hint for m in a.mistakes] == [m.hint for m in b.mistakes]
        for x, y in zip(a.mistakes, b.mistakes, strict=True):
            assert identical([r.value for r in x.results], [r.value for r in y.results])
        assert identical([r.value for r in a.expected], [r.value for r in b.expected])
        assert [r.error for r in a.expected] == [r.error for r in b.expected]


def test_the_data_survive_a_round_trip(bank, released, compiled):
    assert bank_to_text(compiled) == bank_to_text(bank)


@pytest.mark.parametrize(
    ("name", "near"), [("halvs", "halves"), ("Halves", "halves"), ("checkrows", "check_rows")]
)
def test_an_unknown_name_lists_the_names_near_it(bank, name, near):
    with pytest.raises(CheckError, match=rf"no exercise '{name}'.*Did you mean {near}\?"):
        bank.exercise(name)


def test_a_name_like_nothing_lists_all_names(bank):
    with pytest.raises(CheckError, match=r"lesson 01_small\. It has: halves, check_rows\."):
        bank.exercise("zzz")


def test_a_function_for_a_name_is_told_where_the_name_goes(bank):
    with pytest.raises(CheckError, match=r"goes first, as text.*of type function.*\"halves\""):
        bank.require(lambda y: y)


@pytest.mark.parametrize("name", [None, 3, np.zeros(3), ["halves"], {}], ids=str)
def test_any_other_name_gets_a_sentence(bank, name):
    with pytest.raises(CheckError, match="write it in quotes"):
        bank.exercise(name)


def test_an_error_is_one_line_in_a_notebook():
    assert CheckError("so it is")._render_traceback_() == ["CheckError: so it is"]


def damaged(folder: Path, content: bytes) -> Path:
    file = folder / "checks.json"
    file.write_bytes(content)
    return file


def test_every_truncation_is_a_check_error(released, bank):
    small = Bank("01_small", ("check_rows",), sources=bank.sources)
    content = bank_to_text(small).encode()
    for length in range(len(content.rstrip())):
        with pytest.raises(CheckError, match="is damaged: restore it from the course"):
            bank_from_data(damaged(released, content[:length]))


def without(data: dict, path: tuple) -> None:
    *steps, last = path
    for step in steps:
        data = data[step]
    del data[last]


def paths(data: object, before: tuple = ()) -> list[tuple]:
    """Return the way to every part of some JSON data."""
    if isinstance(data, dict):
        parts = list(data.items())
    elif isinstance(data, list):
        parts = list(enumerate(data))  # type: ignore[arg-type]
    else:
        return []
    return [p for key, part in parts for p in [(*before, key), *paths(part, (*before, key))]]


# A list may lose an entry, and an exercise may be missing, without anybody noticing.
HARMLESS = {"hints", "exercises", "mistakes", "mentions", "list", "tuple", "dict", "changed"}


def test_whatever_is_missing_is_a_check_error_or_harmless(released):
    text = (released / "checks.json").read_text()
    for path in paths(json.loads(text)):
        data = json.loads(text)
        without(data, path)
        file = damaged(released, json.dumps(data).encode())
        try:
            bank = bank_from_data(file)
        except CheckError:
            continue
        assert set(path) & HARMLESS or path[-1] in ("value", "error", "message"), path
        assert isinstance(bank, Bank)


@pytest.mark.parametrize("other", [None, 7, "x", [], {}, [[]], {"a": 1}, True, 1e999], ids=str)
def test_whatever_stands_in_place_of_a_part_is_a_check_error_or_read(released, other):
    text = (released / "checks.json").read_text()
    for path in paths(json.loads(text))[::3]:
        data = json.loads(text)
        part = data
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = other
        file = damaged(released, json.dumps(data).encode())
        try:
            bank = bank_from_data(file)
        except CheckError:
            continue
        assert all(len(e.cases) == len(e.expected) > 0 for e in bank.compiled.values())


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"null", b"{}", b"\xff\xfe\x00", b"[" * 10**5, b'{"lesson": 1, "exercises": 3}'],
    ids=["empty", "list", "null", "dict", "not utf-8", "deep", "no list"],
)
def test_other_content_is_a_check_error(released, content):
    with pytest.raises(CheckError, match=r"checks\.json in 01_small is damaged"):
        bank_from_data(damaged(released, content))


def test_a_file_that_cant_be_read_is_a_check_error(released):
    file = released / "checks.json"
    file.unlink()
    file.mkdir()
    with pytest.raises(CheckError, match=r"checks\.json can't be read: Is a directory"):
        bank_from_data(file)


def test_the_source_is_taken_where_it_is_beside_the_notebook(course):
    bank = find_bank(course / "solutions" / "01_small")
    assert set(bank.sources) == {"halves", "check_rows"}


def test_the_data_are_taken_on_the_learners_side(released):
    bank = find_bank(released)
    assert bank.sources == {}
    assert bank.names == ("halves", "check_rows")


def test_a_submission_without_data_is_checked_by_the_courses_own_bank(course):
    folder = course / "grading" / "autograded" / "ada" / "01_small"
    folder.mkdir(parents=True)
    assert set(find_bank(folder).sources) == {"halves", "check_rows"}


def test_where_there_is_no_bank_the_way_out_is_named(tmp_path):
    with pytest.raises(CheckError, match=r"open the notebook in its own folder, with checks\.json"):
        find_bank(tmp_path)


def test_two_lessons_with_the_same_names_dont_mix(course):
    other = course / "solutions" / "02_other"
    shutil.copytree(course / "solutions" / "01_small", other)
    halves = other / "exercises" / "halves.py"
    halves.write_text(halves.read_text().replace("/ 2", "/ 4"))
    first = bank_from_source(course / "solutions" / "01_small" / "exercises")
    second = bank_from_source(other / "exercises")
    assert first.exercise("halves").expected[0].value.tolist() == [0.5, 1.0]
    assert second.exercise("halves").expected[0].value.tolist() == [0.25, 0.5]
