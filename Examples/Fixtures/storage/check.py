"""Holds a dispatch against its prices and asset: the balance of energy, every limit, and what each bucket earns."""

import csv
import json
import sys

TOLERANCE = 1e-9


def main(prices_path, asset_path, dispatch_path):
    with open(prices_path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(asset_path, encoding="utf-8") as file:
        asset = json.load(file)
    with open(dispatch_path, encoding="utf-8") as file:
        dispatch = json.load(file)
    power, capacity, least = asset["powerMW"], asset["energyMWh"], asset.get("minimumEnergyMWh", 0)
    into, out, wear = asset["chargeEfficiency"], asset["dischargeEfficiency"], asset["throughputCost"]
    schedule = dispatch["schedule"]
    assert len(schedule) == len(rows)
    earned = {"energy": 0.0, "degradation": 0.0} | {service["name"]: 0.0 for service in asset["services"]}
    before = schedule[-1]["soc"]
    for row, step in zip(rows, schedule):
        assert step["start"].startswith(row["start"][:13])
        price, charge, discharge, behind = float(row["energy"]), step["charge"], step["discharge"], step["soc"]
        earned["energy"] += price * (discharge - charge)
        earned["degradation"] -= wear * discharge
        flow, up, down, up_energy, down_energy = into * charge - discharge / out, 0.0, 0.0, 0.0, 0.0
        for service in asset["services"]:
            award, called = step["services"][service["name"]], service.get("deployment", 0)
            assert -TOLERANCE * power <= award <= (1 + TOLERANCE) * power
            earned[service["name"]] += float(row[service["name"]]) * award
            if service["direction"] == "up":
                up, up_energy = up + award, up_energy + service["durationHours"] * award / out
                earned[service["name"]] += called * award * price
                earned["degradation"] -= called * award * wear
                flow -= called * award / out
            else:
                down, down_energy = down + award, down_energy + service["durationHours"] * award * into
                earned[service["name"]] -= called * award * price
                flow += called * award * into
        assert min(charge, discharge) == 0 and max(charge, discharge) <= power
        assert abs(before + flow - behind) < TOLERANCE * capacity, step
        assert least - TOLERANCE * capacity <= behind <= (1 + TOLERANCE) * capacity, step
        assert discharge - charge + up <= (1 + TOLERANCE) * power, step
        assert charge - discharge + down <= (1 + TOLERANCE) * power, step
        for state in (before, behind):
            assert up_energy - (state - least) <= TOLERANCE * capacity, step
            assert down_energy - (capacity - state) <= TOLERANCE * capacity, step
        before = behind
    revenue = dispatch["revenue"]
    reported = {"energy": revenue["energy"], "degradation": revenue["degradation"]} | revenue["services"]
    for name, amount in earned.items():
        assert abs(reported[name] - amount) < 1e-9 * abs(dispatch["objective"]), (name, amount, reported[name])
    assert abs(sum(earned.values()) - dispatch["objective"]) < 1e-9 * abs(dispatch["objective"])
    assert 0 < dispatch["captureRatio"] <= 1 and dispatch["cycles"] > 0
    assert dispatch["status"] == "solved" and 0 <= dispatch["gap"] < 1e-6, (dispatch["status"], dispatch["gap"])
    print(f"{len(schedule)} steps earn {dispatch['objective']:.2f}, {100 * dispatch['captureRatio']:.1f} % of what was there")


if __name__ == "__main__":
    main(*sys.argv[1:])
