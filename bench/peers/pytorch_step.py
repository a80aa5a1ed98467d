"""The same training step in PyTorch: cross-entropy, clipping at 1, Adam.

usage: python3 pytorch_step.py '{"config": {...}, "device": "cpu", "threads": 1, "seconds": 2}'      the configs are those of bench/configs.ts
Prints one line of JSON with the milliseconds of every step after the first three.
"""
import json
import resource
import sys
import time

import torch
from torch import nn


class LanguageModel(nn.Module):
    def __init__(self, cell, vocabulary, embedding, hidden, layers):
        super().__init__()
        self.table = nn.Embedding(vocabulary, embedding)
        self.recurrent = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](embedding, hidden, layers)
        self.project = nn.Linear(hidden, vocabulary)

    def forward(self, tokens):  # [T, B] -> [T * B, V]
        outputs, _ = self.recurrent(self.table(tokens))
        return self.project(outputs.flatten(0, 1))


class Translator(nn.Module):
    """GRU encoder both ways; GRU decoder with additive attention over it, fed with its last attentional vector.

    Without padding: nothing is masked and the encoder runs as one fused GRU, which favours this peer.
    """

    def __init__(self, vocabulary, embedding, hidden):
        super().__init__()
        self.source_table = nn.Embedding(vocabulary, embedding)
        self.target_table = nn.Embedding(vocabulary, embedding)
        self.encoder = nn.GRU(embedding, hidden, bidirectional=True)
        self.bridge = nn.Linear(2 * hidden, hidden)
        self.cell = nn.GRUCell(embedding + hidden, hidden)
        self.key = nn.Linear(2 * hidden, hidden, bias=False)
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.energy = nn.Linear(hidden, 1, bias=False)
        self.readout = nn.Linear(3 * hidden, hidden)
        self.project = nn.Linear(hidden, vocabulary)

    def forward(self, source, tokens):  # [S, B], [T, B] -> [T * B, V]
        states, ends = self.encoder(self.source_table(source))  # [S, B, 2H], [2, B, H]
        memory = states.transpose(0, 1)  # [B, S, 2H]
        keys = self.key(memory)  # [B, S, H]
        h = torch.tanh(self.bridge(torch.cat([ends[0], ends[1]], dim=1)))
        feed = torch.zeros_like(h)
        vectors = []
        for y in self.target_table(tokens):  # [B, E]
            h = self.cell(torch.cat([y, feed], dim=1), h)
            scores = self.energy(torch.tanh(keys + self.query(h).unsqueeze(1))).squeeze(2)  # [B, S]
            context = torch.bmm(scores.softmax(dim=1).unsqueeze(1), memory).squeeze(1)  # [B, 2H]
            feed = torch.tanh(self.readout(torch.cat([context, h], dim=1)))
            vectors.append(feed)
        return self.project(torch.stack(vectors).flatten(0, 1))


def main():
    request = json.loads(sys.argv[1])
    config, seconds = request["config"], request["seconds"]
    vocabulary, embedding, hidden = config["vocabulary"], config["embedding"], config["hidden"]
    torch.set_num_threads(request["threads"])
    torch.manual_seed(1)
    numbers = torch.arange(config["steps"] * config["batch"])
    tokens = (numbers * 7919 + numbers // 8 * 104729) % vocabulary
    targets = ((tokens * 7 + 3) % vocabulary).to(request["device"])
    inputs = [tokens.view(config["steps"], config["batch"])]
    if config["kind"] == "translation":
        model = Translator(vocabulary, embedding, hidden)
        inputs.insert(0, tokens.flip(0).view(config["steps"], config["batch"]))
    else:
        model = LanguageModel(config["cell"], vocabulary, embedding, hidden, config["layers"])
    model.to(request["device"])
    inputs = [tokens.to(request["device"]) for tokens in inputs]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(*inputs), targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    for _ in range(3):
        step()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        loss = step()
        times.append((time.perf_counter() - start) * 1e3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"version": torch.__version__, "stepMs": times, "peakMiB": round(peak), "loss": round(loss, 4)}))


main()
