import Testing

@testable import MarketData

@Suite("MISO dates, labels and references")
struct MISOClockTests {
  /// 2025-07-14T00:00 EST.
  private let midnight: Int64 = 1_752_469_200

  @Test(
    "the formats of all eras",
    arguments: [
      ("2025-07-14 4:30:00 AM", 16_200), ("2025-07-14 12:00:00 AM", 0), ("2025-07-14 12:05:00 PM", 43_500),
      ("07/14/2025 12:55:00", 46_500), ("7/14/2025 00:05", 300), ("2025-07-14T08:15:00", 29_700),
      ("2025-07-14 08:15:00.000", 29_700), ("14-Jul-2025", 0), ("07-14-2025", 0), ("2025-07-14T24:00", 86_400),
    ])
  func stamps(text: String, seconds: Int64) {
    #expect(MISOStampReader.instant(text) == midnight + seconds)
  }

  @Test(
    "what is no time",
    arguments: [
      "", "2025-07-14 13:00:00 PM", "2025-07-14 0:00:00 AM", "2025-02-30", "13/01/2025", "14-Jux-2025", "2025-07-14 8",
      "2025-07-14 25:00", "2025-07-14 24:01", "2025-07-14T08:15:00Z", "14/07/25", "2025-07-14 08:60",
      "2025-07-14 8:15 XM",
    ])
  func noStamps(text: String) {
    #expect(MISOStampReader.instant(text) == nil)
  }

  @Test("stamps are Eastern Standard Time in summer too")
  func standardTime() {
    #expect(MISOStampReader.instant("2025-07-14 00:00") == 1_752_469_200)
    #expect(MISOStampReader.instant("2025-01-14 00:00") == 1_736_830_800)
  }

  @Test("hours ending", arguments: [("HE 9", 9), ("HE9", 9), ("24", 24), (" 1 ", 1)])
  func hours(text: String, hour: Int64) {
    #expect(MISOStampReader.hourEnding(text) == hour)
  }

  @Test("what is no hour", arguments: ["HE 0", "HE 25", "HE", "9:00", "", "H 9"])
  func noHours(text: String) {
    #expect(MISOStampReader.hourEnding(text) == nil)
  }

  @Test("a reference gives the day and the instant")
  func reference() {
    let reference = MISOReference("14-Jul-2025 - Interval 08:15 EST")
    #expect(reference?.date == LocalDate(year: 2025, month: 7, day: 14))
    #expect(reference?.instant == midnight + 8 * 3600 + 900)
    #expect(MISOReference("14-Jul-2025") == nil)
    #expect(MISOReference("Interval 08:15 EST") == nil)
  }

  /// The label `HE 24` beside a reference after midnight is the day that has just ended; a naive reading puts it a day
  /// late.
  @Test(
    "a label without a day belongs to the day that is nearest to the reference",
    arguments: [
      (24, 15, 0), (24, 5, 0), (1, 65, 3600), (1, 15, 3600), (24, 1440, 86_400), (24, 1425, 86_400), (8, 495, 28_800),
      (9, 495, 32_400),
    ])
  func nearest(hour: Int64, minutes: Int64, end: Int64) {
    #expect(MISOClock.end(ofLabel: hour * 3600, length: 3600, near: midnight + minutes * 60) == midnight + end)
  }

  @Test("five minutes across midnight, and labels too far off")
  func edges() {
    #expect(MISOClock.end(ofLabel: 0, length: 300, near: midnight + 300) == midnight)
    #expect(MISOClock.end(ofLabel: 86_100, length: 300, near: midnight) == midnight - 300)
    #expect(MISOClock.end(ofLabel: 12 * 3600, length: 3600, near: midnight) == nil)
  }
}
