"""The lock: what `requirements.txt` pins."""

from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def locked(course: Path) -> list[Requirement]:
    """Return the pins of `requirements.txt`, each with its marker, in the order of the file."""
    lines = (course / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def pins_here(course: Path) -> dict[str, str]:
    """Return the pins that count on this machine: from a package's name to ``==version``."""
    return {
        canonicalize_name(pin.name): str(pin.specifier)
        for pin in locked(course)
        if pin.marker is None or pin.marker.evaluate()
    }
