#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0. One would guess that the last number that on_train_batch_end gets in an epoch of
# 4 batches is 3. Seen: with steps_per_execution=3, which doesn't divide 4, it is 5, past the epoch's end: a progress
# bar that adds up batch + 1 counts 6 of 4 steps. on_epoch_end and the steps in params are right.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np


class Batches(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(batch)

    def on_epoch_end(self, epoch, logs=None):
        print(f"steps {self.params['steps']}, batches that ended: {self.seen}")


for at_once in (1, 2, 3):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", steps_per_execution=at_once)
    model.fit(np.zeros((8, 1)), np.zeros(8), batch_size=2, verbose=0, callbacks=[Batches()])
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
steps 4, batches that ended: [0, 1, 2, 3]
steps 4, batches that ended: [1, 3]
steps 4, batches that ended: [2, 5]
SEEN
