#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0. One would guess that image_dataset_from_directory(validation_split=0.2) takes a
# fifth of each class, or of all files, whether rows are shuffled or not. Seen: with shuffle=False, which keeps scores
# beside their files, it takes the last files by name of class: the validation set has one class only, and the
# training set too few of it. There is no warning.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 pillow==12.0.0
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import pathlib
import tempfile

import keras
import numpy as np
from PIL import Image

with tempfile.TemporaryDirectory() as folder:
    for name in ("cat", "dog", "eel"):
        (pathlib.Path(folder) / name).mkdir()
        for number in range(10):
            picture = Image.fromarray(np.zeros((4, 4, 3), dtype="uint8"))
            picture.save(pathlib.Path(folder) / name / f"{number}.png")
    for shuffle in (True, False):
        counts = {}
        for subset in ("training", "validation"):
            rows = keras.utils.image_dataset_from_directory(
                folder, validation_split=0.2, subset=subset, seed=0, shuffle=shuffle,
                image_size=(4, 4), verbose=False,
            )
            labels = np.concatenate([label for _, label in rows.as_numpy_iterator()])
            counts[subset] = np.bincount(labels, minlength=3).tolist()
        print(f"shuffle={shuffle}: {counts}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
Using 24 files for training.
Using 6 files for validation.
shuffle=True: {'training': [8, 8, 8], 'validation': [2, 2, 2]}
Using 24 files for training.
Using 6 files for validation.
shuffle=False: {'training': [10, 10, 4], 'validation': [0, 0, 6]}
SEEN
