"""What a page loads is bytecode, and runs in Pyodide as its sources would."""

import zipfile

import pytest

from course.lite.pyodide import compile_python
from tests.lite.node import run_in_pyodide

pytestmark = pytest.mark.lite

FONTS = """
import logging
from pathlib import Path

from course.lite.page import packages

async def main():
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    logging.getLogger("matplotlib").addHandler(handler)
    await packages("matplotlib")
    from matplotlib import font_manager
    print(said, Path(font_manager.findfont("DejaVu Sans")).name)
"""


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "replaced"])
def test_bytecode_takes_the_place_of_sources_or_lies_beside_them(pyodide, tmp_path, keep):
    wheel = tmp_path / "ours-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("ours/__init__.py", "def double(x):\n    return 2 * x\n")
        archive.writestr("ours/table.csv", "1,2\n")
    compile_python(pyodide, [wheel], keep_sources=keep)
    script = tmp_path / "try.py"
    script.write_text(
        "import shutil, sys\n"
        "shutil.unpack_archive('/pages/ours-1-py3-none-any.whl', '/ours', 'zip')\n"
        "sys.path.insert(0, '/ours')\nimport ours\n"
        "print(ours.double(2), ours.double.__code__.co_filename, bool(ours.__cached__))\n"
    )
    said = run_in_pyodide(pyodide, script, PAGES=str(tmp_path)).split()
    names = set(zipfile.ZipFile(wheel).namelist())
    assert said[0] == "4"
    if keep:
        assert said[1] == "/ours/ours/__init__.py"
        assert names == {
            "ours/__init__.py", "ours/__pycache__/__init__.cpython-312.pyc", "ours/table.csv"
        }  # fmt: skip
    else:
        assert names == {"ours/__init__.pyc", "ours/table.csv"}


def test_matplotlib_knows_its_fonts_without_reading_them(pyodide, tmp_path):
    script = tmp_path / "fonts.py"
    script.write_text(FONTS)
    said = run_in_pyodide(pyodide, script, "numpy", "ipython")
    assert said.strip() == "[] DejaVuSans.ttf"
