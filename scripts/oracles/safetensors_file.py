"""Writes src/training/fixtures/peer.safetensors with the safetensors library itself.

usage: python3 scripts/oracles/safetensors_file.py        needs numpy and safetensors
"""
import pathlib

import numpy
from safetensors.numpy import save_file

tensors = {
    "encoder.weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
    "bias": numpy.array([-1.5, 3e38], dtype=numpy.float32),
    "scalar": numpy.array(7, dtype=numpy.float32),
}
save_file(tensors, pathlib.Path(__file__).parents[2] / "src/training/fixtures/peer.safetensors", {"step": "12", "note": "größer"})
