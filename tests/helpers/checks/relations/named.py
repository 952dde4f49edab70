"""Cases with the names of their arguments, as a relation sees them."""

from typing import Any


def named(cases: list[tuple[Any, ...]], *names: str) -> list[dict[str, Any]]:
    """Return each case's arguments by their names."""
    return [dict(zip(names, arguments, strict=True)) for arguments in cases]
