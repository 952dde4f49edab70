#!/usr/bin/env bash
# keras 3.15.1 with scikit-learn 1.9.1. One would guess that a clone of keras.wrappers.SKLearnClassifier has the
# parameters of the original: cross_val_score and GridSearchCV fit nothing but clones. Seen: a clone has no
# fit_kwargs, so in each fold the model is trained for one epoch instead of five, and without the class weights.
# There is neither an error nor a warning.
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

given = {"epochs": 5, "class_weight": {0: 1, 1: 9, 2: 3}}
wrapper = keras.wrappers.SKLearnClassifier(build, fit_kwargs=given)
keras.config.disable_interactive_logging()
for name, model in {"the wrapper": wrapper, "its clone": clone(wrapper)}.items():
    losses = model.fit(X, y).history_.history["loss"]
    print(f"{name}: fit_kwargs {model.fit_kwargs}")
    print(f"{name}: {len(losses)} epochs, first loss {losses[0]:.2f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
the wrapper: fit_kwargs {'epochs': 5, 'class_weight': {0: 1, 1: 9, 2: 3}}
the wrapper: 5 epochs, first loss 3.52
its clone: fit_kwargs None
its clone: 1 epochs, first loss 1.03
SEEN
