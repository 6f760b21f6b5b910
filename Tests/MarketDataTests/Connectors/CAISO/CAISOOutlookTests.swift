import MarketData
import Testing

@Suite("CAISO Today's Outlook and Daily Renewables Watch")
struct CAISOOutlookTests {
  /// 2025-11-02T00:00 and 2025-03-09T00:00, Pacific.
  private static let fall: Int64 = 1_762_066_800
  private static let spring: Int64 = 1_741_507_200

  @Test func skippedHourIsEmptyAndNoDefect() throws {
    let rows = try CAISOFixtures.parse("outlook_netdemand_20250309.csv").rows
    let load = rows.filter { $0.product == .power(.load, .actual) }
    // 23 hours of twelve readings.
    #expect(load.count == 276)
    #expect(load.map(\.start.secondsSince1970) == (0..<276).map { CAISOOutlookTests.spring + 300 * $0 })
  }

  @Test func aValueInTheSkippedHourIsADefect() throws {
    let text = "Time,Current demand,Net demand\n01:55,1,2\n02:00,3,\n02:05,,\n03:00,4,5\n"
    let parsed = try CAISOFixtures.parse(text: text, name: "netdemand_20250309.csv", mode: .lenient)
    #expect(parsed.defects.map(\.code) == [.noSuchInterval])
    #expect(parsed.defects.first?.place.line == 3)
    #expect(parsed.rows.map(\.value) == [1, 2, 4, 5])
  }

  @Test func repeatedHourIsNotGuessed() throws {
    let parsed = try CAISOFixtures.parse("outlook_netdemand_20251102.csv", mode: .lenient)
    #expect(parsed.defects.count == 12)
    let starts = Set(parsed.rows.map(\.start.secondsSince1970))
    for second in stride(from: CAISOOutlookTests.fall + 3600, to: CAISOOutlookTests.fall + 3 * 3600, by: 300) {
      #expect(!starts.contains(second))
    }
    #expect(starts.contains(CAISOOutlookTests.fall + 3 * 3600))
    #expect(starts.max() == CAISOOutlookTests.fall + 25 * 3600)
  }

  @Test func lastMidnightIsThatOfTheNextDay() throws {
    let rows = try CAISOFixtures.parse("outlook_netdemand_20250309.csv").rows
    #expect(rows.last?.start.secondsSince1970 == CAISOOutlookTests.spring + 23 * 3600)
    #expect(rows.last?.product == .power(.loadForecast, .hourAhead))
  }

  @Test func aFileWithoutADayIsRefusedUnlessItsFetchIsDated() throws {
    let text = "Time,Solar,Geothermal,Biogas,Imports\n00:00,-37,900,200,6000\n"
    let error = #expect(throws: ParseError.self) { try CAISOFixtures.parse(text: text, name: "fuelsource.csv") }
    #expect(error?.code == .missingField)
    var payload = FeedPayload(name: "fuelsource.csv", bytes: Array(text.utf8))
    // 2025-06-02T05:00Z is still June 1st in California.
    payload.publishedAt = Instant(secondsSince1970: 1_748_840_400)
    let rows = try CAISOFixtures.registry.parse(payload, in: ParseContext()).rows
    #expect(rows.map(\.value) == [-37, 900, 200, 6000])
    #expect(rows.allSatisfy { $0.start.secondsSince1970 == 1_748_761_200 })
  }

  @Test func theDayMayStandInAFolder() throws {
    let text = "Time,Solar,Geothermal,Biogas,Imports\n00:00,-37,900,200,6000\n"
    let parsed = try CAISOFixtures.parse(text: text, name: "outlook/history/20250601/fuelsource.csv")
    #expect(parsed.table.span?.start.secondsSince1970 == 1_748_761_200)
  }

  @Test func fuelsAreNamedAsPublished() throws {
    let rows = try CAISOFixtures.parse("outlook_fuelsource_20250601.csv").rows
    #expect(Set(rows.map(\.product.name)).isSuperset(of: ["Solar", "Small hydro", "Natural Gas", "Batteries"]))
    #expect(Set(rows.map(\.product.kind)) == [.generation])
    #expect(rows.contains { ($0.value ?? 0) < 0 })
  }

  @Test func weekOfForecastsIsKnownWhenItsFirstDayIsOver() throws {
    let chunk = try #require(try CAISOFixtures.parse("outlook_rtm_forecast_7day_20260308.csv").table.chunks.first)
    #expect(chunk.provenance.publicationBasis == .stated)
    // 2026-03-09T00:00 Pacific.
    #expect(chunk.publishedAt.allSatisfy { $0 == 1_773_039_600 })
  }

  @Test func renewablesWatchOnAnOrdinaryDay() throws {
    let rows = try CAISOFixtures.parse("20250601_DailyRenewablesWatch.txt").rows
    #expect(rows.count == 24 * 12)
    #expect(rows.filter { $0.product.name == "SOLAR THERMAL" }.count == 24)
    #expect(rows.filter { $0.product.kind == .flow }.map(\.product.name).allSatisfy { $0 == "IMPORTS" })
  }

  /// Zeros and program text stand in an hour that the day does not have.
  @Test func renewablesWatchOnTheShortDay() throws {
    let parsed = try CAISOFixtures.parse("20250309_DailyRenewablesWatch.txt", mode: .lenient)
    #expect(parsed.defects.map(\.code) == [.noSuchInterval, .noSuchInterval])
    #expect(Set(parsed.rows.map(\.start)).count == 23)
  }

  @Test func renewablesWatchOnTheLongDay() throws {
    let without = try CAISOFixtures.parse("20251102_DailyRenewablesWatch.txt", mode: .lenient)
    #expect(Set(without.rows.map(\.start)).count == 23)
    let with = try CAISOFixtures.parse("20241103_DailyRenewablesWatch.txt")
    #expect(Set(with.rows.map(\.start)).count == 25)
  }

  @Test func programTextInACellIsADefect() throws {
    let text = try CAISOFixtures.text("20250601_DailyRenewablesWatch.txt")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var cells = lines[10].split(separator: "\t", omittingEmptySubsequences: false)
    cells[5] = "\"The supplied DateTime represents an invalid time.\r\nParameter name: dateTime\""
    cells[7] = "#VALUE!"
    var changed = lines
    changed[10] = Substring(cells.joined(separator: "\t"))
    let parsed = try CAISOFixtures.parse(text: changed.joined(separator: "\n"), mode: .lenient)
    #expect(parsed.defects.map(\.code) == [.notANumber, .notANumber])
    #expect(parsed.table.count == 24 * 12 - 2)
  }
}
