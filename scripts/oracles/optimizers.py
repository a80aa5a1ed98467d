"""Writes src/training/fixtures/optimizers.json: what PyTorch's optimizers make of a small linear regression, step by step.

usage: python3 scripts/oracles/optimizers.py        needs PyTorch 1.12 or newer; everything is float32 on the CPU
"""
import json
import pathlib

import torch

STEPS = 6
CASES = [
    dict(optimizer="sgd", learningRate=0.1, momentum=0, weightDecay=0, clipNorm=None),
    dict(optimizer="sgd", learningRate=0.1, momentum=0.9, weightDecay=0, clipNorm=None),
    dict(optimizer="sgd", learningRate=0.5, momentum=0.5, weightDecay=0, clipNorm=0.25),
    dict(optimizer="adam", learningRate=0.05, momentum=0, weightDecay=0, clipNorm=None),
    dict(optimizer="adam", learningRate=0.05, momentum=0, weightDecay=0, clipNorm=0.5),
    dict(optimizer="adamw", learningRate=0.05, momentum=0, weightDecay=0.1, clipNorm=1),
    dict(optimizer="adamw", learningRate=0.05, momentum=0, weightDecay=0, clipNorm=1000),
]


def make(case, parameters):
    if case["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, lr=case["learningRate"], momentum=case["momentum"])
    if case["optimizer"] == "adam":
        return torch.optim.Adam(parameters, lr=case["learningRate"])
    return torch.optim.AdamW(parameters, lr=case["learningRate"], weight_decay=case["weightDecay"])


def clip(gradients, limit):
    """min(1, limit / norm) exactly: PyTorch's own clip_grad_norm_ adds 1e-6 to the norm."""
    norm = torch.sqrt(sum((gradient**2).sum() for gradient in gradients))
    if limit is not None and norm > limit:
        for gradient in gradients:
            gradient.mul_(limit / norm)
    return norm.item()


def main():
    torch.manual_seed(42)
    inputs, targets = torch.randn(5, 3), torch.randn(5, 2)
    weight0, bias0 = torch.randn(3, 2), torch.randn(2)
    runs = []
    for case in CASES:
        weight, bias = weight0.clone().requires_grad_(), bias0.clone().requires_grad_()
        optimizer = make(case, [weight, bias])
        steps = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = ((inputs @ weight + bias - targets) ** 2).sum() / 5
            loss.backward()
            norm = clip([weight.grad, bias.grad], case["clipNorm"])
            optimizer.step()
            steps.append(dict(loss=loss.item(), gradientNorm=norm, weight=weight.flatten().tolist(), bias=bias.tolist()))
        runs.append(dict(options=case, steps=steps))
    flat = lambda tensor: tensor.flatten().tolist()
    out = dict(torch=torch.__version__, inputs=flat(inputs), targets=flat(targets), weight=flat(weight0), bias=flat(bias0), runs=runs)
    path = pathlib.Path(__file__).parents[2] / "src/training/fixtures/optimizers.json"
    path.write_text(json.dumps(out, indent=1) + "\n")


main()
