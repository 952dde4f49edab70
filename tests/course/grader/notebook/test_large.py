"""A large notebook is read piece by piece, without what its cells have shown."""

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grader.notebook import large
from course.grader.notebook.large import TooMuch, read_kept
from course.grader.notebook.read import read_cells

TEXTS = st.text(st.sampled_from('"\\[]a\né{}:,'), max_size=9)
SHOWN = st.recursive(
    TEXTS, lambda one: st.lists(one, max_size=4) | st.dictionaries(TEXTS, one, max_size=3)
)
CELLS = st.lists(
    st.fixed_dictionaries({"source": TEXTS, "outputs": st.lists(SHOWN), "metadata": SHOWN}),
    min_size=1,
)


def without_outputs(data: Any) -> Any:
    cells = [{**cell, "outputs": []} for cell in data["cells"]]
    return {**data, "cells": cells}


@given(CELLS, SHOWN, st.integers(1, 70), st.integers(1, 9), st.booleans())
def test_all_but_the_outputs_is_kept_wherever_a_piece_ends(cells, more, piece, block, escaped):
    data = {"cells": cells, "metadata": more}
    content = json.dumps(data, ensure_ascii=escaped).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE_FILE", 0)
        patch.setattr(large, "_PIECE", piece)
        patch.setattr(large, "_FIRST_BLOCK", block)
        kept = read_kept(io.BytesIO(content), len(content)).content
    assert json.loads(kept) == without_outputs(data)


@pytest.mark.parametrize(
    "outputs",
    [
        '{"text": "' + "x\\n" * 9_000_000 + "\N{SNOWMAN}" + '"}',
        ",".join(['{"text": ["a]", "\\""]}'] * 900_000),
        "[[],[]]," * 3_000_000 + "1",
    ],
    ids=["text", "many", "nested"],
)
def test_a_large_notebook_takes_little_memory(outputs):
    cells = f'{{"cells": [{{"cell_type": "code", "source": "y", "outputs": [{outputs}]}}]}}'
    stream = io.BytesIO(cells.encode())
    tracemalloc.start()
    kept = read_kept(stream, 10**9).content
    assert [cell.source for cell in read_cells(kept).cells] == ["y"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize(
    "cells",
    [
        '{"metadata": "' + "x" * 41_000_000 + '"}',
        '{"metadata": "' + "\N{SNOWMAN}" * 9_000_000 + '"}',
        ",".join(['{"outputs": [1]}'] * 1100 + ['"' + "x" * 2_000_000 + '"']),
        ",".join(["1"] * 1_100_000),
    ],
    ids=["long", "wide", "lists", "values"],
)
def test_what_would_fill_the_memory_is_refused(cells, monkeypatch):
    monkeypatch.setattr(large, "MOST_LISTS", 1000)
    content = f'{{"cells": [{cells}]}}'.encode()
    try:
        kept = read_kept(io.BytesIO(content), 10**9).content
    except TooMuch:
        return
    assert "holds too much" in read_cells(kept).reason


def test_code_and_pictures_of_all_cells_together_are_bounded():
    attached = {"attachments": {"a.png": {"image/png": "A" * 7_000_000}}}
    cells = [{"cell_type": "code", "source": "#" * 900_000}] * 9
    cells += [{"cell_type": "markdown", "source": "x", **attached}] * 4
    content = read_cells(json.dumps({"cells": cells}).encode())
    assert sum(len(cell.source) for cell in content.cells) <= 5_000_000
    assert [bool(cell.attachments) for cell in content.cells[5:]] == [True, True, False, False]
    assert content.notes == (
        "4 cells could not be read",
        "pictures that are too large together were left out: 2",
    )
