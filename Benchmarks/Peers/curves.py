#!/usr/bin/env python3
"""Builds forward curves, ours and with the solvers that people use today, interleaved, and prints ratios of minima.

Each round runs ours, from quotes to the curve, in a process of its own and each peer here, on one thread, in CPU seconds
of setup and solve. Answers are held against the exact objective and the quotes.
Usage: python3 Benchmarks/Peers/curves.py [FILTER] [--rounds 7] [--slow-rounds 3] [--peers-only]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

import kernels
import models
import solvers

KINDS = ("equality", "bidask", "soft")


def direct(problem):
    """Lagrange's conditions of equalities and free variables by SciPy's sparse LU, with three steps of refinement."""
    start = time.process_time()
    hessian, rows = problem.hessian, problem.matrix
    count = len(problem.row_lower)
    whole = sp.bmat([[hessian, rows.T], [rows, None]], format="csc")
    factor = splu(sp.bmat([[hessian, rows.T], [rows, -1e-12 * sp.identity(count)]], format="csc"))
    right = np.r_[-problem.cost, problem.row_lower]
    point = factor.solve(right)
    for _ in range(3):
        point += factor.solve(right - whole @ point)
    seconds = time.process_time() - start
    return solvers.Answer("Direct", "optimal", point[: len(problem.cost)], seconds, 1)


def contest(name, limit):
    """Every solver on both forms of a curve's program, and SciPy's factorisation where it has equalities only."""
    forms = {"": models.builders(None)[name], "/aux": models.builders(None)[f"{name}-aux"]}
    found = kernels.problem_contest(forms, limit)
    if not name.endswith("bidask"):
        for suffix, build in forms.items():
            found.peers["SciPy sparse LU" + suffix] = partial(kernels.judged, build(), direct)
    return found


def write_quotes(name, path):
    """The quotes of a curve's program as our benchmark reads them."""
    _, _, step, kind = name.split("-")
    problem = models.builders(None)[name]()
    softness = 1e4 if kind == "soft" else 0.0
    lines = [f"{step} {problem.objective!r}"]
    for (opens, closes), low, high in zip(models.contracts(), problem.row_lower, problem.row_upper):
        lines.append(f"{opens} {closes} {float(low)!r} {float(high)!r} {softness!r}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of what takes over two seconds")
    parser.add_argument("--limit", type=float, default=20, help="seconds after which a solver is stopped")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--binary", help="our benchmark program, built already")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    names = [f"qp-curve-{step}-{kind}" for step in ("monthly", "daily") for kind in KINDS]
    binary = None if options.peers_only else options.binary or kernels.build_ours()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in (name for name in names if options.filter in name):
            found = contest(name, options.limit)
            write_quotes(name, Path(folder) / f"{name}.quotes")
            mine = partial(kernels.ours, binary, name, folder) if binary else lambda: None
            kernels.run(found, options.rounds, options.slow_rounds, mine)
            kernels.report(name, found)
            figures[name] = {"seconds": found.seconds, "remarks": found.remarks}
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
