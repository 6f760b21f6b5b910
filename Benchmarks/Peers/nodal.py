#!/usr/bin/env python3
"""Runs the library's network factors and what people call today on the same public cases, interleaved, and prints ratios of minima.

Ours goes from the network to the result: assembly, ordering, factorisation and factors. Peers start from assembled matrices: CHOLMOD
(scikit-sparse, with SuiteSparse), SciPy's SuperLU, PYPOWER, and for the cheapest dispatch HiGHS, Clarabel and OSQP. Outage factors in numpy start from shift factors that are there already.
One thread, CPU seconds; what is wrong with a peer's checksum stands beside its time.
Usage: python3 Benchmarks/Peers/nodal.py [FILTER] [--rounds 7] [--captures DIR] [--binary PATH]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import subprocess
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

import kernels
import models

# The Frobenius norm of the shift factors, slack at the reference bus.
NORMS = {"118": 15.4953003388, "2869": 100.200806913, "9241": 206.861261717}

# Cases that are dispatched; solvers get the assembled program, ours the network, and prices are made too.
DISPATCHES = ("118", "2869", "9241", "10000", "13659")


class Grid:
    """A case as matrices: susceptance 1 / (x tap), the reference bus taken out."""

    def __init__(self, captures, size):
        self.size = size
        self.base, self.bus, _, _, self.branch, self.begin, self.end, _, _ = models.network(captures, models.GRIDS[size])
        tap = np.where(self.branch[:, 8] == 0, 1.0, self.branch[:, 8])
        self.susceptance = 1 / (self.branch[:, 3] * tap)
        incidence = models.incidence(self.begin, self.end, len(self.bus))
        self.flow = (sp.diags(self.susceptance) @ incidence).tocsr()
        self.reference = int(np.flatnonzero(self.bus[:, 1] == 3)[0])
        self.keep = np.delete(np.arange(len(self.bus)), self.reference)
        matrix = (incidence.T @ self.flow).tocsc()
        self.matrix = matrix[self.keep][:, self.keep].tocsc()
        self.reduced = self.flow[:, self.keep].tocsr()

    def shift_factors(self, solve, block=512):
        """Solves for unit vectors in blocks and multiplies; written column by column, which is fastest."""
        factors = np.zeros((len(self.begin), len(self.bus)), order="F")
        count = len(self.keep)
        for first in range(0, count, block):
            last = min(first + block, count)
            units = np.zeros((count, last - first), order="F")
            units[np.arange(first, last), np.arange(last - first)] = 1
            factors[:, self.keep[first:last]] = self.reduced @ solve(units)
        return factors

    def factor(self, peer):
        if peer == "CHOLMOD":
            from sksparse.cholmod import cholesky

            return cholesky(self.matrix, ordering_method="amd")
        options = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}}
        return splu(self.matrix, **options).solve


def ptdf(grid, peer, repeats):
    held = []

    def work():
        held[:] = [grid.shift_factors(grid.factor(peer))]

    return judged(grid, kernels.timed(work, repeats)[0], held)


def pypower(grid, repeats):
    from pypower.makePTDF import makePTDF

    bus, branch = grid.bus.copy(), grid.branch.copy()
    bus[:, 0], branch[:, 0], branch[:, 1] = np.arange(len(bus)), grid.begin, grid.end
    branch = np.hstack([branch, np.zeros((len(branch), max(0, 21 - branch.shape[1])))])
    held = []

    def work():
        held[:] = [makePTDF(grid.base, bus, branch, grid.reference)]

    return judged(grid, kernels.timed(work, repeats)[0], held)


def judged(grid, seconds, held):
    norm = np.sqrt(np.einsum("ij,ij->", held[0], held[0]))
    error = abs(norm / NORMS[grid.size] - 1)
    return seconds, f"norm off by {error:.0e}" if error > 1e-9 else ""


def outage_factors(grid, factors):
    """The share that each branch takes over, by a division where it can be made."""
    shares = factors[:, grid.begin] - factors[:, grid.end]
    left = 1 - np.diag(shares)
    left[np.abs(left) < 1e-8] = np.nan
    shares /= left[None, :]
    np.fill_diagonal(shares, -1)
    return shares


def row(grid, peer):
    solve = grid.factor(peer)
    rows = [grid.reduced[k * 79 % len(grid.begin)].toarray().ravel() for k in range(200)]
    return kernels.timed(lambda: [solve(row) for row in rows], 1)[0] / 200, ""


def screen(grid, block=256):
    """Flows after every outage, block by block, and the worst overload of each."""
    solve = grid.factor("CHOLMOD")
    rating = np.where(grid.branch[:, 5] == 0, np.inf, grid.branch[:, 5])
    flows = grid.reduced @ solve(np.full(len(grid.keep), 0.01)) * grid.base
    own = np.arange(len(grid.begin))
    worst = np.empty(len(own))
    for first in range(0, len(own), block):
        part = own[first:first + block]
        responses = grid.reduced @ solve(grid.reduced[part].T.toarray() / grid.susceptance[part])
        scale = flows[part] / (1 - responses[part, np.arange(len(part))])
        after = flows[:, None] + responses * scale
        after[part, np.arange(len(part))] = 0
        worst[part] = (np.abs(after) - rating[:, None]).max(0)
    return worst


def contests(captures):
    found = {}
    for size in NORMS:
        grid = memoised(partial(Grid, captures, size))
        repeats = 50 if size == "118" else 1
        shift = {"CHOLMOD": partial(later, grid, ptdf, "CHOLMOD", repeats)}
        if size != "9241":
            shift["SciPy SuperLU"] = partial(later, grid, ptdf, "SuperLU", repeats)
            shift["PYPOWER"] = partial(later, grid, pypower, repeats)
        found[f"nodal-ptdf-{size}"] = partial(kernels.Contest, shift)
        found[f"nodal-row-{size}"] = partial(kernels.Contest, {
            "CHOLMOD": partial(later, grid, row, "CHOLMOD"), "SciPy SuperLU": partial(later, grid, row, "SuperLU")})
        found[f"nodal-screen-{size}"] = partial(kernels.Contest, {
            "CHOLMOD and numpy": partial(later, grid, lambda g, n=repeats: kernels.timed(lambda: screen(g), n))})
        if size != "9241":
            factors = memoised(lambda grid=grid: grid().shift_factors(grid().factor("CHOLMOD")))
            found[f"nodal-lodf-{size}"] = partial(kernels.Contest, {
                "numpy, shift factors given": partial(
                    later, grid, lambda g, f=factors, n=repeats: prepared(g, f(), n)),
                "CHOLMOD and numpy": partial(later, grid, lambda g, n=repeats: kernels.timed(
                    lambda: outage_factors(g, g.shift_factors(g.factor("CHOLMOD"))), n))})
    for size in DISPATCHES:
        program = partial(models.dispatch, f"dcopf-{size}", captures, models.GRIDS[size])
        found[f"nodal-dcopf-{size}"] = partial(kernels.problem_contest, {"": program}, 60)
    return found


def prepared(grid, factors, repeats):
    return kernels.timed(lambda: outage_factors(grid, factors), repeats)


def memoised(make):
    kept = []
    return lambda: kept[0] if kept else (kept.append(make()), kept[0])[1]


def later(grid, work, *arguments):
    return work(grid(), *arguments)


def ours(binary, grid, name):
    """Our figures of one run of exactly that benchmark."""
    command = [binary, name, "--runs", "1", "--json", "--grid", str(grid)]
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return next((row for row in rows if row["name"] == name), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="parts of names, with commas between")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of what takes over two seconds")
    parser.add_argument("--captures", default=os.environ.get("CAPTURES_DIR"), help="the folder that holds grid/")
    parser.add_argument("--binary", help="our benchmark program, built already")
    options = parser.parse_args()
    if not options.captures:
        parser.error("--captures DIR, or CAPTURES_DIR, is needed")
    warnings.filterwarnings("ignore")
    binary = options.binary or kernels.build_ours()
    grid = Path(options.captures) / "grid" / "pglib"
    for name, prepare in contests(options.captures).items():
        if any(part in name for part in options.filter.split(",")):
            contest = prepare()
            kernels.run(contest, options.rounds, options.slow_rounds, partial(ours, binary, grid, name))
            kernels.report(name, contest)


if __name__ == "__main__":
    main()
