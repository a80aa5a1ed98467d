"""The same training step in PyTorch: LSTM language model, cross-entropy, clipping at 1, Adam.

usage: python3 pytorch_step.py THREADS SECONDS VOCABULARY EMBEDDING HIDDEN LAYERS BATCH STEPS
Prints one line of JSON with the milliseconds of every step after the first three.
"""
import json
import resource
import sys
import time

import torch


class LstmLanguageModel(torch.nn.Module):
    def __init__(self, vocabulary, embedding, hidden, layers):
        super().__init__()
        self.table = torch.nn.Embedding(vocabulary, embedding)
        self.recurrent = torch.nn.LSTM(embedding, hidden, layers)
        self.project = torch.nn.Linear(hidden, vocabulary)

    def forward(self, tokens):  # [T, B] -> [T * B, V]
        outputs, _ = self.recurrent(self.table(tokens))
        return self.project(outputs.flatten(0, 1))


def main():
    threads, seconds = int(sys.argv[1]), float(sys.argv[2])
    vocabulary, embedding, hidden, layers, batch, steps = map(int, sys.argv[3:9])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = LstmLanguageModel(vocabulary, embedding, hidden, layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    numbers = torch.arange(steps * batch)
    tokens = (numbers * 7919 + numbers // 8 * 104729) % vocabulary
    targets = (tokens * 7 + 3) % vocabulary

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(tokens.view(steps, batch)), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
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
