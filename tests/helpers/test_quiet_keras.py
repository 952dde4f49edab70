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


def test_a_cell_that_is_run_again_isn_t_filled_with_tensorflow_s_warnings():
    # From the fifth model of one form on TensorFlow warns, in red, that it builds a graph again.
    code = (
        "import numpy as np\n"
        "from helpers.quiet_keras import keras\n"
        "for _ in range(7):\n"
        "    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
        "    model.predict(np.zeros((1, 1)), verbose=0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr == ""


def test_training_keeps_the_fast_kernels_of_tensorflow():
    code = "import helpers, os; print(os.environ.get('TF_ENABLE_ONEDNN_OPTS', '1'))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert ended.stdout == "1\n"
