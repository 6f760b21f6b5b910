import MarketData

extension CurveDefinition {
  /// Builds the curve: the smoothest one, about its prior, that meets the quotes.
  ///
  ///     let built = try definition.build(quotes)
  ///     if built.status == .contradictory { print(built.conflict) }
  ///
  /// Firm quotes are met, bid and ask lain between, soft quotes come near to; quotes that repeat each other are accepted, those that
  /// contradict each other are reported with the status.
  ///
  /// - Parameters:
  ///   - quotes: The prices, of different names; each must deliver within the grid.
  ///   - discounting: The discount curve of quotes that settle month by month.
  /// - Throws: `empty` without a quote, or without a discount curve where one is needed; `mismatch` for a name given twice, a block that
  ///   is not made of whole strands, a unit or currency that does not convert; `outOfRange` for a quote outside the grid, a bid above
  ///   its ask, a price beyond 1e15; `emptyPeriod`; `notFinite`; `notPositive` for a level that is not safely above zero under a
  ///   multiplicative prior.
  /// - Complexity: O(quotes × points) for the weights, and the solve of the method.
  public func build(_ quotes: [CurveQuote], discounting: DiscountCurve? = nil) throws(CurveError) -> BuiltCurve {
    try BuiltCurve(CurvePlan(self, quotes, discounting: discounting))
  }
}

extension CurvePlan {
  /// Finds the curve's cells.
  func solve() throws(CurveError) -> SmoothingOutcome { try outcome(of: smoothingProgram.solve()) }

  /// Finds the curve's cells, and keeps what it takes to mark them anew.
  func factor() throws(CurveError) -> SmoothingFactor { try SmoothingFactor(smoothingProgram) }

  /// The conditions on the cells, or on the level that a multiplicative prior scales.
  var smoothingProgram: SmoothingProgram {
    var program = SmoothingProgram(points: definition.grid.count, strands: width, rows: [])
    if case .spline(let flatEnd) = definition.method {
      let days = definition.grid.map { Double($0.seconds) / 86_400 }
      program.measure = .spline(lengths: days, flatEnd: flatEnd)
    }
    program.tension = definition.tension
    program.floor = definition.floor ?? -.infinity
    program.ceiling = definition.ceiling ?? .infinity
    if case .added(let values) = prior { program.prior = values }
    program.rows.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      let (lower, upper, softness) = bounds(ofRow: index)
      program.rows.append(
        SmoothingProgram.Row(
          first: row.first, weights: scaled(row), lower: lower, upper: upper, softness: softness))
    }
    return program
  }

  /// The bounds on a row's price, and how hard it pulls where it is soft.
  func bounds(ofRow row: Int) -> (lower: Double, upper: Double, softness: Double?) {
    guard row < quotes.count else {
      return (-.infinity, definition.spreadLimits[row - quotes.count].most, nil)
    }
    let price = quotes[row].price
    if case .soft(_, let weight) = price { return (price.lower, price.upper, weight) }
    return (price.lower, price.upper, nil)
  }

  /// The weights of a row on the level that a multiplicative prior scales.
  private func scaled(_ row: QuoteWeigher.Row) -> [Double] {
    guard case .factors(let factors) = prior else { return row.weights }
    return row.weights.indices.map { row.weights[$0] * factors[row.first + $0] }
  }

  /// A solution in prices.
  func outcome(of solution: SmoothingSolution) throws(CurveError) -> SmoothingOutcome {
    var cells = solution.values
    if case .factors(let factors) = prior {
      if solution.status == .solved, let odd = cells.firstIndex(where: { !($0 > 0) }) {
        throw CurveError(
          .notPositive, found: "a level of \(cells[odd]) in \(definition.grid[odd / width])",
          expected: "a level above zero under a multiplicative prior", index: odd / width)
      }
      for index in cells.indices { cells[index] *= factors[index] }
    }
    return SmoothingOutcome(
      status: BuiltCurve.Status(solution.status), cells: cells, multipliers: solution.multipliers,
      roughness: solution.roughness, conflict: solution.conflict)
  }
}

extension BuiltCurve.Status {
  /// The status of a smoothing.
  init(_ status: SmoothingSolution.Status) {
    self =
      switch status {
      case .solved: .solved
      case .contradictory: .contradictory
      case .iterationLimit: .iterationLimit
      case .numericalProblems: .numericalProblems
      }
  }
}
