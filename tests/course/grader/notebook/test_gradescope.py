"""Gradescope's export: folders bear numbers, and a file beside them says whose they are."""

import pytest

from course.grader.notebook.find import find_submissions
from course.grader.roster import Person
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, hand_in, zipped

METADATA = """---
submission_330000:
  :submitters:
  - :name: Ann Lee
    :sid: 's-1'
    :email: ann@example.org
  :created_at: 2026-11-12 10:00:00.000000000 Z
  :score: 3.0
  :results:
    :tests:
    - :name: a test
submission_330001:
  :submitters:
  - :name: Zoë Ode
    :sid:
    :email: zoe@example.org
  - :email: eve@example.org
    :name: "Eve O'Neill"
"""
PEOPLE = {
    "ann7": Person("ann7", "Ann", "Lee", "ann@example.org"),
    "zoe": Person("zoe", "Zoë", "Ode", "zoe@example.org"),
    "eve": Person("eve", "Eve", "O'Neill"),
}


@pytest.mark.parametrize("around", ["", "assignment_5_export/"])
def test_hand_ins_are_filed_under_those_who_handed_them_in_a_group_too(around, tmp_path):
    for number in ("330000", "330001", "330002"):
        hand_in(tmp_path, f"{around}submission_{number}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"{around}submission_metadata.yml", METADATA.encode())
    found = find_submissions(tmp_path, LESSON, PEOPLE)
    assert [one.student for one in found] == ["ann7", "eve", "submission_330002", "zoe"]


def test_without_a_class_list_their_numbers_or_addresses_name_them(tmp_path):
    for number in ("330000", "330001"):
        hand_in(tmp_path, f"submission_{number}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, "submission_metadata.yml", METADATA.encode())
    found = find_submissions(tmp_path, LESSON)
    assert [one.student for one in found] == ["eve@example.org", "s-1", "zoe@example.org"]


@pytest.mark.parametrize("content", [b"", b"\xff\0", b":submitters:\n  - :name: Ann\n"])
def test_a_file_that_says_nothing_leaves_the_folders_names(content, tmp_path):
    hand_in(tmp_path, f"submission_330000/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, "submission_metadata.yml", content)
    assert [one.student for one in find_submissions(tmp_path, LESSON)] == ["submission_330000"]


@pytest.mark.parametrize("archive", [False, True])
def test_the_only_hand_in_of_an_export_is_filed_under_its_learner(archive, tmp_path):
    files = {
        f"assignment_5_export/submission_330000/{LESSON}.ipynb": NOTEBOOK,
        "assignment_5_export/submission_metadata.yml": METADATA.encode(),
    }
    if archive:
        hand_in(tmp_path, "in/export.zip", zipped(files))
    else:
        for name, content in files.items():
            hand_in(tmp_path, f"in/{name}", content)
    [one] = find_submissions(tmp_path / "in", LESSON, PEOPLE, tmp_path / "downloads")
    assert one.student == "ann7"
