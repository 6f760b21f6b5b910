import NumericalKernels

/// The regression behind implied shift factors.
struct ShiftFactorFit {
  let congestion: NodalPanel
  let options: ImpliedShiftFactors.Options
  /// Shadow prices by interval: constraint c of interval t at `t * constraints + c`.
  private let prices: [Double]
  private let constraints: Int
  private let regimes: [Int]?
  let bindingCounts: [Int]
  private(set) var pooled: Matrix
  private(set) var byRegime: [Int: Matrix] = [:]

  init(
    _ congestion: NodalPanel, _ shadowPrices: NodalPanel, _ regimes: [Int]?, _ options: ImpliedShiftFactors.Options
  ) throws(NodalError) {
    guard congestion.grid == shadowPrices.grid else {
      throw NodalError(.countMismatch, found: "\(shadowPrices.grid)", expected: "\(congestion.grid)")
    }
    let count = congestion.grid.count
    guard regimes.map({ $0.count == count }) ?? true else {
      throw NodalError(.countMismatch, found: "\(regimes?.count ?? 0) regimes", expected: "\(count)")
    }
    guard options.penalty >= 0, options.penalty.isFinite, options.bound > 0, options.folds >= 0,
      options.folds <= max(1, count), (0...1).contains(options.absoluteShare), options.regimePenalty >= 0,
      options.regimePenalty.isFinite
    else {
      throw NodalError(
        .outOfRange, found: "\(options)", expected: "penalties from 0 on, a bound above 0, no more folds than intervals"
      )
    }
    if let odd = shadowPrices.values.firstIndex(where: { $0 < 0 }) {
      throw NodalError(
        .outOfRange, found: "a shadow price of \(shadowPrices.values[odd])", expected: "0 or more: turn the sign first",
        index: odd)
    }
    self.congestion = congestion
    self.options = options
    self.regimes = regimes
    constraints = shadowPrices.names.count
    var prices = [Double](repeating: 0, count: count * constraints)
    var binding = [Int](repeating: 0, count: constraints)
    for constraint in 0..<constraints {
      for (interval, price) in shadowPrices.row(at: constraint).enumerated() where price > 0 {
        prices[interval * constraints + constraint] = price
        binding[constraint] += 1
      }
    }
    guard binding.contains(where: { $0 > 0 }) else {
      throw NodalError(.empty, found: "no constraint that binds", expected: "at least one")
    }
    self.prices = prices
    bindingCounts = binding
    pooled = Matrix(rows: congestion.names.count, columns: constraints)
    pooled = estimate(Array(0..<count), toward: nil, options.penalty)
    for regime in Set(regimes ?? []) {
      byRegime[regime] = estimate(
        (regimes ?? []).indices.filter { regimes?[$0] == regime }, toward: pooled, options.regimePenalty)
    }
  }

  /// What the factors, of its regime where there is one, say of each node and interval.
  var predictions: [Double] {
    predicted(Array(0..<congestion.grid.count)) { interval in
      guard let regimes, let own = byRegime[regimes[interval]] else { return pooled }
      return own
    }
  }

  private func predicted(_ intervals: [Int], _ factors: (Int) -> Matrix) -> [Double] {
    let count = congestion.grid.count
    var values = [Double](repeating: 0, count: congestion.values.count)
    for interval in intervals {
      let used = factors(interval)
      for constraint in 0..<constraints {
        let price = prices[interval * constraints + constraint]
        guard price > 0 else { continue }
        for node in congestion.names.indices { values[node * count + interval] -= used[node, constraint] * price }
      }
    }
    return values
  }

  /// What the other blocks of time say of each block.
  func crossPredictions() -> [Double] {
    let count = congestion.grid.count
    var values = [Double](repeating: 0, count: congestion.values.count)
    for fold in 0..<options.folds {
      let held = fold * count / options.folds..<(fold + 1) * count / options.folds
      let rest = (0..<count).filter { !held.contains($0) }
      let all = estimate(rest, toward: nil, options.penalty)
      var inRegime: [Int: Matrix] = [:]
      if let regimes {
        for regime in Set(held.map { regimes[$0] }) {
          inRegime[regime] = estimate(rest.filter { regimes[$0] == regime }, toward: all, options.regimePenalty)
        }
      }
      let part = predicted(Array(held)) { interval in
        guard let regimes, let own = inRegime[regimes[interval]] else { return all }
        return own
      }
      for node in congestion.names.indices {
        for interval in held { values[node * count + interval] = part[node * count + interval] }
      }
    }
    return values
  }

  /// 1 - residual / total squares by node and for all, over what is not missing.
  func scores(of predictions: [Double]) -> (byNode: [String: Double], overall: Double?) {
    var byNode: [String: Double] = [:]
    var sums = (residual: 0.0, total: 0.0)
    for (node, name) in congestion.names.enumerated() {
      let row = congestion.row(at: node)
      let offset = row.startIndex
      let present = row.indices.filter { !row[$0].isNaN }
      let mean = present.reduce(0) { $0 + row[$1] / Double(present.count) }
      var (residual, total, square) = (0.0, 0.0, 0.0)
      for place in present {
        let error = row[place] - predictions[node * congestion.grid.count + place - offset]
        residual += error * error
        total += (row[place] - mean) * (row[place] - mean)
        square += row[place] * row[place]
      }
      sums.residual += residual
      // What is left of rounding is no variance.
      guard total > 1e-24 * square else { continue }
      sums.total += total
      byNode[name] = 1 - residual / total
    }
    return (byNode, sums.total > 0 ? 1 - sums.residual / sums.total : nil)
  }

  /// The factors from some intervals.
  private func estimate(_ intervals: [Int], toward prior: Matrix?, _ penalty: Double) -> Matrix {
    let nodes = congestion.names.count
    var result = Matrix(rows: nodes, columns: constraints)
    let shared = PenalisedGram(prices, constraints, intervals, penalty, options)
    for node in 0..<nodes {
      let row = congestion.row(at: node)
      let present = intervals.filter { !row[row.startIndex + $0].isNaN }
      let own =
        present.count == intervals.count ? shared : PenalisedGram(prices, constraints, present, penalty, options)
      var right = [Double](repeating: 0, count: constraints)
      for interval in present {
        let value = row[row.startIndex + interval]
        for constraint in 0..<constraints {
          right[constraint] -= prices[interval * constraints + constraint] * value / Double(max(1, present.count))
        }
      }
      let center = prior.map { $0.row(node) } ?? [Double](repeating: 0, count: constraints)
      for (constraint, factor) in own.minimiser(right, toward: center).enumerated() {
        result[node, constraint] = factor
      }
    }
    return result
  }
}

/// ½ fᵀ G f - rᵀ f + a ½ |f - c|² + b |f - c|₁ within a box, by coordinate descent from the unconstrained ridge solution.
struct PenalisedGram {
  private let size: Int
  private let gram: [Double]
  private let square: Double
  private let absolute: Double
  private let bound: Double
  private let factors: Cholesky?

  init(
    _ prices: [Double], _ size: Int, _ intervals: [Int], _ penalty: Double, _ options: ImpliedShiftFactors.Options
  ) {
    self.size = size
    bound = options.bound
    var gram = [Double](repeating: 0, count: size * size)
    for interval in intervals {
      let start = interval * size
      let active = (0..<size).filter { prices[start + $0] > 0 }
      for first in active {
        for second in active { gram[first * size + second] += prices[start + first] * prices[start + second] }
      }
    }
    let count = Double(max(1, intervals.count))
    for place in gram.indices { gram[place] /= count }
    let scale = (0..<size).reduce(0) { $0 + gram[$1 * size + $1] / Double(size) }
    square = penalty * scale * (1 - options.absoluteShare)
    absolute = penalty * scale * options.absoluteShare
    self.gram = gram
    // A constraint that never binds keeps what it is drawn to; a unit pivot lets the others be solved for.
    var matrix = Matrix(rows: size, columns: size)
    for row in 0..<size {
      for column in 0..<size { matrix[row, column] = gram[row * size + column] }
      matrix[row, row] += gram[row * size + row] > 0 ? square : 1
    }
    factors = try? Cholesky(matrix)
  }

  func minimiser(_ right: [Double], toward center: [Double]) -> [Double] {
    var point = center.map { min(bound, max(-bound, $0)) }
    if let factors {
      let shifted = (0..<size).map { gram[$0 * size + $0] > 0 ? right[$0] + square * center[$0] : center[$0] }
      if let exact = try? factors.solve(shifted) {
        if absolute == 0, exact.allSatisfy({ abs($0) <= bound }) { return exact }
        point = exact.map { min(bound, max(-bound, $0)) }
      }
    }
    for _ in 0..<10_000 {
      var largest = 0.0
      for place in 0..<size {
        let own = gram[place * size + place]
        guard own > 0 else { continue }
        var slope = right[place] + own * point[place]
        for other in 0..<size { slope -= gram[place * size + other] * point[other] }
        let move = slope - own * center[place]
        let shrunk = move > absolute ? move - absolute : move < -absolute ? move + absolute : 0
        let value = min(bound, max(-bound, center[place] + shrunk / (own + square)))
        largest = max(largest, abs(value - point[place]))
        point[place] = value
      }
      if largest < 1e-13 { break }
    }
    return point
  }
}
