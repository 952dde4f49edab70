"""Wheels of a few bytes, for tests that ask uv and pip without a network."""

import zipfile
from pathlib import Path


def write_wheel(folder: Path, name: str, *requirements: str, tag: str = "py3-none-any") -> Path:
    """Write the wheel of version 1 of a package that asks for others; return its file."""
    distribution = name.replace("-", "_")
    information = f"{distribution}-1.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
    about += "".join(f"Requires-Dist: {line}\n" for line in requirements)
    file = folder / f"{distribution}-1-{tag}.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{distribution}.py", "")
        wheel.writestr(f"{information}/METADATA", about)
        wheel.writestr(f"{information}/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        wheel.writestr(f"{information}/RECORD", "")
    return file
