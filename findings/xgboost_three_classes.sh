#!/usr/bin/env bash
# xgboost 3.2.0 (the package xgboost-cpu, which is the same without graphics cards). One would guess that
# scale_pos_weight is refused for three classes, or favours one of them. Seen: it is not used, and neither is
# class_weight, which XGBoost doesn't have; there is a warning, and the model is the same.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet xgboost-cpu==3.2.0 scikit-learn==1.9.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import warnings

import numpy as np
import xgboost

rng = np.random.default_rng(0)
X = rng.normal(size=(2000, 4))
rare = X[:, 0] + rng.normal(size=2000) > 2.2
y = np.where(rare, 2, (X[:, 1] > 0).astype(int))
scores = {}
for name, settings in {
    "plain": {},
    "scale_pos_weight": {"scale_pos_weight": 50},
    "class_weight": {"class_weight": "balanced"},
}.items():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = xgboost.XGBClassifier(n_estimators=20, n_jobs=1, **settings).fit(X, y)
    scores[name] = model.predict_proba(X)
    warned = any("are not used" in str(warning.message) for warning in caught)
    same = np.array_equal(scores[name], scores["plain"])
    print(f"{name}: same as plain {same}, warned {warned}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
plain: same as plain True, warned False
scale_pos_weight: same as plain True, warned True
class_weight: same as plain True, warned True
SEEN
