import MarketData

extension ForwardCurve: Codable {
  private enum Key: CodingKey { case unit, start, seconds, edges, values }

  /// Reads a curve: its unit, its values, and its grid as a start and a step or as edges, in seconds since 1970.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let values = try container.decode([Double].self, forKey: .values)
    let grid: DeliveryGrid?
    if let seconds = try container.decodeIfPresent(Int64.self, forKey: .seconds) {
      let start = try container.decode(Int64.self, forKey: .start)
      grid = DeliveryGrid(start: Instant(secondsSince1970: start), seconds: seconds, count: values.count)
    } else {
      grid = DeliveryGrid(
        edges: try container.decode([Int64].self, forKey: .edges).map { Instant(secondsSince1970: $0) })
    }
    guard let grid else {
      throw CurveError(.malformed, found: "a grid that does not rise", expected: "rising edges, or a start and a step")
    }
    try self.init(grid: grid, values: values, unit: container.decode(UnitRecord.self, forKey: .unit).unit)
  }

  /// Writes a curve; a grid of equal steps as three numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(UnitRecord(unit), forKey: .unit)
    if let seconds = grid.uniformSeconds {
      try container.encode(grid.start.secondsSince1970, forKey: .start)
      try container.encode(seconds, forKey: .seconds)
    } else {
      try container.encode(grid.map(\.start.secondsSince1970) + [grid.end.secondsSince1970], forKey: .edges)
    }
    try container.encode(values, forKey: .values)
  }
}

/// A unit in numbers and texts.
private struct UnitRecord: Codable {
  struct Money: Codable {
    let code: String
    let major: String
    let unitsPerMajor: Double
  }

  struct Measure: Codable {
    let symbol: String
    let dimension: String
    let base: String
    let scale: Double
    let offset: Double
    let basis: String?
  }

  let kind: String
  let currency: Money?
  let measure: Measure?

  init(_ unit: ValueUnit) {
    kind =
      switch unit {
      case .quantity: "quantity"
      case .price: "price"
      case .money: "money"
      case .dimensionless: "dimensionless"
      }
    currency = unit.currency.map { Money(code: $0.code, major: $0.majorCode, unitsPerMajor: $0.unitsPerMajor) }
    measure = unit.measure.map {
      Measure(
        symbol: $0.symbol, dimension: $0.dimension.name, base: $0.dimension.baseSymbol, scale: $0.scale,
        offset: $0.baseOffset, basis: $0.basis?.rawValue)
    }
  }

  var unit: ValueUnit {
    get throws {
      let currency = currency.map { Currency(code: $0.code, majorCode: $0.major, unitsPerMajor: $0.unitsPerMajor) }
      let measure = measure.map {
        UnitOfMeasure(
          symbol: $0.symbol, dimension: UnitDimension(name: $0.dimension, baseSymbol: $0.base), scale: $0.scale,
          baseOffset: $0.offset, basis: $0.basis.flatMap(HeatingValueBasis.init))
      }
      switch (kind, currency, measure) {
      case ("quantity", nil, let measure?): return .quantity(measure)
      case ("price", let currency?, let measure?): return .price(currency, per: measure)
      case ("money", let currency?, nil): return .money(currency)
      case ("dimensionless", nil, nil): return .dimensionless
      default:
        throw CurveError(.malformed, found: "a unit of kind \(kind)", expected: "its currency, its measure, or both")
      }
    }
  }
}
