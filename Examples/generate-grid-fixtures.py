#!/usr/bin/env python3
"""Writes Examples/Fixtures/grid/da_hrl_lmps.csv: three invented weeks of day-ahead prices in the layout of PJM's da_hrl_lmps.

A hub, a node behind a line that binds on windy nights and one behind a line that binds on hot afternoons; the weeks span the autumn
change of clocks. Usage: Examples/generate-grid-fixtures.py
"""

import datetime
import random
import zoneinfo
from pathlib import Path

HEADER = ("datetime_beginning_utc,datetime_beginning_ept,pnode_id,pnode_name,voltage,equipment,type,zone,"
          "system_energy_price_da,total_lmp_da,congestion_price_da,marginal_loss_price_da,row_is_current,version_nbr")
PLACES = [(51288, "WESTERN HUB", "HUB"), (51217, "EASTERN HUB", "HUB"), (1, "WIND FARM", "GEN"), (2, "CITY", "LOAD")]
FACTORS = {"WESTERN HUB": (0.1, 0.05), "EASTERN HUB": (0.0, -0.1), "WIND FARM": (0.6, 0.1), "CITY": (-0.05, -0.5)}


def stamp(time):
    hour = time.hour % 12 or 12
    return f"{time.month}/{time.day}/{time.year} {hour}:00:00 {'AM' if time.hour < 12 else 'PM'}"


def main():
    random.seed(254)
    eastern = zoneinfo.ZoneInfo("America/New_York")
    utc = zoneinfo.ZoneInfo("UTC")
    start = datetime.datetime(2025, 10, 20, tzinfo=eastern).astimezone(utc)
    end = datetime.datetime(2025, 11, 10, tzinfo=eastern).astimezone(utc)
    rows = [HEADER]
    time = start
    wind = 0.5
    while time < end:
        local = time.astimezone(eastern)
        wind = min(1, max(0, wind + random.gauss(0, 0.12)))
        energy = 30 + 12 * (8 <= local.hour < 22) + 15 * (17 <= local.hour < 20) + random.gauss(0, 2)
        west = max(0, 60 * (wind - 0.55)) if local.hour < 8 or local.hour > 21 else 0
        city = max(0, random.gauss(25, 15)) if 15 <= local.hour < 20 else 0
        for number, name, kind in PLACES:
            one, two = FACTORS[name]
            congestion = -one * west - two * city
            loss = energy * {"WIND FARM": -0.03, "CITY": 0.02}.get(name, 0.001)
            rows.append(f"{stamp(time)},{stamp(local)},{number},{name},,,{kind},,{energy:.6f},"
                        f"{energy + congestion + loss:.6f},{congestion:.6f},{loss:.6f},True,1")
        time += datetime.timedelta(hours=1)
    folder = Path(__file__).resolve().parent / "Fixtures" / "grid"
    (folder / "da_hrl_lmps.csv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
