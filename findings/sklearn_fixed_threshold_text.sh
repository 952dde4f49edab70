#!/usr/bin/env bash
# scikit-learn 1.9.1. The documentation of FixedThresholdClassifier says of pos_label=None that for labels other
# than 0/1 and -1/1 'an error will be raised'. Seen: no error; the last label in the alphabet is taken, so that
# a low threshold for 'fraud' against 'ok' finds no fraud at all.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier

rng = np.random.default_rng(0)
X = rng.normal(size=(600, 4))
rare = X[:, 0] + rng.normal(size=600) > 1.9
for names in (("fraud", "ok"), ("yes", "no")):
    y = np.where(rare, *names)
    for label in (None, names[0]):
        model = FixedThresholdClassifier(
            LogisticRegression(), threshold=0.1, response_method="predict_proba", pos_label=label
        )
        found = np.sum(model.fit(X, y).predict(X) == names[0])
        print(f"rare is {names[0]!r}, pos_label {label!r}: {found} rows are called rare")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
rare is 'fraud', pos_label None: 0 rows are called rare
rare is 'fraud', pos_label 'fraud': 129 rows are called rare
rare is 'yes', pos_label None: 129 rows are called rare
rare is 'yes', pos_label 'yes': 129 rows are called rare
SEEN
