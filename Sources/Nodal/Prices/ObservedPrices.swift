public import MarketData

/// The parts of published locational prices, checked against each other.
///
///     let observed = ObservedPrices(table, product: .energy(.dayAhead))
///     observed.prices.first?.congestion
///     observed.worstResidual              // rounding, a few cents
///
/// Components come from MarketData with the sign that makes price = energy + congestion + loss + greenhouse gas, whatever the operator
/// prints. Where just one of energy, congestion and loss is not published (MISO's files leave out energy), it is what the others leave.
/// Rows that lack more are counted and not guessed.
public struct ObservedPrices: Hashable, Sendable {
  /// One price with its parts.
  public struct Price: Hashable, Sendable {
    /// Where.
    public let location: Location
    /// When delivery begins.
    public let start: Instant
    /// How long it lasts, seconds.
    public let seconds: Int64
    /// The price, in the unit of the product.
    public let price: Double
    /// The energy.
    public let energy: Double
    /// The congestion.
    public let congestion: Double
    /// The loss.
    public let loss: Double
    /// The greenhouse gas, 0 where the market has none.
    public let greenhouseGas: Double
    /// The part that was not published and is what the others leave; `nil` where all were published.
    public let derived: PriceComponent?

    /// The price less its parts: what rounding, or an error of the source, leaves.
    public var residual: Double { price - (energy + congestion + loss + greenhouseGas) }
  }

  /// The prices, in the order of the table.
  public let prices: [Price]
  /// The rows of the product that have no price or lack more than one part.
  public let incompleteCount: Int

  /// Reads the rows of a product.
  ///
  /// - Complexity: O(rows).
  public init(_ table: ObservationTable, product: Product) {
    var prices: [Price] = []
    var incompleteCount = 0
    let wanted = table.dictionary.existingCode(for: product)
    let locations = table.dictionary.locations
    for chunk in table.chunks {
      let columns = [PriceComponent.energy, .congestion, .loss].map { chunk.values(of: $0) }
      let gas = chunk.values(of: .greenhouseGas)
      for row in 0..<chunk.count where chunk.products[row] == wanted {
        let parts = columns.map { $0?[row] ?? .nan }
        let greenhouse = gas.map { $0[row].isNaN ? 0 : $0[row] } ?? 0
        let price = chunk.values[row]
        let missing = parts.indices.filter { parts[$0].isNaN }
        guard !price.isNaN, missing.count <= 1 else {
          incompleteCount += 1
          continue
        }
        var filled = parts
        if let only = missing.first {
          filled[only] = price - greenhouse - parts.reduce(0) { $1.isNaN ? $0 : $0 + $1 }
        }
        prices.append(
          Price(
            location: locations[Int(chunk.locations[row])], start: Instant(secondsSince1970: chunk.starts[row]),
            seconds: Int64(chunk.lengths[row]), price: price, energy: filled[0], congestion: filled[1],
            loss: filled[2], greenhouseGas: greenhouse,
            derived: missing.first.map { [.energy, .congestion, .loss][$0] }))
      }
    }
    self.prices = prices
    self.incompleteCount = incompleteCount
  }

  /// The greatest residual, without its sign.
  public var worstResidual: Double { prices.reduce(0) { max($0, abs($1.residual)) } }

  /// How far the energy prices of one interval lie apart at most: 0 but for rounding where a market has one reference.
  ///
  /// - Complexity: O(prices).
  public var energySpread: Double {
    var bounds: [Instant: (least: Double, most: Double)] = [:]
    for price in prices {
      let old = bounds[price.start] ?? (price.energy, price.energy)
      bounds[price.start] = (min(old.least, price.energy), max(old.most, price.energy))
    }
    return bounds.values.reduce(0) { max($0, $1.most - $1.least) }
  }
}
