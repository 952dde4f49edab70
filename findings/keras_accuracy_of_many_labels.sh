#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0. One would guess that metrics=["accuracy"] beside loss="binary_crossentropy"
# counts the right labels of a network with several sigmoid outputs. Seen: the text is read by the shapes, not by the
# loss, and with more than one output it means CategoricalAccuracy: a row counts as right where the largest score
# stands at the first of the largest labels. Answers that miss half of all rare labels, and a row without labels that
# is given one, are "1.0 accurate". "binary_accuracy" counts the labels.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np

y = np.array([[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 1]], dtype="float32")
scores = np.full((4, 4), 0.1, dtype="float32")
scores[[0, 1, 2, 3], [0, 1, 0, 0]] = 0.9  # one label a row
model = keras.Sequential([keras.Input((4,)), keras.layers.Activation("linear")])
for metric in ("accuracy", "binary_accuracy"):
    model.compile(loss="binary_crossentropy", metrics=[metric])
    print(metric, round(model.evaluate(scores, y, verbose=0)[1], 3))
print("labels that are right:", np.mean((scores >= 0.5) == y))
print("labels 1 that are found:", (scores >= 0.5)[y == 1].mean().round(3))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
accuracy 1.0
binary_accuracy 0.75
labels that are right: 0.75
labels 1 that are found: 0.5
SEEN
