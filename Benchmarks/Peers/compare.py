#!/usr/bin/env python3
"""Runs the library's parser benchmarks and its peers on the same files, interleaved, and prints the ratios of the minima.

Each round runs ours in a process of its own and each peer here, on one thread, in CPU seconds.
Usage: python3 Benchmarks/Peers/compare.py [FILTER] [--rounds 7] [--slow-rounds 3]
"""

import argparse
import os

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import json
import subprocess
import tempfile
import time
from pathlib import Path

import readers

BENCHMARKS = Path(__file__).resolve().parent.parent


def ours(binary, name, *options):
    out = subprocess.run([binary, name, "--runs", "1", "--json", *options], capture_output=True, text=True, check=True)
    return next(row for row in json.loads(out.stdout) if row["name"] == name)


def cpu_seconds(function, *arguments):
    start = time.process_time()
    function(*arguments)
    return time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of the row-by-row reader, which takes long")
    options = parser.parse_args()
    build = ["swift", "build", "-c", "release", "--package-path", str(BENCHMARKS)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    binary = str(Path(folder) / "Benchmarks")
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([binary, "--write", data], check=True)
        print(f"{'payload':22}{'MB':>7}{'ours s':>9}{'MB/s':>7}{'peak':>7}{'polars s':>10}{'ratio':>8}"
              f"{'rowwise s':>11}{'ratio':>8}")
        for name, file in readers.FILES.items():
            if options.filter not in name:
                continue
            path = str(Path(data) / file)
            mine, raw, rowwise = [], [], []
            units = 0
            for round_number in range(options.rounds):
                figures = ours(binary, name, "--data", data)
                units = figures["units"]
                mine.append(figures["minCPUSeconds"])
                raw.append(cpu_seconds(readers.polars_raw, name, path))
                if round_number < options.slow_rounds:
                    rowwise.append(cpu_seconds(readers.pandas_rows, name, path))
            peak = ours(binary, name, "--memory", "--data", data)["peakBytes"] / units
            best = min(mine)
            print(f"{name:22}{units / 1e6:7.1f}{best:9.3f}{units / best / 1e6:7.0f}{peak:6.2f}x{min(raw):10.3f}"
                  f"{min(raw) / best:7.1f}x{min(rowwise):11.2f}{min(rowwise) / best:7.0f}x", flush=True)


if __name__ == "__main__":
    main()
