#!/usr/bin/env bash
# torchmetrics 1.9.0 (with torch 2.13.0). One would guess that MulticlassAccuracy(2) and
# Accuracy(task='multiclass', num_classes=2) are one thing, for the second makes the first. Seen: their defaults
# differ. The first averages over classes (0.5 for a blind model), the second over rows (0.9); F1 in the same
# way. Without a graphics card ask for torch's CPU build: the plain package takes several GB.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet torch==2.13.0 numpy==2.4.6 torchmetrics==1.9.0
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import torch
from torchmetrics import Accuracy, F1Score
from torchmetrics.classification import MulticlassAccuracy, MulticlassF1Score

labels = torch.tensor([0] * 90 + [1] * 10)
blind = torch.tensor([[0.9, 0.1]] * 100)
both = {"task": "multiclass", "num_classes": 2}
accuracies = Accuracy(**both), MulticlassAccuracy(2), F1Score(**both), MulticlassF1Score(2)
for metric in accuracies:
    print(f"{type(metric).__name__}, average {metric.average}: {metric(blind, labels):.4f}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
MulticlassAccuracy, average micro: 0.9000
MulticlassAccuracy, average macro: 0.5000
MulticlassF1Score, average micro: 0.9000
MulticlassF1Score, average macro: 0.4737
SEEN
