/// Why units, currencies or grids do not fit together.
public struct UnitError: Error, Hashable, Sendable {
  /// What kind of mismatch it is.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable between releases.
    public let name: String

    private init(_ name: String) { self.name = name }

    /// The name.
    public var description: String { name }

    /// The units measure different things.
    public static let dimensionMismatch = Code("dimensionMismatch")
    /// The values are of different kinds, such as a price and an amount.
    public static let kindMismatch = Code("kindMismatch")
    /// The conversion needs an energy per volume or mass that was not given.
    public static let heatingValueNeeded = Code("heatingValueNeeded")
    /// One side of the conversion does not say whether its energy is HHV or LHV.
    public static let heatingBasisUnstated = Code("heatingBasisUnstated")
    /// A number that must be positive and finite is not.
    public static let invalidNumber = Code("invalidNumber")
    /// A temperature scale with a shifted zero has no factor.
    public static let shiftedZero = Code("shiftedZero")
    /// The amounts are in different currencies and no rates were given.
    public static let currencyMismatch = Code("currencyMismatch")
    /// No exchange rate is known for the currency.
    public static let unknownCurrency = Code("unknownCurrency")
    /// No exchange rate is known for the date, under the fill rule that was asked for.
    public static let rateMissing = Code("rateMissing")
    /// Two different rates were given for one currency and date.
    public static let conflictingRates = Code("conflictingRates")
  }

  /// What kind of mismatch it is.
  public let code: Code
  /// What was found: a unit, a currency, a date.
  public let found: String
  /// What was expected in its place.
  public let expected: String

  /// Makes an error.
  public init(_ code: Code, found: String, expected: String) {
    self.code = code
    self.found = found
    self.expected = expected
  }
}

extension UnitError: CustomStringConvertible {
  /// One line: the code, what was found and what was expected.
  public var description: String { "\(code): found \(found), expected \(expected)" }
}
