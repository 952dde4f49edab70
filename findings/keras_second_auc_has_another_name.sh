#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0. One would guess that the same lines train a second network as they train a
# first, and that an unknown monitor is called unknown. Seen: the second keras.metrics.AUC() of a session is called
# auc_1, so that a notebook's cell run again stops: EarlyStopping(monitor="val_auc") says that it can't tell whether
# the metric should rise or fall, and nothing of the name. With name="auc" it works each time.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np

x, y = np.arange(40.0)[:, None] / 40, np.repeat([0, 1], [30, 10])


def train(callback, **settings):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", metrics=[keras.metrics.AUC(**settings)])
    try:
        history = model.fit(x, y, validation_data=(x, y), verbose=0, callbacks=[callback]).history
    except ValueError as error:
        return str(error).partition(", but")[2].partition(".")[0].strip()
    return sorted(name for name in history if name.startswith("val_"))


for attempt in (1, 2):
    print(attempt, train(keras.callbacks.EarlyStopping(monitor="val_auc")))
for attempt in (1, 2):
    print("named", attempt, train(keras.callbacks.EarlyStopping(monitor="val_auc"), name="auc"))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
1 ['val_auc', 'val_loss']
2 Keras isn't able to automatically determine whether that metric should be maximized or minimized
named 1 ['val_auc', 'val_loss']
named 2 ['val_auc', 'val_loss']
SEEN
