#!/usr/bin/env bash
# numpy 2.4.6. One would guess that `import numpy` brings all that np.unique, a function of the main namespace, needs,
# and that a server which imports NumPy once and forks for each task pays for imports once. Seen: the first call of
# np.unique on a plain array of integers imports numpy.ma (masked arrays), and each forked process does it for itself;
# one that was forked after `import numpy.ma` doesn't.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import os
import sys

import numpy as np


def in_a_fork(label: str) -> None:
    sys.stdout.flush()
    if os.fork() == 0:
        before = {*sys.modules}
        np.unique(np.array([2, 1, 2]))
        print(f"{label}: {sorted({*sys.modules} - before)}", flush=True)
        os._exit(0)
    os.wait()


print("numpy", np.__version__)
in_a_fork("first fork")
in_a_fork("second fork")
import numpy.ma

in_a_fork("after import numpy.ma")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
numpy 2.4.6
first fork: ['numpy.ma', 'numpy.ma.core', 'numpy.ma.extras']
second fork: ['numpy.ma', 'numpy.ma.core', 'numpy.ma.extras']
after import numpy.ma: []
SEEN
