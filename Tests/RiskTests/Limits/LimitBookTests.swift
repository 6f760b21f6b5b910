import Foundation
import Risk
import Testing

@Suite struct LimitBookTests {
  private func limit(
    _ id: String, _ metric: RiskLimit.Metric, soft: Double? = nil, hard: Double, side: RiskLimit.Side = .atMost,
    unit: String = "EUR"
  ) throws -> RiskLimit {
    try RiskLimit(id: id, metric: metric, scope: .book("gas"), soft: soft, hard: hard, side: side, unit: unit)
  }

  @Test(arguments: [
    (700.0, LimitCheck.Status.within, 0.7), (800, .warning, 0.8), (1000, .warning, 1), (1000.01, .breached, 1.00001),
    (-50, .within, 0),
  ])
  func aLossWarnsAndBreaches(_ value: Double, _ status: LimitCheck.Status, _ used: Double) throws {
    let check = LimitCheck(try limit("var", .valueAtRisk(level: 0.99, days: 1), soft: 800, hard: 1000), value)
    #expect(check.status == status)
    #expect(abs((check.utilisation ?? .nan) - used) < 1e-12)
    #expect(check.headroom == 1000 - value)
  }

  @Test func positionsAreBoundedOnBothSides() throws {
    let position = try limit("open", .position, soft: 80, hard: 100, side: .magnitude, unit: "MWh")
    #expect(LimitCheck(position, -90).status == .warning)
    #expect(LimitCheck(position, -101).status == .breached)
    #expect(LimitCheck(position, 79).status == .within)
    #expect(LimitCheck(position, -90).headroom == 10)
  }

  @Test func liquidityIsBoundedBelow() throws {
    let cash = try limit("cash", .init("freeCash"), soft: 150, hard: 100, side: .atLeast)
    #expect(LimitCheck(cash, 99).status == .breached)
    #expect(LimitCheck(cash, 120).status == .warning)
    #expect(LimitCheck(cash, 200).status == .within)
    #expect(LimitCheck(cash, 200).utilisation == 0.5)
    #expect(LimitCheck(cash, -5).utilisation == .infinity)
    #expect(LimitCheck(cash, 120).headroom == 20)
  }

  @Test func aBoundOfZeroAllowsNothing() throws {
    let none = try limit("none", .notional, hard: 0)
    #expect(LimitCheck(none, 0).status == .within && LimitCheck(none, 0).utilisation == 0)
    #expect(LimitCheck(none, 1).status == .breached && LimitCheck(none, 1).utilisation == .infinity)
  }

  @Test func theReportSortsAndLeavesNothingOut() throws {
    let book = try LimitBook([
      limit("notional", .notional, hard: 10_000), limit("tenor", .tenor, soft: 24, hard: 36, unit: "months"),
      limit("stress", .stressLoss("texas-2021"), hard: 500),
      limit("es", .expectedShortfall(level: 0.975, days: 10), hard: 9),
    ])
    let report = try book.report([
      LimitFigure(.tenor, .book("gas"), 30, unit: "months"),
      LimitFigure(.stressLoss("texas-2021"), .book("gas"), 600, unit: "EUR"),
      LimitFigure(.notional, .book("gas"), 1000, unit: "EUR"), LimitFigure(.notional, .all, 5, unit: "EUR"),
    ])
    #expect(report.checks.map(\.limit.id) == ["stress", "tenor", "notional", "es"])
    #expect(report.breaches.map(\.limit.id) == ["stress"])
    #expect(report.warnings.map(\.limit.id) == ["tenor"])
    #expect(report.notMeasured.map(\.limit.id) == ["es"])
    #expect(report.unlimited.map(\.scope) == [.all])
    let lines = "\(report)".split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines[2].contains("stressLoss(texas-2021)") && lines[2].hasSuffix("120.0 %  breached"))
    #expect(lines[5].hasSuffix("notMeasured"))
  }

  @Test func limitsAndReportsAreCodable() throws {
    let book = try LimitBook([limit("var", .valueAtRisk(level: 0.99, days: 1), soft: 800, hard: 1000)])
    let copy = try JSONDecoder().decode(LimitBook.self, from: JSONEncoder().encode(book))
    #expect(copy == book)
    let report = try book.report([.init(.valueAtRisk(level: 0.99, days: 1), .book("gas"), 900, unit: "EUR")])
    let text = try #require(String(bytes: JSONEncoder().encode(report), encoding: .utf8))
    #expect(text.contains("\"status\":\"warning\""))
    #expect(try JSONDecoder().decode(LimitReport.self, from: Data(text.utf8)) == report)
    let plain = #"[{"id":"v","metric":{"name":"valueAtRisk","level":0.95,"days":1},"hard":5,"unit":"USD"}]"#
    let read = try JSONDecoder().decode(LimitBook.self, from: Data(plain.utf8))
    #expect(read.limits[0].metric == .valueAtRisk(level: 0.95, days: 1) && read.limits[0].scope == .all)
    let wrong = #"[{"id":"v","metric":{"name":"notional"},"soft":9,"hard":5,"unit":"USD"}]"#
    #expect(throws: (any Error).self) { try JSONDecoder().decode(LimitBook.self, from: Data(wrong.utf8)) }
  }

  @Test func badInputIsRefused() throws {
    let one = try limit("a", .notional, hard: 1)
    let book = try LimitBook([one])
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.outOfRange, { _ = try limit("a", .notional, soft: 2, hard: 1) }),
      (.notFinite, { _ = try limit("a", .notional, hard: .nan) }),
      (.outOfRange, { _ = try limit("a", .notional, hard: -1) }), (.mismatch, { _ = try LimitBook([one, one]) }),
      (.mismatch, { _ = try book.report([.init(.notional, .book("gas"), 1, unit: "USD")]) }),
      (.notFinite, { _ = try book.report([.init(.notional, .book("gas"), .infinity, unit: "EUR")]) }),
      (
        .mismatch,
        {
          _ = try book.report([
            .init(.notional, .book("gas"), 1, unit: "EUR"), .init(.notional, .book("gas"), 2, unit: "EUR"),
          ])
        }
      ),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
