# Dashboards and the page of system conditions; run by generate.py.


def offset(instant):
    return datetime.fromtimestamp(instant, ZONE).strftime("%Y-%m-%d %H:%M:%S%z")


UPDATED = clock(ORDINARY, 43200)


def dashboard(file, name, body):
    file.write(json.dumps({"lastUpdated": offset(UPDATED), **body}, indent=2))


file = File("fuel-mix.json", "fuel-mix")
FUELS = ["Coal and Lignite", "Natural Gas", "Power Storage", "Solar", "Wind"]
data = {}
for seconds in (296, 596):
    start = clock(ORDINARY, seconds)
    data[offset(start)] = {fuel: {"gen": file.row(start, 0, number(-900, 9000))} for fuel in FUELS}
capacity = {fuel: file.row(UPDATED, 0, number(900, 90000), False) for fuel in FUELS}
dashboard(file, "fuel-mix", {"monthlyCapacity": capacity, "types": FUELS, "data": {"2025-06-03": data}})

file = File("system-wide-demand.json", "system-wide-demand")
body = {}
for name, day in (("previousDay", ORDINARY - timedelta(days=1)), ("currentDay", AUTUMN), ("nextDay", SPRING)):
    rows = []
    for hour, repeated, start in hours(day):
        row = {"hourEnding": hour, "dstFlag": yn(repeated), "currentLoadForecast": file.row(start, 3600, number(), False)}
        if name == "previousDay":
            row["systemLoad"] = file.row(start, 3600, number())
            row["dayAheadHsl"] = None
            file.blanks += 1
        rows.append({**row, "timestamp": offset(start + 3600), "epoch": (start + 3600) * 1000})
    body[name] = {"dayDate": offset(clock(day, 0)), "data": rows}
dashboard(file, "system-wide-demand", body)

file = File("supply-demand.json", "supply-demand")
rows, ahead = [], []
for minute in (0, 5, 10):
    start = clock(ORDINARY, minute * 60)
    forecast = minute == 10
    rows.append({
        "capacity": file.row(start, 0, number(0, 90000), False), "demand": file.row(start, 0, number(0, 70000), not forecast),
        "forecast": int(forecast), "dstFlag": 0, "interval": minute, "hourEnding": 0, "timestamp": offset(start),
        "epoch": start * 1000})
for hour, repeated, start in hours(ORDINARY):
    ahead.append({
        "hourEnding": hour, "forecastedDemand": file.row(start, 3600, number(), False),
        "availCapGen": file.row(start, 3600, number(), False), "timestamp": offset(start + 3600), "epoch": (start + 3600) * 1000})
dashboard(file, "supply-demand", {"data": rows, "forecast": ahead})

file = File("combine-wind-solar.json", "combine-wind-solar")
cells = {}
for hour, repeated, start in hours(AUTUMN):
    row = {"hourEnding": hour, "dstFlag": yn(repeated), "actualWind": None, "stwpf": file.row(start, 3600, number(), False)}
    if hour < 4:
        row["actualWind"] = file.row(start, 3600, number())
    else:
        file.blanks += 1
    row["stppfDayAhead"] = file.row(start, 3600, number(), False)
    cells[str((start + 3600) * 1000)] = {**row, "timestamp": offset(start + 3600), "epoch": (start + 3600) * 1000}
dashboard(file, "combine-wind-solar", {"currentDay": {"date": "2025-11-02 03:00:00-0600", "data": cells}})

file = File("system-wide-prices.json", "system-wide-prices")
real, ahead = [], []
for quarter in range(4):
    end = clock(ORDINARY, quarter * 900) + 900
    real.append({"intervalEnding": f"{quarter // 4:02d}:{(quarter + 1) % 4 * 15:02d}", "dstFlag": "N",
                 "hbNorth": file.row(end - 900, 900, number()), "lzWest": file.row(end - 900, 900, number()),
                 "timestamp": offset(end), "interval": end * 1000})
for hour, repeated, start in hours(ORDINARY):
    ahead.append({"hourEnding": hour, "dstFlag": "N", "hbNorth": file.row(start, 3600, number()),
                  "timestamp": offset(start + 3600), "interval": (start + 3600) * 1000})
dashboard(file, "system-wide-prices", {"rtSppData": real, "damSppData": ahead})

file = File("energy-storage-resources.json", "energy-storage-resources")
rows = []
for minute in (0, 5):
    start = clock(ORDINARY, minute * 60)
    rows.append({"tagCLastTime": "", "dstFlag": "N", "totalCharging": file.row(start, 0, -354.183, False),
                 "totalDischarging": file.row(start, 0, 813.958), "netOutput": file.row(start, 0, 459.775),
                 "timestamp": offset(start), "epoch": start * 1000})
dashboard(file, "energy-storage-resources", {"currentDay": {"dayDate": offset(clock(ORDINARY, 0)), "data": rows}})

file = File("dc-tie-flows.json", "dc-tie-flows")
rows = []
for second in (0, 10):
    start = clock(ORDINARY, second)
    rows.append({"currentFrequency": file.row(start, 0, 60.012, False),
                 "currentSystemInertia": file.row(start, 0, 329296, False), "dcE": file.row(start, 0, -51),
                 "dcN": file.row(start, 0, -218), "timestamp": offset(start), "epoch": start * 1000,
                 "interval": "00:00:00", "dstFlag": "N"})
dashboard(file, "dc-tie-flows", {"data": rows})

file = File("daily-prc.json", "daily-prc")
rows = [{"timestamp": offset(clock(ORDINARY, s)), "epoch": clock(ORDINARY, s) * 1000,
         "prc": file.row(clock(ORDINARY, s), 0, 10914 + s)} for s in (5, 13)]
dashboard(file, "daily-prc", {"current_condition": {"eea_level": 0, "state": "normal", "prc_value": "18,983"}, "data": rows})

file = File("ancillary-service-capacity-monitor.json", "ancillary-service-capacity-monitor")
groups = {
    "responsiveReserveCapabilityGroup": [["key", "value"], ["rrcCapPfrGenEsr", file.row(UPDATED, 0, 1376)]],
    "responsiveReserveAwardsGroup": [["key", "value"], ["rrAwdGen", file.row(UPDATED, 0, 1377)]],
    "regulationCapacityGroup": [["key", "value"], ["regUpCap", file.row(UPDATED, 0, 334)]],
    "systemAvailableCapacityGroup": [["key", "value"], ["capClrDecreaseBp", file.row(UPDATED, 0, -6, False)]],
}
dashboard(file, "ancillary-service-capacity-monitor", {"epoch": str(UPDATED), "interval": "12:00:00", "dstFlag": "N", "data": groups})

file = File("real_time_system_conditions.html", "real_time_system_conditions")
cells = [("Current Frequency", 59.998, False), ("Actual System Demand", 65912, True), ("Total Wind Output", 17978, False),
         ("Total PVGR Output", 0, False), ("DC_E (East)", -443, False), ("DC_S (Eagle Pass)", 1, False)]
text = "<html><head><title>Real-Time System Conditions</title></head><body>\n"
text += "<div class='header1'>Real-Time System Conditions</div>\n"
text += f'<div class="schedTime rightAlign">Last Updated: Jun 03, 2025 12:00:00</div><table>\n'
for label, value, main in cells:
    file.row(UPDATED, 0, value, main)
    text += f'<tr>\n  <td class="tdLeft">{label}</td>\n  <td class="labelClassCenter">{value}</td>\n</tr>\n'
file.write(text + "</table></body></html>\n")
