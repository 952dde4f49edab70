"""What the course adds to nbgrader's tables: indexes, and for which answers there are marks."""

import json
from collections.abc import Mapping

from nbgrader.api import Comment, Grade, SubmittedNotebook
from sqlalchemy import Column, Engine, Index, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.orm import Session

from course.grader.by_hand.held import ANSWERS

# nbgrader's tables have none of these: without them each submission reads those of the whole class.
_INDEXES = [
    Index(f"{column.table.name}_by_{column.name}", column)
    for column in (
        SubmittedNotebook.__table__.c.assignment_id,
        Grade.__table__.c.notebook_id,
        Comment.__table__.c.notebook_id,
    )
]
# In the gradebook itself, so that each copy of it, on whatever machine, can tell.
ANSWERS_TABLE = Table(
    ANSWERS,
    MetaData(),
    Column("notebook_id", String(32), primary_key=True),
    Column("answers", Text, nullable=False),
)


def add_tables(engine: Engine) -> None:
    """Add to a gradebook what it lacks of this."""
    for index in _INDEXES:
        index.create(engine, checkfirst=True)
    ANSWERS_TABLE.create(engine, checkfirst=True)


def note_answers(session: Session, notebook: str, answers: Mapping[str, str]) -> bool:
    """Write into a gradebook for which answers the marks of a hand-in are; tell whether it is new.

    notebook (str): The gradebook's own id of the hand-in.
    answers (mapping of str to str): A digest of each answer, by the id of the cell that is marked.
    """
    of_it = ANSWERS_TABLE.c.notebook_id == notebook
    text = json.dumps(answers, sort_keys=True)
    if session.scalar(select(ANSWERS_TABLE.c.answers).where(of_it)) == text:
        return False
    session.execute(delete(ANSWERS_TABLE).where(of_it))
    session.execute(insert(ANSWERS_TABLE).values(notebook_id=notebook, answers=text))
    return True
