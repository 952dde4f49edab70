"""Archives that are handed in: opened where that can be done, named where not."""

import zipfile

import pytest

from course.grader.notebook import archive
from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_submission
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, hand_in, the_one, zipped


@pytest.mark.parametrize(
    "name", ["ann.zip", "ann/work.zip", f"ann/{LESSON}/work.zip", f"ann/{LESSON}/{LESSON}.ZIP"]
)
@pytest.mark.parametrize("inside", ["lesson", f"{LESSON}", f"deep/{LESSON}/{LESSON}"])
def test_a_notebook_in_an_archive_is_read_with_what_lies_beside_it(name, inside, tmp_path):
    home = inside.rpartition("/")[0]
    beside = f"{home}/my.csv" if home else "my.csv"
    content = zipped({f"{inside}.ipynb": NOTEBOOK, beside: b"1,2", "__MACOSX/.x.ipynb": b"no"})
    hand_in(tmp_path, name, content)
    one = the_one(tmp_path)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)
    assert one.files == {"my.csv": b"1,2"}


@pytest.mark.parametrize("name", ["ann.zip", f"ann/{LESSON}/work.zip", "Downloads.zip"])
def test_an_archive_in_an_archive_is_opened(name, tmp_path):
    inner = zipped({f"{LESSON}.ipynb": NOTEBOOK, "my.csv": b"1,2"})
    outer = zipped({"ann/work.ZIP": inner, "ann/__MACOSX/._work.zip": b"x"})
    hand_in(tmp_path / "submitted", name, outer)
    [one] = find_submissions(tmp_path / "submitted", LESSON, downloads=tmp_path / "downloads")
    one = read_submission(one)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)
    assert one.files == {"my.csv": b"1,2"}


def test_an_archive_that_lies_deeper_is_named(tmp_path):
    deep = zipped({"b.zip": zipped({"a.zip": zipped({"a.ipynb": NOTEBOOK})})})
    hand_in(tmp_path, "ann.zip", deep)
    assert the_one(tmp_path).reason == (
        "an archive in ann.zip lies too deep or can't be read: b.zip/a.zip"
    )


@pytest.mark.parametrize(
    "inner",
    [b"no archive", zipped({"a.ipynb": bytes(30_000_000)}), zipped({"a.ipynb": NOTEBOOK})[:-30]],
    ids=["none", "bomb", "cut off"],
)
def test_an_archive_in_an_archive_that_can_t_be_opened_is_named(inner, tmp_path):
    hand_in(tmp_path, "ann.zip", zipped({"work.zip": inner}))
    assert the_one(tmp_path).reason.endswith("can't be read: work.zip")
    hand_in(tmp_path, "ann.zip", zipped({"work.zip": inner, f"{LESSON}.ipynb": NOTEBOOK}))
    assert the_one(tmp_path).content == NOTEBOOK


def test_archives_in_an_archive_count_together(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    inner = zipped({f"{number}.ipynb": NOTEBOOK for number in range(2)})
    hand_in(tmp_path, "ann.zip", zipped({f"{number}.zip": inner for number in range(3)}))
    assert "too many files" in the_one(tmp_path).reason


def test_of_an_archive_that_has_not_changed_the_digest_is_the_same(tmp_path):
    hand_in(tmp_path, "ann.zip", zipped({"a.ipynb": NOTEBOOK}))
    first = the_one(tmp_path).digest
    assert the_one(tmp_path).digest == first
    hand_in(tmp_path, "ann.zip", zipped({"a.ipynb": NOTEBOOK, "b.csv": b"1"}))
    assert the_one(tmp_path).digest != first


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no archive", "can't be opened"),
        (zipped({"a.ipynb": bytes(30_000_000)}), "would unpack to far too much"),
        (zipped({"a.txt": b"words"}), "there is no notebook in the archive"),
        (zipped({"a.ipynb": NOTEBOOK})[:-30], "can't be opened"),
    ],
    ids=["none", "bomb", "words", "cut off"],
)
def test_an_archive_that_is_not_opened_is_named(content, reason, tmp_path):
    hand_in(tmp_path, "ann.zip", content)
    one = the_one(tmp_path)
    assert one.student == "ann"
    assert reason in one.reason


def test_an_archive_of_very_many_files_is_not_listed(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    many = {f"f{number}.ipynb": NOTEBOOK for number in range(6)}
    hand_in(tmp_path, "ann.zip", zipped(many))
    assert "too many files" in the_one(tmp_path).reason


def test_names_that_lead_out_of_an_archive_are_left_out(tmp_path):
    file = hand_in(tmp_path, "ann.zip", b"")
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../evil.ipynb", NOTEBOOK)
        made.writestr("/evil.ipynb", NOTEBOOK)
    assert the_one(tmp_path).reason == "there is no notebook in the archive"


def test_an_archive_of_a_windows_program_is_read(tmp_path):
    file = hand_in(tmp_path, "ann.zip", b"")
    with zipfile.ZipFile(file, "w") as made:
        for name, content in [(f"a/{LESSON}.ipynb", NOTEBOOK), ("a/my.csv", b"1"), ("../x", b"1")]:
            made.writestr(name.replace("/", "?"), content)
    # As programs on Windows write it, and Python's own does not.
    file.write_bytes(file.read_bytes().replace(b"a?", b"a\\").replace(b"..?", b"..\\"))
    one = the_one(tmp_path)
    assert (one.content, one.files) == (NOTEBOOK, {"my.csv": b"1"})
