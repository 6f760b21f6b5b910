extension Exposures {
  /// The delta of a position by a factor, both counted from 0; zero where there is none.
  ///
  /// - Complexity: O(factors of the position).
  public func delta(position: Int, factor: Int) -> Double {
    precondition(position >= 0 && position < positionCount, "no such position")
    return (starts[position]..<starts[position + 1]).first { columns[$0] == factor }.map { deltas[$0] } ?? 0
  }

  /// The factors and deltas of a position, in the order of the factors.
  public func deltas(of position: Int) -> [(factor: Int, delta: Double)] {
    precondition(position >= 0 && position < positionCount, "no such position")
    return (starts[position]..<starts[position + 1]).map { (columns[$0], deltas[$0]) }
  }

  /// The second derivatives of a position, each pair of factors once; `gamma` of a pair is the mixed derivative.
  public func gammas(of position: Int) -> [(first: Int, second: Int, gamma: Double)] {
    precondition(position >= 0 && position < positionCount, "no such position")
    return (curvatureStarts[position]..<curvatureStarts[position + 1]).map {
      (curvatures[$0].first, curvatures[$0].second, curvatures[$0].gamma)
    }
  }

  /// Whether no position has a second derivative or a theta.
  public var isLinear: Bool { curvatures.isEmpty && thetas.allSatisfy { $0 == 0 } }

  /// The gain of each position, in the reporting currency, when the factors change.
  ///
  ///     var shock = [Double](repeating: 0, count: portfolio.factors.count)
  ///     shock[try portfolio.factorIndex(of: "HENRY_HUB")] = 2.5        // in the factor's currency for one unit
  ///     try portfolio.exposures.changes(for: shock, method: .full, revaluations: valuers)
  ///
  /// - Parameters:
  ///   - moves: The change of each factor, in its currency for one unit of it.
  ///   - days: The days that pass, for theta.
  ///   - method: How the gain is worked out.
  ///   - revaluations: The valuers that options name, for `full`.
  /// - Throws: `countMismatch` unless there is a move for each factor, `notFinite` for a move or a gain, `unknownName` for a
  ///   valuer that is not there.
  /// - Complexity: O(derivatives + revaluations).
  public func changes(
    for moves: [Double], days: Double = 0, method: ValuationMethod = .deltaGamma,
    revaluations: [String: Revaluation] = [:]
  ) throws(RiskError) -> [Double] {
    guard moves.count == factorCount else {
      throw RiskError(.countMismatch, found: "\(moves.count) moves", expected: "\(factorCount), one for each factor")
    }
    try InputCheck.finite(moves, "move")
    var gains = (0..<positionCount).map { position in
      gain(of: position, moves.span, days: days, method: method)
    }
    guard method == .full, !valued.isEmpty else { return try checked(gains) }
    for option in valued {
      let valuer = try Exposures.valuer(option, in: revaluations)
      let changes = option.factors.map { moves[$0] }
      let change = option.quantity * (valuer.value(changes) - valuer.value(changes.map { _ in 0 }))
      let exchange = option.conversion.exchange.map { moves[$0] * option.conversion.share } ?? 0
      gains[option.position] =
        presentGain(of: option, moves[...]) + change * (option.conversion.rate + exchange)
    }
    return try checked(gains)
  }

  /// The gain of a position by its derivatives.
  func gain(of position: Int, _ moves: borrowing Span<Double>, days: Double, method: ValuationMethod) -> Double {
    var gain = 0.0
    for place in starts[position]..<starts[position + 1] { gain += deltas[place] * moves[columns[place]] }
    guard method != .delta else { return gain }
    for place in curvatureStarts[position]..<curvatureStarts[position + 1] { gain += curvatures[place].gain(moves) }
    return gain + thetas[position] * days
  }

  /// The gain on the present value of an option by its rate of exchange.
  func presentGain(of option: Valued, _ moves: ArraySlice<Double>) -> Double {
    option.conversion.exchange.map { option.presentDelta * moves[$0] } ?? 0
  }

  static func valuer(_ option: Valued, in revaluations: [String: Revaluation]) throws(RiskError) -> Revaluation {
    guard let valuer = revaluations[option.valuer] else {
      throw RiskError(
        .unknownName, found: "valuer \(option.valuer)", expected: "one of \(revaluations.keys.sorted().prefix(20))",
        index: option.position)
    }
    if let count = valuer.factorCount, count != option.factors.count {
      throw RiskError(
        .countMismatch, found: "\(option.factors.count) factors of an option",
        expected: "\(count), as \(option.valuer) takes",
        index: option.position)
    }
    return valuer
  }

  private func checked(_ gains: [Double]) throws(RiskError) -> [Double] {
    try InputCheck.finite(gains, "gain of a position")
    return gains
  }
}

extension Revaluation {
  /// The value of one unit after one set of changes.
  func value(_ changes: [Double]) -> Double {
    var one = [Double](repeating: 0, count: 1)
    var span = one.mutableSpan
    body(changes.span, &span)
    return one[0]
  }
}
