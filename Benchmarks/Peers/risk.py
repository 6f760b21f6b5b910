#!/usr/bin/env python3
"""Runs the library's risk figures and what people call today on books of the same size, interleaved, and prints ratios of minima.

numpy for simulations and the past, SciPy for the t copula, arch for GARCH; one thread, CPU seconds. Ours is whole: the covariance's
factor, losses, figures with errors and intervals, and where the peer has them components.
Usage: python3 Benchmarks/Peers/risk.py [FILTER] [--rounds 7] [--slow-rounds 3] [--binary PATH]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import warnings
from functools import partial

import numpy as np
from scipy.special import ndtr, ndtri, stdtr

import kernels

FACTORS, POSITIONS, PATHS, LEVEL = 500, 2000, 100_000, 0.99


# Monte Carlo on 500 factors


def covariance(generator, count):
    """Covariances of 40 common factors and a variance of each one's own."""
    loadings = generator.normal(size=(count, 40)) * 0.01
    return loadings @ loadings.T + np.diag(generator.uniform(0.5, 2, count) * 1e-4)


def linear_book():
    """2,000 positions on five factors each."""
    generator = np.random.default_rng(7)
    matrix = covariance(generator, FACTORS)
    loads = np.zeros((POSITIONS, FACTORS))
    for position in range(POSITIONS):
        loads[position, generator.integers(0, FACTORS, 5)] = generator.normal(size=5) * 1e4
    return matrix, loads


def normals(seed):
    return np.random.Generator(np.random.Philox(seed))


def tail(profit):
    """Value at risk (type 7) and expected shortfall, and the worst paths."""
    count = int(round((1 - LEVEL) * len(profit)))
    worst = np.argpartition(profit, count - 1)[:count]
    return -np.quantile(profit, 1 - LEVEL), -profit[worst].mean(), worst


def simulated(matrix, loads):
    """Value at risk, expected shortfall and components of both; value at risk's as a kernel estimate about the quantile."""
    moves = normals(1).standard_normal((PATHS, FACTORS)) @ np.linalg.cholesky(matrix).T
    profit = moves @ loads.sum(0)
    value, shortfall, worst = tail(profit)
    parts = -(moves[worst].mean(0) @ loads.T)
    width = 1.06 * profit.std() * PATHS ** -0.2
    weights = np.exp(-0.5 * ((profit + value) / width) ** 2)
    return value, shortfall, parts, -((weights / weights.sum() @ moves) @ loads.T)


def copula(matrix, loads, degrees=4):
    """The t copula with normal margins, in blocks."""
    sizes = np.sqrt(np.diag(matrix))
    lower = np.linalg.cholesky(matrix / np.outer(sizes, sizes))
    generator, deltas, profit = normals(1), loads.sum(0) * sizes, np.empty(PATHS)
    for start in range(0, PATHS, 10_000):
        mixed = generator.standard_normal((10_000, FACTORS)) @ lower.T
        mixed *= np.sqrt(degrees / generator.chisquare(degrees, 10_000))[:, None]
        profit[start:start + 10_000] = ndtri(stdtr(degrees, mixed)) @ deltas
    return tail(profit)


def revalued():
    """8,000 linear positions and 2,000 options by Black-76 on 2,000 factors, 10,000 paths."""
    generator = np.random.default_rng(8)
    count, paths = 2000, 10_000
    matrix = covariance(generator, count)
    sizes = generator.normal(size=(5, count)) * 1e4
    strikes, deviations = generator.uniform(0.9, 1.1, count), generator.uniform(0.1, 0.4, count)

    def price(forward):
        upper = np.log(forward / strikes) / deviations + deviations / 2
        return forward * ndtr(upper) - strikes * ndtr(upper - deviations)

    def work():
        lower, stream, profit = np.linalg.cholesky(matrix), normals(1), np.empty(paths)
        linear, base = sizes[1:].sum(0), price(np.ones(count))
        for start in range(0, paths, 1000):
            moves = stream.standard_normal((1000, count)) @ lower.T
            profit[start:start + 1000] = moves @ linear + (price(np.maximum(1 + moves, 1e-9)) - base) @ sizes[0]
        return tail(profit)

    return work


# The past


def past_book(positions=5000, days=2500):
    generator = np.random.default_rng(3)
    return generator.standard_t(4, size=(days, positions)) * 0.01, generator.normal(size=positions) * 1e5


def historical(changes, weights):
    """Type-7 quantile and the mean of exactly the worst share."""
    profit = changes @ weights
    mass = (1 - LEVEL) * len(profit)
    whole, ordered = int(mass + 1e-9), np.sort(profit)
    return -np.quantile(profit, 1 - LEVEL), -(ordered[:whole].sum() + (mass - whole) * ordered[whole]) / mass


def incremental(changes, weights):
    """The quantile again without each position."""
    profit = changes @ weights
    base, found = -np.quantile(profit, 1 - LEVEL), np.empty(len(weights))
    for start in range(0, len(weights), 250):
        part = slice(start, start + 250)
        found[part] = base + np.quantile(profit[:, None] - changes[:, part] * weights[part], 1 - LEVEL, axis=0)
    return found


# Models


def garch_returns():
    generator = np.random.default_rng(11)
    variance, shock, returns = 1.0, 0.0, np.empty(2500)
    for day in range(2500):
        variance = 0.02 + 0.08 * shock * shock + 0.90 * variance if day else variance
        shock = returns[day] = np.sqrt(variance) * generator.normal()
    return returns


def garch(returns):
    from arch import arch_model

    warnings.filterwarnings("ignore")
    return arch_model(returns, mean="Constant", vol="GARCH", p=1, q=1).fit(disp="off").loglikelihood


def ewma(returns, decay=0.94):
    weights = decay ** np.arange(len(returns))[::-1] * (1 - decay)
    return np.trace((returns * weights[:, None]).T @ returns)


def contests():
    """Every benchmark by name, prepared when called."""

    def numpy(prepare, work, repeats=1, peer="numpy"):
        def contest():
            prepared = prepare()
            return kernels.Contest({peer: partial(kernels.timed, lambda: work(*prepared), repeats)})
        return contest

    returns = np.random.default_rng(12).normal(size=(2500, 500)) * 0.01
    return {
        "risk-mc-linear": numpy(linear_book, simulated),
        "risk-mc-t-copula": numpy(linear_book, copula, peer="SciPy"),
        "risk-mc-full-revaluation": lambda: kernels.Contest({"numpy": partial(kernels.timed, revalued())}),
        "risk-historical": numpy(past_book, historical, 10),
        "risk-incremental": numpy(past_book, incremental),
        "risk-garch": numpy(lambda: (garch_returns(),), garch, 3, peer="arch"),
        "risk-ewma-covariance": numpy(lambda: (returns,), ewma, 3),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="parts of names, with commas between")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of what takes over two seconds")
    parser.add_argument("--binary", help="our benchmark program, built already")
    options = parser.parse_args()
    binary = options.binary or kernels.build_ours()
    for name, prepare in contests().items():
        if not any(part in name for part in options.filter.split(",")):
            continue
        contest = prepare()
        kernels.run(contest, options.rounds, options.slow_rounds, partial(ours, binary, name))
        kernels.report(name, contest)


def ours(binary, name):
    """Our figures of one run of exactly that benchmark."""
    return kernels.ours(binary, name, None)


if __name__ == "__main__":
    main()
