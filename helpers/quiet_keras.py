"""Keras, imported without the lines that TensorFlow writes to stderr as it starts.

They would fill a learner's first cell in red. Turning off what they speak of (oneDNN) would
silence them too, and make training two to three times as slow. Nor does it warn, in red too, that
it builds a graph anew where a cell that trains or predicts is run again; its errors are shown.
"""

import logging
import os
import sys

__all__ = ["keras"]

_NULL = os.open(os.devnull, os.O_WRONLY)
_STDERR = os.dup(2)
sys.stderr.flush()
os.dup2(_NULL, 2)
try:
    import keras
finally:
    os.dup2(_STDERR, 2)
    os.close(_STDERR)
    os.close(_NULL)
logging.getLogger("tensorflow").setLevel(logging.ERROR)
