#!/usr/bin/env bash
# imbalanced-learn 0.14.2 with keras 3.15.1. One would guess that BalancedBatchGenerator, a PyDataset for Keras,
# draws other rows of the common class in each epoch. Seen: it draws once, when it is made, so the rest of the
# common class is never seen; and a last, smaller batch is left out (a known one: imbalanced-learn pull request
# 1204).
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet imbalanced-learn==0.14.2 scikit-learn==1.9.1 numpy==2.4.6 keras==3.15.1 tensorflow-cpu==2.21.0
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from imblearn.keras import BalancedBatchGenerator

X, y = np.arange(1000).reshape(-1, 1), np.repeat([1, 0], [43, 957])
batches = BalancedBatchGenerator(X, y, batch_size=10, random_state=0)
seen = set()
for epoch in range(1, 6):
    for i in range(len(batches)):
        rows, labels = batches[i]
        seen |= set(rows[labels == 0, 0].tolist())
    batches.on_epoch_end()
    print(f"epoch {epoch}: {len(batches)} batches, common rows seen so far: {len(seen)} of 957")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
epoch 1: 8 batches, common rows seen so far: 38 of 957
epoch 2: 8 batches, common rows seen so far: 38 of 957
epoch 3: 8 batches, common rows seen so far: 38 of 957
epoch 4: 8 batches, common rows seen so far: 38 of 957
epoch 5: 8 batches, common rows seen so far: 38 of 957
SEEN
