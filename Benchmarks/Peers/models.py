"""The models that the solver is measured on: a battery's year, a forward curve, a network's dispatch."""

import datetime
import gzip
import re
from functools import partial
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from problems import Problem

INF = np.inf

# Objectives, to the digits on which a simplex and an interior-point method agree; those of curves by an exact active
# set and refinement in extended precision, because the solvers themselves keep only four to six digits of them.
KNOWN = {
    "lp-battery": -3346431.70516446,
    "lp-battery-as": -11825511.1780859,
    "lp-battery-5min": -2008159.94815,
    "qp-curve-monthly-equality": 60.4761250732733,
    "qp-curve-monthly-bidask": 56.1915963345017,
    "qp-curve-monthly-soft": 60.4707248729720,
    "qp-curve-daily-equality": 2.28296720216e-3,
    "qp-curve-daily-bidask": 2.10298447014e-3,
    "qp-curve-daily-soft": 2.28296719e-3,
    "dcopf-5": 17479.89692538103,
    "dcopf-14": 2051.526309,
    "dcopf-30": 7472.814670372474,
    "dcopf-118": 93100.72992629746,
    "dcopf-300": 517851.07520212565,
    "dcopf-300-tight": 527294.2037561238,
    "dcopf-1354": 1218182.0360898168,
    "dcopf-2000": 943042.20727678,
    "dcopf-2869": 2386379.36866286,
    "dcopf-4661": 2216303.4343970073,
    "dcopf-6470": 2136095.377863967,
    "dcopf-6470-tight": 2139077.3335944684,
    "dcopf-9241": 6028744.931713904,
    "dcopf-10000": 1346113.365853,
    "dcopf-13659": 8769893.207121953,
}

# Cases of the public grid library by their number of buses.
GRIDS = {"5": "5_pjm", "14": "14_ieee", "30": "30_ieee", "118": "118_ieee", "300": "300_ieee", "1354": "1354_pegase",
         "2000": "2000_goc", "2869": "2869_pegase", "4661": "4661_sdet", "6470": "6470_rte", "9241": "9241_pegase",
         "10000": "10000_goc", "13659": "13659_pegase"}

# The limit in degrees on every branch's angle in that library's tight variant of a case; of these only 300 and 6470
# leave a dispatch.
TIGHT = {"5": 1.33164584752, "14": 8.60976428157, "30": 9.20837380834, "118": 10.4187716451, "300": 15.6065659353,
         "1354": 13.010815, "2000": 4.6502620335, "2869": 11.179828494, "4661": 9.15038, "6470": 14.0509577178,
         "9241": 11.8401863088, "13659": 12.7056469197}


def builders(captures):
    """Every model by name; those of networks need the folder that holds the cases."""
    found = {
        "lp-battery": partial(battery, "lp-battery", 8760, 1.0, False),
        "lp-battery-as": partial(battery, "lp-battery-as", 8760, 1.0, True),
        "lp-battery-5min": partial(battery, "lp-battery-5min", 105_120, 1 / 12, False),
    }
    for step in ("monthly", "daily"):
        for quotes in ("equality", "bidask", "soft"):
            for form in ("", "-aux"):
                name = f"qp-curve-{step}-{quotes}{form}"
                found[name] = partial(curve, name, step, quotes, bool(form))
    if captures:
        for size, case in GRIDS.items():
            found[f"dcopf-{size}"] = partial(dispatch, f"dcopf-{size}", captures, case)
        for size, degrees in TIGHT.items():
            name = f"dcopf-{size}-tight"
            found[name] = partial(dispatch, name, captures, GRIDS[size], degrees)
        found["ldl-2869"] = partial(susceptance_matrix, "ldl-2869", captures, GRIDS["2869"])
        found["ldl-9241"] = partial(susceptance_matrix, "ldl-9241", captures, GRIDS["9241"])
        found["lu-9241"] = partial(susceptance_matrix, "lu-9241", captures, GRIDS["9241"])
    return found


# A battery


def prices(steps, hours):
    """Energy, regulation up and down, spinning and non-spinning prices: seeded, rounded to cents."""
    random = np.random.default_rng(20250101 + steps)
    hour = np.arange(steps) * hours
    clock, day = hour % 24, hour // 24 % 7
    season = 10 * np.cos(2 * np.pi * (hour / 24 - 15) / 365)
    shape = 14 * np.exp(-(((clock - 19) / 2.5) ** 2)) + 7 * np.exp(-(((clock - 8) / 2) ** 2))
    shape = 38 + season + shape - 12 * np.exp(-(((clock - 13) / 2.8) ** 2)) - 4 * (day >= 5)
    shocks = random.normal(0, 1, steps)
    decay = 0.97**hours if hours < 1 else 0.85
    noise = np.zeros(steps)
    for step in range(1, steps):
        noise[step] = decay * noise[step - 1] + shocks[step]
    energy = shape + noise * (9 / noise.std())
    spikes = random.random(steps) < 0.004 * hours
    energy += spikes * random.exponential(180, steps)
    services = [(6, 0.10, 2.0), (4, -0.02, 1.5), (3, 0.05, 1.2), (1.5, 0.02, 0.7)]
    columns = [np.maximum(base + slope * energy + random.normal(0, spread, steps), 0)
               for base, slope, spread in services]
    return np.round(np.column_stack([energy, *columns]), 2)


def battery(name, steps, hours, services, power=100.0, capacity=400.0, efficiency=0.92, wear=4.0):
    """Charge, discharge and stored energy after each step, the year closed to a ring; with `services` four reserves.

    Reserves are held within the power that is left and must be sustained from the energy stored at the step's start:
    one hour, two for the non-spinning one. Of regulation 15 per cent are called.
    """
    quotes = prices(steps, hours)
    energy = quotes[:, 0]
    one, none = sp.identity(steps, format="csr"), None
    ring = np.ones(steps), (np.arange(steps), np.roll(np.arange(steps), 1))
    before = sp.csr_matrix(ring, shape=(steps, steps))
    step_in, step_out = efficiency * hours, hours / efficiency
    balance = [-step_in * one, step_out * one, one - before]
    cost = [energy * hours, (wear - energy) * hours, np.zeros(steps)]
    upper = [power, power, capacity]
    rows = [balance]
    row_lower, row_upper = [0.0], [0.0]
    if services:
        called = 0.15
        cost += [-(quotes[:, 1] + called * (energy - wear)) * hours, -(quotes[:, 2] - called * energy) * hours,
                 -quotes[:, 3] * hours, -quotes[:, 4] * hours]
        upper += [power] * 4
        rows = [
            balance + [called * step_out * one, -called * step_in * one, none, none],
            [-one, one, none, one, none, one, one],
            [one, -one, none, none, one, none, none],
            [none, none, before, -one / efficiency, none, -one / efficiency, -2 * one / efficiency],
            [none, none, before, none, efficiency * one, none, none],
        ]
        row_lower, row_upper = [0.0, -INF, -INF, 0.0, -INF], [0.0, power, power, INF, capacity]
    problem = Problem(name, np.concatenate(cost), np.zeros(steps * len(upper)), np.repeat(upper, steps),
                      sp.bmat(rows, format="csc"), np.repeat(row_lower, steps), np.repeat(row_upper, steps))
    return problem.expecting("optimal", KNOWN[name]) if name in KNOWN else problem


# A forward curve


def curve(name, step, quotes, auxiliary):
    """The smoothest curve of 2026-2050 through sixty overlapping contracts: second differences in least squares.

    Contracts overlap and some follow from others, so the rows have not full rank. `auxiliary` makes the differences
    variables of their own, which keeps the numbers small; otherwise the hessian is D'D.
    """
    begin, end = datetime.date(2026, 1, 1), datetime.date(2051, 1, 1)
    if step == "monthly":
        grid = [datetime.date(year, month, 1) for year in range(2026, 2051) for month in range(1, 13)]
    else:
        grid = [begin + datetime.timedelta(days) for days in range((end - begin).days)]
    first = np.array([(date - begin).days for date in grid])
    length = np.diff(np.r_[first, (end - begin).days]).astype(float)
    time = (first + 0.5 * length) / 365.25
    truth = 55 + 6 * np.exp(-time / 2) + 0.35 * time + 9 * np.cos(2 * np.pi * (time - 0.04)) * np.exp(-time / 30)
    rows = []
    for opens, closes in contracts():
        inside = (first >= (opens - begin).days) & (first + length <= (closes - begin).days)
        rows.append(np.where(inside, length, 0.0) / length[inside].sum())
    average = sp.csc_matrix(np.array(rows))
    count, quoted = len(grid), len(rows)
    random = np.random.default_rng(7)
    half = 0.05 + 0.20 * random.random(quoted)
    middle = average @ truth
    low = high = middle
    if quotes == "bidask":
        middle = middle + 0.03 * random.normal(size=quoted)
        low, high = middle - half, middle + half
    difference = sp.diags([1.0, -2.0, 1.0], [0, 1, 2], shape=(count - 2, count), format="csc")
    weight = 1e4
    slack = [sp.identity(quoted)] if quotes == "soft" else []
    weights = [weight * sp.identity(quoted)] if slack else []
    if auxiliary:
        inner = count - 2
        gap = [[difference, -sp.identity(inner)] + [None] * len(slack), [average, None] + slack]
        matrix, row_lower, row_upper = sp.bmat(gap), np.r_[np.zeros(inner), low], np.r_[np.zeros(inner), high]
        hessian = sp.block_diag([sp.csc_matrix((count, count)), sp.identity(inner)] + weights)
    else:
        matrix, row_lower, row_upper = sp.hstack([average] + slack), low, high
        hessian = sp.block_diag([difference.T @ difference] + weights)
    size = hessian.shape[0]
    free = np.full(size, INF)
    problem = Problem(name, np.zeros(size), -free, free, matrix, row_lower, row_upper, hessian)
    known = KNOWN.get(name.removesuffix("-aux"))
    return problem.expecting("optimal", known) if known is not None else problem


def contracts():
    """Delivery periods: twelve months, twelve quarters, eight half-year seasons, 24 years, four strips of years."""
    def after(year, month, months):
        return datetime.date(year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1, 1)

    periods = [(after(2026, 1, k), after(2026, 1, k + 1)) for k in range(12)]
    periods += [(after(2026, 1, 3 * k), after(2026, 1, 3 * k + 3)) for k in range(12)]
    periods += [(after(2026, 4, 6 * k), after(2026, 4, 6 * k + 6)) for k in range(8)]
    periods += [(after(year, 1, 0), after(year + 1, 1, 0)) for year in range(2027, 2051)]
    strips = (2026, 2031), (2031, 2036), (2036, 2041), (2041, 2051)
    return periods + [(after(first, 1, 0), after(last, 1, 0)) for first, last in strips]


# A network's dispatch


def grid_tables(captures, case):
    """The matrices of a MATPOWER case: base power, buses, generators, branches and their costs."""
    folder = Path(captures) / "grid" / "pglib"
    for ending in (".m", ".m.gz", ".rebuilt.m.gz"):
        path = folder / f"pglib_opf_case{case}{ending}"
        if path.exists():
            break
    else:
        raise FileNotFoundError(folder / f"pglib_opf_case{case}.m")
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
    text = re.sub(r"%[^\n]*", "", text)

    def table(field):
        body = re.search(rf"mpc\.{field}\s*=\s*\[([^\]]*)\]", text).group(1)
        rows = [[float(number) for number in row.replace(",", " ").split()] for row in re.split(r"[;\n]", body)]
        return np.array([row for row in rows if row])

    base = float(re.search(r"mpc\.baseMVA\s*=\s*([^;\s]+)", text).group(1))
    return base, table("bus"), table("gen"), table("branch"), table("gencost")


def network(captures, case, degrees=None):
    """Live buses, generators and branches of a case, numbered from 0; susceptances x / (r^2 + x^2) without taps."""
    base, bus, generator, branch, cost = grid_tables(captures, case)
    bus = bus[bus[:, 1] != 4]
    number = {int(label): index for index, label in enumerate(bus[:, 0])}
    runs = (generator[:, 7] > 0) & np.array([int(label) in number for label in generator[:, 0]])
    joined = (branch[:, 10] > 0) & np.array([int(a) in number and int(b) in number for a, b in branch[:, :2]])
    generator, cost, branch = generator[runs], cost[: len(runs)][runs], branch[joined]
    begin, end = (np.array([number[int(label)] for label in branch[:, side]]) for side in (0, 1))
    susceptance = branch[:, 3] / (branch[:, 2] ** 2 + branch[:, 3] ** 2)
    if degrees is not None:
        branch[:, 11], branch[:, 12] = -degrees, degrees
    at = np.array([number[int(label)] for label in generator[:, 0]])
    return base, bus, generator, cost, branch, begin, end, susceptance, at


def incidence(begin, end, buses):
    """One row per branch: 1 at its begin, -1 at its end."""
    count = len(begin)
    triplets = np.r_[np.ones(count), -np.ones(count)], (np.tile(np.arange(count), 2), np.r_[begin, end])
    return sp.csr_matrix(triplets, shape=(count, buses))


def dispatch(name, captures, case, degrees=None):
    """Least-cost dispatch over bus angles and generator outputs in per unit.

    One balance row for each bus, one flow row for each branch, which carries the rating and the angle limits at once.
    Angles are free but the reference's; phase shifts are left out.
    """
    base, bus, generator, cost, branch, begin, end, susceptance, at = network(captures, case, degrees)
    buses, units, lines = len(bus), len(generator), len(branch)
    rating = np.where(branch[:, 5] == 0, INF, branch[:, 5]) / base / np.abs(susceptance)
    least, most = np.deg2rad(branch[:, 11]), np.deg2rad(branch[:, 12])
    unset = (branch[:, 11] == 0) & (branch[:, 12] == 0)
    least = np.where(unset | (least <= -np.pi / 2), -1.0472, least)
    most = np.where(unset | (most >= np.pi / 2), 1.0472, most)
    ends = np.column_stack([np.maximum(-rating, least), np.minimum(rating, most)]) * susceptance[:, None]
    limits = np.where((susceptance < 0)[:, None], ends[:, ::-1], ends)
    flow = sp.diags(susceptance) @ incidence(begin, end, buses)
    balance = incidence(begin, end, buses).T @ flow
    feeding = sp.csr_matrix((np.ones(units), (at, np.arange(units))), shape=(buses, units))
    demand = -(bus[:, 2] + bus[:, 4]) / base
    linear, square, constant = np.zeros(buses + units), np.zeros(buses + units), 0.0
    for unit, row in enumerate(cost):
        if row[0] != 2:
            raise ValueError(f"{case}: piecewise linear costs")
        terms = row[4 : 4 + int(row[3])][::-1]
        if np.any(terms[3:]):
            raise ValueError(f"{case}: costs of a degree above two")
        terms = np.r_[terms, np.zeros(3)]
        constant += terms[0]
        linear[buses + unit], square[buses + unit] = terms[1] * base, 2 * terms[2] * base * base
    lower = np.r_[np.full(buses, -INF), generator[:, 9] / base]
    upper = np.r_[np.full(buses, INF), generator[:, 8] / base]
    reference = next(iter(np.flatnonzero(bus[:, 1] == 3)), 0)
    lower[reference] = upper[reference] = 0.0
    problem = Problem(name, linear, lower, upper, sp.bmat([[balance, -feeding], [flow, None]]),
                      np.r_[demand, limits[:, 0]], np.r_[demand, limits[:, 1]], sp.diags(square), constant)
    return problem.expecting("optimal", KNOWN[name]) if name in KNOWN else problem.expecting("infeasible")


def susceptance_matrix(name, captures, case):
    """A case's susceptance matrix, 1 / (x tap), without the reference bus: a hessian to be factorised, not solved."""
    _, bus, _, _, branch, begin, end, _, _ = network(captures, case)
    tap = np.where(branch[:, 8] == 0, 1.0, branch[:, 8])
    joining = incidence(begin, end, len(bus))
    matrix = (joining.T @ sp.diags(1 / (branch[:, 3] * tap)) @ joining).tocsc()
    keep = np.delete(np.arange(len(bus)), next(iter(np.flatnonzero(bus[:, 1] == 3)), 0))
    none = np.zeros(len(keep))
    return Problem(name, none, none - INF, none + INF, sp.csc_matrix((0, len(keep))), [], [], matrix[keep][:, keep])
