"""Writes NIST/nonlinear.txt from the .dat files of NIST's nonlinear regression sets: generate-nist-nonlinear.py FOLDER.

Parameters, standard errors and sums of squares are the solution of the normal equations at 60 digits (pip install mpmath), by
Gauss-Newton steps from the certified values with derivatives by complex steps; each has to agree with NIST's 11 digits.
"""
from pathlib import Path
from re import findall, split
from sys import argv

from mpmath import atan, cos, diag, exp, log, lu_solve, matrix, mp, mpc, mpf, nstr, pi, sin, sqrt

mp.dps = 60


def peaks(b, x):
    return b[0] * exp(-b[1] * x) + sum(b[k] * exp(-(x - b[k + 1]) ** 2 / b[k + 2] ** 2) for k in (2, 5))


def cycles(b, x):
    waves = ((b[1], b[2], 12), (b[4], b[5], b[3]), (b[7], b[8], b[6]))
    return b[0] + sum(c * cos(2 * pi * x / t) + s * sin(2 * pi * x / t) for c, s, t in waves)


def decays(b, x):
    return sum(b[k] * exp(-b[k + 1] * x) for k in (0, 2, 4))


def cubics(b, x):
    return (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])))


MODELS = {
    "Misra1b": lambda b, x: b[0] * (1 - (1 + b[1] * x / 2) ** -2),
    "Misra1c": lambda b, x: b[0] * (1 - 1 / sqrt(1 + 2 * b[1] * x)),
    "DanWood": lambda b, x: b[0] * x ** b[1],
    "Chwirut1": lambda b, x: exp(-b[0] * x) / (b[1] + b[2] * x),
    "Lanczos2": decays,
    "Lanczos3": decays,
    "Gauss1": peaks,
    "Gauss2": peaks,
    "Gauss3": peaks,
    "Kirby2": lambda b, x: (b[0] + x * (b[1] + x * b[2])) / (1 + x * (b[3] + x * b[4])),
    "Hahn1": cubics,
    "Nelson": lambda b, x, z: b[0] - b[1] * x * exp(-b[2] * z),
    "Roszman1": lambda b, x: b[0] - b[1] * x - atan(b[2] / (x - b[3])) / pi,
    "ENSO": cycles,
    "Bennett5": lambda b, x: b[0] * (b[1] + x) ** (-1 / b[2]),
}


def solved(model, rows, b):
    """Parameters, standard errors and the sum of squares."""
    for _ in range(400):
        slopes = matrix(len(rows), len(b))
        for j in range(len(b)):
            h = abs(b[j]) * mpf(10) ** -30
            moved = [mpc(v, h if k == j else 0) for k, v in enumerate(b)]
            for i, row in enumerate(rows):
                slopes[i, j] = model(moved, *row[1:]).imag / h
        left = matrix([row[0] - model(b, *row[1:]) for row in rows])
        scale = diag([1 / abs(v) for v in b])
        normal = (slopes * scale ** -1).T * (slopes * scale ** -1)
        step = scale ** -1 * lu_solve(normal, (slopes * scale ** -1).T * left)
        b = [v + d for v, d in zip(b, step)]
        if max(abs(d / v) for v, d in zip(b, step)) < mpf(10) ** -22:
            break
    else:
        raise ArithmeticError("no convergence")
    squares = sum(r * r for r in left)
    inverse = normal ** -1
    errors = [sqrt(squares / (len(rows) - len(b)) * inverse[j, j]) * abs(b[j]) for j in range(len(b))]
    return b, errors, squares


output = [
    "# Statistical Reference Datasets (StRD) of the National Institute of Standards and Technology, USA,",
    "# https://www.itl.nist.gov/div898/strd/: nonlinear regression, data and starts in the public domain.",
    "# beta, se and rss are computed at 60 digits for the decimal data and agree with the 11 digits that NIST certifies;",
    "# generate-nist-nonlinear.py says how. Rows hold the response, then the predictors; Nelson's response is a logarithm's argument.",
]
for name, model in MODELS.items():
    text = (Path(argv[1]) / f"{name}.dat").read_text()
    level = findall(r"(Lower|Average|Higher) Level", text)[0].lower()
    lines = findall(r"^ +b\d+ = +(\S+) +(\S+) +(\S+) +(\S+)", text, 8)
    squares = findall(r"Residual Sum of Squares: +(\S+)", text)[0]
    count = int(findall(r"Number of Observations: +(\d+)", text)[0])
    rows = [line.split() for line in split(r"\nData: +y", text)[1].splitlines()[1:] if line.strip()]
    assert len(rows) == count, name
    numbers = [[mpf(word) for word in row] for row in rows]
    if name == "Nelson":
        numbers = [[log(y), *x] for y, *x in numbers]
    beta, errors, rss = solved(model, numbers, [mpf(line[2]) for line in lines])
    for found, certified in zip([*beta, *errors, rss], [*(l[2] for l in lines), *(l[3] for l in lines), squares]):
        assert abs(found / mpf(certified) - 1) < 6e-11, (name, nstr(found, 15), certified)
    output += ["", f"set {name} {level}"]
    for key, values in (("beta", beta), ("se", errors), ("rss", [rss])):
        output.append(f"certified-{key} " + " ".join(nstr(v, 17) for v in values))
    output += ["start " + " ".join(line[k] for line in lines) for k in (0, 1)] + ["rows"]
    output += [" ".join(word.replace("E0", "").replace("E+00", "") for word in row) for row in rows] + ["end"]

(Path(__file__).parent / "NIST" / "nonlinear.txt").write_text("\n".join(output) + "\n")
