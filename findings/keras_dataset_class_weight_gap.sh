#!/usr/bin/env bash
# keras 3.15.1 with the TensorFlow backend. One would guess that a class without a key in class_weight is treated alike
# however the rows come: as a weight of 1, or as an error. Seen: arrays give it 1, wherever it lies. A tf.data.Dataset
# gives it 1 only if a larger class has a key; above the largest key the same dict is an error.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np
import tensorflow as tf

x, y = np.ones((3, 1), "float32"), np.array([0, 1, 2])


def loss(class_weight, as_dataset):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(3, "softmax", kernel_initializer="zeros")])
    model.compile(optimizer=keras.optimizers.SGD(0.0), loss="sparse_categorical_crossentropy")
    rows = (tf.data.Dataset.from_tensor_slices((x, y)).batch(3),) if as_dataset else (x, y)
    try:
        history = model.fit(*rows, class_weight=class_weight, verbose=0)
    except Exception as error:
        return type(error).__name__
    return round(history.history["loss"][0] / np.log(3) * 3, 3)  # the sum of the three rows' weights


for weights in ({0: 1, 2: 2}, {0: 1, 1: 2}):
    print(weights, "arrays", loss(weights, False), "dataset", loss(weights, True))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
{0: 1, 2: 2} arrays 4.0 dataset 4.0
{0: 1, 1: 2} arrays 4.0 dataset InvalidArgumentError
SEEN
