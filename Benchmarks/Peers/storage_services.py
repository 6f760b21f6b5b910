#!/usr/bin/env python3
"""Dispatches a battery with four services, ours and with the solvers that people use today, and prints ratios of minima.

Each round runs ours, from prices to the schedule, in a process of its own and each peer here, on one thread, in CPU seconds of setup
and solve. Answers are held against objectives on which independent solvers agree.
Usage: python3 Benchmarks/Peers/storage_services.py [hourly,5min] [--rounds 7] [--slow-rounds 1] [--limit 120] [--peers-only]
       python3 Benchmarks/Peers/storage_services.py --write FOLDER
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

import kernels
import models
import solvers

# Steps, hours a step, objective, and who is asked: the simplex does not finish the year of five minutes.
CASES = {
    "hourly": (8760, 1.0, -11825511.1780859, {"HiGHS simplex": partial(solvers.highs, solver="simplex"),
                                              "Clarabel": solvers.clarabel}),
    "5min": (105_120, 1 / 12, -10985642.23720, {"Clarabel": solvers.clarabel}),
}


def write_prices(steps, hours, folder):
    """The prices as our benchmark reads them."""
    np.savetxt(Path(folder) / f"storage-prices-{steps}.csv", models.prices(steps, hours), fmt="%.2f", delimiter=",",
               header="energy,reg_up,reg_dn,spin,nonspin", comments="")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds of what takes over two seconds")
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a solver is stopped")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--binary", help="our benchmark program, built already")
    parser.add_argument("--write", help="write the prices into this folder and stop")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    if options.write:
        for steps, hours, *_ in CASES.values():
            write_prices(steps, hours, options.write)
        return
    binary = None if options.peers_only else options.binary or kernels.build_ours()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (steps, hours, objective, table) in CASES.items():
            if not any(part in name for part in options.filter.split(",")):
                continue
            write_prices(steps, hours, folder)
            problem = models.battery(f"lp-battery-as-{steps}", steps, hours, True).expecting("optimal", objective)
            contest = kernels.Contest({who: partial(kernels.judged, problem, partial(solve, limit=options.limit))
                                       for who, solve in table.items()})
            mine = partial(kernels.ours, binary, f"storage-services-{name}", folder) if binary else lambda: None
            kernels.run(contest, options.rounds, options.slow_rounds, mine)
            kernels.report(name, contest)
            figures[name] = {"seconds": contest.seconds, "remarks": contest.remarks}
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
