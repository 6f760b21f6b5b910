"""Writes interpolation.csv, quadrature.csv and fourier.csv with SciPy 1.17 and NumPy 2.4 (pip install scipy mpmath)."""
import numpy as np
from mpmath import mp, mpf, nstr
from scipy import interpolate, signal, special

knots = np.array([7.99, 8.09, 8.19, 8.7, 9.2, 10, 12, 15, 20])
rpn14 = np.array([0, 2.76429e-5, 4.37498e-2, 0.169183, 0.469428, 0.943740, 0.998636, 0.999919, 0.999994])
wavy = np.array([1.0, 2.5, -0.5, 0.25, 3.0, 2.0, 2.0, -1.0, 1.0])
points = np.array([7.5, 7.99, 8.0, 8.15, 8.5, 9.0, 9.2, 9.9, 11.0, 14.0, 19.0, 20.0, 21.5])
rows = ["curve,data,x,value,slope,bend,integral"]
for data, y in (("rpn14", rpn14), ("wavy", wavy)):
    curves = {
        "natural": interpolate.CubicSpline(knots, y, bc_type="natural"),
        "notAKnot": interpolate.CubicSpline(knots, y, bc_type="not-a-knot"),
        "clamped": interpolate.CubicSpline(knots, y, bc_type=((1, 0.5), (1, -0.25))),
        "pchip": interpolate.PchipInterpolator(knots, y),
        "akima": interpolate.Akima1DInterpolator(knots, y, extrapolate=True),
    }
    if y[0] == y[-1]:
        curves["periodic"] = interpolate.CubicSpline(knots, y, bc_type="periodic")
    for name, curve in curves.items():
        for x in points:
            rows.append(",".join([name, data] + [repr(float(v)) for v in (
                x, curve(x), curve(x, 1), curve(x, 2), curve.integrate(8.05, x))]))
open("interpolation.csv", "w").write("\n".join(rows) + "\n")

mp.dps = 60
rows = ["family,n,alpha,index,node,logWeight"]


def recurrence(family, alpha):
    if family == "legendre":
        return lambda k: mpf(0), lambda k: mpf(k) ** 2 / (4 * mpf(k) ** 2 - 1), mp.log(2)
    if family == "hermite":
        return lambda k: mpf(0), lambda k: mpf(k) / 2, mp.log(mp.pi) / 2
    return lambda k: 2 * k + 1 + mpf(alpha), lambda k: k * (k + mpf(alpha)), mp.loggamma(mpf(alpha) + 1)


for family, n, alpha in (("legendre", 1, 0), ("legendre", 2, 0), ("legendre", 7, 0), ("legendre", 64, 0), ("legendre", 400, 0),
                         ("hermite", 2, 0), ("hermite", 5, 0), ("hermite", 41, 0), ("hermite", 300, 0),
                         ("laguerre", 1, 0), ("laguerre", 6, 0), ("laguerre", 50, 1.5), ("laguerre", 300, 0), ("laguerre", 20, -0.5)):
    rough = {"legendre": special.roots_legendre, "hermite": special.roots_hermite,
             "laguerre": lambda m: special.roots_genlaguerre(m, alpha)}[family](n)[0]
    a, b, mass = recurrence(family, alpha)
    for index in sorted({0, 1, n // 3, n // 2, n - 2, n - 1} & set(range(n))):
        x = mpf(rough[index])
        for _ in range(8):
            p0, p1, d0, d1, total, scale = mpf(0), mpf(1), mpf(0), mpf(0), mpf(1), mpf(0)
            for k in range(n):
                s = mp.sqrt(b(k + 1))
                before = mp.sqrt(b(k)) if k else mpf(0)
                p0, p1, d0, d1 = p1, ((x - a(k)) * p1 - before * p0) / s, d1, (p1 + (x - a(k)) * d1 - before * d0) / s
                if k + 1 < n:
                    total += p1 ** 2
            x -= p1 / d1
        rows.append(f"{family},{n},{alpha},{index},{nstr(x, 20)},{nstr(mass - mp.log(total), 20)}")
open("quadrature.csv", "w").write("\n".join(rows) + "\n")

rows = ["kind,n,index,real,imaginary"]


def sample(n):
    """A signal that the tests can make again without rounding: whole numbers over 512."""
    state, values = 254, []
    for _ in range(n):
        state = (1103515245 * state + 12345) % 2 ** 31
        values.append(((state >> 12) % 1024 - 512) / 512)
    return np.array(values)


for n in (1, 2, 3, 4, 5, 6, 7, 8, 12, 30, 49, 73, 101, 128, 210, 202, 365, 1009, 8760):
    x = sample(2 * n)
    spectrum = np.fft.fft(x[:n].astype(np.longdouble) + 1j * x[n:].astype(np.longdouble))
    for index in sorted({0, 1, 2, n // 3, n // 2, n - 1} & set(range(n))):
        rows.append(f"complex,{n},{index},{spectrum[index].real:.20g},{spectrum[index].imag:.20g}")
x = sample(1000)
for name, kind, arguments in (("boxcar", "periodogram", {}), ("hann", "welch", dict(nperseg=128)), ("hamming", "welch", dict(nperseg=99, noverlap=33)),
                              ("blackman", "welch", dict(nperseg=200, detrend="linear"))):
    f, density = getattr(signal, kind)(x, fs=24.0, window=name, **arguments)
    for index in (0, 1, 5, len(f) // 2, len(f) - 1):
        rows.append(f"{name},{len(f)},{index},{f[index]!r},{density[index]!r}".replace("np.float64(", "").replace(")", ""))
c = signal.convolve(sample(300), sample(500)[::-1], method="direct")
for index in (0, 10, 400, 798):
    rows.append(f"convolution,{len(c)},{index},{c[index]!r},0".replace("np.float64(", "").replace(")", ""))
open("fourier.csv", "w").write("\n".join(rows) + "\n")
