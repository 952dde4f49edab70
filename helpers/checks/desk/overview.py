"""What is done of a lesson and of the whole course, as tables and as one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.checks.desk.lessons import START_NOTEBOOK, Part, notebook_of, title_of
from helpers.checks.desk.markup import GREEN, GREY, bold, box, code, link, prose, table
from helpers.checks.desk.progress import Record

_ICONS = {"right": "✓", "not yet": "△", "not tried": "○", "written": "✎"}


@dataclass(frozen=True)
class Overview:
    """What is done of a lesson: its name, its exercises, its questions, its title."""

    lesson: str
    exercises: tuple[Part, ...]
    questions: tuple[Part, ...] = ()
    title: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Exercises and questions."""
        return self.exercises + self.questions

    @property
    def done(self) -> list[Part]:
        """The exercises that are right."""
        return [part for part in self.exercises if part.state == "right"]

    @property
    def open(self) -> list[Part]:
        """What is neither right nor written."""
        return [part for part in self.parts if part.state not in ("right", "written")]

    @property
    def begun(self) -> bool:
        """Whether anything was tried or written."""
        return any(part.state != "not tried" for part in self.parts)

    @property
    def counts(self) -> tuple[str, str]:
        """How many exercises are done, and for how many points, in words."""
        most = sum(part.points for part in self.exercises)
        gained = sum(part.points for part in self.done)
        return (
            f"{len(self.done)} of {len(self.exercises)} exercises done",
            f"{gained:g} of {points(most)}",
        )


def exercise_part(name: str, points: float, record: Record) -> Part:
    """Return what a learner has done of an exercise as a line of the overview."""
    numbers = ((record.tries, "try", "tries"), (record.hints, "hint", "hints"))
    more = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in numbers if n)
    return Part(name, record.state, points, more)


def points(number: float) -> str:
    """Return a number of points in words."""
    return f"{number:g} point" if number == 1 else f"{number:g} points"


def progress_table(this: Overview, others: Sequence[Overview] = ()) -> dict[str, str]:
    """Return a table of a lesson's exercises and questions, and a line for each other lesson."""
    rows = [(p.name, f"{_ICONS[p.state]} {p.state}", points(p.points), p.more) for p in this.parts]
    title = f"{this.lesson}: {', '.join(this.counts)}"
    plain, rich = [title, *_aligned(rows)], bold(title) + _table(rows)
    if others:
        rows = [(other.lesson, *_of_other(other)) for other in others]
        plain += ["The other lessons:", *_aligned(rows)]
        rich += bold("The other lessons:") + _table(rows)
    return box("\n".join(plain), rich, GREY)


def course_table(lessons: Sequence[Overview]) -> dict[str, str]:
    """Return a table of all lessons, each a link, and the one to go on with."""
    names = [f"{lesson.lesson[:2]} {lesson.title}" for lesson in lessons]
    states = [_of_other(lesson) for lesson in lessons]
    links = [
        link(f"{lesson.lesson}/{lesson.lesson}.ipynb", name)
        for lesson, name in zip(lessons, names, strict=True)
    ]
    rows = [[link, *map(prose, state)] for link, state in zip(links, states, strict=True)]
    plain = _aligned([(name, *state) for name, state in zip(names, states, strict=True)])
    at = _next_to_do(lessons)
    if at is None:
        title = "✓ All lessons are done"
        return box("\n".join([title, *plain]), bold(title), GREEN, table(rows))
    title = "Go on with" if any(lesson.begun for lesson in lessons) else "Begin with"
    said = f"<div>{bold(f'{title}:')} {links[at]}</div>"
    return box("\n".join([f"{title}: {names[at]}", *plain]), said, GREY, table(rows))


def _next_to_do(lessons: Sequence[Overview]) -> int | None:
    """Return the place of the lesson to go on with: the last one begun, or one after it."""
    last = max((at for at, lesson in enumerate(lessons) if lesson.begun), default=0)
    order = [*range(last, len(lessons)), *range(last)]
    return next((at for at in order if lessons[at].open), None)


def finish_card(
    this: Overview, after: Path | None, *, linked: bool, start: bool = False
) -> dict[str, str]:
    """Return a card for the end of a lesson: what is done, what is open, and what comes next.

    after (Path or None): The folder of the next lesson.
    linked (bool): Whether it can be opened from here.
    start (bool): Whether there is a notebook that shows all lessons.
    """
    icon, colour = ("△", GREY) if this.open else ("✓", GREEN)
    title = f"{icon} {this.lesson}: {', '.join(this.counts)}"
    lines = []
    if this.open:
        listed = ", ".join(f"`{part.name}` ({points(part.points)})" for part in this.open)
        lines.append(f"Still open: {listed}.")
    plain, rich = [title, *lines], bold(title) + prose("\n".join(lines))
    if after is not None:
        name = f"{after.name[:2]} {title_of(after)}"
        plain.append(f"Next lesson: {name}")
        address = f"../{after.name}/{notebook_of(after).name}"
        rich += f"<div>Next lesson: {link(address, name) if linked else prose(name)}</div>"
    if linked and start:
        rich += f"<div>{link(f'../{START_NOTEBOOK}', 'All lessons')}</div>"
    return box("\n".join(plain).replace("`", ""), rich, colour)


def _of_other(other: Overview) -> tuple[str, str, str]:
    icon = "△" if other.open else "✓"
    if not other.begun:
        icon = "○"
    written = sum(part.state == "written" for part in other.questions)
    asked = "question written" if written == 1 else f"{written} questions written"
    done, gained = other.counts
    return f"{icon} {done}", gained, asked if written else ""


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows of a table as lines of text, each column as wide as it has to be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _table(rows: Sequence[Sequence[str]]) -> str:
    return table([[code(row[0]), *map(prose, row[1:])] for row in rows])
