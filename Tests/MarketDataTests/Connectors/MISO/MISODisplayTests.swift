import Foundation
import Testing

@testable import MarketData

@Suite("MISO displays and Data Exchange pages")
struct MISODisplayTests {
  private func rows(_ name: String) throws -> [Observation] {
    try ConnectorRegistry.standard.parse(try MISOFixtures.payload(name), in: ParseContext(mode: .strict)).rows
  }

  @Test("each block of the consolidated table has the interval of its own label")
  func consolidated() throws {
    let rows = try rows("GetLmpConsolidatedTable_0815.json").filter {
      $0.product.kind == .energy && $0.location.id == "MINN.HUB"
    }
    #expect(rows.map(\.product.run) == [.realTimePreliminary, .realTimePreliminary, .dayAheadExAnte, .dayAhead])
    #expect(rows.map(\.seconds) == [300, 3600, 3600, 3600])
    // 08:15 ends five minutes; HE 8 and HE 9 end at 8:00 and 9:00.
    #expect(rows.map(\.start.secondsSince1970) == [1_752_498_600, 1_752_494_400, 1_752_498_000, 1_752_498_000])
    #expect(rows.allSatisfy { $0.publishedAt.secondsSince1970 == 1_752_498_900 })
  }

  @Test("after midnight the last whole hour is HE 24 of the day before")
  func midnight() throws {
    let rows = try rows("GetLmpConsolidatedTable_0015.json").filter {
      $0.product.kind == .energy && $0.location.id == "MINN.HUB"
    }
    #expect(rows.map(\.start.secondsSince1970) == [1_752_469_800, 1_752_465_600, 1_752_469_200, 1_752_469_200])
  }

  @Test("nodes of the five-minute block carry reserve prices in rows of their own")
  func reserves() throws {
    let rows = try rows("GetLmpConsolidatedTable_0815.json").filter { $0.product.kind == .ancillaryService }
    #expect(rows.count == 28)
    #expect(
      Set(rows.map(\.product.name)) == [
        "REGMCP", "REGMILEAGEMCP", "SPINMCP", "SUPPMCP", "STRMCP", "RCPUPMCP", "RCPDOWNMCP",
      ])
    #expect(rows.allSatisfy { $0.seconds == 300 })
  }

  @Test("names of reserve products are the same whatever the display's capitals")
  func names() throws {
    let rows = try rows("GetAncillaryServicesMcp.json")
    #expect(
      Set(rows.map(\.product.name)) == [
        "GENREGMCP", "GENSPINMCP", "GENSUPPMCP", "STRMCP", "DEMREGMCP", "DEMSPINMCP", "DEMSUPPMCP", "RCPUPMCP",
        "RCPDOWNMCP",
      ])
    #expect(Set(rows.map(\.location.id)) == Set((1...8).map(String.init)))
    #expect(rows.allSatisfy { $0.location.kind == .reserveZone })
  }

  @Test("fuels are generation, imports a flow; the stamp ends the interval")
  func fuels() throws {
    let rows = try rows("getfuelmix_2018.json")
    #expect(rows.map(\.product.name) == ["Coal", "Natural Gas", "Solar", "Imports"])
    #expect(rows.map(\.product.kind) == [.generation, .generation, .generation, .flow])
    #expect(rows.allSatisfy { $0.end.secondsSince1970 == 1_516_872_600 && $0.location == MISOLocation.system })
    #expect(try self.rows("getfuelmix_2025.json").first?.end.secondsSince1970 == 1_764_784_500)
  }

  @Test("forecasts carry their issue time, measurements none")
  func issueTimes() throws {
    let rows = try rows("WindSolar_GetCombined.json")
    let forecast = rows.filter { $0.product.kind == .generationForecast }
    let measured = rows.filter { $0.product.kind == .generation }
    #expect(forecast.count == 96)
    #expect(measured.count == 12)
    #expect(forecast.allSatisfy { $0.issuedAt?.secondsSince1970 == 1_762_081_200 })
    #expect(measured.allSatisfy { $0.issuedAt == nil })
    #expect(Set(rows.map(\.product.name)) == ["Wind", "Solar"])
    // Hour 2 of the day on which clocks go back: labels are EST, so there is one of it.
    #expect(forecast.filter { $0.start.secondsSince1970 == 1_762_063_200 }.count == 2)
  }

  @Test("DateTimeEST begins the hour that HourEndingEST ends; anything else is a defect")
  func hourLabels() throws {
    let good =
      #"{"MktDay":"03-10-2025","RefId":"10-Mar-2025 - Interval 06:00 EST","Forecast":[{"DateTimeEST":"2025-03-10 12:00:00 AM","HourEndingEST":"1","Value":"0.00"}]}"#
    let rows = try MISOFixtures.parse(good, name: "getSolarForecast.json").rows
    #expect(rows.map(\.start.secondsSince1970) == [1_741_582_800])
    #expect(rows.map(\.value) == [0])
    let bad = good.replacingOccurrences(of: #""HourEndingEST":"1""#, with: #""HourEndingEST":"2""#)
    #expect(MISOFixtures.failure(bad, name: "getSolarForecast.json")?.code == .noSuchInterval)
    let blank = good.replacingOccurrences(of: "0.00", with: "")
    let parsed = try MISOFixtures.parse(blank, name: "getSolarForecast.json")
    #expect(parsed.rows.map(\.value) == [nil])
    #expect(parsed.blanks == 1)
  }

  @Test("the load's lists: measured, cleared, forecast")
  func load() throws {
    let rows = try rows("RealTimeTotalLoad.json")
    #expect(rows.filter { $0.product == .power(.load, .actual) }.count == 51)
    #expect(rows.filter { $0.product == .power(.award, .dayAhead, "Cleared demand") }.count == 24)
    let forecast = rows.filter { $0.product == .power(.loadForecast, .forecast) }
    #expect(forecast.count == 24)
    #expect(Set(forecast.compactMap { $0.issuedAt?.secondsSince1970 }) == [1_762_074_600])
  }

  @Test("a load after the reference is a defect, not tomorrow's")
  func loadOutOfDay() throws {
    let text =
      #"{"LoadInfo":{"RefId":"14-Jul-2025 - Interval 00:05 EST","ClearedMW":[],"MediumTermLoadForecast":null,"FiveMinTotalLoad":[{"Load":{"Time":"23:55","Value":"70000"}},{"Load":{"Time":"00:05","Value":"71,234"}}]}}"#
    #expect(MISOFixtures.failure(text, name: "x.json")?.code == .noSuchInterval)
    let parsed = try MISOFixtures.parse(text, name: "x.json", .lenient)
    #expect(parsed.rows.map(\.value) == [71_234])
  }

  @Test("the shapes of five-minute prices, as JSON and as CSV, agree row by row")
  func fiveMinutes() throws {
    let json = try rows("GetRealTimeFiveMinExPost_Rolling.json")
    let csv = try rows("rollingmarketday.csv")
    #expect(json.map(\.start) == csv.map(\.start))
    #expect(json.map(\.value) == csv.map(\.value))
    #expect(json.map(\.components) == csv.map(\.components))
  }

  /// Hourly prices are the averages of the twelve labels from five past to the full hour, which shows that labels name
  /// ends.
  @Test("twelve five-minute intervals fill an hour")
  func twelve() throws {
    let rows = try rows("GetRealTimeFiveMinExPost_Rolling.json").filter { $0.location.id == "MINN.HUB" }
    let hour = rows.filter { $0.start.secondsSince1970 >= 1_762_059_600 && $0.end.secondsSince1970 <= 1_762_063_200 }
    #expect(hour.count == 12)
    #expect(rows.map(\.start.secondsSince1970).min() == 1_762_059_300)
  }

  @Test("five-minute rows that are short, textual or blank")
  func fiveMinuteDefects() throws {
    let head = #"{"headers":["INTERVAL","CPNODE","LMP","MLC","MCC"],"data":["#
    let text =
      head
      + #"["2025-07-14T00:05:00","A","1","0","0"],["2025-07-14T00:05:00","B"],["soon","C","1","0","0"],["2025-07-14T00:05:00","D","x","0","0"],["2025-07-14T00:05:00","E",null,null,""]]}"#
    let parsed = try MISOFixtures.parse(text, name: "x.json", .lenient)
    #expect(parsed.rows.map(\.location.id) == ["A", "E"])
    #expect(parsed.rows.map(\.value) == [1, nil])
    #expect(parsed.defects.map(\.code) == [.fieldCount, .notATime, .notANumber])
    #expect(parsed.defects.map(\.place.index) == [1, 2, 3])
    #expect(parsed.blanks == 3)
    #expect(MISOFixtures.failure(text, name: "x.json")?.code == .fieldCount)
    #expect(MISOFixtures.failure(head + "]}", name: "x.json") == nil)
    #expect(
      MISOFixtures.failure(#"{"headers":["INTERVAL","CPNODE"],"data":[["a","b"]]}"#, name: "x.json")?.code
        == .missingField)
    #expect(MISOFixtures.failure(#"{"headers":["INTERVAL","CPNODE"]}"#, name: "x.json")?.code == .missingField)
  }

  @Test("what is no row among five-minute rows is a defect, and the rows behind it are read")
  func fiveMinuteStrangers() throws {
    let text =
      #"{"headers":["INTERVAL","CPNODE","LMP","MLC","MCC"],"data":[{"a":[1]},null,["2025-07-14T00:05:00","A","1","0","0"],["2025-07-14T00:05:00","B",true,"0","0"],["2025-07-14T00:05:00","C",[2],"0","0"],"x",["2025-07-14T00:05:00","D","4","0","0"]]}"#
    let parsed = try MISOFixtures.parse(text, name: "x.json", .lenient)
    #expect(parsed.rows.map(\.value) == [1, 4])
    #expect(parsed.defects.map(\.code) == [.malformed, .malformed, .notANumber, .notANumber, .malformed])
    #expect(parsed.defects.map(\.place.index) == [0, 1, 3, 4, 5])
    #expect(MISOFixtures.failure(text, name: "x.json")?.code == .malformed)
  }

  @Test("pages of the Data Exchange: published energy, intervals as stated, EST")
  func exchange() throws {
    let day = try rows("day-ahead_2025-11-02_lmp-exante.json")
    #expect(Set(day.map(\.seconds)) == [3600])
    #expect(Set(day.map(\.start)).count == 24)
    #expect(day.allSatisfy { $0.components[.energy] == 27 && $0.product.run == .dayAheadExAnte })
    let final = try rows("real-time_2025-03-09_lmp-expost_final.json")
    #expect(final.allSatisfy { $0.seconds == 300 && $0.product.run == .realTime })
    let preliminary = try rows("real-time_2025-03-09_lmp-expost_preliminary.json")
    #expect(preliminary.allSatisfy { $0.product.run == .realTimePreliminary })
  }

  @Test("error documents are typed errors; an empty page is a result")
  func errors() throws {
    let gone = MISOFixtures.failure(#"{"error":"no data"}"#, name: "getfuelmix.json")
    #expect(gone?.code == .operatorError)
    let throttled = MISOFixtures.failure(
      #"{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 12 seconds." }"#,
      name: "day-ahead_2025-11-02_lmp-exante.json")
    #expect(throttled?.code == .throttled)
    #expect(throttled?.operatorCode == "429")
    let denied = MISOFixtures.failure(
      #"{"statusCode":401,"message":"Access denied due to missing subscription key."}"#,
      name: "day-ahead_2025-11-02_lmp-exante.json")
    #expect(denied?.code == .operatorError)
    let empty = try MISOFixtures.parse(
      #"{"data":[],"page":{"pageNumber":1,"totalPages":0,"lastPage":true}}"#,
      name: "day-ahead_2025-11-02_lmp-exante.json")
    #expect(empty.table.isEmpty)
    #expect(empty.defects.isEmpty)
  }

  @Test("a document of another shape is a typed error")
  func shapes() {
    for text in ["[]", "{}", "null", "3", #"{"LMPData":[]}"#, #"{"LMPData":{"RefId":"x"}}"#, #"{"MCPData":null}"#] {
      for name in ["GetLmpConsolidatedTable.json", "GetExAnteLmp.json", "GetAncillaryServicesMcp.json"] {
        #expect(MISOFixtures.failure(text, name: name) != nil, "\(text) as \(name)")
      }
    }
  }

  @Test("parts without a price make a row without a value")
  func partsOnly() throws {
    let text =
      #"{"LMPData":{"RefId":"14-Jul-2025 - Interval 08:15 EST","ExAnteLMP":{"HourAndMin":"08:15","Hub":[{"name":"MINN.HUB","LMP":"","loss":"0.1","congestion":"-1"}]}}}"#
    let parsed = try MISOFixtures.parse(text, name: "x.json", .lenient)
    #expect(parsed.rows.map(\.value) == [nil])
    #expect(parsed.rows.first?.components == [.congestion: -1, .loss: 0.1])
    #expect(parsed.defects.map(\.code) == [.inconsistent])
  }
}
