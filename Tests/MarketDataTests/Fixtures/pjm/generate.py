#!/usr/bin/env python3
"""Writes the PJM fixtures beside this file, and expected.tsv with what each of them holds.

Formats are those of Data Miner 2; the numbers are invented. Columns of expected.tsv: file, feed, rows, first start, last end
(seconds since 1970), sum of the values that are there, blank cells. They are counted here from the invented records, by hand-made rules
for each feed, and never by the library.
"""
import csv, io, json, os, random, zipfile
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

HERE = os.path.dirname(os.path.abspath(__file__))
EPT, UTC = ZoneInfo("America/New_York"), timezone.utc
RANDOM = random.Random(254)
EXPECTED = []


def hours(year, month, day, count=None, step=3600):
    """The UTC starts of a local day."""
    start = datetime(year, month, day, tzinfo=EPT).astimezone(UTC)
    end = (datetime(year, month, day, tzinfo=EPT) + timedelta(days=1)).astimezone(UTC)
    stamps = []
    while start < end and (count is None or len(stamps) < count):
        stamps.append(start)
        start += timedelta(seconds=step)
    return stamps


def us(t):
    return f"{t.month}/{t.day}/{t.year} {(t.hour % 12) or 12}:{t.minute:02}:{t.second:02} {'AM' if t.hour < 12 else 'PM'}"


def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S")


def both(t, base="datetime_beginning"):
    return {base + "_utc": t, base + "_ept": t.astimezone(EPT)}


def cell(value, stamp):
    if isinstance(value, datetime):
        return stamp(value)
    return value


def table(records):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(records[0].keys())
    for record in records:
        writer.writerow(["" if v is None else cell(v, us) for v in record.values()])
    return out.getvalue().encode()


def items(records):
    return [{k: cell(v, iso) for k, v in r.items()} for r in records]


def envelope(feed, records, indent=None):
    href = f"https://api.pjm.com/api/v1/{feed}?RowCount=50000&StartRow=1"
    return json.dumps(
        {"links": [{"rel": "self", "href": href}, {"rel": "metadata", "href": href}], "items": items(records),
         "searchSpecification": {"rowCount": 50000, "startRow": 1, "filters": []}, "totalRows": len(records)},
        indent=indent, separators=None if indent else (",", ":")).encode()


def bare(records):
    return json.dumps(items(records), separators=(",", ":")).encode()


def write(name, data, feed=None, records=(), values=(), begin="datetime_beginning_utc", length=3600, end=None, long=True):
    """Writes a file and, with a feed, what it holds: `values` are the columns of values; `long` keeps blanks as rows."""
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)
    if feed is None:
        return
    rows, total, blanks, first, last = 0, 0.0, 0, None, None
    for record in records:
        kept = 0
        for column in values:
            value = record.get(column)
            if value is None or value == "":
                blanks += 1
                kept += 1 if long else 0
            else:
                total += float(value)
                kept += 1
        rows += kept
        if kept:
            start = int(record[begin].timestamp())
            stop = int(record[end].timestamp()) if end else start + length
            first, last = min(first or start, start), max(last or stop, stop)
    EXPECTED.append([name, feed, rows, first, last, repr(round(total, 6)), blanks])


NODES = [
    (51288, "WESTERN HUB", None, None, "HUB", None), (51291, "AECO", None, None, "ZONE", None),
    (1, "PJM-RTO", None, None, "ZONE", None), (1097732340, "BAYONNE LD 1", "13 KV", "LD 1", "LOAD", "PSEG"),
    (32418611, "SMITHBRG,NORTH", "138 KV", 'TR"2"', "GEN", "PECO"), (5413134, "LINDENVFT", None, None, "INTERFACE", None),
]


def prices(stamps, suffix, nodes=NODES, version=True):
    records = []
    for t in stamps:
        energy = round(RANDOM.uniform(-5, 60), 2)
        for node in nodes:
            congestion, loss = round(RANDOM.gauss(0, 8), 6), round(RANDOM.gauss(0, 1), 6)
            record = dict(both(t))
            record.update(zip(("pnode_id", "pnode_name", "voltage", "equipment", "type", "zone"), node))
            record[f"system_energy_price_{suffix}"] = energy
            record[f"total_lmp_{suffix}"] = round(energy + congestion + loss, 6)
            record[f"congestion_price_{suffix}"] = congestion
            record[f"marginal_loss_price_{suffix}"] = loss
            if version:
                record["row_is_current"], record["version_nbr"] = True, 1
            records.append(record)
    return records


def without(records, *columns):
    return [{k: v for k, v in r.items() if k not in columns} for r in records]


# --- prices ---
day = prices(hours(2025, 7, 15), "da")
write("da_hrl_lmps_20250715.csv", table(day), "pjm.da_hrl_lmps", day, ["total_lmp_da"])
write("da_hrl_lmps_20250715.json", envelope("da_hrl_lmps", day), "pjm.da_hrl_lmps", day, ["total_lmp_da"])
fall = prices(hours(2025, 11, 2), "da", NODES[:3])
spring = prices(hours(2025, 3, 9), "da", NODES[:3])
write("da_hrl_lmps_20251102.csv", table(fall), "pjm.da_hrl_lmps", fall, ["total_lmp_da"])
write("da_hrl_lmps_20250309.csv", table(spring), "pjm.da_hrl_lmps", spring, ["total_lmp_da"])
write("day_20251102.json", envelope("da_hrl_lmps", fall, indent=2), "pjm.da_hrl_lmps", fall, ["total_lmp_da"])
write("da_hrl_lmps_20250309.json", bare(spring), "pjm.da_hrl_lmps", spring, ["total_lmp_da"])
write("da_hrl_lmps_ept_20251102.csv", table(without(fall, "datetime_beginning_utc")), "pjm.da_hrl_lmps", fall,
      ["total_lmp_da"])
write("da_hrl_lmps_ept_desc_20251102.csv", table(without(fall, "datetime_beginning_utc")[::-1]), "pjm.da_hrl_lmps",
      fall, ["total_lmp_da"])
few = without(prices(hours(2025, 7, 16, 3), "da"), "datetime_beginning_ept", "voltage", "equipment", "zone",
              "system_energy_price_da", "congestion_price_da", "marginal_loss_price_da", "row_is_current", "version_nbr")
write("subset.json", envelope("da_hrl_lmps", few), "pjm.da_hrl_lmps", few, ["total_lmp_da"])
hourly = prices(hours(2025, 7, 14, 6), "rt", NODES[:3])
old = [dict(r, row_is_current=False, total_lmp_rt=round(r["total_lmp_rt"] + 1, 6)) for r in hourly if r["pnode_id"] == 1]
new = [dict(r, version_nbr=2) if r["pnode_id"] == 1 else r for r in hourly]
write("rt_hrl_lmps_20250714.csv", table(old + new), "pjm.rt_hrl_lmps", old + new, ["total_lmp_rt"])
five = prices(hours(2025, 11, 2, 30, 300), "rt", NODES[:2])
write("rt_fivemin_hrl_lmps_20251102.csv", table(five), "pjm.rt_fivemin_hrl_lmps", five, ["total_lmp_rt"], length=300)
write("prices.csv", table(five), "pjm.rt_fivemin_hrl_lmps", five, ["total_lmp_rt"], length=300)
month = prices(hours(2025, 7, 14, 3, 300), "rt", NODES[:2], version=False)
write("rt_fivemin_mnt_lmps_202507.csv", table(month), "pjm.rt_fivemin_mnt_lmps", month, ["total_lmp_rt"], length=300)
unverified = without(prices(hours(2025, 7, 15, 5), "rt", version=False), "pnode_id", "voltage", "equipment", "zone",
                     "system_energy_price_rt")
write("rt_unverified_hrl_lmps_20250715.json", bare(unverified), "pjm.rt_unverified_hrl_lmps", unverified,
      ["total_lmp_rt"])
write("download.csv", table(unverified), "pjm.rt_unverified_hrl_lmps", unverified, ["total_lmp_rt"])
live = prices(hours(2025, 7, 15, 4, 300), "rt", version=False)
write("rt_unverified_fivemin_lmps_20250715.csv", table(live), "pjm.rt_unverified_fivemin_lmps", live,
      ["total_lmp_rt"], length=300)
weighted = [dict(both(t), name=n[1], type=n[4], five_min_rtlmp=round(RANDOM.uniform(-3, 90), 6), hourly_lmp=20.5)
            for t in hours(2025, 7, 15, 4, 300) for n in NODES[:3]]
write("unverified_five_min_lmps.csv", table(weighted), "pjm.unverified_five_min_lmps", weighted, ["five_min_rtlmp"],
      length=300)

# --- ancillary services ---
services = [("RTO Synchronized Reserve", "Price"), ("MAD Synchronized Reserve", "Price"),
            ("RTO Regulation Mileage", "Price"), ("RTO Mileage Ratio", "Ratio")]


def service_rows(stamps):
    return [dict(both(t), ancillary_service=s, unit=u, value=round(RANDOM.uniform(0, 30), 6), row_is_current=True,
                 version_nbr=1) for t in stamps for s, u in services]


rows = service_rows(hours(2025, 11, 2))
rows[5]["value"] = None
write("ancillary_services_20251102.csv", table(rows), "pjm.ancillary_services", rows, ["value"])
rows = service_rows(hours(2025, 3, 9))
write("da_ancillary_services_20250309.json", envelope("da_ancillary_services", rows), "pjm.da_ancillary_services", rows,
      ["value"])


def reserve_rows(stamps, real):
    records = []
    for t in stamps:
        for locale, service in (("PJM_RTO", "REG"), ("PJM_RTO", "SR"), ("MAD", "SR")):
            reg = service == "REG"
            ccp, pcp = round(RANDOM.uniform(0, 40), 2), round(RANDOM.uniform(0, 4), 2)
            record = dict(both(t), locale=locale, service=service, mcp=round(ccp + pcp, 2), mcp_capped=round(ccp + pcp, 2))
            if real:
                record.update(reg_ccp=ccp if reg else None, reg_pcp=pcp if reg else None)
            record.update(as_req_mw=800.0, total_mw=700.5, as_mw=700.5, ss_mw=475.2)
            if real:
                record.update(tier1_mw=0.0)
            record.update(ircmwt2=0.0, dsr_as_mw=77.1, nsr_mw=None)
            if real:
                record.update(regd_mw=220.8 if reg else None)
            records.append(record)
    return records


def reserve_blanks(records, name, data, feed, length):
    values = [c for c in records[0] if c in ("mcp", "mcp_capped", "as_req_mw", "total_mw", "as_mw", "ss_mw", "tier1_mw",
                                            "ircmwt2", "dsr_as_mw", "nsr_mw", "regd_mw")]
    write(name, data, feed, records, values, length=length, long=False)
    # The two parts of the regulation price are components, not rows; where they are blank they count as well.
    EXPECTED[-1][-1] += sum(1 for r in records for c in ("reg_ccp", "reg_pcp") if c in r and r[c] is None)


rows = reserve_rows(hours(2025, 11, 2, 36, 300)[10:], True)
reserve_blanks(rows, "reserve_market_results_20251102.csv", table(rows), "pjm.reserve_market_results", 300)
rows = reserve_rows(hours(2025, 3, 9), False)
reserve_blanks(rows, "da_reserve_market_results_20250309.json", envelope("da_reserve_market_results", rows),
               "pjm.da_reserve_market_results", 3600)
rows = [dict(both(t), requirement=525.0, regd_ssmw=None, rega_ssmw=310.5, regd_procure=None, rega_procure=525.0,
             total_mw=525.0, deficiency=0.0, rto_perfscore=0.91, rega_mileage=round(RANDOM.uniform(5, 15), 3),
             regd_mileage=None, rega_hourly=None, regd_hourly=None, is_approved=True, modified_datetime_utc=t)
        for t in hours(2025, 11, 2, None, 1800)]
write("reg_market_results_20251102.csv", table(rows), "pjm.reg_market_results", rows,
      ["requirement", "regd_ssmw", "rega_ssmw", "regd_procure", "rega_procure", "total_mw", "deficiency", "rto_perfscore",
       "rega_mileage", "regd_mileage", "rega_hourly", "regd_hourly"], length=1800, long=False)

# --- constraints ---
LINES = [("NOTTINGH230 KV  2-3", "L500.Conastone-PeachBottom.5012"), ("CRANBERY138 KV  CRA-HOY", "ACTUAL"),
         ('12 DRESDEN "A" \\ 345 KV', "L345.Lockport-Kendall.10805")]
rows = [dict(both(t), datetime_ending_utc=t + timedelta(hours=1), monitored_facility=m, contingency_facility=c,
             shadow_price=round(-RANDOM.uniform(0, 60), 2)) for t in hours(2025, 11, 2) for m, c in LINES]
write("da_marginal_value_20251102.json", envelope("da_marginal_value", rows), "pjm.da_marginal_value", rows,
      ["shadow_price"])
rows = [dict(both(t), datetime_ending_utc=t + timedelta(minutes=5), datetime_ending_ept=(t + timedelta(minutes=5)).astimezone(EPT),
             monitored_facility=m, contingency_facility=c, transmission_constraint_penalty_factor=2000.0,
             limit_control_percentage=95.0, shadow_price=round(-RANDOM.uniform(0, 60), 2))
        for t in hours(2025, 3, 9, 30, 300) for m, c in LINES]
write("rt_marginal_value_20250309.csv", table(rows), "pjm.rt_marginal_value", rows,
      ["shadow_price", "transmission_constraint_penalty_factor", "limit_control_percentage"], length=300, long=False)
rows = [dict(datetime_beginning_utc=t, datetime_ending_utc=t + timedelta(hours=n), duration=n, day_ahead_congestion_event=m,
             monitored_facility=m, contingency_facility=c)
        for t, n, (m, c) in zip(hours(2025, 7, 15), (4, 1, 30, 7), LINES + LINES)]
write("da_transconstraints_20250715.json", envelope("da_transconstraints", rows), "pjm.da_transconstraints", rows,
      ["duration"], end="datetime_ending_utc")

# --- load, generation, flows ---
rows = [dict(both(t + timedelta(seconds=1 if i % 3 == 0 else 0)), area=a, instantaneous_load=round(RANDOM.uniform(1e4, 9e4), 4))
        for i, t in enumerate(hours(2025, 11, 2, None, 300)) for a in ("AEP", "PJM RTO")][::-1]
write("inst_load.csv", table(rows), "pjm.inst_load", rows, ["instantaneous_load"], length=0)
rows = [dict(both(t), nerc_region=n, mkt_region=m, zone=z, load_area=a, mw=round(RANDOM.uniform(1e3, 9e4), 3),
             is_verified=a != "DOM") for t in hours(2025, 3, 9)
        for n, m, z, a in (("RFC", "WEST", "AEP", "AEPAPT"), ("SERC", "SOUTH", "DOM", "DOM"), ("RTO", "RTO", "RTO", "RTO"))]
write("hrl_load_metered-20250309.csv", table(rows), "pjm.hrl_load_metered", rows, ["mw"])
for feed, column in (("hrl_load_prelim", "prelim_load_avg_hourly"), ("hrl_load_estimated", "estimated_load_hourly")):
    rows = [dict(both(t), **both(t + timedelta(hours=1), "datetime_ending"), load_area=a)
            | {column: None if i == 4 else round(RANDOM.uniform(1e3, 3e4), 3)}
            for i, t in enumerate(hours(2025, 11, 2)) for a in ("AEP", "MIDATL")]
    write(feed + "_20251102.csv", table(rows), "pjm." + feed, rows, [column])
issues = [datetime(2025, 7, 14, 9, 45, tzinfo=UTC), datetime(2025, 7, 14, 15, 45, tzinfo=UTC)]
rows = [dict(both(i, "evaluated_at_datetime"), **both(t, "forecast_datetime_beginning"),
             **both(t + timedelta(hours=1), "forecast_datetime_ending"), forecast_area=a,
             forecast_load_mw=float(RANDOM.randint(2000, 140000)))
        for t in hours(2025, 7, 15, 12) for i in issues for a in ("AEP", "RTO_COMBINED")]
write("load_frcstd_7_day.json", envelope("load_frcstd_7_day", rows), "pjm.load_frcstd_7_day", rows, ["forecast_load_mw"],
      begin="forecast_datetime_beginning_utc")
rows = [dict(both(i, "evaluated_at"), **both(t, "forecast_hour_beginning"), forecast_area="MIDATL",
             forecast_load_mw=float(RANDOM.randint(20000, 50000))) for i in issues for t in hours(2025, 11, 2)]
write("load_frcstd_hist_20251102.csv", table(rows), "pjm.load_frcstd_hist", rows, ["forecast_load_mw"],
      begin="forecast_hour_beginning_utc")
rows = [dict(both(i, "evaluated_at"), **both(t, "forecast_datetime_beginning"), forecast_area="AEP",
             forecast_load_mw=float(RANDOM.randint(9000, 20000))) for i in issues for t in hours(2025, 7, 15, 6, 300)]
write("very_short_load_frcst.csv", table(rows), "pjm.very_short_load_frcst", rows, ["forecast_load_mw"],
      begin="forecast_datetime_beginning_utc", length=300)
rows = [dict(both(t), fuel_type=f, mw=float(RANDOM.randint(-20, 50000)), fuel_percentage_of_total=round(RANDOM.random(), 2),
             is_renewable=f in ("Solar", "Wind")) for t in hours(2025, 11, 2) for f in ("Coal", "Gas", "Multiple Fuels", "Solar")]
write("gen_by_fuel_20251102.json", envelope("gen_by_fuel", rows, indent=2), "pjm.gen_by_fuel", rows,
      ["mw", "fuel_percentage_of_total"], long=False)
for feed, column in (("wind_gen", "wind_generation_mw"), ("solar_gen", "solar_generation_mw")):
    rows = [dict(both(t), area=a) | {column: round(RANDOM.uniform(-3, 4000), 3)}
            for t in hours(2025, 3, 9) for a in ("MIDATL", "RTO")][::-1]
    write(feed + "-20250309.csv", table(rows), "pjm." + feed, rows, [column])
for feed, step, columns in (("hourly_wind_power_forecast", 3600, ["wind_forecast_mwh"]),
                            ("hourly_solar_power_forecast", 3600, ["solar_forecast_mwh", "solar_forecast_btm_mwh"]),
                            ("five_min_wind_power_forecast", 300, ["wind_forecast_mwh"]),
                            ("five_min_solar_power_forecast", 300, ["solar_forecast_mwh", "solar_forecast_btm_mwh"])):
    rows = [dict(both(i, "evaluated_at"), **both(t), **both(t + timedelta(seconds=step), "datetime_ending"))
            | {c: round(RANDOM.uniform(0, 9000), 1) for c in columns} for i in issues for t in hours(2025, 11, 2, 8, step)]
    write(feed + ".csv", table(rows), "pjm." + feed, rows, columns, length=step, long=False)
rows = [dict(both(t), **both(t + timedelta(hours=1), "datetime_ending"), tie_line=n, actual_flow=float(RANDOM.randint(-900, 900)),
             sched_flow=float(RANDOM.randint(-900, 900)), inadv_flow=None if n == "LIND" else 3.0)
        for t in hours(2025, 11, 2) for n in ("NYIS", "LIND")]
write("act_sch_interchange_20251102.csv", table(rows), "pjm.act_sch_interchange", rows,
      ["actual_flow", "sched_flow", "inadv_flow"], long=False)
rows = [dict(both(t), tie_flow_name=n, actual_mw=float(RANDOM.randint(-900, 900)), scheduled_mw=5.0)
        for t in hours(2025, 7, 15, 5, 300) for n in ("NYIS", "PJM RTO")]
write("five_min_tie_flows.csv", table(rows), "pjm.five_min_tie_flows", rows, ["actual_mw", "scheduled_mw"], length=300,
      long=False)
rows = [dict(both(t), interface_limit_name="AP SOUTH", flow_mw=float(RANDOM.randint(100, 900)), limit_mw=4000.0)
        for t in hours(2025, 7, 15, 5)]
write("da_interface_flows_and_limits.csv", table(rows), "pjm.da_interface_flows_and_limits", rows, ["flow_mw", "limit_mw"],
      long=False)

# --- capacity ---
SHEET = """Resource Clearing Prices for RPM Auctions,,,,
,Capacity Product Type *,RTO,MAAC,EMAAC
DY 18/19,,,,
BRA,CP,164.77,164.77,225.42
BRA,BASE GEN,149.98,149.98,210.63
1IA,***   AUCTION CANCELLED,,,
3IA,CP,"$1,050.00",5.00,**
DY27/28,,,,
BRA,CP,333.44,333.44, ** 
* see the manual,,,,
"""
write("rpm_resource_clearing_prices.csv", SHEET.encode())

# --- what is no data ---
write("empty_items.json", envelope("da_hrl_lmps", []))
single = json.loads(envelope("da_hrl_lmps", day[:1]))
single["items"] = single["items"][0]
write("single_item.json", json.dumps(single).encode())
write("throttled.json", b'{"statusCode": 429, "message": "Rate limit is exceeded. Try again in 45 seconds."}')
write("missing_row_count.json", b'{"errors": [{"field": "rowCount", "message": "Row count is missing"}]}')
write("gateway.html", b"<!DOCTYPE html><html><head><title>503</title></head><body>Service Unavailable</body></html>")
SENTENCE = ("da_hrl_lmps.csv file requested by this IP Address has not been updated since your last successful attempt on "
            "07/15/2025 13:14:51 (throttle 1800 seconds).  For any questions, contact us.\r\n")
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("da_hrl_lmps.csv", (2025, 7, 15, 0, 0, 0)), SENTENCE)
write("da_hrl_lmps.zip", buffer.getvalue())
broken = table(day).decode().replace(",HUB,,", ",HUB,,n/a", 1).split("\r\n")
broken[3] = broken[3].replace("7/15/2025 4:00:00 AM", "13/45/2025 4:00:00 AM", 1)
broken[9] = ",".join(broken[9].split(",")[:7])
write("broken.csv", "\r\n".join(broken[:14]).encode())

with open(os.path.join(HERE, "expected.tsv"), "w") as file:
    for row in EXPECTED:
        file.write("\t".join(str(c) for c in row) + "\n")
