extension ExplainedProfit {
  /// Explains one trade, and adds what nodes did to theirs.
  static func explain(
    _ trade: TradeMarks, _ move: MarketMove, _ threshold: Threshold, _ nodes: inout [String: CompensatedSum],
    at index: Int
  ) throws(RiskError) -> Trade {
    let amounts = [trade.start ?? 0, trade.amendedStart ?? 0, trade.end ?? 0, trade.cash, trade.delivered]
    guard amounts.allSatisfy(\.isFinite) else {
      throw RiskError(.notFinite, found: "a value of trade \(trade.id)", expected: "finite numbers", index: index)
    }
    let rate = try rate(of: trade, move, at: index)
    var parts: [Part: Double] = [:]
    func set(_ part: Part, _ amount: Double) {
      if amount != 0 { parts[part] = amount * rate.start }
    }
    if let start = trade.start, trade.end != nil {
      let price = try effect(trade.greeks.deltas, move.prices, "price", trade, index) { $0 * $1 }
      let gamma = try effect(trade.greeks.gammas, move.prices, "price", trade, index) { 0.5 * $0 * $1 * $1 }
      let cross = try crossEffect(trade, move, index)
      let vega = try effect(trade.greeks.vegas, move.volatilities, "volatility", trade, index) { $0 * $1 }
      for (node, amount) in price.byNode + gamma.byNode + cross.byNode {
        nodes[node, default: CompensatedSum()].add(amount * rate.start)
      }
      set(.amended, (trade.amendedStart ?? start) - start)
      set(.price, price.total)
      set(.gamma, gamma.total + cross.total)
      set(.vega, vega.total)
      set(.theta, trade.greeks.thetaPerDay * move.days)
      set(.deliveryRollOff, 0 - trade.delivered)
      set(.settlement, trade.cash)
    } else if trade.start == nil {
      set(.newTrades, (trade.end ?? 0) + trade.cash)
    } else {
      set(.cancelled, trade.cash - (trade.start ?? 0))
    }
    let atEnd = (trade.end ?? 0) + trade.cash
    let exchange = atEnd * (rate.end - rate.start)
    if exchange != 0 { parts[.currency] = exchange }
    var total = CompensatedSum()
    total.add(atEnd * rate.end)
    total.add(-(trade.start ?? 0) * rate.start)
    var rest = CompensatedSum()
    rest.add(total.value)
    for part in Part.allCases { rest.add(-(parts[part] ?? 0)) }
    // New and cancelled trades are explained by being so; what is left there is rounding.
    if trade.start != nil, trade.end != nil, rest.value != 0 { parts[.unexplained] = rest.value }
    guard total.value.isFinite, parts.values.allSatisfy(\.isFinite) else {
      throw RiskError(.notFinite, found: "the gain of trade \(trade.id)", expected: "a finite number", index: index)
    }
    return Trade(
      id: trade.id, book: trade.book, total: total.value, parts: parts,
      isException: threshold.isExceeded(by: parts[.unexplained] ?? 0, of: total.value))
  }

  private static func rate(
    of trade: TradeMarks, _ move: MarketMove, at index: Int
  ) throws(RiskError) -> MarketMove.Rate {
    if trade.currency == move.reportingCurrency { return .init(start: 1, end: 1) }
    guard let rate = move.rates[trade.currency] else {
      throw RiskError(
        .unknownName, found: "no rate of \(trade.currency)", expected: "one in \(move.reportingCurrency)", index: index)
    }
    guard rate.start > 0, rate.end > 0, rate.start < .infinity, rate.end < .infinity else {
      throw RiskError(
        .outOfRange, found: "rates \(rate.start) and \(rate.end) of \(trade.currency)", expected: "positive numbers",
        index: index)
    }
    return rate
  }

  /// What some Greeks and the moves of their nodes come to, node by node.
  private static func effect(
    _ greeks: [String: Double], _ moves: [String: Double], _ what: String, _ trade: TradeMarks, _ index: Int,
    _ gain: (Double, Double) -> Double
  ) throws(RiskError) -> (total: Double, byNode: [(String, Double)]) {
    var total = CompensatedSum()
    var byNode: [(String, Double)] = []
    for (node, greek) in greeks.sorted(by: { $0.key < $1.key }) {
      guard let move = moves[node] else {
        throw RiskError(
          .unknownName, found: "no \(what) move of node \(node) of trade \(trade.id)", expected: "one for each node",
          index: index)
      }
      let amount = gain(greek, move)
      total.add(amount)
      byNode.append((node, amount))
    }
    return (total.value, byNode)
  }

  /// What mixed derivatives and the moves of both nodes come to, half of it for each node.
  private static func crossEffect(
    _ trade: TradeMarks, _ move: MarketMove, _ index: Int
  ) throws(RiskError) -> (total: Double, byNode: [(String, Double)]) {
    var total = CompensatedSum()
    var byNode: [(String, Double)] = []
    for cross in trade.greeks.crosses {
      guard cross.first != cross.second else {
        throw RiskError(
          .mismatch, found: "a mixed derivative by \(cross.first) twice in trade \(trade.id)", expected: "two nodes",
          index: index)
      }
      var amount = cross.gamma
      for node in [cross.first, cross.second] {
        guard let move = move.prices[node] else {
          throw RiskError(
            .unknownName, found: "no price move of node \(node) of trade \(trade.id)", expected: "one for each node",
            index: index)
        }
        amount *= move
      }
      total.add(amount)
      byNode += [(cross.first, 0.5 * amount), (cross.second, 0.5 * amount)]
    }
    return (total.value, byNode)
  }
}
