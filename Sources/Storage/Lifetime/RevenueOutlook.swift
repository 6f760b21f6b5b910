public import Valuation

/// What a store may earn: the distribution over scenarios or years, in the words of lenders.
///
///     let outlook = try RevenueOutlook(revenues: yearly)
///     outlook.p50; outlook.p90           // exceeded with 50 % and 90 %
///
/// P90 is what is exceeded in 90 % of the cases: the lower figure. The tail is that of shortfalls below the mean.
public struct RevenueOutlook: DocumentedResult {
  /// The mean.
  public let mean: Double
  /// Exceeded in 10 % of the cases.
  public let p10: Double
  /// Exceeded in half of the cases.
  public let p50: Double
  /// Exceeded in 90 % of the cases.
  public let p90: Double
  /// Exceeded in 99 % of the cases.
  public let p99: Double
  /// How far the revenue falls below its mean, as value at risk and shortfall.
  public let tail: TailEstimate
  /// The number of cases.
  public let count: Int
  /// What the figures rest on.
  public let basis: ResultBasis

  /// The figures in a table.
  public var description: String {
    let rows = [("mean", mean), ("P10", p10), ("P50", p50), ("P90", p90), ("P99", p99)].map {
      [$0.0, TextTable.number($0.1)]
    }
    return page(["\(count) cases"], [TextTable(["figure", "revenue"], rows)])
  }

  /// Ranks revenues.
  ///
  /// - Parameters:
  ///   - revenues: One for each scenario, path or year.
  ///   - weights: The weight of each; equal unless given.
  ///   - measure: The level and conventions of the tail.
  /// - Throws: `empty`, `notFinite`, `countMismatch`, `outOfRange`, with the cause.
  /// - Complexity: O(n log n).
  public init(
    revenues: [Double], weights: [Double]? = nil, measure: TailMeasure = TailMeasure(level: 0.9)
  ) throws(StorageError) {
    do throws(ValuationError) {
      let distribution = try EmpiricalDistribution(outcomes: revenues, weights: weights)
      let mean = distribution.mean
      self.mean = mean
      p10 = distribution.exceedance(0.1)
      p50 = distribution.exceedance(0.5)
      p90 = distribution.exceedance(0.9)
      p99 = distribution.exceedance(0.99)
      tail = try measure.estimate(losses: revenues.map { mean - $0 }, weights: weights)
      count = revenues.count
      basis = ResultBasis(
        method: "distribution of revenue", conventions: ["P90": "exceeded in 90 % of the cases"],
        inputs: [.init("revenues", revenues)] + (weights.map { [.init("weights", $0)] } ?? []))
    } catch {
      throw StorageError(wrapping: error, field: "revenues")
    }
  }
}

extension StorageError {
  /// The same refusal in the words of this module.
  init(wrapping error: ValuationError, field: String) {
    let code: Code =
      switch error.code {
      case .empty: .empty
      case .countMismatch: .countMismatch
      case .notFinite: .notFinite
      case .mismatch: .mismatch
      case .unknownName: .unknownName
      default: .outOfRange
      }
    self.init(code, field: field, found: error.found, expected: error.expected, index: error.index, cause: error)
  }
}
