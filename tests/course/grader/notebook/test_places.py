"""Nobody vanishes: what can be opened is opened, and what can't is named."""

import io
import json
import os
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from course.grader.notebook import archive, read
from course.grader.notebook.find import Submission, find_submissions
from course.grader.notebook.large import read_kept
from course.grader.notebook.read import read_cells, read_submission
from course.grader.roster import Person
from tests.course.grader.notebook.test_read import LESSON, found, hand_in

NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}]}).encode()


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return content.getvalue()


def zipped_files(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return content.getvalue()


def the_one(folder: Path) -> Submission:
    [one] = find_submissions(folder, LESSON)
    return read_submission(one)


@pytest.mark.parametrize(
    "name",
    [
        f"ann/{LESSON}/{LESSON}.ipynb.txt",
        f"ann/{LESSON}/{LESSON}.ipynb.json",
        f"ann/{LESSON}/{LESSON}.ipynb (1)",
        f"ann/{LESSON}/{LESSON}.json",
        f"ann/{LESSON}/{LESSON}",
        f"ann/{LESSON}.ipynb.txt",
        "ann.ipynb.txt",
        "ann.ipynb.json",
    ],
)
def test_a_notebook_that_a_program_has_renamed_is_read(name, tmp_path):
    hand_in(tmp_path, name, NOTEBOOK)
    one = the_one(tmp_path)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)


@pytest.mark.parametrize(
    "name", ["ann.zip", "ann/work.zip", f"ann/{LESSON}/work.zip", f"ann/{LESSON}/{LESSON}.ZIP"]
)
@pytest.mark.parametrize("inside", ["lesson", f"{LESSON}", f"deep__{LESSON}__{LESSON}"])
def test_a_notebook_in_an_archive_is_read_with_what_lies_beside_it(name, inside, tmp_path):
    home = inside.rpartition("__")[0]
    beside = f"{home}__my_DOT_csv" if home else "my_DOT_csv"
    content = zipped(
        **{f"{inside}_DOT_ipynb": NOTEBOOK, beside: b"1,2", "__MACOSX___DOT_x_DOT_ipynb": b"no"}
    )
    hand_in(tmp_path, name, content)
    one = the_one(tmp_path)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)
    assert one.files == {"my.csv": b"1,2"}


@pytest.mark.parametrize("name", ["ann.zip", f"ann/{LESSON}/work.zip", "Downloads.zip"])
def test_an_archive_in_an_archive_is_opened(name, tmp_path):
    inner = zipped_files({f"{LESSON}.ipynb": NOTEBOOK, "my.csv": b"1,2"})
    outer = zipped_files({"ann/work.ZIP": inner, "ann/__MACOSX/._work.zip": b"x"})
    hand_in(tmp_path / "submitted", name, outer)
    [one] = find_submissions(tmp_path / "submitted", LESSON, downloads=tmp_path / "downloads")
    one = read_submission(one)
    assert (one.student, one.reason, one.content) == ("ann", "", NOTEBOOK)
    assert one.files == {"my.csv": b"1,2"}


def test_an_archive_that_lies_deeper_is_named(tmp_path):
    deep = zipped_files({"b.zip": zipped_files({"a.zip": zipped(a_DOT_ipynb=NOTEBOOK)})})
    hand_in(tmp_path, "ann.zip", deep)
    assert the_one(tmp_path).reason == (
        "an archive in ann.zip lies too deep or can't be read: b.zip/a.zip"
    )


@pytest.mark.parametrize(
    "inner",
    [b"no archive", zipped(a_DOT_ipynb=bytes(30_000_000)), zipped(a_DOT_ipynb=NOTEBOOK)[:-30]],
    ids=["none", "bomb", "cut off"],
)
def test_an_archive_in_an_archive_that_can_t_be_opened_is_named(inner, tmp_path):
    hand_in(tmp_path, "ann.zip", zipped_files({"work.zip": inner}))
    assert the_one(tmp_path).reason.endswith("can't be read: work.zip")
    hand_in(tmp_path, "ann.zip", zipped_files({"work.zip": inner, f"{LESSON}.ipynb": NOTEBOOK}))
    assert the_one(tmp_path).content == NOTEBOOK


def test_archives_in_an_archive_count_together(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    inner = zipped_files({f"{number}.ipynb": NOTEBOOK for number in range(2)})
    hand_in(tmp_path, "ann.zip", zipped_files({f"{number}.zip": inner for number in range(3)}))
    assert "too many files" in the_one(tmp_path).reason


def test_of_an_archive_that_has_not_changed_the_digest_is_the_same(tmp_path):
    hand_in(tmp_path, "ann.zip", zipped(a_DOT_ipynb=NOTEBOOK))
    first = the_one(tmp_path).digest
    assert the_one(tmp_path).digest == first
    hand_in(tmp_path, "ann.zip", zipped(a_DOT_ipynb=NOTEBOOK, b_DOT_csv=b"1"))
    assert the_one(tmp_path).digest != first


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no archive", "can't be opened"),
        (zipped(a_DOT_ipynb=bytes(30_000_000)), "would unpack to far too much"),
        (zipped(a_DOT_txt=b"words"), "there is no notebook in the archive"),
        (zipped(a_DOT_ipynb=NOTEBOOK)[:-30], "can't be opened"),
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
    many = {f"f{number}_DOT_ipynb": NOTEBOOK for number in range(6)}
    hand_in(tmp_path, "ann.zip", zipped(**many))
    assert "too many files" in the_one(tmp_path).reason


def test_names_that_lead_out_of_an_archive_are_left_out(tmp_path):
    file = hand_in(tmp_path, "ann.zip", b"")
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../evil.ipynb", NOTEBOOK)
        made.writestr("/evil.ipynb", NOTEBOOK)
    assert the_one(tmp_path).reason == "there is no notebook in the archive"


@pytest.mark.parametrize("name", ["ann.pdf", f"ann/{LESSON}/essay.docx", "ann.html", "ann.rar"])
def test_what_is_no_notebook_is_named(name, tmp_path):
    hand_in(tmp_path, name, b"words")
    [(student, file, reason)] = found(tmp_path)
    assert (student, file) == ("ann", "")
    assert Path(name).name in reason


@pytest.mark.parametrize(
    "name", ["essay.pdf", f"{LESSON}.gdoc", "work.tar.gz", f".{LESSON}.ipynb.icloud"]
)
def test_a_students_folder_with_something_else_in_it_is_named(name, tmp_path):
    hand_in(tmp_path, f"ann/{name}", b"words")
    assert found(tmp_path) == [
        ("ann", "", f"there is no notebook in the student's folder, but there is {name}")
    ]
    hand_in(tmp_path, "ann/02_other/02_other.ipynb", NOTEBOOK)  # with another lesson's notebook
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["01_acuracy_paradox/01_acuracy_paradox.ipynb", "Lesson 1/mine.ipynb", "homework/mine.ipynb"],
)
def test_a_folder_and_a_notebook_that_were_both_renamed_are_found(name, tmp_path):
    hand_in(tmp_path, f"ann/{name}", NOTEBOOK)
    hand_in(tmp_path, "ann/Lesson 2/mine.ipynb", b"2")
    hand_in(tmp_path, "ann/03_other/03_other.ipynb", b"3")
    one = the_one(tmp_path)
    assert (one.student, one.content) == ("ann", NOTEBOOK)
    assert one.notes[0] == f"the notebook was found under another name, {name}"
    assert len([*find_submissions(tmp_path, "04_fourth")]) == ("homework" in name)


@pytest.mark.parametrize("numbered", ["Version {}/{}.ipynb", "{1} ({0}).ipynb", "try{}/{}.ipynb"])
def test_of_numbered_versions_the_last_counts(numbered, tmp_path):
    for number in (1, 2, 10):
        name = numbered.format(number, LESSON)
        hand_in(tmp_path, f"ann/Lesson 1/{name}", NOTEBOOK if number == 10 else b"{}")
    assert the_one(tmp_path).content == NOTEBOOK


@pytest.mark.parametrize("name", ["ann.ipynb", "ann.zip", f"ann/{LESSON}.ipynb"])
def test_a_folder_may_be_called_as_a_file(name, tmp_path):
    hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
    assert the_one(tmp_path).content == NOTEBOOK


def test_an_archive_of_a_windows_program_is_read(tmp_path):
    file = hand_in(tmp_path, "ann.zip", b"")
    with zipfile.ZipFile(file, "w") as made:
        for name, content in [(f"a/{LESSON}.ipynb", NOTEBOOK), ("a/my.csv", b"1"), ("../x", b"1")]:
            made.writestr(name.replace("/", "?"), content)
    # As programs on Windows write it, and Python's own does not.
    file.write_bytes(file.read_bytes().replace(b"a?", b"a\\").replace(b"..?", b"..\\"))
    one = the_one(tmp_path)
    assert (one.content, one.files) == (NOTEBOOK, {"my.csv": b"1"})


def test_a_teachers_own_files_are_no_submissions(tmp_path):
    for name in ("roster.csv", "Thumbs.db", "notes.xlsx", ".DS_Store"):
        hand_in(tmp_path, name, b"x")
    assert found(tmp_path) == []


def test_files_beside_the_notebook_come_along_and_other_lessons_do_not(tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    for name in ("my.csv", "mylib.py", "data/deep.csv", "checks.json", "timestamp.txt", ".hidden"):
        hand_in(tmp_path, f"ann/{LESSON}/{name}", b"1")
    hand_in(tmp_path, "bob.ipynb", NOTEBOOK)
    ann, bob = map(read_submission, find_submissions(tmp_path, LESSON))
    assert {*ann.files} == {"my.csv", "mylib.py", "data/deep.csv"}
    assert bob.files == {}


def test_too_much_beside_a_notebook_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGEST_BESIDE", 10)
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"ann/{LESSON}/large.csv", b"x" * 11)
    hand_in(tmp_path, f"ann/{LESSON}/small.csv", b"x")
    assert {*the_one(tmp_path).files} == {"small.csv"}


@pytest.fixture
def nested(tmp_path):
    """Return a student's folder with a thousand folders in each other; pytest can't remove them."""
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    here = Path.cwd()
    os.chdir(tmp_path / "ann" / LESSON)
    for _ in range(1000):
        Path("d").mkdir()
        os.chdir("d")
    yield tmp_path
    for _ in range(1000):
        os.chdir("..")
        Path("d").rmdir()
    os.chdir(here)


def test_folders_nested_a_thousand_deep_stop_nothing(nested):
    assert the_one(nested).content == NOTEBOOK


@pytest.mark.parametrize("name", ["timestamp.txt", "submission_secret.txt", "my.csv"])
def test_a_pipe_beside_the_notebook_hangs_nothing(name, tmp_path):
    hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    os.mkfifo(tmp_path / "ann" / LESSON / name)
    one = the_one(tmp_path)
    assert (one.content, one.timestamp, one.files) == (NOTEBOOK, "", {})


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 120])
def test_a_very_long_name_is_cut_so_that_files_can_bear_it(name, tmp_path):
    hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"{name[:-1]}/{LESSON}.ipynb", NOTEBOOK)
    students = [one.student for one in find_submissions(tmp_path, LESSON)]
    assert len({*students}) == 2
    assert all(len(student.encode()) < 160 for student in students)


def test_a_large_notebook_is_read_without_what_it_shows(monkeypatch):
    monkeypatch.setattr("course.grader.notebook.large.LARGE_FILE", 1000)
    text = 'x = "\\"outputs\\": ["  # ☃ ]'
    cells = [
        {"cell_type": "code", "outputs": [{"text": ["]\n", "a\\"]}, [[]]] * 99, "source": text},
        {"outputs": [], "cell_type": "code", "source": "y"},
    ]
    whole = json.dumps({"cells": cells}, ensure_ascii=False).encode()
    short = read_kept(io.BytesIO(whole), len(whole)).content
    assert len(short) < 300
    assert [cell.source for cell in read_cells(short).cells] == [text, "y"]


def test_a_notebook_that_was_written_as_a_text_of_json_is_read():
    content = json.dumps(NOTEBOOK.decode()).encode()
    assert [cell.source for cell in read_cells(content).cells] == ["x = 1"]


@pytest.mark.parametrize("wrap", [lambda nb: nb, json.dumps], ids=["json", "text"])
def test_a_notebook_wrapped_by_the_contents_api_is_read(wrap):
    data = {"name": "a", "type": "notebook", "content": wrap(json.loads(NOTEBOOK))}
    assert [cell.source for cell in read_cells(json.dumps(data).encode()).cells] == ["x = 1"]


def test_cells_of_the_lesson_are_read_before_others_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(read, "MOST_CELLS", 3)
    cells = [{"cell_type": "code", "source": f"{number}"} for number in range(9)]
    cells[8]["metadata"] = {"nbgrader": {"grade_id": "a"}}
    content = read_cells(json.dumps({"cells": cells}).encode())
    assert [cell.source for cell in content.cells] == ["0", "1", "8"]
    assert content.notes == ("only 3 of 9 cells were read",)


@pytest.mark.parametrize("inside", ["{}/{lesson}.ipynb", "{}.ipynb", "{}/{lesson}/{lesson}.ipynb"])
def test_folders_the_other_way_round_are_read_as_well(inside, tmp_path):
    for student in ("ann", "bob"):
        hand_in(tmp_path, f"{LESSON}/{inside.format(student, lesson=LESSON)}", NOTEBOOK)
    hand_in(tmp_path, "02_other/eve/02_other.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"zoe/{LESSON}.ipynb", NOTEBOOK)
    students = {one.student for one in find_submissions(tmp_path, LESSON)}
    assert students - {"02_other"} == {"ann", "bob", "zoe"}


@pytest.mark.parametrize("other", [f"{LESSON} (1)", f"{LESSON}-again", LESSON.upper()])
def test_another_folder_of_the_lesson_is_named(other, tmp_path):
    kept = hand_in(tmp_path, f"ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, f"ann/{other}/{LESSON}.ipynb", b"{}")
    [one] = find_submissions(tmp_path, LESSON)
    assert one.file == kept
    assert one.notes == (f"other folders of the lesson were ignored: {other}",)


def test_notebooks_that_were_left_aside_are_named_with_their_folders(tmp_path):
    for version in ("old", "new"):
        hand_in(tmp_path, f"ann/{version}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert one.student == "ann"
    assert f"were ignored: old/{LESSON}/{LESSON}.ipynb" in one.notes[1]


@pytest.mark.parametrize(
    "around",
    [
        *(
            "Downloads",
            "class 10b",
            "submissions (3)",
            "10b",
            "Downloads/class 10b",
            "Downloads/10b",
        ),
        *("class.zip", "submissions.zip", "Downloads/handed-in.zip", f"Downloads/{LESSON}"),
    ],
)
@pytest.mark.parametrize("inside", ["{}/{lesson}/{lesson}.ipynb", "{}/{lesson}.ipynb"])
def test_learners_are_found_in_a_folder_around_the_class(around, inside, tmp_path):
    place = tmp_path / "submitted"
    files = {inside.format(student, lesson=LESSON): NOTEBOOK for student in ("ann", "bob", "zoë")}
    if around.endswith(".zip"):
        hand_in(place, around, zipped_files(files))
    else:
        for name, content in files.items():
            hand_in(place, f"{around}/{name}", content)
            hand_in(place, f"{around}/__MACOSX/._{name}", b"x")
    hand_in(place, f"__MACOSX/ann/{LESSON}/{LESSON}.ipynb", b"x")
    hand_in(place, f"eve/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    found = find_submissions(place, LESSON, downloads=tmp_path / "downloads")
    assert [one.student for one in found] == ["ann", "bob", "eve", "zoë"]
    assert all(read_submission(one).content == NOTEBOOK for one in found)
    sure = around not in ("10b", "Downloads/10b")
    assert sure or "found in" in found[0].notes[-1]


def test_one_learner_alone_is_found_in_a_folder_around_the_class(tmp_path):
    hand_in(tmp_path, f"Downloads/ann/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    hand_in(tmp_path, "room 7/as7/mine.ipynb", NOTEBOOK)
    people = {"as7": Person("as7", "Bob", "Smith")}
    found = find_submissions(tmp_path, LESSON, people)
    assert [one.student for one in found] == ["ann", "as7"]


@pytest.mark.parametrize(
    "names",
    [
        (f"attempt 1/{LESSON}.ipynb", f"attempt 2/{LESSON}.ipynb"),
        (f"{LESSON} (1)/{LESSON}.ipynb", f"again/{LESSON}.ipynb"),
        (f"course/notebooks/{LESSON}/{LESSON}.ipynb", f"course/work/{LESSON}/{LESSON}.ipynb"),
        ("mine.ipynb", "yours.ipynb"),
    ],
)
def test_folders_of_one_learner_are_no_class(names, tmp_path):
    for name in names:
        hand_in(tmp_path, f"ann/{name}", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert one.student == "ann"
    assert "were ignored" in str(one.notes)


@pytest.mark.parametrize("own", ["bob.ipynb", f"bob/{LESSON}/{LESSON}.ipynb"])
def test_nobody_takes_the_place_of_another_by_a_folder_of_that_name(own, tmp_path):
    for student in ("bob", "eve"):
        hand_in(tmp_path, f"ann/{student}/{LESSON}/{LESSON}.ipynb", b"of ann")
    hand_in(tmp_path, own, NOTEBOOK)
    bob, eve = find_submissions(tmp_path, LESSON)
    assert read_submission(bob).content == NOTEBOOK
    assert f"one was ignored: ann/bob/{LESSON}/{LESSON}.ipynb" in bob.notes[-1]
    assert eve.notes == ("the student's folder was found in ann",)


def test_two_of_one_name_in_two_classes_are_named(tmp_path):
    for group in ("10a", "10b"):
        for student in ("ann", f"bob{group}"):
            hand_in(tmp_path, f"class {group}/{student}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    ann, *_ = find_submissions(tmp_path, LESSON)
    assert "one was ignored: class 10" in str(ann.notes)


def test_one_name_written_in_two_ways_is_one_student(tmp_path):
    names = [unicodedata.normalize("NFD", "Zoë"), "Zoë "]
    for name in names:
        shutil.rmtree(tmp_path, ignore_errors=True)
        hand_in(tmp_path, f"{name}/{LESSON}.ipynb", NOTEBOOK)
        assert the_one(tmp_path).student == "Zoë"
    hand_in(tmp_path, f"{names[0]}/{LESSON}.ipynb", NOTEBOOK)
    [one] = find_submissions(tmp_path, LESSON)
    assert "this name occurred twice" in one.notes[0]
