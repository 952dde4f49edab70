#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that compute_sample_weight('balanced', y) gives the same weights for one-hot targets
# as for the class ids, or an error. Seen: it takes the columns for three outputs, and multiplies the balanced weights
# of 'in this class or not' over them, so that the rarest class weighs 13.5 times the commonest, in place of 6.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import numpy as np
from sklearn.utils.class_weight import compute_sample_weight

y = np.repeat([0, 1, 2], [6, 3, 1])
first_of_each = [0, 6, 9]
print("class ids", compute_sample_weight("balanced", y)[first_of_each].round(2).tolist())
print("one-hot  ", compute_sample_weight("balanced", np.eye(3, dtype=int)[y])[first_of_each].round(2).tolist())
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
class ids [0.56, 1.11, 3.33]
one-hot   [0.33, 1.16, 4.46]
SEEN
