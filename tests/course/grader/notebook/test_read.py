"""What is handed in is found and read, whatever it is called and wherever it lies."""

import gzip
import json
import os
import threading
import time

import pytest

from course.grader.notebook import read
from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_cells, read_file
from tests.course.grader.notebook.handed_in import LESSON, hand_in


def test_a_pipe_in_place_of_a_notebook_does_not_hang(tmp_path):
    folder = tmp_path / "ann" / LESSON
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{LESSON}.ipynb")
    started = time.monotonic()
    [one] = find_submissions(tmp_path, LESSON)
    reason = one.reason or read_file(one.file)[1]
    assert reason
    assert time.monotonic() - started < 5


def test_a_file_that_can_t_be_read_is_named(tmp_path):
    kept, reason = read_file(tmp_path / "gone.ipynb")
    assert (kept.content, reason) == (b"", "the file can't be read: No such file or directory")


def test_a_huge_file_is_named_with_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGEST_FILE", 2_000_000)
    file = hand_in(tmp_path, "ann.ipynb", b"x" * 3_000_000)
    assert "is 3 MB large" in read_file(file)[1]


WHOLE = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}], "a": [True, 2]}).encode()


@pytest.mark.parametrize("length", range(1, len(WHOLE)))
def test_what_breaks_off_is_told_so_wherever_it_does(length):
    assert read_cells(WHOLE[:length]).reason == "the file is damaged: it breaks off before its end"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (WHOLE + b"\n" + WHOLE, "is damaged: something follows behind the notebook's end"),
        (WHOLE.replace(b"[{", b"[\n{ x", 1), "is damaged: line 2 can't be read"),
        (WHOLE[:-1] + b",\n}\n", "is damaged: line 2 can't be read"),
        (WHOLE.replace(b"2]}", b"2,]}"), "is damaged: line 1 can't be read"),
        (str(json.loads(WHOLE)).encode(), "is damaged: line 1 can't be read"),
        (bytes(99), "is damaged: it contains nothing but zeros"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, not a notebook"),
        (gzip.compress(WHOLE, mtime=0), "is an archive (gzip), not a notebook"),
        (rb"{\rtf1\ansi x}", "is a text (RTF), not a notebook"),
        (b"version https://git-lfs.github.com/spec/v1\n", "does not begin like one"),
        (b"import numpy as np\n", "does not begin like one"),
    ],
)
def test_why_a_file_is_no_notebook_is_said(content, reason):
    assert reason in read_cells(content).reason


def test_zeros_behind_a_whole_notebook_do_no_harm():
    read_now = read_cells(WHOLE + bytes(512))
    assert (read_now.cells, read_now.notes) == (read_cells(WHOLE).cells, ())


def test_a_file_that_would_fill_the_memory_is_named(monkeypatch):
    monkeypatch.setattr("course.grader.notebook.parse.MOST_VALUES", 1000)
    assert "holds too much" in read_cells(b'{"cells": [' + b"[]," * 1000 + b"1]}").reason
    assert "no cells" in read_cells(b'{"cells": []}').reason


def test_a_file_that_is_being_written_is_waited_for(tmp_path):
    whole = json.dumps({"cells": []}).encode()
    file = hand_in(tmp_path, "ann.ipynb", whole[:5])

    def finish() -> None:
        time.sleep(0.5)
        file.write_bytes(whole)

    writer = threading.Thread(target=finish)
    writer.start()
    kept, reason = read_file(file)
    assert (kept.content, reason) == (whole, "")
    writer.join()


def test_a_file_that_never_ends_is_named(tmp_path):
    file = hand_in(tmp_path, "ann.ipynb", b"{")
    writing = threading.Event()

    def write() -> None:
        with file.open("ab") as stream:
            while not writing.wait(0.001):
                stream.write(b" ")
                stream.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        kept, reason = read_file(file)
    finally:
        writing.set()
        writer.join()
    # Between two writes it looks quiet: then it is damaged, which is named as well.
    assert reason or read_cells(kept.content).reason


def test_cells_are_read_with_both_ids():
    data = {
        "cells": [
            {
                "cell_type": "code",
                "id": "a",
                "source": ["x = 1\n", "y = 2"],
                "metadata": {"nbgrader": {"grade_id": "b"}},
            }
        ]
    }
    [cell] = read_cells(json.dumps(data).encode()).cells
    assert (cell.kind, cell.source, cell.graded_as, cell.cell_id) == (
        "code",
        "x = 1\ny = 2",
        "b",
        "a",
    )


@pytest.mark.parametrize("fence", ["```python", "```py", "``` {python}", "```{code-cell} ipython3"])
def test_an_answer_that_became_a_text_is_taken_out_of_its_fence(fence):
    text = {"cell_type": "markdown", "source": f"{fence}\nx = 1\n\ny = 2\n```\n"}
    [answer, other] = read_cells(
        json.dumps({"cells": [{**text, "id": "double-solution"}, {**text, "id": "mine"}]}).encode()
    ).cells
    assert answer.source == "x = 1\n\ny = 2"
    assert other.source == text["source"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_file_in_wide_letters_is_read_without_a_mark_of_its_order(encoding):
    cell = {"cell_type": "markdown", "source": "Ümläute ☃"}
    content = read_cells(json.dumps({"cells": [cell]}, ensure_ascii=False).encode(encoding))
    assert [cell.source for cell in content.cells] == ["Ümläute ☃"]
    assert content.notes == (f"the file was written as UTF-{encoding[4:6]}",)


def test_lines_that_have_lost_their_ends_are_lines():
    sources = [["a = 1", "b = 2"], ["a = 1\n", "b = 2"], ["a = ", "1\n", "b = 2"]]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    found = read_cells(json.dumps({"cells": cells}).encode()).cells
    assert [cell.source for cell in found] == ["a = 1\nb = 2"] * 3


def test_the_time_of_handing_in_is_read(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, f"ann/{LESSON}/timestamp.txt", b"2026-11-01 10:00:00 UTC\n")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.timestamp == "2026-11-01 10:00:00 UTC"


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31 23:59:59 -1200",
        "0001-01-01 00:00:00 +1200",
        "2026-10-01 10:00 XYZT",
        "2026-10-01 10:00 +9900",
        "2026-10-01 10:00:60",
    ],
)
def test_a_time_that_the_gradebook_cant_keep_is_named(tmp_path, text):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb")
    hand_in(tmp_path, f"ann/{LESSON}/timestamp.txt", text.encode())
    [one] = find_submissions(tmp_path, LESSON)
    assert one.timestamp == ""
    assert one.notes == (f"timestamp.txt contains no date and time, and was ignored: {text}",)
