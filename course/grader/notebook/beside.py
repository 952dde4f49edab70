"""Files that were handed in beside a notebook, and may hold an answer in words."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from course.grader.notebook.read import Cell

# Data, programs, and what programs leave behind. Whatever else there is may be an answer: a
# document, a photo, a recording, slides, in whatever format the next telephone has.
_NO_ANSWERS = {
    *(".csv", ".tsv", ".json", ".jsonl", ".npy", ".npz", ".mat", ".dat", ".arff", ".xml"),
    *(".parquet", ".feather", ".h5", ".hdf5", ".pkl", ".pickle", ".joblib", ".gz", ".bz2", ".xz"),
    *(".db", ".sqlite", ".sqlite3", ".sql", ".keras", ".pt", ".pth", ".onnx", ".pb", ".tflite"),
    *(".py", ".pyc", ".pyi", ".ipynb", ".r", ".sh", ".bat", ".ps1", ".js", ".css", ".mk"),
    *(".yml", ".yaml", ".toml", ".cfg", ".ini", ".lock", ".log", ".lnk", ".tmp", ".bak"),
    *(".ttf", ".otf", ".woff", ".woff2", ".exe", ".dll", ".so", ".whl", ".class", ".jar"),
}
_NAMES_OF_NO_ANSWERS = ("readme", "requirements", "license", "licence", "makefile", "dockerfile")
_MOST_NAMED = 10


def documents_among(names: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return the files that somebody may have answered in, and that no code has to do with."""
    code = "\n".join(cell.source for cell in cells if cell.kind == "code")
    found = []
    for name in names:
        file = PurePosixPath(name)
        may_be_one = file.suffix.lower() not in _NO_ANSWERS and file.name not in code
        if may_be_one and not file.stem.casefold().startswith(_NAMES_OF_NO_ANSWERS):
            found.append(name)
    return found[:_MOST_NAMED]
