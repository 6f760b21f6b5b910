"""Writes special-functions.csv: values to 20 digits, the incomplete functions from Arb's ball arithmetic, which proves its digits,
the others from mpmath at 60 digits (pip install mpmath python-flint).

With the argument "coefficients" it prints the fitted coefficients that SpecialFunctions holds instead.
"""
import sys

from flint import arb, ctx
from mpmath import (chebyfit, digamma, erf, erfc, erfinv, euler, exp, gamma, log, loggamma, mp, mpf, nstr,
                    polygamma, sqrt)

mp.dps = 60
rows = []


def add(name, value, *arguments):
    value = mpf(value)
    if name.startswith(("gamma", "incomplete")) and value == 0 or value != 0 and not mpf("1e-300") <= abs(value) <= mpf("1e300"):
        return
    arguments = [repr(float(a)) for a in arguments] + ["0"] * (3 - len(arguments))
    rows.append(",".join([name] + arguments + [nstr(value, 20)]))


def certain(*computations):
    """The value of the first ball computation that knows 30 digits of the result."""
    for digits in (60, 420):
        for compute in computations:
            ctx.dps = digits
            ball = compute()
            if ball.rel_accuracy_bits() > 100:
                return mpf(ball.mid().str(40, radius=False))
    raise ArithmeticError(f"not certain: {ball}")


def pair(log_density, is_lower, lower, upper):
    """Both tails; where the density has left the range of doubles they are 0 and 1, and add() leaves the 0 out."""
    if log_density < -710:
        return (mpf(0), mpf(1)) if is_lower else (mpf(1), mpf(0))
    return certain(lower, lambda: 1 - upper()), certain(upper, lambda: 1 - lower())


def gamma_pq(a, x):
    return pair(a * log(x) - x - loggamma(a), x < a,
                lambda: arb(x).gamma_lower(arb(a), regularized=1), lambda: arb(x).gamma_upper(arb(a), regularized=1))


def beta_pq(a, b, x):
    return pair(a * log(x) + b * log(1 - mpf(x)) + loggamma(a + b) - loggamma(a) - loggamma(b), x < a / (a + b),
                lambda: arb(x).beta_lower(arb(a), arb(b), regularized=1),
                lambda: (1 - arb(x)).beta_lower(arb(b), arb(a), regularized=1))


def error_functions():
    points = [0, 1e-300, 1e-10, 0.01, 0.3, 0.46875, 0.469, 0.7, 1, 1.5, 2.5, 3.9, 4, 4.1, 5.5, 8, 13, 20, 26]
    for x in points + [-x for x in points[1:14]]:
        x = mpf(x)
        add("erf", erf(x), x)
        add("erfc", erfc(x), x)
        add("erfcx", exp(x * x) * erfc(x), x)
        if not 0 < abs(x) < 1e-50:
            add("logErfc", log(erfc(x)), x)
    for x in (30, 100, 1e5):
        x = mpf(x)
        add("erfcx", exp(x * x) * erfc(x) if x < 1000 else 1 / (x * sqrt(mp.pi)) * (1 - 1 / (2 * x * x)), x)
        add("logErfc", log(erfc(x)) if x < 1000 else -x * x - log(x * sqrt(mp.pi)), x)
    for p in (1e-300, 1e-9, 0.1, 0.5, 0.84, 0.86, 0.999, 1 - 2.0 ** -40):
        add("inverseErf", erfinv(mpf(p)) if p > 1e-100 else mpf(p) * sqrt(mp.pi) / 2, p)
        if p < 1e-100:
            continue
        add("inverseErfc", erfinv(1 - mpf(p)), p)
        add("inverseErfc", erfinv(1 - mpf(2 - p)), 2 - p)
    for p in (1e-300, 1e-100, 1e-30):
        x = sqrt(-log(mpf(p)))
        for _ in range(200):
            x -= (erfc(x) - mpf(p)) / (-2 / sqrt(mp.pi) * exp(-x * x))
        add("inverseErfc", x, p)


def gamma_functions():
    for x in (1e-300, 1e-10, 0.1, 0.499, 0.5, 0.7, 0.999999, 1.0000001, 1.3, 1.5, 1.7, 1.9999, 2.00001, 2.5, 2.6, 5.5,
              9.99, 10, 13.7, 50, 171, 1000.5, 1e10, 1e300):
        add("logGamma", loggamma(mpf(x)), x)
        add("digamma", digamma(mpf(x)), x)
        add("trigamma", polygamma(1, mpf(x)), x)
        if x < 172:
            add("gamma", gamma(mpf(x)), x)
    for x in (-0.5, -1.3, -7.7, -20.2, -33.9):
        add("logGamma", log(abs(gamma(mpf(x)))), x)
        add("gamma", gamma(mpf(x)), x)
    for a, b in ((0.01, 0.02), (0.5, 0.5), (1, 3), (5, 80), (1e-3, 1e6), (1e6, 2e6), (1e8, 0.5), (300, 300)):
        a, b = mpf(a), mpf(b)
        add("logBeta", loggamma(a) + loggamma(b) - loggamma(a + b), a, b)


def incomplete_gamma():
    for a in (0.01, 0.1, 0.5, 0.99, 1, 1.5, 2.5, 5, 10, 19.9, 20, 35, 100, 1000, 1e4, 1e6):
        spread = a ** 0.5
        points = [a + z * spread for z in (-30, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 20, 35)]
        points += [a * f for f in (1e-3, 0.1, 0.3, 0.59, 0.61, 1.39, 1.41, 3)]
        if a < 200:
            points += [1e-100, 1e-9, 1e-3, 0.5, 1, 1.09, 1.1, 2, 30, 600]
        for x in sorted(set(float(x) for x in points if x > 0)):
            p, q = gamma_pq(a, x)
            add("gammaP", p, a, x)
            add("gammaQ", q, a, x)
    for a, x in ((2.5, 1e-200), (50, 1e-10), (3, 2000)):
        p = certain(lambda: arb(x).gamma_lower(arb(a), regularized=1))
        q = certain(lambda: arb(x).gamma_upper(arb(a), regularized=1))
        add("logGammaP", log(p), a, x)
        add("logGammaQ", log(q), a, x)


def incomplete_beta():
    shapes = [(0.01, 0.02), (0.1, 3), (0.5, 0.5), (0.5, 2), (0.5, 50), (0.5, 5e5), (1, 1), (1, 7), (2, 3), (5, 0.5), (3.5, 4.5),
              (10, 30), (40, 2), (100, 100), (90, 1500), (700, 700), (1001, 1200), (5000, 3000), (2e4, 1.5), (1e5, 40),
              (3e4, 3e5), (1e6, 1e6), (2e6, 3e3)]
    for a, b in shapes:
        mean = a / (a + b)
        spread = (mean * (1 - mean) / (a + b + 1)) ** 0.5
        points = [mean + z * spread for z in (-30, -12, -5, -2, -0.5, 0, 0.5, 2, 5, 12, 30)]
        points += [mean * f for f in (1e-200, 1e-20, 1e-6, 0.01, 0.3, 0.7, 0.99)]
        points += [1 - (1 - mean) * f for f in (1e-8, 1e-3, 0.1, 0.3, 0.7, 0.99)]
        for x in sorted(set(float(x) for x in points if 0 < x < 1)):
            p, q = beta_pq(a, b, x)
            add("incompleteBeta", p, x, a, b)
            add("incompleteBetaComplement", q, x, a, b)


def log_gamma_fit():
    def ratio(z):
        return 1 - euler if z == 0 else loggamma(2 + z) / z
    return chebyfit(ratio, [mpf(-1) / 2, mpf(1) / 2], 18)[::-1]


def temme():
    count = 60
    mu = [mpf(0), mpf(1)] + [mpf(0)] * (count - 1)
    for j in range(2, count + 1):
        mu[j] = (mu[j - 1] - sum(i * mu[i] * mu[j + 1 - i] for i in range(2, j))) / (j + 1)
    f = [mpf(1)]
    for j in range(1, count):
        f.append(-sum(mu[i + 1] * f[j - i] for i in range(1, j + 1)))
    table = [f[1:]]
    for k in range(1, 11):
        slope = [(j + 1) * table[-1][j + 1] for j in range(len(table[-1]) - 1)]
        table.append([s - slope[0] * f[j] for j, s in enumerate(slope)][1:])
    for k, row in enumerate(table):
        last = max(n for n in range(len(row)) if abs(row[n]) * mpf(0.5) ** n * mpf(20) ** -k > 3e-18)
        yield row[:last + 1]


if sys.argv[1:] == ["coefficients"]:
    print("log gamma fit", [nstr(c, 20) for c in log_gamma_fit()])
    for row in temme():
        print([nstr(c, 18) for c in row])
else:
    for part in (error_functions, gamma_functions, incomplete_gamma, incomplete_beta):
        part()
    with open("special-functions.csv", "w") as file:
        file.write("function,first,second,third,value\n" + "\n".join(rows) + "\n")
