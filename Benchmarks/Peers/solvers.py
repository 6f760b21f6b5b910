"""The solvers that people use today, on one thread, in CPU seconds of setup and solve, without reading the model."""

import time
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

INF = np.inf


@dataclass
class Answer:
    """What a solver found: its own word for the status, ours for it, the point, CPU seconds and iterations."""

    word: str
    status: str
    point: np.ndarray
    seconds: float
    iterations: int


def status_of(word):
    """optimal, infeasible, unbounded or unknown, from a solver's own word."""
    text = word.lower().replace(" ", "").replace("_", "").removeprefix("k")
    table = {"optimal": "optimal", "solved": "optimal", "infeasible": "infeasible", "primalinfeasible": "infeasible",
             "unbounded": "unbounded", "dualinfeasible": "unbounded"}
    return table.get(text, "unknown")


def highs(problem, solver="choose", limit=120.0, **settings):
    """HiGHS: `solver` choose, simplex, ipx, hipo; settings as HiGHS names them."""
    import highspy

    engine = highspy.Highs()
    engine.setOptionValue("output_flag", False)
    options = {"solver": solver, "threads": 1, "parallel": "off", "time_limit": float(limit)} | settings
    for name, value in options.items():
        engine.setOptionValue(name, value)
    model = highspy.HighsModel()
    model.lp_.num_row_, model.lp_.num_col_ = problem.matrix.shape
    model.lp_.col_cost_, model.lp_.offset_ = problem.cost, problem.constant
    model.lp_.col_lower_, model.lp_.col_upper_ = problem.lower, problem.upper
    model.lp_.row_lower_, model.lp_.row_upper_ = problem.row_lower, problem.row_upper
    model.lp_.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.lp_.a_matrix_.start_ = problem.matrix.indptr
    model.lp_.a_matrix_.index_ = problem.matrix.indices
    model.lp_.a_matrix_.value_ = problem.matrix.data
    if problem.hessian is not None:
        lower = sp.tril(problem.hessian, format="csc")
        lower.sort_indices()
        model.hessian_.dim_ = len(problem.cost)
        model.hessian_.format_ = highspy.HessianFormat.kTriangular
        model.hessian_.start_, model.hessian_.index_, model.hessian_.value_ = lower.indptr, lower.indices, lower.data
    if problem.integers:
        whole = np.isin(np.arange(len(problem.cost)), problem.integers)
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        model.lp_.integrality_ = [kinds[int(flag)] for flag in whole]
    engine.passModel(model)
    start = time.process_time()
    engine.run()
    seconds = time.process_time() - start
    info = engine.getInfo()
    counts = [info.simplex_iteration_count, info.ipm_iteration_count, info.qp_iteration_count, info.mip_node_count]
    word = str(engine.getModelStatus()).split(".k")[-1]
    return Answer(word, status_of(word), np.array(engine.getSolution().col_value), seconds, max(0, *counts))


def clarabel(problem, limit=120.0, **settings):
    """Clarabel: equalities as a zero cone, everything else as one-sided rows."""
    import clarabel as library

    rows, lower, upper = _stacked(problem)
    equal = lower == upper
    below, above = np.isfinite(upper) & ~equal, np.isfinite(lower) & ~equal
    matrix = sp.vstack([rows[equal], rows[below], -rows[above]], format="csc")
    offsets = np.r_[upper[equal], upper[below], -lower[above]]
    cones = [library.ZeroConeT(int(equal.sum())), library.NonnegativeConeT(int(below.sum() + above.sum()))]
    options = library.DefaultSettings()
    options.verbose, options.time_limit = False, float(limit)
    for name, value in settings.items():
        setattr(options, name, value)
    hessian = _upper(problem)
    start = time.process_time()
    result = library.DefaultSolver(hessian, problem.cost, matrix, offsets, cones, options).solve()
    seconds = time.process_time() - start
    word = str(result.status)
    return Answer(word, status_of(word), np.array(result.x), seconds, result.iterations)


def osqp(problem, accuracy=1e-5, limit=60.0, **settings):
    """OSQP at an absolute and relative accuracy."""
    import osqp as library

    rows, lower, upper = _stacked(problem)
    rows, hessian = rows.tocsc(), _upper(problem)
    start = time.process_time()
    engine = library.OSQP()
    engine.setup(P=hessian, q=problem.cost, A=rows, l=lower, u=upper, verbose=False, eps_abs=accuracy, eps_rel=accuracy,
                 max_iter=1_000_000, time_limit=float(limit), **settings)
    result = engine.solve(raise_error=False)
    seconds = time.process_time() - start
    word = str(result.info.status)
    return Answer(word, status_of(word), np.array(result.x, float), seconds, result.info.iter)


def piqp(problem, limit=None, **settings):
    """PIQP, sparse, at the settings given; it has no time limit."""
    import piqp as library

    equal = problem.row_lower == problem.row_upper
    rows = problem.matrix.tocsr()
    hessian = problem.hessian if problem.hessian is not None else sp.csc_matrix((len(problem.cost),) * 2)
    engine = library.SparseSolver()
    engine.settings.max_iter = 500
    for name, value in settings.items():
        setattr(engine.settings, name, value)
    arguments = (hessian, problem.cost, rows[equal].tocsc(), problem.row_lower[equal], rows[~equal].tocsc(),
                 problem.row_lower[~equal], problem.row_upper[~equal], problem.lower, problem.upper)
    start = time.process_time()
    engine.setup(*arguments)
    word = str(engine.solve()).split(".")[-1].removeprefix("PIQP_")
    seconds = time.process_time() - start
    return Answer(word, status_of(word), np.array(engine.result.x), seconds, engine.result.info.iter)


def exact_equality(problem):
    """A problem of equalities and free variables, by one factorisation and refinement in extended precision."""
    from scipy.sparse.linalg import splu

    count, rows = len(problem.cost), len(problem.row_lower)
    hessian = problem.hessian if problem.hessian is not None else sp.csc_matrix((count, count))
    start = time.process_time()
    whole = sp.bmat([[hessian, problem.matrix.T], [problem.matrix, None]], format="csc")
    factor = splu(whole + sp.diags(np.r_[np.zeros(count), np.full(rows, -1e-11)], format="csc"))
    right = np.r_[-problem.cost, problem.row_lower].astype(np.longdouble)
    column = np.repeat(np.arange(whole.shape[1]), np.diff(whole.indptr))
    entries = whole.data.astype(np.longdouble)
    found = np.zeros(count + rows, np.longdouble)
    for _ in range(30):
        product = np.zeros_like(found)
        np.add.at(product, whole.indices, entries * found[column])
        step = factor.solve((right - product).astype(float))
        found += step
        if np.max(np.abs(step)) <= 1e-14 * np.max(np.abs(found)):
            break
    seconds = time.process_time() - start
    return Answer("Direct", "optimal", found[:count].astype(float), seconds, 1)


def reference(problem):
    """Status and objective that two solvers of different kinds agree on, else unknown; and a note of what each said."""
    tight = {"tol_gap_abs": 1e-11, "tol_gap_rel": 1e-11, "tol_feas": 1e-11}
    if problem.integers:
        answer = highs(problem, mip_rel_gap=0.0)
        return answer.status, _value(problem, answer), "HiGHS alone"
    answers = [("HiGHS", highs(problem, limit=20)), ("Clarabel", clarabel(problem, **tight)),
               ("PIQP", piqp(problem, eps_abs=1e-10, eps_rel=1e-10))]
    found = [(name, answer.status, _value(problem, answer)) for name, answer in answers]
    note = "; ".join(f"{name} {status} {value!r}" for name, status, value in found)
    for index, (_, status, value) in enumerate(found):
        others = found[index + 1 :]
        if status != "unknown" and any(other == status and agree(value, worth) for _, other, worth in others):
            return status, value, note
    return "unknown", float("nan"), note


def agree(one, other, relative=1e-8):
    """Whether two objectives are the same number, or both absent."""
    return (np.isnan(one) and np.isnan(other)) or abs(one - other) <= relative * max(1.0, abs(one), abs(other))


def _value(problem, answer):
    usable = answer.status == "optimal" and len(answer.point) == len(problem.cost)
    return problem.value(answer.point) if usable else float("nan")


def _stacked(problem):
    """The rows, below them one for each variable with a bound, and the limits of all."""
    bounded = np.isfinite(problem.lower) | np.isfinite(problem.upper)
    rows = sp.vstack([problem.matrix, sp.identity(len(problem.cost), format="csr")[bounded]], format="csr")
    return rows, np.r_[problem.row_lower, problem.lower[bounded]], np.r_[problem.row_upper, problem.upper[bounded]]


def _upper(problem):
    if problem.hessian is None:
        return sp.csc_matrix((len(problem.cost),) * 2)
    return sp.triu(problem.hessian, format="csc")
