"""The wheel that learners install: it has the files in it that are no code."""

import shutil
import subprocess
import sys
import zipfile

from course.bundle.packages import SOURCES
from tests.small_course import COURSE


def test_the_wheel_carries_every_table_of_data(tmp_path):
    source = tmp_path / "source"
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(COURSE / "helpers", source / "helpers", ignore=left_out)
    for name in SOURCES:
        shutil.copy(COURSE / name, source)
    options = ["--no-deps", "--no-build-isolation", "-q", "-w", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = zipfile.ZipFile(wheel)
    helpers = COURSE / "helpers"
    tables = [*helpers.rglob("*.csv"), *helpers.rglob("*.toml")]
    assert {file.name for file in tables} == {"bird_strikes.csv", "synthetic_things.toml"}
    for file in tables:
        assert packed.read(file.relative_to(COURSE).as_posix()) == file.read_bytes()
