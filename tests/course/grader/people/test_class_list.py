"""Class lists as platforms, spreadsheets and people save them: who is read, and what is said."""

from pathlib import Path

import pytest

from course.cli import main
from course.folders import CourseError
from course.grader.notebook.find import find_submissions
from course.grader.people.class_list import ClassList, read_roster
from course.grader.roster import Person, roster, save_roster
from tests.course.grader.notebook.handed_in import LESSON, NOTEBOOK, hand_in

CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n"
ANN = Person("ann", "Ann", "Lee")


@pytest.fixture
def table(tmp_path):
    def write(content: str, name: str = "class.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode())
        return file

    return write


@pytest.fixture
def read(table):
    return lambda content: read_roster(table(content))


def ids(listed: ClassList) -> list[str]:
    return [person.student for person in listed.people]


def test_who_has_no_login_in_canvas_has_another_number_and_it_is_said(read):
    listed = read(
        CANVAS + '    Points Possible,,,,\n"Lee, Bo",1001,0007,blee,x\n"Kim, Jo",1002,0008,,x\n'
        '"Poe, Al",1003,,,x\n"Student, Test",99,,,x\n'
    )
    assert listed.people == [
        Person("blee", "Bo", "Lee", "", "1001", ("0007",)),
        Person("0008", "Jo", "Kim", "", "1002"),
        Person("1003", "Al", "Poe", "", "1003"),
    ]
    assert listed.remarks == [
        "Where SIS Login ID is empty, another number or the address is the id: 0008 (Jo Kim), "
        "1003 (Al Poe)."
    ]


def test_a_line_of_canvas_without_any_number_is_named(read):
    listed = read(CANVAS + '    Mögliche Punkte,,,,\n,,,,\n"Lee, Bo",1,,blee,x\n')
    assert ids(listed) == ["blee"]
    assert listed.remarks == ["Left out, since nobody is called so: Mögliche Punkte."]


def test_who_has_no_student_number_has_the_user_name_or_the_address(read):
    listed = read("Student ID,Username,Name,E-Mail\n7,ann,,\n,bob,Bob Lee,\n,,Cy Poe,Cy@x.edu\n")
    assert ids(listed) == ["7", "bob", "cy@x.edu"]
    assert listed.remarks == [
        "Where Student ID is empty, another number or the address is the id: bob (Bob Lee), "
        "cy@x.edu (Cy Poe)."
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Last Name,First Name,Username,Student ID\nMüller,Anna,amueller,900123\n",
            Person("900123", "Anna", "Müller", other_ids=("amueller",)),
        ),
        (
            "Benutzername;Vorname;Nachname;Matrikelnummer\namueller;Anna;Müller;900123\n",
            Person("900123", "Anna", "Müller", other_ids=("amueller",)),
        ),
        ("Login,Matrikelnummer\namueller,900123\n", Person("amueller", other_ids=("900123",))),
        ("Prénom,Nom,Nom d’utilisateur\nAnne,Roi,aroi\n", Person("aroi", "Anne", "Roi")),
        ("OrgDefinedId,Last Name\n#00123,Lee\n", Person("00123", "", "Lee")),
        ("id,ID-Nummer\nann,ann\n", Person("ann")),
    ],
)
def test_what_is_not_the_id_is_another_one(read, content, expected):
    assert read(content) == ClassList([expected], [])


def test_blackboards_own_download_fits_its_own_table(read, tmp_path):
    listed = read(
        "Last Name,First Name,Username,Student ID\n"
        "Müller,Anna,amueller,900123\nLee,Bo,blee,900124\n"
    )
    for name in ("amueller", "blee"):
        file = f"One knob_{name}_attempt_2026-11-30-10-00-00_{LESSON}.ipynb"
        hand_in(tmp_path / "bb", file, NOTEBOOK)
    people = {person.student: person for person in listed.people}
    found = find_submissions(tmp_path / "bb", LESSON, people)
    assert [one.student for one in found] == ["900123", "900124"]


def test_prairielearns_own_table_has_ids(read):
    found = read("UID,UIN,Name,Role\nann@x.edu,4711,Ann Lee,Student\n").people
    assert [(one.student, one.full_name) for one in found] == [("ann@x.edu", "Ann Lee")]


def test_a_user_name_goes_before_numbers_that_a_university_gives(read):
    [person] = read("UIN,Username,Name\n4711,ann7,Ann Lee\n").people
    assert (person.student, person.other_ids) == ("ann7", ("4711",))


SPOILT = [
    (coding, name)
    for coding in ("cp1252", "latin-1", "mac_roman", "cp850")
    for name in ("Müller", "José", "Łukasz", "Ñúñez")
    if (coding, name) != ("cp1252", "Łukasz")  # that would leave a letter out
]


@pytest.mark.parametrize(("coding", "name"), SPOILT)
def test_names_that_a_spreadsheet_has_spoilt_are_not_read(read, coding, name):
    spoilt = name.encode().decode(coding)
    with pytest.raises(CourseError, match=f"line 2 has {spoilt} for {name}: a spreadsheet has"):
        read(f"id,last name\nann,{spoilt}\n")


def test_names_with_a_lost_letter_are_not_read(read):
    with pytest.raises(CourseError, match="has M\ufffdller, with a letter lost"):
        read("id,last name\nann,M\ufffdller\n")


@pytest.mark.parametrize(
    "name", ["JOÃO", "Âge", "Åse–Ångström", "Weiß–Maier", "Ñandú", "Ðorđe", "Νίκος", "Иван", "ÑÉ’"]
)
def test_names_with_such_letters_of_their_own_are_read(read, name):
    [person] = read(f"id,last name\nann,{name}\n").people
    assert person.last_name == name


def test_what_two_people_have_is_no_id_of_either(read):
    listed = read("id,student,matrikelnummer\nann,10b,7\nbob,10b,ann\n")
    assert [person.other_ids for person in listed.people] == [("7",), ()]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "First name,Last name,Email address,Groups\nAnn,Smith,Ann.Smith@x.edu,\n",
            Person("ann.smith@x.edu", "Ann", "Smith", "Ann.Smith@x.edu", "", ("ann.smith",)),
        ),
        (
            "Prénom,Nom de famille,Adresse de courriel\nAnn,Smith,ann@x.edu\n",
            Person("ann@x.edu", "Ann", "Smith", "ann@x.edu", "", ("ann",)),
        ),
        (
            "Display Name,Email,Role\nAnn Smith,ann@x.edu,Student\nMr X,mr@x.edu,Owner\n",
            Person("ann@x.edu", "Ann", "Smith", "ann@x.edu", "", ("ann",)),
        ),
        (
            "Last Name,First Name,Email Address,Lesson 1\nDate,,,2026-11-01\nPoints,,,10\n"
            "Smith,Ann,ann@x.edu,7\n",
            Person("ann@x.edu", "Ann", "Smith", "ann@x.edu", "", ("ann",)),
        ),
    ],
    ids=["Moodle", "Moodle in French", "Teams", "Classroom"],
)
def test_where_there_is_no_other_id_the_address_is_it(read, content, expected):
    listed = read(content)
    assert listed.people == [expected]
    assert listed.remarks[0] == (
        "The list has no column of ids, so e-mail addresses are the ids. If another column has "
        "them, call it `id` and read the list again."
    )


def test_with_addresses_for_ids_hand_ins_are_known_by_name_address_or_what_is_before_the_sign(
    read, tmp_path
):
    listed = read("Name,E-Mail\nAnn Smith,ann@x.edu\nBob Lee,b.lee@x.edu\nCy Poe,cyp@x.edu\n")
    folder = tmp_path / "submitted"
    for name in ("Ann Smith", "b.lee", "CYP@x.edu"):
        hand_in(folder, f"{name}/{LESSON}/{LESSON}.ipynb", NOTEBOOK)
    people = {person.student: person for person in listed.people}
    found = find_submissions(folder, LESSON, people)
    assert [one.student for one in found] == ["ann@x.edu", "b.lee@x.edu", "cyp@x.edu"]


def test_two_addresses_that_begin_alike_are_two_people(read):
    listed = read("Name,E-Mail\nAnn,ann@a.edu\nAnna,ann@b.edu\n")
    assert [(one.student, one.other_ids) for one in listed.people] == [
        ("ann@a.edu", ()),
        ("ann@b.edu", ()),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("Total: 1 student,,", "endHISsheet", "Gesamt,3,", "1 student", "Average,,7.5"),
        *("Points,,", "Summe:,,", "Class average,,", "(12 Teilnehmende),,"),
    ],
)
def test_a_line_of_totals_is_nobody_and_is_named(read, line):
    listed = read(f"id,name,e-mail\nann,Ann Lee,\n{line}\n")
    assert listed.people == [ANN]
    assert listed.remarks == [f"Left out, since nobody is called so: {line.partition(',')[0]}."]


@pytest.mark.parametrize("line", ["total,Toni Tal,", "summer,,", "dates,,", "pointsman,,", "4,,"])
def test_somebody_who_is_called_alike_is_somebody(read, line):
    assert ids(read(f"id,name,e-mail\nann,Ann Lee,\n{line}\n")) == ["ann", line.partition(",")[0]]


@pytest.mark.parametrize(
    ("role", "learns"),
    [
        *(("Kursadministrator", False), ("Owner", False), ("Non-editing teacher", False)),
        *(("Student", True), ("", True), ("Student, Tutor", True), ("active", True)),
    ],
)
def test_who_teaches_is_not_in_the_class_and_is_named(read, role, learns):
    listed = read(f'id,name,role\nann,Ann Lee,\nprof,Pia Fox,"{role}"\n')
    assert ids(listed) == (["ann", "prof"] if learns else ["ann"])
    assert listed.remarks == (
        [] if learns else [f"Left out, since their role isn't a learner's: prof ({role})."]
    )


def test_the_same_line_twice_is_one_person_and_it_is_said(read):
    listed = read("id,name,section\nann,Ann Lee,1\nbob,Bob,1\nann,Ann Lee,2\nann,Ann Lee,3\n")
    assert ids(listed) == ["ann", "bob"]
    assert listed.remarks == ["In the list more than once, and each time the same: ann."]


def test_of_one_id_with_two_names_both_ways_out_are_said(read):
    with pytest.raises(CourseError, match="line 3: the id 'ann' has occurred before. If that is"):
        read("id,name\nann,Ann Lee\nann,Ann Loy\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id,name,mail\nann;Ann Lee;a@x\n", "line 2: .* parted by semicolons, .* line by commas"),
        ("id,name,mail\nann;Lee, Ann;a@x\n", "line 2: .* parted by semicolons, .* line by commas"),
        ("id;name;mail\nann;Ann;\nbob,Bob,b@x\n", "line 3: .* by commas, .* line by semicolons"),
        ("id,name\nann\tAnn Lee\n", "line 2: .* parted by tabs"),
        ("Class 10b\nid;name\nann;Ann\n", "has no column of student ids: .* class 10b"),
        ("id\nann;Ann Lee\n", "line 2: .* by semicolons, and those of the first line by nothing"),
    ],
)
def test_lines_that_another_sign_parts_than_the_first_one_are_refused(read, content, sentence):
    with pytest.raises(CourseError, match=sentence):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        'id;"name, first, middle, last"\nann;x\n',
        '"id";"a, b, c";name\n"ann";x;Ann Lee\n',
        "id,name\rann,Ann Lee\r",
        '="id",name\n="ann",Ann Lee\n',
    ],
)
def test_quoted_heads_old_files_and_shielded_entries_are_read(read, content):
    assert ids(read(content)) == ["ann"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (['="00123"', '="00124"'], ["00123", "00124"]),
        (['"=""00123"""'], ["00123"]),
        (["'00123", "'00124"], ["00123", "00124"]),
        (["12345.0", "12346.0"], ["12345", "12346"]),
        (["12345.0", "v2.0"], ["12345.0", "v2.0"]),
        (["o'hara", "'ann"], ["o'hara", "'ann"]),
    ],
)
def test_ids_are_read_without_what_spreadsheets_put_around_them(read, entries, expected):
    listed = read("id,lms_id\n" + "".join(f"{entry},1001.0\n" for entry in entries))
    assert ids(listed) == expected
    assert {person.lms_id for person in listed.people} == {"1001"}


def test_the_sections_of_a_class_are_read_at_once(small_course, table, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    one, two = table("id,name\nann,Ann Lee\n", "a.csv"), table("login;id\nbob;7\nann;8\n", "b.csv")
    assert main(["roster", str(one), str(table("id\nbob\n", "c.csv"))]) == 0
    assert "2 in the class.\nNew: ann, bob." in capsys.readouterr().out
    assert main(["roster", str(one), str(two)]) == 2
    assert "b.csv, line 3: the id 'ann' has occurred before" in capsys.readouterr().err
    assert main(["roster", str(table("id\nzoe\n", "c.csv"))]) == 0
    assert "name them all: `course roster A.csv B.csv`." in capsys.readouterr().out
    assert main(["roster", str(table("id\nzoe\nbob\n", "c.csv"))]) == 0
    assert "name them all" not in capsys.readouterr().out


def test_zeros_that_a_spreadsheet_has_left_out_are_one_sentence(
    small_course, table, monkeypatch, capsys
):
    monkeypatch.chdir(small_course)
    save_roster(small_course, [Person("00123", "Ann"), Person("00124", "Bob"), Person("9", "Cy")])
    assert main(["roster", str(table("id,name\n123,Ann\n124,Bob\n9,Cy\n"))]) == 0
    said = capsys.readouterr().out
    assert "The id 00123 is 123 in this list, and so with 1 more: a spreadsheet leaves" in said
    assert "--rename" not in said


def test_other_ids_stay_where_a_later_list_does_not_say_them(small_course):
    save_roster(small_course, [Person("900123", other_ids=("amueller",)), Person("7")])
    saved = save_roster(small_course, [Person("900123"), Person("7", other_ids=("8",))])
    assert saved.kept == {"other id": ["900123"]}
    assert roster(small_course)["900123"].other_ids == ("amueller",)
    save_roster(small_course, [Person("900123"), Person("amueller")])
    assert roster(small_course)["900123"].other_ids == ()


def test_whose_other_id_was_the_id_before_is_named(small_course, table, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    assert main(["roster", str(table("id\n900123\n"))]) == 0
    assert main(["roster", str(table("Username,ID number\namueller,900123\n"))]) == 0
    assert "`course roster --rename 900123 amueller`" in capsys.readouterr().out
