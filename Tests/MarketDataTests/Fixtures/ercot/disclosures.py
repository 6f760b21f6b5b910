# Sixty-day disclosures; run by generate.py.

DISCLOSED = "02-AUG-25"


def quoted(*fields):
    return ",".join(f'"{field}"' for field in fields)


def curve(prefix, points, separator=""):
    return [f"{prefix}{separator}{part}{i}" for i in range(1, points + 1) for part in ("MW", "Price")]


def points(file, start, seconds, count, defined):
    cells = []
    for i in range(count):
        if i < defined:
            quantity = round(10.5 * i - 3, 1)
            cells += [quantity, file.row(start, seconds, number(-250, 5000), False, quantity)]
        else:
            cells += ["", ""]
    return cells


RESULTS = ["RegUp Awarded", "RegUp MCPC", "RegDown Awarded", "RegDown MCPC", "RRSPFR Awarded", "RRSFFR Awarded",
           "RRSUFR Awarded", "RRS MCPC", "ECRSSD Awarded", "ECRS MCPC", "NonSpin Awarded", "NonSpin MCPC"]

file = File(f"60d_DAM_Gen_Resource_Data-{DISCLOSED}.csv", "np3-966-er")
header = ["Delivery Date", "Hour Ending", "QSE", "DME", "Resource Name", "Resource Type",
          *curve("QSE submitted Curve", 10, "-"), "Start Up Hot", "Start Up Inter", "Start Up Cold", "Min Gen Cost",
          "HSL", "LSL", "Resource Status", "Awarded Quantity", "Settlement Point Name", "Energy Settlement Point Price",
          *RESULTS]
file.lines.append(quoted(*header))
for hour, start in list(counted(AUTUMN))[:4] + list(counted(AUTUMN))[-1:]:
    for unit, defined, awards in (("7RNCHSLR_UNIT1", 0, False), ("ADL_GEN1", 4, True)):
        cells = points(file, start, 3600, 10, defined)
        cells += [file.row(start, 3600, number(0, 900), False) for _ in range(4)] if awards else [""] * 4
        cells += [file.row(start, 3600, number(0, 90), False) for _ in range(2)] + ["ON"]
        if awards:
            cells += [file.row(start, 3600, number(0, 90))]
        else:
            cells += [""]
            file.blanks += 1
        cells += [unit.split("_")[0] + "_RN", file.row(start, 3600, number(), False)]
        if awards:
            cells += [file.row(start, 3600, number(0, 90), "Awarded" in name) for name in RESULTS]
        else:
            cells += [""] * len(RESULTS)
            file.blanks += len(RESULTS)
        file.lines.append(quoted(us(AUTUMN), hour, "QABC", "YABC", unit, "PVGR", *cells))
file.write()

file = File(f"60d_DAM_Load_Resource_Data-{DISCLOSED}.csv", "np3-966-er")
file.line("Delivery Date", "Hour Ending", "Load Resource Name", "Max Power Consumption for Load Resource",
          "Low Power Consumption for Load Resource", *RESULTS)
for hour, start in list(counted(ORDINARY))[:3]:
    cells = [file.row(start, 3600, number(0, 90), False) for _ in range(2)]
    cells += [file.row(start, 3600, number(0, 90), "Awarded" in name) for name in RESULTS]
    file.line(us(ORDINARY), hour, "AAPIPLNC_LD3", *cells)
file.write()

KINDS = ["RRSPFR", "RRSFFR", "RRSUFR", "ECRS", "OFFEC", "ONLINE NONSPIN", "REGUP", "REGDOWN", "OFFLINE NONSPIN"]
file = File(f"60d_DAM_Generation_Resource_ASOffers-{DISCLOSED}.csv", "np3-966-er")
header = ["Delivery Date", "Hour Ending", "QSE", "DME", "Resource Name", "Multi-Hour Block Flag"]
for i in range(1, 6):
    header += [f"BLOCK INDICATOR{i}", *[f"PRICE{i} {kind}" for kind in KINDS], f"QUANTITY MW{i}"]
file.lines.append(quoted(*header))
for hour, start in list(counted(ORDINARY))[:2]:
    cells = []
    for i in range(5):
        if i < 2:
            quantity = 19.5 + 10 * i
            prices = [file.row(start, 3600, number(0, 3000), False, quantity) if kind in ("RRSPFR", "REGUP") else ""
                      for kind in KINDS]
            cells += ["V", *prices, quantity]
        else:
            cells += [""] * 11
    file.lines.append(quoted(us(ORDINARY), f"{hour:02d}", "QABC", "YABC", "ANEM_ESS_BESS1", "N", *cells))
file.write()

for what, noun in (("EnergyBids", "Energy Only Bid"), ("EnergyOnlyOffers", "Energy Only Offer")):
    file = File(f"60d_DAM_{what}-{DISCLOSED}.csv", "np3-966-er")
    file.lines.append(quoted(
        "Delivery Date", "Hour Ending", "Settlement Point", "QSE Name", *curve(noun, 10, " "), noun + " ID",
        "Multi-Hour Block Indicator", "Block/Curve indicator"))
    for hour, start in list(counted(ORDINARY))[:2]:
        for bid in ("233223533", "233223532"):
            cells = points(file, start, 3600, 10, 3)
            file.lines.append(quoted(us(ORDINARY), hour, "ADL_RN", "QCON", *cells, bid, "N", "V"))
    file.write()

for what, noun, identifier in (
    ("EnergyBidAwards", "Energy Only Bid Award in MW", "Bid ID"),
    ("EnergyOnlyOfferAwards", "Energy Only Offer Award in MW", "Offer ID")):
    file = File(f"60d_DAM_{what}-{DISCLOSED}.csv", "np3-966-er")
    file.line("Delivery Date", "Hour Ending", "Settlement Point", "QSE Name", noun, "Settlement Point Price", identifier)
    for hour, start in list(counted(ORDINARY))[:2]:
        for bid in (1, 2):
            award, price = file.row(start, 3600, number(0, 90)), file.row(start, 3600, number(), False)
            file.line(us(ORDINARY), hour, "HB_NORTH", "QCON", award, price, bid)
    file.write()

PATH = ["Settlement Point Source", "Settlement Point Sink"]
file = File(f"60d_DAM_PTPObligationBids-{DISCLOSED}.csv", "np3-966-er")
file.line("Delivery Date", "Hour Ending", "QSE Name", *PATH, "Bid ID", "PtP Bid - MW", "PtP Bid - Price",
          "Multi-Hour Block Indicator")
for hour, start in list(counted(ORDINARY))[:2]:
    file.line(us(ORDINARY), hour, "QCON", "HB_WEST", "LZ_WEST", 77, 12.5, file.row(start, 3600, number(), False, 12.5), "N")
file.write()

file = File(f"60d_DAM_PTPObligationBidAwards-{DISCLOSED}.csv", "np3-966-er")
file.line("Delivery Date", "Hour Ending", "QSE Name", *PATH, "Bid ID", "PtP Bid Award - MW", "PtP Bid - Price")
for hour, start in list(counted(ORDINARY))[:2]:
    award, price = file.row(start, 3600, number(0, 90)), file.row(start, 3600, number(), False)
    file.line(us(ORDINARY), hour, "QCON", "HB_WEST", "LZ_WEST", 77, award, price)
file.write()

for what, blocks in (("PTP_Obligation_Option", True), ("PTP_Obligation_OptionAwards", False)):
    file = File(f"60d_DAM_{what}-{DISCLOSED}.csv", "np3-966-er")
    file.line("Delivery Date", "Hour Ending", "QSE Name", *PATH, "Offer ID", "CRR ID", "MW", "Price",
              *(["Multi-Hour Block Indicator"] if blocks else []))
    start = clock(ORDINARY, 0)
    if blocks:
        cells = [15, file.row(start, 3600, number(), False, 15), "N"]
    else:
        cells = [file.row(start, 3600, number(0, 90)), file.row(start, 3600, number(), False)]
    file.line(us(ORDINARY), 1, "QCON", "HB_WEST", "LZ_WEST", 5, 6, *cells)
    file.write()

ARRANGED = ["REGUP", "REGDN", "NSPIN", "NSPNM", "RRSPFR", "RRSFFR", "RRSUFR", "ECRSS", "ECRSM"]
file = File(f"60d_DAM_QSE_Self_Arranged_AS-{DISCLOSED}.csv", "np3-966-er")
file.line("Delivery Date", "Hour Ending", "QSE Name", *ARRANGED)
for hour, start in list(counted(ORDINARY))[:2]:
    cells = [file.row(start, 3600, number(0, 90), False) for _ in ARRANGED[1:]]
    file.blanks += 1
    file.line(us(ORDINARY), hour, "QABC", "", *cells)
file.write()


def stamps():
    for repeated in (False, True):
        yield f"{us(AUTUMN)} 01:10:25", repeated, clock(AUTUMN, 4225, repeated)


file = File(f"60d_SCED_Gen_Resource_Data-{DISCLOSED}.csv", "np3-965-er")
LIMITS = ["HSL", "HASL", "HDL", "LSL", "LASL", "LDL"]
DUTIES = [f"Ancillary Service {s}" for s in ("REGUP", "REGDN", "RRS", "RRSFFR", "NSRS", "ECRS")]
header = ["SCED Time Stamp", "Repeated Hour Flag", "QSE", "DME", "Resource Name", "Resource Type",
          *curve("SCED1 Curve", 35, "-"), *curve("SCED2 Curve", 35, "-"), "Output Schedule", *LIMITS,
          "Telemetered Resource Status", "Base Point", "Telemetered Net Output ", *DUTIES, "Bid_Type",
          "Start Up Cold Offer", "Start Up Hot Offer", "Start Up Inter Offer", "Min Gen Cost",
          *curve("Submitted TPO", 10, "-"), "Proxy Extension", "AS Capability REGUP", "AS Awards NSPIN", "Ramp Rate Up",
          "State of Charge"]
file.lines.append(quoted(*header))
for stamp, repeated, start in stamps():
    cells = [*points(file, start, 0, 35, 4), *points(file, start, 0, 35, 4), ""]
    cells += [file.row(start, 0, number(0, 300), False) for _ in LIMITS] + ["ON"]
    cells += [file.row(start, 0, number(0, 300)), file.row(start, 0, number(0, 300), False)]
    cells += [file.row(start, 0, number(0, 30), False) for _ in DUTIES] + ["OOC"]
    cells += [file.row(start, 0, number(0, 30), False) for _ in range(4)]
    cells += [*points(file, start, 0, 10, 2), "N", file.row(start, 0, number(0, 30), False)]
    cells += [file.row(start, 0, number(0, 30)), file.row(start, 0, 5.5, False), file.row(start, 0, 88.25, False)]
    file.lines.append(quoted(stamp, yn(repeated), "QABC", "YABC", "7RNCHSLR_UNIT1", "PVGR", *cells))
file.write()

file = File(f"60d_Load_Resource_Data_in_SCED-{DISCLOSED}.csv", "np3-965-er")
file.line("SCED Time Stamp", "Repeated Hour Flag", "QSE", "DME", "Resource Name", "Telemetered Resource Status",
          "Max Power Consumption", "Low Power Consumption", "Real Power Consumption", "AS Responsibility for RRS",
          *curve("SCED Bid to Buy Curve", 10, "-"), "HASL", "HDL", "LASL", "LDL", "Base Point")
for stamp, repeated, start in stamps():
    cells = [file.row(start, 0, number(0, 90), False) for _ in range(4)] + points(file, start, 0, 10, 1)
    cells += [file.row(start, 0, number(0, 90), False) for _ in range(4)]
    file.blanks += 1
    file.line(stamp, yn(repeated), "QEDE", "", "AAPIPLNC_LD3", "ONRL", *cells, "")
file.write()

file = File(f"60d_SCED_SMNE_GEN_RES-{DISCLOSED}.csv", "np3-965-er")
file.line("Interval Time", "Interval Number", "Resource Code", "Interval Value")
begin = clock(AUTUMN, 0)
for place in range(100):
    end = datetime.fromtimestamp(begin + place * 900 + 899, ZONE)
    file.line(f"{end:%m/%d/%Y %H:%M:%S}", place + 1, "19599_1_PV_A1", file.row(begin + place * 900, 900, number(0, 9), False))
file.write()

file = File(f"60d_SCED_QSE_Self_Arranged_AS-{DISCLOSED}.csv", "np3-965-er")
file.line("SCED Time Stamp", "Repeated Hour Flag", "QSE", *ARRANGED)
for stamp, repeated, start in stamps():
    file.line(stamp, yn(repeated), "QAEN", *[file.row(start, 0, number(0, 90), False) for _ in ARRANGED])
file.write()

file = File(f"60d_SCED_DSR_Load_Data-{DISCLOSED}.csv", "np3-965-er")
file.line("SCED Time Stamp", "Repeated Hour Flag", "QSE Name", "Total Telemetered DSR Loads")
for stamp, repeated, start in stamps():
    file.line(stamp, yn(repeated), "QAEN", file.row(start, 0, number(0, 90), False))
file.write()

file = File(f"60d_HDL_LDL_ManOverride-{DISCLOSED}.csv", "np3-965-er")
file.line("SCED Timestamp", "Repeated Hour Flag", "Participant Name", "Resource Name", "HDL Original", "HDL Manual",
          "HDL Final", "LDL Original", "LDL Manual", "LDL Final", "Reason Code")
file.write()

file = File(f"60d_SCED_EOC_Updates_in_OpHour-{DISCLOSED}.csv", "np3-965-er")
file.line("Delivery Date", "Delivery Hour", "Resource Name", "Reason", "Count of Updates During Operating Hour")
for hour in (1, 2):
    value = file.row(clock(ORDINARY, (hour - 1) * 3600), 3600, 6, False)
    file.line(us(ORDINARY), hour, "AE_BESS", '"SOC Management; SOC Management"', value)
file.write()
