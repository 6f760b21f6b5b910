"""What people call today for the kernels beside arrays and solvers: draws, distributions, statistics, dense matrices, searches."""

from functools import partial

import numpy as np
import pandas as pd
import scipy.integrate
import scipy.interpolate
import scipy.linalg
import scipy.optimize
import scipy.special as special
import scipy.stats


def contests(timed):
    """Peers of each benchmark by name; `timed(work, repeats)` gives CPU seconds of one call."""
    makers = [_splines, _draws, _distributions, _statistics, _dense, _searches]
    found = {name: peers for make in makers for name, peers in make().items()}
    return {name: {who: partial(timed, work, repeats) for who, (work, repeats) in peers.items()}
            for name, peers in found.items()}


MILLION = 1_000_000


def _splines():
    random = np.random.default_rng(1)
    knots, values, points = np.arange(1000.0), random.normal(size=1000), np.sort(random.uniform(0, 999, MILLION))
    return {"spline-build-evaluate": {"SciPy": (lambda: scipy.interpolate.CubicSpline(knots, values)(points), 1)}}


def _draws():
    random = np.random.Generator(np.random.Philox(7))
    factor = np.array([[1 / (1 + i - j) if j <= i else 0.0 for j in range(50)] for i in range(50)])
    return {
        "draws-student-t": {"numpy Philox": (lambda: random.standard_t(4, MILLION), 1)},
        "draws-gamma": {"numpy Philox": (lambda: random.standard_gamma(2.5, MILLION), 1)},
        "draws-beta": {"numpy Philox": (lambda: random.beta(2, 3.5, MILLION), 1)},
        "draws-poisson": {"numpy Philox": (lambda: random.poisson(12, MILLION), 1)},
        "draws-exponential": {"numpy Philox": (lambda: random.standard_exponential(MILLION), 1)},
        "draws-sobol-scrambled": {
            "SciPy": (lambda: scipy.stats.qmc.Sobol(32, scramble=True, bits=64, rng=1).random(65536), 1)},
        "draws-correlated": {"numpy Philox": (lambda: random.standard_normal((100_000, 50)) @ factor.T, 1)},
    }


def _distributions():
    u = np.random.default_rng(1).random(100_000)
    return {
        "gamma-cdf": {"SciPy": (lambda: special.gammainc(2.5, 12 * u), 1)},
        "gamma-quantile": {"SciPy": (lambda: special.gammaincinv(2.5, u), 1)},
        "beta-cdf": {"SciPy": (lambda: special.betainc(2, 3.5, u), 1)},
        "beta-quantile": {"SciPy": (lambda: special.betaincinv(2, 3.5, u), 1)},
        "student-t-cdf": {"SciPy": (lambda: special.stdtr(4.5, 12 * u - 6), 1)},
        "student-t-quantile": {"SciPy": (lambda: special.stdtrit(4.5, u), 1)},
        "erfc": {"SciPy": (lambda: special.erfc(12 * u - 4), 1)},
    }


def _statistics():
    random = np.random.default_rng(1)
    x, y, z = random.normal(size=MILLION), random.normal(size=50_000), random.normal(size=50_000)
    wide, data, design, response = (random.normal(size=shape) for shape in ((2, 100_000), (2500, 500), (5000, 20), 5000))
    series = pd.Series(x)
    intercept = np.c_[np.ones(5000), design]
    return {
        "quantiles": {"numpy": (lambda: np.quantile(x, [0.01, 0.05, 0.5, 0.95, 0.99]), 1)},
        "moments": {"numpy": (lambda: np.var(x, ddof=1), 5)},
        "kendall": {"SciPy": (lambda: scipy.stats.kendalltau(y, z).statistic, 1)},
        "spearman": {"SciPy": (lambda: scipy.stats.spearmanr(wide[0], wide[1]).statistic, 1)},
        "rolling-deviation": {"pandas": (lambda: series.rolling(168).std(), 1)},
        "rolling-median": {"pandas": (lambda: series.rolling(168).median(), 1)},
        "covariance-2500x500": {"numpy": (lambda: np.cov(data, rowvar=False), 1)},
        "regression-5000x20": {"numpy lstsq": (lambda: np.linalg.lstsq(intercept, response, rcond=None), 3)},
    }


def _dense():
    random = np.random.default_rng(1)
    a, b, small, tall, response = (random.normal(size=shape)
                                   for shape in ((1000, 1000), (1000, 1000), (300, 300), (5000, 50), 5000))
    definite, symmetric, ones = a @ a.T + 1000 * np.eye(1000), small + small.T, np.ones(1000)
    return {
        "dense-product-1000": {"numpy": (lambda: a @ b, 2)},
        "dense-cholesky-1000": {"SciPy": (lambda: scipy.linalg.cho_factor(definite), 2)},
        "dense-lu-1000": {"SciPy": (lambda: scipy.linalg.lu_solve(scipy.linalg.lu_factor(a), ones), 2)},
        "dense-eigen-300": {"numpy": (lambda: np.linalg.eigh(symmetric), 2)},
        "dense-svd-300": {"numpy": (lambda: np.linalg.svd(small), 2)},
        "dense-least-squares-5000x50": {"numpy": (lambda: np.linalg.lstsq(tall, response, rcond=None), 2)},
    }


def _searches():
    times = 0.05 * np.arange(200)
    quotes = 3 * np.exp(-0.7 * times) + 1 + 0.01 * np.random.default_rng(1).normal(size=200)
    start = np.where(np.arange(100) % 2 == 0, -1.2, 1.0)

    def residuals(p):
        return p[0] * np.exp(-p[1] * times) + p[2] - quotes

    return {
        "root": {"SciPy brentq": (
            lambda: scipy.optimize.brentq(lambda r: -100 + 60 / (1 + r) + 60 / ((1 + r) * (1 + r)), 0, 1), 200)},
        "integral": {"SciPy quad": (lambda: scipy.integrate.quad(lambda x: np.exp(-0.5 * x * x), 0, np.inf), 100)},
        "lbfgs-rosenbrock-100": {"SciPy": (lambda: scipy.optimize.minimize(
            scipy.optimize.rosen, start, jac=scipy.optimize.rosen_der, method="L-BFGS-B"), 3)},
        "levenberg-marquardt": {"SciPy MINPACK": (
            lambda: scipy.optimize.least_squares(residuals, [1, 1, 0], method="lm"), 20)},
        "nelder-mead-rosenbrock-4": {"SciPy": (lambda: scipy.optimize.minimize(
            scipy.optimize.rosen, start[:4], method="Nelder-Mead"), 3)},
    }
