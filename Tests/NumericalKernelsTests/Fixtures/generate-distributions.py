"""Writes distributions.csv: distribution, two parameters, x, both tails and the log density, to 20 digits.

The tails come from Arb's ball arithmetic, which proves its digits, the log densities from mpmath at 60 digits
(pip install mpmath python-flint).
"""
from flint import arb, ctx
from mpmath import log, loggamma, mp, mpf, nstr, pi

mp.dps = 60
rows = []


def certain(*computations):
    for digits in (60, 420, 1000):
        for compute in computations:
            ctx.dps = digits
            ball = compute()
            if ball.rel_accuracy_bits() > 100:
                return nstr(mpf(ball.mid().str(40, radius=False)), 20)
    return "0"


def add(name, first, second, x, lower, upper, log_density):
    tails = certain(lower, lambda: 1 - upper()), certain(upper, lambda: 1 - lower())
    rows.append(",".join([name, repr(first), repr(second), repr(x), *tails, nstr(log_density, 20)]))


def beta(a, b, x, y):
    """I_x(a, b) for balls x and y = 1 - x given by functions."""
    return (lambda: x().beta_lower(arb(a), arb(b), regularized=1)), (lambda: y().beta_lower(arb(b), arb(a), regularized=1))


for x in (0.0, 1e-10, 0.3, 0.6, 0.61, 1.0, 1.7, 3.0, 5.5, 8.25, 20.0, 37.5):
    for z in (x, -x):
        add("normal", 0.0, 1.0, z, lambda: (arb(-z) / arb(2).sqrt()).erfc() / 2, lambda: (arb(z) / arb(2).sqrt()).erfc() / 2,
            -mpf(z) ** 2 / 2 - log(2 * pi) / 2)

for n in (0.5, 1.0, 2.5, 3.0, 4.0, 6.0, 10.0, 30.0, 200.0, 1e4, 1e6):
    for t in (1e-8, 0.1, 0.7, 1.0, 1.1, 2.0, 5.0, 20.0, 100.0, 1e10, 1e100, 1e160):
        tail = lambda: (arb(n) / (arb(n) + arb(t) ** 2)).beta_lower(arb(n) / 2, arb(0.5), regularized=1) / 2
        if n > 100 and t > 30:
            continue
        h = mpf(n) / 2
        add("student", n, 0.0, t, lambda: 1 - tail(), tail,
            loggamma(h + 0.5) - loggamma(h) - log(n * pi) / 2 - (h + 0.5) * log(1 + mpf(t) ** 2 / n))

for n, d in ((1.0, 1.0), (5.0, 2.0), (10.0, 30.0), (0.5, 7.0), (1000.0, 3000.0), (1e5, 1e5)):
    for x in (1e-200, 1e-20, 0.01, 0.5, 0.97, 1.0, 1.02, 1.5, 4.0, 30.0, 1e8):
        if n > 100 and not 0.8 < x < 1.3:
            continue
        share = lambda: arb(n) * arb(x) / (arb(n) * arb(x) + arb(d))
        rest = lambda: arb(d) / (arb(n) * arb(x) + arb(d))
        a, b = mpf(n) / 2, mpf(d) / 2
        add("fisher", n, d, x, *beta(n / 2, d / 2, share, rest),
            loggamma(a + b) - loggamma(a) - loggamma(b) + a * log(mpf(n) / d) + (a - 1) * log(mpf(x))
            - (a + b) * log(1 + mpf(n) * mpf(x) / d))

for shape, scale in ((0.3, 2.0), (2.5, 0.5), (40.0, 3.0), (1e5, 1.0)):
    for factor in (1e-6, 0.5, 0.99, 1.0, 1.01, 1.5, 6.0):
        x = shape * scale * factor
        if shape > 1e4 and not 0.9 < factor < 1.1:
            continue
        u = mpf(x) / scale
        add("gamma", shape, scale, x, lambda: (arb(x) / arb(scale)).gamma_lower(arb(shape), regularized=1),
            lambda: (arb(x) / arb(scale)).gamma_upper(arb(shape), regularized=1),
            shape * log(u) - u - loggamma(shape) - log(mpf(x)))

for a, b in ((0.5, 0.5), (2.0, 3.0), (30.0, 4.0), (5000.0, 9000.0)):
    for x in (1e-12, 0.1, 0.34, 0.36, 0.5, 0.85, 0.9375, 1 - 2.0 ** -30):
        if a > 100 and not 0.3 < x < 0.4:
            continue
        add("beta", a, b, x, *beta(a, b, lambda: arb(x), lambda: 1 - arb(x)),
            loggamma(a + mpf(b)) - loggamma(a) - loggamma(b) + (a - 1) * log(mpf(x)) + (b - 1) * log(1 - mpf(x)))

for n, p, ks in ((10, 0.3, (0, 1, 3, 9, 10)), (250, 0.01, range(11)), (100000, 0.37, (34000, 36900, 37000, 37100, 40000)),
                 (10 ** 9, 1e-6, (700, 990, 1000, 1010, 1500)), (10 ** 6, 0.5, (480000, 499500, 500000, 501000))):
    for k in ks:
        more, fewer = beta(k + 1, n - k, lambda: arb(p), lambda: 1 - arb(p)) if k < n else (lambda: arb(0), lambda: arb(1))
        add("binomial", n, p, k, fewer, more, loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(mpf(p))
            + (n - k) * log(1 - mpf(p)))

for mean, ks in ((0.1, (0, 1, 5, 40)), (3.0, (0, 2, 3, 10, 100)), (50.0, (1, 45, 50, 60, 200)), (1e4, (9000, 9999, 10000, 10100)),
                 (1e8, (99950000, 100000000, 100030000))):
    for k in ks:
        add("poisson", mean, 0.0, k, lambda: arb(mean).gamma_upper(arb(k + 1), regularized=1),
            lambda: arb(mean).gamma_lower(arb(k + 1), regularized=1), k * log(mpf(mean)) - mpf(mean) - loggamma(k + 1))

with open("distributions.csv", "w") as file:
    file.write("distribution,first,second,x,lower,upper,logDensity\n" + "\n".join(rows) + "\n")
