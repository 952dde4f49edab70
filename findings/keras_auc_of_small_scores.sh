#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0 and scikit-learn 1.9.1. One would guess that the area under a curve depends on
# the order of the scores alone. Seen: keras.metrics.AUC cuts at 200 evenly spaced thresholds, so scores that are all
# below 1 in 199, as those of a rare class may be, count as one: a perfect order gets 0.5 under the ROC curve and the
# class's share under the precision-recall curve. With thresholds that part the scores, both are 1.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 scikit-learn==1.9.1
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

y = np.repeat([0, 1], [990, 10])
scores = np.where(y == 1, 0.004, 0.001)  # every rare row is above every other one
for curve, oracle in (("ROC", roc_auc_score), ("PR", average_precision_score)):
    seen = {"scikit-learn": oracle(y, scores)}
    for name, settings in (("Keras", {}), ("Keras, thresholds=[0.002]", {"thresholds": [0.002]})):
        metric = keras.metrics.AUC(curve=curve, **settings)
        metric.update_state(y, scores)
        seen[name] = float(metric.result())
    print(curve, {name: round(area, 3) for name, area in seen.items()})
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
ROC {'scikit-learn': 1.0, 'Keras': 0.5, 'Keras, thresholds=[0.002]': 1.0}
PR {'scikit-learn': 1.0, 'Keras': 0.01, 'Keras, thresholds=[0.002]': 1.0}
SEEN
