#!/usr/bin/env bash
# torch 2.13.0. One would guess that a class weight multiplies the loss of each row and that the mean over rows
# is taken, as in Keras. Seen: cross_entropy divides by the sum of the weights of the rows in the batch, so in a
# batch of one row or one class the weight does nothing. (Documented under CrossEntropyLoss.) Without a graphics
# card ask for torch's CPU build: the plain package takes several GB.
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
weight = torch.tensor([1.0, 9.0])
losses = F.cross_entropy(logits, labels, reduction="none")
by_row = weight[labels]
print(f"torch: {F.cross_entropy(logits, labels, weight=weight):.4f}")
print(f"sum over rows: {(losses * by_row).mean():.4f}")
print(f"sum over sum of weights: {(losses * by_row).sum() / by_row.sum():.4f}")
alone = F.cross_entropy(logits[3:], labels[3:], weight=weight)
print(f"the rare row alone, weight 9: {alone:.4f}, without a weight: {losses[3]:.4f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
torch: 0.4920
sum over rows: 1.4759
sum over sum of weights: 0.4920
the rare row alone, weight 9: 0.5544, without a weight: 0.5544
SEEN
