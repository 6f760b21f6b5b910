#!/usr/bin/env python3
"""Writes Sources/MarketData/MarketTime/ZoneTable+Generated.swift from the system's tzdata.

    python3 Documentation/tools/generate-zones.py [zoneinfo-directory]

Run it again after a release of the IANA time zone database that touches one of the zones below, then run the tests: they
hold every transition against the system's tzdata.

Each zone becomes one line of a string, with five fields between bars:

    identifiers | offsets in minutes | transitions from 1970 on | first year of the rule | POSIX rule

The transitions start with a capital letter, the offset in force at the start of 1970, followed by pairs of the minutes
since the transition before (base 36, lower case; the first counts from 1970-01-01T00:00Z) and the new offset (a capital
letter, an index into the offsets). Transitions that the rule gives are left out.
"""

import calendar
import datetime
import os
import struct
import sys

ZONES = """
America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Toronto America/Winnipeg
America/Regina America/Edmonton America/Vancouver America/Halifax America/St_Johns America/Moncton America/Anchorage
Pacific/Honolulu America/Puerto_Rico
America/Mexico_City America/Monterrey America/Tijuana America/Hermosillo America/Cancun
America/Sao_Paulo America/Argentina/Buenos_Aires America/Santiago America/Lima America/Bogota America/Montevideo
America/Panama America/Guatemala
Europe/London Europe/Dublin Europe/Lisbon Europe/Madrid Europe/Paris Europe/Brussels Europe/Amsterdam
Europe/Luxembourg Europe/Berlin Europe/Zurich Europe/Vienna Europe/Rome Europe/Malta Europe/Copenhagen Europe/Oslo
Europe/Stockholm Europe/Helsinki Europe/Tallinn Europe/Riga Europe/Vilnius Europe/Warsaw Europe/Prague
Europe/Bratislava Europe/Budapest Europe/Ljubljana Europe/Zagreb Europe/Belgrade Europe/Sarajevo Europe/Skopje
Europe/Podgorica Europe/Tirane Europe/Sofia Europe/Bucharest Europe/Athens Europe/Kyiv Europe/Chisinau
Europe/Istanbul Europe/Moscow Asia/Nicosia Asia/Tbilisi
Asia/Tokyo Asia/Seoul Asia/Kolkata Asia/Singapore Asia/Taipei Asia/Manila Asia/Shanghai Asia/Hong_Kong Asia/Dubai
Asia/Bangkok Asia/Jakarta
Australia/Brisbane Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Adelaide Australia/Darwin
Australia/Perth Pacific/Auckland
Africa/Johannesburg
""".split()

EPOCH_YEAR = 1970


def read_tzif(path):
    """Transitions [(seconds, offset)], the offset before the first, and the POSIX rule of a TZif file (RFC 9636)."""
    data = open(path, "rb").read()
    assert data[:4] == b"TZif" and data[4:5] >= b"2", path

    def header(at):
        return struct.unpack(">6l", data[at + 20 : at + 44])

    isut, isstd, leap, times, types, chars = header(0)
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    isut, isstd, leap, times, types, chars = header(at)
    at += 44
    stamps = struct.unpack(f">{times}q", data[at : at + 8 * times])
    at += 8 * times
    kinds = data[at : at + times]
    at += times
    offsets = [struct.unpack(">lBB", data[at + 6 * i : at + 6 * i + 6])[0] for i in range(types)]
    at += types * 6 + chars + leap * 12 + isstd + isut
    rule = data[at:].strip(b"\n").decode()
    return [(stamp, offsets[kind]) for stamp, kind in zip(stamps, kinds)], offsets[0], rule


def rule_transitions(rule, year):
    """The transitions (seconds, new offset) that a POSIX rule gives in a year."""
    if "," not in rule:
        return []
    names, start, end = rule.split(",")
    standard, daylight = parse_offsets(names)
    result = []
    for text, before, after in ((start, standard, daylight), (end, daylight, standard)):
        day, _, time = text.partition("/")
        month, week, weekday = (int(part) for part in day[1:].split("."))
        sign = -1 if time.startswith("-") else 1
        parts = [int(part) for part in time.lstrip("-").split(":")] if time else [2]
        seconds = sign * sum(part * unit for part, unit in zip(parts, (3600, 60, 1)))
        first = (calendar.weekday(year, month, 1) + 1) % 7  # 0 is Sunday
        number = 1 + (weekday - first) % 7 + (week - 1) * 7
        while number > calendar.monthrange(year, month)[1]:
            number -= 7
        days = (datetime.date(year, month, number) - datetime.date(1970, 1, 1)).days
        result.append((days * 86400 + seconds - before, after))
    return sorted(result)


def parse_offsets(names):
    """Standard and daylight offset, east of Greenwich, of the first part of a POSIX rule."""
    at, found = 0, []
    while at < len(names):
        if names[at] == "<":
            at = names.index(">", at) + 1
        else:
            while at < len(names) and names[at].isalpha():
                at += 1
        begin = at
        while at < len(names) and names[at] in "+-0123456789:":
            at += 1
        text = names[begin:at]
        if text:
            sign = 1 if text.startswith("-") else -1
            parts = [int(part) for part in text.lstrip("+-").split(":")]
            found.append(sign * sum(part * unit for part, unit in zip(parts, (3600, 60, 1))))
        else:
            found.append(found[0] + 3600)
    return found[0], found[1] if len(found) > 1 else found[0]


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits


def encode(path):
    transitions, offset, rule = read_tzif(path)
    for stamp, new in transitions:
        if stamp <= 0:
            offset = new
    initial = offset
    later = []
    for stamp, new in transitions:
        if stamp > 0 and new != offset:  # a change of name alone moves no clock
            later.append((stamp, new))
        if stamp > 0:
            offset = new
    # Drop whole years from the end as long as the rule gives exactly their transitions.
    by_year = {}
    for stamp, new in later:
        by_year.setdefault(datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc).year, []).append((stamp, new))
    standard, _ = parse_offsets(rule.split(",")[0])
    year = 2037
    while year >= EPOCH_YEAR and by_year.get(year, []) == rule_transitions(rule, year):
        year -= 1
    kept = [pair for pair in later if pair[0] < calendar.timegm((year + 1, 1, 1, 0, 0, 0))]
    used = [initial]
    for _, new in kept:
        if new not in used:
            used.append(new)
    assert all(value % 60 == 0 for value in used), path
    text = chr(65 + used.index(initial))
    previous = 0
    for stamp, new in kept:
        assert stamp % 60 == 0, path
        text += base36((stamp - previous) // 60) + chr(65 + used.index(new))
        previous = stamp
    return f"{' '.join(str(value // 60) for value in used)}|{text}|{year + 1}|{rule}"


def wrap(line, width=110):
    """A line of a Swift string, continued with backslashes where it is long."""
    pieces = [line[i : i + width] for i in range(0, len(line), width)]
    for index, piece in enumerate(pieces):  # a space at the end of a line would look like nothing
        while index + 1 < len(pieces) and piece.endswith(" "):
            pieces[index], pieces[index + 1] = piece[:-1], " " + pieces[index + 1]
            piece = pieces[index]
    return "\\\n".join("    " + piece if index == 0 else "    " + piece for index, piece in enumerate(pieces))


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/zoneinfo"
    groups = {}
    for zone in ZONES:
        groups.setdefault(encode(os.path.join(directory, zone)), []).append(zone)
    version = "unknown"
    for name in ("tzdata.zi", "+VERSION"):
        path = os.path.join(directory, name)
        if os.path.exists(path):
            version = open(path).readline().split()[-1]
            break
    lines = [wrap(f"{' '.join(names)}|{text}") for text, names in sorted(groups.items(), key=lambda item: item[1][0])]
    target = os.path.join(
        os.path.dirname(__file__), "../../Sources/MarketData/MarketTime/ZoneTable+Generated.swift")
    with open(target, "w") as file:
        file.write(
            "// Written by Documentation/tools/generate-zones.py; do not edit by hand.\n\n"
            "extension ZoneTable {\n"
            "  /// The release of the IANA time zone database that the table was made from.\n"
            f'  static let release = "{version}"\n\n'
            "  /// One line a zone: identifiers, offsets, transitions from 1970, first year of the rule, rule.\n"
            '  static let text = """\n' + "\n".join(lines) + '\n    """\n}\n')
    print(f"{len(ZONES)} zones in {len(groups)} lines, tzdata {version}")


if __name__ == "__main__":
    main()
