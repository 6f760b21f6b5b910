import MarketData
import Testing

@Suite("Hour labels")
struct HourLabelTests {
  private func starts(
    _ zone: MarketTimeZone, _ convention: HourLabelConvention, _ date: String, _ labels: [String]
  ) -> [String?] {
    var decoder = HourLabelDecoder(zone: zone, convention: convention)
    return labels.map { text in
      HourLabel(text).flatMap { decoder.start(of: $0, on: .on(date)) }?.description
    }
  }

  @Test("labels are read")
  func reading() {
    #expect(HourLabel("02") == HourLabel(hourEnding: 2))
    #expect(HourLabel("2:00") == HourLabel(hourEnding: 2))
    #expect(HourLabel("24:00") == HourLabel(hourEnding: 24))
    #expect(HourLabel("25") == HourLabel(hourEnding: 25))
    #expect(HourLabel("02X") == HourLabel(hourEnding: 2, occurrence: .second))
    #expect(HourLabel("02*") == HourLabel(hourEnding: 2, occurrence: .second))
    #expect(HourLabel("3A") == HourLabel(hourEnding: 3, occurrence: .first))
    #expect(HourLabel("3B") == HourLabel(hourEnding: 3, occurrence: .second))
    for text in ["", "0", "26", "2:30", "2:0", "X", "02XX", "-1", "002", "2 "] { #expect(HourLabel(text) == nil) }
  }

  // NP4-190-CD of 2025-11-02 has 25 rows, 02:00 twice; 03:00 is left out in spring.
  @Test("ERCOT: the flag marks the second of two equal hours, hour 3 is missing in spring")
  func ercot() {
    var hours = HourLabelDecoder(zone: .central, convention: .clock)
    let autumn = LocalDate.on("2025-11-02")
    #expect(hours.start(of: HourLabel(hourEnding: 2), on: autumn) == nil)
    let first = HourLabel(hourEnding: 2, occurrence: LocalOccurrence(repeatedHourFlag: false))
    let second = HourLabel(hourEnding: 2, occurrence: LocalOccurrence(repeatedHourFlag: true))
    #expect(hours.start(of: first, on: autumn) == .at("2025-11-02T06:00:00Z"))
    #expect(hours.start(of: second, on: autumn) == .at("2025-11-02T07:00:00Z"))
    #expect(hours.start(of: HourLabel(hourEnding: 3), on: autumn) == .at("2025-11-02T08:00:00Z"))
    #expect(hours.interval(HourLabel(hourEnding: 24), on: autumn)?.end == .at("2025-11-03T06:00:00Z"))
    // A flag on an hour that is not repeated is a defect.
    #expect(hours.start(of: second, on: .on("2025-11-03")) == nil)
    #expect(hours.start(of: HourLabel(hourEnding: 3), on: .on("2025-03-09")) == nil)
    #expect(hours.start(of: HourLabel(hourEnding: 4), on: .on("2025-03-09")) == .at("2025-03-09T08:00:00Z"))
    #expect(hours.start(of: HourLabel(hourEnding: 25), on: autumn) == nil)
  }

  // PRC_LMP of 2019-11-03: hour 2 starts at 08:00Z, hour 25 at 09:00Z, hour 3 at 10:00Z.
  @Test("CAISO: hour 25 is filed between 2 and 3")
  func caiso() {
    #expect(
      starts(.pacific, .clockHour25, "2019-11-03", ["1", "2", "25", "3", "24"]) == [
        "2019-11-03T07:00:00Z", "2019-11-03T08:00:00Z", "2019-11-03T09:00:00Z", "2019-11-03T10:00:00Z",
        "2019-11-04T07:00:00Z",
      ])
    #expect(starts(.pacific, .clockHour25, "2019-11-04", ["25"]) == [nil])
    #expect(
      starts(.pacific, .clockHour25, "2019-03-10", ["2", "3", "4", "25"]) == [
        "2019-03-10T09:00:00Z", nil, "2019-03-10T10:00:00Z", nil,
      ])
  }

  // Pool prices of 2000-10-29 are filed 01, 02, 02*, 03; those of 2000-04-02 are filed 01, 03, 04.
  @Test("AESO: 02* in autumn, hour 2 missing in spring")
  func aeso() {
    #expect(
      starts(.alberta, .clockGapByEnd, "2000-10-29", ["01", "02", "02*", "03"]) == [
        "2000-10-29T06:00:00Z", "2000-10-29T07:00:00Z", "2000-10-29T08:00:00Z", "2000-10-29T09:00:00Z",
      ])
    #expect(
      starts(.alberta, .clockGapByEnd, "2000-04-02", ["01", "02", "03", "04"]) == [
        "2000-04-02T07:00:00Z", nil, "2000-04-02T08:00:00Z", "2000-04-02T09:00:00Z",
      ])
    #expect(starts(.alberta, .clockGapByEnd, "2000-04-03", ["02*"]) == [nil])
  }

  @Test("ISO-NE: 02X")
  func isoNewEngland() {
    #expect(
      starts(.eastern, .clockSecondMarked, "2025-11-02", ["01", "02", "02X", "03"]) == [
        "2025-11-02T04:00:00Z", "2025-11-02T05:00:00Z", "2025-11-02T06:00:00Z", "2025-11-02T07:00:00Z",
      ])
    #expect(starts(.eastern, .clockSecondMarked, "2025-03-09", ["02", "03", "04"])[1] == nil)
  }

  @Test("EPEX SPOT: 3A and 3B")
  func epex() {
    #expect(
      starts(.centralEurope, .clock, "2025-10-26", ["2", "3A", "3B", "3", "4"]) == [
        "2025-10-25T23:00:00Z", "2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z", nil, "2025-10-26T02:00:00Z",
      ])
    #expect(starts(.centralEurope, .clock, "2025-03-30", ["3A", "3B", "3"]) == [nil, nil, nil])
    // Column 3A holds hour 3 of an ordinary day, and 3B is empty.
    #expect(starts(.centralEurope, .clock, "2025-06-01", ["3A", "3B"]) == ["2025-06-01T00:00:00Z", nil])
  }

  @Test("counted hours: 1 to 23, 24 or 25")
  func sequential() {
    #expect(
      starts(.central, .sequential, "2024-11-03", ["1", "2", "3", "25"]) == [
        "2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z", "2024-11-03T07:00:00Z", "2024-11-04T05:00:00Z",
      ])
    #expect(starts(.central, .sequential, "2024-03-10", ["3", "23", "24"])[2] == nil)
    #expect(starts(.easternStandard, .sequential, "2025-11-02", ["1", "24", "25"])[0] == "2025-11-02T05:00:00Z")
    #expect(starts(.easternStandard, .sequential, "2025-11-02", ["25"]) == [nil])
  }

  @Test(
    "labels of a day cover it once, in every convention",
    arguments: ["2025-03-09", "2025-11-02", "2025-07-01"])
  func cover(date: String) throws {
    let day = MarketTimeZone.central.day(.on(date))
    let conventions: [HourLabelConvention] = [.sequential, .clock, .clockSecondMarked, .clockHour25, .clockGapByEnd]
    for convention in conventions {
      var decoder = HourLabelDecoder(zone: .central, convention: convention)
      var found: Set<Instant> = []
      for hour in 1...25 {
        for occurrence in [LocalOccurrence.only, .first, .second] {
          let label = HourLabel(hourEnding: hour, occurrence: occurrence)
          if let interval = decoder.interval(label, on: .on(date)) {
            #expect(day.contains(interval))
            found.insert(interval.start)
          }
        }
      }
      #expect(found.count == Int(day.hours))
    }
  }

  @Test("quarters of an hour")
  func quarters() {
    var hours = HourLabelDecoder(zone: .central, convention: .clock)
    let label = HourLabel(hourEnding: 2, occurrence: .second)
    let quarter = hours.interval(label, part: 4, of: 4, on: .on("2025-11-02"))
    #expect(quarter?.description == "2025-11-02T07:45:00Z/2025-11-02T08:00:00Z")
    #expect(hours.interval(label, part: 5, of: 4, on: .on("2025-11-02")) == nil)
    #expect(hours.interval(label, part: 1, of: 7, on: .on("2025-11-02")) == nil)
  }

  @Test("interval-ending stamps")
  func ending() throws {
    var nem = HourLabelDecoder(zone: .nem, convention: .sequential)
    let stamp = try #require(LocalDateTime(year: 2025, month: 12, day: 27))
    #expect(nem.interval(ending: stamp, seconds: 300)?.description == "2025-12-26T13:55:00Z/2025-12-26T14:00:00Z")
    let midnight = try #require(LocalDateTime(year: 2025, month: 12, day: 26, hour: 24))
    #expect(nem.interval(ending: midnight, seconds: 300) == nem.interval(ending: stamp, seconds: 300))
  }
}

@Suite("RowOrderResolver")
struct RowOrderResolverTests {
  private func stamp(_ hour: Int, _ minute: Int = 0) -> LocalDateTime {
    LocalDateTime(date: .on("2025-11-02"), secondsOfDay: Int32(hour * 3600 + minute * 60))
  }

  @Test("hourly rows ordered by time")
  func hourly() {
    var rows = RowOrderResolver(zone: .eastern)
    var found: [String?] = []
    for hour in [0, 1, 1, 2] {
      for series in [61_752, 61_757] { found.append(rows.instant(of: stamp(hour), series: series)?.description) }
    }
    #expect(
      found == [
        "2025-11-02T04:00:00Z", "2025-11-02T04:00:00Z", "2025-11-02T05:00:00Z", "2025-11-02T05:00:00Z",
        "2025-11-02T06:00:00Z", "2025-11-02T06:00:00Z", "2025-11-02T07:00:00Z", "2025-11-02T07:00:00Z",
      ])
    #expect(rows.instant(of: stamp(1), series: 61_752) == nil)
  }

  @Test("five-minute rows, ordered by time and by series")
  func fiveMinute() {
    let minutes = Array(stride(from: 0, to: 60, by: 5))
    let expected = (0..<24).map { Instant.at("2025-11-02T05:00:00Z").advanced(bySeconds: Int64($0) * 300) }
    var byTime = RowOrderResolver(zone: .eastern)
    var found: [[Instant?]] = [[], []]
    for minute in minutes + minutes {
      for series in 0..<2 { found[series].append(byTime.instant(of: stamp(1, minute), series: series)) }
    }
    #expect(found == [expected, expected])
    var bySeries = RowOrderResolver(zone: .eastern)
    for series in 0..<2 {
      #expect((minutes + minutes).map { bySeries.instant(of: stamp(1, $0), series: series) } == expected)
    }
  }

  @Test("descending rows")
  func descending() {
    var rows = RowOrderResolver(zone: .eastern, isDescending: true)
    let found = [2, 1, 1, 0].map { rows.instant(of: stamp($0))?.description }
    #expect(
      found == ["2025-11-02T07:00:00Z", "2025-11-02T06:00:00Z", "2025-11-02T05:00:00Z", "2025-11-02T04:00:00Z"])
  }

  @Test("a skipped stamp is refused, the next year starts afresh")
  func skipped() {
    var rows = RowOrderResolver(zone: .eastern)
    #expect(rows.instant(of: LocalDateTime(date: .on("2025-03-09"), secondsOfDay: 7200)) == nil)
    #expect(rows.instant(of: stamp(1)) == .at("2025-11-02T05:00:00Z"))
    let later = LocalDateTime(date: .on("2026-11-01"), secondsOfDay: 3600)
    #expect(rows.instant(of: later) == .at("2026-11-01T05:00:00Z"))
  }
}
