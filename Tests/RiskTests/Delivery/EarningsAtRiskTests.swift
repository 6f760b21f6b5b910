import Foundation
import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct EarningsAtRiskTests {
  private let rounding = 1e-9

  private func paths(
    _ factors: [(String, ValueUnit)], periods: Int, _ values: [Double], measure: PathSet.Measure = .physical
  ) throws -> PathSet {
    let grid = try #require(
      DeliveryGrid(start: Instant(secondsSince1970: 1_798_761_600), seconds: 86_400, count: periods))
    let count = values.count / factors.count / periods
    let named = factors.map { PathSet.Factor(name: $0.0, unit: $0.1) }
    if measure == .physical {
      return try PathSet.physical(factors: named, grid: grid, pathCount: count, values: values, seed: 7)
    }
    return try PathSet.riskNeutral(
      factors: named, grid: grid, pathCount: count, values: values, seed: 7,
      forwards: Matrix(rows: factors.count, columns: periods), recentring: .additive)
  }

  private let price = ValueUnit.price(.eur, per: .megawattHour)
  private let energy = ValueUnit.quantity(.megawattHour)

  /// Two periods, two paths: prices 10, 20 | 30, 10; volumes 1, 3 | 2, 2.
  private func small() throws -> PathSet {
    try paths([("P", price), ("V", energy)], periods: 2, [10, 20, 30, 10, 1, 3, 2, 2])
  }

  @Test func figuresByHand() throws {
    let lines = [
      DeliveryLine("output", .physical, volume: .factor("V"), price: [.init("P", 1)]),
      DeliveryLine("hedge", .hedge, volume: .fixed([-1, -1]), price: [.init("P", 1)], fixedPrice: [-15, -15]),
      DeliveryLine("rent", .fixedCost, volume: .fixed([1, 1]), fixedPrice: [-5, -7], paymentLag: 1),
    ]
    let risk = try EarningsAtRisk(of: lines, on: small(), currency: .eur, measure: TailMeasure(level: 0.5))
    // Output 10 + 60 = 70 and 60 + 20 = 80; hedge 5 - 15 = -10 and -5 + 5 = 0; rent -12.
    #expect(abs(risk.grossMargin.mean - 70) < rounding)
    #expect(abs(risk.earnings.mean - 58) < rounding)
    // The rent of the second period is paid after the grid.
    #expect(abs(risk.cashFlow.mean - 65) < rounding)
    #expect(risk.meanByPeriod == [30, 28])
    // The worse path: 60 against a mean of 70.
    #expect(abs(risk.grossMargin.shortfall - 10) < rounding)
    #expect(abs((risk.grossMargin.shortfallByLine["output"] ?? 0) - 5) < rounding)
    #expect(abs((risk.grossMargin.shortfallByLine["hedge"] ?? 0) - 5) < rounding)
    #expect(risk.grossMargin.shortfallByLine["rent"] == nil)
    #expect(abs((risk.earnings.shortfallByLine["rent"] ?? 1)) < rounding)
    #expect(risk.fundingNeed.quantile == 0)
    #expect(risk.currency == "EUR" && risk.basis.seed == 7)
    let table = "\(risk)".split(separator: "\n")
    #expect(table.count == 5 && table[3].hasPrefix("earnings"))
    // E[PV] = (10 + 60) / 2 + (60 + 20) / 2 = 75; the means give 15 × 2 + 20 × 2.
    #expect(abs(risk.volume.covariance - 5) < rounding)
  }

  /// The mean payments carry their dates, so that they have a present value.
  @Test func expectedPaymentsAreCashFlows() throws {
    let lines = [
      DeliveryLine("output", .physical, volume: .factor("V"), price: [.init("P", 1)]),
      DeliveryLine("rent", .fixedCost, volume: .fixed([1, 1]), fixedPrice: [-5, -7], paymentLag: 1),
    ]
    let risk = try EarningsAtRisk(
      of: lines, on: small(), currency: .eur, measure: TailMeasure(level: 0.5), party: "wind farm")
    let flows = risk.expectedFlows
    // Output (10 + 60) / 2 on 1 January 2027 and (60 + 20) / 2 less the first day's rent on the 2nd.
    #expect(flows.party == "wind farm" && flows.currency == .eur)
    #expect(flows.flows.map(\.date) == ["2027-01-01", "2027-01-02"].compactMap { LocalDate($0) })
    #expect(flows.flows.map(\.amount) == [35, 35])
    #expect(abs(flows.total.amount - risk.cashFlow.mean) < rounding)
    let value = try flows.presentValue(rate: 0.1).amount
    #expect(abs(value - 35 * (1 + pow(1.1, -1 / 365.0))) < rounding)
    // East of Greenwich the last second of a day there is the next day.
    let east = try EarningsAtRisk(
      of: lines, on: small(), currency: .eur, measure: TailMeasure(level: 0.5),
      zone: #require(MarketTimeZone(identifier: "Australia/Sydney")))
    #expect(east.expectedFlows.flows.map(\.date) == ["2027-01-02", "2027-01-03"].compactMap { LocalDate($0) })
    // Hours of one day are one payment.
    let grid = try #require(DeliveryGrid(start: Instant(secondsSince1970: 1_798_761_600), seconds: 3600, count: 30))
    let hourly = try PathSet.physical(
      factors: [.init(name: "P", unit: price)], grid: grid, pathCount: 1, values: (0..<30).map(Double.init), seed: 1)
    let hours = try EarningsAtRisk(
      of: [DeliveryLine("o", .physical, volume: .fixed(grid.map { _ in 1 }), price: [.init("P", 1)])], on: hourly,
      currency: .eur)
    #expect(hours.expectedFlows.flows.map(\.amount) == [276, 159])
  }

  /// Fixed volumes and independent normal prices: the sum is normal with σ √n, so that the figure at risk is its quantile.
  @Test func normalEarningsAgreeWithTheClosedForm() throws {
    let count = 8000
    var values: [Double] = []
    for period in 0..<4 {
      for path in 0..<count {
        var stream = RandomStream(seed: 3, path: UInt64(path), position: UInt64(period))
        values.append(50 + 6 * stream.normal())
      }
    }
    let line = DeliveryLine(
      "output", .physical, volume: .fixed([100, 100, 100, 100]), price: [.init("P", 1)],
      fixedPrice: [-20, -20, -20, -20])
    let risk = try EarningsAtRisk(of: [line], on: paths([("P", price)], periods: 4, values), currency: .eur)
    #expect(abs(risk.earnings.mean - 12_000) < 4 * risk.earnings.meanStandardError)
    let (error, shortfallError) = (
      try #require(risk.earnings.tail.quantileStandardError), try #require(risk.earnings.tail.shortfallStandardError)
    )
    #expect(abs(risk.earnings.atRisk - 1.6448536269514722 * 1200) < 4 * error)
    #expect(abs(risk.earnings.shortfall - 2.0627128075074 * 1200) < 4 * shortfallError)
    #expect(abs(risk.volume.priceOnly - risk.earnings.atRisk) < rounding * 1e3)
    #expect(abs(risk.volume.volumeOnly) < rounding * 1e3 && abs(risk.volume.covariance) < rounding * 1e3)
    for alone in risk.atRiskByPeriod { #expect(abs(alone - 1.6448536269514722 * 600) < 60) }
  }

  @Test func volumeAgainstPriceHedgesAndCostsMargin() throws {
    let count = 4000
    var prices: [Double] = []
    var volumes: [Double] = []
    for path in 0..<count {
      var stream = RandomStream(seed: 5, path: UInt64(path))
      let (a, b) = (stream.normal(), stream.normal())
      prices.append(50 + 10 * a)
      volumes.append(1000 + 100 * (-0.8 * a + 0.6 * b))
    }
    let set = try paths([("P", price), ("V", energy)], periods: 1, prices + volumes)
    let line = DeliveryLine("wind", .physical, volume: .factor("V"), price: [.init("P", 1)])
    let risk = try EarningsAtRisk(of: [line], on: set, currency: .eur)
    // Cov = -0.8 × 10 × 100, to four standard errors of a sample covariance.
    #expect(abs(risk.volume.covariance + 800) < 4 * 1000 * (1.64 / 4000).squareRoot())
    #expect(risk.volume.interaction < 0)
    #expect(risk.volume.priceOnly > risk.volume.volumeOnly)
    #expect(
      abs(risk.volume.priceOnly + risk.volume.volumeOnly + risk.volume.interaction - risk.grossMargin.atRisk) < 1e-6)
  }

  @Test func aFullHedgeLeavesNothingAtRisk() throws {
    let lines = [
      DeliveryLine("output", .physical, volume: .fixed([5, 5]), price: [.init("P", 1)]),
      DeliveryLine("swap", .hedge, volume: .fixed([-5, -5]), price: [.init("P", 1)], fixedPrice: [-12, -12]),
    ]
    let risk = try EarningsAtRisk(of: lines, on: small(), currency: .eur)
    #expect(risk.earnings.mean == 120 && abs(risk.earnings.atRisk) < rounding)
  }

  @Test func latePaymentHasToBeFinanced() throws {
    let lines = [
      DeliveryLine("sale", .physical, volume: .fixed([1, 1]), price: [.init("P", 1)], paymentLag: 1),
      DeliveryLine("fuel", .physical, volume: .fixed([1, 1]), fixedPrice: [-12, -12]),
    ]
    let risk = try EarningsAtRisk(of: lines, on: small(), currency: .eur, measure: TailMeasure(level: 0.99))
    // -12, then the first sale of 10 or 20: the first path is down 14 at the end, the second 12 on the way.
    #expect(abs(risk.cashFlow.mean - (15 - 24)) < rounding)
    #expect(abs(risk.fundingNeed.shortfall - 14) < rounding)
  }

  @Test func figuresAreWrittenWithWhatTheyRestOn() throws {
    let line = DeliveryLine("output", .physical, volume: .fixed([5, 5]), price: [.init("P", 1)])
    let risk = try EarningsAtRisk(of: [line], on: small(), currency: .eur)
    let text = try #require(String(bytes: JSONEncoder().encode(risk), encoding: .utf8))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let earnings = try #require(object["earnings"] as? [String: Any])
    #expect(earnings["mean"] as? Double == 175)
    let basis = try #require(object["basis"] as? [String: Any])
    #expect(basis["seed"] as? String == "7" && basis["libraryVersion"] as? String == ResultBasis.thisLibrary)
  }

  @Test func aLiquidHorizonStandsBeside() throws {
    let line = DeliveryLine("output", .physical, volume: .fixed([5, 5]), price: [.init("P", 1)])
    let risk = try EarningsAtRisk(of: [line], on: small(), currency: .eur)
    let portfolio = try Portfolio(
      factors: [RiskFactor("P", currency: .eur)], positions: [Position("output", .linear("P", quantity: 10))],
      reportingCurrency: .eur)
    let dates = (0..<4).map { LocalDate(daysSince1970: 20_000 + $0) }
    let history = try FactorHistory(names: ["P"], dates: dates, columns: [[1, -1, 2, -3]])
    let result = try HistoricalSimulation().run(portfolio, on: history).result(at: [0.95])
    let lines = risk.table(beside: result).split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines[5].hasPrefix("value at risk") && lines[5].contains("27.00"))
  }

  @Test func badInputIsRefused() throws {
    let set = try small()
    func line(
      _ volume: DeliveryLine.Volume, _ terms: [DeliveryLine.Term] = [.init("P", 1)], fixed: [Double] = [], lag: Int = 0
    ) -> [DeliveryLine] {
      [DeliveryLine("l", .physical, volume: volume, price: terms, fixedPrice: fixed, paymentLag: lag)]
    }
    let neutral = try paths([("P", price)], periods: 1, [1, 2], measure: .riskNeutral)
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.empty, { _ = try EarningsAtRisk(of: [], on: set, currency: .eur) }),
      (.mismatch, { _ = try EarningsAtRisk(of: line(.fixed([1])), on: neutral, currency: .eur) }),
      (.mismatch, { _ = try EarningsAtRisk(of: line(.factor("V")), on: set, currency: .usd) }),
      (.mismatch, { _ = try EarningsAtRisk(of: line(.factor("V")) + line(.factor("V")), on: set, currency: .eur) }),
      (.unknownName, { _ = try EarningsAtRisk(of: line(.factor("X")), on: set, currency: .eur) }),
      (.countMismatch, { _ = try EarningsAtRisk(of: line(.fixed([1])), on: set, currency: .eur) }),
      (.countMismatch, { _ = try EarningsAtRisk(of: line(.factor("V"), fixed: [1]), on: set, currency: .eur) }),
      (.notFinite, { _ = try EarningsAtRisk(of: line(.fixed([1, .nan])), on: set, currency: .eur) }),
      (.outOfRange, { _ = try EarningsAtRisk(of: line(.factor("V"), lag: -1), on: set, currency: .eur) }),
      (
        .outOfRange,
        { _ = try EarningsAtRisk(of: line(.factor("V")), on: set, currency: .eur, measure: .init(level: 1)) }
      ),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
