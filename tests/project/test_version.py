"""One version: in the packages, the citation, the change log and what the command says."""

import re
import tomllib

import nbformat
import pytest
import yaml

from course.cli import main
from helpers import __version__
from tests.small_course import COURSE


def test_the_command_says_the_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"course {__version__}\n"


@pytest.mark.parametrize("package", ["course", "course/lite/page"])
def test_every_package_has_the_version_of_the_helpers(package):
    settings = tomllib.loads((COURSE / package / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["version"] == __version__


def test_the_citation_has_the_version():
    citation = yaml.safe_load((COURSE / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__


def test_the_change_log_begins_with_the_version():
    log = (COURSE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", log, re.MULTILINE)[0] == __version__


@pytest.mark.parametrize(
    ("lesson", "cell"),
    [("09_own_the_trade_off", "card-folder"), ("10_take_it_to_work", "report-run")],
)
def test_the_weight_cards_that_lessons_write_carry_the_version(lesson, cell):
    notebook = nbformat.read(COURSE / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    [source] = [each.source for each in notebook.cells if each.id == cell]
    assert '"course": helpers.__version__' in source
