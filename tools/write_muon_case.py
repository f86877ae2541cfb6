"""Writes what torch.optim.Muon (PyTorch 2.9 or newer) makes of small matrices, for MuonTest.

    python3 tools/write_muon_case.py plugins/vpit/src/test/resources/dev/imago/plugins/vpit/muon.json

PyTorch computes the Newton-Schulz iteration in bfloat16, which would hide small faults: here it is
held to float32.
"""

import json
import sys

import torch

SHAPES = [(4, 6), (6, 3), (5, 5)]
STEPS = 3


# torch/optim/_muon.py calls it on the update, once.
torch.Tensor.bfloat16 = lambda self: self.clone()


def case(nesterov, decay):
    torch.manual_seed(11)
    params = [torch.randn(shape) for shape in SHAPES]
    start = [p.flatten().tolist() for p in params]
    settings = {"lr": 0.05, "momentum": 0.9, "nesterov": nesterov, "weight_decay": decay, "ns_steps": 5}
    optimizer = torch.optim.Muon(params, adjust_lr_fn="match_rms_adamw", **settings)
    gradients = []
    for _ in range(STEPS):
        for p in params:
            p.grad = torch.randn(p.shape)
        gradients.append([p.grad.flatten().tolist() for p in params])
        optimizer.step()
    return {
        "settings": settings,
        "shapes": SHAPES,
        "start": start,
        "gradients": gradients,
        "end": [p.flatten().tolist() for p in params],
    }


def main(path):
    cases = [case(True, 0.1), case(False, 0.0)]
    rounded = json.loads(json.dumps(cases), parse_float=lambda text: round(float(text), 6))
    with open(path, "w") as out:
        json.dump(rounded, out)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
