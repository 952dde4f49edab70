#!/usr/bin/env bash
# numpy 2.4.6. One would guess that reshape(-2) is an error: only -1 stands for "whatever fits". Seen: any
# negative number is taken for it, in silence.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np

print(np.arange(6).reshape(-2).shape, np.arange(6).reshape(2, -7).shape)
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
(6,) (2, 3)
SEEN
