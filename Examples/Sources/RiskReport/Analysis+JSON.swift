import Foundation
import MarketData
import Risk
import Valuation

/// The report for machines.
///
/// Levels are keys as text ("0.95"), methods `historical`, `parametric` and `monteCarlo`; losses are positive.
private struct ReportDocument: Encodable {
  var schemaVersion = 1
  var currency: String
  var horizonDays: Int
  var window: DataWindow?
  var paths: Int
  var seed: String
  var `var`: [String: [String: Double]] = [:]
  var es: [String: [String: Double]] = [:]
  var varStandardError: [String: [String: Double]] = [:]
  var esStandardError: [String: [String: Double]] = [:]
  var varInterval: [String: [String: Interval]] = [:]
  var esInterval: [String: [String: Interval]] = [:]
  var component: [String: [String: [String: Double]]] = [:]
  var componentES: [String: [String: [String: Double]]] = [:]
  var componentStandardError: [String: [String: [String: Double]]] = [:]
  var componentESStandardError: [String: [String: [String: Double]]] = [:]
  var componentByFactor: [String: [String: [String: Double]]] = [:]
  var componentByBook: [String: [String: [String: Double]]] = [:]
  var componentByMarket: [String: [String: [String: Double]]] = [:]
  var diversificationRatio: [String: Double] = [:]
  var stress: [StressRow]
  var backtest: [String: BacktestRow]
  var basis: [String: ResultBasis] = [:]

  struct Interval: Encodable {
    let lower: Double?
    let upper: Double?
    let coverage: Double?
  }

  struct StressRow: Encodable {
    let id: String
    let title: String
    /// Null where the scenario's shocks could not be applied to any factor, for want of a level or a unit.
    let loss: Double?
    let byPosition: [String: Double]
    let applied: [String: Double]
    let unmapped: [String: String]

    private enum Key: CodingKey { case id, title, loss, byPosition, applied, unmapped }

    /// Writes a row; a loss that is not known as null.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(id, forKey: .id)
      try container.encode(title, forKey: .title)
      try container.encode(loss, forKey: .loss)
      try container.encode(byPosition, forKey: .byPosition)
      try container.encode(applied, forKey: .applied)
      try container.encode(unmapped, forKey: .unmapped)
    }
  }

  struct BacktestRow: Encodable {
    struct Test: Encodable {
      let statistic: Double
      let pValue: Double
    }

    let window: Int
    let days: Int
    let failures: Int
    let expectedFailures: Double
    let kupiec: Test
    let timeUntilFirstFailure: Test
    let independence: Test
    let conditionalCoverage: Test
    let trafficLight: String
    let z1: Double?
    let z2: Double?
    /// By simulation of a right model whose losses are normal.
    let z1PValue: Double?
    let z2PValue: Double?
  }
}

extension Analysis {
  /// The report as a JSON object.
  func json() throws -> String {
    var document = ReportDocument(
      currency: request.portfolio.reportingCurrency.code, horizonDays: request.horizon.days, window: historical.window,
      paths: request.paths, seed: "\(request.seed)", stress: stress.map(row),
      backtest: Dictionary(uniqueKeysWithValues: backtests.map { ("\($0.level)", row($0)) }))
    for (name, result) in [("historical", historical), ("parametric", parametric), ("monteCarlo", monteCarlo)] {
      func table(_ value: (RiskFigures) -> Double?) -> [String: Double] {
        Dictionary(
          uniqueKeysWithValues: result.figures.compactMap { figure in value(figure).map { ("\(figure.level)", $0) } })
      }
      func parts(_ names: [String], _ value: (Decomposition) throws -> [Double]) rethrows -> [String: [String: Double]]
      {
        var levels: [String: [String: Double]] = [:]
        for part in result.decompositions {
          levels["\(part.level)"] = Dictionary(uniqueKeysWithValues: zip(names, try value(part)))
        }
        return levels
      }
      document.var[name] = table(\.valueAtRisk)
      document.es[name] = table(\.expectedShortfall)
      document.varStandardError[name] = table(\.valueAtRiskError)
      document.esStandardError[name] = table(\.expectedShortfallError)
      document.varInterval[name] = Dictionary(
        uniqueKeysWithValues: result.figures.map { figure in
          ("\(figure.level)", .init(lower: figure.lower, upper: figure.upper, coverage: figure.coverage))
        })
      document.esInterval[name] = Dictionary(
        uniqueKeysWithValues: result.figures.map { figure in
          (
            "\(figure.level)",
            .init(
              lower: figure.expectedShortfallLower, upper: figure.expectedShortfallUpper,
              coverage: figure.expectedShortfallConfidence)
          )
        })
      let positions = request.portfolio.positions.map(\.id)
      let factors = request.portfolio.factors.map(\.name)
      let (books, markets) = (request.portfolio.books, request.portfolio.markets)
      document.component[name] = parts(positions) { $0.valueAtRisk.positions }
      document.componentES[name] = parts(positions) { $0.expectedShortfall.positions }
      document.componentStandardError[name] = parts(positions) { $0.valueAtRisk.positionErrors ?? [] }
      document.componentESStandardError[name] = parts(positions) { $0.expectedShortfall.positionErrors ?? [] }
      document.componentByFactor[name] = parts(factors) { $0.valueAtRisk.factors }
      document.componentByBook[name] = try parts(books.nodes.map(\.path)) {
        try books.sums(of: $0.valueAtRisk.positions)
      }
      document.componentByMarket[name] = try parts(markets.nodes.map(\.path)) {
        try markets.sums(of: $0.valueAtRisk.positions)
      }
      document.basis[name] = result.basis
    }
    for (level, ratio) in zip(request.confidence, diversification) {
      if let ratio { document.diversificationRatio["\(level)"] = ratio }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }

  private func row(_ result: StressResult) -> ReportDocument.StressRow {
    let missing: Set<MappedStress.Obstacle> = [.noLevel, .otherCurrency, .otherUnit]
    let isSilent = result.applied.isEmpty && result.unmapped.contains { missing.contains($0.reason) }
    return ReportDocument.StressRow(
      id: result.id, title: result.title, loss: isSilent ? nil : result.loss,
      byPosition: isSilent ? [:] : result.byPosition,
      applied: Dictionary(uniqueKeysWithValues: result.applied.map { ($0.factor, $0.move) }),
      unmapped: Dictionary(uniqueKeysWithValues: result.unmapped.map { ($0.factor, $0.reason.rawValue) }))
  }

  private func row(_ test: Backtest) -> ReportDocument.BacktestRow {
    func both(_ test: LikelihoodRatioTest) -> ReportDocument.BacktestRow.Test {
      .init(statistic: test.statistic, pValue: test.pValue)
    }
    return ReportDocument.BacktestRow(
      window: test.window, days: test.days, failures: test.failures,
      expectedFailures: Double(test.days) * (1 - test.level), kupiec: both(test.kupiec),
      timeUntilFirstFailure: both(test.timeUntilFirstFailure),
      independence: both(test.independence), conditionalCoverage: both(test.conditionalCoverage),
      trafficLight: test.trafficLight.zone.rawValue, z1: test.shortfall?.z1, z2: test.shortfall?.z2,
      z1PValue: test.shortfallPValues?.z1, z2PValue: test.shortfallPValues?.z2)
  }
}
