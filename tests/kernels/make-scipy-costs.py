#!/usr/bin/env python3
"""Computes tests/kernels/scipy-costs.json: optimal costs by SciPy for the seeded matrices of the assignment tests.

Run by hand: python3 tests/kernels/make-scipy-costs.py (Debian: apt-get install python3-scipy).
"""
import json
import pathlib
import subprocess

import numpy
from scipy.optimize import linear_sum_assignment

SHAPES = ["random", "geometric", "constant", "fewValues", "duplicates", "weighted", "product", "huge"]
SIZES = [(50, 50), (120, 150), (300, 300), (220, 700), (500, 520)]

folder = pathlib.Path(__file__).parent
wanted = [[shape, cells, photos, cells + photos] for shape in SHAPES for cells, photos in SIZES]
command = ["npx", "tsx", str(folder / "print-matrix.ts"), json.dumps(wanted)]
raw = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
entries = numpy.frombuffer(raw, numpy.int32)
results = []
for shape, cells, photos, seed in wanted:
    costs = entries[: cells * photos].reshape(cells, photos).astype(numpy.float64)
    entries = entries[cells * photos :]
    rows, columns = linear_sum_assignment(costs)
    results.append([shape, cells, photos, seed, int(costs[rows, columns].sum())])
lines = ",\n  ".join(json.dumps(result) for result in results)
(folder / "scipy-costs.json").write_text("[\n  " + lines + "\n]\n")
