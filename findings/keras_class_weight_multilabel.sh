#!/usr/bin/env bash
# keras 3.15.1 with the TensorFlow backend. One would guess that class_weight weighs each label of a multi-label model by
# itself, or is refused there. Seen: each row's whole loss is multiplied by the weight of its first label (the argmax
# of its zeros and ones), whatever other labels it has; a row without any label gets the weight of label 0.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np


def loss_of_a_row(labels, class_weight):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(3, "sigmoid", kernel_initializer="zeros")])
    model.compile(optimizer=keras.optimizers.SGD(0.0), loss="binary_crossentropy")
    history = model.fit(np.ones((1, 1)), np.array([labels]), class_weight=class_weight, verbose=0)
    return history.history["loss"][0] / np.log(2)  # log 2 without a weight


weights = {0: 2, 1: 10, 2: 100}
for labels in ([1, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [0, 0, 0]):
    print(labels, f"{loss_of_a_row(labels, weights):.0f} times")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
[1, 0, 0] 2 times
[0, 1, 0] 10 times
[0, 1, 1] 10 times
[0, 0, 1] 100 times
[1, 0, 1] 2 times
[0, 0, 0] 2 times
SEEN
