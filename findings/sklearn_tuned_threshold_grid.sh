#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that TunedThresholdClassifierCV tries each score as a threshold, as a search by
# hand does. Seen: it tries 100 evenly spaced ones between the lowest and the highest score. Where a class is rare and a
# miss is dear, all good thresholds lie below the second of them, and it answers 1 to every row; with more thresholds
# the same data cost less.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV

MISS = 500
rng = np.random.default_rng(0)
X = rng.normal(size=(12_000, 1))
y = (rng.random(12_000) < 1 / (1 + np.exp(5.5 - 1.5 * X[:, 0]))).astype(int)


def cost(y, said):
    return np.mean((said > y) + MISS * (said < y))


scorer = make_scorer(cost, greater_is_better=False)
for thresholds in (100, 1000):
    tuned = TunedThresholdClassifierCV(
        LogisticRegression(), scoring=scorer, thresholds=thresholds, random_state=0
    ).fit(X, y)
    said = tuned.predict(X)
    print(thresholds, f"says 1 to {said.mean():.2f}, cost {cost(y, said):.3f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
100 says 1 to 1.00, cost 0.989
1000 says 1 to 0.65, cost 0.769
SEEN
