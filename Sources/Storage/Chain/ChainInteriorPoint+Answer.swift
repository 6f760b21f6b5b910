extension ChainInteriorPoint {
  /// A flow or state this near to its bound, whose multiplier is greater than the distance, is on it.
  private static let nearness = 1e-6

  /// The flows, in the chain's unit; those that rest on a bound are put there.
  func flowsOnBounds() -> [Double] {
    (0..<q * n).map { k in
      if chain.upper[k] <= 0 || x[k] < Self.nearness && x[k] < low[k] { return 0 }
      if room[k] < Self.nearness && room[k] < high[k] { return chain.upper[k] }
      return min(x[k] * unit.flow, chain.upper[k])
    }
  }

  /// The states, in the chain's unit; those that rest on a bound are put there.
  func statesOnBounds() -> [Double] {
    (0..<n).map { t in
      let (lower, greatest) = (chain.stateLower[t], chain.stateUpper[t])
      if sLow[t] < Self.nearness && sLow[t] < zLow[t] { return lower }
      if sHigh[t] < Self.nearness && sHigh[t] < zHigh[t] { return greatest }
      return min(max(s[t] * unit.state, lower), greatest)
    }
  }

  /// The value of the state in each step and of each row's limit, in the chain's units.
  func duals() -> (state: [Double], rows: [[Double]]) {
    let state = (0..<n).map { multiplier[h * n + $0] * unit.cost / (unit.flow * chain.hours[$0]) }
    let rows = limitedRows.map { i in
      let scale = unit.cost / (i < h ? unit.flow : unit.state)
      return (0..<n).map { multiplier[i * n + $0] * scale }
    }
    return (state, rows)
  }

  /// The least cost that the present multipliers allow, in the chain's unit: a bound whatever they are.
  ///
  /// - Complexity: O(steps · entries).
  func dualBound() -> Double {
    var bound = 0.0
    for i in 0..<m {
      for k in i * n..<(i + 1) * n { bound -= multiplier[k] * limit[k] }
    }
    for j in 0..<q {
      gradient(j, 0..<n)
      for k in j * n..<(j + 1) * n where pull[k] < 0 { bound += pull[k] * max(chain.upper[k], 0) / unit.flow }
    }
    for t in 0..<n {
      let slope = stateGradient(t)
      bound += slope * (slope > 0 ? chain.stateLower[t] : chain.stateUpper[t]) / unit.state
    }
    if let start = chain.start {
      var slope = before[0] * multiplier[h * n]
      for i in 1..<max(m - h, 1) { slope += stateBefore[i] * multiplier[(h + i) * n] }
      bound += slope * start / unit.state
    }
    return bound * unit.cost
  }
}
