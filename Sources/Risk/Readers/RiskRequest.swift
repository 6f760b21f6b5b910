import ByteFormats
import MarketData

/// A portfolio and what is asked of it, as a JSON document has it.
///
///     {"positions": [{"id": "p1", "factor": "PJM_WEST", "quantity": 5000, "book": "Power/East"}],
///      "confidence": [0.95, 0.99], "paths": 100000, "seed": 1}
///
/// `factors` may say more about a factor than its name: `{"name": "TTF", "kind": "curveNode", "currency": "EUR", "unit": "MWh",
/// "change": "relative", "level": 31.2}`, or `{"name": "EURUSD", "kind": "exchangeRate", "pricedCurrency": "EUR", "level": 1.08}`.
/// A factor that positions name without that is a hub in the reporting currency with absolute changes.
public struct RiskRequest: Hashable, Sendable {
  /// The portfolio.
  public let portfolio: Portfolio
  /// The levels, rising.
  public let confidence: [Double]
  /// The number of simulated paths.
  public let paths: Int
  /// The seed of the simulation.
  public let seed: UInt64
  /// The days of the horizon, by the square root of time.
  public let horizon: Horizon
  /// What is done about missing changes.
  public let missing: MissingDays

  /// Reads a request.
  ///
  /// `positions` is needed; `confidence` is 0.95 and 0.99 unless given, `paths` 100,000, `seed` 1, `horizonDays` 1, `missing`
  /// `refuse`, `reportingCurrency` USD. Seeds are whole numbers from 0 to 2⁶⁴ - 1.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - limits: How much of it is taken.
  /// - Throws: `malformed` for what is no JSON or has a member of another kind, with its name, and for a factor of a kind that
  ///   ``RiskFactor/Kind`` has no name for; `outOfRange` for a level, a number of paths, a seed or a horizon outside its domain, and
  ///   for more than the limits allow; as ``Portfolio/init(factors:positions:reportingCurrency:)``.
  /// - Complexity: O(bytes).
  public init(json bytes: Span<UInt8>, limits: InputLimits = .default) throws(RiskError) {
    try limits.bound(bytes.count, "bytes of a portfolio", limits.maxBytes)
    let document: JSONValue
    do throws(FormatError) {
      document = try JSONValue.parse(bytes, limits: limits.format)
    } catch {
      throw RiskError(error, "a portfolio")
    }
    let root = JSONMember(document, "the portfolio")
    _ = try root.members()
    let reporting = CurrencyText(code: try root["reportingCurrency"]?.text() ?? "USD").currency
    guard let listed = try root["positions"]?.elements() else {
      throw RiskError(.malformed, found: "a portfolio without positions", expected: "an array \"positions\"")
    }
    try limits.bound(listed.count, "positions", limits.maxPositions)
    var positions: [Position] = []
    for element in listed { positions.append(try Position(element)) }
    var factors: [RiskFactor] = []
    for element in try root["factors"]?.elements() ?? [] { factors.append(try RiskFactor(element, reporting)) }
    var known = Set(factors.map(\.name))
    for position in positions {
      for leg in position.legs where known.insert(leg.factor).inserted {
        factors.append(RiskFactor(leg.factor, currency: reporting))
      }
    }
    try limits.bound(factors.count, "factors", limits.maxFactors)
    var levels: [Double] = []
    for element in try root["confidence"]?.elements() ?? [] { levels.append(try element.number()) }
    if try root["confidence"] == nil { levels = [0.95, 0.99] }
    for level in levels where !(level >= 0.5 && level <= 0.9999) {
      throw RiskError(.outOfRange, found: "confidence \(level)", expected: "a level from 0.5 to 0.9999")
    }
    confidence = Set(levels).sorted()
    paths = try root["paths"]?.count() ?? 100_000
    try limits.check(levels: levels.count, paths: paths, factors: factors.count)
    try limits.check(positions, factors, levels: levels.count)
    portfolio = try Portfolio(factors: factors, positions: positions, reportingCurrency: reporting)
    seed = try root["seed"]?.seed() ?? 1
    horizon = try Horizon(days: try root["horizonDays"]?.count() ?? 1)
    let rule = try root["missing"]?.text() ?? MissingDays.refuse.rawValue
    guard let missing = MissingDays(rawValue: rule) else {
      throw RiskError(.malformed, found: "missing \"\(rule)\"", expected: "refuse, leaveOutDay or noChange")
    }
    self.missing = missing
  }
}

extension Position {
  /// Reads a position that is linear in a factor.
  fileprivate init(_ json: JSONMember) throws(RiskError) {
    let id = try json.required("id").text()
    self.init(
      id,
      .linear(try json.required("factor").text(), quantity: try json.required("quantity").number()),
      book: try json["book"]?.text() ?? "", market: try json["market"]?.text() ?? "",
      currency: try json["currency"].map { member throws(RiskError) in CurrencyText(code: try member.text()).currency },
      value: try json["value"]?.number() ?? 0)
  }
}

extension RiskFactor {
  /// Reads a factor.
  fileprivate init(_ json: JSONMember, _ reporting: Currency) throws(RiskError) {
    let symbol = try json["unit"]?.text()
    let priced = try json["pricedCurrency"].map { member throws(RiskError) in
      CurrencyText(code: try member.text()).currency
    }
    let kind = Kind(rawValue: try json["kind"]?.text() ?? Kind.hub.rawValue)
    // A kind that is misspelt would be one of a host's own: a rate of exchange would convert nothing, without a word.
    guard Kind.standard.contains(kind) else {
      throw RiskError(
        .malformed, found: "kind \(kind.rawValue)", expected: "one of \(Kind.standard.map(\.rawValue))")
    }
    let standard: UnitOfMeasure = kind == .exchangeRate ? .one : .megawattHour
    guard let unit = UnitOfMeasure.factorUnits[symbol ?? standard.symbol] else {
      throw RiskError(
        .malformed, found: "unit \(symbol ?? "")", expected: "one of \(UnitOfMeasure.factorUnits.keys.sorted())")
    }
    let rule = try json["change"]?.text() ?? Change.absolute.rawValue
    guard let change = Change(rawValue: rule) else {
      throw RiskError(.malformed, found: "change \(rule)", expected: "absolute, relative or volatilityRescaled")
    }
    self.init(
      try json.required("name").text(), kind,
      try json["currency"].map { member throws(RiskError) in CurrencyText(code: try member.text()).currency }
        ?? reporting, unit, change,
      try json["level"]?.number(), priced)
  }
}

/// A value of a JSON document with the name of its place, for errors.
private struct JSONMember {
  private let value: JSONValue
  private let place: String

  init(_ value: JSONValue, _ place: String) {
    self.value = value
    self.place = place
  }

  /// The member of an object; `nil` where there is none or it is null.
  subscript(name: String) -> JSONMember? {
    get throws(RiskError) {
      _ = try members()
      guard let member = value[name], member != .null else { return nil }
      return JSONMember(member, "\"\(name)\" of \(place)")
    }
  }

  /// The member of an object that must be there.
  func required(_ name: String) throws(RiskError) -> JSONMember {
    guard let member = try self[name] else {
      throw RiskError(.malformed, found: "\(place) without \"\(name)\"", expected: "a member of that name")
    }
    return member
  }

  func members() throws(RiskError) -> [JSONValue.Member] {
    guard let members = value.asObject else { throw wrong("an object") }
    return members
  }

  func elements() throws(RiskError) -> [JSONMember] {
    guard let elements = value.asArray else { throw wrong("an array") }
    return elements.enumerated().map { JSONMember($0.element, "element \($0.offset) of \(place)") }
  }

  func text() throws(RiskError) -> String {
    guard let text = value.asString else { throw wrong("a text") }
    return text
  }

  func number() throws(RiskError) -> Double {
    guard case .number(let number, _) = value, number.isFinite else { throw wrong("a number") }
    return number
  }

  func count() throws(RiskError) -> Int {
    if case .number = value, let count = value.asInt64 { return Int(count) }
    // As 1e5 and 100000.0 are.
    guard case .number(let number, text: _) = value, let count = Int(exactly: number) else {
      throw wrong("a whole number")
    }
    return count
  }

  /// A whole number of 64 bits without a sign, to its last digit.
  func seed() throws(RiskError) -> UInt64 {
    guard case .number(let number, let text) = value else { throw wrong("a whole number") }
    if let seed = UInt64(text) { return seed }
    // As 1e5 and 1.0 are; beyond 2^53 a number with an exponent may not be the one that was meant.
    guard let seed = UInt64(exactly: number), seed <= 1 << 53 else {
      throw RiskError(.outOfRange, found: "seed \(text.prefix(40))", expected: "a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  private func wrong(_ expected: String) -> RiskError {
    RiskError(.malformed, found: "\(place) of another kind", expected: expected)
  }
}
