"""Keras starts without a word on stderr, and stderr is as before afterwards."""

import os
import subprocess
import sys


def test_importing_keras_writes_nothing_to_stderr_and_leaves_stderr_open():
    code = (
        "import os, sys\n"
        "from helpers.quiet_keras import keras\n"
        "assert 'tensorflow' in sys.modules or keras.backend.backend() != 'tensorflow'\n"
        "os.write(2, b'still here')"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert ended.stderr == "still here"
    assert ended.stdout == ""


def test_training_keeps_the_fast_kernels_of_tensorflow():
    code = "import helpers, os; print(os.environ.get('TF_ENABLE_ONEDNN_OPTS', '1'))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert ended.stdout == "1\n"
