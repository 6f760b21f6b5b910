public import MarketData

/// How good a curve is: how well it meets its quotes, how smooth it is, and how it prices what it has not seen.
public struct CurveQuality: Hashable, Sendable, Codable {
  /// The largest distance from a firm price, or from bid and ask.
  public let repricingError: Double
  /// The root of the mean squared ``QuoteRepricing/error``, soft quotes included.
  public let rootMeanSquareError: Double
  /// See ``BuiltCurve/roughness``.
  public let roughness: Double
  /// What the curve makes of each quote that is left out.
  public let leaveOneOut: [LeaveOneOut]

  /// The root of the mean squared error of quotes left out where others lie on both sides; `nil` without any.
  public var outOfSampleError: Double? { rootMeanSquare(leaveOneOut.filter(\.isInterpolated).map(\.error)) }
  /// The quote that the others price worst, among those with others on both sides.
  public var worstOutOfSample: LeaveOneOut? {
    leaveOneOut.filter(\.isInterpolated).max { abs($0.error) < abs($1.error) }
  }
}

/// How a curve compares with what prices turned out to be.
public struct CurveBacktest: Hashable, Sendable, Codable {
  /// The number of intervals compared.
  public let count: Int
  /// The mean of curve less outcome.
  public let bias: Double
  /// The mean size of curve less outcome.
  public let meanAbsoluteError: Double
  /// The root of the mean square of curve less outcome.
  public let rootMeanSquareError: Double
}

extension BuiltCurve {
  /// Judges the curve by its quotes.
  ///
  /// - Complexity: One solve for each quote.
  public func quality() throws(CurveError) -> CurveQuality {
    CurveQuality(
      repricingError: repricingError, rootMeanSquareError: rootMeanSquare(repricing.map(\.error)) ?? 0,
      roughness: roughness, leaveOneOut: try leaveOneOut())
  }
}

extension ForwardCurve {
  /// Judges the curve by what prices turned out to be, interval by interval where all of the interval is known.
  ///
  /// - Throws: `mismatch` for a unit that does not convert, `empty` where no interval is known.
  /// - Complexity: O(points + outcomes).
  public func backtest(against outcomes: TimeSeries) throws(CurveError) -> CurveBacktest {
    let converted: TimeSeries
    do {
      converted = try outcomes.converted(to: unit)
    } catch {
      throw CurveError(.mismatch, found: "outcomes in \(outcomes.unit)", expected: "\(unit)", cause: error)
    }
    let actual = converted.resampled(to: grid, by: .mean).values
    let errors = zip(values, actual).map { $0 - $1 }.filter(\.isFinite)
    guard let root = rootMeanSquare(errors) else {
      throw CurveError(.empty, found: "no outcome of an interval of the curve", expected: "one or more")
    }
    let count = Double(errors.count)
    return CurveBacktest(
      count: errors.count, bias: errors.reduce(0, +) / count,
      meanAbsoluteError: errors.reduce(0) { $0 + abs($1) } / count, rootMeanSquareError: root)
  }
}

/// The root of the mean square, or `nil` of nothing.
private func rootMeanSquare(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}
