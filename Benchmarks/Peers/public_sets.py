#!/usr/bin/env python3
"""Fetches public test sets from the package registry and writes them as problem files.

Netlib LP (94 problems, and 29 without a solution) and the 138 convex quadratic programs of Maros and Meszaros are test
data in the source archive of the package piqp on PyPI (BSD 2-clause; the quadratic programs there come from
osqp_benchmarks, Apache 2.0). They are taken with pip and not kept in this repository. Expected values stand in
public-sets.tsv; that file's head says how they were found.

Usage: python3 Benchmarks/Peers/public_sets.py FOLDER [FILTER]
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import scipy.io
import scipy.sparse as sp

from problems import Problem, write

PACKAGE, VERSION = "piqp", "0.6.4"
FOLDERS = {"tests/data/netlib/data": "netlib", "tests/data/netlib/infeas": "netlib-infeasible",
           "tests/data/maros_meszaros": "maros-meszaros"}
EXPECTED = Path(__file__).with_name("public-sets.tsv")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("filter", nargs="?", default="")
    options = parser.parse_args()
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    known = expectations()
    count = 0
    for problem in fetch(options.filter):
        problem.expecting(*known.get(problem.name, ("unknown", float("nan"))))
        write(problem, folder / f"{problem.name}.txt")
        count += 1
    print(f"{count} problems in {folder}")


def fetch(name_filter=""):
    """Every problem of the sets whose name contains the filter, as the archive has it."""
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", PACKAGE,
                        "--dest", temporary, f"{PACKAGE}=={VERSION}"], check=True)
        with tarfile.open(next(Path(temporary).glob("*.tar.gz"))) as archive:
            for member in sorted(archive.getmembers(), key=lambda member: member.name):
                parent, _, file = member.name.partition("/")[2].rpartition("/")
                if parent not in FOLDERS or not file.endswith(".mat"):
                    continue
                name = f"{FOLDERS[parent]}-{file.removesuffix('.mat').lower()}"
                if name_filter in name:
                    yield convert(name, scipy.io.loadmat(archive.extractfile(member)))


def convert(name, data):
    """Equality rows A x = b first, below them the two-sided rows h_l <= G x <= h_u."""
    cost, right, low, high, lower, upper = (
        np.asarray(data[key], float).ravel() for key in ("c", "b", "h_l", "h_u", "x_l", "x_u"))
    matrix = sp.vstack([sp.csc_matrix(data["A"], dtype=float), sp.csc_matrix(data["G"], dtype=float)], format="csc")
    return Problem(name, cost, lower, upper, matrix, np.r_[right, low], np.r_[right, high],
                   sp.csc_matrix(data["P"], dtype=float))


def expectations():
    """Status and objective by name."""
    rows = [line.split("\t") for line in EXPECTED.read_text(encoding="utf-8").splitlines() if line[:1] not in ("#", "")]
    return {name: (status, float(objective)) for name, status, objective, *_ in rows}


if __name__ == "__main__":
    main()
