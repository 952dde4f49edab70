#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0 and scikit-learn 1.9.1. One would guess that the AUC of a softmax network is the
# mean of its classes' areas, as in scikit-learn. Seen: by default keras.metrics.AUC takes all outputs for scores of
# one question, so that knowing the shares of the classes is enough: a network that says the same of every row gets
# 0.945 where every class's own area is 0.5. With multi_label=True it is the mean.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 scikit-learn==1.9.1
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np
from sklearn.metrics import roc_auc_score

one_hot = np.eye(3)[np.repeat([0, 1, 2], [900, 90, 10])]
constant = np.tile([0.9, 0.09, 0.01], (1000, 1))
print("scikit-learn, mean of classes:", roc_auc_score(one_hot, constant, average="macro"))
for settings in ({}, {"multi_label": True, "num_labels": 3}):
    metric = keras.metrics.AUC(**settings)
    metric.update_state(one_hot, constant)
    print("Keras", settings, round(float(metric.result()), 3))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
scikit-learn, mean of classes: 0.5
Keras {} 0.945
Keras {'multi_label': True, 'num_labels': 3} 0.5
SEEN
