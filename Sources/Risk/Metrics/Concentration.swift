public import Valuation

/// How much of a book sits in few places.
///
/// ```swift
/// let concentration = try Concentration([50, -30, 20])
/// concentration.herfindahl         // 0.38, of shares of the gross total
/// concentration.share(ofLargest: 2)  // 0.8
/// ```
///
/// Exposures may be of either sign; shares are of the sum of magnitudes, so that a spread counts as two exposures.
public struct Concentration: DocumentedResult {
  /// The shares of the gross total, largest first.
  public let shares: [Double]
  /// What the shares rest on.
  public let basis: ResultBasis

  /// Takes the exposures: megawatt hours, values, risk contributions.
  ///
  /// - Throws: `empty` without an exposure that is not zero; `notFinite` with the index of one that is not finite.
  public init(_ exposures: [Double]) throws(RiskError) {
    for (index, value) in exposures.enumerated() where !value.isFinite {
      throw RiskError(.notFinite, found: "an exposure of \(value)", expected: "a finite number", index: index)
    }
    // Divided first, so that the sum cannot overflow.
    let largest = exposures.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { throw RiskError(.empty, found: "no exposure", expected: "one that is not zero") }
    let scaled = exposures.map { abs($0) / largest }
    let total = scaled.reduce(0, +)
    shares = scaled.map { $0 / total }.sorted(by: >)
    basis = ResultBasis(
      method: "concentration", conventions: ["shares": "of the gross total"], inputs: [.init("exposures", exposures)])
  }

  /// The Herfindahl-Hirschman index, the sum of squared shares: 1 for a single exposure, 1/n for n equal ones.
  ///
  /// Times 10,000 it is the index of competition authorities.
  public var herfindahl: Double { shares.reduce(0) { $0 + $1 * $1 } }

  /// The number of equal exposures that would be as concentrated, 1 / HHI.
  public var effectiveCount: Double { 1 / herfindahl }

  /// The share of so many of the largest exposures together; 0 for none.
  public func share(ofLargest count: Int) -> Double {
    min(1, shares.prefix(max(0, count)).reduce(0, +))
  }
}

extension Concentration {
  /// Reads shares; ones that do not fall or do not add up to one are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shares = try container(.shares)
    basis = try container(.basis)
    let falls = zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 } && shares.allSatisfy { $0 >= 0 }
    try container.require(falls && abs(shares.reduce(0, +) - 1) < 1e-9, .shares, "falling shares of one")
  }

  /// The index and the largest shares in a table.
  public var description: String {
    page(
      [
        "Herfindahl index \(TextTable.figure(herfindahl)), as many as \(TextTable.figure(effectiveCount)) equal exposures"
      ], [.list("rank", [("share", shares)])])
  }
}
