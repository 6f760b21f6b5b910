#!/usr/bin/env python3
"""Writes Examples/Fixtures/risk: an invented portfolio and two years of invented price changes, the same every time."""

import datetime
import json
import random
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "Fixtures" / "risk"
# Daily deviation of each factor, and how much of it moves with power and with gas.
FACTORS = {
    "PJM_WEST": (2.1, 0.6, 0.4), "ERCOT_NORTH": (3.4, 0.5, 0.3), "NYISO_ZONE_J": (2.8, 0.6, 0.4),
    "HENRY_HUB": (0.11, 0.1, 0.9), "TETCO_M3_BASIS": (0.09, 0.2, 0.5), "TTF": (1.3, 0.1, 0.4),
    "EURUSD": (0.0055, 0.0, 0.1), "WTI": (1.5, 0.1, 0.3),
}
POSITIONS = [
    ("east-base", "PJM_WEST", 37200, "Power/East", "US/PJM"), ("east-hedge", "PJM_WEST", -15000, "Power/East", "US/PJM"),
    ("zone-j", "NYISO_ZONE_J", 9000, "Power/East", "US/NYISO"), ("texas", "ERCOT_NORTH", -12000, "Power/Texas", "US/ERCOT"),
    ("burn", "HENRY_HUB", 310000, "Gas", "US"), ("basis", "TETCO_M3_BASIS", 155000, "Gas", "US"),
    ("lng", "TTF", -20000, "Gas", "EU"), ("crude", "WTI", 25000, "Oil", "US"),
]


def main():
    generator = random.Random(254)
    FOLDER.mkdir(parents=True, exist_ok=True)
    portfolio = {
        "reportingCurrency": "USD", "confidence": [0.95, 0.99], "paths": 100000, "seed": 1, "missing": "leaveOutDay",
        "factors": [
            {"name": "PJM_WEST", "level": 48.0}, {"name": "ERCOT_NORTH", "level": 41.0}, {"name": "NYISO_ZONE_J", "level": 55.0},
            {"name": "HENRY_HUB", "unit": "MMBtu", "level": 3.1},
            {"name": "TETCO_M3_BASIS", "kind": "basis", "unit": "MMBtu", "level": 0.6},
            {"name": "TTF", "kind": "curveNode", "currency": "EUR", "level": 31.0},
            {"name": "EURUSD", "kind": "exchangeRate", "pricedCurrency": "EUR", "level": 1.08},
            {"name": "WTI", "kind": "curveNode", "unit": "bbl", "level": 71.0},
        ],
        "positions": [
            {"id": i, "factor": f, "quantity": q, "book": b, "market": m} for i, f, q, b, m in POSITIONS],
    }
    portfolio["positions"].append(
        {"id": "cash", "factor": "TTF", "quantity": 0, "book": "Treasury", "market": "EU", "currency": "EUR", "value": 400000})
    text = json.dumps(portfolio, indent=1)
    (FOLDER / "portfolio.json").write_text(text + "\n", encoding="utf-8")
    lines = ["date," + ",".join(FACTORS)]
    day, volatility = datetime.date(2024, 1, 2), 1.0
    while len(lines) <= 500:
        if day.weekday() < 5:
            power, gas = generator.gauss(0, 1), generator.gauss(0, 1)
            shock = generator.expovariate(1) * 0.5 + 0.5
            volatility = 0.93 * volatility + 0.07 * (0.4 + 0.6 * (power * power + gas * gas) / 2)
            cells = []
            for name, (size, p, g) in FACTORS.items():
                own = (1 - p * p - g * g) ** 0.5 * generator.gauss(0, 1)
                change = size * shock * volatility ** 0.5 * (p * power + g * gas + own)
                closed = name in ("TTF", "EURUSD") and generator.random() < 0.01
                cells.append("" if closed else f"{change:.5g}")
            lines.append(day.isoformat() + "," + ",".join(cells))
        day += datetime.timedelta(days=1)
    (FOLDER / "returns.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
