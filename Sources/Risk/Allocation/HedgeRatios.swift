import NumericalKernels
public import Valuation

/// The quantities of hedging instruments that leave an exposure with the least variance.
///
/// ```swift
/// // The changes of a book's value and of one unit of each of two futures, a row a day.
/// let hedge = try HedgeRatios(exposure: bookChanges, instruments: [front, back])
/// hedge.quantities          // to hold against the book: negative where the instrument moves with it
/// hedge.effectiveness       // the share of the variance that is gone
/// ```
///
/// The regression of the exposure's changes on the instruments', by least squares with an intercept, with the sign
/// turned: for a single instrument - covariance / variance (L. Ederington, Journal of Finance 34 (1979)). Rows with a
/// missing change (NaN) are left out.
public struct HedgeRatios: DocumentedResult {
  /// The quantity of each instrument to hold, for one unit of the exposure.
  public let quantities: [Double]
  /// The standard error of each quantity, for independent changes of equal variance.
  public let standardErrors: [Double]
  /// The share of the exposure's variance that the hedge takes away, R²: 0 to 1.
  public let effectiveness: Double
  /// The standard deviation of the hedged changes, divisor n - 1.
  public let hedgedDeviation: Double
  /// The standard deviation of the exposure's changes over the same rows.
  public let unhedgedDeviation: Double
  /// The number of complete rows.
  public let count: Int
  /// What the ratios rest on.
  public internal(set) var basis: ResultBasis

  /// Works out the quantities.
  ///
  /// - Parameters:
  ///   - exposure: The changes of what is hedged.
  ///   - instruments: The changes of one unit of each instrument, as many as of the exposure.
  /// - Throws: `empty` without an instrument; `countMismatch` and `notFinite` for an infinity, with the instrument;
  ///   `insufficientData` with too few complete rows, an exposure that does not vary, or an instrument that is a
  ///   mixture of others, with its index.
  /// - Complexity: O(rows × instruments²).
  public init(exposure: [Double], instruments: [[Double]]) throws(RiskError) {
    guard !instruments.isEmpty else { throw RiskError(.empty, found: "no instrument", expected: "at least one") }
    for (index, changes) in instruments.enumerated() {
      guard changes.count == exposure.count else {
        throw RiskError(
          .countMismatch, found: "\(changes.count) changes", expected: "\(exposure.count)", index: index)
      }
      guard !changes.contains(where: { $0.isInfinite }) else {
        throw RiskError(.notFinite, found: "an infinite change", expected: "a finite number or NaN", index: index)
      }
    }
    let fit: LinearRegression
    do throws(NumericalError) {
      fit = try LinearRegression(Matrix(columns: instruments), exposure)
    } catch {
      throw RiskError(
        error.code == .notFinite ? .notFinite : .insufficientData, found: "changes without a unique hedge",
        expected: "instruments that vary by themselves, over more rows than instruments",
        index: error.code == .singular ? error.index.map { max(0, $0 - 1) } : nil, cause: error)
    }
    guard fit.totalSumOfSquares > 0 else {
      throw RiskError(.insufficientData, found: "an exposure that does not vary", expected: "one that does")
    }
    quantities = fit.coefficients.dropFirst().map { -$0 }
    standardErrors = Array(fit.standardErrors.dropFirst())
    effectiveness = fit.rSquared
    count = fit.observationCount
    let divisor = Double(fit.observationCount - 1)
    hedgedDeviation = (fit.residualSumOfSquares / divisor).squareRoot()
    unhedgedDeviation = (fit.totalSumOfSquares / divisor).squareRoot()
    basis = ResultBasis(
      method: "minimum-variance hedge by least squares", conventions: ["ddof": "1", "intercept": "yes"],
      inputs: [
        .init("exposure", exposure),
        .init("instruments") { digest in
          for changes in instruments { digest.add(changes) }
        },
      ])
  }
}

extension HedgeRatios {
  /// Reads ratios; another number of errors is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    quantities = try container(.quantities)
    standardErrors = try container(.standardErrors)
    effectiveness = try container(.effectiveness)
    hedgedDeviation = try container(.hedgedDeviation)
    unhedgedDeviation = try container(.unhedgedDeviation)
    count = try container(.count)
    basis = try container(.basis)
    try container.require(standardErrors.count == quantities.count, .standardErrors, "one for each quantity")
  }

  /// The quantities with their errors in a table.
  public var description: String {
    page(
      [
        "deviation \(TextTable.figure(hedgedDeviation)) instead of \(TextTable.figure(unhedgedDeviation)), "
          + "\(ResultPage.percent(effectiveness)) of the variance gone, \(count) rows"
      ], [.list("instrument", [("quantity", quantities), ("+/-", standardErrors)])])
  }
}
