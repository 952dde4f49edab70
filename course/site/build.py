"""Building the site: the lessons are run, pages are made of them, Sphinx sets them."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files import write_text
from course.folders import CourseError, lesson_folders
from course.release.glossary import terms_of, titles
from course.release.lessons import write_lessons
from course.run.inputs import digest_of_inputs
from course.run.lessons import run_lesson, summary
from course.site.audit import Audit, audit
from course.site.guides import copy_guides
from course.site.pages import example_card, glossary_page, lesson_page, lesson_table


def run_lessons(course: Path, kept: Path, data: str, *, quick: bool) -> dict[str, NotebookNode]:
    """Return the solved lessons with their outputs, by the names of their folders.

    A lesson is run once, and again when its folder, what it imports of `helpers/`, a package or
    the set of pictures has changed.

    course (Path): The course's folder.
    kept (Path): Folder where executed notebooks are kept.
    data (str): The name of the set of pictures: 'cifar10' or 'synthetic'.
    quick (bool): Whether models are trained on a small share of the data.
    Raises CourseError: If a cell ends in an error or a claim doesn't hold: such a lesson is not
        published.
    """
    solved = {}
    for folder in lesson_folders(course):
        file = kept / f"{folder.name}-{digest_of_inputs(folder, data, quick=quick)}.ipynb"
        if not file.exists():
            fresh = file.with_suffix(".part")
            run = run_lesson(folder, quick=quick, data=data, keep=fresh)
            print(summary(run), flush=True)
            if not run.ok:
                raise CourseError(f"{folder.name} fails, so there is no site: see above.")
            for old in kept.glob(f"{folder.name}-*.ipynb"):
                old.unlink()
            fresh.replace(file)
        solved[folder.name] = nbformat.read(file, as_version=4)
    return solved


def released_lessons(course: Path, folder: Path) -> dict[str, NotebookNode]:
    """Return the lessons as learners get them, made from `solutions/` in a folder.

    What lies in `notebooks/` doesn't matter: people work there.

    Raises CourseError: If a lesson can't be released.
    """
    shutil.rmtree(folder, ignore_errors=True)
    files = [file for file in write_lessons(course, folder) if file.suffix == ".ipynb"]
    return {file.stem: nbformat.read(file, as_version=4) for file in files}


def write_pages(
    course: Path,
    solved: dict[str, NotebookNode],
    released: dict[str, NotebookNode],
    pages: Path,
    *,
    answers: bool = True,
) -> None:
    """Write all that Sphinx needs into a folder, which is emptied first.

    course (Path): The course's folder.
    solved (dict of str to NotebookNode): The solved lessons with their outputs, by the names of
        their folders.
    pages (Path): The folder.
    answers (bool): Whether reference answers are on the pages, folded away.
    """
    shutil.rmtree(pages, ignore_errors=True)
    figures = pages / "extra" / "figures"
    figures.mkdir(parents=True)
    copy_guides(course, pages)
    folders = lesson_folders(course)
    terms = {folder.name: terms_of(folder) for folder in folders}
    for folder in folders:
        lesson = folder.name
        page = lesson_page(
            released[lesson],
            solved[lesson],
            lesson=lesson,
            terms=terms[lesson],
            figures=figures,
            answers=answers,
        )
        write_text(pages / "lessons" / f"{lesson}.ipynb", nbformat.writes(page))
    all_terms = [term for of_lesson in terms.values() for term in of_lesson]
    write_text(pages / "glossary.md", glossary_page(all_terms, titles(folders)))
    write_text(pages / "_lessons.txt", lesson_table(released))
    write_text(pages / "_card.txt", example_card(folders[0]))


def set_pages(pages: Path, site: Path) -> Audit:
    """Let Sphinx make the site; put it in place when all its links and pictures are in order.

    Raises CourseError: If Sphinx warns of anything, or the finished pages have a fault.
    """
    part = site.with_name(f"{site.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    doctrees = pages.with_name(f"{pages.name}.doctrees")
    made = subprocess.run([*command, "-d", doctrees, pages, part], check=False)
    if made.returncode:
        raise CourseError("Sphinx has found something wrong, so there is no site: see above.")
    found = audit(part)
    if found.faults:
        faults = "\n".join(f"- {fault}" for fault in found.faults)
        raise CourseError(f"there is no site:\n{faults}")
    shutil.rmtree(site, ignore_errors=True)
    part.rename(site)
    return found
