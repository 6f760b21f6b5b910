import MarketData

/// What a method found: prices for the cells, what holds them, and which rows cannot hold together.
struct SmoothingOutcome: Hashable, Sendable {
  var status: BuiltCurve.Status
  /// The price of each cell.
  var cells: [Double]
  /// For each row the derivative of the least roughness by its price, turned in sign.
  var multipliers: [Double]
  var roughness: Double
  /// Rows in an irreducible conflict.
  var conflict: [Int]
}

extension BuiltCurve {
  /// Builds a plan's curve.
  init(_ plan: CurvePlan) throws(CurveError) { try self.init(plan, plan.factor()) }

  /// Puts a curve together from its solved conditions.
  init(_ plan: CurvePlan, _ factor: SmoothingFactor) throws(CurveError) {
    self.plan = plan
    self.factor = factor
    outcome = try plan.outcome(of: factor.solution)
    status = outcome.status
    roughness = outcome.roughness
    conflict = outcome.conflict.map(plan.name(ofRow:))
    (curve, strands) = try Self.curves(plan, outcome.cells)
    repricing = Self.repricing(plan, outcome)
  }

  /// The curve over all hours, and that of each strand.
  private static func curves(
    _ plan: CurvePlan, _ cells: [Double]
  ) throws(CurveError) -> (all: ForwardCurve, strands: [ForwardCurve]) {
    let (grid, width) = (plan.definition.grid, plan.width)
    if width == 1 {
      let curve = try ForwardCurve(grid: grid, values: cells, unit: plan.definition.unit)
      return (curve, [curve])
    }
    var strands: [ForwardCurve] = []
    for s in 0..<width {
      strands.append(
        try ForwardCurve(
          grid: grid, values: grid.indices.map { cells[$0 * width + s] }, unit: plan.definition.unit))
    }
    let means = grid.indices.map { i in
      let all = i * width..<(i + 1) * width
      return all.reduce(0) { $0 + cells[$1] * plan.cellHours[$1] } / all.reduce(0) { $0 + plan.cellHours[$1] }
    }
    return (try ForwardCurve(grid: grid, values: means, unit: plan.definition.unit), strands)
  }

  private static func repricing(_ plan: CurvePlan, _ outcome: SmoothingOutcome) -> [QuoteRepricing] {
    let conflict = Set(outcome.conflict)
    let names = outcome.conflict.map(plan.name(ofRow:))
    return plan.quotes.enumerated().map { index, quote in
      let row = plan.rows[index]
      let model = row.price(of: outcome.cells)
      let price = quote.price
      var flags: [QuoteFlag] = []
      if row.cutsInterval {
        flags.append(
          QuoteFlag(.cutsInterval, reason: "the period begins or ends inside an interval, which the curve holds flat"))
      }
      if conflict.contains(index) {
        let others = names.filter { $0 != quote.id }.joined(separator: ", ")
        flags.append(
          QuoteFlag(
            .conflicting, reason: others.isEmpty ? "cannot hold" : "cannot hold together with \(others)"))
      }
      var sides: (bid: Double?, ask: Double?)
      if case .bidAsk(let bid, let ask) = price { sides = (bid.finite, ask.finite) }
      return QuoteRepricing(
        id: quote.id, start: quote.period.first, end: quote.period.end, block: quote.block.name,
        target: price.mid, bid: sides.bid, ask: sides.ask, model: model, error: model - price.mid,
        violation: price.isSoft ? 0 : max(0, price.lower - model, model - price.upper),
        multiplier: outcome.multipliers[index], flags: flags)
    }
  }
}

extension Double {
  /// The number, or `nil` where it is infinite or none.
  var finite: Double? { isFinite ? self : nil }
}
