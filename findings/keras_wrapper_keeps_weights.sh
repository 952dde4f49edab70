#!/usr/bin/env bash
# keras 3.15.1 with scikit-learn 1.9.1. One would guess that sample_weight given to one fit of
# keras.wrappers.SKLearnClassifier concerns that fit. Seen: it is written into the dict that was given as
# fit_kwargs, so that the next fit without weights is weighted too.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0 scikit-learn==1.9.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import keras
import numpy as np
from sklearn.base import clone

X = np.random.default_rng(0).normal(size=(20, 4)).astype("float32")
y = np.arange(20) % 3


def build(X, y):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.SGD(0.0), "categorical_crossentropy")
    return model

wrapper = keras.wrappers.SKLearnClassifier(build, fit_kwargs={"verbose": 0})
for name, weights in {
    "without weights": {},
    "with sample_weight of 9": {"sample_weight": np.full(20, 9.0)},
    "again without": {},
}.items():
    loss = wrapper.fit(X, y, **weights).history_.history["loss"][0]
    print(f"{name}: loss {loss:.2f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
without weights: loss 1.03
with sample_weight of 9: loss 9.24
again without: loss 9.24
SEEN
