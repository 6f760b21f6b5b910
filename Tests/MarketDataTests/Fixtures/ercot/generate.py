#!/usr/bin/env python3
"""Writes small files in ERCOT's formats with invented numbers, and what a reader must find in them (expected.json).

Instants come from Python's zoneinfo, sums from math.fsum: nothing here is computed by the library under test.
Run in this folder: python3 generate.py
"""
import json
import math
import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
RANDOM = random.Random(254)
ORDINARY, SPRING, AUTUMN = date(2025, 6, 3), date(2025, 3, 9), date(2025, 11, 2)
EXPECTED = []


def clock(day, seconds, second=False):
    """The instant at which the clock shows `seconds` after midnight."""
    local = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return int(local.replace(tzinfo=ZONE, fold=1 if second else 0).timestamp())


def hours(day):
    """Hour ending, whether it is the repeated one, and the start, for every hour of a local day."""
    for hour in range(1, 25):
        if day == SPRING and hour == 3:
            continue
        yield hour, False, clock(day, (hour - 1) * 3600)
        if day == AUTUMN and hour == 2:
            yield hour, True, clock(day, 3600, True)


def counted(day):
    """Hours numbered in order of time, and their starts."""
    start = clock(day, 0)
    end = clock(day + timedelta(days=1), 0)
    for number in range((end - start) // 3600):
        yield number + 1, start + number * 3600


def us(day):
    return day.strftime("%m/%d/%Y")


def yn(flag):
    return "Y" if flag else "N"


def number(low=-50, high=4000):
    return round(RANDOM.uniform(low, high), 2)


class File:
    """One fixture: its text and the rows (start, end, value) in it; rows of the feed's main kind are counted apart."""

    def __init__(self, name, feed):
        self.name, self.feed = name, "ercot." + feed
        self.lines, self.rows, self.main, self.blanks, self.missing, self.quantities = [], [], 0, 0, 0, []

    def line(self, *fields):
        self.lines.append(",".join(str(field) for field in fields))

    def row(self, start, seconds, value, main=True, quantity=None):
        self.rows.append((start, start + seconds, value))
        self.main += main
        if quantity is not None:
            self.quantities.append(quantity)
        return value

    def nothing(self, start, seconds):
        """A long row without a value."""
        self.rows.append((start, start + seconds, None))
        self.main += 1
        self.blanks += 1
        self.missing += 1
        return ""

    def write(self, text=None):
        with open(self.name, "w", newline="") as file:
            file.write(text if text is not None else "\n".join(self.lines) + "\n")
        EXPECTED.append(
            {
                "file": self.name,
                "feed": self.feed,
                "rows": len(self.rows),
                "main": self.main,
                "blanks": self.blanks,
                "missing": self.missing,
                "start": min((row[0] for row in self.rows), default=0),
                "end": max((row[1] for row in self.rows), default=0),
                "starts": len({row[0] for row in self.rows}),
                "sum": math.fsum(row[2] for row in self.rows if row[2] is not None),
                "quantities": math.fsum(self.quantities),
            }
        )


def mis(kind, day, time, stem):
    return f"cdr.{kind:08d}.0000000000000000.{day:%Y%m%d}.{time}.{stem}.csv"


# Prices

for day in (ORDINARY, SPRING, AUTUMN):
    file = File(mis(12331, day - timedelta(days=1), "123222", "DAMSPNP4190"), "np4-190-cd")
    file.line("DeliveryDate", "HourEnding", "SettlementPoint", "SettlementPointPrice", "DSTFlag")
    for hour, repeated, start in hours(day):
        for point in ("7RNCHSLR_ALL", "DC_E", "HB_NORTH", "LZ_WEST"):
            file.line(us(day), f"{hour:02d}:00", point, f" {file.row(start, 3600, number())}", yn(repeated))
    file.write()

for day in (ORDINARY, SPRING, AUTUMN):
    file = File(mis(12301, day, "001700", "SPPHLZNP6905"), "np6-905-cd")
    file.line(
        "DeliveryDate", "DeliveryHour", "DeliveryInterval", "SettlementPointName", "SettlementPointType",
        "SettlementPointPrice", "DSTFlag")
    for hour, repeated, start in hours(day):
        if hour > 4:
            continue
        for quarter in range(4):
            at = start + quarter * 900
            for point, kind in (
                ("AEEC", "RN"), ("HB_HUBAVG", "AH"), ("HB_BUSAVG", "SH"), ("HB_WEST", "HU"), ("LZ_AEN", "LZEW"),
                ("LZ_AEN", "LZ"), ("DC_N", "LZ_DC"), ("DC_N", "LZ_DCEW")):
                blank = day == ORDINARY and quarter == 2 and point == "AEEC"
                value = file.nothing(at, 900) if blank else file.row(at, 900, number())
                file.line(us(day), hour, quarter + 1, point, kind, value, yn(repeated))
    file.write()

for name, feed, column in (
    (mis(12300, AUTUMN, "011520", "LMPSROSNODENP6788_20251102_011517"), "np6-788-cd", "SettlementPoint"),
    (mis(11485, AUTUMN, "011520", "LMPSROSEBNP6787_20251102_011517"), "np6-787-cd", "ElectricalBus"),
):
    file = File(name, feed)
    file.line("SCEDTimestamp", "RepeatedHourFlag", column, "LMP")
    for repeated in (False, True):
        for seconds in (3917, 4217, 6911):
            stamp = f"{us(AUTUMN)} 01:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
            for point in ("HB_NORTH", "LZ_WEST", "ADL_RN"):
                value = file.row(clock(AUTUMN, seconds, repeated), 0, number())
                file.line(stamp, yn(repeated), point, f"{value:>12}")
    file.write()

file = File(mis(12328, SPRING, "123224", "DAMHRLMPNP4183"), "np4-183-cd")
file.line("DeliveryDate", "HourEnding", "BusName", "LMP", "DSTFlag")
for hour, repeated, start in hours(SPRING):
    for bus in ("0001", "ADICKS__138C"):
        file.line(us(SPRING), f"{hour:02d}:00", bus, file.row(start, 3600, number()), yn(repeated))
file.write()

for layout, columns in (("", ("SystemLambda",)), ("_capped", ("CappedSystemLambda", "UncappedSystemLambda"))):
    file = File(f"np6-322-cd{layout}.csv", "np6-322-cd")
    file.line("SCEDTimeStamp", "RepeatedHourFlag", *columns)
    for seconds in (11, 311, 86395):
        start = clock(ORDINARY, seconds)
        stamp = f"{us(ORDINARY)} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        file.line(stamp, "N", *[f"{file.row(start, 0, number())}" for _ in columns])
    file.write()

file = File(mis(13113, AUTUMN, "123222", "DAMSYSLAMBDANP4523"), "np4-523-cd")
file.line("DeliveryDate", "HourEnding", "SystemLambda", "DSTFlag")
for hour, repeated, start in hours(AUTUMN):
    file.line(us(AUTUMN), f"{hour:02d}:00", file.row(start, 3600, number()), yn(repeated))
file.write()

file = File(mis(12302, AUTUMN, "012005", "SCEDBTCNP686"), "np6-86-cd")
file.line(
    "SCEDTimeStamp", "RepeatedHourFlag", "ConstraintID", "ConstraintName", "ContingencyName", "ShadowPrice",
    "MaxShadowPrice", "Limit", "Value", "ViolatedMW", "FromStation", "ToStation", "FromStationkV", "ToStationkV",
    "CCTStatus")
for repeated in (False, True):
    start = clock(AUTUMN, 4217, repeated)
    for index, name in enumerate(("LARDVN_LASCRU1_1", "BRUNI_69_1")):
        values = [file.row(start, 0, number(0, 3500), i < 2) for i in range(5)]
        file.line(f"{us(AUTUMN)} 01:10:17", yn(repeated), index + 1, name, "MFOAVLO5", *values, "A", "B", 138, 69, "COMP")
file.write()

file = File(mis(12332, SPRING, "123423", "DASPBCNP4191"), "np4-191-cd")
file.line(
    "DeliveryDate", "HourEnding", "ConstraintID", "ConstraintName", "ContingencyName", "ConstraintLimit",
    "ConstraintValue", "ViolationAmount", "ShadowPrice", "FromStation", "ToStation", "FromStationkV", "ToStationkV",
    "DeliveryTime", "DSTFlag")
for hour, repeated, start in hours(SPRING):
    values = [file.row(start, 3600, number(0, 300), i == 3) for i in range(4)]
    file.line(us(SPRING), f"{hour:02d}:00", 4, " 6345__L", " DWLFMET5", *values, " A", " B", 138, 138, "x", yn(repeated))
file.write()

# Ancillary services

SERVICES = ["RRS", "NSPIN", "REGUP", "REGDN", "ECRS"]

file = File(mis(12329, AUTUMN, "123221", "DAMCPCNP4188"), "np4-188-cd")
file.line("DeliveryDate", "HourEnding", "AncillaryType", "MCPC", "DSTFlag")
for hour, repeated, start in hours(AUTUMN):
    for service in RANDOM.sample(SERVICES, 5):
        file.line(us(AUTUMN), f"{hour:02d}:00", service, file.row(start, 3600, number(0, 20)), yn(repeated))
file.write()

file = File("np6-331-cd_autumn.csv", "np6-331-cd")
file.line("DeliveryDate", "DeliveryHour", "DeliveryInterval", "RepeatedHourFlag", "ASType", "MCPC")
for hour, repeated, start in hours(AUTUMN):
    if hour > 3:
        continue
    for quarter in range(4):
        for service in SERVICES:
            value = file.row(start + quarter * 900, 900, number(0, 20))
            file.line(us(AUTUMN), hour, quarter + 1, yn(repeated), service, value)
file.write()

file = File("np6-332-cd.csv", "np6-332-cd")
file.line("SCEDTimestamp", "RepeatedHourFlag", "ASType", "MCPC")
for seconds in (13, 313):
    for service in SERVICES:
        file.line(f"{us(ORDINARY)} 00:{seconds // 60:02d}:13", "N", service, file.row(clock(ORDINARY, seconds), 0, number(0, 9)))
file.write()

for day in (ORDINARY, SPRING, AUTUMN):
    stamp = (day + timedelta(days=2)).strftime("%d-%b-%y").upper()
    for name, column in (
        ("2d_Cleared_DAM_AS_NSPIN", "Total Cleared AS - NonSpin"), ("2d_Self_Arranged_AS_REGDN", "Total Self-Arranged AS - RegDown")):
        file = File(f"{name}-{stamp}.csv", "np3-911-er")
        file.line('"Delivery Date"', '"Hour Ending"', f'"{column}"')
        for hour, start in counted(day):
            file.line(f'"{us(day)}"', f'"{hour}"', f'"{file.row(start, 3600, number(-10, 3000))}"')
        file.write()
    file = File(f"2d_Agg_AS_Offers_ECRSM-{stamp}.csv", "np3-911-er")
    file.line("Delivery Date", "Hour Ending", "MW Offered", "ECRSM Offer Price")
    for hour, start in counted(day):
        for point in range(hour % 3 + 1):
            quantity = round(100 + 50 * point + RANDOM.random(), 1)
            file.line(us(day), f"{hour:02d}", quantity, file.row(start, 3600, number(0, 90), False, quantity))
    file.write()

# Price adders, before and since December 2025

OLD = (
    "SystemLambda,PRC,RTORPA,RTOFFPA,RTOLCAP,RTOFFCAP,RTOLHSL,RTBP,RTCLRCAP,RTCLRREG,RTCLRBP,RTCLRLSL,RTCLRNS,RTNCLRRRS,"
    "RTOLNSRS,RTCST30HSL,RTOFFNSHSL,RTRUCCST30HSL,RTORDPA,RTRRUC,RTRRMR,RTDNCLR,RTDERS,RTDCTIEIMPORT,RTDCTIEEXPORT,"
    "RTBLTIMPORT,RTBLTEXPORT,RTOLLASL,RTOLHASL,RTNCLRNSCAP,RTNCLRECRS").split(",")
NEW = (
    "SystemLambda,RTRDPA,RTRDPARUS,RTRDPARDS,RTRDPARRS,RTRDPAECRS,RTRDPANSS,RTRRUC,RTRRMR,RTDNCLR,RTDERS,RTDCTIEIMPORT,"
    "RTDCTIEEXPORT,RTBLTIMPORT,RTBLTEXPORT,RTOLLSL,RTOLHSL,RTDLL").split(",")
ADDERS = {
    "RTORPA", "RTOFFPA", "RTORDPA", "RTRDPA", "RTRDPARUS", "RTRDPARDS", "RTRDPARRS", "RTRDPAECRS", "RTRDPANSS",
    "RTRSVPOR", "RTRSVPOFF", "RTRDP", "RTRDPRU", "RTRDPRD", "RTRDPRRS", "RTRDPECRS", "RTRDPNS"}

for name, batch, columns, preamble in (
    ("RTORDCRELDEPpriceAdderNP6323_old", True, OLD, 0), ("RTSCEDPRICEADDERNP6323_new", False, NEW, 0),
    ("RTM_ORDC_REL_DPLY_PRC_ADDR_RSRV_2025", True, OLD, 3)):
    file = File(name + ".csv", "np6-792-er" if preamble else "np6-323-cd")
    for line in range(preamble):
        file.line("Historical Real-Time ORDC and Reliability Deployment Price Adders" if line == 0 else "")
    header = ["SCED Timestamp" if preamble else "SCEDTimestamp", "Repeated Hour Flag" if preamble else "RepeatedHourFlag"]
    shown = ["System Lamda" if preamble and c == "SystemLambda" else c for c in columns]
    file.line(*(["BatchID"] if batch else []), *header, *shown)
    for repeated in (False, True):
        start = clock(AUTUMN, 4217, repeated)
        values = [file.row(start, 0, number(0, 900), c in ADDERS) for c in columns[:-1]]
        file.blanks += 1  # The last column is left blank.
        file.line(*([5061293] if batch else []), f"{us(AUTUMN)} 01:10:17", yn(repeated), *values, "")
    file.write()

for name, flag, columns in (
    ("np6-324-cd_old", "DSTFlag", ["RTRSVPOR", "RTRSVPOFF", "RTRDP"]),
    ("np6-324-cd_new", "RepeatedHourFlag", ["RTRDPA", "RTRDPRU", "RTRDPRD", "RTRDPRRS", "RTRDPECRS", "RTRDPNS"])):
    file = File(name + ".csv", "np6-324-cd")
    file.line("DeliveryDate", "DeliveryHour", "DeliveryInterval", *columns, flag)
    for hour, repeated, start in hours(AUTUMN):
        if hour == 2:
            for quarter in range(4):
                values = [file.row(start + quarter * 900, 900, number(0, 50)) for _ in columns]
                file.line(us(AUTUMN), hour, quarter + 1, *values, yn(repeated))
    file.write()

# Load, wind, solar

FORECAST = ["North", "South", "West", "Houston", "SystemTotal"]
WEATHER = ["Coast", "East", "FarWest", "North", "NorthCentral", "SouthCentral", "Southern", "West", "SystemTotal"]

for day in (ORDINARY, SPRING, AUTUMN):
    file = File(mis(12311, day - timedelta(days=1), "233000", "LFCCONGESTNP3560"), "np3-560-cd")
    file.line("DeliveryDate", "HourEnding", *FORECAST, "DSTFlag    ")
    for hour, repeated, start in hours(day):
        values = [file.row(start, 3600, RANDOM.uniform(8000, 45000)) for _ in FORECAST]
        file.line(us(day), f"{hour}:00", *[f"{value:.19g}" for value in values], yn(repeated))
    file.write()

file = File(mis(12312, ORDINARY, "123000", "LFCWEATHERNP3561"), "np3-561-cd")
file.line("DeliveryDate", "HourEnding", *WEATHER, "DSTFlag")
for hour, repeated, start in hours(ORDINARY):
    file.line(us(ORDINARY), f"{hour:02d}:00", *[file.row(start, 3600, number(1000, 60000)) for _ in WEATHER], "N")
file.write()

file = File(mis(14837, ORDINARY, "123000", "LFCMODWEATHERNP3565"), "np3-565-cd")
file.line("DeliveryDate", "HourEnding", *WEATHER, "Model", "InUseFlag", "DSTFlag")
for hour, repeated, start in hours(ORDINARY):
    for model in ("A3", "E1", "X"):
        values = [number(1000, 60000) for _ in WEATHER]
        for _ in range(2 if model == "E1" else 1):  # The model in use stands under its own name and as the one in use.
            for value in values:
                file.row(start, 3600, value)
        file.line(us(ORDINARY), f"{hour}:00", *values, model, yn(model == "E1"), "N")
file.write()

file = File(mis(13101, AUTUMN + timedelta(days=1), "055000", "ACTUALSYSLOADWZNP6345"), "np6-345-cd")
ACTUAL = ["COAST", "EAST", "FAR_WEST", "NORTH", "NORTH_C", "SOUTHERN", "SOUTH_C", "WEST", "TOTAL"]
file.line("OperDay", "HourEnding", *ACTUAL, "DSTFlag")
for hour, repeated, start in hours(AUTUMN):
    file.line(us(AUTUMN), f"{hour:02d}:00", *[file.row(start, 3600, number(1000, 60000)) for _ in ACTUAL], yn(repeated))
file.write()

file = File(mis(14836, SPRING + timedelta(days=1), "055000", "ACTUALSYSLOADFZNP6346"), "np6-346-cd")
file.line("OperDay", "HourEnding", "NORTH", "SOUTH", "WEST", "HOUSTON", "TOTAL", "DSTFlag")
for hour, repeated, start in hours(SPRING):
    file.line(us(SPRING), f"{hour:02d}:00", *[file.row(start, 3600, number(1000, 60000)) for _ in range(5)], "N")
file.write()

WIND = ["SYSTEM_WIDE_GEN", "COP_HSL_SYSTEM_WIDE", "STWPF_SYSTEM_WIDE", "WGRPP_SYSTEM_WIDE"]
SOLAR = ["SYSTEM_WIDE_GEN", "COP_HSL_SYSTEM_WIDE", "STPPF_SYSTEM_WIDE", "PVGRPP_SYSTEM_WIDE"]


def regional(measures, regions):
    return [f"{measure}_{region}" for region in regions for measure in measures]


for kind, stem, feed, columns in (
    (13028, "WPPHRLYAVGACTNP4732", "np4-732-cd",
     WIND + regional(("GEN", "COP_HSL", "STWPF", "WGRPP"), ("LZ_SOUTH_HOUSTON", "LZ_WEST", "LZ_NORTH"))),
    (14787, "WPPHRLYAVRACTNP4742", "np4-742-cd",
     WIND + regional(("GEN", "COP_HSL", "STWPF", "WGRPP"), ("PANHANDLE", "COASTAL", "SOUTH", "WEST", "NORTH"))),
    (13483, "PVGRPPHRLYAVGACTNP4737", "np4-737-cd", SOLAR),
    (21809, "SPPHRLYACTFCASTGEONP4745", "np4-745-cd",
     SOLAR + regional(("GEN", "COP_HSL", "STPPF", "PVGRPP"),
                      ("CenterWest", "NorthWest", "FarWest", "FarEast", "SouthEast", "CenterEast")))):
    file = File(mis(kind, AUTUMN, "055500", stem), feed)
    file.line("DELIVERY_DATE", "HOUR_ENDING", *columns, "SYSTEM_WIDE_HSL", "DSTFlag")
    for hour, repeated, start in hours(AUTUMN):
        cells = []
        for column in columns + ["SYSTEM_WIDE_HSL"]:
            measured = "GEN" in column or column == "SYSTEM_WIDE_HSL"
            if measured and hour > 5:
                file.blanks += 1
                cells.append("")
            else:
                cells.append(file.row(start, 3600, number(0, 30000), "PF_" in column or "RPP_" in column))
        file.line(us(AUTUMN), hour, *cells, yn(repeated))
    file.write()

# Answers of the public API


def answer(product, report, fields, data, swapped=False):
    head = {"_meta": {"totalRecords": len(data), "pageSize": 100, "totalPages": 1, "currentPage": 1}}
    about = {"report": {"reportName": report, "reportId": "1", "reportEMIL": product, "downloadLimit": 2000000}}
    names = {"fields": [{"name": name, "label": name, "cardinality": i} for i, name in enumerate(fields)]}
    parts = [head, about, {"data": data}, names] if swapped else [head, about, names, {"data": data}]
    return json.dumps({key: value for part in parts for key, value in part.items()}) + "\n"


file = File("np6-905-cd_autumn.json", "np6-905-cd")
data = []
for hour, repeated, start in hours(AUTUMN):
    if hour == 2:
        for quarter in range(4):
            for point, kind in (("HB_NORTH", "HU"), ("LZ_WEST", "LZ"), ("LZ_WEST", "LZEW")):
                value = file.row(start + quarter * 900, 900, number())
                data.append(["2025-11-02", hour, quarter + 1, point, kind, value, repeated])
FIELDS = ["deliveryDate", "deliveryHour", "deliveryInterval", "settlementPoint", "settlementPointType",
          "settlementPointPrice", "DSTFlag"]
file.write(answer("NP6-905-CD", "spp_node_zone_hub", FIELDS, data, swapped=True))

file = File("np6-788-cd_objects.json", "np6-788-cd")
data = []
for second in (18, 319):
    stamp = f"2025-06-03T12:{second // 60:02d}:{second % 60:02d}"
    for point in ("DC_L", "HB_PAN"):
        value = file.row(clock(ORDINARY, 43200 + second), 0, number())
        row = {"SCEDTimestamp": stamp, "repeatHourFlag": False, "settlementPoint": point, "LMP": value}
        data.append(dict(reversed(row.items())) if point == "HB_PAN" else row)
file.write(json.dumps({"_meta": {}, "report": {"reportEMIL": "NP6-788-CD"}, "data": data}))

file = File("np4-737-cd_postings.json", "np4-737-cd")
data = []
for posted in ("2025-06-03T05:55:10", "2025-06-03T06:55:10"):
    for hour in (6, 7):
        start = clock(ORDINARY, (hour - 1) * 3600)
        cells = [file.row(start, 3600, number(0, 30000), i in (2, 3)) if not (i in (0, 4) and hour == 7) else None
                 for i in range(5)]
        file.blanks += cells.count(None)
        data.append([posted, "2025-06-03", hour, *cells, False])
FIELDS = ["postedDatetime", "deliveryDate", "hourEnding", "genSystemWide", "COPHSLSystemWide", "STPPFSystemWide",
          "PVGRPPSystemWide", "HSLSystemWide", "DSTFlag"]
file.write(answer("NP4-737-CD", "spp_hrly_avrg_actl_fcast", FIELDS, data))

file = File("np4-190-cd_empty.json", "np4-190-cd")
file.write(answer("NP4-190-CD", "dam_stlmnt_pnt_prices",
                  ["deliveryDate", "hourEnding", "settlementPoint", "settlementPointPrice", "DSTFlag"], []))

exec(open("disclosures.py").read())
exec(open("dashboards.py").read())

with open("expected.json", "w") as out:
    json.dump(EXPECTED, out, indent=1)
