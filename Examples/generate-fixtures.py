#!/usr/bin/env python3
"""Writes the fixtures of the example programs: one invented day, 2025-11-02, in the layouts that four operators publish.

The day has 25 hours on prevailing clocks, which is why it was chosen. Numbers are drawn from a seeded generator; names of hubs
are real. Usage: python3 Examples/generate-fixtures.py
"""

import json
import math
import random
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent / "Fixtures"
UTC = timezone.utc


def hours_of(zone, day):
    """UTC starts of the hours of a local day."""
    tz = ZoneInfo(zone)
    start = datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=tz).astimezone(UTC)
    return [start + timedelta(hours=n) for n in range(int((end - start).total_seconds() // 3600))]


class Prices:
    """Energy, congestion and loss of a location by interval, reproducible from its seed."""

    def __init__(self, seed, level, solar=0.0):
        self.random = random.Random(seed)
        self.level, self.solar = level, solar

    def energy(self, hour):
        evening = 22 * math.exp(-((hour - 18.5) ** 2) / 5)
        morning = 9 * math.exp(-((hour - 7.5) ** 2) / 4)
        midday = self.solar * math.exp(-((hour - 12.5) ** 2) / 9)
        return self.level + evening + morning - midday + self.random.gauss(0, 1.2)

    def parts(self, hour, bias, spread):
        energy = self.energy(hour)
        congestion = bias * (1 + 0.6 * math.sin(hour / 24 * 2 * math.pi)) + self.random.gauss(0, spread)
        return energy, congestion, energy * self.random.uniform(-0.03, 0.04)


def us_time(t):
    hour = t.hour % 12 or 12
    return f"{t.month}/{t.day}/{t.year} {hour}:{t.minute:02d}:{t.second:02d} {'AM' if t.hour < 12 else 'PM'}"


def pjm(folder, day):
    hubs = [(51217, "EASTERN HUB", 1.9), (51288, "WESTERN HUB", -0.4), (33092371, "AEP-DAYTON HUB", -1.1),
            (33092313, "CHICAGO HUB", -5.2), (34497125, "DOMINION HUB", 4.6), (35010337, "N ILLINOIS HUB", -5.6)]
    eastern = ZoneInfo("America/New_York")
    for run, feed, seed, spread in (("da", "da_hrl_lmps", 1, 0.5), ("rt", "rt_hrl_lmps", 2, 2.5)):
        lines = ["datetime_beginning_utc,datetime_beginning_ept,pnode_id,pnode_name,voltage,equipment,type,zone,"
                 f"system_energy_price_{run},total_lmp_{run},congestion_price_{run},marginal_loss_price_{run},"
                 "row_is_current,version_nbr"]
        model = Prices(seed, 31)
        for start in hours_of("America/New_York", day):
            local = start.astimezone(eastern)
            energy = round(model.energy(local.hour), 2)
            for pnode, name, bias in hubs:
                _, congestion, _ = model.parts(local.hour, bias, spread)
                loss = energy * model.random.uniform(-0.03, 0.04)
                total = energy + round(congestion, 6) + round(loss, 6)
                lines.append(f"{us_time(start)},{us_time(local)},{pnode},{name},,,HUB,,{energy:.2f},{total:.6f},"
                             f"{congestion:.6f},{loss:.6f},True,1")
        (folder / f"{feed}.csv").write_text("\r\n".join(lines) + "\r\n")
    rng = random.Random(3)
    items = []
    for start in hours_of("America/New_York", day):
        for fuel, level in (("Coal", 14000), ("Gas", 41000), ("Nuclear", 29500), ("Solar", 3000), ("Wind", 6200)):
            solar_hours = fuel != "Solar" or 12 <= start.hour <= 21
            items.append({"datetime_beginning_utc": start.strftime("%Y-%m-%dT%H:%M:%S"), "fuel_type": fuel,
                          "mw": round(level * rng.uniform(0.9, 1.1)) if solar_hours else 0})
    body = {"links": [{"rel": "self", "href": "https://api.pjm.com/api/v1/gen_by_fuel?rowCount=500"}], "items": items,
            "totalRows": len(items)}
    (folder / "gen_by_fuel.json").write_text(json.dumps(body))


def miso(folder, day):
    hubs = ["ARKANSAS.HUB", "ILLINOIS.HUB", "INDIANA.HUB", "LOUISIANA.HUB", "MICHIGAN.HUB", "MINN.HUB", "TEXAS.HUB"]
    for title, name, seed, spread in (("Day Ahead Market ExPost LMPs", "da_expost_lmp", 11, 0.6),
                                      ("Realtime Market LMPs", "rt_lmp_final", 12, 2.2)):
        model = Prices(seed, 27)
        lines = [title, day.strftime("%m/%d/%Y"), "", ",,,All Hours-Ending are Eastern Standard Time (EST)",
                 "Node,Type,Value," + ",".join(f"HE {n}" for n in range(1, 25))]
        energy = [round(model.energy(n), 2) for n in range(24)]
        for index, hub in enumerate(hubs):
            congestion = [round(model.parts(n, index * 0.9 - 3, spread)[1], 2) for n in range(24)]
            loss = [round(e * model.random.uniform(-0.03, 0.04), 2) for e in energy]
            lmp = [round(e + c + x, 2) for e, c, x in zip(energy, congestion, loss)]
            for value, numbers in (("LMP", lmp), ("MCC", congestion), ("MLC", loss)):
                cells = [f"{n:.2f}".replace("-0.", "-.") if abs(n) < 1 else f"{n:.2f}" for n in numbers]
                lines.append(f"{hub},Hub,{value}," + ",".join(cells))
        (folder / f"{day:%Y%m%d}_{name}.csv").write_text("\n".join(lines) + "\n")


def zipped(path, name, text):
    info = zipfile.ZipInfo(name, (2025, 11, 1, 13, 5, 10))
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, text)


def caiso(folder, day):
    hubs = [("TH_NP15_GEN-APND", 1.2), ("TH_SP15_GEN-APND", -3.4), ("TH_ZP26_GEN-APND", -2.2)]
    pacific = ZoneInfo("America/Los_Angeles")
    stamp = "%Y-%m-%dT%H:%M:%S-00:00"
    model = Prices(21, 36, solar=44)
    header = ("INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,NODE_ID_XML,NODE_ID,NODE,"
              "MARKET_RUN_ID,LMP_TYPE,XML_DATA_ITEM,PNODE_RESMRID,GRP_TYPE,POS,MW,GROUP")
    items = [("LMP", "LMP_PRC"), ("MCC", "LMP_CONG_PRC"), ("MCE", "LMP_ENE_PRC"), ("MCL", "LMP_LOSS_PRC"),
             ("MGHG", "LMP_GHG_PRC")]
    starts = hours_of("America/Los_Angeles", day)
    energies = [model.energy(start.astimezone(pacific).hour) for start in starts]
    rows, group = [], 0
    for node, bias in hubs:
        table = {}
        for index, start in enumerate(starts):
            energy = round(energies[index], 5)
            congestion = round(model.parts(start.astimezone(pacific).hour, bias, 0.7)[1], 5)
            loss = round(energy * model.random.uniform(-0.04, 0.03), 5)
            table[index] = {"LMP": round(energy + congestion + loss, 5), "MCC": congestion, "MCE": energy, "MCL": loss,
                            "MGHG": 0}
        for kind, item in items:
            group += 1
            for index in model.random.sample(range(len(starts)), len(starts)):
                start = starts[index]
                local = start.astimezone(pacific)
                hour = 25 if local.fold else local.hour + 1
                rows.append(f"{start:{stamp}},{start + timedelta(hours=1):{stamp}},{day:%Y-%m-%d},{hour},0,{node},"
                            f"{node},{node},DAM,{kind},{item},{node},ALL_APNODES,0,{table[index][kind]:g},{group}")
    base = f"{day:%Y%m%d}_{day:%Y%m%d}_PRC_LMP_DAM_20251101_13_05_11_v12"
    zipped(folder / f"{base}.zip", f"{base}.csv", "\n".join([header] + rows) + "\n")
    error = ('<?xml version="1.0" encoding="UTF-8"?>\n<m:OASISReport xmlns:m="http://www.caiso.com/soa/OASISReport_v1.xsd">\n'
             "<m:MessagePayload><m:RTO><m:name>CAISO</m:name><m:ERROR><m:ERR_CODE>1000</m:ERR_CODE><m:ERR_DESC>No data "
             "returned for the specified selection</m:ERR_DESC></m:ERROR></m:RTO></m:MessagePayload></m:OASISReport>\n")
    zipped(folder / "20251102_20251102_PRC_INTVL_LMP_RTM_20251102_00_05_11_v12.zip", "INVALID_REQUEST.xml", error)


def ercot(folder, day):
    points = ["HB_BUSAVG", "HB_HOUSTON", "HB_HUBAVG", "HB_NORTH", "HB_SOUTH", "HB_WEST"]
    central = ZoneInfo("America/Chicago")
    model = Prices(31, 24, solar=20)
    lines = ["DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag"]
    data = []
    for start in hours_of("America/Chicago", day):
        local = start.astimezone(central)
        repeated = local.fold == 1
        energy = model.energy(local.hour)
        for index, point in enumerate(points):
            price = energy + model.parts(local.hour, 1.4 - index * 0.8, 0.5)[1]
            lines.append(f"{day:%m/%d/%Y},{local.hour + 1:02d}:00,{point}, {price:.2f},{'Y' if repeated else 'N'}")
            for quarter in range(1, 5):
                settled = round(price + model.random.gauss(0, 5) + (90 if model.random.random() < 0.004 else 0), 2)
                data.append([f"{day:%Y-%m-%d}", local.hour + 1, quarter, point, "HU" if point != "HB_BUSAVG" else "SH",
                             settled, repeated])
    zipped(folder / "cdr.00012331.0000000000000000.20251101.123511.DAMSPNP4190_csv.zip",
           "cdr.00012331.0000000000000000.20251101.123511.DAMSPNP4190.csv", "\n".join(lines) + "\n")
    names = [("deliveryDate", "DATE"), ("deliveryHour", "INTEGER"), ("deliveryInterval", "INTEGER"),
             ("settlementPoint", "VARCHAR"), ("settlementPointType", "VARCHAR"), ("settlementPointPrice", "DOUBLE"),
             ("DSTFlag", "BOOLEAN")]
    body = {"_meta": {"totalRecords": len(data), "pageSize": 1000, "totalPages": 1, "currentPage": 1},
            "report": {"reportName": "spp_node_zone_hub", "reportId": "12301", "reportEMIL": "NP6-905-CD"},
            "fields": [{"name": name, "dataType": kind} for name, kind in names], "data": data}
    (folder / "np6-905-cd_spp_node_zone_hub.json").write_text(json.dumps(body))


def main():
    day = datetime(2025, 11, 2)
    for market in (caiso, ercot, miso, pjm):
        folder = HERE / market.__name__
        folder.mkdir(exist_ok=True)
        market(folder, day)


if __name__ == "__main__":
    main()
