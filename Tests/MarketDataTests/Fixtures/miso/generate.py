#!/usr/bin/env python3
"""Writes MISO's fixtures and what they must yield: invented numbers in the operator's layouts.

Usage: python3 generate.py   (writes beside itself; the same bytes every time)

expected.tsv has one line a file: name, feed, rows, blanks, first start and last end in seconds since 1970, and the sum of the values
of the feed's main rows and of all rows. The figures come from the numbers as they are drawn here, not from reading the files.
"""

import json
import random
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
EST = timezone(timedelta(hours=-5))
NODES = [
    ("ILLINOIS.HUB", "Hub"), ("INDIANA.HUB", "Hub"), ("MINN.HUB", "Hub"), ("MGE.AZ", "Hub"), ("AECI", "Interface"),
    ("SWPP", "Interface"), ("ALTE.ALTE", "Loadzone"), ("CIN.PSI", "Loadzone"), ("ALTW.WELLS1", "Gennode"),
    ("AMIL.BALDWI51", "Gennode"),
]
EXPECTED = []


def seconds(day, minutes):
    return int((datetime(day.year, day.month, day.day, tzinfo=EST) + timedelta(minutes=minutes)).timestamp())


def expect(name, feed, rows, blanks, first, last, main, total=None):
    """main and total are in hundredths, to stay exact."""
    EXPECTED.append((name, feed, rows, blanks, first, last, main / 100, (main if total is None else total) / 100))


def plain(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def short(cents):
    """The day-ahead reports drop a leading zero and trailing zeros: .15, -.37, 13."""
    text = plain(cents).rstrip("0").rstrip(".") if cents % 100 else str(cents // 100 if cents >= 0 else -(-cents // 100))
    if text.startswith("0.") or text.startswith("-0."):
        text = text.replace("0.", ".", 1)
    return text


def prices(name, feed, title, day, stamp, seed, style, grouped=False, empty_line=True, blanks=(), end="\n"):
    draw = random.Random(seed)
    rows, total, count, missing = {"LMP": [], "MCC": [], "MLC": []}, 0, 0, 0
    for index, (node, kind) in enumerate(NODES):
        parts = {"LMP": [], "MCC": [], "MLC": []}
        for hour in range(24):
            energy, congestion, loss = 2500 + 60 * hour, draw.randint(-4200, 900), draw.randint(-150, 150)
            cells = {"LMP": energy + congestion + loss, "MCC": congestion, "MLC": loss}
            for part in parts:
                gone = (index, hour) in blanks
                parts[part].append("" if gone else style(cells[part]))
                missing += gone
            if (index, hour) not in blanks:
                total += cells["LMP"]
                count += 1
        for part in parts:
            rows[part].append(",".join([node, kind, part] + parts[part]))
    lines = [title, stamp] + ([""] if empty_line else []) + [",,,All Hours-Ending are Eastern Standard Time (EST)"]
    lines.append("Node,Type,Value," + ",".join(f"HE {hour}" for hour in range(1, 25)))
    order = rows["LMP"] + rows["MCC"] + rows["MLC"] if grouped else [r for three in zip(*rows.values()) for r in three]
    (HERE / name).write_bytes((end.join(lines + order) + end).encode())
    expect(name, feed, count, missing, seconds(day, 0), seconds(day, 1440), total)


def reserves(name, feed, title, day, stamp, seed, end):
    draw = random.Random(seed)
    header = "Pnode,Zone,MCP Type," + ",".join(f"HE {hour}" for hour in range(1, 25))
    first, second, total, count, blanks = [], [], 0, 0, 0
    for place, zone, out in [("Miso-Wide", "-", first), ("ALTW.WELLS1", "Zone 1", second), ("AMIL.BALDWI51", "Zone 4", second)]:
        for kind in ["GENREGMCP", "GENSPINMCP", "GENSUPPMCP"] + (["REGMILEAGEMCP"] if zone == "-" else []):
            cells = [draw.randint(0, 2500) for _ in range(24)]
            texts = [plain(cell) for cell in cells]
            if place == "AMIL.BALDWI51" and kind == "GENSUPPMCP":
                texts[4], cells[4], blanks = "", 0, blanks + 1
                count -= 1
            out.append(",".join([place, zone, kind] + texts))
            total, count = total + sum(cells), count + 24
    unnamed = ",,MCP Type, HE 1," + ",".join(f"HE {hour}" for hour in range(2, 25))
    lines = [title, stamp, "", ",,,All Hours-Ending are Eastern Standard Time (EST)", unnamed] + first + ["", "", header] + second
    (HERE / name).write_bytes((end.join(lines) + end).encode())
    expect(name, feed, count, blanks, seconds(day, 0), seconds(day, 1440), total)


def write(name, document):
    (HERE / name).write_text(json.dumps(document, indent=1) + "\n")


def clock(moment):
    """2026-10-02 4:45:00 PM, the hour without a leading zero."""
    return f"{moment:%Y-%m-%d} {moment.hour % 12 or 12}:{moment:%M:%S} {'PM' if moment.hour >= 12 else 'AM'}"


def consolidated(name, reference, blocks, first, last, seed):
    draw, total, everything, count, data = random.Random(seed), 0, 0, 0, {"RefId": reference}
    for block, label in blocks:
        nodes = []
        for node, _ in NODES[:4]:
            congestion, loss = draw.randint(-900, 900), draw.randint(-150, 150)
            price = 3000 + congestion + loss
            row = {"name": node, "region": "Midwest", "LMP": plain(price), "MLC": plain(loss), "MCC": plain(congestion)}
            total, everything, count = total + price, everything + price, count + 1
            if block == "FiveMinLMP":
                for key in ["REGMCP", "REGMILEAGEMCP", "SPINMCP", "SUPPMCP", "STRMCP", "RCUPMCP", "RCDOWNMCP"]:
                    value = draw.randint(0, 900)
                    row[key] = plain(value)
                    everything, count = everything + value, count + 1
            nodes.append(row)
        data[block] = {"HourAndMin": label, "PricingNode": nodes}
    write(name, {"LMPData": data})
    expect(name, "miso.lmp_consolidated_table", count, 0, first, last, total, everything)


def displays():
    july = date(2025, 7, 14)
    consolidated(
        "GetLmpConsolidatedTable_0815.json", "14-Jul-2025 - Interval 08:15 EST",
        [("FiveMinLMP", "08:15"), ("HourlyIntegratedLMP", "HE 8"), ("DayAheadExAnteLMP", "HE 9"), ("DayAheadExPostLMP", "HE 9")],
        seconds(july, 7 * 60), seconds(july, 9 * 60), 21)
    consolidated(
        "GetLmpConsolidatedTable_0015.json", "14-Jul-2025 - Interval 00:15 EST",
        [("FiveMinLMP", "00:15"), ("HourlyIntegratedLMP", "HE 24"), ("DayAheadExAnteLMP", "HE 1"), ("DayAheadExPostLMP", "HE 1")],
        seconds(july, -60), seconds(july, 60), 22)

    draw, hubs, total = random.Random(23), [], 0
    for node, _ in NODES[:3] + NODES[5:6]:
        congestion, loss = draw.randint(-900, 900), draw.randint(-150, 150)
        total += 2800 + congestion + loss
        hubs.append({"name": node, "LMP": plain(2800 + congestion + loss), "loss": plain(loss), "congestion": plain(congestion)})
    write("GetExAnteLmp.json", {"LMPData": {"RefId": "02-Nov-2025 - Interval 01:50 EST", "ExAnteLMP": {"HourAndMin": "01:50", "Hub": hubs}}})
    fall = date(2025, 11, 2)
    expect("GetExAnteLmp.json", "miso.exante_lmp", 4, 0, seconds(fall, 105), seconds(fall, 110), total)

    keys = ["GenRegMCP", "GenSpinMCP", "GenSuppMCP", "StrMcp", "DemandRegMcp", "DemandSpinMcp", "DemandSuppMcp", "RcpUpMcp", "RcpDownMcp"]
    total, data = 0, {"RefId": "14-Jul-2025 - Interval 00:00 EST", "MktDay": "07-14-2025"}
    for block, key, label in [("RealTimeMCP", "HourAndMin", "00:00"), ("DayAheadMCP", "HourEnding", "24")]:
        zones = []
        for number in range(1, 9):
            cells = {key: draw.randint(0, 1500) for key in keys}
            total += sum(cells.values())
            zones.append({"number": str(number), **{key: plain(value) for key, value in cells.items()}})
        data[block] = {key: label, "Zone": zones}
    write("GetAncillaryServicesMcp.json", {"MCPData": data})
    expect("GetAncillaryServicesMcp.json", "miso.ancillary_services_mcp", 144, 0, seconds(july, -60), seconds(july, 0), total)

    for name, formats, moments in [
        ("getfuelmix_2018.json", clock, [datetime(2018, 1, 25, 4, 30)]),
        ("getfuelmix_2025.json", lambda moment: f"{moment:%m/%d/%Y %H:%M:%S}", [datetime(2025, 12, 3, 12, 55)]),
        ("FuelMix_Today.json", clock, [datetime(2025, 3, 9, 0, 0) + timedelta(minutes=5 * step) for step in range(40)]),
    ]:
        types, main, everything = [], 0, 0
        for moment in moments:
            for fuel in ["Coal", "Natural Gas", "Solar", "Imports"]:
                power = draw.randint(0, 40000) if fuel != "Solar" else draw.randint(-50, 9000)
                main += 0 if fuel == "Imports" else power * 100
                everything += power * 100
                text = formats(moment)
                types.append({"INTERVALEST": text, "CATEGORY": fuel, "ACT": str(power), "FUEL_CATEGORY": f"{fuel}  ({power:,} MW)"})
        last = moments[-1]
        write(name, {"RefId": f"{last:%d-%b-%Y} - Interval {last:%H:%M} EST", "TotalMW": "0", "Fuel": {"Type": types}})
        first = int((moments[0] - timedelta(minutes=5)).replace(tzinfo=EST).timestamp())
        expect(name, "miso.fuel_mix", len(types), 0, first, int(last.replace(tzinfo=EST).timestamp()), main, everything)

    cleared = [draw.randint(60000, 90000) for _ in range(24)]
    forecast = [draw.randint(60000, 90000) for _ in range(24)]
    load = [draw.randint(60000, 90000) for _ in range(0, 51)]
    write("RealTimeTotalLoad.json", {"LoadInfo": {
        "RefId": "02-Nov-2025 - Interval 04:10 EST",
        "ClearedMW": [{"ClearedMWHourly": {"Hour": str(h + 1), "Value": str(v)}} for h, v in enumerate(cleared)],
        "MediumTermLoadForecast": [{"Forecast": {"HourEnding": str(h + 1), "LoadForecast": str(v)}} for h, v in enumerate(forecast)],
        "FiveMinTotalLoad": [{"Load": {"Time": f"{i // 12:02d}:{i % 12 * 5:02d}", "Value": str(v)}} for i, v in enumerate(load)]}})
    expect("RealTimeTotalLoad.json", "miso.total_load", 99, 0, seconds(fall, -5), seconds(fall, 1440), sum(load) * 100,
           (sum(load) + sum(cleared) + sum(forecast)) * 100)
    renewables(draw, fall)


def renewables(draw, day):
    start = datetime(day.year, day.month, day.day)
    hours = [(clock(start + timedelta(hours=h)), str(h % 24 + 1)) for h in range(48)]
    reference = {"RefId": f"{day:%d-%b-%Y} - Interval 06:00 EST", "MktDay": f"{day:%m-%d-%Y}"}
    values = [draw.randint(0, 1500000) for _ in hours]
    write("getWindForecast.json", {"MktDay": reference["MktDay"], "RefId": reference["RefId"], "Forecast": [
        {"DateTimeEST": t, "HourEndingEST": h, "Value": plain(v)} for (t, h), v in zip(hours, values)]})
    expect("getWindForecast.json", "miso.wind_forecast", 48, 0, seconds(day, 0), seconds(day, 2880), sum(values))
    values = [draw.randint(-5100, 900000) for _ in range(6)]
    write("WindSolar_GetSolarActual.json", {"instance": [
        {"DateTimeEST": t, "HourEndingEST": h, "Value": plain(v)} for (t, h), v in zip(hours, values)], **reference})
    expect("WindSolar_GetSolarActual.json", "miso.solar_actual", 6, 0, seconds(day, 0), seconds(day, 360), sum(values))
    rows, forecast, measured = [], 0, 0
    for index, (stamp, hour) in enumerate(hours):
        cells = [draw.randint(0, 1500000) for _ in range(4)]
        done = index < 6
        forecast += cells[0] + cells[1]
        measured += cells[2] + cells[3] if done else 0
        rows.append({
            "ForecastDateTimeEST": stamp, "ForecastHourEndingEST": hour, "ForecastWindValue": plain(cells[0]),
            "ForecastSolarValue": plain(cells[1]), "ActualDateTimeEST": stamp if done else None,
            "ActualHourEndingEST": hour if done else None, "ActualWindValue": plain(cells[2]) if done else None,
            "ActualSolarValue": plain(cells[3]) if done else None})
    write("WindSolar_GetCombined.json", {"instance": rows, **reference})
    expect("WindSolar_GetCombined.json", "miso.wind_solar", 108, 0, seconds(day, 0), seconds(day, 2880), forecast, forecast + measured)


def five_minutes():
    draw, day = random.Random(31), date(2025, 11, 2)
    start, rows, total = datetime(day.year, day.month, day.day), [], 0
    for step in range(36):
        moment = start + timedelta(minutes=5 * step)
        for node, _ in draw.sample(NODES[:4], 4):
            congestion, loss = draw.randint(-900, 900), draw.randint(-150, 150)
            total += 2600 + congestion + loss
            rows.append([f"{moment:%Y-%m-%dT%H:%M:%S}", node, plain(2600 + congestion + loss), plain(loss), plain(congestion)])
    header = ["INTERVAL", "CPNODE", "LMP", "MLC", "MCC"]
    (HERE / "GetRealTimeFiveMinExPost_Rolling.json").write_text(json.dumps({"headers": header, "data": rows}, separators=(",", ":")))
    (HERE / "rollingmarketday.csv").write_text("\n".join(",".join(row) for row in [header] + rows) + "\n")
    for name in ["GetRealTimeFiveMinExPost_Rolling.json", "rollingmarketday.csv"]:
        expect(name, "miso.rt_5min_expost_lmp", 144, 0, seconds(day, -5), seconds(day, 175), total)


def exchange():
    draw = random.Random(41)

    def page(name, feed, day, steps, minutes, version=None):
        rows, total = [], 0
        for step in range(steps):
            start = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes * step)
            span = {"resolution": "5min" if minutes == 5 else "hourly", "start": f"{start:%Y-%m-%d %H:%M:%S}.000",
                    "end": f"{start + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}.000", "value": f"{start:%Y-%m-%dT%H:%M:%S}"}
            for node in ["ALTW.WELLS1", "INDIANA.HUB"]:
                congestion, loss, energy = draw.randint(-900, 900), draw.randint(-150, 150), 2700
                price = energy + congestion + loss
                total += price
                row = {"interval": str(step + 1), "timeInterval": span, "node": node, "lmp": price / 100, "mcc": congestion / 100,
                       "mec": energy / 100, "mlc": loss / 100}
                if version:
                    del row["interval"]
                    row["preliminaryFinal"] = version
                rows.append(row)
        write(name, {"data": rows, "page": {"pageNumber": 1, "pageSize": 1000, "totalElements": len(rows), "totalPages": 1, "lastPage": True}})
        expect(name, feed, len(rows), 0, seconds(day, 0), seconds(day, minutes * steps), total)

    page("day-ahead_2025-11-02_lmp-exante.json", "miso.dx_da_lmp_exante", date(2025, 11, 2), 24, 60)
    page("real-time_2025-03-09_lmp-expost_final.json", "miso.dx_rt_lmp_expost_final", date(2025, 3, 9), 48, 5, "Final")
    page("real-time_2025-03-09_lmp-expost_preliminary.json", "miso.dx_rt_lmp_expost_prelim", date(2025, 3, 9), 12, 5, "Preliminary")
    rows, total, day = [], 0, date(2025, 11, 2)
    for hour in range(24):
        start = datetime(2025, 11, 2) + timedelta(hours=hour)
        for zone in range(1, 3):
            value = draw.randint(0, 1500)
            total += value
            rows.append({"interval": str(hour + 1), "timeInterval": {"resolution": "hourly", "start": f"{start:%Y-%m-%d %H:%M:%S}.000",
                         "end": f"{start + timedelta(hours=1):%Y-%m-%d %H:%M:%S}.000", "value": str(hour + 1)},
                         "product": "Regulation", "zone": f"Zone {zone}", "mcp": value / 100})
    write("day-ahead_2025-11-02_asm-expost.json", {"data": rows, "page": {"pageNumber": 1, "totalPages": 1, "lastPage": True}})
    expect("day-ahead_2025-11-02_asm-expost.json", "miso.dx_da_asm_expost", 48, 0, seconds(day, 0), seconds(day, 1440), total)


def main():
    prices("20250714_da_expost_lmp.csv", "miso.da_expost_lmp", "Day Ahead Market ExPost LMPs", date(2025, 7, 14), "07/14/2025", 1, short)
    prices("20251102_da_exante_lmp.csv", "miso.da_exante_lmp", "Day Ahead Market ExAnte LMPs", date(2025, 11, 2), "11/02/2025", 2, short,
           empty_line=False, blanks={(1, 1), (1, 2), (8, 23)})
    prices("20250309_rt_lmp_final.csv", "miso.rt_lmp_final", "Realtime Market LMPs", date(2025, 3, 9), "3/9/2025", 3, plain, grouped=True)
    prices("20251102_rt_lmp_prelim.csv", "miso.rt_lmp_prelim", "Realtime Market LMPs", date(2025, 11, 2), "11/2/2025", 4, plain,
           grouped=True, end="\r\n")
    reserves("20250714_asm_exante_damcp.csv", "miso.asm_exante_damcp", "ASM Day Ahead Market ExAnte MCPs", date(2025, 7, 14), "07/14/2025", 11, "\n")
    reserves("20251102_asm_rtmcp_final.csv", "miso.asm_rtmcp_final", "ASM Realtime Market MCPs", date(2025, 11, 2), "11/2/2025", 12, "\r\n")
    displays()
    five_minutes()
    exchange()
    lines = ["\t".join(str(cell) for cell in row) for row in EXPECTED]
    (HERE / "expected.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
