#!/usr/bin/env bash
# torch 2.13.0. One would guess that cross_entropy with class weights is the same for labels and for their one-
# hot form. Seen: for labels it divides by the sum of the weights, for one-hot targets by the number of rows.
# Without a graphics card ask for torch's CPU build: the plain package takes several GB.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import torch
import torch.nn.functional as F

logits = torch.tensor([[1.0, 0.0], [0.5, 0.0], [2.0, 0.0], [0.0, 0.3]])
labels = torch.tensor([0, 0, 0, 1])
one_hot = F.one_hot(labels, 2).float()
weight = torch.tensor([1.0, 9.0])
for name, target in (("labels", labels), ("one-hot", one_hot)):
    plain = F.cross_entropy(logits, target)
    weighted = F.cross_entropy(logits, target, weight=weight)
    print(f"{name}: plain {plain:.4f}, weighted {weighted:.4f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
labels: plain 0.3672, weighted 0.4920
one-hot: plain 0.3672, weighted 1.4759
SEEN
