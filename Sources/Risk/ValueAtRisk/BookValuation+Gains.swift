import NumericalKernels

extension BookValuation {
  /// The gain of the whole book in each scenario of a block.
  ///
  /// - Parameters:
  ///   - moves: For each factor its move in every scenario, factor after factor.
  ///   - count: The number of scenarios.
  /// - Complexity: O(factors × scenarios + revaluations).
  func gains(_ moves: [Double], count: Int) -> [Double] {
    var gains = [Double](repeating: theta, count: count)
    // A part of the gains stays in the first cache while the factors pass by. The rows lie within the moves.
    for first in stride(from: 0, to: count, by: 4096) {
      let length = min(4096, count - first)
      gains.withUnsafeMutableBufferPointer { gains in
        var span = UnsafeMutableBufferPointer(rebasing: gains[first..<first + length]).mutableSpan
        try? VectorMath.addRows(
          of: moves.span, startingAt: active.map { $0 * count + first }, weights: activeDeltas, to: &span)
      }
    }
    moves.withUnsafeBufferPointer { moves in
      for pair in pairs {
        let gamma = pair.first == pair.second ? 0.5 * pair.gamma : pair.gamma
        let (one, other) = (pair.first * count, pair.second * count)
        for scenario in 0..<count { gains[scenario] += gamma * moves[one + scenario] * moves[other + scenario] }
      }
    }
    for place in valuers.indices {
      let values = revaluedGains(of: place, moves, count: count)
      for scenario in 0..<count { gains[scenario] += values[scenario] }
    }
    return gains
  }

  /// The gain of a revalued option in each scenario, but for that on its present value.
  func revaluedGains(of place: Int, _ moves: [Double], count: Int) -> [Double] {
    let option = exposures.valued[place]
    var values = [Double](repeating: 0, count: count)
    var span = values.mutableSpan
    if option.factors.count == 1, let factor = option.factors.first {
      valuers[place].body(moves.span.extracting(factor * count..<(factor + 1) * count), &span)
    } else {
      var own: [Double] = []
      own.reserveCapacity(option.factors.count * count)
      for factor in option.factors { own += moves[factor * count..<(factor + 1) * count] }
      valuers[place].body(own.span, &span)
    }
    let (base, quantity, rate) = (bases[place], option.quantity, option.conversion.rate)
    guard let exchange = option.conversion.exchange else {
      for scenario in 0..<count { values[scenario] = quantity * rate * (values[scenario] - base) }
      return values
    }
    for scenario in 0..<count {
      let now = rate + option.conversion.share * moves[exchange * count + scenario]
      values[scenario] = quantity * now * (values[scenario] - base)
    }
    return values
  }

  /// What makes up the gain in some scenarios, weighted: by position, by factor, by time, and what revaluation adds to the Greeks.
  struct Shares {
    var positions: [Double]
    var factors: [Double]
    var theta = 0.0
    var revaluation = 0.0
    /// For each factor the weighted sum of its moves.
    var means: [Double]

    mutating func add(_ other: Shares) {
      for i in positions.indices { positions[i] += other.positions[i] }
      for i in factors.indices { factors[i] += other.factors[i] }
      for i in means.indices { means[i] += other.means[i] }
      theta += other.theta
      revaluation += other.revaluation
    }
  }

  /// Shares of nothing.
  var noShares: Shares {
    Shares(
      positions: [Double](repeating: 0, count: exposures.positionCount),
      factors: [Double](repeating: 0, count: exposures.factorCount),
      means: [Double](repeating: 0, count: exposures.factorCount))
  }

  /// The shares of a book that is linear, from the weighted moves and the sum of the weights.
  ///
  /// - Complexity: O(deltas).
  func shares(ofWeightedMoves moves: [Double], mass: Double = 1) -> Shares {
    var positions = [Double](repeating: 0, count: exposures.positionCount)
    for position in positions.indices {
      var gain = method == .delta ? 0 : exposures.thetas[position] * days * mass
      for place in exposures.starts[position]..<exposures.starts[position + 1] {
        gain += exposures.deltas[place] * moves[exposures.columns[place]]
      }
      positions[position] = gain
    }
    return Shares(positions: positions, factors: zip(deltas, moves).map { $0 * $1 }, theta: theta * mass, means: moves)
  }

  /// The shares of any book.
  ///
  /// - Parameters:
  ///   - moves: For each factor its move in every scenario that has a weight, factor after factor.
  ///   - weights: Their weights.
  /// - Complexity: O((deltas + gammas + revaluations) × scenarios).
  func shares(_ moves: [Double], _ weights: [Double]) -> Shares {
    let count = weights.count
    func weighted(_ value: (Int) -> Double) -> Double {
      var sum = 0.0
      for (scenario, weight) in weights.enumerated() { sum += weight * value(scenario) }
      return sum
    }
    let means = (0..<exposures.factorCount).map { factor in weighted { moves[factor * count + $0] } }
    let mass = weights.reduce(0, +)
    var shares = shares(ofWeightedMoves: means, mass: mass)
    guard !isLinear else { return shares }
    var products: [Pair: Double] = [:]
    func product(_ curvature: Exposures.Curvature) -> Double {
      let pair = Pair(curvature)
      if let known = products[pair] { return known }
      let half = pair.first == pair.second ? 0.5 : 1
      let found = half * weighted { moves[pair.first * count + $0] * moves[pair.second * count + $0] }
      products[pair] = found
      return found
    }
    for pair in pairs {
      let gain = pair.gamma * product(pair)
      shares.factors[pair.first] += 0.5 * gain
      shares.factors[pair.second] += 0.5 * gain
    }
    for position in shares.positions.indices {
      for place in exposures.curvatureStarts[position]..<exposures.curvatureStarts[position + 1] {
        let curvature = exposures.curvatures[place]
        let gain = curvature.gamma * product(curvature)
        shares.positions[position] += gain
        guard isValued[position] else { continue }
        shares.factors[curvature.first] += 0.5 * gain
        shares.factors[curvature.second] += 0.5 * gain
      }
    }
    for (place, option) in exposures.valued.enumerated() where place < valuers.count {
      replaceGreeks(of: place, option, moves, weights, means, mass, &shares)
    }
    return shares
  }

  /// Puts a revalued option's gain in the place of that by its Greeks, which stays as what its factors explain.
  private func replaceGreeks(
    of place: Int, _ option: Exposures.Valued, _ moves: [Double], _ weights: [Double], _ means: [Double],
    _ mass: Double, _ shares: inout Shares
  ) {
    let position = option.position
    let values = revaluedGains(of: place, moves, count: weights.count)
    let full = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    var present = 0.0
    if let exchange = option.conversion.exchange { present = option.presentDelta * means[exchange] }
    let byGreeks = shares.positions[position]
    shares.positions[position] = full + present
    for entry in exposures.starts[position]..<exposures.starts[position + 1] {
      shares.factors[exposures.columns[entry]] += exposures.deltas[entry] * means[exposures.columns[entry]]
    }
    if let exchange = option.conversion.exchange { shares.factors[exchange] -= present }
    shares.theta += exposures.thetas[position] * days * mass
    shares.revaluation += full + present - byGreeks
  }
}
