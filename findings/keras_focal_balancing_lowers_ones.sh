#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0. One would guess that apply_class_balancing=True of the binary focal loss lets
# the rare class, the ones, count for more. Seen: its default alpha of 0.25 is the weight of the ones, 0.75 that of
# the zeros: a rare row counts a third of a common one. For a balance by counts alpha has to be the zeros' share.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import keras
import numpy as np

for alpha in (0.25, 0.9):
    losses = []
    for target in (0.0, 1.0):
        loss = keras.losses.BinaryFocalCrossentropy(
            apply_class_balancing=True, gamma=0, **({} if alpha == 0.25 else {"alpha": alpha})
        )
        plain = keras.losses.BinaryCrossentropy()
        y, scores = np.array([[target]]), np.array([[0.5]])
        losses.append(float(loss(y, scores)) / float(plain(y, scores)))
    print("alpha {}: a zero counts {:.2f}, a one {:.2f}".format(alpha, *losses))
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
alpha 0.25: a zero counts 0.75, a one 0.25
alpha 0.9: a zero counts 0.10, a one 0.90
SEEN
