"""Families of problems from seeds: of planners, traders, statisticians, controllers, and what solvers trip over."""

from functools import partial

import numpy as np
import scipy.sparse as sp

from problems import Problem

INF = np.inf


def builders():
    """The families at a size that a solver takes milliseconds to seconds for."""
    sizes = {
        "family-transport": partial(transport, seed=1, sources=40, sinks=120),
        "family-staircase": partial(staircase, seed=2, periods=60, goods=12),
        "family-network-flow": partial(network_flow, seed=3, nodes=400, arcs=2500),
        "family-assignment": partial(assignment, seed=4, count=60),
        "family-blending": partial(blending, seed=5, inputs=60, products=20, qualities=8),
        "family-portfolio": partial(portfolio, seed=6, assets=400, factors=25),
        "family-separation": partial(separation, seed=7, samples=400, features=20),
        "family-lasso": partial(lasso, seed=8, samples=300, features=60),
        "family-huber": partial(huber, seed=9, samples=400, features=20),
        "family-control": partial(control, seed=10, steps=60, states=8, inputs=3),
        "family-bounded-least-squares": partial(bounded_least_squares, seed=11, rows=400, columns=150),
        "family-linear": partial(program, seed=12, variables=800, rows=500, curved=False),
        "family-quadratic": partial(program, seed=13, variables=600, rows=300, curved=True),
        "family-dependent-rows": partial(dependent_rows, seed=14, variables=300, rows=120),
        "family-dependent-rows-curved": partial(dependent_rows, seed=15, variables=300, rows=120, curved=True),
        "family-scaled": partial(scaled, seed=16, variables=300, rows=150, curved=False),
        "family-scaled-curved": partial(scaled, seed=17, variables=300, rows=150, curved=True),
        "family-fixed-and-empty": partial(fixed_and_empty, seed=18, variables=200, rows=100, curved=False),
        "family-fixed-and-empty-curved": partial(fixed_and_empty, seed=19, variables=200, rows=100, curved=True),
        "family-infeasible": partial(infeasible, seed=20, variables=200, rows=120, curved=False),
        "family-infeasible-curved": partial(infeasible, seed=21, variables=200, rows=120, curved=True),
        "family-unbounded": partial(unbounded, seed=22, variables=200, rows=80, curved=False),
        "family-unbounded-curved": partial(unbounded, seed=23, variables=200, rows=80, curved=True),
        "mip-knapsack": partial(knapsack, seed=24, items=35),
        "mip-commitment": partial(commitment, seed=25, units=5, hours=24),
        "mip-storage": partial(storage, seed=26, hours=48),
    }
    return {name: partial(build, name) for name, build in sizes.items()}


# Planning


def transport(name, seed, sources, sinks):
    """Supply at most what there is, deliver at least what is asked for, at distances in the plane."""
    random = np.random.default_rng(seed)
    here, there = random.random((sources, 2)), random.random((sinks, 2))
    distance = np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1))
    demand = random.integers(5, 40, sinks).astype(float)
    supply = np.ceil(demand.sum() * 1.1 * random.dirichlet(np.full(sources, 5.0)))
    leaving = sp.kron(sp.identity(sources), np.ones((1, sinks)))
    arriving = sp.kron(np.ones((1, sources)), sp.identity(sinks))
    count = sources * sinks
    return Problem(name, np.round(100 * distance.ravel(), 2), np.zeros(count), np.full(count, INF),
                   sp.vstack([leaving, arriving]), np.r_[np.full(sources, -INF), demand],
                   np.r_[supply, np.full(sinks, INF)])


def staircase(name, seed, periods, goods):
    """Production, stock and shortage of several goods over time, with shared capacity in each period."""
    random = np.random.default_rng(seed)
    season = 1 + 0.6 * np.sin(2 * np.pi * np.arange(periods)[:, None] / 12 + random.random(goods) * 6)
    demand = np.round(random.uniform(20, 60, goods) * season, 1)
    hours = random.uniform(0.5, 2.0, goods).round(2)
    capacity = (demand @ hours).mean() * 1.02
    count = periods * goods
    one = sp.identity(count)
    carried = sp.kron(sp.diags([1.0], [-1], shape=(periods, periods)), sp.identity(goods))
    balance = sp.hstack([one, carried - one, one])
    shared = sp.hstack([sp.kron(sp.identity(periods), hours[None, :]), sp.csr_matrix((periods, 2 * count))])
    make = random.uniform(5, 15, goods).round(2) + np.zeros((periods, 1))
    hold = random.uniform(0.1, 0.5, goods).round(2) + np.zeros((periods, 1))
    cost = np.concatenate([make.ravel(), hold.ravel(), np.full(count, 80.0)])
    return Problem(name, cost, np.zeros(3 * count), np.full(3 * count, INF), sp.vstack([balance, shared]),
                   np.r_[demand.ravel(), np.full(periods, -INF)], np.r_[demand.ravel(), np.full(periods, capacity)])


def network_flow(name, seed, nodes, arcs):
    """Least-cost flow: a ring keeping it solvable, arcs with capacities, balanced demand; the rows add up to zero."""
    random = np.random.default_rng(seed)
    begin = np.r_[np.arange(nodes), random.integers(0, nodes, arcs - nodes)]
    end = np.r_[(np.arange(nodes) + 1) % nodes, (begin[nodes:] + random.integers(1, nodes, arcs - nodes)) % nodes]
    need = random.integers(-20, 21, nodes).astype(float)
    need[-1] -= need.sum()
    cost = np.r_[np.full(nodes, 50.0), random.integers(1, 30, arcs - nodes)]
    upper = np.r_[np.full(nodes, INF), random.integers(2, 25, arcs - nodes)]
    entries = np.r_[-np.ones(arcs), np.ones(arcs)], (np.r_[begin, end], np.tile(np.arange(arcs), 2))
    return Problem(name, cost, np.zeros(arcs), upper, sp.csc_matrix(entries, shape=(nodes, arcs)), need, need)


def assignment(name, seed, count):
    """One to one at whole-number costs: every vertex is degenerate and the rows are dependent."""
    random = np.random.default_rng(seed)
    one, ones = sp.identity(count), np.ones((1, count))
    size = count * count
    return Problem(name, random.integers(1, 20, size), np.zeros(size), np.full(size, INF),
                   sp.vstack([sp.kron(one, ones), sp.kron(ones, one)]), np.ones(2 * count), np.ones(2 * count))


def blending(name, seed, inputs, products, qualities):
    """Mixtures of limited inputs that have to keep each product's qualities within a range, sold at a price."""
    random = np.random.default_rng(seed)
    quality = random.uniform(0, 10, (inputs, qualities)).round(2)
    price, available = random.uniform(20, 60, inputs).round(2), random.uniform(50, 200, inputs).round(0)
    revenue, limit = random.uniform(40, 70, products).round(2), random.uniform(100, 600, products).round(0)
    low = np.quantile(quality, 0.35, axis=0) + random.uniform(-0.5, 0.5, (products, qualities))
    high = np.quantile(quality, 0.65, axis=0) + random.uniform(-0.5, 0.5, (products, qualities))
    used = sp.kron(np.ones((1, products)), sp.identity(inputs))
    made = sp.kron(sp.identity(products), np.ones((1, inputs)))
    least = sp.block_diag([(quality - low[product]).T for product in range(products)])
    most = sp.block_diag([(quality - high[product]).T for product in range(products)])
    size = inputs * products
    ranges = products * qualities
    return Problem(name, (price[None, :] - revenue[:, None]).ravel(), np.zeros(size), np.full(size, INF),
                   sp.vstack([used, made, least, most]),
                   np.r_[np.zeros(inputs + products), np.zeros(ranges), np.full(ranges, -INF)],
                   np.r_[available, limit, np.full(ranges, INF), np.zeros(ranges)])


# Statistics, finance, control


def portfolio(name, seed, assets, factors):
    """Mean and variance with a factor model whose exposures are variables; long only, at most a tenth in one asset."""
    random = np.random.default_rng(seed)
    loading = sp.random(assets, factors, 0.4, random_state=random, data_rvs=random.standard_normal)
    own = random.uniform(0.01, 0.2, assets) ** 2
    gain = random.normal(0.06, 0.04, assets)
    exposures = sp.hstack([loading.T, -sp.identity(factors)])
    budget = sp.hstack([np.ones((1, assets)), sp.csr_matrix((1, factors))])
    hessian = sp.block_diag([sp.diags(own), 0.01 * sp.identity(factors)])
    return Problem(name, np.r_[-gain / 5, np.zeros(factors)], np.r_[np.zeros(assets), np.full(factors, -INF)],
                   np.r_[np.full(assets, max(0.1, 3 / assets)), np.full(factors, INF)], sp.vstack([exposures, budget]),
                   np.r_[np.zeros(factors), 1.0], np.r_[np.zeros(factors), 1.0], hessian)


def separation(name, seed, samples, features):
    """A support vector machine: the widest margin between two clouds, violations at a price."""
    random = np.random.default_rng(seed)
    side = np.where(np.arange(samples) < samples // 2, 1.0, -1.0)
    points = random.normal(0, 1, (samples, features)) + side[:, None] / np.sqrt(features)
    matrix = sp.hstack([side[:, None] * points, side[:, None], sp.identity(samples)])
    cost = np.r_[np.zeros(features + 1), np.ones(samples)]
    lower = np.r_[np.full(features + 1, -INF), np.zeros(samples)]
    hessian = sp.diags(np.r_[np.ones(features), np.zeros(samples + 1)])
    return Problem(name, cost, lower, np.full(len(cost), INF), matrix, np.ones(samples), np.full(samples, INF), hessian)


def lasso(name, seed, samples, features):
    """Least squares with the sum of absolute coefficients as penalty; residuals and absolute values are variables."""
    random = np.random.default_rng(seed)
    design = random.normal(0, 1, (samples, features))
    truth = np.where(random.random(features) < 0.3, random.normal(0, 2, features), 0.0)
    observed = design @ truth + random.normal(0, 0.5, samples)
    penalty = 0.1 * np.max(np.abs(design.T @ observed))
    one = sp.identity(features)
    matrix = sp.bmat([[design, -sp.identity(samples), None], [one, None, -one], [one, None, one]])
    cost = np.r_[np.zeros(features + samples), np.full(features, penalty)]
    hessian = sp.diags(np.r_[np.zeros(features), np.ones(samples), np.zeros(features)])
    return Problem(name, cost, np.full(len(cost), -INF), np.full(len(cost), INF), matrix,
                   np.r_[observed, np.full(features, -INF), np.zeros(features)],
                   np.r_[observed, np.zeros(features), np.full(features, INF)], hessian)


def huber(name, seed, samples, features):
    """Regression that counts small residuals squared and large ones by their size; a tenth of the data is wrong."""
    random = np.random.default_rng(seed)
    design = random.normal(0, 1, (samples, features))
    truth = random.normal(0, 1, features)
    outlier = random.random(samples) < 0.1
    observed = design @ truth + np.where(outlier, random.uniform(-20, 20, samples), random.normal(0, 0.3, samples))
    one = sp.identity(samples)
    matrix = sp.hstack([design, -one, -one, one])
    cost = np.r_[np.zeros(features + samples), np.ones(2 * samples)]
    lower = np.r_[np.full(features + samples, -INF), np.zeros(2 * samples)]
    hessian = sp.diags(np.r_[np.zeros(features), np.ones(samples), np.zeros(2 * samples)])
    return Problem(name, cost, lower, np.full(len(cost), INF), matrix, observed, observed, hessian)


def control(name, seed, steps, states, inputs):
    """Steering a linear system to rest with bounded inputs and states: the states of each step are variables."""
    random = np.random.default_rng(seed)
    motion = np.eye(states) + 0.1 * random.normal(0, 1, (states, states))
    motion /= max(1.0, np.max(np.abs(np.linalg.eigvals(motion))) / 1.02)
    push = random.normal(0, 1, (states, inputs))
    begin = random.uniform(-2, 2, states)
    shift = sp.diags([1.0], [-1], shape=(steps, steps))
    matrix = sp.hstack([sp.identity(steps * states) - sp.kron(shift, motion), -sp.kron(sp.identity(steps), push)])
    right = np.r_[motion @ begin, np.zeros((steps - 1) * states)]
    weight = np.where(random.random(states) < 0.7, random.uniform(1, 10, states), 0.0)
    hessian = sp.diags(np.r_[np.tile(weight, steps), np.full(steps * inputs, 0.1)])
    limit = np.r_[np.full(steps * states, 6.0), np.full(steps * inputs, 0.5)]
    return Problem(name, np.zeros(len(limit)), -limit, limit, matrix, right, right, hessian)


def bounded_least_squares(name, seed, rows, columns):
    """Least squares over a box, with the normal matrix as hessian and no row at all."""
    random = np.random.default_rng(seed)
    design = sp.random(rows, columns, min(1.0, 6 / columns + 0.05), random_state=random,
                       data_rvs=random.standard_normal)
    observed = design @ random.uniform(-1.5, 1.5, columns) + random.normal(0, 0.2, rows)
    hessian = (design.T @ design).tocsc()
    return Problem(name, -(design.T @ observed), np.full(columns, -1.0), np.ones(columns), sp.csc_matrix((0, columns)),
                   [], [], hessian, 0.5 * observed @ observed)


# Programs at random, and what solvers trip over


def program(name, seed, variables, rows, curved):
    """Variables and rows of every kind (bounded below, above, on both sides, free), a solution by construction."""
    random = np.random.default_rng(seed)
    matrix = sp.random(rows, variables, min(1.0, 4 / variables + 0.02), random_state=random,
                       data_rvs=random.standard_normal).tocsc()
    matrix = matrix + sp.csc_matrix((np.ones(rows), (np.arange(rows), random.permutation(variables)[:rows])),
                                    shape=matrix.shape)
    point = random.normal(0, 2, variables)
    lower, upper, at = _intervals(random, point)
    activity = matrix @ point
    row_lower, row_upper, row_at = _intervals(random, activity, equalities=0.3)
    price = np.where(row_at > 0, -1.0, np.where(row_at < 0, 1.0, 0.0)) * random.uniform(0.1, 2, rows)
    equal = row_lower == row_upper
    price[equal] = random.normal(0, 1, equal.sum())
    reduced = np.where(at > 0, -1.0, np.where(at < 0, 1.0, 0.0)) * random.uniform(0.1, 2, variables)
    hessian = _hessian(random, variables) if curved else None
    gradient = matrix.T @ price + reduced
    cost = gradient - hessian @ point if curved else gradient
    problem = Problem(name, cost, lower, upper, matrix, row_lower, row_upper, hessian)
    return problem.expecting("optimal", problem.value(point))


def dependent_rows(name, seed, variables, rows, curved=False):
    """Equalities a third of which follow from the others, consistently; variables at or above zero."""
    random = np.random.default_rng(seed)
    basis = sp.random(rows - rows // 3, variables, min(1.0, 5 / variables + 0.03), random_state=random,
                      data_rvs=random.standard_normal)
    mixing = sp.random(rows // 3, rows - rows // 3, 0.2, random_state=random, data_rvs=random.standard_normal)
    matrix = sp.vstack([basis, mixing @ basis])
    point = np.where(random.random(variables) < 0.5, random.uniform(0.5, 3, variables), 0.0)
    right = matrix @ point
    return Problem(name, random.uniform(0.1, 2, variables), np.zeros(variables), np.full(variables, INF), matrix, right,
                   right, _hessian(random, variables) if curved else None)


def scaled(name, seed, variables, rows, curved):
    """A program at random in units that differ by six orders of magnitude, rows and columns alike."""
    problem = program(name, seed, variables, rows, curved)
    random = np.random.default_rng(seed + 1000)
    row, column = (10.0 ** random.uniform(-3, 3, size) for size in (rows, variables))
    across = sp.diags(1 / column)
    hessian = across @ problem.hessian @ across if curved else None
    rescaled = Problem(name, problem.cost / column, problem.lower * column, problem.upper * column,
                       sp.diags(row) @ problem.matrix @ across, problem.row_lower * row, problem.row_upper * row,
                       hessian)
    return rescaled.expecting("optimal", problem.objective)


def fixed_and_empty(name, seed, variables, rows, curved):
    """A program at random with fixed variables, rows without entries or with one, and columns without entries."""
    problem = program(name, seed, variables, rows, curved)
    random = np.random.default_rng(seed + 1000)
    chosen = random.permutation(variables)
    fixed, lone = chosen[: variables // 5], chosen[variables // 5 : variables // 4]
    matrix, hessian = problem.matrix.tolil(), problem.hessian.tolil() if curved else None
    extra = sp.lil_matrix((4, variables))
    extra[1, chosen[-1]], extra[2, chosen[-2]] = 2.0, -0.5
    value = np.clip(random.normal(0, 1, variables), problem.lower, problem.upper)
    activity = problem.matrix[:, lone] @ value[lone]
    matrix[:, lone] = 0
    if curved:
        hessian[:, lone] = 0
        hessian[lone, :] = 0
    lower, upper, cost = problem.lower.copy(), problem.upper.copy(), problem.cost.copy()
    lower[lone], upper[lone] = -1.0, 2.0
    old = np.clip(value, lower, upper)
    shift = problem.matrix[:, fixed] @ old[fixed]
    lower[fixed] = upper[fixed] = old[fixed]
    room = np.abs(shift) + np.abs(activity) + 5.0
    equal = problem.row_lower == problem.row_upper
    widened = np.where(equal, 200.0, room)
    return Problem(name, cost, lower, upper, sp.vstack([matrix, extra]),
                   np.r_[problem.row_lower - widened, -INF, -100.0, -INF, -1.0],
                   np.r_[problem.row_upper + widened, 3.0, 100.0, 50.0, INF], hessian)


def infeasible(name, seed, variables, rows, curved):
    """Rows of which a positive combination says that something not negative is below zero."""
    random = np.random.default_rng(seed)
    matrix = sp.random(rows, variables, min(1.0, 5 / variables + 0.03), random_state=random,
                       data_rvs=random.standard_normal).tolil()
    weight = random.uniform(0.5, 2, rows - 1)
    combined = matrix[: rows - 1].T @ weight
    matrix[rows - 1] = -combined + np.where(random.random(variables) < 0.3, random.uniform(0, 1, variables), 0.0)
    point = random.uniform(0, 2, variables)
    right = matrix @ point
    right[rows - 1] = -(weight @ right[: rows - 1]) - random.uniform(0.5, 2)
    upper = np.where(random.random(variables) < 0.2, 10.0, INF)
    return Problem(name, random.normal(0, 1, variables), np.zeros(variables), upper, matrix, np.full(rows, -INF), right,
                   _hessian(random, variables) if curved else None).expecting("infeasible")


def unbounded(name, seed, variables, rows, curved):
    """A feasible point and a direction along which nothing binds, nothing curves and the cost falls for ever.

    Exactly so, since the direction and the rows are whole numbers.
    """
    random = np.random.default_rng(seed)
    ray = (random.random(variables) < 0.3).astype(float)
    ray[0] = 1.0
    matrix = random.integers(-4, 5, (rows, variables)) * (random.random((rows, variables)) < 0.3).astype(float)
    matrix[:, 0] -= matrix @ ray + random.integers(0, 2, rows)
    point = random.uniform(0, 1, variables)
    cost = random.uniform(0.1, 1, variables)
    cost[0] -= cost @ ray + 1.0
    hessian = None
    if curved:
        moving = np.flatnonzero(ray)
        steps = len(moving) - 1
        places = np.repeat(np.arange(steps), 2), np.column_stack([moving[:-1], moving[1:]]).ravel()
        pairs = sp.csc_matrix((np.tile([1.0, -1.0], steps), places), shape=(steps, variables))
        hessian = pairs.T @ pairs + sp.diags(1.0 - ray)
    return Problem(name, cost, np.zeros(variables), np.full(variables, INF), sp.csc_matrix(matrix), np.full(rows, -INF),
                   matrix @ point + random.uniform(0, 1, rows), hessian).expecting("unbounded")


# With whole numbers


def knapsack(name, seed, items):
    """The most valuable load, where value goes with weight, which makes bounds weak."""
    random = np.random.default_rng(seed)
    weight = random.integers(10, 60, items).astype(float)
    return Problem(name, -(weight + 10), np.zeros(items), np.ones(items), sp.csc_matrix(weight[None, :]), [-INF],
                   [np.floor(weight.sum() / 2)], integers=list(range(items)))


def commitment(name, seed, units, hours):
    """Which units run in which hour: least and most output, a price to start, ramps, demand and a reserve."""
    random = np.random.default_rng(seed)
    most = random.integers(60, 200, units).astype(float)
    least = np.round(most * 0.4)
    run, start, price = random.uniform(200, 800, units), random.uniform(300, 1500, units), random.uniform(15, 60, units)
    shape = 0.55 + 0.3 * np.sin(np.linspace(0, 2 * np.pi, hours))
    demand = np.round(most.sum() * shape * random.uniform(0.95, 1.05, hours))
    size = units * hours
    one = sp.identity(size)
    before = sp.kron(sp.diags([1.0], [-1], shape=(hours, hours)), sp.identity(units))
    total = sp.kron(sp.identity(hours), np.ones((1, units)))
    none = None
    largest, smallest = (sp.diags(np.tile(limit, hours)) for limit in (most, least))
    matrix = sp.bmat([
        [total, none, none],
        [none, sp.kron(sp.identity(hours), most[None, :]), none],
        [one, -largest, none],
        [one, -smallest, none],
        [none, one - before, -one],
        [one - before, none, none],
    ])
    ramp = np.tile(most * 0.7, hours)
    row_lower = np.r_[demand, demand * 1.1, np.full(size, -INF), np.zeros(size), np.full(size, -INF), -ramp]
    row_upper = np.r_[demand, np.full(hours, INF), np.zeros(size), np.full(size, INF), np.zeros(size), ramp]
    cost = np.concatenate([np.tile(price, hours), np.tile(run, hours), np.tile(start, hours)]).round(2)
    upper = np.r_[np.tile(most, hours), np.ones(2 * size)]
    return Problem(name, cost, np.zeros(3 * size), upper, matrix, row_lower, row_upper,
                   integers=list(range(size, 2 * size)))


def storage(name, seed, hours):
    """A battery that may not charge and discharge at once, with prices below zero at which it would pay to."""
    random = np.random.default_rng(seed)
    price = np.round(random.normal(10, 30, hours), 2)
    power, capacity = 10.0, 25.0
    one = sp.identity(hours)
    before = sp.diags([1.0], [-1], shape=(hours, hours))
    matrix = sp.bmat([[-0.9 * one, one / 0.9, one - before, None], [one, None, None, -power * one],
                      [None, one, None, power * one]])
    row_lower = np.r_[np.zeros(hours), np.full(2 * hours, -INF)]
    row_upper = np.r_[np.zeros(hours), np.zeros(hours), np.full(hours, power)]
    upper = np.r_[np.full(2 * hours, power), np.full(hours, capacity), np.ones(hours)]
    cost = np.r_[price, -price, np.zeros(2 * hours)]
    return Problem(name, cost, np.zeros(4 * hours), upper, matrix, row_lower, row_upper,
                   integers=list(range(3 * hours, 4 * hours)))


def _intervals(random, value, equalities=0.0):
    """Ends around values, of every kind, and at which end (-1, 1, or 0 for inside) the value lies."""
    size = len(value)
    kind = random.random(size)
    at = np.where(random.random(size) < 0.5, random.choice([-1, 1], size), 0)
    gap = random.uniform(0.5, 3, (2, size))
    lower = value - np.where(at == -1, 0.0, gap[0])
    upper = value + np.where(at == 1, 0.0, gap[1])
    free = kind < 0.15
    lower = np.where(free | ((at == 1) & (kind < 0.6)), -INF, lower)
    upper = np.where(free | ((at == -1) & (kind < 0.6)), INF, upper)
    at = np.where(free, 0, at)
    equal = random.random(size) < equalities
    return np.where(equal, value, lower), np.where(equal, value, upper), np.where(equal, 0, at)


def _hessian(random, size):
    """A sparse matrix of half rank with a few entries on the diagonal besides."""
    factor = sp.random(size // 2, size, min(1.0, 3 / size + 0.01), random_state=random, data_rvs=random.standard_normal)
    return factor.T @ factor + sp.diags(np.where(random.random(size) < 0.3, random.uniform(0.1, 1, size), 0.0))
