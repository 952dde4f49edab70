"""Marks by hand, comments and files follow somebody who has another id now."""

import shutil
import unicodedata

import pytest
from nbgrader.api import Gradebook, MissingEntry

from course.cli import main
from course.files import only_one
from course.grader.roster import Person, roster, save_roster
from tests.course.grader.by_hand.written_class import CELL, written_course
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    graded_course,
    hand_in,
    mark_by_hand,
    notebook_with,
    row,
    scores,
)


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory):
    class_ = {"ann": SQUARED, "bob": RIGHT}
    return graded_course(released_course, tmp_path_factory.mktemp("graded"), class_)


@pytest.fixture
def graded(graded_once, tmp_path, monkeypatch):
    """Return a graded course, in which ann has a mark and a comment by hand."""
    course = shutil.copytree(graded_once, tmp_path / "course")
    monkeypatch.chdir(course)
    mark_by_hand(course, "ann", 1)
    with book(course) as opened:
        comment = opened.find_comment("double-solution", LESSON, LESSON, "ann")
        comment.manual_comment = "Nearly."
        opened.db.commit()
    return course


def book(course):
    return Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}")


def comment(course, student):
    with book(course) as opened:
        return opened.find_comment("double-solution", LESSON, LESSON, student).manual_comment


def test_nobody_on_the_class_list_is_to_get_a_name_that_is_not_on_it(graded, capsys):
    save_roster(graded, [Person("ann"), Person("bob")])
    folder = graded / "grading" / "submitted"
    (folder / "ann").rename(folder / "annie")
    grade(graded)
    said = capsys.readouterr().out
    assert "annie has handed in what ann had" in said
    assert "If that is the same person: call the folder or file ann, as on the class list." in said
    assert "--rename ann " not in said


def test_a_renamed_folder_is_told_with_the_way_to_move_marks_by_hand(graded, capsys):
    folder = graded / "grading" / "submitted"
    (folder / "ann").rename(folder / "ann lee")
    (folder / "bob").rename(folder / "robert")
    for _ in range(2):
        grade(graded)
        said = capsys.readouterr().out
        assert "ann lee has handed in what ann had" in said
        assert "`course roster --rename ann 'ann lee'`" in said
        assert "robert has" not in said  # nothing was given to bob by hand
    assert main(["roster", "--rename", "ann", "ann lee"]) == 0
    assert f"ann is ann lee now, with the marks of {LESSON}." in capsys.readouterr().out
    assert scores(graded, "ann lee") == {"auto": 0.0, "manual": 1.0}
    assert comment(graded, "ann lee") == "Nearly."
    grade(graded)
    assert "what ann had" not in capsys.readouterr().out
    with book(graded) as opened, pytest.raises(MissingEntry):
        opened.find_student("ann")


def test_somebody_who_is_not_graded_this_time_still_hands_in(graded, capsys):
    hand_in(graded, "bob", notebook_with(graded, SQUARED))
    grade(graded, "--student=bob")
    assert "what ann had" not in capsys.readouterr().out


def test_everything_of_somebody_with_a_new_id_is_moved_and_not_graded_again(graded):
    save_roster(graded, [Person("ann", "Ann", "Lee"), Person("bob")])
    before = row(grade(graded), "ann")
    assert main(["roster", "--rename", "ann", "as7"]) == 0
    data = grade(graded)
    assert row(data, "as7") == {**before, "student": "as7"}
    assert [one["student"] for one in data["submissions"]] == ["as7", "bob"]
    assert scores(graded, "as7") == {"auto": 0.0, "manual": 1.0}
    assert comment(graded, "as7") == "Nearly."
    assert roster(graded) == {"bob": Person("bob"), "as7": Person("as7", "Ann", "Lee")}
    assert [*(graded / "grading" / "backups").glob("gradebook-*.db")]
    assert (graded / "grading" / "feedback" / "as7" / LESSON / f"{LESSON}.html").is_file()


def test_a_newer_hand_in_under_the_new_id_counts_with_the_marks_of_the_old(graded):
    hand_in(graded, "as7", notebook_with(graded, RIGHT))
    grade(graded)
    assert main(["roster", "--rename", "ann", "as7"]) == 0
    assert scores(graded, "as7") == {"auto": 2.0, "manual": 1.0}
    with book(graded) as opened:  # the notebook is another one: somebody should look once more
        assert opened.find_grade("double-check", LESSON, LESSON, "as7").needs_manual_grade
    assert [*(graded / "grading" / "backups").glob(f"renamed-ann-*/submitted/ann/{LESSON}")]
    assert {one["student"] for one in grade(graded)["submissions"]} == {"as7", "bob"}


@pytest.mark.parametrize(("words", "waits"), [("Odds.", False), ("Something else.", True)])
def test_a_mark_for_words_waits_where_the_newer_hand_in_has_others(
    tmp_path, empty_gradebook, monkeypatch, words, waits
):
    answers = {"ann": "Odds.", "as7": words}
    course = written_course(tmp_path / "course", empty_gradebook, answers)
    monkeypatch.chdir(course)
    grade(course)
    with book(course) as opened:
        mark = opened.find_grade(CELL, LESSON, LESSON, "ann")
        mark.manual_score, mark.needs_manual_grade = 1.5, False
        opened.db.commit()
    assert main(["roster", "--rename", "ann", "as7"]) == 0
    with book(course) as opened:
        mark = opened.find_grade(CELL, LESSON, LESSON, "as7")
        assert (mark.manual_score, mark.needs_manual_grade) == (1.5, waits)


def test_marks_by_hand_that_differ_stop_it_and_nothing_is_changed(graded, capsys):
    mark_by_hand(graded, "bob", 2)
    assert main(["roster", "--rename", "ann", "bob"]) == 2
    assert "have other marks or comments by hand" in capsys.readouterr().err
    assert scores(graded, "ann")["manual"] == 1.0
    assert scores(graded, "bob")["manual"] == 2.0
    assert (graded / "grading" / "submitted" / "ann").is_dir()


def test_the_same_id_is_no_new_one_and_nothing_is_lost(graded, capsys):
    assert main(["roster", "--rename", "ann", " ann "]) == 2
    assert "ann and ann are the same id" in capsys.readouterr().err
    assert scores(graded, "ann") == {"auto": 0.0, "manual": 1.0}
    assert comment(graded, "ann") == "Nearly."


def test_two_people_of_the_class_are_not_made_one(graded, capsys):
    save_roster(graded, [Person("ann", "Ann", "Lee"), Person("bob")])
    assert main(["roster", "--rename", "ann", "bob"]) == 2
    assert "ann and bob are both in the class, so they are two people" in capsys.readouterr().err
    assert scores(graded, "ann")["manual"] == 1.0


def test_somebody_with_both_ids_is_told_what_counts(graded, capsys):
    assert main(["roster", "--rename", "ann", "bob"]) == 0
    said = capsys.readouterr().out
    assert f"Both had handed in {LESSON}: what bob handed in counts" in said
    assert "the other one's is in grading/backups/renamed-ann-" in said


def test_a_newer_hand_in_that_can_t_be_read_does_not_count(graded, capsys):
    mark_by_hand(graded, "bob", 2)
    hand_in(graded, "robert", "{")
    grade(graded)
    capsys.readouterr()
    assert main(["roster", "--rename", "bob", "robert"]) == 0
    assert f"Both had handed in {LESSON}: what bob handed in counts" in capsys.readouterr().out
    assert row(grade(graded), "robert")["points"] == 2
    assert scores(graded, "robert") == {"auto": 2.0, "manual": 2.0}
    assert [*(graded / "grading" / "backups").glob(f"renamed-bob-*/submitted/robert/{LESSON}")]


def test_files_are_moved_lesson_by_lesson(graded):
    other = graded / "grading" / "submitted" / "as7" / "02_other"
    other.mkdir(parents=True)
    assert main(["roster", "--rename", "ann", "as7"]) == 0
    for kind in ("submitted", "autograded"):
        assert (graded / "grading" / kind / "as7" / LESSON / f"{LESSON}.ipynb").is_file()
        assert not (graded / "grading" / kind / "ann").exists()
    assert other.is_dir()


def test_hand_ins_elsewhere_keep_their_names_and_it_is_said(graded, capsys):
    (graded / "grading" / "submitted").rename(graded / "download")
    assert main(["roster", "--rename", "ann", "as7"]) == 0
    assert "Nothing of ann lies in grading/submitted: where files" in capsys.readouterr().out


def test_an_id_is_found_however_its_letters_are_written(graded):
    assert main(["roster", "--rename", "ann", "José"]) == 0
    written_else = unicodedata.normalize("NFD", "José")
    submitted = graded / "grading" / "submitted"
    (submitted / "José").rename(submitted / written_else)
    assert main(["roster", "--rename", written_else, "ann"]) == 0
    assert scores(graded, "ann")["manual"] == 1.0
    assert sorted(one.name for one in submitted.iterdir()) == ["ann", "bob"]


def test_nobody_is_moved_while_a_lesson_is_graded(graded, capsys):
    with only_one(graded / "grading" / "results" / LESSON / ".lock", LESSON):
        assert main(["roster", "--rename", "ann", "as7"]) == 2
    assert "is being graded" in capsys.readouterr().err
    assert scores(graded, "ann")["manual"] == 1.0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--rename", "eve", "ev2"], "nobody in the gradebook has the id 'eve'"),
        (["--rename", "ann", "a/b"], "can't name a folder"),
        (["--rename", "ann", "a\nb"], "can't name a folder"),
        (["--rename", "ann", "b" * 151], "at most 150 bytes"),
        ([], "name the class list"),
    ],
)
def test_what_can_t_be_renamed_is_refused(graded, capsys, options, sentence):
    assert main(["roster", *options]) == 2
    assert sentence in capsys.readouterr().err
