#!/usr/bin/env python3
"""Writes the CAISO fixtures: invented numbers in the layouts of the operator, and what a reader must find in them.

    python3 generate.py        # in this folder; the same files each time
"""

import datetime as dt
import io
import json
import math
import random
import zipfile
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
UTC = dt.timezone.utc
random.seed(20251102)
expected = {}


def midnight(day):
    return dt.datetime(day.year, day.month, day.day, tzinfo=PACIFIC).astimezone(UTC)


def intervals(day, minutes, first=0, count=None):
    """The intervals of a local day with its operating hour and the number inside it, as OASIS labels them."""
    start, end = midnight(day), midnight(day + dt.timedelta(days=1))
    result = []
    while start < end:
        local = start.astimezone(PACIFIC)
        hour = 25 if local.fold else local.hour + 1
        result.append((start, start + dt.timedelta(minutes=minutes), hour, local.minute // minutes + 1))
        start += dt.timedelta(minutes=minutes)
    return result[first:None if count is None else first + count]


def gmt(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S-00:00")


def price():
    return round(random.uniform(-30, 90), 5)


def expect(name, feed, values, spans, blanks=0):
    known = [value for value in values if value is not None]
    expected[name] = {
        "feed": feed, "rows": len(values), "sum": round(math.fsum(known), 6), "blanks": blanks,
        "start": int(min(a for a, _ in spans).timestamp()), "end": int(max(b for _, b in spans).timestamp()),
    }


def write(name, text):
    with open(name, "w", newline="") as file:
        file.write(text)


def csv(name, header, rows, end="\n"):
    write(name, end.join([header] + [",".join(str(cell) for cell in row) for row in rows]) + end)


# Locational marginal prices -------------------------------------------------------------------------------------------

ITEMS = {"LMP": "LMP_PRC", "MCC": "LMP_CONG_PRC", "MCE": "LMP_ENE_PRC", "MCL": "LMP_LOSS_PRC", "MGHG": "LMP_GHG_PRC"}
LMP_HEADER = ("INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,NODE_ID_XML,NODE_ID,NODE,MARKET_RUN_ID,"
              "LMP_TYPE,XML_DATA_ITEM,PNODE_RESMRID,GRP_TYPE,POS,{},GROUP")
FMM_HEADER = ("INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,NODE_ID_XML,NODE_ID,NODE,MARKET_RUN_ID,LMP_TYPE,"
              "XML_DATA_ITEM,PNODE_RESMRID,GRP_TYPE,POS,PRC,OPR_INTERVAL,GROUP")


def lmp_rows(day, slots, nodes, run, types, fmm=False):
    rows, totals, group = [], [], 0
    for node in nodes:
        parts = {}
        for slot in slots:
            energy, congestion, loss = price(), round(price() / 10, 5), round(price() / 50, 5)
            ghg = round(abs(price()) / 90, 5) if "MGHG" in types else 0
            total = round(energy + congestion + loss + ghg, 5)
            parts[slot[0]] = {"LMP": total, "MCE": energy, "MCC": congestion, "MCL": loss, "MGHG": ghg}
            totals.append(total)
        for kind in types:
            group += 1
            order = list(slots)
            random.shuffle(order)
            for start, end, hour, number in order:
                value = parts[start][kind]
                value = 0 if value == 0 else value
                if fmm:
                    rows.append([gmt(start), gmt(end), day, f"{hour:02d}", node, node, node, run, kind, ITEMS[kind], node,
                                 "ALL", 1, value, number, group])
                else:
                    number = 0 if run == "DAM" else number
                    rows.append([gmt(start), gmt(end), day, hour, number, node, node, node, run, kind, ITEMS[kind], node,
                                 "ALL_APNODES" if node.endswith("APND") else "ALL", 1, value, group])
    return rows, totals


def lmp(name, feed, day, slots, nodes, run, types, column="MW"):
    rows, totals = lmp_rows(day, slots, nodes, run, types, fmm=column == "PRC")
    csv(name, FMM_HEADER if column == "PRC" else LMP_HEADER.format(column), rows)
    expect(name, feed, totals, [slot[:2] for slot in slots])


FOUR, FIVE = ["LMP", "MCC", "MCE", "MCL"], ["LMP", "MCC", "MCE", "MCL", "MGHG"]
SUMMER, SPRING, FALL = dt.date(2025, 6, 1), dt.date(2025, 3, 9), dt.date(2025, 11, 2)
lmp("20250601_20250602_PRC_LMP_DAM_20250531_13_02_11_v12.csv", "caiso.prc_lmp", SUMMER, intervals(SUMMER, 60, 8, 4),
    ["TH_SP15_GEN-APND", "DLAP_SCE-APND", "0096WD_7_N001", "PALOVRDE_ASR-APND"], "DAM", FIVE)
lmp("20251102_20251103_PRC_LMP_DAM_20251101_13_02_11_v12.csv", "caiso.prc_lmp", FALL, intervals(FALL, 60),
    ["TH_NP15_GEN-APND"], "DAM", FIVE)
lmp("20250309_20250310_PRC_LMP_DAM_20250308_13_02_11_v1.csv", "caiso.prc_lmp", SPRING, intervals(SPRING, 60),
    ["TH_NP15_GEN-APND"], "DAM", FOUR)
lmp("20251102_20251102_PRC_INTVL_LMP_RTM_20251102_05_01_00_v3.csv", "caiso.prc_intvl_lmp", FALL,
    intervals(FALL, 5, 20, 8), ["TH_SP15_GEN-APND", "0096WD_7_N001"], "RTM", FIVE, "VALUE")
lmp("20250601_20250602_PRC_HASP_LMP_HASP_20250601_10_00_00_v1.csv", "caiso.prc_hasp_lmp", SUMMER,
    intervals(SUMMER, 15, 40, 4), ["TH_SP15_GEN-APND", "0096WD_7_N001"], "HASP", FOUR)
lmp("20251102_20251103_PRC_RTPD_LMP_RTPD_20251102_10_00_00_v3.csv", "caiso.prc_rtpd_lmp", FALL,
    intervals(FALL, 15, 2, 10), ["TH_ZP26_GEN-APND"], "RTPD", FIVE, "PRC")


def archive(name, members):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as file:
        for member, text in members:
            file.writestr(zipfile.ZipInfo(member, (2025, 6, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def group_zip():
    """Since 2022 a group has one member for each component."""
    slots = intervals(SUMMER, 60, 0, 6)
    rows, totals = lmp_rows(SUMMER, slots, ["TH_NP15_GEN-APND", "ELAP_PACE-APND", "0096WD_7_N001"], "DAM", FIVE)
    name = "20250601_20250601_DAM_LMP_GRP_N_N_v12_csv.zip"
    header = LMP_HEADER.format("MW")
    members = []
    for kind in FIVE:
        lines = [header] + [",".join(str(cell) for cell in row) for row in rows if row[9] == kind]
        members.append((f"20250601_20250601_PRC_LMP_DAM_{kind}_v12.csv", "\n".join(lines) + "\n"))
    archive(name, members)
    expect(name, "caiso.prc_lmp", totals, [slot[:2] for slot in slots])


group_zip()

# Ancillary services ---------------------------------------------------------------------------------------------------

SERVICES = {"RU": "RU_CLR_PRC", "RD": "RD_CLR_PRC", "SR": "SP_CLR_PRC", "NR": "NS_CLR_PRC", "RMU": "RMU_CLR_PRC",
            "RMD": "RMD_CLR_PRC"}


def ancillary(name, feed, day, slots, run, regions):
    rows, values = [], []
    for group, (service, item) in enumerate(SERVICES.items(), 1):
        for start, end, hour, number in slots:
            for region in regions:
                value = round(random.choice([0, 0, random.uniform(0, 25)]), 2)
                value = 0 if value == 0 else value
                values.append(value)
                rows.append([gmt(start), gmt(end), day, hour, 0 if run == "DAM" else number, "Hourly", service, region, run,
                             item, value, group])
    random.shuffle(rows)
    csv(name, "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,OPR_INTERVAL,OPR_TYPE,ANC_TYPE,ANC_REGION,"
        "MARKET_RUN_ID,XML_DATA_ITEM,MW,GROUP", rows)
    expect(name, feed, values, [slot[:2] for slot in slots])


ancillary("20251102_20251103_PRC_AS_DAM_20251101_13_05_00_v12.csv", "caiso.prc_as", FALL, intervals(FALL, 60, 0, 4), "DAM",
          ["AS_CAISO", "AS_CAISO_EXP", "AS_SP26_EXP"])
ancillary("20250309_20250310_PRC_AS_DAM_20250308_13_05_00_v12.csv", "caiso.prc_as", SPRING, intervals(SPRING, 60),
          "DAM", ["AS_CAISO_EXP"])
ancillary("20250601_20250602_PRC_AS_HASP_20250601_10_00_00_v12.csv", "caiso.prc_as_hasp", SUMMER,
          intervals(SUMMER, 60, 10, 2), "HASP", ["AS_CAISO"])
ancillary("20250601_20250602_PRC_INTVL_AS_RTM_20250601_10_00_00_v1.csv", "caiso.prc_intvl_as", SUMMER,
          intervals(SUMMER, 15, 40, 4), "RTM", ["AS_CAISO", "AS_NP26"])

# Load -----------------------------------------------------------------------------------------------------------------

LOAD_HEADER = ("INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,LOAD_TYPE,OPR_DT,OPR_HR,OPR_INTERVAL,MARKET_RUN_ID,TAC_AREA_NAME,"
               "LABEL,XML_DATA_ITEM,POS,MW,EXECUTION_TYPE,GROUP")


def load(name, feed, day, slots, run, item, label, execution, areas, blank=None):
    rows, values = [], []
    for group, area in enumerate(areas, 1):
        for index, (start, end, hour, number) in enumerate(slots):
            value = None if (group, index) == blank else round(random.uniform(500, 30000), 2)
            values.append(value)
            rows.append([gmt(start), gmt(end), 0, day, hour, 0 if len(slots) < 26 else number, run, area, label, item, 0.8,
                         "" if value is None else value, execution, group])
    random.shuffle(rows)
    csv(name, LOAD_HEADER, rows)
    expect(name, feed, values, [slot[:2] for slot in slots], blanks=values.count(None))


load("20251102_20251103_SLD_FCST_DAM_20251101_09_00_00_v1.csv", "caiso.sld_fcst", FALL, intervals(FALL, 60), "DAM",
     "SYS_FCST_DA_MW", "Demand Forecast Day Ahead", "DAM", ["CA ISO-TAC", "PGE-TAC"])
load("20250309_20250310_SLD_FCST_ACTUAL_20250310_09_00_00_v1.csv", "caiso.sld_fcst_actual", SPRING,
     intervals(SPRING, 60), "ACTUAL", "SYS_FCST_ACT_MW", "Total Actual Hourly Integrated Load", "ACTUAL",
     ["CA ISO-TAC", "SCE-TAC"], blank=(2, 5))
load("20250601_20250609_SLD_FCST_7DA_20250601_09_00_00_v1.csv", "caiso.sld_fcst_7da", SUMMER, intervals(SUMMER, 60, 0, 8),
     "7DA", "SYS_FCST_7DA_MW", "Demand Forecast 7-Day Ahead", "7DA", ["CA ISO-TAC", "AZPS", "BANC"])
load("20250601_20250603_SLD_FCST_2DA_20250530_19_00_00_v1.csv", "caiso.sld_fcst_2da", SUMMER, intervals(SUMMER, 60, 0, 8),
     "2DA", "SYS_FCST_2DA_MW", "Demand Forecast 2-Day Ahead", "2DA", ["CA ISO-TAC"])
load("20250601_20250602_SLD_FCST_RTM_20250601_09_00_00_v1.csv", "caiso.sld_fcst_rtm", SUMMER, intervals(SUMMER, 15, 40, 8),
     "RTM", "SYS_FCST_15MIN_MW", "RTM 15Min Load Forecast", "RTPD", ["CA ISO-TAC", "SDGE-TAC"])

# Wind and sun ---------------------------------------------------------------------------------------------------------


def renewable(name, feed, day, slots, run, item, label):
    rows, values = [], []
    for kind, hub in [("Solar", "NP15"), ("Solar", "SP15"), ("Solar", "ZP26"), ("Wind", "NP15"), ("Wind", "SP15")]:
        for start, end, hour, number in slots:
            value = round(random.uniform(-5, 9000), 2)
            values.append(value)
            rows.append([day, hour, 0, gmt(start), gmt(end), hub, kind, label, item, 1, 2, value, run, 1])
    random.shuffle(rows)
    csv(name, "OPR_DT,OPR_HR,OPR_INTERVAL,INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,TRADING_HUB,RENEWABLE_TYPE,LABEL,"
        "XML_DATA_ITEM,MARKET_RUN_ID_POS,RENEW_POS,MW,MARKET_RUN_ID,GROUP", rows)
    expect(name, feed, values, [slot[:2] for slot in slots])


renewable("20251102_20251103_SLD_REN_FCST_DAM_20251101_09_00_00_v1.csv", "caiso.sld_ren_fcst", FALL,
          intervals(FALL, 60, 0, 5), "DAM", "RENEW_FCST_DA_MW", "Renewable Forecast Day Ahead")
renewable("20250309_20250310_SLD_REN_FCST_ACTUAL_20250310_09_00_00_v1.csv", "caiso.sld_ren_fcst_actual", SPRING,
          intervals(SPRING, 60, 0, 5), "ACTUAL", "RENEW_FCST_ACT_MW", "Renewable Forecast Actual")

# Schedules ------------------------------------------------------------------------------------------------------------


def schedules(name, day, slots):
    rows, values = [], []
    groups = [("ALL", "Caiso_Totals", "Export", "ISO_TOT_EXP_MW"), ("ALL", "Caiso_Totals", "Import", "ISO_TOT_IMP_MW"),
              ("GEN", "TAC_NORTH", "Generation", "TOT_GEN_MW"), ("LOAD", "TAC_SOUTH", "Load", "TOT_LOAD_MW")]
    for group, (kind, zone, schedule, item) in enumerate(groups, 1):
        for start, end, hour, _ in slots:
            value = round(random.uniform(0, 20000), 2)
            values.append(value)
            rows.append([gmt(start), gmt(end), kind, day, hour, 0, "DAM", zone, schedule, item, group, value, group])
    csv(name, "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,SLRS_TYPE,OPR_DT,OPR_HR,OPR_INTERVAL,MARKET_RUN_ID,TAC_ZONE_NAME,"
        "SCHEDULE,XML_DATA_ITEM,POS,MW,GROUP", rows)
    expect(name, "caiso.ene_slrs", values, [slot[:2] for slot in slots])


schedules("20251102_20251103_ENE_SLRS_DAM_20251101_13_10_00_v1.csv", FALL, intervals(FALL, 60, 0, 6))

# Fuel and allowances --------------------------------------------------------------------------------------------------


def fuel(name, day):
    slots, rows, values = intervals(day, 60, 0, 6), [], []
    for group, region in enumerate(["FRPGE1", "FRPGE1GHG", "FRSCE1"], 1):
        daily = round(random.uniform(2, 6), 4)
        for start, end, hour, _ in slots:
            values.append(daily)
            rows.append([gmt(start), gmt(end), day, hour, region, region, daily, group])
    csv(name, "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,FUEL_REGION_ID_XML,FUEL_REGION_ID,PRC,GROUP", rows)
    expect(name, "caiso.prc_fuel", values, [slot[:2] for slot in slots])


fuel("20250601_20250602_PRC_FUEL_N_20250531_22_00_00_v1.csv", SUMMER)
slots = intervals(SUMMER, 60, 0, 6)
csv("20250601_20250602_PRC_GHG_ALLOWANCE_N_20250531_22_00_00_v1.csv",
    "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,GHG_PRC_IDX,GROUP",
    [[gmt(a), gmt(b), SUMMER, hour, 27.41, 1] for a, b, hour, _ in slots])
expect("20250601_20250602_PRC_GHG_ALLOWANCE_N_20250531_22_00_00_v1.csv", "caiso.prc_ghg_allowance", [27.41] * 6,
       [slot[:2] for slot in slots])

# Imbalance reserves and reliability capacity, since 2026-05-01 --------------------------------------------------------

MAY = dt.date(2026, 5, 1)
AUTUMN = dt.date(2026, 11, 1)


def capacity_prices(name, day, slots):
    rows, values = [], []
    for node in ["TH_SP15_GEN-APND", "0096WD_7_N001"]:
        for product in ["IRU", "IRD", "RCU", "RCD"]:
            for start, end, hour, _ in slots:
                capacity, congestion = round(random.uniform(0, 9), 5), round(random.uniform(-2, 2), 5)
                loss = round(random.uniform(-1, 1), 5) if product.startswith("RC") else None
                total = round(capacity + congestion + (loss or 0), 5)
                values.append(total)
                rows.append([gmt(start), gmt(end), day, hour, "DAM", node, product, total, capacity, congestion,
                             "" if loss is None else loss])
    csv(name, "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,MARKET_RUN_ID,NODE,PRODUCT,MARGINAL_CLEARING_PRICE,"
        "CAPACITY_PRICE,CONGESTION_PRICE,LOSS_PRICE", rows)
    expect(name, "caiso.dam_cap_prc", values, [slot[:2] for slot in slots])


def capacity_requirements(name, feed, day, slots, run, products, awards):
    rows, values, blanks = [], [], 0
    for area in ["CISO", "PACE"]:
        for product in products:
            for start, end, hour, _ in slots:
                required = round(random.uniform(100, 900), 2) if product.startswith("IR") else None
                award = round(random.uniform(100, 900), 2) if awards else None
                values += [value for value in (required, award) if value is not None]
                blanks += (required is None) + (award is None)
                rows.append([gmt(start), gmt(end), day, hour, run, area, product,
                             "" if required is None else required, "" if award is None else award])
    csv(name, "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,MARKET_RUN_ID,BAA_GRP_ID,PRODUCT_TYPE,REQ_MW,"
        "AGG_AWD_MW", rows)
    expect(name, feed, values, [slot[:2] for slot in slots], blanks=blanks)


capacity_prices("20260501_20260501_DAM_CAP_PRC_GRP_N_N_v1.csv", MAY, intervals(MAY, 60, 0, 3))
capacity_prices("20261101_20261101_DAM_CAP_PRC_GRP_N_N_v1.csv", AUTUMN, intervals(AUTUMN, 60, 0, 4))
capacity_requirements("20260501_20260501_DAM_CAP_REQ_AWRD_GRP_N_N_v1.csv", "caiso.dam_cap_req_awrd", MAY,
                      intervals(MAY, 60, 0, 3), "DAM", ["IRU", "IRD", "RCU", "RCD"], True)
capacity_requirements("20260501_20260501_2DA_CAP_REQ_AWRD_GRP_N_N_v1.csv", "caiso.2da_cap_req_awrd", MAY,
                      intervals(MAY, 60, 0, 3), "2DA", ["IRU", "IRD"], False)

# Public bids ----------------------------------------------------------------------------------------------------------


def bids(name):
    header = ("STARTTIME,STOPTIME,STARTTIME_GMT,STOPTIME_GMT,STARTDATE,MARKET_RUN_ID,RESOURCE_TYPE,SCHEDULINGCOORDINATOR_SEQ,"
              "RESOURCEBID_SEQ,TIMEINTERVALSTART,TIMEINTERVALEND,TIMEINTERVALSTART_GMT,TIMEINTERVALEND_GMT,PRODUCTBID_DESC,"
              "PRODUCTBID_MRID,MARKETPRODUCT_DESC,MARKETPRODUCTTYPE,SELFSCHEDMW,SCH_BID_TIMEINTERVALSTART,"
              "SCH_BID_TIMEINTERVALSTOP,SCH_BID_TIMEINTERVALSTART_GMT,SCH_BID_TIMEINTERVALSTOP_GMT,SCH_BID_XAXISDATA,"
              "SCH_BID_Y1AXISDATA,SCH_BID_Y2AXISDATA,SCH_BID_CURVETYPE")
    slots, rows, values = intervals(FALL, 60, 0, 4), [], []

    def row(slot, kind, resource, service, schedule=None, step=None):
        local = [time.astimezone(PACIFIC).strftime("%Y-%m-%dT%H:%M:%S") for time in slot[:2]]
        stamps = [gmt(slot[0]), gmt(slot[1])]
        cells = local + stamps + [f"{FALL} 00:00:00.0", "DAM", kind, 132683, resource]
        if step is None:
            values.append(schedule)
            cells += local + stamps + ["", "", "", service, "" if schedule is None else schedule] + [""] * 8
        else:
            values.append(step[1])
            cells += [""] * 7 + [service, ""] + local + stamps + list(step) + ["BIDPRICE"]
        rows.append(cells)

    for slot in slots:
        for quantity, offered in [(0, -14.22), (50, 21.5), (120, 35.75)]:
            row(slot, "GENERATOR", 952796, "EN", step=(quantity, offered, ""))
        row(slot, "GENERATOR", 952796, "RU", step=(12, 4.5, 1))
        row(slot, "GENERATOR", 952796, "RMU", step=("", 0, ""))
        row(slot, "INTERTIE", 277035, "EN", schedule=103)
        row(slot, "INTERTIE", 277035, "EN", schedule=17.5)
    row(slots[0], "LOAD", 111111, "EN", schedule=None)
    csv(name, header, rows)
    expect(name, "caiso.pub_bid_dam", values, [slot[:2] for slot in slots], blanks=1)


bids("20251102_20251102_PUB_BID_DAM_v3.csv")

# Today's Outlook ------------------------------------------------------------------------------------------------------


def outlook(name, feed, day, columns, step=5, last=True, decimals=0):
    """Rows in local time: empty on the skipped hour, once only on the repeated one, the next midnight at the end."""
    lines, values, spans, blanks, ambiguous = [",".join(["Time"] + columns)], [], [], 0, 0
    labels = [minute for minute in range(0, 1440, step)] + ([1440] if last else [])
    for minute in labels:
        date = day + dt.timedelta(days=minute // 1440)
        local = dt.datetime(date.year, date.month, date.day, minute % 1440 // 60, minute % 60, tzinfo=PACIFIC)
        label = local.strftime("%H:%M")
        if local.astimezone(UTC).astimezone(PACIFIC).replace(tzinfo=None) != local.replace(tzinfo=None):
            lines.append(label + "," * len(columns))
            continue
        twice = local.utcoffset() != local.replace(fold=1).utcoffset()
        cells = []
        for index, _ in enumerate(columns):
            blank = minute == 1440 and index > 0
            value = None if blank else random.randint(0, 25000)
            if columns[index] == "Solar" and not 6 <= local.hour < 20:
                value = -random.randint(20, 60)
            cells.append("" if value is None else str(value))
            if twice:
                continue
            if value is None:
                blanks += 1
            else:
                values.append(value)
                start = local.astimezone(UTC)
                spans.append((start, start + dt.timedelta(minutes=5)))
        ambiguous += twice
        lines.append(",".join([label] + cells))
    write(name, "\r\n".join(lines) + "\r\n")
    expect(name, feed, values, spans, blanks=blanks)
    expected[name]["ambiguous"] = ambiguous


FUELS = ["Solar", "Wind", "Geothermal", "Biomass", "Biogas", "Small hydro", "Coal", "Nuclear", "Natural Gas",
         "Large Hydro", "Batteries", "Imports", "Other"]
DEMAND = ["Hour ahead forecast", "Current demand", "Net demand"]
outlook("outlook_fuelsource_20250601.csv", "caiso.outlook_fuelsource", SUMMER, FUELS, step=30, last=False)
outlook("outlook_fuelsource_20251102.csv", "caiso.outlook_fuelsource", FALL, FUELS, step=15, last=False)
outlook("outlook_netdemand_20250309.csv", "caiso.outlook_netdemand", SPRING, DEMAND)
outlook("outlook_netdemand_20251102.csv", "caiso.outlook_netdemand", FALL, DEMAND)


def outlook_week(name):
    columns = ["Demand", "Net Demand", "Day-ahead demand forecast", "Day-ahead net demand forecast",
               "Resource adequacy capacity forecast", "Net resource adequacy capacity forecast", "Reserve requirement",
               "Reserve requirement forecast", "Resource adequacy credits"]
    lines, values, spans, blanks = [",".join(["Time"] + columns)], [], [], 0
    for minute in range(0, 300, 5):
        local = dt.datetime(2026, 3, 8, minute // 60, minute % 60, tzinfo=PACIFIC)
        label = local.strftime("%m/%d/%Y %H:%M")
        if local.hour == 2:
            lines.append(label + "," * len(columns))
            continue
        start = local.astimezone(UTC)
        row = [random.randint(1000, 40000) for _ in columns]
        if minute >= 240:
            row = [None if index in (0, 1, 6) else value for index, value in enumerate(row)]
        blanks += row.count(None)
        values += [value for value in row if value is not None]
        spans.append((start, start + dt.timedelta(minutes=5)))
        lines.append(",".join([label] + ["" if value is None else str(value) for value in row]))
    write(name, "\r\n".join(lines) + "\r\n")
    expect(name, "caiso.outlook_rtm_forecast_7day", values, spans, blanks=blanks)


outlook_week("outlook_rtm_forecast_7day_20260308.csv")

# Daily Renewables Watch -----------------------------------------------------------------------------------------------

TROUBLE = ('"The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in '
           'the period that is skipped is invalid.\nParameter name: dateTime"')


def watch(name, day, hour25=False):
    lines, values, spans, bad = [], [], [], 0
    tables = [
        ("Hourly Breakdown of Renewable Resources (MW)",
         "\tHour\t\tGEOTHERMAL\tBIOMASS\t\tBIOGAS\t\tSMALL HYDRO\tWIND TOTAL\tSOLAR PV\tSOLAR THERMAL", 7),
        ("Hourly Breakdown of Total Production by Resource Type (MW)",
         "\tHour\t\tRENEWABLES\tNUCLEAR\t\tTHERMAL\t\tIMPORTS\t\tHYDRO", 5),
    ]
    for number, (title, header, count) in enumerate(tables):
        lines += [("" if number else day.strftime("%m/%d/%y")) + "\t\t\t" + title + "\t" * 14, header + "\t" * 6]
        slots = {hour: (start, end) for start, end, hour, _ in intervals(day, 60)}
        hours = list(range(1, 25)) if not hour25 else [1, 2, 25] + list(range(3, 25))
        for hour in hours:
            row = [random.randint(0, 9000) for _ in range(count)]
            cells = [str(value) for value in row]
            if hour not in slots:
                cells = [TROUBLE if index % 3 else "0" for index in range(count)] if number == 0 else ["#VALUE!"] * count
                bad += 1
            elif hour == 2 and 25 in slots and not hour25:
                bad += 1
            else:
                values += row
                spans.append(slots[hour])
            lines.append("\t" + str(hour) + "\t\t" + "\t\t".join(cells) + "\t\t")
        lines.append("\t" * 17)
    write(name, "\n".join(lines) + "\n")
    expect(name, "caiso.daily_renewables_watch", values, spans)
    expected[name]["ambiguous"] = bad


watch("20250601_DailyRenewablesWatch.txt", SUMMER)
watch("20250309_DailyRenewablesWatch.txt", SPRING)
watch("20251102_DailyRenewablesWatch.txt", FALL)
watch("20241103_DailyRenewablesWatch.txt", dt.date(2024, 11, 3), hour25=True)

# XML, errors and pages ------------------------------------------------------------------------------------------------

SPACE = "http://www.caiso.com/soa/OASISReport_v1.xsd"


def xml(body, prefix=""):
    open_, close = (f'<{prefix}:OASISReport xmlns:{prefix}="{SPACE}">', f"</{prefix}:OASISReport>") if prefix else (
        f'<OASISReport xmlns="{SPACE}">', "</OASISReport>")
    p = prefix + ":" if prefix else ""
    text = (f"<MessageHeader>\n<TimeDate>2025-06-02T18:00:00-00:00</TimeDate>\n<Source>OASIS</Source>\n</MessageHeader>\n"
            f"<MessagePayload>\n<RTO>\n<name>CAISO</name>\n{body}</RTO>\n</MessagePayload>\n")
    text = text.replace("</", "\0").replace("<", "<" + p).replace("\0", "</" + p)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{open_}\n{text}{close}\n'


def xml_report(name, feed, report, run, items, seconds, prefix=""):
    body, values, spans = "", [], []
    for (start, end, hour, _), fields in items:
        value = round(random.uniform(-50, 30000), 2)
        values.append(value)
        spans.append((start, end))
        extra = "".join(f"<{key}>{text}</{key}>\n" for key, text in fields.items())
        body += (f"<REPORT_DATA>\n{extra}<OPR_DATE>2025-06-01</OPR_DATE>\n<INTERVAL_NUM>{hour}</INTERVAL_NUM>\n"
                 f"<INTERVAL_START_GMT>{gmt(start)}</INTERVAL_START_GMT>\n<INTERVAL_END_GMT>{gmt(end)}</INTERVAL_END_GMT>\n"
                 f"<VALUE>{value}</VALUE>\n</REPORT_DATA>\n")
    header = (f"<REPORT_HEADER>\n<SYSTEM>OASIS</SYSTEM>\n<TZ>PPT</TZ>\n<REPORT>{report}</REPORT>\n<MKT_TYPE>{run}</MKT_TYPE>\n"
              f"<UOM>MW</UOM>\n<INTERVAL>ENDING</INTERVAL>\n<SEC_PER_INTERVAL>{seconds}</SEC_PER_INTERVAL>\n</REPORT_HEADER>\n")
    write(name, xml(f"<REPORT_ITEM>\n{header}{body}</REPORT_ITEM>\n", prefix))
    expect(name, feed, values, spans)


def named(item, resource):
    return {"DATA_ITEM": item, "RESOURCE_NAME": resource}


hours = intervals(FALL, 60, 0, 4)
xml_report("ene_slrs.xml", "caiso.ene_slrs", "ENE_SLRS", "DAM",
           [(slot, named(item, "Caiso_Totals")) for slot in hours for item in ("ISO_TOT_EXP_MW", "ISO_TOT_LOAD_MW")], 3600)
xml_report("sld_fcst.xml", "caiso.sld_fcst_rtm", "SLD_FCST", "RTM",
           [(slot, named("SYS_FCST_5MIN_MW", "CA ISO-TAC")) for slot in intervals(SUMMER, 5, 0, 3)]
           + [(slot, named("SYS_FCST_15MIN_MW", "PGE-TAC")) for slot in intervals(SUMMER, 15, 0, 3)], 300, "m")
xml_report("sld_ren_fcst.xml", "caiso.sld_ren_fcst", "SLD_REN_FCST", "DAM",
           [(slot, {"DATA_ITEM": "RENEW_FCST_DA_MW", "TRADING_HUB": "NP15", "RENEWABLE_TYPE": kind})
            for slot in hours for kind in ("Solar", "Wind")], 3600, "m")
xml_report("prc_as.xml", "caiso.prc_as", "PRC_AS", "DAM",
           [(slot, named(item, "AS_CAISO_EXP")) for slot in hours for item in ("SP_CLR_PRC", "RMU_CLR_PRC")], 3600)


def xml_prices(name):
    body, totals = "", []
    for start, end, hour, _ in hours:
        energy, congestion = price(), round(price() / 10, 5)
        totals.append(round(energy + congestion, 5))
        for item, value in (("LMP_PRC", totals[-1]), ("LMP_ENE_PRC", energy), ("LMP_CONG_PRC", congestion)):
            body += (f"<REPORT_DATA>\n<DATA_ITEM>{item}</DATA_ITEM>\n<RESOURCE_NAME>TH_NP15_GEN-APND</RESOURCE_NAME>\n"
                     f"<INTERVAL_START_GMT>{gmt(start)}</INTERVAL_START_GMT>\n<INTERVAL_END_GMT>{gmt(end)}</INTERVAL_END_GMT>\n"
                     f"<VALUE>{value}</VALUE>\n</REPORT_DATA>\n")
    header = "<REPORT_HEADER>\n<REPORT>PRC_LMP</REPORT>\n<MKT_TYPE>DAM</MKT_TYPE>\n</REPORT_HEADER>\n"
    write(name, xml(f"<REPORT_ITEM>\n{header}{body}</REPORT_ITEM>\n", "m"))
    expect(name, "caiso.prc_lmp", totals, [slot[:2] for slot in hours])


xml_prices("prc_lmp.xml")


def error(code, text, prefix):
    return xml(f"<DISCLAIMER_ITEM>\n<DISCLAIMER>Invented.</DISCLAIMER>\n</DISCLAIMER_ITEM>\n<ERROR>\n<ERR_CODE>{code}</ERR_CODE>\n"
               f"<ERR_DESC>{text}</ERR_DESC>\n</ERROR>\n", prefix)


archive("20250601_20250602_SLD_REN_FCST_DAM_v1.zip",
        [("INVALID_REQUEST.xml", error(1000, "No data returned for the specified selection", "m"))])
archive("20250601_20250602_PUB_DAM_GRP_N_N_v3_csv.zip",
        [("INVALID_REQUEST.xml", error(1015, "GroupZip DownLoad is in Processing, Please Submit request after Sometime.", ""))])
write("throttled.html", "<html>\n<head><title>Error</title></head>\n<body><h1>Acceptable Use Policy Violation</h1></body>\n</html>\n")
write("page.html", "<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n")

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1, sort_keys=True)
    file.write("\n")
