#!/usr/bin/env python3
"""Convex problems as files: minimise 1/2 x'Px + q'x + c subject to rowLower <= Ax <= rowUpper, lower <= x <= upper.

A file is text, tokens apart by white space, numbers in the shortest form that reads back to the same double, `inf` and
`-inf` for a bound that is absent. Its parts stand in this order, every one of them present:

    problem NAME
    expected STATUS OBJECTIVE       optimal | infeasible | unbounded | either (of the two) | unknown; nan for no objective
    size VARIABLES ROWS MATRIX HESSIAN INTEGERS
    constant VALUE
    variables                       one line each: cost, lower, upper
    rows                            one line each: lower, upper
    matrix                          one line each: row, column, value; by column, rows rising
    hessian                         one line each: row, column, value; the upper triangle, by column, rows rising
    integers                        the columns that have to be whole numbers

Usage: python3 Benchmarks/Peers/problems.py FOLDER [FILTER] [--captures DIR] [--list] [--verify]
"""

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import scipy.sparse as sp


@dataclass
class Problem:
    """One problem; `hessian` is the whole symmetric matrix, both matrices are CSC, sorted and without duplicates."""

    name: str
    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    matrix: sp.csc_matrix
    row_lower: np.ndarray
    row_upper: np.ndarray
    hessian: sp.csc_matrix | None = None
    constant: float = 0.0
    integers: list[int] = field(default_factory=list)
    status: str = "unknown"
    objective: float = float("nan")

    def __post_init__(self):
        self.cost, self.lower, self.upper, self.row_lower, self.row_upper = (
            np.asarray(values, float).ravel()
            for values in (self.cost, self.lower, self.upper, self.row_lower, self.row_upper))
        count = len(self.cost)
        self.matrix = canonical(self.matrix, (len(self.row_lower), count))
        if self.hessian is not None:
            self.hessian = canonical(self.hessian, (count, count))
            if self.hessian.nnz == 0:
                self.hessian = None

    def value(self, point):
        """The objective at a point, the constant included."""
        curved = 0.5 * point @ (self.hessian @ point) if self.hessian is not None else 0.0
        return float(self.cost @ point + curved + self.constant)

    def violation(self, point):
        """The largest distance by which a point lies outside a bound or a row."""
        row = self.matrix @ point
        gaps = [self.lower - point, point - self.upper, self.row_lower - row, row - self.row_upper]
        return max(float(np.max(gap, initial=0.0)) for gap in gaps)

    def expecting(self, status, objective=float("nan")):
        """The same problem with what is known of its answer."""
        self.status, self.objective = status, float(objective)
        return self


def canonical(matrix, shape):
    """CSC with summed duplicates, without explicit zeros, rows rising."""
    matrix = sp.csc_matrix(matrix, shape=shape, dtype=float)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def write(problem, path):
    """Writes a problem's file; the layout is this module's documentation."""
    upper = sp.triu(problem.hessian, format="csc") if problem.hessian is not None else None
    entries = upper.nnz if upper is not None else 0
    sizes = (len(problem.cost), len(problem.row_lower), problem.matrix.nnz, entries, len(problem.integers))
    lines = [f"problem {problem.name}", f"expected {problem.status} {problem.objective!r}",
             "size " + " ".join(map(str, sizes)), f"constant {float(problem.constant)!r}", "variables"]
    lines += _columns(problem.cost, problem.lower, problem.upper)
    lines += ["rows", *_columns(problem.row_lower, problem.row_upper), "matrix", *_entries(problem.matrix), "hessian"]
    lines += _entries(upper) if upper is not None else []
    lines += ["integers", *map(str, problem.integers), ""]
    Path(path).write_text("\n".join(lines), encoding="ascii")


def read(path):
    """Reads a problem's file."""
    tokens = iter(Path(path).read_text(encoding="ascii").split())

    def expect(word):
        found = next(tokens)
        if found != word:
            raise ValueError(f"{path}: {word} expected, {found} found")

    def table(word, rows, width):
        expect(word)
        return np.array([float(next(tokens)) for _ in range(rows * width)]).reshape(rows, width)

    expect("problem")
    name = next(tokens)
    expect("expected")
    status, objective = next(tokens), float(next(tokens))
    expect("size")
    count, rows, entries, curved, whole = (int(next(tokens)) for _ in range(5))
    expect("constant")
    constant = float(next(tokens))
    variables = table("variables", count, 3)
    bounds = table("rows", rows, 2)
    matrix = _assemble(table("matrix", entries, 3), (rows, count))
    upper = _assemble(table("hessian", curved, 3), (count, count))
    integers = [int(index) for index in table("integers", whole, 1).ravel()]
    return Problem(name, *variables.T, matrix, *bounds.T, upper + sp.triu(upper, 1).T, constant, integers, status,
                   objective)


def _columns(*vectors):
    return [" ".join(map(repr, row)) for row in zip(*(vector.tolist() for vector in vectors))]


def _entries(matrix):
    columns = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
    triplets = zip(matrix.indices.tolist(), columns.tolist(), matrix.data.tolist())
    return [f"{row} {column} {value!r}" for row, column, value in triplets]


def _assemble(triplets, shape):
    row, column, value = triplets.T
    return sp.csc_matrix((value, (row.astype(int), column.astype(int))), shape=shape)


def main():
    import families
    import models
    import solvers

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("filter", nargs="?", default="")
    parser.add_argument("--captures", default=os.environ.get("CAPTURES_DIR"), help="the folder that holds grid/")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("--verify", action="store_true", help="solve each with the peers and compare")
    options = parser.parse_args()
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    builders = models.builders(options.captures) | families.builders()
    for name, build in builders.items():
        if options.filter not in name:
            continue
        if options.list:
            print(name)
            continue
        problem = build()
        if not name.startswith(("ldl-", "lu-")) and (problem.status == "unknown" or options.verify):
            status, objective, note = solvers.reference(problem)
            if problem.status == "unknown":
                problem.expecting(status, objective)
            elif status != problem.status or not solvers.agree(objective, problem.objective):
                print(f"{name}: expected {problem.status} {problem.objective!r}, found {status} {objective!r} {note}")
        write(problem, folder / f"{name}.txt")
        print(f"{name}: {len(problem.cost)} variables, {len(problem.row_lower)} rows, {problem.status} "
              f"{problem.objective!r}", flush=True)


if __name__ == "__main__":
    main()
