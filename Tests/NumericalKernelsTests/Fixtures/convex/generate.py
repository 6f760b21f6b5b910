#!/usr/bin/env python3
"""Writes the small problems of this folder: classics with known answers, each family, and what solvers trip over.

An answer known on paper is written down here; every other one is what two solvers of different kinds (HiGHS, Clarabel,
PIQP) agree on to 1e-8. Mixed-integer answers come from HiGHS and, with at most twelve binaries, from trying all.

Usage: python3 Tests/NumericalKernelsTests/Fixtures/convex/generate.py
"""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import scipy.sparse as sp

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3] / "Benchmarks" / "Peers"))

import families
import solvers
from problems import Problem, write

INF = np.inf


def make(name, cost, lower, upper, rows=(), row_lower=(), row_upper=(), hessian=None, constant=0.0, integers=()):
    """A problem from lists; a single number stands for every bound."""
    cost = np.asarray(cost, float)
    count = len(cost)
    matrix = sp.csc_matrix(np.asarray(rows, float).reshape(len(row_lower), count))
    return Problem(name, cost, np.broadcast_to(np.asarray(lower, float), count),
                   np.broadcast_to(np.asarray(upper, float), count), matrix, row_lower, row_upper,
                   None if hessian is None else sp.csc_matrix(np.asarray(hessian, float)), constant, list(integers))


def paper():
    """Problems with an answer on paper."""
    yield make("one-variable", [1], 3, INF).expecting("optimal", 3)
    yield make("one-variable-free-quadratic", [1], -INF, INF, hessian=[[2]]).expecting("optimal", -0.25)
    yield make("one-variable-bound-by-row", [-1], -INF, INF, [[2]], [-INF], [8]).expecting("optimal", -4)
    yield make("one-variable-quadratic-at-bound", [-10], 0, 2, hessian=[[1]]).expecting("optimal", -18)
    yield make("no-objective", [0, 0, 0], 0, INF, [[1, 1, 1], [1, -1, 0]], [1, 0], [1, 0]).expecting("optimal", 0)
    yield make("constant-only", [0, 0], -1, 1, [[1, 1]], [-1], [1], constant=7.5).expecting("optimal", 7.5)
    # HiGHS issue 2489: a row without an entry and a variable that nothing mentions.
    yield make("row-without-entries", [1, 0], -10, 10, [[0, 0]], [-INF], [1], [[1, 0], [0, 0]]).expecting(
        "optimal", -0.5)
    # Clarabel.cpp issue 36: the multiplier of the bound that holds is zero.
    yield make("without-strict-complementarity", [-2, 0], 0, INF, [[1, 1]], [1], [1],
               [[2, 0], [0, 4]]).expecting("optimal", -1)
    # Klee and Minty, 1972: 2^8 vertices on the way of a simplex method.
    size = 8
    cube = [[2.0 ** (row - column + 1) if column < row else float(row == column) for column in range(size)]
            for row in range(size)]
    yield make("klee-minty", [-(2.0 ** (size - 1 - column)) for column in range(size)], 0, INF, cube, [-INF] * size,
               [5.0 ** (row + 1) for row in range(size)]).expecting("optimal", -(5.0**size))
    # Beale, 1955: the simplex method turns in a circle.
    yield make("beale", [-0.75, 150, -0.02, 6], 0, [INF, INF, 1, INF],
               [[0.25, -60, -0.04, 9], [0.5, -90, -0.02, 3]], [-INF, -INF], [0, 0]).expecting("optimal", -0.05)
    yield make("many-rows-through-one-vertex", [-1, -1], 0, INF,
               [[1, 1], [1, 2], [2, 1], [1, 3], [3, 1], [1, 0], [0, 1]], [-INF] * 7,
               [2, 3, 3, 4, 4, 1, 1]).expecting("optimal", -2)
    yield make("face-of-solutions", [-1, -1, 0], 0, 1, [[1, 1, 1]], [-INF], [1]).expecting("optimal", -1)
    yield make("one-feasible-point", [1, -2, 3], 0, INF, [[1, 1, 1]], [-INF], [0]).expecting("optimal", 0)
    yield make("equality-as-two-inequalities", [1, 2], 0, INF, [[1, 1], [-1, -1]], [-INF, -INF], [1, -1],
               [[2, 0], [0, 2]]).expecting("optimal", 1.875)
    yield make("row-without-ends", [1, 1], 0, INF, [[1, 1], [1, -1]], [2, -INF], [INF, INF]).expecting("optimal", 2)
    yield make("same-row-three-times", [1, 3], 0, INF, [[1, 1], [2, 2], [-3, -3]], [2, 4, -6],
               [2, 4, -6]).expecting("optimal", 2)
    yield make("every-variable-fixed", [1, -2, 4], [1, 2, 3], [1, 2, 3], [[1, 1, 1]], [0], [10],
               np.eye(3)).expecting("optimal", 16)
    yield make("columns-without-entries", [-1, 2, 0, 1], [-3, -4, -INF, 0], [5, 6, INF, INF], [[0, 0, 0, 1]], [1],
               [INF]).expecting("optimal", -12)
    yield make("far-bounds", [1, 1], -1e9, 1e9, [[1, 1]], [-5], [1e9]).expecting("optimal", -5)
    yield make("small-and-large-curvature", [-1e-4, -1e4], -INF, INF,
               hessian=[[1e-8, 0], [0, 1e8]]).expecting("optimal", -0.5 - 0.5)
    yield make("projection-on-simplex", [-0.6, -0.5, 0.2], 0, INF, [[1, 1, 1]], [1], [1], np.eye(3)).expecting(
        "optimal", 0.5 * (0.55**2 + 0.45**2) - 0.6 * 0.55 - 0.5 * 0.45)
    # Hock and Schittkowski, Test Examples for Nonlinear Programming Codes, 1981: numbers 21, 35, 76, 268.
    yield make("hs21", [0, 0], [2, -50], [50, 50], [[10, -1]], [10], [INF], [[0.02, 0], [0, 2]],
               -100).expecting("optimal", -99.96)
    yield make("hs35", [-8, -6, -4], 0, INF, [[1, 1, 2]], [-INF], [3], [[4, 2, 2], [2, 4, 0], [2, 0, 2]], 9).expecting(
        "optimal", 1 / 9)
    yield make("hs76", [-1, -3, 1, -1], 0, INF, [[1, 2, 1, 1], [3, 1, 2, -1], [0, 1, 4, 0]], [-INF, -INF, 1.5],
               [5, 4, INF], [[2, 0, -1, 0], [0, 1, 0, 0], [-1, 0, 2, 1], [0, 0, 1, 1]]).expecting("optimal", -103 / 22)
    curved = [[10197, -12454, -1013, 1948, 329], [-12454, 20909, -1733, -4914, -186], [-1013, -1733, 1755, 1089, -174],
              [1948, -4914, 1089, 1515, -22], [329, -186, -174, -22, 27]]
    yield make("hs268", [18340, -34198, 4542, 8672, 86], -INF, INF,
               [[-1, -1, -1, -1, -1], [10, 10, -3, 5, 4], [-8, 1, -2, -5, 3], [8, -1, 2, 5, -3], [-4, -2, 3, -5, 1]],
               [-5, 20, -40, 11, -30], [INF] * 5, 2 * np.array(curved), 14463).expecting("optimal", 0)


def impossible():
    """Problems without a solution, known to be so."""
    none = "infeasible"
    yield make("infeasible-two-rows", [1], -INF, INF, [[1], [1]], [1, -INF], [INF, 0]).expecting(none)
    yield make("infeasible-row-without-entries", [1, 1], 0, 1, [[0, 0]], [1], [INF]).expecting(none)
    yield make("infeasible-row-beyond-bounds", [1, 1], 0, 1, [[1, 1]], [2.5], [INF], np.eye(2)).expecting(none)
    yield make("infeasible-dependent-equalities", [1, 1, 1], 0, INF, [[1, 1, 0], [0, 1, 1], [1, 2, 1]], [1, 1, 3],
               [1, 1, 3]).expecting(none)
    yield make("infeasible-by-a-thousandth", [1, 1], 0, INF, [[1, 1], [1, 1]], [-INF, 1.001], [1, INF],
               np.eye(2)).expecting(none)
    yield families.infeasible("infeasible-rows", 30, 20, 12, False)
    yield families.infeasible("infeasible-rows-curved", 31, 20, 12, True)
    endless = "unbounded"
    yield make("unbounded-one-variable", [1], -INF, 0).expecting(endless)
    yield make("unbounded-column-without-entries", [1, -1], 0, INF, [[1, 0]], [1], [2]).expecting(endless)
    yield make("unbounded-along-flat-direction", [-1, -1], -INF, INF, [[1, -1]], [-1], [1],
               [[1, -1], [-1, 1]]).expecting(endless)
    yield make("unbounded-free-equality", [1, -2], -INF, INF, [[1, 1]], [1], [1]).expecting(endless)
    yield families.unbounded("unbounded-ray", 32, 20, 8, False)
    yield families.unbounded("unbounded-ray-curved", 33, 20, 8, True)


def seeded():
    """One of each family, small."""
    yield families.transport("transport", 41, 4, 9)
    yield families.staircase("staircase", 42, 6, 3)
    yield families.network_flow("network-flow", 43, 15, 50)
    yield families.assignment("assignment", 44, 7)
    yield families.blending("blending", 45, 8, 4, 3)
    yield families.portfolio("portfolio", 46, 30, 4)
    yield families.separation("separation", 47, 40, 4)
    yield families.lasso("lasso", 48, 25, 10)
    yield families.huber("huber", 49, 18, 3)
    yield families.control("control", 50, 10, 4, 2)
    yield families.bounded_least_squares("bounded-least-squares", 51, 40, 20)
    for seed in range(60, 63):
        yield families.program(f"linear-{seed}", seed, 40, 25, False)
        yield families.program(f"quadratic-{seed}", seed + 10, 40, 25, True)
    yield families.dependent_rows("dependent-rows", 80, 40, 18)
    yield families.dependent_rows("dependent-rows-curved", 81, 40, 18, True)
    yield families.scaled("scaled", 82, 40, 25, False)
    yield families.scaled("scaled-curved", 83, 40, 25, True)
    yield families.fixed_and_empty("fixed-and-empty", 84, 40, 20, False)
    yield families.fixed_and_empty("fixed-and-empty-curved", 85, 40, 20, True)


def whole():
    """Mixed-integer problems."""
    yield families.knapsack("integer-knapsack", 91, 12)
    yield families.commitment("integer-commitment", 92, units=3, hours=4)
    yield families.commitment("integer-commitment-day", 93, units=4, hours=12)
    yield families.storage("integer-storage", 94, hours=12)
    yield make("integer-rounding-fails", [-5, -4], 0, INF, [[6, 4], [1, 2]], [-INF, -INF], [24, 6],
               integers=[0, 1]).expecting("optimal", -20)
    yield make("integer-infeasible", [1, 1], 0, INF, [[2, 2]], [3], [3], integers=[0, 1]).expecting("infeasible")


def by_enumeration(problem):
    """The best of all settings of the binaries."""
    best = INF
    for setting in product([0.0, 1.0], repeat=len(problem.integers)):
        lower, upper = problem.lower.copy(), problem.upper.copy()
        lower[problem.integers] = upper[problem.integers] = setting
        answer = solvers.highs(replace(problem, lower=lower, upper=upper, integers=[]))
        if answer.status == "optimal":
            best = min(best, problem.value(answer.point))
    return best


def main():
    for problem in [*paper(), *impossible(), *seeded(), *whole()]:
        if problem.integers:
            answer = solvers.highs(problem, mip_rel_gap=0.0)
            status = answer.status
            found = problem.value(answer.point) if status == "optimal" else float("nan")
            binaries = np.all(problem.upper[problem.integers] == 1)
            if binaries and len(problem.integers) <= 12 and not solvers.agree(by_enumeration(problem), found):
                raise SystemExit(f"{problem.name}: enumeration disagrees")
            note = "HiGHS"
        else:
            status, found, note = solvers.reference(problem)
        if problem.status == "unknown":
            if status == "unknown":
                raise SystemExit(f"{problem.name}: {note}")
            problem.expecting(status, found)
        elif (status, True) != (problem.status, solvers.agree(found, problem.objective)):
            print(f"{problem.name}: {problem.status} {problem.objective!r} by construction; {note}", file=sys.stderr)
        write(problem, HERE / f"{problem.name}.txt")


if __name__ == "__main__":
    main()
