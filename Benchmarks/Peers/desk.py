#!/usr/bin/env python3
"""Runs what a curve desk does with a curve, ours and with pandas and numpy, interleaved, and prints the ratios of the minima.

Each round runs ours in a process of its own and the peer here, on one thread, in CPU seconds.
Usage: python3 Benchmarks/Peers/desk.py [FILTER] [--rounds 7]
"""

import argparse
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import subprocess
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from compare import BENCHMARKS, cpu_seconds, ours

ZONE = "Europe/Berlin"


def keys(index):
    """Month, kind of day and hour of each time."""
    weekday = index.dayofweek
    return index.month, np.where(weekday < 5, 0, weekday - 4), index.hour


class Shape:
    """A shape of the day from past prices: medians of the distance to the day's mean, by month, kind of day and hour."""

    def __init__(self):
        generator = np.random.default_rng(254)
        index = pd.date_range("2019-01-01", "2025-01-01", freq="h", tz=ZONE, inclusive="left")
        peak = np.where(np.isin(index.hour, [7, 8, 9, 18, 19, 20]), 15.0, np.where(index.hour < 6, -12.0, 0.0))
        self.history = pd.Series(60 + peak + 8 * generator.standard_normal(len(index)), index=index)
        self.hours = pd.date_range("2026-01-01", "2051-01-01", freq="h", tz=ZONE, inclusive="left")
        days = pd.date_range("2026-01-01", "2050-12-31", freq="D", tz=ZONE)
        self.daily = pd.Series(70.0, index=days)
        self.profile = self.estimate()

    def estimate(self):
        distance = self.history - self.history.groupby(self.history.index.normalize()).transform("mean")
        return distance.groupby(list(keys(self.history.index))).median()

    def lay_over(self):
        pattern = self.profile.reindex(pd.MultiIndex.from_arrays(keys(self.hours))).to_numpy()
        pattern = pd.Series(pattern, index=self.hours)
        day = self.hours.normalize()
        return pattern - pattern.groupby(day).transform("mean") + self.daily.reindex(day).to_numpy()


def spot_paths():
    """Spot prices of 300 months under three factors on 10,000 paths, as one dense product."""
    months, paths = 300, 10_000
    edges = np.arange(months + 1) / 12
    weights = np.zeros((months, months, 3))
    for month in range(months):
        tenor = edges[month] - (edges[:month] + edges[1 : month + 1]) / 2
        level = np.minimum(tenor, 3)
        weights[month, :month] = np.stack([0.6 * np.exp(-2 * level), 0.2 + 0 * level, 0.1 * (1 - level)], axis=-1)
    weights = weights.reshape(months, -1) / np.sqrt(12)
    normals = np.random.Generator(np.random.Philox(7)).standard_normal((3 * months, paths))
    return 70 * np.exp(weights @ normals - 0.5 * (weights**2).sum(axis=1)[:, None])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    build = ["swift", "build", "-c", "release", "--package-path", str(BENCHMARKS)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    binary = str(Path(folder) / "Benchmarks")
    shape = Shape()
    work = {
        "curve/hours-to-2050": shape.lay_over,
        "curve/shape-of-six-years": shape.estimate,
        "curve/spot-paths": spot_paths,
    }
    print(f"{'work':28}{'ours ms':>10}{'peer ms':>10}{'ratio':>8}")
    for name, peer in work.items():
        if options.filter not in name:
            continue
        mine, theirs = [], []
        for _ in range(options.rounds):
            mine.append(ours(binary, name)["minCPUSeconds"])
            theirs.append(cpu_seconds(peer))
        print(f"{name:28}{min(mine) * 1e3:10.2f}{min(theirs) * 1e3:10.2f}{min(theirs) / min(mine):7.1f}x", flush=True)


if __name__ == "__main__":
    main()
