#!/usr/bin/env python3
"""Dispatches a battery for energy alone, ours and by what people use today, and prints ratios of minima.

Each round runs ours, from prices to the schedule with its marginal values and its proof, in a process of its own and each peer here, on
one thread, in CPU seconds. Peers are the simplex of HiGHS and Clarabel on the linear program, and a dynamic programme of sixty
lines of C, which this script compiles where a C compiler is there: it goes back and forth once from an empty store and gives powers only.
Usage: python3 Benchmarks/Peers/storage.py [hourly,5min] [--rounds 7] [--slow-rounds 1] [--limit 60] [--peers-only]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import ctypes
import json
import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np

import kernels
import models
import solvers
import storage_services

SIMPLEX = {"HiGHS simplex": partial(solvers.highs, solver="simplex")}
CASES = {
    "hourly": (8760, 1.0, -3346431.70516, {**SIMPLEX, "Clarabel": solvers.clarabel}),
    "5min": (105_120, 1 / 12, -2008159.94815, {"Clarabel": solvers.clarabel}),
}

PLAIN = r"""
#include <math.h>
#include <stdlib.h>
#include <string.h>
/* Marginal values of stored energy as widths and slopes, falling; two targets for each step. */
double plain(long n, double dt, const double *price, double P, double E, double eta, double wear,
             double *charge, double *discharge) {
  double *w = malloc((2 * n + 4) * sizeof *w), *v = malloc((2 * n + 4) * sizeof *v);
  double *buy = malloc(n * sizeof *buy), *sell = malloc(n * sizeof *sell);
  long m = 1;
  w[0] = E; v[0] = 0;
  for (long t = n - 1; t >= 0; t--) {
    double b = price[t] / eta, s = (price[t] - wear) * eta, in = P * dt * eta, out = P * dt / eta, sum = 0;
    long i = 0, j;
    while (i < m && v[i] > b) sum += w[i++];
    buy[t] = sum;
    j = i;
    while (j < m && v[j] >= s) sum += w[j++];
    sell[t] = sum;
    memmove(w + j + 2, w + j, (m - j) * sizeof *w); memmove(v + j + 2, v + j, (m - j) * sizeof *v);
    memmove(w + i + 1, w + i, (j - i) * sizeof *w); memmove(v + i + 1, v + i, (j - i) * sizeof *v);
    w[i] = in; v[i] = b; w[j + 1] = out; v[j + 1] = s; m += 2;
    double cut = in; long k = 0;
    while (k < m && w[k] <= cut) cut -= w[k++];
    if (k < m) w[k] -= cut;
    memmove(w, w + k, (m - k) * sizeof *w); memmove(v, v + k, (m - k) * sizeof *v); m -= k;
    double left = E; long last = 0;
    while (last < m && w[last] < left) left -= w[last++];
    if (last < m) { w[last] = left; m = last + 1; }
  }
  double e = 0, value = 0;
  for (long t = 0; t < n; t++) {
    double c = 0, d = 0;
    if (e < buy[t]) c = fmin(P, (buy[t] - e) / (eta * dt));
    else if (e > sell[t]) d = fmin(P, (e - sell[t]) * eta / dt);
    e += (c * eta - d / eta) * dt;
    value += ((price[t] - wear) * d - price[t] * c) * dt;
    charge[t] = c; discharge[t] = d;
  }
  free(w); free(v); free(buy); free(sell);
  return value;
}
"""


def plain_programme(folder):
    """The dynamic programme in C, compiled; nothing where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        return None
    source, library = Path(folder) / "plain.c", Path(folder) / "plain.so"
    source.write_text(PLAIN, encoding="utf-8")
    subprocess.run([compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
    function = ctypes.CDLL(str(library)).plain
    function.restype = ctypes.c_double
    return function


def plain(function, energy, hours, expected, repeats):
    """CPU seconds of the dynamic programme in C; its store begins empty, so that its objective is near the cycle's only."""
    count = len(energy)
    charge, discharge = np.empty(count), np.empty(count)
    pointer = ctypes.POINTER(ctypes.c_double)
    arguments = [energy.ctypes.data_as(pointer), *(ctypes.c_double(x) for x in (100, 400, 0.92, 4)),
                 charge.ctypes.data_as(pointer), discharge.ctypes.data_as(pointer)]
    start = time.process_time()
    for _ in range(repeats):
        value = function(ctypes.c_long(count), ctypes.c_double(hours), *arguments)
    seconds = (time.process_time() - start) / repeats
    return seconds, "" if abs(value + expected) < 0.01 * abs(expected) else f"objective {value}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds of what takes over two seconds")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which a solver is stopped")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--binary", help="our benchmark program, built already")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    binary = None if options.peers_only else options.binary or kernels.build_ours()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        function = plain_programme(folder)
        for name, (steps, hours, objective, table) in CASES.items():
            if not any(part in name for part in options.filter.split(",")):
                continue
            storage_services.write_prices(steps, hours, folder)
            problem = models.battery(f"lp-battery-{steps}", steps, hours, False).expecting("optimal", objective)
            peers = {who: partial(kernels.judged, problem, partial(solve, limit=options.limit))
                     for who, solve in table.items()}
            if function:
                energy = np.ascontiguousarray(models.prices(steps, hours)[:, 0])
                peers["C, one pass"] = partial(plain, function, energy, hours, objective, 20 if steps < 1e4 else 2)
            contest = kernels.Contest(peers)
            mine = partial(kernels.ours, binary, f"storage-arbitrage-{name}", folder) if binary else lambda: None
            kernels.run(contest, options.rounds, options.slow_rounds, mine)
            kernels.report(name, contest)
            figures[name] = {"seconds": contest.seconds, "remarks": contest.remarks}
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
