#!/usr/bin/env bash
# keras 3.15.1 with the TensorFlow backend. One would guess that fit refuses class weights whose keys are no classes:
# json.loads turns the keys 0 and 1 into '0' and '1'. Seen: fit says nothing and trains without any weight, while
# another dict of the same weights makes the loss larger. A class without a key counts 1, in silence, too.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import json

import keras
import numpy as np

y = np.repeat([0, 1], [9, 1])


def loss(class_weight):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, "sigmoid", kernel_initializer="zeros")])
    model.compile(optimizer=keras.optimizers.SGD(0.0), loss="binary_crossentropy")
    history = model.fit(np.ones((10, 1)), y, batch_size=10, class_weight=class_weight, verbose=0)
    return round(history.history["loss"][0], 3)


weights = {0: 1, 1: 9}
for one in (None, weights, json.loads(json.dumps(weights)), {1: 9}):
    print(one, loss(one))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
None 0.693
{0: 1, 1: 9} 1.248
{'0': 1, '1': 9} 0.693
{1: 9} 1.248
SEEN
