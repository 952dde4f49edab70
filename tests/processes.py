"""What a process in an environment of its own sees."""

import os
from pathlib import Path


def environment_of(scripts: Path, home: Path, **more: str) -> dict[str, str]:
    """Return what a process in an environment sees: its own scripts first, and another home."""
    return {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        # Nothing is downloaded to build the course: what builds it is installed.
        "PIP_NO_BUILD_ISOLATION": "0",
        **more,
    }
