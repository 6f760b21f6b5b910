import MarketData
public import Valuation

extension BuiltCurve {
  /// What the result rests on: method, conventions, a digest of the quotes and how well they are met.
  ///
  /// - Complexity: O(quotes).
  public var basis: ResultBasis {
    var conventions = [
      "days": definition.days.gasDay?.name ?? definition.days.calendar.name, "zone": definition.days.zone.identifier,
      "strands": definition.strands.map(\.name).joined(separator: ", "), "unit": "\(definition.unit)",
      "weighting": definition.weighting.name, "prior": definition.prior.name,
    ]
    if definition.tension > 0 { conventions["tension"] = "\(definition.tension)" }
    if let floor = definition.floor { conventions["floor"] = "\(floor)" }
    if let ceiling = definition.ceiling { conventions["ceiling"] = "\(ceiling)" }
    return ResultBasis(
      method: definition.method.name, conventions: conventions,
      inputs: [.init(name: "quotes", digest: quotesDigest)], repricingError: repricingError)
  }

  /// Identifies names, periods, blocks and prices of the quotes, to the last bit.
  private var quotesDigest: SHA256Digest {
    var bytes: [UInt8] = []
    for quote in quotes {
      bytes += "\(quote.id)\u{0}\(quote.block.name)\u{0}".utf8
      let price: [Double]
      switch quote.price {
      case .firm(let value): price = [value]
      case .bidAsk(let bid, let ask): price = [bid, ask]
      case .soft(let value, let weight): price = [value, weight, 0]
      }
      let numbers =
        [Int64(quote.period.first.daysSince1970), Int64(quote.period.end.daysSince1970), Int64(price.count)]
        + price.map { Int64(bitPattern: $0.bitPattern) }
      for number in numbers {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
      }
    }
    return SHA256Digest(hashing: bytes)
  }
}

extension CurveDefinition.Method {
  /// The name in reports.
  public var name: String {
    switch self {
    case .secondDifference: "least squared second differences"
    case .spline(let flatEnd): "maximum-smoothness quartic spline" + (flatEnd ? ", flat end" : "")
    }
  }
}

extension QuoteWeighting {
  /// The name in reports.
  public var name: String {
    switch self {
    case .hours: "hours"
    case .days: "days"
    case .pricingDays(let holidays): "pricing days without the holidays of \(holidays.name)"
    }
  }
}

extension CurvePrior {
  /// The name in reports.
  public var name: String {
    switch self {
    case .none: "none"
    case .values, .series, .strands: "additive"
    case .seasonal(let shape): "seasonal, \(shape.kind)"
    case .factors: "multiplicative"
    }
  }
}
