#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0 and scikit-learn 1.9.1. One would guess that F1Score() of a sigmoid output takes
# 0.5 as its threshold, as Precision, Recall and BinaryAccuracy do. Seen: without a threshold it takes the largest
# output of each row, and of one output that is always the only one: every row counts as the rare class, whatever the
# scores. There is no warning. With threshold=0.5 it agrees with scikit-learn.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 scikit-learn==1.9.1
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np
from sklearn.metrics import f1_score

y = np.repeat([0.0, 1.0], [90, 10])[:, None]
for name, scores in (("perfect", y * 0.8 + 0.1), ("all 0.1", y * 0 + 0.1)):
    seen = [f1_score(y, scores >= 0.5), f1_score(y, np.ones_like(y))]
    for threshold in (None, 0.5):
        metric = keras.metrics.F1Score(threshold=threshold)
        metric.update_state(y, scores)
        seen.append(float(metric.result()[0]))
    print(name, "scikit-learn {:.2f}, all called rare {:.2f}; Keras {:.2f}, at 0.5 {:.2f}".format(*seen))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
perfect scikit-learn 1.00, all called rare 0.18; Keras 0.18, at 0.5 1.00
all 0.1 scikit-learn 0.00, all called rare 0.18; Keras 0.18, at 0.5 0.00
SEEN
