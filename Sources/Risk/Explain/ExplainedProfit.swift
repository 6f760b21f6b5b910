public import Valuation

/// Why a book gained or lost between two dates, trade by trade, to the last cent.
///
///     let explained = try ExplainedProfit(of: trades, move, threshold: .init(absolute: 5_000, relative: 0.05))
///     explained.total                         // the gain in the reporting currency
///     explained.byPart[.price]
///     explained.byNode["TTF_M1"]              // price and gamma of a node
///     explained.exceptions                    // trades whose unexplained part is beyond the threshold
///     print(explained)
///
/// The gain of a trade is its end value and its cash at the end's rate, less its start value at the start's rate. The parts in the trade's
/// currency count at the start's rate; ``Part/currency`` is what the rate's change adds. Unexplained is what remains, so that the
/// parts add up to the gain.
public struct ExplainedProfit: DocumentedResult {
  /// A reason for a gain, in the order in which they are reported.
  public enum Part: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    /// Trades that were not there at the start.
    case newTrades
    /// Trades that are no longer there without having run out.
    case cancelled
    /// Changed terms, at the start's market.
    case amended
    /// Prices, by the first derivatives.
    case price
    /// Prices, by the second derivatives, the mixed ones too.
    case gamma
    /// Volatilities.
    case vega
    /// The days that passed.
    case theta
    /// What was delivered and left the mark.
    case deliveryRollOff
    /// What was paid for it.
    case settlement
    /// Rates of exchange.
    case currency
    /// What is left.
    case unexplained
  }

  /// From where on an unexplained part is an exception: beyond both amounts.
  public struct Threshold: Hashable, Sendable, Codable {
    /// An amount in the reporting currency.
    public let absolute: Double
    /// A part of the absolute gain.
    public let relative: Double

    /// Makes a threshold.
    public init(absolute: Double, relative: Double = 0) {
      self.absolute = absolute
      self.relative = relative
    }

    func isExceeded(by unexplained: Double, of gain: Double) -> Bool {
      abs(unexplained) > max(absolute, relative * abs(gain))
    }
  }

  /// A trade's gain and its parts, in the reporting currency.
  public struct Trade: Hashable, Sendable, Codable {
    /// The trade.
    public let id: String
    /// Its book.
    public let book: String
    /// The gain.
    public let total: Double
    /// The parts that are not zero; they add up to the gain.
    public let parts: [Part: Double]
    /// Whether the unexplained part is beyond the threshold.
    public let isException: Bool
  }

  /// The trades, in the order given.
  public let trades: [Trade]
  /// The gain.
  public let total: Double
  /// The parts; they add up to the gain.
  public let byPart: [Part: Double]
  /// The gain by price and gamma of each node.
  public let byNode: [String: Double]
  /// The threshold.
  public let threshold: Threshold
  /// The code of the reporting currency.
  public let currency: String
  /// What the explanation rests on.
  public let basis: ResultBasis

  /// The ids of the trades whose unexplained part is beyond the threshold.
  public var exceptions: [String] { trades.filter(\.isException).map(\.id) }
  /// Whether the unexplained part of the whole is within the threshold.
  public var isExplained: Bool { !threshold.isExceeded(by: byPart[.unexplained] ?? 0, of: total) }
  /// What factors did: price, gamma, vega and currency.
  public var byFactors: Double { sum(.price, .gamma, .vega, .currency) }
  /// What time did: theta, roll-off and settlement.
  public var byTime: Double { sum(.theta, .deliveryRollOff, .settlement) }
  /// What trading did: new, cancelled and amended trades.
  public var byTrading: Double { sum(.newTrades, .cancelled, .amended) }
  /// What is left.
  public var residual: Double { byPart[.unexplained] ?? 0 }

  private func sum(_ parts: Part...) -> Double { parts.reduce(0) { $0 + (byPart[$1] ?? 0) } }

  /// Explains the gain of some trades.
  ///
  /// - Throws: `mismatch` for an id given twice; `unknownName` with the trade's index for a node without a move or a currency without a
  ///   rate; `mismatch` likewise for a mixed derivative by one node twice; `notFinite`; `outOfRange` for negative days, a rate that is not positive and a negative threshold.
  /// - Complexity: O(trades × Greeks).
  public init(
    of trades: [TradeMarks], _ move: MarketMove, threshold: Threshold = .init(absolute: 0)
  ) throws(RiskError) {
    try InputCheck.distinct(trades.lazy.map(\.id), "trade")
    try InputCheck.within(0...1e6, move.days, "days")
    for bound in [threshold.absolute, threshold.relative] {
      try InputCheck.within(0...Double.greatestFiniteMagnitude, bound, "threshold")
    }
    var explained: [Trade] = []
    var nodes: [String: CompensatedSum] = [:]
    for (index, trade) in trades.enumerated() {
      explained.append(try ExplainedProfit.explain(trade, move, threshold, &nodes, at: index))
    }
    var total = CompensatedSum()
    var parts: [Part: CompensatedSum] = [:]
    for trade in explained {
      total.add(trade.total)
      for part in Part.allCases {
        if let amount = trade.parts[part] { parts[part, default: CompensatedSum()].add(amount) }
      }
    }
    self.trades = explained
    self.total = total.value
    byPart = parts.mapValues(\.value)
    byNode = nodes.mapValues(\.value)
    self.threshold = threshold
    currency = move.reportingCurrency
    basis = ResultBasis(
      method: "profit explained by Greeks at the start", conventions: ["gamma": "second order", "currency": "last"],
      inputs: [
        .init("trades") { digest in
          for trade in trades { trade.add(to: &digest) }
        },
        .init("market move") { move.add(to: &$0) },
      ])
  }

  /// Several periods of one book as one: trades by their id, everything added up.
  ///
  /// - Throws: `empty` without periods; `mismatch` for periods in other currencies.
  public init(adding periods: [ExplainedProfit]) throws(RiskError) {
    guard let first = periods.first else { throw RiskError(.empty, found: "no periods", expected: "at least one") }
    if let odd = periods.firstIndex(where: { $0.currency != first.currency }) {
      throw RiskError(.mismatch, found: periods[odd].currency, expected: first.currency, index: odd)
    }
    var order: [String] = []
    var byTrade: [String: (book: String, total: CompensatedSum, parts: [Part: CompensatedSum])] = [:]
    var parts: [Part: CompensatedSum] = [:]
    var nodes: [String: CompensatedSum] = [:]
    var total = CompensatedSum()
    for period in periods {
      total.add(period.total)
      for (part, amount) in period.byPart { parts[part, default: CompensatedSum()].add(amount) }
      for (node, amount) in period.byNode { nodes[node, default: CompensatedSum()].add(amount) }
      for trade in period.trades {
        if byTrade[trade.id] == nil { order.append(trade.id) }
        var sums = byTrade[trade.id] ?? (trade.book, CompensatedSum(), [:])
        sums.total.add(trade.total)
        for (part, amount) in trade.parts { sums.parts[part, default: CompensatedSum()].add(amount) }
        byTrade[trade.id] = sums
      }
    }
    trades = order.compactMap { id in
      byTrade[id].map { sums in
        let parts = sums.parts.mapValues(\.value)
        return Trade(
          id: id, book: sums.book, total: sums.total.value, parts: parts,
          isException: first.threshold.isExceeded(by: parts[.unexplained] ?? 0, of: sums.total.value))
      }
    }
    self.total = total.value
    byPart = parts.mapValues(\.value)
    byNode = nodes.mapValues(\.value)
    threshold = first.threshold
    currency = first.currency
    basis = ResultBasis(
      method: "profit explained, \(periods.count) periods added", conventions: first.basis.conventions,
      inputs: periods.flatMap(\.basis.inputs))
  }

  /// The gain of each book, its parts.
  public var byBook: [String: [Part: Double]] {
    var sums: [String: [Part: CompensatedSum]] = [:]
    for trade in trades {
      for (part, amount) in trade.parts { sums[trade.book, default: [:]][part, default: CompensatedSum()].add(amount) }
    }
    return sums.mapValues { $0.mapValues(\.value) }
  }

  /// The gain by price and gamma of nodes that belong together: a curve, a delivery year.
  public func byGroup(_ group: (_ node: String) -> String) -> [String: Double] {
    var sums: [String: CompensatedSum] = [:]
    for node in byNode.keys.sorted() { sums[group(node), default: CompensatedSum()].add(byNode[node] ?? 0) }
    return sums.mapValues(\.value)
  }
}

extension ExplainedProfit {
  /// A table of the parts.
  public var description: String {
    var table = TextTable(["Part", "Gain \(currency)", "Of the total"])
    for part in Part.allCases {
      guard let amount = byPart[part] else { continue }
      table.append([part.rawValue, TextTable.number(amount), share(amount)])
    }
    table.append(["total", TextTable.number(total), share(total)])
    return table.text
  }

  private func share(_ amount: Double) -> String {
    total == 0 ? "-" : "\(TextTable.number(100 * amount / total, decimals: 1)) %"
  }
}

/// A sum with compensation (Neumaier), so that large parts that cancel leave an exact rest.
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + lost }
}
