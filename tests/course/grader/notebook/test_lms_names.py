"""Names in the downloads of Canvas and Moodle become student ids."""

import pytest

from course.grader.notebook.lms_names import Download, read_name, student_of
from course.grader.roster import Person

PEOPLE = {
    person.student: person
    for person in (
        Person("as7", "Ann", "Smith", "", "12345"),
        Person("bl3", "Bob", "Lee"),
        Person("zo", "Zoë", "O'Neil-Ode"),
    )
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smithann_12345_678901_01_accuracy_paradox.ipynb",
         Download("smithann", "12345", "01_accuracy_paradox.ipynb", 678901)),
        ("leebob_LATE_12346_678902_01_accuracy_paradox-1.ipynb",
         Download("leebob", "12346", "01_accuracy_paradox.ipynb", 678902)),
        ("leebob_12346_678902_mine-2.tar.gz", Download("leebob", "12346", "mine.tar.gz", 678902)),
        ("Ann Smith_12345_assignsubmission_file_", Download("Ann Smith", "", "")),
        ("Ann Smith_12345_assignsubmission_file", Download("Ann Smith", "", "")),
        ("Zoë Ode-Li_7_assignsubmission_file_1.ipynb", Download("Zoë Ode-Li", "", "1.ipynb")),
        ("Smith_Ann_12_assignsubmission_file_a_b.ipynb", Download("Smith_Ann", "", "a_b.ipynb")),
        ("Lesson 1_asmith_attempt_2026-11-01-10-00-05_my_work.ipynb",
         Download("asmith", "", "my_work.ipynb", 20261101100005)),
        ("Lesson 1_asmith_attempt_2026-11-01-10-00-05.txt",
         Download("asmith", "", "", 20261101100005)),
        ("12-67 - Ann Smith - Nov 1, 2026 1000 AM - my - work.ipynb",
         Download("Ann Smith", "", "my - work.ipynb", 20261101100000)),
        ("ann.ipynb", None),
        ("01_accuracy_paradox.ipynb", None),
        ("ann_2026_11.ipynb", None),
    ],
)  # fmt: skip
def test_a_name_says_whose_a_file_is(name, expected):
    assert read_name(name) == expected


@pytest.mark.parametrize(
    ("download", "student"),
    [
        (Download("whoever", "12345", ""), "as7"),
        (Download("smithann", "99", ""), "as7"),
        (Download("leebob", "12346", ""), "bl3"),
        (Download("Bob Lee", "", ""), "bl3"),
        (Download("Lee Bob", "", ""), "bl3"),
        (Download("Zoe\u0308 O'Neil-Ode", "", ""), "zo"),
        (Download("oneilodezoë", "5", ""), "zo"),
        (Download("as7", "5", ""), "as7"),
        (Download("Eve Ode", "", ""), "Eve Ode"),
        (Download("odeeve", "5", ""), "odeeve"),
    ],
)
def test_the_roster_knows_a_student_by_number_or_by_name(download, student):
    assert student_of(download, PEOPLE) == student


def test_two_of_one_name_are_told_apart_by_their_numbers():
    both = [Download("smithann", "1", ""), Download("smithann", "2", "")]
    assert [student_of(one, {}, both) for one in both] == ["smithann-1", "smithann-2"]


def test_a_name_that_two_people_have_is_nobodys():
    people = PEOPLE | {"as8": Person("as8", "Ann", "Smith", "", "777")}
    assert student_of(Download("Ann Smith", "", ""), people) == "Ann Smith"
    assert student_of(Download("smithann", "777", ""), people) == "as8"
