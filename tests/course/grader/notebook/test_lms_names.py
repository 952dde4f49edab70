"""Names in the downloads of Canvas and Moodle become student ids."""

import pytest

from course.grader.notebook.lms.lms_names import Download, read_name, student_of, whose
from course.grader.roster import Person

PEOPLE = {
    person.student: person
    for person in (
        Person("as7", "Ann", "Smith", "", "12345"),
        Person("bl3", "Bob", "Lee"),
        Person("zo", "Zoë", "O'Neil-Ode"),
    )
}


def moodle(name, participant, file=""):
    return Download(name, "", file, participant=participant)


def brightspace(name, file, time):
    return Download(name, "", file, time, participant="12")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smithann_12345_678901_01_accuracy_paradox.ipynb",
         Download("smithann", "12345", "01_accuracy_paradox.ipynb", 678901)),
        ("leebob_LATE_12346_678902_01_accuracy_paradox-1.ipynb",
         Download("leebob", "12346", "01_accuracy_paradox.ipynb", 678902, 1)),
        ("leebob_12346_678902_mine-2.tar.gz",
         Download("leebob", "12346", "mine.tar.gz", 678902, 2)),
        ("Ann Smith_12345_assignsubmission_file_", moodle("Ann Smith", "12345")),
        ("Ann Smith_12345_assignsubmission_file", moodle("Ann Smith", "12345")),
        ("Zoë Ode-Li_7_assignsubmission_file_1.ipynb", moodle("Zoë Ode-Li", "7", "1.ipynb")),
        ("Smith_Ann_12_assignsubmission_file_a_b.ipynb", moodle("Smith_Ann", "12", "a_b.ipynb")),
        ("Lesson 1_asmith_attempt_2026-11-01-10-00-05_my_work.ipynb",
         Download("asmith", "", "my_work.ipynb", 20261101100005)),
        ("Lesson 1_asmith_attempt_2026-11-01-10-00-05.txt",
         Download("asmith", "", "", 20261101100005)),
        ("12-67 - Ann Smith - Nov 1, 2026 1000 AM - my - work.ipynb",
         brightspace("Ann Smith", "my - work.ipynb", 20261101100000)),
        ("12-67 - Ann Smith- 2 November, 2026 1430 - a.ipynb",
         brightspace("Ann Smith", "a.ipynb", 20261102143000)),
        ("12-67 - Ann Smith - Nov 1, 2026 305 PM",
         brightspace("Ann Smith", "", 20261101150500)),
        ("asmith_attempt_2026-11-01-10-00-05_a.ipynb",
         Download("asmith", "", "a.ipynb", 20261101100005)),
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
        (Download("Group A-Bob Lee", "", ""), "bl3"),
        (Download("10-b-Zoë O'Neil-Ode", "", ""), "zo"),
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


def test_two_of_one_name_in_moodle_are_two_people_whatever_the_roster_says():
    both = [moodle("Bob Lee", "3"), moodle("Bob Lee", "9")]
    assert [student_of(one, PEOPLE, both) for one in both] == ["Bob Lee-3", "Bob Lee-9"]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("as7", "as7"),
        ("AS7", "as7"),
        ("Ann Smith", "as7"),
        ("Smith, Ann", "as7"),
        ("Smith, Ann(as7)", "as7"),
        ("Smith, Ann - 12345", "as7"),
        ("12345", "as7"),
        ("Lee_Bob_bl3_77", "bl3"),
        ("Bob Lee - 01_accuracy_paradox", "bl3"),
        ("Bob Lee - Copy of 01_accuracy_paradox", "bl3"),
        ("01_accuracy_paradox_boblee", "bl3"),
        ("bob@u.org", "bl3"),
        ("zo and eve", "zo and eve"),
        ("Bob", "Bob"),
        ("Eve Ode - 01_accuracy_paradox", "Eve Ode"),
        ("01_accuracy_paradox", "01_accuracy_paradox"),
        ("eve_01_accuracy_paradox", "eve_01_accuracy_paradox"),
    ],
)
def test_a_folder_or_a_file_may_bear_a_name_an_address_or_a_number(name, student):
    people = PEOPLE | {"bl3": Person("bl3", "Bob", "Lee", "bob@u.org")}
    assert whose(name, "01_accuracy_paradox", people) == student


def test_a_name_that_two_people_have_is_nobodys():
    people = PEOPLE | {"as8": Person("as8", "Ann", "Smith", "", "777")}
    assert student_of(Download("Ann Smith", "", ""), people) == "Ann Smith"
    assert student_of(Download("smithann", "777", ""), people) == "as8"


NUMBERED = {
    person.student: person
    for person in (
        Person("900123", "Anna", "Müller", other_ids=("amueller",)),
        Person("900124", "Bob", "Lee", other_ids=("b.lee-4", "7")),
    )
}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("amueller", "900123"),
        ("AMueller", "900123"),
        ("900124", "900124"),
        ("b.lee-4", "900124"),
        ("7", "900124"),
        ("some work (7)", "some work (7)"),
        ("Lesson 1 b.lee4", "Lesson 1 b.lee4"),
    ],
)
def test_a_hand_in_may_bear_another_id_of_somebody(name, student):
    """A platform's table has a number and a user name, and its downloads bear one of them."""
    assert whose(name, "01_accuracy_paradox", NUMBERED) == student


def test_a_user_name_in_a_download_is_somebodys_who_has_a_number_for_id():
    name = "Lesson 1_amueller_attempt_2026-11-01-10-00-05_my_work.ipynb"
    assert student_of(read_name(name), NUMBERED) == "900123"


def test_an_id_counts_before_what_somebody_else_has_as_another_one():
    people = NUMBERED | {"amueller": Person("amueller")}
    assert whose("amueller", "01_accuracy_paradox", people) == "amueller"
    assert student_of(Download("amueller", "", ""), people) == "amueller"


WITH_ADDRESSES = {
    person.student: person
    for person in (
        Person("900123", "Ann", "Arber", "aarber@uni.example"),
        Person("900124", "Bob", "Lee", "bob@uni.example"),
        Person("900125", "Cy", "van der Ode", "c_ode@uni.example"),
    )
}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Arber_Ann_aarber_4711", "900123"),
        ("Arber_Ann_other_4711", "900123"),
        ("Ann_Arber_other_4711", "900123"),
        ("van der Ode_Cy_cy7_4711", "900125"),
        ("aarber", "900123"),
        ("[aarber]", "900123"),
        ("bob", "bob"),
        ("c_ode", "900125"),
        ("aarber_01_accuracy_paradox", "900123"),
        ("Bob_Jones_4711", "Bob_Jones_4711"),
        ("Bob_Lee_Jones", "Bob_Lee_Jones"),
        ("aarber_bob.lee_bob@uni.example", "aarber_bob.lee_bob@uni.example"),
        ("[1] - Lesson 01", "[1] - Lesson 01"),
    ],
)
def test_a_user_name_or_a_name_in_parts_tells_whose_a_folder_is(name, student):
    people = WITH_ADDRESSES | {"1": Person("1", "Zo", "Ode")}
    assert whose(name, "01_accuracy_paradox", people) == student


@pytest.mark.parametrize(
    "name",
    [
        "Lesson 1_aarber_attempt_2026-11-01-10-00-05_my_work.ipynb",
        "aarber@uni.example_1_q1_1_submission_2_my_work.ipynb",
    ],
)
def test_an_address_tells_whose_a_download_is(name):
    assert student_of(read_name(name), WITH_ADDRESSES) == "900123"


def test_a_user_name_of_two_addresses_is_nobodys():
    people = WITH_ADDRESSES | {"9": Person("9", "Al", "Arber", "aarber@other.example")}
    assert whose("aarber", "01_accuracy_paradox", people) == "aarber"
    assert student_of(Download("aarber", "", ""), people) == "aarber"
    assert whose("aarber@other.example", "01_accuracy_paradox", people) == "9"


@pytest.mark.parametrize(
    "name",
    ["Eva Mueller-Gross", "EVA MÜLLER-GROSS", "Mueller-Groß, Eva", "Mueller-Gross_Eva_x_4711"],
)
def test_an_umlaut_may_be_written_in_two_letters(name):
    people = {"e": Person("e", "Eva", "Müller-Groß")}
    assert whose(name, "01_accuracy_paradox", people) == "e"


def test_letters_of_the_north_may_be_written_in_two_letters():
    people = {"b": Person("b", "Bjørn Åke", "Æblesen")}
    assert student_of(Download("Bjoern Aake Aeblesen", "", ""), people) == "b"
    assert student_of(Download("aeblesenbjoernaake", "", ""), people) == "b"


def test_who_is_written_exactly_so_counts_first():
    people = {"1x": Person("1x", "Eva", "Müller"), "2x": Person("2x", "Eva", "Mueller")}
    assert whose("Eva Mueller", "01_accuracy_paradox", people) == "2x"
    assert whose("Eva Müller", "01_accuracy_paradox", people) == "1x"
