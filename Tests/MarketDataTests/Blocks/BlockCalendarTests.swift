import MarketData
import Testing

@Suite("BlockCalendar")
struct BlockCalendarTests {
  private func monthly(_ calendar: BlockCalendar, _ block: Block, _ year: Int) -> [Double] {
    (1...12).compactMap { DeliveryPeriod.month($0, of: year) }.map { calendar.hours(of: block, in: $0) }
  }

  private func yearly(_ calendar: BlockCalendar, _ block: Block, _ year: Int) -> Double {
    DeliveryPeriod.year(year).map { calendar.hours(of: block, in: $0) } ?? .nan
  }

  // Hours counted one by one with Python's zoneinfo and a separate rule for the six holidays.
  @Test("5x16 of 2025 by month: 255 days of 16 hours")
  func nerc2025() {
    let onPeak = [352.0, 320, 336, 352, 336, 336, 352, 336, 336, 368, 304, 352]
    let offPeak = [392.0, 352, 407, 368, 408, 384, 392, 408, 384, 376, 417, 392]
    #expect(monthly(.pjm, .nercOnPeak, 2025) == onPeak)
    #expect(monthly(.pjm, .nercOffPeak, 2025) == offPeak)
    #expect(monthly(.ercot, .central5x16, 2025) == onPeak)
    #expect(monthly(.miso, .central5x16, 2025) == onPeak)
    #expect(yearly(.nercEastern, .nercOnPeak, 2025) == 255 * 16)
    #expect(yearly(.nercEastern, .nercOnPeak, 2023) == 4064)
    #expect(yearly(.nercEastern, .nercOnPeak, 2024) == 4096)
    #expect(yearly(.nercEastern, .nercOnPeak, 2026) == 4096)
  }

  @Test("ERCOT's 2x16 and 7x8, the West's 6x16")
  func otherAmerican() {
    #expect(
      monthly(.ercot, .central2x16, 2025) == [144, 128, 160, 128, 160, 144, 144, 160, 144, 128, 176, 144])
    #expect(monthly(.ercot, .central7x8, 2025) == [248, 224, 247, 240, 248, 240, 248, 248, 240, 248, 241, 248])
    #expect(
      monthly(.wecc, .wecc6x16, 2025) == [416, 384, 416, 416, 416, 400, 416, 416, 400, 432, 384, 416])
    #expect(yearly(.wecc, .wecc6x16, 2024) == 4928)
  }

  // EEX: a calendar year of peak is 12 hours on each of its weekdays; base loses an hour in March, gains one in October.
  @Test("European peak and base")
  func european() {
    #expect(yearly(.europeanPeak, .europeanPeak, 2025) == 261 * 12)
    #expect(yearly(.europeanPeak, .europeanPeak, 2024) == 3144)
    #expect(
      monthly(.europeanPeak, .base, 2025) == [744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744])
    #expect(yearly(.europeanPeak, .base, 2025) == 8760)
    // 1 May and 25 December are ordinary peak days.
    #expect(BlockCalendar.europeanPeak.contains(.at("2025-05-01T10:00:00Z"), in: .europeanPeak))
    #expect(BlockCalendar.europeanPeak.contains(.at("2025-12-25T10:00:00Z"), in: .europeanPeak))
    #expect(!BlockCalendar.europeanPeak.contains(.at("2025-05-03T10:00:00Z"), in: .europeanPeak))
  }

  @Test("British EFA blocks begin at 23:00 and hold the clock change")
  func british() throws {
    let calendar = BlockCalendar.britain
    let march = try #require(DeliveryPeriod.month(3, of: 2025))
    #expect(calendar.interval(of: march).description == "2025-02-28T23:00:00Z/2025-03-31T22:00:00Z")
    let efa1 = try #require(calendar["EFA 1"])
    #expect(calendar.hours(of: efa1, in: march) == 31 * 4 - 1)
    #expect(try calendar.hours(of: efa1, in: #require(DeliveryPeriod.month(10, of: 2025))) == 31 * 4 + 1)
    for number in 2...6 {
      #expect(calendar.hours(of: try #require(Block.efa(number)), in: march) == 31 * 4)
    }
    #expect(yearly(calendar, .britishPeak, 2025) == 261 * 12)
    #expect(yearly(calendar, .base, 2025) == 8760)
    #expect(Block.efa(0) == nil && Block.efa(7) == nil)
  }

  @Test("the parts of a partition add up to base, whatever the span")
  func partitions() {
    let partitions: [(BlockCalendar, [Block])] = [
      (.pjm, [.nercOnPeak, .nercOffPeak]), (.pjm, [.nercOnPeak, .eastern2x16, .eastern7x8]),
      (.ercot, [.central5x16, .central2x16, .central7x8]), (.ercot, [.central5x16, .centralOffPeak]),
      (.miso, [.central5x16, .central2x16, .central7x8]), (.wecc, [.wecc6x16, .weccOffPeak]),
      (.europeanPeak, [.europeanPeak, .europeanOffPeak]), (.britain, [.britishPeak, .britishOffPeak]),
      (.britain, (1...6).compactMap(Block.efa)),
    ]
    var generator = SeededGenerator(seed: 516)
    for (calendar, blocks) in partitions {
      for _ in 0..<25 {
        let start = Instant(secondsSince1970: Int64.random(in: 700_000_000...2_000_000_000, using: &generator))
        guard let span = DeliveryInterval(start: start, seconds: Int64.random(in: 1...8_000_000, using: &generator))
        else { continue }
        let parts = blocks.flatMap { calendar.intervals(of: $0, in: span) }
        #expect(parts.reduce(0) { $0 + $1.seconds } == span.seconds, "\(calendar.name) \(span)")
        #expect(DeliveryInterval.merged(parts) == [span])
        #expect(calendar.intervals(of: .base, in: span) == [span])
      }
    }
  }

  @Test("membership agrees with the intervals and with the clock")
  func membership() {
    var generator = SeededGenerator(seed: 823)
    for _ in 0..<300 {
      let instant = Instant(secondsSince1970: Int64.random(in: 1_500_000_000...1_800_000_000, using: &generator))
      let local = MarketTimeZone.eastern.localDateTime(of: instant)
      let expected =
        local.date.isoWeekday <= 5 && !HolidayCalendar.nerc.contains(local.date) && (7..<23).contains(local.hour)
      #expect(BlockCalendar.pjm.contains(instant, in: .nercOnPeak) == expected)
      #expect(BlockCalendar.pjm.contains(instant, in: .nercOffPeak) != expected)
    }
  }

  @Test("masks and weights over a grid")
  func masks() throws {
    let day = MarketTimeZone.eastern.day(.on("2025-11-02"))
    let hours = try #require(DeliveryGrid(covering: day, seconds: 3600))
    // A Sunday of 25 hours: nothing is on-peak, hours ending 1 to 7 and 24 are night, with one repeated.
    #expect(BlockCalendar.pjm.mask(of: .nercOnPeak, over: hours).allSatisfy { !$0 })
    #expect(BlockCalendar.pjm.mask(of: .eastern7x8, over: hours).count { $0 } == 9)
    let halfDays = try #require(DeliveryGrid(start: .at("2025-11-03T05:00:00Z"), seconds: 43_200, count: 4))
    #expect(BlockCalendar.pjm.hours(of: .nercOnPeak, over: halfDays) == [5, 11, 5, 11])
    #expect(BlockCalendar.pjm.mask(of: .nercOnPeak, over: halfDays) == [false, false, false, false])
    #expect(BlockCalendar.pjm.mask(of: .base, over: halfDays) == [true, true, true, true])
  }

  @Test("a definition in force on some dates only")
  func dated() throws {
    let block = Block(
      name: "super peak",
      windows: [
        BlockWindow(days: .all, from: 57_600, to: 75_600, validity: .on("2025-01-01") ... .on("2025-01-10")),
        BlockWindow(days: .all, from: 61_200, to: 75_600, validity: .on("2025-01-11") ... .on("2099-12-31")),
      ])
    let january = try #require(DeliveryPeriod.month(1, of: 2025))
    #expect(BlockCalendar.wecc.hours(of: block, in: january) == 10 * 5 + 21 * 4)
  }
}

@Suite("HolidayCalendar")
struct HolidayCalendarTests {
  // NERC Resources Subcommittee, "Additional Off-peak Days" 2010-2015, and the same rule since.
  @Test(
    "NERC holidays",
    arguments: [
      (2010, ["2010-01-01", "2010-05-31", "2010-07-05", "2010-09-06", "2010-11-25", "2010-12-25"]),
      (2015, ["2015-01-01", "2015-05-25", "2015-07-04", "2015-09-07", "2015-11-26", "2015-12-25"]),
      (2022, ["2022-01-01", "2022-05-30", "2022-07-04", "2022-09-05", "2022-11-24", "2022-12-26"]),
      (2023, ["2023-01-02", "2023-05-29", "2023-07-04", "2023-09-04", "2023-11-23", "2023-12-25"]),
    ])
  func nerc(year: Int, expected: [String]) {
    #expect(HolidayCalendar.nerc.dates(in: year).map(\.description) == expected)
  }

  @Test("six NERC holidays in every year, none on a Sunday")
  func everyYear() {
    for year in 1990...2100 {
      let dates = HolidayCalendar.nerc.dates(in: year)
      #expect(dates.count == 6)
      #expect(dates.allSatisfy { $0.isoWeekday != 7 && HolidayCalendar.nerc.contains($0) })
    }
  }

  // European Central Bank, T2 closing days 2025.
  @Test("T2 closing days")
  func target() {
    #expect(
      HolidayCalendar.target.dates(in: 2025).map(\.description) == [
        "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-12-25", "2025-12-26",
      ])
  }

  @Test("single dates are added and removed; a holiday may move into the year before")
  func exceptions() {
    var calendar = HolidayCalendar(
      name: "test",
      rules: [HolidayRule("New Year's Day", .fixed(month: 1, day: 1), observance: .nearestWeekday, years: 2000...2030)])
    // 1 January 2022 was a Saturday.
    #expect(calendar.dates(in: 2021).map(\.description) == ["2021-01-01", "2021-12-31"])
    #expect(calendar.contains(.on("2021-12-31")))
    #expect(!calendar.contains(.on("2031-01-01")))
    calendar.added = [.on("2024-06-03")]
    calendar.removed = [.on("2024-01-01")]
    #expect(calendar.dates(in: 2024) == [.on("2024-06-03")])
    #expect(!calendar.contains(.on("2024-01-01")))
  }
}
