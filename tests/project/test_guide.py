"""The teacher's guide and the README say of the lessons what the lessons say of themselves."""

import re
import tomllib
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from course.cli import course_command
from course.folders import lesson_folders, lesson_notebook
from helpers.checks.source import BANK_FOLDER, load_exercises
from tests.small_course import COURSE

GUIDE = (COURSE / "docs" / "teacher.md").read_text(encoding="utf-8")
README = (COURSE / "README.md").read_text(encoding="utf-8")
MACHINES = (COURSE / "docs" / "machines.md").read_text(encoding="utf-8")
TRICKS = COURSE / "course" / "rehearsal" / "tricks.toml"
LESSONS = lesson_folders(COURSE)
TEXTS = {
    folder.name[:2]: "\n".join(
        cell.source
        for cell in nbformat.read(lesson_notebook(folder), as_version=4).cells
        if cell.cell_type == "markdown"
    )
    for folder in LESSONS
}


def title(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")


def minutes(text: str) -> int:
    found = re.search(r"^(\d+) minutes[.,]", text, re.MULTILINE)
    assert found, "the lesson doesn't say how long it takes"
    return int(found[1])


def rows(page: str) -> list[list[str]]:
    """Return the cells of all rows of all tables of a page."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def schedules() -> list[list[tuple[datetime, int, str]]]:
    """Return the guide's schedules: when, how many minutes, what."""
    found: list[list[tuple[datetime, int, str]]] = []
    for row in rows(GUIDE):
        if row == ["at", "minutes", "what"]:
            found.append([])
        elif found and re.fullmatch(r"\d\d:\d\d", row[0]):
            found[-1].append((datetime.strptime(row[0], "%H:%M"), int(row[1]), row[2]))
    return found


def section(number: str) -> str:
    """Return what the guide says of a lesson, from its title on."""
    lessons = GUIDE.split("\n## Lesson by lesson\n")[1].split("\n## ")[0]
    [found] = [part for part in lessons.split("\n### ")[1:] if part.startswith(number)]
    return found


@pytest.mark.parametrize("page", [GUIDE, README], ids=["guide", "README"])
def test_a_lessons_title_and_minutes_are_its_own(page):
    for number, text in TEXTS.items():
        [row] = [row[:3] for row in rows(page) if row[:2] == [number, title(text)]]
        assert row[2] == str(minutes(text))


def test_the_readme_can_be_read_in_five_minutes():
    assert len(README.split()) <= 900


def test_computing_times_are_those_that_were_measured():
    measured = {row[0]: row[1:3] for row in rows(MACHINES) if len(row) == 4 and row[0] in TEXTS}
    for number in TEXTS:
        [row] = [row for row in rows(GUIDE) if row[0] == number]
        assert row[3] == " / ".join(measured[number])


@pytest.mark.parametrize("number", TEXTS)
def test_each_lesson_has_its_section(number):
    text = section(number)
    assert text.startswith(f"{number} {title(TEXTS[number])}\n")
    for part in ("**The one idea.**", "| what goes wrong |", "**Ask the room**", "**If time"):
        assert part in text
    questions = re.findall(r"^- \*.+", text, re.MULTILINE)
    assert 2 <= len(questions) <= 3


@pytest.mark.parametrize("number", TEXTS)
def test_headings_that_the_guide_names_are_in_the_lesson(number):
    headings = re.findall(r"^#+ (.+)$", TEXTS[number], re.MULTILINE)
    [ending] = [part for part in section(number).split("\n\n") if part.startswith("**If time")]
    for named in re.findall(r"\*([A-Z][^*]+?)\*", " ".join(ending.split()).split("**", 2)[2]):
        assert named in headings


def test_each_row_of_a_schedule_starts_where_the_one_above_ends():
    assert len(schedules()) == 5
    for schedule in schedules():
        for (start, length, _), (following, _, _) in pairwise(schedule):
            assert start + timedelta(minutes=length) == following


def test_a_whole_lesson_gets_its_own_minutes_and_a_part_fewer():
    for schedule in schedules():
        for _, length, what in schedule:
            if what.endswith("all of it"):
                assert length == minutes(TEXTS[what[:2]])
            elif what[:2] in TEXTS:
                assert length < minutes(TEXTS[what[:2]])


def test_every_schedule_has_breaks():
    for schedule in schedules():
        sitting = 0
        for _, length, what in schedule:
            sitting = 0 if what in ("Break", "Lunch") else sitting + length
            assert sitting <= 85


def test_the_guide_gives_no_code_away():
    code = " ".join(re.findall(r"`([^`\n]+)`", GUIDE))
    assert "return" not in code
    assert "np." not in code
    for folder in LESSONS:
        for exercise in load_exercises(folder / BANK_FOLDER):
            assert f"def {exercise.name}" not in GUIDE


@pytest.mark.parametrize("page", sorted((COURSE / "docs").glob("*.md")), ids=lambda page: page.name)
def test_commands_and_links_of_a_page_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|&& |/)course ([a-z]+)", text, re.MULTILINE))
    assert named <= set(course_command.commands)
    made = {"glossary.md"}  # by `make site`, whose links are checked with it
    for target in set(re.findall(r"\]\(([^)#]+)\)", text)) - made:
        assert (Path(page).parent / target).exists(), target
    for target, part in set(re.findall(r"\]\(([\w./]+\.md)#([^)]+)\)", text)):
        assert part in parts(Path(page).parent / target), f"{target}#{part}"


def parts(page: Path) -> set[str]:
    """Return the names of a page's parts: its anchors, and its headings as links name them."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([\w-]+)">', text))


def test_every_page_of_the_site_is_in_its_contents():
    contents = (COURSE / "docs" / "index.md").read_text(encoding="utf-8")
    trees = "\n".join(re.findall(r"(?ms)^```\{toctree\}$(.*?)^```$", contents))
    pages = {page.stem for page in (COURSE / "docs").glob("*.md")} - {"index"}
    assert pages <= set(trees.split())


def test_what_the_hand_out_takes_of_other_pages_is_there():
    text = (COURSE / "docs" / "handout.md").read_text(encoding="utf-8")
    taken = re.findall(r"(?ms)^```\{include\} (\w+\.md)\n(.*?)^```$", text)
    assert taken
    for file, options in taken:
        page = (COURSE / "docs" / file).read_text(encoding="utf-8")
        for place in re.findall(r':(?:start-after|end-before): "(.+)"', options):
            assert page.count(f"{place}\n") == 1, f"{file}: {place}"


def test_the_page_for_those_who_decide_counts_right():
    page = (COURSE / "docs" / "two_hours.md").read_text(encoding="utf-8")
    lengths = [minutes(text) for text in TEXTS.values()]
    banks = [load_exercises(folder / BANK_FOLDER) for folder in LESSONS]
    mistakes = sum(len(exercise.mistakes) for bank in banks for exercise in bank)
    tricks = sum(map(len, tomllib.loads(TRICKS.read_text(encoding="utf-8")).values()))
    [hours] = re.findall(r"Ten lessons as Jupyter notebooks, (\d+) hours of work in all", page)
    assert len(LESSONS) == 10
    assert int(hours) == round(sum(lengths) / 60)
    assert f"They write {sum(map(len, banks))} short functions." in page
    assert f"{min(lengths)} to {max(lengths)} minutes a lesson" in page
    for said, count in (
        (r"More than (\d+) wrong answers", mistakes),
        (r"more than (\d+) attempts to get marks", tricks),
    ):
        [at_least] = map(int, re.findall(said, page))
        assert at_least < count < 1.5 * at_least
    plan = [row for row in rows(page) if row[0].isdigit()]
    assert sum(int(row[0]) for row in plan) == 120


def test_the_readme_is_read_in_five_minutes():
    assert len(README.split()) <= 900
