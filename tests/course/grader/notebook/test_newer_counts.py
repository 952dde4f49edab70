"""Two hand-ins of one learner in two folders: the newer one counts, and a note says so."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.grader.notebook.find import find_submissions
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, hand_in

OLD, NEW = datetime(2026, 10, 1, 8, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def in_group(folder: Path, group: str, when: datetime) -> Path:
    hand_in(folder, f"{group}/other {group}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    file = hand_in(folder, f"{group}/ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    os.utime(file, 2 * (when.timestamp(),))
    return file


def of_ann(folder: Path):
    return next(one for one in find_submissions(folder, LESSON) if one.student == "ann")


@pytest.mark.parametrize("newer", ["group A", "group B"])
def test_the_newer_one_counts_wherever_it_lies(tmp_path, newer):
    files = {
        group: in_group(tmp_path, group, NEW if group == newer else OLD)
        for group in ("group A", "group B")
    }
    older = "group B" if newer == "group A" else "group A"
    ann = of_ann(tmp_path)
    assert ann.file == files[newer]
    assert ann.notes[-1] == (
        f"this name occurred twice, and one was ignored: {older}/ann/{LESSON}/{LESSON}.ipynb "
        "(handed in 2026-10-01 08:00 UTC; the one that counts: 2026-11-01 09:30 UTC)"
    )


def test_the_time_of_handing_in_goes_before_that_of_the_file(tmp_path):
    later = in_group(tmp_path, "group A", OLD)
    in_group(tmp_path, "group B", datetime(2026, 10, 15, tzinfo=UTC))
    later.with_name("timestamp.txt").write_text("2026-11-01 09:30:00 UTC\n")
    assert of_ann(tmp_path).file == later


def test_what_somebody_put_into_a_folder_of_their_own_counts_for_nobody_else(tmp_path):
    own = in_group(tmp_path, "group A", OLD)
    for student in ("ann", "bob"):
        hand_in(tmp_path, f"group B/eve/{student}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    assert of_ann(tmp_path).file == own


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_disk_counts_for_nothing(tmp_path, monkeypatch, turned):
    in_group(tmp_path, "group A", OLD)
    last = in_group(tmp_path, "group B", OLD)
    walk = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter(sorted(walk(folder), reverse=turned)))
    assert of_ann(tmp_path).file == last
