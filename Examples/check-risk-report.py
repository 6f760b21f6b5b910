#!/usr/bin/env python3
"""Holds the figures of RiskReport to a computation of their own, from the same two files, with Python's standard library alone.

    swift run -c release --package-path Examples RiskReport PORTFOLIO.json RETURNS.csv --json \
      | python3 Examples/check-risk-report.py PORTFOLIO.json RETURNS.csv

Historical value at risk (type-7 quantile of the losses), expected shortfall (mean of exactly the worst 1 - level) and their components,
parametric figures (z sigma - mu, n - 1) and theirs, stresses of the table's own past, and the backtest agree to 1e-9, relative; Monte Carlo
lies within four of its standard errors of the closed form. Ends with status 1 at the first figure that does not.
"""

import csv
import json
import math
import sys
from statistics import NormalDist

TOLERANCE = 1e-9


def main():
    portfolio_path, returns_path = sys.argv[1:3]
    with open(portfolio_path, encoding="utf-8") as file:
        portfolio = json.load(file)
    report = json.load(sys.stdin)
    book = Book(portfolio)
    days = changes(returns_path, book, portfolio.get("missing", "refuse"))
    root = math.sqrt(portfolio.get("horizonDays", 1))
    moves = [[root * change for change in day] for day in days]
    losses = [[-gain for gain in book.gains(day)] for day in moves]  # day by position
    check = Check()
    for level in portfolio.get("confidence", [0.95, 0.99]):
        historical(check, report, book, losses, level)
        parametric(check, report, book, days, level, portfolio.get("horizonDays", 1))
        monte_carlo(check, report, level)
        record(check, report, [sum(-g for g in book.gains(day)) for day in days], level)
    stresses(check, report, book, days)
    print(f"{check.count} figures agree with an independent computation; Monte Carlo within {check.worst:.1f} standard errors")


class Check:
    """Counts the figures that agree, and ends the program at one that does not."""

    def __init__(self):
        self.count, self.worst = 0, 0.0

    def same(self, what, found, expected, size=None):
        size = abs(expected) if size is None else size
        if not abs(found - expected) <= TOLERANCE * max(size, 1e-300):
            sys.exit(f"{what}: the report says {found!r}, the computation {expected!r}")
        self.count += 1

    def near(self, what, found, expected, error):
        score = abs(found - expected) / error
        if not score <= 4:
            sys.exit(f"{what}: {found!r} is {score:.1f} standard errors from {expected!r}")
        self.worst = max(self.worst, score)
        self.count += 1


class Book:
    """Linear positions in terms of factors; a price in a foreign currency is worth more when its rate rises."""

    def __init__(self, portfolio):
        reporting = portfolio.get("reportingCurrency", "USD")
        named = {factor["name"]: factor for factor in portfolio.get("factors", [])}
        for position in portfolio["positions"]:
            named.setdefault(position["factor"], {"name": position["factor"]})
        self.factors = list(named)
        self.relative = [named[name].get("change") == "relative" for name in self.factors]
        self.levels = [named[name].get("level") for name in self.factors]
        rates = {f["pricedCurrency"]: i for i, f in enumerate(named.values()) if f.get("kind") == "exchangeRate"}

        def conversion(currency):
            return (1.0, None) if currency == reporting else (self.levels[rates[currency]], rates[currency])

        self.positions = []
        for position in portfolio["positions"]:
            place = self.factors.index(position["factor"])
            quantity, value = position["quantity"], position.get("value", 0)
            rate, exchange = conversion(named[position["factor"]].get("currency", reporting))
            deltas = {place: quantity * rate}
            crosses = [] if exchange is None else [(place, exchange, quantity)]
            _, own = conversion(position.get("currency", reporting))
            if own is not None:
                deltas[own] = deltas.get(own, 0) + value
            self.positions.append((position["id"], deltas, crosses))
        self.names = [name for name, _, _ in self.positions]
        self.tags = {key: [p.get(tag, "") for p in portfolio["positions"]] for key, tag in
                     (("componentByBook", "book"), ("componentByMarket", "market"))}

    def gains(self, moves):
        return [
            sum(delta * moves[i] for i, delta in deltas.items()) + sum(q * moves[i] * moves[j] for i, j, q in crosses)
            for _, deltas, crosses in self.positions]

    def deltas(self):
        total = [0.0] * len(self.factors)
        for _, deltas, _ in self.positions:
            for i, delta in deltas.items():
                total[i] += delta
        return total


def changes(path, book, missing):
    """The change of every factor on each day, relative ones at today's level."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = sorted((row for row in csv.DictReader(file) if row), key=lambda row: row["date"])
    days = []
    for row in rows:
        cells = [row[name].strip() for name in book.factors]
        if "" in cells and missing == "leaveOutDay":
            continue
        values = [float(cell) if cell else 0.0 for cell in cells]
        days.append([v * l if r else v for v, l, r in zip(values, book.levels, book.relative)])
    return days


def tail(losses, level):
    """Type-7 quantile and exact tail mean, each as pairs of a day and its weight."""
    order = sorted(range(len(losses)), key=lambda day: losses[day])
    place = (len(order) - 1) * level
    rank = min(int(place), len(order) - 2)
    share = place - rank
    quantile = [(order[rank], 1 - share), (order[rank + 1], share)]
    mass = len(order) * (1 - level)
    shortfall, left = [], mass
    for day in reversed(order):
        if left <= 0:
            break
        shortfall.append((day, min(1.0, left) / mass))
        left -= 1
    return quantile, shortfall


def historical(check, report, book, losses, level):
    key = str(level)
    total = [sum(day) for day in losses]
    quantile, shortfall = tail(total, level)
    for figure, parts, weights in (("var", "component", quantile), ("es", "componentES", shortfall)):
        value = sum(w * total[day] for day, w in weights)
        check.same(f"historical {figure} {key}", report[figure]["historical"][key], value)
        own = [sum(w * losses[day][i] for day, w in weights) for i in range(len(book.names))]
        for name, part in zip(book.names, own):
            check.same(f"historical {parts} {key} {name}", report[parts]["historical"][key][name], part, abs(value))
        if figure == "var":
            for table, tags in book.tags.items():
                for path, found in report[table]["historical"][key].items():
                    inside = [p for p, tag in zip(own, tags) if path == "" or tag == path or tag.startswith(path + "/")]
                    check.same(f"historical {table} {key} {path}", found, sum(inside), abs(value))


def parametric(check, report, book, days, level, horizon):
    key, n = str(level), len(days)
    deltas = book.deltas()
    means = [math.fsum(column) / n for column in zip(*days)]
    centred = [[c - m for c, m in zip(day, means)] for day in days]
    gains = [math.fsum(d * c for d, c in zip(deltas, day)) for day in centred]
    deviation = math.sqrt(math.fsum(g * g for g in gains) / (n - 1))
    # The covariance of each factor with the whole.
    slopes = [math.fsum(day[i] * g for day, g in zip(centred, gains)) / (n - 1) for i in range(len(deltas))]
    normal = NormalDist()
    z = normal.inv_cdf(level)
    mean = math.fsum(d * m for d, m in zip(deltas, means)) * horizon
    root = math.sqrt(horizon)
    for figure, parts, factor in (("var", "component", z), ("es", "componentES", normal.pdf(z) / (1 - level))):
        value = factor * deviation * root - mean
        check.same(f"parametric {figure} {key}", report[figure]["parametric"][key], value)
        for name, own, _ in book.positions:
            part = sum(d * (factor * root * slopes[i] / deviation - means[i] * horizon) for i, d in own.items())
            check.same(f"parametric {parts} {key} {name}", report[parts]["parametric"][key][name], part, abs(value))


def monte_carlo(check, report, level):
    key = str(level)
    for figure in ("var", "es"):
        error = report[figure + "StandardError"]["monteCarlo"][key]
        check.near(
            f"Monte Carlo {figure} {key}", report[figure]["monteCarlo"][key], report[figure]["parametric"][key], error)
        parts = report["component" if figure == "var" else "componentES"]["monteCarlo"][key]
        check.same(f"sum of Monte Carlo components of {figure} {key}", math.fsum(parts.values()),
                   report[figure]["monteCarlo"][key])


def record(check, report, losses, level):
    """The backtest: the quantile of the window before each day against that day's loss, and Kupiec's test."""
    row = report["backtest"].get(str(level))
    if row is None:
        return
    window = min(250, len(losses) // 2)
    failures = 0
    for day in range(window, len(losses)):
        past = losses[day - window:day]
        quantile, _ = tail(past, level)
        failures += losses[day] > sum(w * past[place] for place, w in quantile)
    days = len(losses) - window
    check.same(f"backtest {level} days", row["days"], days)
    check.same(f"backtest {level} failures", row["failures"], failures)

    def likelihood(rate):
        return (failures * math.log(rate) if failures else 0) + ((days - failures) * math.log1p(-rate) if failures < days else 0)

    check.same(f"Kupiec {level}", row["kupiec"]["statistic"], 2 * (likelihood(failures / days) - likelihood(1 - level)), 1)
    check.same(f"Kupiec {level} p-value", row["kupiec"]["pValue"], math.erfc(math.sqrt(row["kupiec"]["statistic"] / 2)), 1)


def stresses(check, report, book, days):
    found = {row["id"]: row["loss"] for row in report["stress"]}
    n = len(days)
    means = [math.fsum(column) / n for column in zip(*days)]
    deviations = [math.sqrt(math.fsum((c - m) ** 2 for c in column) / (n - 1)) for column, m in zip(zip(*days), means)]
    for name, size in (("all-up", 3), ("all-down", -3)):
        check.same(f"stress {name}", found[name], -sum(book.gains([size * d for d in deviations])))
    deltas = book.deltas()
    for length in (1, 5, 10):
        if length > n:
            continue
        sums = [[math.fsum(column) for column in zip(*days[first:first + length])] for first in range(n - length + 1)]
        worst = max(sums, key=lambda moves: -sum(d * m for d, m in zip(deltas, moves)))
        check.same(f"stress worst-{length}-days", found[f"worst-{length}-days"], -sum(book.gains(worst)))


if __name__ == "__main__":
    main()
