import MarketData
import Testing

/// Rows that are read by what repeats in them give what their columns give, whatever stands between them.
@Suite("ERCOT repeating rows")
struct ERCOTRepeatingRowsTests {
  /// What a parse gives: rows, defects with their places, and blanks; or the error.
  private enum Outcome: Equatable {
    case parsed([String], values: [UInt64], [ParseError], blanks: Int)
    case failed(ParseError)

    init(_ bytes: [UInt8], _ name: String, _ context: ParseContext) {
      do throws(ParseError) {
        let payload = FeedPayload(name: name, bytes: bytes)
        let parsed = try ConnectorRegistry([ERCOTConnector()]).parse(payload, in: context)
        let values = parsed.table.chunks.flatMap { $0.values.map(\.bitPattern) }
        self = .parsed(
          parsed.rows.map { String(describing: $0) }, values: values, parsed.defects, blanks: parsed.blanks)
      } catch {
        self = .failed(error)
      }
    }
  }

  /// Reads the same bytes in both ways, in both modes: fields as short as these limits allow are always read by their columns.
  private static func compare(
    _ bytes: [UInt8], _ name: String, maxRows: Int = 100_000, _ note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for mode in [ParseMode.strict, .lenient] {
      var limits = Limits.default
      limits.maxRows = maxRows
      let quick = Outcome(bytes, name, ParseContext(mode: mode, limits: limits))
      limits.maxFieldBytes = 100
      let byColumns = Outcome(bytes, name, ParseContext(mode: mode, limits: limits))
      #expect(quick == byColumns, "\(mode) \(note)", sourceLocation: sourceLocation)
    }
  }

  private static let fixtures = ERCOTFixture.expectations.map(\.file).filter { file in
    ["NP6905", "NP4190", "NP6788", "NP6787", "NP4183", "NP4188"].contains { file.contains($0) }
  }

  private static let name = "cdr.00012301.0000000000000000.20251102.001700.SPPHLZNP6905.csv"
  private static let header = [
    "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,DSTFlag"
  ]

  /// Quarter-hours of some points, among them the hour that the day repeats.
  private static func day(_ date: String = "11/02/2025") -> [String] {
    let points = ["A,RN", "HB_B,HU", "LZ_C,LZ", "LONG_NAME,PUN"]
    var lines: [String] = []
    for (hour, flag) in [(1, "N"), (2, "N"), (2, "Y"), (3, "N"), (4, "N")] {
      for quarter in 1...4 {
        for (place, point) in points.enumerated() {
          lines.append("\(date),\(hour),\(quarter),\(point),\(place * 17 - hour).\(quarter)\(place),\(flag)")
        }
      }
    }
    return lines
  }

  private static func bytes(_ lines: [String], end: String = "\n") -> [UInt8] {
    Array((header + lines).joined(separator: end).utf8)
  }

  @Test(arguments: fixtures)
  func fixturesReadAlike(_ file: String) throws {
    let bytes = try ERCOTFixture.bytes(file)
    ERCOTRepeatingRowsTests.compare(bytes, file)
    ERCOTRepeatingRowsTests.compare(bytes + bytes.drop { $0 != 0x0A }.dropFirst() + bytes, file)
  }

  @Test(arguments: fixtures)
  func brokenFixturesReadAlike(_ file: String) throws {
    let bytes = try ERCOTFixture.bytes(file)
    let odd = Array(" ,,\n\r-.019NYeRx/:\t".utf8)
    var state: UInt64 = 254
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    for round in 0..<60 {
      var copy = bytes
      for _ in 0...(next() % 3) { copy[next() % copy.count] = odd[next() % odd.count] }
      if round % 2 == 0 { copy.insert(odd[next() % odd.count], at: next() % copy.count) }
      ERCOTRepeatingRowsTests.compare(copy, file, "round \(round)")
    }
  }

  @Test(arguments: [
    "", ",,,,,,", "11/02/2025,4,2,HB_B,HU,,N", "11/02/2025,4,2,HB_B,HU,x,N", "11/02/2025,4,2,HB_B,HU,1.5,Y",
    "11/02/2025,4,2,HB_B,HU,1.5,", "11/02/2025,4,2,HB_B,HU,1.5", "11/02/2025,4,2,HB_B,HU", "11/02/2025,4,2,HB_B,,1.5,N",
    "11/02/2025,4,2,,HU,1.5,N", "11/02/2025,4,5,HB_B,HU,1.5,N", "11/02/2025,25,1,HB_B,HU,1.5,N",
    "11/02/2025,2,2,HB_B,HU,1.5,N", "11/02/2025,2,2,HB_B,HU,1.5,", "11/32/2025,4,2,HB_B,HU,1.5,N",
    "11/02/2025,4,2,HB_B,HU,1.5,N,more,cells", "11/02/2025,4,2,\"HB_B\",HU,1.5,N", "11/02/2025,4,2,HB_B,HU,1.5e1,N",
    "11/02/2025,4,2,HB_B,HU,     1.5,N", "11/02/2025,4,2,HB_B,HU,                    1.5,N",
    "11/02/2025,4,2,HB_B,HU,1.5 ,N", "11/02/2025,4,2,HB_B,HU,\t1.5,N", "11/02/2025,4,2,HB_B,HU,123456789.123456789,N",
    "11/02/2025,4,2,HB_B,HU,-0,N", "11/02/2025,4,2,HB_B,HU,+1,N", "11/02/2025,4,2,HB_B,HU,1.,N",
    "11/02/2025,4,2,HB_B,HU,.5,N", "11/02/2025,4,2,HB_B,HU,1-5,N", "11/02/2025,4,2,HB_B,HU,1.5.2,N",
    "11/02/2025,4,2,HB_B,HU,1.5,N\r", "11/02/2025,4,2,NEW,RN,1.5,N", " 11/02/2025,4,2,HB_B,HU,1.5,N",
    "11/02/2025,4,2,HB_B,LZ,1.5,N", "03/09/2025,3,1,HB_B,HU,1.5,N", "11/02/2025,4,2,\"HB\nB\",HU,1.5,N",
    "11/02/2025,4,2,\"HB_B,HU,1.5,N",
  ])
  func oddRowsBetweenReadAlike(_ row: String) {
    let day = ERCOTRepeatingRowsTests.day()
    for place in [0, 3, 6, 17, day.count - 5, day.count] {
      var lines = day
      lines.insert(row, at: place)
      for end in ["\n", "\r\n"] {
        ERCOTRepeatingRowsTests.compare(
          ERCOTRepeatingRowsTests.bytes(lines, end: end), ERCOTRepeatingRowsTests.name, "at \(place)")
      }
    }
  }

  @Test func everyOrderReadsAlike() {
    let day = ERCOTRepeatingRowsTests.day() + ERCOTRepeatingRowsTests.day("03/09/2026")
    for lines in [day, day.sorted(), Array(day.reversed()), day + day, day.shuffled()] {
      ERCOTRepeatingRowsTests.compare(ERCOTRepeatingRowsTests.bytes(lines), ERCOTRepeatingRowsTests.name)
    }
    let byPoint = (0..<4).flatMap { point in day.indices.filter { $0 % 4 == point }.map { day[$0] } }
    ERCOTRepeatingRowsTests.compare(ERCOTRepeatingRowsTests.bytes(byPoint), ERCOTRepeatingRowsTests.name)
  }

  @Test func everyOrderOfColumnsReadsAlike() {
    let orders = [
      [6, 5, 4, 3, 2, 1, 0], [3, 4, 0, 1, 2, 5, 6], [0, 1, 2, 4, 3, 5, 6], [0, 1, 2, 3, 5, 4, 6],
      [6, 0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 4, 6, 5], [5, 0, 1, 2, 3, 4, 6], [0, 1, 3, 4, 5, 6, 2], [2, 0, 1, 3, 4, 5, 6],
    ]
    for order in orders {
      let lines = (ERCOTRepeatingRowsTests.header + ERCOTRepeatingRowsTests.day()).map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return order.map { String(cells[$0]) }.joined(separator: ",")
      }
      let bytes = Array(lines.joined(separator: "\n").utf8)
      ERCOTRepeatingRowsTests.compare(bytes, ERCOTRepeatingRowsTests.name, "\(order)")
    }
  }

  @Test func theLimitOfRowsHoldsAtTheSameRow() {
    let day = ERCOTRepeatingRowsTests.day()
    for limit in [1, 7, day.count - 1, day.count] {
      ERCOTRepeatingRowsTests.compare(
        ERCOTRepeatingRowsTests.bytes(day), ERCOTRepeatingRowsTests.name, maxRows: limit, "\(limit)")
    }
  }
}
