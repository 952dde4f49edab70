#!/usr/bin/env bash
# keras 3.15.1 with tensorflow-cpu 2.21.0, scikit-learn 1.9.1 and matplotlib 3.11.2. One would guess that `import keras`
# loads Keras and its backend, and that scikit-learn and matplotlib, which no layer needs, are loaded where they are
# used. Seen: where they are installed, `import keras` imports scikit-learn (with SciPy), matplotlib and Pillow as
# well. A program that wants to start quickly pays for all of them.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0 scikit-learn==1.9.1 matplotlib==3.11.2 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import sys

import keras

print("keras", keras.__version__)
for name in ("sklearn", "scipy", "matplotlib", "PIL"):
    print(f"{name}: {'loaded' if name in sys.modules else 'not loaded'}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
keras 3.15.1
sklearn: loaded
scipy: loaded
matplotlib: loaded
PIL: loaded
SEEN
