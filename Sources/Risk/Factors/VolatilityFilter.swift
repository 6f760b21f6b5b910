/// A model of a factor's volatility from day to day: what rescales past changes to today's volatility.
///
/// EWMA and GARCH models conform; a host may bring its own, or plain numbers as ``KnownVolatilities``.
public protocol VolatilityFilter: Sendable {
  /// The model in words, for the basis of a result.
  var name: String { get }

  /// The volatility of each change as it was expected the day before, and at the end that of the day after the last change.
  ///
  /// - Parameters:
  ///   - changes: The changes of one factor, oldest first, none missing.
  ///   - factor: The factor's name.
  /// - Returns: One volatility more than there are changes, all positive.
  /// - Throws: Where the changes do not suffice.
  func volatilities(of changes: [Double], factor: String) throws(RiskError) -> [Double]
}

/// Volatilities that the host knows, for each factor one a day and one for tomorrow.
public struct KnownVolatilities: VolatilityFilter, Hashable {
  /// The volatilities by the factors' names.
  public let values: [String: [Double]]

  /// The words for the basis of a result.
  public var name: String { "volatilities given by the host" }

  /// Takes the volatilities of each factor, oldest first, one more than there are changes.
  public init(_ values: [String: [Double]]) { self.values = values }

  /// The volatilities given for the factor.
  ///
  /// - Throws: `unknownName` for a factor that none are given for.
  public func volatilities(of changes: [Double], factor: String) throws(RiskError) -> [Double] {
    guard let known = values[factor] else {
      throw RiskError(.unknownName, found: "factor \(factor)", expected: "one whose volatilities are given")
    }
    return known
  }
}
