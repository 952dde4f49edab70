#!/usr/bin/env bash
# torch 2.13.0. One would guess that label smoothing softens what class weights do. Seen: cross_entropy spreads the
# smoothed share over the classes first and weighs each part by its own class: with weights 1 and 99 and a smoothing
# of 0.1, a row of the common class counts 0.95 for it and 4.95 for the rare one, and the gradient of each common row
# pushes towards the rare class. The loss is still divided by the weight of the row's own class alone. Without a
# graphics card ask for torch's CPU build.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import torch
import torch.nn.functional as F

for weight in ([1.0, 1.0], [1.0, 99.0]):
    for smoothing in (0.0, 0.1):
        logits = torch.zeros(1, 2, requires_grad=True)  # a row of class 0, both scores alike
        loss = F.cross_entropy(
            logits, torch.tensor([0]), weight=torch.tensor(weight), label_smoothing=smoothing
        )
        loss.backward()
        print(
            f"weights {weight}, smoothing {smoothing}: loss {loss.item():.3f},"
            f" gradient {[round(value, 2) for value in logits.grad[0].tolist()]}"
        )
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
weights [1.0, 1.0], smoothing 0.0: loss 0.693, gradient [-0.5, 0.5]
weights [1.0, 1.0], smoothing 0.1: loss 0.693, gradient [-0.45, 0.45]
weights [1.0, 99.0], smoothing 0.0: loss 0.693, gradient [-0.5, 0.5]
weights [1.0, 99.0], smoothing 0.1: loss 4.090, gradient [2.0, -2.0]
SEEN
