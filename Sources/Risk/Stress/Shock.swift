public import MarketData

/// A change of one kind of price in one place, with the figures that it is taken from where it has happened.
///
///     let waha = Shock.observed(
///       .gas, "US/Texas", hub: "Waha", from: 2.83, to: 206.19, .usd, per: .mmbtu, "2021-02-16", as: .relative,
///       source: "EIA, Today in Energy, 5 March 2021")
///     waha.size        // relative: 206.19 / 2.83 - 1
public struct Shock: Hashable, Sendable {
  /// How large the change is.
  public enum Size: Hashable, Sendable {
    /// A part of today's level: 0.5 for a half more, -1 down to zero. The factor needs a level.
    case relative(Double)
    /// An amount for one unit in a currency.
    case absolute(Double, Currency, per: UnitOfMeasure)
    /// To a level, in a currency for one unit: for caps, floors and records. The factor needs a level to come from.
    case level(Double, Currency, per: UnitOfMeasure)
  }

  /// Which reading of two observed prices a shock is.
  public enum Reading: Hashable, Sendable {
    /// The ratio. For positive prices.
    case relative
    /// The difference. For prices that cross zero.
    case absolute
    /// The later price itself.
    case level
  }

  /// Where the figures come from.
  public struct Evidence: Hashable, Sendable, Codable {
    /// The price before, in the shock's unit; `nil` where the source states the change or the later price alone.
    public let before: Double?
    /// The price after, in the shock's unit; `nil` where the source states the change alone.
    public let after: Double?
    /// When, as the source says: a day, a month, two days with a slash.
    public let when: String
    /// Who published it, where.
    public let source: String

    /// Makes evidence.
    public init(before: Double? = nil, after: Double? = nil, when: String, source: String) {
      self.before = before
      self.after = after
      self.when = when
      self.source = source
    }
  }

  /// What changes and where: all factors of the commodity in the region, or those of the hub alone.
  public let target: FactorTag
  /// How large the change is.
  public let size: Size
  /// Where the figures come from; `nil` for a hypothetical shock.
  public let evidence: Evidence?

  /// Makes a shock.
  public init(_ target: FactorTag, _ size: Size, evidence: Evidence? = nil) {
    self.target = target
    self.size = size
    self.evidence = evidence
  }

  /// A shock from two observed prices.
  public static func observed(
    _ commodity: FactorTag.Commodity, _ region: String, hub: String? = nil, from before: Double, to after: Double,
    _ currency: Currency, per unit: UnitOfMeasure, _ when: String, as reading: Reading, source: String
  ) -> Shock {
    let size: Size =
      switch reading {
      case .relative: .relative(after / before - 1)
      case .absolute: .absolute(after - before, currency, per: unit)
      case .level: .level(after, currency, per: unit)
      }
    return Shock(
      FactorTag(commodity, region: region, hub: hub), size,
      evidence: Evidence(before: before, after: after, when: when, source: source))
  }

  /// A shock to an observed price, whatever it was before.
  public static func reached(
    _ commodity: FactorTag.Commodity, _ region: String, hub: String? = nil, _ price: Double, _ currency: Currency,
    per unit: UnitOfMeasure, _ when: String, source: String
  ) -> Shock {
    Shock(
      FactorTag(commodity, region: region, hub: hub), .level(price, currency, per: unit),
      evidence: Evidence(after: price, when: when, source: source))
  }

  /// A relative shock that a source states as such.
  public static func stated(
    _ commodity: FactorTag.Commodity, _ region: String, hub: String? = nil, _ change: Double, _ when: String,
    source: String
  ) -> Shock {
    Shock(
      FactorTag(commodity, region: region, hub: hub), .relative(change), evidence: Evidence(when: when, source: source))
  }

  /// The change of a factor, in its own currency for one of its units, or why there is none.
  func move(of factor: RiskFactor) -> Result<Double, MappedStress.Obstacle> {
    switch size {
    case .relative(let part):
      guard let level = factor.level else { return .failure(.noLevel) }
      return .success(part * level)
    case .absolute(let amount, let currency, let unit):
      return Shock.converted(amount, currency, unit, for: factor)
    case .level(let price, let currency, let unit):
      guard let level = factor.level else { return .failure(.noLevel) }
      return Shock.converted(price, currency, unit, for: factor).map { $0 - level }
    }
  }

  private static func converted(
    _ amount: Double, _ currency: Currency, _ unit: UnitOfMeasure, for factor: RiskFactor
  ) -> Result<Double, MappedStress.Obstacle> {
    guard let money = try? currency.factor(to: factor.currency) else { return .failure(.otherCurrency) }
    guard let energy = try? factor.unit.factor(to: unit) else { return .failure(.otherUnit) }
    return .success(amount * money * energy)
  }
}

extension Shock: Codable {
  private enum Key: CodingKey { case target, kind, amount, currency, unit, evidence }
  private enum Kind: String, Codable { case relative, absolute, level }

  /// Reads a shock.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let amount = try container.decode(Double.self, forKey: .amount)
    let kind = try container.decode(Kind.self, forKey: .kind)
    let size: Size
    if kind == .relative {
      size = .relative(amount)
    } else {
      let currency = try container.decode(CurrencyText.self, forKey: .currency).currency
      let symbol = try container.decode(String.self, forKey: .unit)
      guard let unit = UnitOfMeasure.factorUnits[symbol] else {
        throw DecodingError.dataCorruptedError(
          forKey: .unit, in: container,
          debugDescription: "expected one of \(UnitOfMeasure.factorUnits.keys.sorted()), found \(symbol)")
      }
      size = kind == .absolute ? .absolute(amount, currency, per: unit) : .level(amount, currency, per: unit)
    }
    self.init(
      try container.decode(FactorTag.self, forKey: .target), size,
      evidence: try container.decodeIfPresent(Evidence.self, forKey: .evidence))
  }

  /// Writes a shock.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(target, forKey: .target)
    switch size {
    case .relative(let part):
      try container.encode(Kind.relative, forKey: .kind)
      try container.encode(part, forKey: .amount)
    case .absolute(let amount, let currency, let unit), .level(let amount, let currency, let unit):
      if case .level = size {
        try container.encode(Kind.level, forKey: .kind)
      } else {
        try container.encode(Kind.absolute, forKey: .kind)
      }
      try container.encode(amount, forKey: .amount)
      try container.encode(CurrencyText(currency), forKey: .currency)
      try container.encode(unit.symbol, forKey: .unit)
    }
    try container.encodeIfPresent(evidence, forKey: .evidence)
  }
}
