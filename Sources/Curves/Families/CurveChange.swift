public import MarketData

/// Why a curve moved from one day to the next: the parts of time, of the set of quotes, and of each quote's price,
/// which add up to the whole.
///
///     let change = try CurveChange(from: yesterday, to: today, on: date)
///     for part in try change.parts(over: cal27) { print(part.name, part.amount) }
///
/// All parts are on today's intervals, in the curve's unit: total = rollDown + quoteSet + Σ quotes + residual, to the
/// last bit that addition leaves.
public struct CurveChange: Hashable, Sendable {
  /// What one quote's price did.
  public struct QuotePart: Hashable, Sendable {
    /// The quote's name.
    public let id: String
    /// Its price before, or the middle of bid and ask: yesterday's, rolled to today; of a new quote what the other
    /// quotes said it was worth.
    public let before: Double
    /// Its price today.
    public let after: Double
    /// Whether it had no price yesterday.
    public let isNew: Bool
    /// What its move alone did to each interval.
    public let values: [Double]
  }

  /// Today's intervals.
  public let grid: DeliveryGrid
  /// What the values are.
  public let unit: ValueUnit
  /// Today's curve less yesterday's.
  public let total: [Double]
  /// What the passing of time did: contracts that expired or began, a grid that begins later, at yesterday's prices.
  public let rollDown: [Double]
  /// What quotes that are no longer there held, and what rounding the new ones' first prices left.
  public let quoteSet: [Double]
  /// The quotes whose price moved, and the new ones, in today's order.
  public let quotes: [QuotePart]
  /// What moves together did beyond the sum of each alone; next to nothing where all quotes are firm, since a curve is
  /// then linear in its quotes.
  public let residual: [Double]
  /// Whether every curve on the way met its quotes.
  public let isSolved: Bool

  /// Explains a change, by building today's curve from yesterday's quotes and then with each quote's move alone.
  ///
  /// For firm quotes a quote's part is its sensitivity times its move. A new quote's move is from what the others said
  /// it was worth.
  ///
  /// - Parameters:
  ///   - previous: Yesterday's curve.
  ///   - current: Today's curve, of the same unit.
  ///   - date: The first market day that has not settled today.
  ///   - spot: What has settled, for yesterday's quotes whose delivery has begun; without it they count as expired.
  /// - Throws: `mismatch` for curves of two units, or grids that do not nest; `outOfRange` where today's intervals go
  ///   beyond yesterday's.
  /// - Complexity: Three builds, and the curve marked anew for each quote that moved.
  public init(
    from previous: BuiltCurve, to current: BuiltCurve, on date: LocalDate, spot: TimeSeries? = nil
  ) throws(CurveError) {
    guard previous.curve.unit == current.curve.unit else {
      throw CurveError(.mismatch, found: "a curve in \(previous.curve.unit)", expected: "\(current.curve.unit)")
    }
    let (definition, discounting) = (current.definition, current.plan.discounting)
    let grid = current.curve.grid
    let before = try previous.curve.resampled(to: grid).values
    var isSolved = current.status == .solved && previous.status == .solved
    func build(_ quotes: [CurveQuote]) throws(CurveError) -> BuiltCurve {
      let built = try definition.build(quotes, discounting: discounting)
      isSolved = isSolved && built.status == .solved
      return built
    }

    let rolled = try definition.roll(previous.quotes, to: date, spot: spot, discounting: discounting).quotes
    let old = Dictionary(rolled.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let today = try rolled.isEmpty ? nil : build(rolled)
    let common = current.quotes.compactMap { quote in
      old[quote.id].flatMap { $0.period == quote.period && $0.block == quote.block ? quote.priced($0.price) : nil }
    }
    let known = Dictionary(common.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = try common.isEmpty ? today : build(common)
    var base = current.quotes
    if let kept {
      let worth = try kept.prices(of: current.quotes)
      base = zip(current.quotes, worth).map { known[$0.id] ?? $0.moved(to: $1) }
    }
    let start = try build(base)
    let rollEnd = today ?? start

    var quotes: [QuotePart] = []
    var explained = start.curve.values
    for (index, quote) in current.quotes.enumerated() where quote.price != base[index].price {
      var marked = start
      try marked.remark(quote.id, quote.price)
      isSolved = isSolved && marked.status == .solved
      let alone = zip(marked.curve.values, start.curve.values).map { $0 - $1 }
      for position in explained.indices { explained[position] += alone[position] }
      quotes.append(
        QuotePart(
          id: quote.id, before: base[index].price.mid, after: quote.price.mid, isNew: known[quote.id] == nil,
          values: alone))
    }
    self.grid = grid
    unit = current.curve.unit
    total = zip(current.curve.values, before).map { $0 - $1 }
    rollDown = zip(rollEnd.curve.values, before).map { $0 - $1 }
    quoteSet = zip(start.curve.values, rollEnd.curve.values).map { $0 - $1 }
    self.quotes = quotes
    residual = zip(current.curve.values, explained).map { $0 - $1 }
    self.isSolved = isSolved
  }

  /// The parts of the change of a period's mean by hours: time, the set of quotes, each quote and the residual, and
  /// their sum at last.
  ///
  /// - Throws: `mismatch` for a span that is not made of whole intervals.
  public func parts(over span: DeliveryInterval) throws(CurveError) -> [(name: String, amount: Double)] {
    var parts: [(name: String, amount: Double)] = []
    let rows =
      [("roll-down", rollDown), ("set of quotes", quoteSet)] + quotes.map { ($0.id, $0.values) }
      + [("residual", residual), ("total", total)]
    for (name, values) in rows {
      parts.append((name, try ForwardCurve(grid: grid, values: values, unit: unit).mean(over: span)))
    }
    return parts
  }

  /// The change as CSV, a line for each interval and a column for each part:
  /// `start,end,total,rollDown,quoteSet,residual` and the quotes by name.
  public func csv(days: MarketDays) -> String {
    let edges = days.labels(ofEdgesOf: grid)
    var text = "start,end,total,rollDown,quoteSet,residual"
    for quote in quotes { text += "," + quote.id.csvField }
    text += "\n"
    for index in total.indices {
      text +=
        "\(edges[index]),\(edges[index + 1]),\(total[index]),\(rollDown[index]),\(quoteSet[index]),\(residual[index])"
      for quote in quotes { text += ",\(quote.values[index])" }
      text += "\n"
    }
    return text
  }
}

extension CurveQuote {
  /// The same quote at another price.
  fileprivate func priced(_ price: QuotedPrice) -> CurveQuote {
    var quote = self
    quote.price = price
    return quote
  }

  /// The same quote with its price, or the middle of its bid and ask, elsewhere.
  fileprivate func moved(to mid: Double) -> CurveQuote {
    let shift = mid - price.mid
    switch price {
    case .firm: return priced(.firm(mid))
    case .soft(_, let weight): return priced(.soft(mid, weight: weight))
    case .bidAsk: return priced(price.map { $0 + shift })
    }
  }
}
