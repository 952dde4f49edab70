"""The wheel that learners install: it has the table of lesson 10 in it."""

import shutil
import subprocess
import sys
import zipfile

from course.bundle.packages import SOURCES
from tests.small_course import COURSE


def test_the_wheel_carries_the_table_of_lesson_10(tmp_path):
    source = tmp_path / "source"
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(COURSE / "helpers", source / "helpers", ignore=left_out)
    for name in SOURCES:
        shutil.copy(COURSE / name, source)
    options = ["--no-deps", "--no-build-isolation", "-q", "-w", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = zipfile.ZipFile(wheel).read("helpers/lessons/own_table/bird_strikes.csv")
    assert (
        packed == (COURSE / "helpers" / "lessons" / "own_table" / "bird_strikes.csv").read_bytes()
    )
