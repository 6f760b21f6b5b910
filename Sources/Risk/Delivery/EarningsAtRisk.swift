public import MarketData
public import Valuation

/// Gross margin, earnings and cash flow at risk up to delivery, price and volume together.
///
///     let risk = try EarningsAtRisk(of: lines, on: paths, currency: .eur, measure: TailMeasure(level: 0.95))
///     risk.grossMargin.atRisk            // how far the margin falls below its mean in the worst 5 %
///     risk.earnings.atRisk
///     risk.cashFlow.atRisk               // what is paid within the grid
///     try risk.expectedFlows.presentValue(rate: 0.05)        // the mean payments with their dates
///     risk.volume.priceOnly, risk.volume.volumeOnly, risk.volume.interaction
///
/// Nothing is closed out: positions run to delivery on paths under the physical measure, which carry prices and volumes with the link
/// between them. Value at risk over days says what a mark may lose before it can be sold; these figures say what a plan may miss.
public struct EarningsAtRisk: Hashable, Sendable {
  /// A distribution of outcomes against its mean.
  public struct Outcome: Hashable, Sendable {
    /// The mean over the paths.
    public let mean: Double
    /// The standard error of the mean.
    public let meanStandardError: Double
    /// The tail of the shortfalls from the mean.
    public let tail: TailEstimate
    /// The share of each line in the shortfall, by the tail's weights: they add up to it.
    public let shortfallByLine: [String: Double]

    /// How far the outcome falls below its mean with the complement of the level: mean less quantile.
    public var atRisk: Double { tail.quantile }
    /// The mean of the worst outcomes below the mean.
    public var shortfall: Double { tail.shortfall }
    /// The outcome that is missed with the complement of the level.
    public var low: Double { mean - tail.quantile }
  }

  /// Where the gross margin at risk comes from.
  public struct VolumeEffect: Hashable, Sendable, Codable {
    /// The gross margin at risk with every volume at its mean.
    public let priceOnly: Double
    /// The gross margin at risk with every price at its mean.
    public let volumeOnly: Double
    /// What is left: the margin at risk less both, negative where volume and price hedge each other.
    public let interaction: Double
    /// What the link of price and volume adds to the mean margin: E[volume × price] less the product of the means.
    public let covariance: Double
  }

  /// Physical lines and hedges.
  public let grossMargin: Outcome
  /// All lines.
  public let earnings: Outcome
  /// What all lines pay within the grid, by their payment lags.
  public let cashFlow: Outcome
  /// The largest sum that is missing at any time on the way, on each path from 0 on: what has to be financed.
  public let fundingNeed: TailEstimate
  /// The mean of what all lines pay within the grid, date by date: it adds up to the mean of ``cashFlow``.
  ///
  /// A period's payments are dated on its last day; periods of one day are one payment.
  public let expectedFlows: CashFlows
  /// The mean earnings of each period.
  public let meanByPeriod: [Double]
  /// The earnings at risk of each period alone; they do not add up.
  public let atRiskByPeriod: [Double]
  /// Where the gross margin at risk comes from.
  public let volume: VolumeEffect
  /// The code of the currency.
  public let currency: String
  /// What the figures rest on.
  public let basis: ResultBasis

  /// Works out the figures.
  ///
  /// - Parameters:
  ///   - lines: The lines; their factors are those of the paths.
  ///   - paths: Prices and volumes under the physical measure.
  ///   - currency: The currency of all prices.
  ///   - measure: The level and the conventions of the tails.
  ///   - party: Who receives the payments.
  ///   - zone: The zone whose days the payments are dated on.
  /// - Throws: `empty` without lines; `mismatch` for a name given twice, for risk-neutral paths and for a price factor in another currency;
  ///   `unknownName` for a factor that the paths do not have; `countMismatch` for volumes or prices of another count than the periods;
  ///   `outOfRange` for a negative payment lag and for the measure; `notFinite`.
  /// - Complexity: O(lines × terms × periods × paths); memory for two values for each period and path.
  public init(
    of lines: [DeliveryLine], on paths: PathSet, currency: Currency, measure: TailMeasure = TailMeasure(level: 0.95),
    party: String = "book", zone: MarketTimeZone = .utc
  ) throws(RiskError) {
    guard paths.measure == .physical else {
      throw RiskError(
        .mismatch, found: "paths under the risk-neutral measure", expected: "the physical one: earnings are no values")
    }
    guard !lines.isEmpty else { throw RiskError(.empty, found: "no lines", expected: "at least one") }
    try InputCheck.distinct(lines.lazy.map(\.name), "line")
    let count = paths.pathCount
    let periods = paths.grid.count
    var perLine: [[Double]] = []
    var margin = PathSums(count)
    var priceOnly = PathSums(count)
    var volumeOnly = PathSums(count)
    var byPeriod = [[Double]](repeating: [Double](repeating: 0, count: count), count: periods)
    var cash = byPeriod
    var cashPerLine: [[Double]] = []
    for (index, line) in lines.enumerated() {
      let flows = try LineFlows(line, paths, currency, at: index)
      var total = [Double](repeating: 0, count: count)
      var paid = total
      for period in 0..<periods {
        let earned = flows.earnings(in: period)
        for path in 0..<count {
          total[path] += earned.full[path]
          byPeriod[period][path] += earned.full[path]
          if line.paymentLag < periods - period {
            cash[period + line.paymentLag][path] += earned.full[path]
            paid[path] += earned.full[path]
          }
        }
        guard line.kind != .fixedCost else { continue }
        priceOnly.add(earned.priceOnly)
        volumeOnly.add(earned.volumeOnly)
      }
      if line.kind != .fixedCost { margin.add(total) }
      perLine.append(total)
      cashPerLine.append(paid)
    }
    let isMargin = lines.map { $0.kind != .fixedCost }
    grossMargin = try Outcome(lines, perLine, isMargin, count, measure)
    earnings = try Outcome(lines, perLine, lines.map { _ in true }, count, measure)
    cashFlow = try Outcome(lines, cashPerLine, lines.map { _ in true }, count, measure)
    var need = [Double](repeating: 0, count: count)
    var running = need
    for period in cash {
      for path in 0..<count {
        running[path] += period[path]
        need[path] = max(need[path], 0 - running[path])
      }
    }
    expectedFlows = try EarningsAtRisk.flows(cash, paths.grid, zone, party, currency)
    fundingNeed = try Tails.estimate(need, measure)
    meanByPeriod = byPeriod.map { Mean($0).value }
    var alone: [Double] = []
    for values in byPeriod {
      let mean = Mean(values).value
      alone.append(try Tails.estimate(values.map { mean - $0 }, measure).quantile)
    }
    atRiskByPeriod = alone
    let price = try Tails.atRisk(priceOnly.values, measure)
    let amount = try Tails.atRisk(volumeOnly.values, measure)
    volume = VolumeEffect(
      priceOnly: price, volumeOnly: amount, interaction: grossMargin.atRisk - price - amount,
      covariance: grossMargin.mean - Mean(priceOnly.values).value)
    self.currency = currency.code
    basis = ResultBasis(
      method: "earnings at risk on physical paths",
      conventions: [
        "level": "\(measure.level)", "quantile": measure.quantileConvention.rawValue,
        "shortfall": measure.shortfallConvention.rawValue, "reference": "mean", "horizon": "delivery",
        "payment": "last day of a period, \(zone.identifier)",
      ],
      inputs: [
        .init("lines") { digest in
          for line in lines { line.add(to: &digest) }
        },
        .init(name: "paths", digest: paths.contentID()),
      ], seed: paths.seed, simulationError: earnings.tail.quantileStandardError)
  }

  /// The mean payments of the periods, those of one date as one.
  private static func flows(
    _ cash: [[Double]], _ grid: DeliveryGrid, _ zone: MarketTimeZone, _ party: String, _ currency: Currency
  ) throws(RiskError) -> CashFlows {
    var flows: [CashFlows.Flow] = []
    for (interval, amounts) in zip(grid, cash) {
      let date = zone.localDate(of: interval.end.advanced(bySeconds: -1))
      let mean = Mean(amounts).value
      if let last = flows.last, last.date == date {
        flows[flows.count - 1].amount += mean
      } else {
        flows.append(.init(date: date, amount: mean))
      }
    }
    do throws(ValuationError) {
      return try CashFlows(party: party, currency: currency, flows: flows)
    } catch {
      throw RiskError(error)
    }
  }
}

extension EarningsAtRisk.Outcome {
  /// The distribution of a sum of lines.
  fileprivate init(
    _ lines: [DeliveryLine], _ perLine: [[Double]], _ isIncluded: [Bool], _ count: Int, _ measure: TailMeasure
  ) throws(RiskError) {
    var sums = PathSums(count)
    for (values, included) in zip(perLine, isIncluded) where included { sums.add(values) }
    let mean = Mean(sums.values)
    let tail = try Tails.estimate(sums.values.map { mean.value - $0 }, measure)
    var shares: [String: Double] = [:]
    for (index, line) in lines.enumerated() where isIncluded[index] {
      let own = Mean(perLine[index]).value
      let losses = perLine[index].map { own - $0 }
      shares[line.name] = try InputCheck.wrapped(.notFinite, "earnings of \(line.name)") {
        () throws(ValuationError) in try tail.shortfallWeights.applied(to: losses)
      }
    }
    self.init(
      mean: mean.value, meanStandardError: mean.standardError, tail: tail, shortfallByLine: shares)
  }
}

/// Sums by path.
private struct PathSums {
  var values: [Double]

  init(_ count: Int) { values = [Double](repeating: 0, count: count) }

  mutating func add(_ more: [Double]) {
    for index in values.indices { values[index] += more[index] }
  }
}

/// Tails with this module's errors.
enum Tails {
  static func estimate(_ losses: [Double], _ measure: TailMeasure) throws(RiskError) -> TailEstimate {
    do throws(ValuationError) {
      return try measure.estimate(losses: losses)
    } catch {
      throw RiskError(
        error.code == .notFinite ? .notFinite : .outOfRange, found: error.found, expected: error.expected,
        index: error.index, cause: error)
    }
  }

  /// How far outcomes fall below their mean.
  static func atRisk(_ outcomes: [Double], _ measure: TailMeasure) throws(RiskError) -> Double {
    let mean = Mean(outcomes).value
    return try estimate(outcomes.map { mean - $0 }, measure).quantile
  }
}
