#!/usr/bin/env bash
# lightgbm 4.7.0. One would guess that is_unbalance=True beside class_weight='balanced' is one wish said twice.
# Seen: both are carried out, so that the ratio of the classes counts twice; beside scale_pos_weight,
# is_unbalance is refused.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet lightgbm==4.7.0 scikit-learn==1.9.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from lightgbm import LGBMClassifier

rng = np.random.default_rng(0)
X = rng.normal(size=(2000, 4))
rare = X[:, 0] + rng.normal(size=2000) > 2.2
y = rare.astype(int)
ratio = (y == 0).sum() / y.sum()
print(f"share of rare rows: {y.mean():.2f}")
for name, settings in {
    "plain": {},
    "is_unbalance": {"is_unbalance": True},
    "class_weight": {"class_weight": "balanced"},
    "both": {"class_weight": "balanced", "is_unbalance": True},
}.items():
    model = LGBMClassifier(n_estimators=20, n_jobs=1, verbose=-1, **settings).fit(X, y)
    print(f"{name}: mean score {model.predict_proba(X)[:, 1].mean():.2f}")
try:
    LGBMClassifier(is_unbalance=True, scale_pos_weight=ratio, verbose=-1).fit(X, y)
except Exception as error:
    print(error)
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
share of rare rows: 0.06
plain: mean score 0.06
is_unbalance: mean score 0.13
class_weight: mean score 0.20
both: mean score 0.29
Cannot set is_unbalance and scale_pos_weight at the same time
SEEN
