"""What the doctor has found: one thing that was looked at, in words."""

from dataclasses import dataclass

MEND = "run `make setup`, or `pip install -r requirements.txt`"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    name (str): What was looked at, in a word or two.
    ok (bool): Whether the course can do with what was found.
    message (str): One sentence; where it isn't ok, it says what to do.
    """

    name: str
    ok: bool
    message: str
