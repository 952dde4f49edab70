"""The `course` command without its subcommands: the options that several of them share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from helpers import __version__

FINE, DOES_NOT_HOLD, WRONG_USAGE = 0, 1, 2
PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


class WholeNumber(click.IntRange):
    """A whole number from a smallest one on; the error says so in words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or let click say what is wrong with the option."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a whole number of at least {self.min}", param, ctx)


@click.group(
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def course_command() -> None:
    """Train a classifier when one class is rare: the course's tools.

    LESSON is a lesson's name, or its beginning, such as 01.
    """


workers_option = click.option(
    "--workers",
    type=WholeNumber(1),
    metavar="N",
    help="How many notebooks at a time.  [default: as this machine allows]",
)


def json_option(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option --json of a command that has something to write for a script."""
    return click.option("--json", "json_file", type=FILE, help=f"Write {what} to a file.")
