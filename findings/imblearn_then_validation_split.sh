#!/usr/bin/env bash
# imbalanced-learn 0.14.2 with Keras 3.15.1. One would guess that after a resampling to equal classes
# fit(validation_split=0.2) holds out rows of both. Seen: every sampler tried puts the rare class last, the over-
# samplers their new rows at the very end, and Keras cuts off the last rows before it shuffles: the validation rows
# are all rare and, after an over-sampling, copies or mixtures of rows that are trained on.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet imbalanced-learn==0.14.2 scikit-learn==1.9.1 keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler

rng = np.random.default_rng(0)
y = (rng.random(500) < 0.1).astype(int)
x = rng.normal(size=(500, 3)) + y[:, None]


class Held(keras.metrics.Metric):
    """The share of rare rows among those seen."""

    def __init__(self):
        super().__init__(name="rare")
        self.ones, self.rows = (self.add_variable((), "zeros") for _ in range(2))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.ones.assign_add(keras.ops.sum(keras.ops.cast(y_true, "float32")))
        self.rows.assign_add(keras.ops.cast(keras.ops.size(y_true), "float32"))

    def result(self):
        return self.ones / self.rows


for sampler in (SMOTE, RandomOverSampler, RandomUnderSampler):
    more, labels = sampler(random_state=0).fit_resample(x, y)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", metrics=[Held()])
    history = model.fit(more, labels, validation_split=0.2, verbose=0).history
    shares = [round(history[name][0], 2) for name in ("rare", "val_rare")]
    print(sampler.__name__, "rare rows in training and validation:", shares)
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
SMOTE rare rows in training and validation: [0.37, 1.0]
RandomOverSampler rare rows in training and validation: [0.37, 1.0]
RandomUnderSampler rare rows in training and validation: [0.37, 1.0]
SEEN
