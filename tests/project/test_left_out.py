"""Where nothing may be left out, as in .ci/run, a test that is skipped fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_course import COURSE

LEFT_OUT = "import pytest\n\n\n@pytest.mark.skip(reason='no sandbox')\ndef test_it():\n    pass\n"


@pytest.mark.parametrize(("asked", "code"), [("", 0), ("1", 1)], ids=["on any machine", "in CI"])
def test_a_test_that_is_left_out_fails_only_where_all_are_asked_for(asked, code, tmp_path: Path):
    (tmp_path / "test_one.py").write_text(LEFT_OUT)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull,
         f"--rootdir={tmp_path}", str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(COURSE), "COURSE_TEST_ALL": asked},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == code, ended.stdout
    assert ("no sandbox" in ended.stdout) == bool(code)
