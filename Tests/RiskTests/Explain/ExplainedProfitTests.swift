import Foundation
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct ExplainedProfitTests {
  private let rounding = 1e-9

  private let move = MarketMove(
    prices: ["M1": 2, "M2": -1], volatilities: ["M1": 0.01], days: 3, reportingCurrency: "USD",
    rates: ["EUR": .init(start: 1.10, end: 1.12)])

  @Test func everyPartByHand() throws {
    let option = TradeMarks(
      id: "option", book: "gas", currency: "EUR", start: 1000, amendedStart: 1050, end: 1180, cash: 40, delivered: 30,
      greeks: .init(
        deltas: ["M1": 60, "M2": 10], gammas: ["M1": 8], vegas: ["M1": 500], thetaPerDay: -4))
    let explained = try ExplainedProfit(of: [option], move)
    let parts = explained.byPart
    func expect(_ part: ExplainedProfit.Part, _ euros: Double) {
      #expect(abs((parts[part] ?? 0) - 1.10 * euros) < rounding, "\(part)")
    }
    expect(.amended, 50)
    expect(.price, 110)
    expect(.gamma, 16)
    expect(.vega, 5)
    expect(.theta, -12)
    expect(.deliveryRollOff, -30)
    expect(.settlement, 40)
    #expect(abs((parts[.currency] ?? 0) - 1220 * 0.02) < rounding)
    // 1180 + 40 - 1000 = 220 in euros, of which 179 have a reason.
    expect(.unexplained, 41)
    #expect(abs(explained.total - (1220 * 1.12 - 1000 * 1.10)) < rounding)
    #expect(
      abs(explained.byFactors + explained.byTime + explained.byTrading + explained.residual - explained.total)
        < rounding)
    #expect(abs((explained.byNode["M1"] ?? 0) - 1.10 * (120 + 16)) < rounding)
    #expect(abs((explained.byGroup { _ in "curve" }["curve"] ?? 0) - 1.10 * 126) < rounding)
  }

  /// A value of 3 × M1 × M2 about prices of 40 and 7: its Greeks leave nothing unexplained.
  @Test func mixedDerivativesExplainASpreadOption() throws {
    let (start, end) = (3.0 * 40 * 7, 3.0 * 42 * 6)
    let deltas = ["M1": 3.0 * 7, "M2": 3.0 * 40]
    func explained(_ crosses: [Position.Greeks.Cross]) throws -> ExplainedProfit {
      let greeks = TradeMarks.Greeks(deltas: deltas, crosses: crosses)
      return try ExplainedProfit(
        of: [TradeMarks(id: "s", currency: "USD", start: start, end: end, greeks: greeks)], move)
    }
    let cross = Position.Greeks.Cross(first: "M1", second: "M2", gamma: 3)
    let whole = try explained([cross])
    #expect(whole.total == -84 && whole.byPart[.price] == -78 && whole.byPart[.gamma] == -6)
    #expect(whole.byPart[.unexplained] == nil)
    #expect(whole.byNode == ["M1": 42 - 3, "M2": -120 - 3])
    let without = try explained([])
    #expect(without.byPart[.unexplained] == -6 && without.basis != whole.basis)
    for (bad, code) in [
      (Position.Greeks.Cross(first: "M1", second: "M1", gamma: 1), RiskError.Code.mismatch),
      (.init(first: "M1", second: "M9", gamma: 1), .unknownName),
      (.init(first: "M1", second: "M2", gamma: .nan), .notFinite),
    ] {
      let error = #expect(throws: RiskError.self) { _ = try explained([bad]) }
      #expect(error?.code == code && error?.index == 0)
    }
    let marks = TradeMarks(id: "s", currency: "USD", start: 1, end: 1, greeks: .init(crosses: [cross]))
    #expect(try JSONDecoder().decode(TradeMarks.self, from: JSONEncoder().encode(marks)) == marks)
    // Greeks that were written without mixed derivatives are read.
    let old = Data(#"{"deltas":{"M1":2},"gammas":{},"vegas":{},"thetaPerDay":0}"#.utf8)
    #expect(try JSONDecoder().decode(TradeMarks.Greeks.self, from: old) == .init(deltas: ["M1": 2]))
  }

  @Test func newAndCancelledTradesNeedNoGreeks() throws {
    let new = TradeMarks(id: "new", currency: "EUR", start: nil, end: 70, cash: -5)
    let gone = TradeMarks(id: "gone", currency: "USD", start: 90, end: nil, cash: 100)
    let explained = try ExplainedProfit(of: [new, gone], move)
    #expect(explained.byPart[.newTrades] == 65 * 1.10)
    #expect(abs((explained.byPart[.currency] ?? 0) - 65 * 0.02) < rounding)
    #expect(explained.byPart[.cancelled] == 10)
    #expect(explained.byPart[.unexplained] == nil && explained.isExplained)
    #expect(abs(explained.total - (65 * 1.12 + 10)) < rounding)
  }

  /// A delivered month leaves the mark and comes back as cash: nothing is gained when it settles at its mark.
  @Test func deliveryAtTheMarkGainsNothing() throws {
    let swap = TradeMarks(id: "swap", currency: "USD", start: 300, end: 200, cash: 100, delivered: 100)
    let explained = try ExplainedProfit(of: [swap], move)
    #expect(explained.total == 0 && explained.byPart[.unexplained] == nil)
    #expect(explained.byPart[.deliveryRollOff] == -100 && explained.byPart[.settlement] == 100)
  }

  @Test func unexplainedBeyondTheThresholdIsAnException() throws {
    let trades = [
      TradeMarks(id: "small", currency: "USD", start: 0, end: 9),
      TradeMarks(id: "large", currency: "USD", start: 0, end: 11),
    ]
    let explained = try ExplainedProfit(of: trades, move, threshold: .init(absolute: 10, relative: 0.5))
    #expect(explained.exceptions == ["large"])
    #expect(!explained.isExplained)
    let lenient = try ExplainedProfit(of: trades, move, threshold: .init(absolute: 0, relative: 1))
    #expect(lenient.exceptions.isEmpty && lenient.isExplained)
  }

  @Test func partsAddUpForAnyTrades() throws {
    var stream = RandomStream(seed: 254, path: 0)
    let trades = (0..<300).map { index in
      let scale = 1e6 * stream.normal()
      return TradeMarks(
        id: "t\(index)", book: "b\(index % 4)", currency: index % 3 == 0 ? "EUR" : "USD",
        start: index % 7 == 0 ? nil : scale, end: index % 11 == 1 ? nil : scale + 1e4 * stream.normal(),
        cash: 100 * stream.normal(), delivered: 50 * stream.normal(),
        greeks: .init(deltas: ["M1": 1e3 * stream.normal(), "M2": stream.normal()], thetaPerDay: stream.normal()))
    }.filter { $0.start != nil || $0.end != nil }
    let explained = try ExplainedProfit(of: trades, move)
    let size = trades.reduce(0) { $0 + abs($1.start ?? 0) }
    let sum = explained.byPart.values.reduce(0, +)
    #expect(abs(sum - explained.total) < 1e-15 * size)
    #expect(abs(explained.trades.reduce(0) { $0 + $1.total } - explained.total) < 1e-15 * size)
    for trade in explained.trades {
      #expect(abs(trade.parts.values.reduce(0, +) - trade.total) < 1e-9)
    }
    let books = explained.byBook.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    #expect(abs(books - explained.total) < 1e-15 * size)
    let twice = try ExplainedProfit(adding: [explained, explained])
    #expect(abs(twice.total - 2 * explained.total) < 1e-15 * size)
    #expect(twice.trades.count == explained.trades.count)
  }

  @Test func theTableAndTheCode() throws {
    let explained = try ExplainedProfit(
      of: [TradeMarks(id: "a", currency: "USD", start: 0, end: 20, greeks: .init(deltas: ["M1": 10]))], move)
    let lines = "\(explained)".split(separator: "\n").map(String.init)
    #expect(lines[0] == "Part   Gain USD  Of the total")
    #expect(lines[2] == "price     20.00       100.0 %")
    #expect(lines[3] == "total     20.00       100.0 %")
    #expect(try JSONDecoder().decode(ExplainedProfit.self, from: JSONEncoder().encode(explained)) == explained)
  }

  @Test func badInputIsRefused() throws {
    let cases: [(RiskError.Code, TradeMarks)] = [
      (.unknownName, TradeMarks(id: "a", currency: "GBP", start: 1, end: 1)),
      (.unknownName, TradeMarks(id: "a", currency: "USD", start: 1, end: 1, greeks: .init(deltas: ["M9": 1]))),
      (.unknownName, TradeMarks(id: "a", currency: "USD", start: 1, end: 1, greeks: .init(vegas: ["M2": 1]))),
      (.notFinite, TradeMarks(id: "a", currency: "USD", start: .nan, end: 1)),
      (.notFinite, TradeMarks(id: "a", currency: "USD", start: 1, end: 1, greeks: .init(deltas: ["M1": .infinity]))),
    ]
    for (code, trade) in cases {
      let error = #expect(throws: RiskError.self) { _ = try ExplainedProfit(of: [trade], move) }
      #expect(error?.code == code && error?.index == 0)
    }
    let one = TradeMarks(id: "a", currency: "USD", start: 1, end: 1)
    let error = #expect(throws: RiskError.self) { _ = try ExplainedProfit(of: [one, one], move) }
    #expect(error?.code == .mismatch)
    #expect(throws: RiskError.self) { _ = try ExplainedProfit(of: [one], move, threshold: .init(absolute: -1)) }
    #expect(throws: RiskError.self) { _ = try ExplainedProfit(adding: []) }
  }
}
