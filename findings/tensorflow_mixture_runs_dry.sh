#!/usr/bin/env bash
# TensorFlow 2.21.0. One would guess that Dataset.sample_from_datasets with weights of a half keeps its mix to the
# end. Seen: when the rare set's rows are used up, it goes on with the common ones alone, without a word: of 1,000
# rows the last 700 have no rare one, and an epoch ends as unbalanced as it would have been. With repeat() on the rare
# set the mix stays, and stop_on_empty_dataset=True ends there.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet tensorflow==2.21.0 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - >"$folder/seen" 2>/dev/null <<'PYTHON'
import numpy as np
import tensorflow as tf

common = tf.data.Dataset.from_tensor_slices(np.zeros(900, dtype=int))
rare = tf.data.Dataset.from_tensor_slices(np.ones(100, dtype=int))
for name, second, stop in (
    ("as it is", rare, False),
    ("stop_on_empty_dataset", rare, True),
    ("repeat and stop", rare.repeat(), True),
):
    mixed = tf.data.Dataset.sample_from_datasets(
        [common, second], weights=[0.5, 0.5], seed=1, stop_on_empty_dataset=stop
    )
    rows = np.array(list(mixed.as_numpy_iterator()))
    parts = [rows[start : start + 100].mean() for start in range(0, len(rows), 100)]
    first, last = f"{rows[:150].mean():.1f}", f"{rows[-150:].mean():.1f}"
    print(f"{name}: share of rare rows in the first 150 {first}, in the last 150 {last}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
as it is: share of rare rows in the first 150 0.5, in the last 150 0.0
stop_on_empty_dataset: share of rare rows in the first 150 0.5, in the last 150 0.5
repeat and stop: share of rare rows in the first 150 0.5, in the last 150 0.5
SEEN
