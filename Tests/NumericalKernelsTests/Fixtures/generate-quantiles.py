"""Writes quantiles.csv: distribution, two parameters, a probability (a double) and its quantile to 20 digits.

Roots of Arb's incomplete gamma and beta functions, whose digits it proves, at 40 digits, beside SciPy's doubles
(pip install mpmath python-flint scipy).
"""
from pathlib import Path

from flint import arb, ctx
from mpmath import findroot, mp, mpf, nstr
from scipy import stats

mp.dps = 40
PROBABILITIES = (0.001, 0.01, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.99, 0.999)


def ball(x):
    return arb(nstr(x, 45))


def number(compute):
    for ctx.dps in (80, 400, 2000, 10000):
        x = compute()
        if x.rel_accuracy_bits() > 120 or abs(x) < 1e-40:
            return mpf(x.mid().str(45, radius=False))
    raise ArithmeticError("no precision suffices")


def quantile(cdf, p, near):
    """The root beside a double, by secants."""
    near = mpf(float(near))
    return findroot(lambda x: cdf(x) - p, (near * (1 - mpf(10) ** -9), near), tol=mpf(10) ** -76, verify=False)


def gamma(shape, scale):
    def cdf(x):
        if x < shape * scale:
            return number(lambda: (ball(x) / arb(scale)).gamma_lower(arb(shape), regularized=1))
        return 1 - number(lambda: (ball(x) / arb(scale)).gamma_upper(arb(shape), regularized=1))
    return cdf


def share(a, b, lower, x, y):
    """I_x(a, b) for balls x and y = 1 - x given by functions, by its smaller side."""
    if lower:
        return number(lambda: x().beta_lower(arb(a), arb(b), regularized=1))
    return 1 - number(lambda: y().beta_lower(arb(b), arb(a), regularized=1))


def beta(a, b):
    return lambda x: share(a, b, x * (a + b) < a, lambda: ball(x), lambda: 1 - ball(x))


def fisher(n, d):
    return lambda x: share(n / 2, d / 2, x < 1, lambda: arb(n) * ball(x) / (arb(n) * ball(x) + arb(d)),
                           lambda: arb(d) / (arb(n) * ball(x) + arb(d)))


def student(n):
    return lambda x: 1 - number(
        lambda: (arb(n) / (arb(n) + ball(x) ** 2)).beta_lower(arb(n) / 2, arb(0.5), regularized=1)) / 2


STARTS = {
    "student": lambda n, _: stats.t(n),
    "chi": lambda n, _: stats.chi2(n),
    "fisher": lambda n, d: stats.f(n, d),
    "gamma": lambda k, scale: stats.gamma(k, scale=scale),
    "beta": lambda a, b: stats.beta(a, b),
}

CASES = (
    [("student", n, 0.0, student(n)) for n in (0.5, 1.0, 2.0, 2.5, 3.0, 4.0, 7.3, 30.0, 250.0)]
    + [("chi", n, 0.0, gamma(n / 2, 2)) for n in (0.5, 1.0, 2.0, 3.0, 10.0, 75.5)]
    + [("fisher", n, d, fisher(n, d)) for n, d in ((1.0, 1.0), (5.0, 2.0), (10.0, 30.0), (0.5, 7.0), (60.0, 120.0))]
    + [("gamma", k, s, gamma(k, s)) for k, s in ((0.05, 1.0), (0.3, 2.0), (1.0, 0.1), (2.5, 0.5), (40.0, 3.0))]
    + [("beta", a, b, beta(a, b)) for a, b in ((0.1, 0.2), (0.5, 0.5), (2.0, 3.0), (30.0, 4.0), (1.0, 8.0))]
)

rows = []
for name, first, second, cdf in CASES:
    for p in PROBABILITIES:
        if name == "student" and p <= 0.5:
            continue
        x = quantile(cdf, mpf(p), STARTS[name](first, second).ppf(p))
        assert abs(cdf(x) / p - 1) < mpf(10) ** -28
        rows.append(",".join([name, repr(first), repr(second), repr(p), nstr(x, 20)]))

head = "distribution,first,second,probability,quantile\n"
(Path(__file__).parent / "quantiles.csv").write_text(head + "\n".join(rows) + "\n")
