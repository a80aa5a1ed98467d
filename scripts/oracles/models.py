"""Losses and gradients of whole models as PyTorch computes them in double precision, for src/models/pytorch.test.ts.

usage: python3 scripts/oracles/models.py > src/models/fixtures/pytorch.json      needs PyTorch (any version from 1.13)

Parameters and inputs are formulas that the test repeats, so the file holds results only. The models are written with PyTorch's own functions
(lstm, gru, rnn_tanh, pack_padded_sequence, cross_entropy) and mapped to our layout, which keeps the two implementations independent.
"""
import json
import math
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
T, B, S, V, W, E, H = 4, 3, 5, 8, 6, 2, 3
MASK = torch.tensor([[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 0, 1]], dtype=torch.float64)  # [T, B]
LENGTHS = torch.tensor([5, 3, 4])


def wave(shape, phase):
    count = math.prod(shape)
    return torch.tensor([0.5 * math.sin(1.7 * i + 0.3 + phase) for i in range(count)]).reshape(shape)


def cycle(shape, below):
    return torch.tensor([(i * 5 + 1) % below for i in range(math.prod(shape))]).reshape(shape)


def mask(name, shape):
    """A dropout mask as it is fed: 0 or 1 / keep, keep = 1/2."""
    return torch.tensor([0.0 if (i * 7 + len(name)) % 3 == 0 else 2.0 for i in range(math.prod(shape))]).reshape(shape)


class Parameters:
    """Our parameters by name; PyTorch's tensors are views of them, so gradients arrive under our names."""

    def __init__(self, shapes):
        self.values = {name: wave(shape, k).requires_grad_() for k, (name, shape) in enumerate(sorted(shapes.items()))}

    def __getitem__(self, name):
        return self.values[name]

    def report(self, loss):
        loss.backward()
        return {"loss": loss.item(), "gradients": {name: (value.grad if value.grad is not None else torch.zeros_like(value)).flatten().tolist() for name, value in self.values.items()}}


def gates(matrix, order, hidden):
    """Columns [I, n*H] in our order of gates -> rows [n*H, I] in PyTorch's."""
    blocks = matrix.split(hidden, dim=-1)
    return torch.cat([blocks[i] for i in order], dim=-1).T


def run_layer(cell, p, name, x, initial=None, reverse=False, lengths=None):
    """One direction of one layer by PyTorch's fused function. x [T, B, I] -> outputs [T, B, H], final states."""
    function = {"rnn": torch.rnn_tanh, "lstm": torch.lstm, "gru": torch.gru}[cell]
    order = {"rnn": [0], "lstm": [0, 1, 3, 2], "gru": [1, 0, 2]}[cell]
    bias = gates(p[f"{name}.bias"].unsqueeze(0), order, H).squeeze(1)
    second = torch.zeros_like(bias)
    if cell == "gru":
        second = torch.cat([torch.zeros(2 * H), p[f"{name}.candidateBias"]])
    weights = [gates(p[f"{name}.input"], order, H), gates(p[f"{name}.recurrent"], order, H), bias, second]
    if initial is None:
        initial = [torch.zeros(x.shape[1], H) for _ in states_of(cell)]
    state = [s.unsqueeze(0) for s in initial] if cell == "lstm" else initial[0].unsqueeze(0)
    if lengths is not None:
        if reverse:
            x = torch.stack([torch.cat([x[:n, b].flip(0), x[n:, b]]) for b, n in enumerate(lengths)], 1)
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        order_of = packed.sorted_indices
        sorted_state = [s.index_select(1, order_of) for s in state] if cell == "lstm" else state.index_select(1, order_of)
        data, *final = function(packed.data, packed.batch_sizes, sorted_state, weights, True, 1, 0.0, True, False)
        outputs, _ = pad_packed_sequence(PackedSequence(data, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices), total_length=S)
        final = [f.index_select(1, packed.unsorted_indices) for f in final]
        if reverse:
            outputs = torch.stack([torch.cat([outputs[:n, b].flip(0), outputs[n:, b]]) for b, n in enumerate(lengths)], 1)
    else:
        outputs, *final = function(x, state, weights, True, 1, 0.0, True, False, False)
    return outputs, [f.squeeze(0) for f in final]


def states_of(cell):
    return ["h", "c"] if cell == "lstm" else ["h"]


def layer_shapes(cell, name, inputs):
    n = {"rnn": 1, "lstm": 4, "gru": 3}[cell]
    shapes = {f"{name}.input": [inputs, n * H], f"{name}.recurrent": [H, n * H], f"{name}.bias": [n * H]}
    if cell == "gru":
        shapes[f"{name}.candidateBias"] = [H]
    return shapes


def masked_cross_entropy(logits, targets, smoothing):
    each = nn.functional.cross_entropy(logits.reshape(-1, V), targets.flatten(), reduction="none", label_smoothing=smoothing)
    return (each * MASK.flatten()).sum() / MASK.sum()


def language_model(cell, layers):
    shapes = {"embedding": [V, E], "output.weight": [H, V], "output.bias": [V]}
    for layer in range(layers):
        shapes.update(layer_shapes(cell, f"layer.{layer}", E if layer == 0 else H))
    p = Parameters(shapes)
    x = p["embedding"][cycle([T, B], V)]
    for layer in range(layers):
        initial = [wave([B, H], 10 + layer + i) for i, _ in enumerate(states_of(cell))]
        x, _ = run_layer(cell, p, f"layer.{layer}", x, initial)
    return p.report(masked_cross_entropy(x @ p["output.weight"] + p["output.bias"], cycle([T, B], V), 0.125))


def noisy_language_model():
    """Two LSTM layers with variational dropout and DropConnect, step by step: torch.lstm_cell sees a masked state and masked weights."""
    shapes = {"embedding": [V, E], "output.weight": [H, V], "output.bias": [V], **layer_shapes("lstm", "layer.0", E), **layer_shapes("lstm", "layer.1", H)}
    p = Parameters(shapes)
    order = [0, 1, 3, 2]
    x = p["embedding"][cycle([T, B], V)] * mask("dropout.embedding", [1, B, E])
    for layer in range(2):
        name = f"layer.{layer}"
        weights = [gates(p[f"{name}.input"], order, H), gates(p[f"{name}.recurrent"] * mask(f"weightDrop.{name}.recurrent", [H, 4 * H]), order, H), gates(p[f"{name}.bias"].unsqueeze(0), order, H).squeeze(1)]
        h, c = wave([B, H], 10 + layer), wave([B, H], 11 + layer)
        outputs = []
        for step in x:
            h, c = torch.lstm_cell(step, (h * mask(f"dropout.{name}.state", [B, H]), c), *weights, torch.zeros(4 * H))
            outputs.append(h)
        x = torch.stack(outputs) * mask(f"dropout.{name}", [1, B, H])
    return p.report(masked_cross_entropy(x @ p["output.weight"] + p["output.bias"], cycle([T, B], V), 0.125))


def translator(cell, attention, feeding, bidirectional, variant=None):
    """variant: "context" feeds the sentence vector; "coverage" with its loss weighted 1/2; "own tokens" reads the likeliest token where a mask is 0."""
    directions = ["forward", "backward"] if bidirectional else ["forward"]
    D = H * len(directions)
    shapes = {"source.embedding": [W, E], "target.embedding": [V, E], "output.weight": [H, V], "output.bias": [V]}
    for direction in directions:
        shapes.update(layer_shapes(cell, f"encoder.0.{direction}", E))
    shapes.update(layer_shapes(cell, "decoder.0", E + H if feeding else E + D if variant == "context" else E))
    for state in states_of(cell):
        shapes.update({f"bridge.0.{state}.weight": [D, H], f"bridge.0.{state}.bias": [H]})
    if attention != "none":
        shapes.update({"readout.weight": [D + H, H], "readout.bias": [H]})
    if variant == "context":
        shapes.update({"readout.weight": [D + H + E, H], "readout.bias": [H]})
    if variant == "coverage":
        shapes["attention.coverage"] = [H]
    if attention in ("general", "additive"):
        shapes["attention.key"] = [D, H]
    if attention == "additive":
        shapes.update({"attention.query": [H, H], "attention.energy": [H, 1]})
    p = Parameters(shapes)
    x = p["source.embedding"][cycle([S, B], W)]
    runs = [run_layer(cell, p, f"encoder.0.{d}", x, None, d == "backward", LENGTHS) for d in directions]
    memory = torch.cat([outputs for outputs, _ in runs], -1).transpose(0, 1)  # [B, S, D]
    states = []
    for i, state in enumerate(states_of(cell)):
        end = torch.cat([finals[i] for _, finals in runs], -1)
        projected = end @ p[f"bridge.0.{state}.weight"] + p[f"bridge.0.{state}.bias"]
        states.append(torch.tanh(projected) if state == "h" else projected)
    padding = torch.arange(S)[None, :] >= LENGTHS[:, None]  # [B, S]
    feed = torch.zeros(B, H)
    sentence = torch.cat([finals[0] for _, finals in runs], -1)
    tokens = cycle([T, B], V)
    right = mask("teacherForcing", [T, B]) > 0
    readouts, alphas, covered, again = [], [], torch.zeros(B, S), []
    for t in range(T):
        token = tokens[t]
        if variant == "own tokens" and t > 0:
            token = torch.where(right[t], token, (readouts[-1] @ p["output.weight"] + p["output.bias"]).argmax(-1))
        embedded = p["target.embedding"][token]
        y = torch.cat([embedded, feed], -1) if feeding else torch.cat([embedded, sentence], -1) if variant == "context" else embedded
        _, states = run_layer(cell, p, "decoder.0", y.unsqueeze(0), states)
        h = states[0]
        if variant == "context":
            readouts.append(torch.tanh(torch.cat([sentence, h, embedded], -1) @ p["readout.weight"] + p["readout.bias"]))
            continue
        if attention == "none":
            readouts.append(h)
            continue
        if attention == "additive":
            energy = (h @ p["attention.query"])[:, None] + memory @ p["attention.key"]
            if variant == "coverage":
                energy = energy + covered[:, :, None] * p["attention.coverage"]
            score = (torch.tanh(energy) @ p["attention.energy"]).squeeze(-1)
        else:
            keys = memory if attention == "dot" else memory @ p["attention.key"]
            score = torch.einsum("bh,bsh->bs", h, keys)
        alpha = score.masked_fill(padding, -math.inf).softmax(-1)
        context = torch.einsum("bs,bsd->bd", alpha, memory)
        feed = torch.tanh(torch.cat([context, h], -1) @ p["readout.weight"] + p["readout.bias"])
        readouts.append(feed)
        alphas.append(alpha)
        again.append(torch.minimum(alpha, covered).sum(-1))
        covered = covered + alpha
    loss = masked_cross_entropy(torch.stack(readouts) @ p["output.weight"] + p["output.bias"], cycle([T, B], V), 0.125)
    if variant == "coverage":
        loss = loss + 0.5 * (torch.stack(again) * MASK).sum() / MASK.sum()
    result = p.report(loss)
    if alphas and variant != "own tokens":  # the graph that shows attention reads the right tokens
        result["attention"] = torch.stack(alphas).flatten().tolist()
    return result


cases = {f"language model, {cell}, {layers} layers": language_model(cell, layers) for cell in ("rnn", "lstm", "gru") for layers in (1, 2)}
for cell, attention, feeding, both in [("gru", "additive", True, True), ("gru", "additive", False, True), ("lstm", "general", True, True), ("lstm", "dot", True, False), ("gru", "none", False, True), ("rnn", "general", False, False), ("lstm", "none", False, False)]:
    cases[f"translator, {cell}, {attention}, {'feeding' if feeding else 'plain'}, {'both ways' if both else 'one way'}"] = translator(cell, attention, feeding, both)
for cell, attention, both, variant in [("gru", "none", True, "context"), ("lstm", "none", False, "context"), ("gru", "additive", True, "coverage"), ("lstm", "additive", True, "own tokens")]:
    cases[f"translator, {cell}, {attention}, {'feeding' if attention != 'none' else 'plain'}, {'both ways' if both else 'one way'}, {variant}"] = translator(cell, attention, attention != "none", both, variant)
cases["language model, lstm, 2 layers, variational"] = noisy_language_model()
json.dump({"pytorch": torch.__version__, "cases": cases}, sys.stdout)
