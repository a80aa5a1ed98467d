"""Trains a character LSTM in PyTorch as the project trains its own, and prints how well it predicts the end of the file.

usage: python3 pytorch_characters.py '{"file": ..., "fraction": 0.1, "embedding": ..., "hidden": ..., "dropout": ..., "batch": ..., "steps": ..., "epochs": ...,
                                       "learningRate": ..., "clip": ..., "seed": ..., "threads": ...}'
The same model, split, batches (contiguous streams, states carried over), dropout (after the embedding and after the layer), Adam and clipping; PyTorch's own
initialization. Prints one JSON line: {"bits": bits a held-out character, "seconds": of training}.
"""
import json
import math
import sys
import time

import torch
from torch import nn


class Characters(nn.Module):
    def __init__(self, vocabulary, request):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, request["embedding"])
        self.lstm = nn.LSTM(request["embedding"], request["hidden"])
        self.drop = nn.Dropout(request["dropout"])
        self.output = nn.Linear(request["hidden"], vocabulary)

    def forward(self, tokens, state):
        hidden, state = self.lstm(self.drop(self.embedding(tokens)), state)
        return self.output(self.drop(hidden)), state


def streams(tokens, batch):
    """[T, B]: the text in `batch` contiguous pieces side by side."""
    length = (len(tokens) - 1) // batch
    inputs = tokens[: length * batch].view(batch, length).t().contiguous()
    targets = tokens[1 : length * batch + 1].view(batch, length).t().contiguous()
    return inputs, targets


def main():
    request = json.loads(sys.argv[1])
    torch.set_num_threads(request["threads"])
    torch.manual_seed(request["seed"])
    with open(request["file"], encoding="utf8") as file:
        text = file.read()
    cut = round(len(text) * (1 - request["fraction"]))
    letters = {letter: i for i, letter in enumerate(sorted(set(text[:cut])))}
    train, held_out = (torch.tensor([letters[letter] for letter in part if letter in letters]) for part in (text[:cut], text[cut:]))
    model = Characters(len(letters), request)
    optimizer = torch.optim.Adam(model.parameters(), lr=request["learningRate"])
    inputs, targets = streams(train, request["batch"])
    began = time.perf_counter()
    best = math.inf
    for _ in range(request["epochs"]):
        model.train()
        state = None
        for start in range(0, inputs.shape[0], request["steps"]):
            logits, state = model(inputs[start : start + request["steps"]], state)
            state = tuple(part.detach() for part in state)
            loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets[start : start + request["steps"]].flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), request["clip"])
            optimizer.step()
        best = min(best, evaluate(model, held_out))
    print(json.dumps({"bits": best, "seconds": time.perf_counter() - began}))


@torch.no_grad()
def evaluate(model, tokens):
    """Bits a character, the whole held-out text as one stream."""
    model.eval()
    state, total = None, 0.0
    for start in range(0, len(tokens) - 1, 1000):
        end = min(start + 1000, len(tokens) - 1)
        logits, state = model(tokens[start:end].unsqueeze(1), state)
        total += nn.functional.cross_entropy(logits.squeeze(1), tokens[start + 1 : end + 1], reduction="sum").item()
    return total / (len(tokens) - 1) / math.log(2)


main()
