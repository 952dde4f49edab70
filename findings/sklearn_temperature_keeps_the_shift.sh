#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that each method of CalibratedClassifierCV brings the probabilities of a model
# with class_weight="balanced" back to the share of the rare class. Seen: "sigmoid" and "isotonic" do. "temperature" only
# multiplies the logits: a weight moves them by a constant, which no factor takes back, so the mean probability stays
# several times as large as the share, and the Brier score is no better than before.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

rng = np.random.default_rng(0)
X = rng.normal(size=(20_000, 1))
y = (rng.random(20_000) < 1 / (1 + np.exp(4.0 - 1.5 * X[:, 0]))).astype(int)
weighted = LogisticRegression(class_weight="balanced")


def line(name, p):
    print(f"{name:12}mean {p.mean():.3f}, Brier {brier_score_loss(y, p):.3f}")


print(f"share of class 1: {y.mean():.3f}")
line("weighted", weighted.fit(X, y).predict_proba(X)[:, 1])
for method in ("sigmoid", "isotonic", "temperature"):
    calibrated = CalibratedClassifierCV(weighted, method=method).fit(X, y)
    line(method, calibrated.predict_proba(X)[:, 1])
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
share of class 1: 0.045
weighted    mean 0.344, Brier 0.168
sigmoid     mean 0.045, Brier 0.038
isotonic    mean 0.045, Brier 0.038
temperature mean 0.350, Brier 0.168
SEEN
