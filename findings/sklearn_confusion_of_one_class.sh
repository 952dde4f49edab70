#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that `tn, fp, fn, tp = confusion_matrix(y, predicted).ravel()`, as the
# documentation writes it, holds for any labels of 0 and 1. Seen: the matrix has a row for each label that occurs. In a
# fold without a rare row, where nothing is called rare either, it has one cell, and the line ends in an error;
# with labels=[0, 1] it has four.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1
"$folder/venv/bin/python" -W ignore - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.metrics import confusion_matrix

fold = np.zeros(20, dtype=int)
print("as documented:", confusion_matrix(fold, fold).ravel().tolist())
print("with labels:  ", confusion_matrix(fold, fold, labels=[0, 1]).ravel().tolist())
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
as documented: [20]
with labels:   [20, 0, 0, 0]
SEEN
