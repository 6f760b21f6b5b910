import MarketData

/// A definition with its quotes, checked and turned into the conditions on the curve's cells.
///
/// What does not change when a price changes is made once: the weights, the prior, the hours.
struct CurvePlan: Sendable {
  let definition: CurveDefinition
  /// The quotes in the curve's unit.
  private(set) var quotes: [CurveQuote]
  /// How each quote, and after them each spread limit, is made of cells.
  let rows: [QuoteWeigher.Row]
  /// The hours of each cell.
  let cellHours: [Double]
  let prior: CurvePrior.Resolved
  /// The discount curve of quotes that settle month by month.
  let discounting: DiscountCurve?

  /// The number of lines of prices.
  var width: Int { definition.strands.count }

  /// Checks what is asked for, and weighs the quotes.
  init(
    _ definition: CurveDefinition, _ quotes: [CurveQuote], discounting: DiscountCurve?
  ) throws(CurveError) {
    try definition.check()
    try Self.check(quotes, definition.spreadLimits)
    if let discounting, let currency = definition.unit.currency, discounting.currency.majorCode != currency.majorCode {
      throw CurveError(.mismatch, found: "a discount curve in \(discounting.currency)", expected: "\(currency)")
    }
    var weigher = try QuoteWeigher(
      grid: definition.grid, days: definition.days, strands: definition.strands, weighting: definition.weighting,
      discounting: discounting)
    var converted = quotes
    var rows: [QuoteWeigher.Row] = []
    rows.reserveCapacity(quotes.count + definition.spreadLimits.count)
    var entries = 0
    for index in quotes.indices {
      try quotes[index].price.check(index)
      if let unit = quotes[index].unit, unit != definition.unit {
        converted[index] = try quotes[index].converted(from: unit, to: definition.unit)
      } else {
        converted[index].unit = definition.unit
      }
      let row = try weigher.row(for: converted[index], index: index)
      rows.append(row)
      entries += row.weights.count
      guard entries <= Self.mostEntries else {
        throw CurveError(
          .outOfRange, found: "more than \(Self.mostEntries) cells under quotes", expected: "fewer quotes or intervals",
          index: index)
      }
    }
    for limit in definition.spreadLimits {
      rows.append(try Self.difference(limit, &weigher))
    }
    self.definition = definition
    self.quotes = converted
    self.rows = rows
    cellHours = weigher.cellHours
    self.discounting = discounting
    prior = try definition.prior.resolved(for: definition)
    if case .factors = prior { try checkLevel() }
  }

  /// A plan of some of the quotes.
  init(_ plan: CurvePlan, without index: Int) {
    definition = plan.definition
    quotes = plan.quotes
    quotes.remove(at: index)
    var rows = plan.rows
    rows.remove(at: index)
    self.rows = rows
    cellHours = plan.cellHours
    prior = plan.prior
    discounting = plan.discounting
  }

  /// The most cells that all quotes may cover together: what bounds memory.
  private static let mostEntries = 50_000_000

  /// Puts another price in the place of a quote's.
  mutating func setPrice(_ price: QuotedPrice, of index: Int) throws(CurveError) {
    try price.check(index)
    quotes[index].price = price
    if case .factors = prior { try checkLevel() }
  }

  /// The names of quotes and limits, in the order of the rows.
  func name(ofRow row: Int) -> String {
    row < quotes.count ? quotes[row].id : definition.spreadLimits[row - quotes.count].id
  }

  private static func check(_ quotes: [CurveQuote], _ limits: [SpreadLimit]) throws(CurveError) {
    guard !quotes.isEmpty else { throw CurveError(.empty, found: "no quotes", expected: "one or more") }
    guard quotes.count + limits.count <= CurveDefinition.mostQuotes else {
      throw CurveError(
        .outOfRange, found: "\(quotes.count) quotes and \(limits.count) bounds",
        expected: "at most \(CurveDefinition.mostQuotes)")
    }
    var seen = Set<String>(minimumCapacity: quotes.count + limits.count)
    for index in 0..<quotes.count + limits.count {
      let id = index < quotes.count ? quotes[index].id : limits[index - quotes.count].id
      guard seen.insert(id).inserted else {
        throw CurveError(
          .mismatch, found: "\(id) twice", expected: "quotes and bounds of different names", index: index)
      }
    }
  }

  /// The condition of a bound on a difference.
  private static func difference(
    _ limit: SpreadLimit, _ weigher: inout QuoteWeigher
  ) throws(CurveError) -> QuoteWeigher.Row {
    guard limit.most.isFinite, abs(limit.most) <= CurveDefinition.largestPrice else {
      throw CurveError(.notFinite, found: "\(limit.id)", expected: "a finite bound")
    }
    let sold = try weigher.row(for: CurveQuote(limit.later, block: limit.block, .firm(limit.most), id: limit.id))
    let bought = try weigher.row(for: CurveQuote(limit.earlier, block: limit.block, .firm(limit.most), id: limit.id))
    let first = min(sold.first, bought.first)
    let end = max(sold.first + sold.weights.count, bought.first + bought.weights.count)
    var weights = [Double](repeating: 0, count: end - first)
    for (offset, weight) in sold.weights.enumerated() { weights[sold.first - first + offset] += weight }
    for (offset, weight) in bought.weights.enumerated() { weights[bought.first - first + offset] -= weight }
    return QuoteWeigher.Row(
      first: first, weights: weights, total: 1, cutsInterval: sold.cutsInterval || bought.cutsInterval)
  }

  /// Refuses factors where a quote is not safely above zero.
  ///
  /// Safely is: above a tenth of the mean size of the quotes.
  private func checkLevel() throws(CurveError) {
    let size = quotes.reduce(0) { $0 + abs($1.price.mid) } / Double(quotes.count)
    for (index, quote) in quotes.enumerated() {
      let price = quote.price.lower.isFinite ? quote.price.lower : quote.price.mid
      guard price > 0.1 * size else {
        throw CurveError(
          .notPositive, found: "\(quote.id) at \(price) under a multiplicative prior",
          expected: "more than a tenth of the quotes' mean size \(size), or an additive prior", index: index)
      }
    }
    if let floor = definition.floor, floor != 0 {
      throw CurveError(
        .outOfRange, found: "a floor of \(floor) under a multiplicative prior", expected: "zero, or an additive prior")
    }
    if let ceiling = definition.ceiling {
      throw CurveError(
        .outOfRange, found: "a ceiling of \(ceiling) under a multiplicative prior", expected: "an additive prior")
    }
  }
}

extension CurveDefinition {
  /// The most quotes and spread limits of a curve, 1,500: what bounds the time of a solve.
  public static let mostQuotes = 1500

  /// The largest size of a price: what is beyond it is no price, and its squares would overflow.
  static let largestPrice = 1e15

  /// Refuses bounds and weights that make no sense.
  func check() throws(CurveError) {
    guard tension >= 0, tension.isFinite else {
      throw CurveError(.outOfRange, found: "tension \(tension)", expected: "0 or more")
    }
    for bound in [floor, ceiling].compactMap({ $0 }) {
      guard bound.isFinite, abs(bound) <= Self.largestPrice else {
        throw CurveError(.notFinite, found: "a floor or ceiling of \(bound)", expected: "a finite price")
      }
    }
    if let floor, let ceiling, floor > ceiling {
      throw CurveError(.outOfRange, found: "floor \(floor) above ceiling \(ceiling)", expected: "floor ≤ ceiling")
    }
    guard grid.count * strands.count <= MarketDays.mostIntervals else {
      throw CurveError(
        .outOfRange, found: "\(grid.count) intervals of \(strands.count) strands",
        expected: "at most \(MarketDays.mostIntervals)")
    }
  }
}
