public import MarketData

/// What a curve is called: the same from day to day, whoever built it and when.
///
///     let name: CurveName = "TTF base"
public struct CurveName: RawRepresentable, Hashable, Comparable, Sendable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The name's text.
  public let rawValue: String

  /// Makes a name from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes a name from a literal.
  public init(stringLiteral value: String) { self.rawValue = value }

  /// The name's text.
  public var description: String { rawValue }

  /// Orders names by their text.
  public static func < (lhs: CurveName, rhs: CurveName) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Which curve: its name and the day for which it holds.
///
/// Of one identity there may be several versions.
public struct CurveID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The curve's name.
  public let name: CurveName
  /// The trade date: the day at whose prices the curve stands.
  public let validOn: LocalDate

  /// Makes an identity.
  public init(_ name: CurveName, on date: LocalDate) {
    self.name = name
    validOn = date
  }

  /// Name and date.
  public var description: String { "\(name) on \(validOn)" }

  /// Orders identities by name, then by date.
  public static func < (lhs: CurveID, rhs: CurveID) -> Bool { (lhs.name, lhs.validOn) < (rhs.name, rhs.validOn) }
}

/// What there is to know about a curve beside its numbers.
public struct CurveMetadata: Hashable, Sendable {
  /// The curve's name.
  public var name: CurveName
  /// A title for people.
  public var title: String
  /// The market in which it delivers; `nil` where there is none.
  public var market: Market.ID?
  /// The host's own words about it: desk, source, method.
  public var labels: [String: String]

  /// Describes a curve; the title is the name unless given.
  public init(_ name: CurveName, title: String? = nil, market: Market.ID? = nil, labels: [String: String] = [:]) {
    self.name = name
    self.title = title ?? name.rawValue
    self.market = market
    self.labels = labels
  }
}
