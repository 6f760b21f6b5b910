extension BookValuation {
  /// The gain of each of some positions in each scenario, position after position.
  func positionGains(_ moves: [Double], count: Int, of positions: Range<Int>) -> [Double] {
    // Each number is written before it is read.
    var gains = [Double](unsafeUninitializedCapacity: positions.count * count) { gains, initialised in
      moves.withUnsafeBufferPointer { moves in
        for position in positions {
          write(position, at: (position - positions.lowerBound) * count, moves, count, gains)
        }
      }
      initialised = positions.count * count
    }
    for (place, option) in exposures.valued.enumerated() where place < valuers.count {
      guard positions.contains(option.position) else { continue }
      let values = revaluedGains(of: place, moves, count: count)
      let start = (option.position - positions.lowerBound) * count
      for i in 0..<count {
        let present = option.conversion.exchange.map { option.presentDelta * moves[$0 * count + i] } ?? 0
        gains[start + i] = values[i] + present
      }
    }
    return gains
  }

  /// The gain that the moves of each factor explain by deltas and gammas in each scenario, factor after factor.
  ///
  /// - Complexity: O((factors + gammas) × scenarios).
  func factorGains(_ moves: [Double], count: Int) -> [Double] {
    var gains = [Double](repeating: 0, count: exposures.factorCount * count)
    gains.withUnsafeMutableBufferPointer { gains in
      moves.withUnsafeBufferPointer { moves in
        for factor in 0..<exposures.factorCount {
          let (start, delta) = (factor * count, exposures.total[factor])
          for i in start..<start + count { gains[i] = delta * moves[i] }
        }
        guard method != .delta else { return }
        for curvature in exposures.curvatures {
          let half = (curvature.first == curvature.second ? 0.25 : 0.5) * curvature.gamma
          let (one, other) = (curvature.first * count, curvature.second * count)
          for i in 0..<count {
            let gain = half * moves[one + i] * moves[other + i]
            gains[one + i] += gain
            gains[other + i] += gain
          }
        }
      }
    }
    return gains
  }

  /// Writes the gain of one position in each scenario; zero for one that is revalued.
  private func write(
    _ position: Int, at start: Int, _ moves: UnsafeBufferPointer<Double>, _ count: Int,
    _ gains: UnsafeMutableBufferPointer<Double>
  ) {
    let entries = exposures.starts[position]..<exposures.starts[position + 1]
    let theta = method == .delta || isValued[position] ? 0 : exposures.thetas[position] * days
    if let first = entries.first, !isValued[position] {
      let (delta, row) = (exposures.deltas[first], exposures.columns[first] * count)
      for i in 0..<count { gains[start + i] = theta + delta * moves[row + i] }
    } else {
      for i in 0..<count { gains[start + i] = theta }
    }
    guard !isValued[position] else { return }
    for entry in entries.dropFirst() {
      let (delta, row) = (exposures.deltas[entry], exposures.columns[entry] * count)
      for i in 0..<count { gains[start + i] += delta * moves[row + i] }
    }
    guard method != .delta else { return }
    for entry in exposures.curvatureStarts[position]..<exposures.curvatureStarts[position + 1] {
      let curvature = exposures.curvatures[entry]
      let gamma = curvature.first == curvature.second ? 0.5 * curvature.gamma : curvature.gamma
      let (one, other) = (curvature.first * count, curvature.second * count)
      for i in 0..<count { gains[start + i] += gamma * moves[one + i] * moves[other + i] }
    }
  }
}
