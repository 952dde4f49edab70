#!/usr/bin/env bash
# torchmetrics 1.9.0 (with torch 2.13.0). One would guess that whether scores are logits doesn't depend on the
# other rows of the batch. Seen: only if one score of the batch lies outside 0 to 1 are all of them passed
# through a sigmoid, so the same logit of 0.3 (a probability of 0.57) is negative in one batch and positive in
# another. Without a graphics card ask for torch's CPU build: the plain package takes several GB.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet torch==2.13.0 numpy==2.4.6 torchmetrics==1.9.0
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import torch
from torchmetrics.classification import BinaryRecall

positives = torch.tensor([1, 1, 1])
for logits in ([0.3, 0.3, 0.9], [0.3, 0.3, 1.1]):
    by_guess = BinaryRecall()(torch.tensor(logits), positives)
    by_sigmoid = BinaryRecall()(torch.sigmoid(torch.tensor(logits)), positives)
    print(f"logits {logits}: recall {by_guess:.2f}, after a sigmoid {by_sigmoid:.2f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
logits [0.3, 0.3, 0.9]: recall 0.33, after a sigmoid 1.00
logits [0.3, 0.3, 1.1]: recall 1.00, after a sigmoid 1.00
SEEN
