#!/usr/bin/env bash
# CatBoost 1.2.10 and scikit-learn 1.9.1. One would guess that auto_class_weights="Balanced" gives the weights that
# class_weight="balanced" gives. Seen: CatBoost divides the largest class's count by each count, so that the common
# class keeps 1 and the sum of weights grows; scikit-learn divides the mean count, so that the sum stays. The ratios
# are the same, and what depends on the size of the weights (l2_leaf_reg, the loss that is printed) is not.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet catboost==1.2.10 scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from catboost import CatBoostClassifier
from sklearn.utils.class_weight import compute_class_weight

y = np.repeat([0, 1], [90, 10])
x = np.arange(100.0)[:, None]
model = CatBoostClassifier(
    iterations=1, auto_class_weights="Balanced", verbose=0, allow_writing_files=False
)
weights = model.fit(x, y).get_all_params()["class_weights"]
print("CatBoost", [round(weight, 3) for weight in weights])
print("scikit-learn", compute_class_weight("balanced", classes=np.array([0, 1]), y=y).round(3).tolist())
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
CatBoost [1, 9]
scikit-learn [0.556, 5.0]
SEEN
