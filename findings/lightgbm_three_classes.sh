#!/usr/bin/env bash
# lightgbm 4.7.0. One would guess that is_unbalance=True balances three classes, or is refused. Seen: the model
# is the same as without, and so with scale_pos_weight; class_weight='balanced' does work.
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
y = np.where(rare, 2, (X[:, 1] > 0).astype(int))


def scores(**settings):
    model = LGBMClassifier(n_estimators=20, n_jobs=1, verbose=-1, **settings)
    return model.fit(X, y).predict_proba(X)


plain = scores()
for name, settings in {
    "is_unbalance": {"is_unbalance": True},
    "scale_pos_weight": {"scale_pos_weight": 50},
    "class_weight": {"class_weight": "balanced"},
}.items():
    print(f"{name}: same as plain {np.array_equal(scores(**settings), plain)}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
is_unbalance: same as plain True
scale_pos_weight: same as plain True
class_weight: same as plain False
SEEN
