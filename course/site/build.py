"""Building the site: the lessons are run, pages are made of them, Sphinx sets them."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.files import write_text
from course.folders import CourseError, lesson_folders, lesson_notebook
from course.lite.addresses import address_of, has_lesson
from course.release.glossary import terms_of, titles
from course.release.lessons import write_lessons
from course.run.inputs import digest_of_inputs
from course.run.lessons import run_lesson, summary
from course.site.audit import Audit, audit
from course.site.guides import copy_guides
from course.site.pages import example_card, glossary_page, lesson_page, lesson_table, terms_to_print


def make_site(
    course: Path, build: Path, data: str, *, quick: bool = False, answers: bool = True
) -> Audit:
    """Make the site in the folder `site` of `build`; say on the way what is done.

    Where lessons have to be run, links and pictures are looked through before, on pages without
    outputs: a broken link costs no training. Where `make lite` has made the lessons for the
    browser, they come along, and each lesson's page leads to its own.

    course (Path): The course's folder.
    build (Path): Folder for what is made; executed lessons are kept in it.
    data (str): The name of the set of pictures: 'cifar10' or 'synthetic'.
    quick (bool): Whether models are trained on a small share of the data.
    answers (bool): Whether reference answers are on the pages, folded away.
    Raises CourseError: If something isn't in order; a site that was there before stays.
    """
    pages, kept = build / "pages", build / "executed"
    released = released_lessons(course, build / "released")
    waiting = lessons_to_run(course, kept, data, quick=quick)
    if waiting:
        names = ", ".join(folder.name[:2] for folder in waiting)
        print(f"Looking through all links before lessons are run ({names}).", flush=True)
        solved = {folder.name: _notebook(folder) for folder in lesson_folders(course)}
        write_pages(course, solved, released, pages, answers=answers)
        checked_site(pages, build / "site.part")
    solved = run_lessons(course, kept, data, quick=quick)
    lite = build / "lite"
    write_pages(course, solved, released, pages, answers=answers, lite=lite)
    found = set_pages(pages, build / "site")
    if lite.is_dir():
        shutil.copytree(lite, build / "site" / "lite")
    return found


def lessons_to_run(course: Path, kept: Path, data: str, *, quick: bool) -> list[Path]:
    """Return the folders of the lessons of which no run is kept that fits what they are now."""
    folders = lesson_folders(course)
    return [folder for folder in folders if not _kept(folder, kept, data, quick=quick).exists()]


def run_lessons(course: Path, kept: Path, data: str, *, quick: bool) -> dict[str, NotebookNode]:
    """Return the solved lessons with their outputs, by the names of their folders.

    A lesson is run once, and again when its code, what it imports of `helpers/`, a package or the
    set of pictures has changed. Each run is kept as soon as it has ended well.

    course (Path): The course's folder.
    kept (Path): Folder where executed notebooks are kept.
    data (str): The name of the set of pictures: 'cifar10' or 'synthetic'.
    quick (bool): Whether models are trained on a small share of the data.
    Raises CourseError: If a cell ends in an error or a claim doesn't hold: such a lesson is not
        published.
    """
    folders = lesson_folders(course)
    # Looked up once: somebody may go on writing while lessons are run.
    files = {folder: _kept(folder, kept, data, quick=quick) for folder in folders}
    for folder, file in files.items():
        if file.exists():
            continue
        fresh = file.with_suffix(".part")
        run = run_lesson(folder, quick=quick, data=data, keep=fresh)
        print(summary(run), flush=True)
        if not run.ok:
            raise CourseError(f"{folder.name} fails, so there is no site: see above.")
        for old in kept.glob(f"{folder.name}-*.ipynb"):
            old.unlink()
        fresh.replace(file)
    return {folder.name: _with_outputs(folder, file) for folder, file in files.items()}


def _kept(folder: Path, kept: Path, data: str, *, quick: bool) -> Path:
    return kept / f"{folder.name}-{digest_of_inputs(folder, data, quick=quick)}.ipynb"


def _notebook(folder: Path) -> NotebookNode:
    return nbformat.read(lesson_notebook(folder), as_version=4)


def _with_outputs(folder: Path, run: Path) -> NotebookNode:
    """Return a solved lesson as it is now, with the outputs of a run: its text may be newer."""
    notebook = _notebook(folder)
    outputs = {
        cell.id: cell.outputs
        for cell in nbformat.read(run, as_version=4).cells
        if cell.cell_type == "code"
    }
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = outputs[cell.id]
    return notebook


def released_lessons(course: Path, folder: Path) -> dict[str, NotebookNode]:
    """Return the lessons as learners get them, made from `solutions/` in a folder.

    What lies in `notebooks/` doesn't matter: people work there.

    Raises CourseError: If a lesson can't be released.
    """
    shutil.rmtree(folder, ignore_errors=True)
    written = write_lessons(course, folder, banks=False)
    notebooks = [file for file in written if file.name == f"{file.parent.name}.ipynb"]
    return {file.stem: nbformat.read(file, as_version=4) for file in notebooks}


def write_pages(
    course: Path,
    solved: dict[str, NotebookNode],
    released: dict[str, NotebookNode],
    pages: Path,
    *,
    answers: bool = True,
    lite: Path | None = None,
) -> None:
    """Write all that Sphinx needs into a folder, which is emptied first.

    course (Path): The course's folder.
    solved (dict of str to NotebookNode): The solved lessons with their outputs, by the names of
        their folders.
    pages (Path): The folder.
    answers (bool): Whether reference answers are on the pages, folded away.
    lite (Path or None): The page that `make lite` has made, for `lite/` beside the site: of the
        lessons that it runs, each page leads to it.
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
            tried=f"../lite/{address_of(lesson)}" if lite and has_lesson(lite, lesson) else "",
        )
        write_text(pages / "lessons" / f"{lesson}.ipynb", nbformat.writes(page))
    all_terms = [term for of_lesson in terms.values() for term in of_lesson]
    write_text(pages / "glossary.md", glossary_page(all_terms, titles(folders)))
    write_text(pages / "_terms.txt", terms_to_print(all_terms))
    write_text(pages / "_lessons.txt", lesson_table(released))
    write_text(pages / "_card.txt", example_card(folders[0]))


def set_pages(pages: Path, site: Path) -> Audit:
    """Let Sphinx make the site; put it in place when all its links and pictures are in order.

    Raises CourseError: If Sphinx warns of anything, or the finished pages have a fault.
    """
    part = site.with_name(f"{site.name}.part")
    found = checked_site(pages, part)
    shutil.rmtree(site, ignore_errors=True)
    part.rename(site)
    return found


def checked_site(pages: Path, site: Path) -> Audit:
    """Let Sphinx make a site in a folder, which is emptied first, and look it through.

    Raises CourseError: If Sphinx warns of anything, or the finished pages have a fault.
    """
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    doctrees = pages.with_name(f"{pages.name}.doctrees")
    made = subprocess.run([*command, "-d", doctrees, pages, site], check=False)
    if made.returncode:
        raise CourseError("Sphinx has found something wrong, so there is no site: see above.")
    found = audit(site)
    if found.faults:
        faults = "\n".join(f"- {fault}" for fault in found.faults)
        raise CourseError(f"there is no site:\n{faults}")
    return found
