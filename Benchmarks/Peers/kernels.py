#!/usr/bin/env python3
"""Runs the library's numerical kernels and their peers on the same work, interleaved, and prints ratios of minima.

Each round runs ours in a process of its own and each peer here, on one thread, in CPU seconds; reading and preparing
are left out. A solver's answer is held against the expected status and objective: a peer that does not claim success
does not count, one that claims it wrongly counts for the ratio to the fastest, not for that to the fastest that is right.
Usage: python3 Benchmarks/Peers/kernels.py [FILTER] [--rounds 7] [--slow-rounds 3] [--captures DIR] [--peers-only]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import scipy.fft
import scipy.special
from scipy.sparse.linalg import splu

import families
import models
import numeric
import problems
import solvers

BENCHMARKS = Path(__file__).resolve().parent.parent

LINEAR = {
    "HiGHS simplex": partial(solvers.highs, solver="simplex"),
    "HiGHS IPX": partial(solvers.highs, solver="ipx"),
    "HiGHS IPX, no crossover": partial(solvers.highs, solver="ipx", run_crossover="off"),
    "HiGHS HiPO, no crossover": partial(solvers.highs, solver="hipo", run_crossover="off", hipo_system="augmented"),
    "Clarabel": solvers.clarabel,
    "OSQP 1e-5": solvers.osqp,
}
QUADRATIC = {
    "HiGHS active set": solvers.highs,
    "HiGHS HiPO": partial(solvers.highs, solver="hipo", hipo_system="augmented"),
    "Clarabel": solvers.clarabel,
    "OSQP 1e-5": solvers.osqp,
}
WHOLE = {"HiGHS": partial(solvers.highs, mip_rel_gap=1e-6)}


@dataclass
class Contest:
    """What one benchmark measures: peers that return CPU seconds and a remark, empty when the answer is right."""

    peers: dict
    seconds: dict = field(default_factory=dict)
    remarks: dict = field(default_factory=dict)


# Arrays


def array_contests():
    """Kernels over arrays: a repeat count inside the clock where one call is short."""
    random = np.random.default_rng(1)
    count = 1_000_000
    out = np.empty(count)
    spread, positive, open_unit = random.uniform(-10, 10, count), random.uniform(1e-3, 1e3, count), random.random(count)
    year, power = random.normal(size=8760), random.normal(size=65536)
    generator = np.random.Generator(np.random.Philox(7))

    def normals():
        return timed(lambda: generator.standard_normal(50_000_000))

    return {
        "normals": lambda: Contest({"numpy Philox": normals}),
        "exp": lambda: Contest({"numpy": partial(timed, lambda: np.exp(spread, out=out), 20)}),
        "log": lambda: Contest({"numpy": partial(timed, lambda: np.log(positive, out=out), 20)}),
        "normal-cdf": lambda: Contest({"SciPy ndtr": partial(timed, lambda: scipy.special.ndtr(spread, out=out), 5)}),
        "normal-quantile": lambda: Contest(
            {"SciPy ndtri": partial(timed, lambda: scipy.special.ndtri(open_unit, out=out), 5)}),
        **{name: partial(lambda peer: Contest(peer), peer) for name, peer in numeric.contests(timed).items()},
        "fft-8760": lambda: Contest({"SciPy": partial(timed, lambda: scipy.fft.rfft(year), 200)}),
        "fft-65536": lambda: Contest({"SciPy": partial(timed, lambda: scipy.fft.rfft(power), 50)}),
    }


def timed(work, repeats=1):
    """CPU seconds of one call."""
    start = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - start) / repeats, ""


# Matrices and problems


def factor_contest(build, is_symmetric):
    """Factorising alone; SuperLU with the ordering and pivoting that suit a symmetric matrix best."""
    matrix = build().hessian.tocsc()
    if not is_symmetric:
        return Contest({"SciPy splu": partial(timed, lambda: splu(matrix), 2)})
    symmetric = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}}
    return Contest({"SciPy splu, symmetric": partial(timed, lambda: splu(matrix, **symmetric), 5),
                    "SciPy splu, defaults": partial(timed, lambda: splu(matrix), 2)})


def problem_contest(builds, limit):
    """Every solver on every form of a problem; forms beside the first are named after a slash."""
    peers = {}
    for suffix, build in builds.items():
        problem = build()
        if problem.status == "unknown":
            problem.expecting(*solvers.reference(problem)[:2])
        table = WHOLE if problem.integers else LINEAR if problem.hessian is None else QUADRATIC
        for name, solve in table.items():
            peers[name + suffix] = partial(judged, problem, partial(solve, limit=limit))
    return Contest(peers)


def judged(problem, solve):
    """CPU seconds of a solve, and what is wrong with its answer: the status, the objective or a bound beyond 1e-6."""
    answer = solve(problem)
    if answer.status != problem.status:
        return answer.seconds, f"says {answer.word}"
    if problem.status != "optimal":
        return answer.seconds, ""
    error = abs(problem.value(answer.point) - problem.objective) / max(abs(problem.objective), 1e-3)
    violation = problem.violation(answer.point)
    wrong = [f"objective off by {error:.0e}"] if error > 1e-6 else []
    wrong += [f"bounds left by {violation:.0e}"] if violation > 1e-6 else []
    return answer.seconds, ", ".join(wrong)


def contests(captures, limit):
    """Every benchmark by name, prepared when called."""
    found = array_contests()
    builders = models.builders(captures) | families.builders()
    for name, build in builders.items():
        if name.startswith(("ldl-", "lu-")):
            found[name] = partial(factor_contest, build, name.startswith("ldl-"))
        elif not name.endswith("-aux"):
            forms = {"": build} | ({"/aux": builders[f"{name}-aux"]} if f"{name}-aux" in builders else {})
            found[name] = partial(problem_contest, forms, limit)
    return found, builders


# Ours


def ours(binary, name, folder):
    """Our figures of one run; None where the program has no benchmark of that name."""
    command = [binary, name, "--runs", "1", "--json"] + (["--problems", str(folder)] if folder else [])
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return next((row for row in rows if row["name"] == name), None)


def build_ours():
    """The benchmark program."""
    build = ["swift", "build", "-c", "release", "--package-path", str(BENCHMARKS)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return str(Path(folder) / "Benchmarks")


def run(contest, rounds, slow_rounds, mine):
    """Interleaves the rounds; whoever took over two seconds gets the slow rounds only."""
    for index in range(rounds):
        if index < slow_rounds or min(contest.seconds.get("ours", [0])) < 2:
            if figures := mine():
                contest.seconds.setdefault("ours", []).append(figures["minCPUSeconds"])
                contest.remarks["ours"] = figures.get("remark") or ""
        for peer, work in contest.peers.items():
            before = contest.seconds.setdefault(peer, [])
            if before and (contest.remarks[peer].startswith("says") or (index >= slow_rounds and min(before) > 2)):
                continue
            seconds, contest.remarks[peer] = work()
            before.append(seconds)


def report(name, contest):
    """One line for each contestant, then the ratios of ours to the fastest peer and to the fastest that is right."""
    best = {who: min(values) for who, values in contest.seconds.items()}
    rivals = {who: seconds for who, seconds in best.items() if who != "ours"}
    right = {who: seconds for who, seconds in rivals.items() if not contest.remarks[who]}
    claims = {who: seconds for who, seconds in rivals.items() if not contest.remarks[who].startswith("says")}
    print(name)
    for who, seconds in sorted(best.items(), key=lambda item: (item[0] != "ours", item[1])):
        print(f"    {who:32}{seconds:12.6f} s  {len(contest.seconds[who])} rounds  {contest.remarks[who]}")
    if "ours" in best and claims:
        line = f"    ratio to the fastest {best['ours'] / min(claims.values()):.2f}"
        print(line + (f", to the fastest that is right {best['ours'] / min(right.values()):.2f}" if right else ""))
    print(flush=True, end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="parts of names, with commas between")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of what takes over two seconds")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which a solver is stopped")
    parser.add_argument("--captures", default=os.environ.get("CAPTURES_DIR"), help="the folder that holds grid/")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--binary", help="our benchmark program, built already")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    available, builders = contests(options.captures, options.limit)
    chosen = {name: prepare for name, prepare in available.items() if any(part in name for part in options.filter.split(","))}
    binary = None if options.peers_only else options.binary or build_ours()
    figures = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name, prepare in chosen.items():
            folder = Path(temporary) / name if name in builders else None
            if folder and binary:
                folder.mkdir()
                problems.write(builders[name](), folder / f"{name}.txt")
            contest = prepare()
            mine = partial(ours, binary, name, folder) if binary else lambda: None
            run(contest, options.rounds, options.slow_rounds, mine)
            report(name, contest)
            figures[name] = {"seconds": contest.seconds, "remarks": contest.remarks}
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
