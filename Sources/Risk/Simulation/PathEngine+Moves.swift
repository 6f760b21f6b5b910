import NumericalKernels
import Valuation

extension PathEngine: MoveSource {
  /// The losses of some consecutive paths.
  func losses(_ range: Range<Int>) throws(RiskError) -> [Double] {
    guard isLinear else {
      let moves = try moves(of: Array(range))
      return valuation.gains(moves, count: range.count).map { -$0 }
    }
    let drift = zip(valuation.deltas, distribution.means).reduce(0) { $0 + $1.0 * $1.1 } * days + valuation.theta
    var losses = [Double](repeating: -drift, count: range.count)
    // As many paths at a time as leave their normals in the second cache.
    let part = max(8, (1 << 15) / max(1, normalCount))
    var draws = PathDraws(self, [])
    for first in stride(from: range.lowerBound, to: range.upperBound, by: part) {
      let paths = first..<min(first + part, range.upperBound)
      draws.begin(Array(paths))
      for _ in 0..<steps {
        try draws.next()
        for place in 0..<paths.count {
          let gain = dot(draws.normals, place * normalCount, direction)
          losses[first - range.lowerBound + place] -= scale * gain * (draws.mixing.isEmpty ? 1 : draws.mixing[place])
        }
      }
    }
    return losses
  }

  func moves(of scenarios: [Int]) throws(RiskError) -> [Double] {
    let count = scenarios.count
    var moves = [Double](repeating: 0, count: portfolio.factors.count * count)
    var draws = PathDraws(self, scenarios)
    var part = [Double](repeating: 0, count: rows.count * count)
    for _ in 0..<steps {
      try draws.next()
      do throws(NumericalError) {
        var span = part.mutableSpan
        try root.transform(draws.normals.span, into: &span, count: count)
        if settings.usesMargins { try applyMargins(&part, draws.mixing, count) }
      } catch {
        throw RiskError(.outOfRange, found: "moves of \(count) paths", expected: "numbers in range", cause: error)
      }
      let isMixed = !draws.mixing.isEmpty && !settings.usesMargins
      for (row, factor) in rows.enumerated() {
        let (from, to) = (row * count, factor * count)
        if isMixed {
          for i in 0..<count { moves[to + i] += scale * part[from + i] * draws.mixing[i] }
        } else {
          for i in 0..<count { moves[to + i] += scale * part[from + i] }
        }
      }
    }
    for factor in rows where distribution.means[factor] != 0 {
      let drift = distribution.means[factor] * days
      for i in factor * count..<(factor + 1) * count { moves[i] += drift }
    }
    return moves
  }

  func weightedMoves(_ weights: PathWeights) throws(RiskError) -> [Double] {
    let total = weights.weights.reduce(0, +)
    var sums = [Double](repeating: 0, count: normalCount)
    guard !settings.usesMargins else {
      let block = try moves(of: weights.paths)
      let count = weights.paths.count
      return portfolio.factors.indices.map { factor in
        (0..<count).reduce(0) { $0 + weights.weights[$1] * block[factor * count + $1] }
      }
    }
    for first in stride(from: 0, to: weights.paths.count, by: 256) {
      let range = first..<min(first + 256, weights.paths.count)
      var draws = PathDraws(self, Array(weights.paths[range]))
      for _ in 0..<steps {
        try draws.next()
        for (place, weight) in weights.weights[range].enumerated() {
          let size = scale * weight * (draws.mixing.isEmpty ? 1 : draws.mixing[place])
          for i in 0..<normalCount { sums[i] += size * draws.normals[place * normalCount + i] }
        }
      }
    }
    let factor = distribution.root.factor
    return (0..<distribution.factorCount).map { row in
      let drift = total * days * distribution.means[row]
      return factor.storage.withUnsafeBufferPointer { drift + dot($0, row * normalCount, sums) }
    }
  }

  /// Puts each normal through its factor's margin: what is left is the change about its mean.
  private func applyMargins(_ part: inout [Double], _ mixing: [Double], _ count: Int) throws(NumericalError) {
    let isEmpirical =
      switch settings.model {
      case .gaussianCopula(.empirical), .studentCopula(_, .empirical): true
      default: false
      }
    var tails = [Double](repeating: 0, count: count)
    var scores = tails
    for (row, factor) in rows.enumerated() {
      let start = row * count
      for i in 0..<count { scores[i] = -abs(part[start + i] * (mixing.isEmpty ? 1 : mixing[i])) }
      var span = tails.mutableSpan
      if let table {
        try table.cdf(scores.span, into: &span)
      } else {
        try VectorMath.normalCDF(scores.span, into: &span)
      }
      let mean = distribution.means[factor]
      if isEmpirical, let margin = distribution.margins?[factor] {
        let last = margin.count - 1
        for i in 0..<count {
          let place = Double(last) * (part[start + i] < 0 ? tails[i] : 1 - tails[i])
          let lower = min(Int(place), last - 1)
          let value = margin[lower] + (place - Double(lower)) * (margin[lower + 1] - margin[lower])
          part[start + i] = value - mean
        }
      } else {
        let deviation = distribution.standardDeviations[factor]
        var out = scores.mutableSpan
        try VectorMath.normalQuantile(tails.span, into: &out)
        for i in 0..<count { part[start + i] = deviation * (part[start + i] < 0 ? scores[i] : -scores[i]) }
      }
    }
  }
}

/// The sum of products of two arrays, eight sums at a time in a fixed order.
func dot(_ a: [Double], _ start: Int, _ b: [Double]) -> Double {
  a.withUnsafeBufferPointer { dot($0, start, b) }
}

/// The sum of products of a part of one array with another one.
func dot(_ a: UnsafeBufferPointer<Double>, _ start: Int, _ b: [Double]) -> Double {
  precondition(start >= 0 && start + b.count <= a.count, "a part beyond the end")
  return b.withUnsafeBufferPointer { b in
    var sums = SIMD8<Double>.zero
    var more = SIMD8<Double>.zero
    let x = UnsafeRawBufferPointer(a)
    let y = UnsafeRawBufferPointer(b)
    let whole = b.count / 16 * 16
    for i in stride(from: 0, to: whole, by: 16) {
      sums +=
        x.loadUnaligned(fromByteOffset: 8 * (start + i), as: SIMD8<Double>.self)
        * y.loadUnaligned(fromByteOffset: 8 * i, as: SIMD8<Double>.self)
      more +=
        x.loadUnaligned(fromByteOffset: 8 * (start + i + 8), as: SIMD8<Double>.self)
        * y.loadUnaligned(fromByteOffset: 8 * (i + 8), as: SIMD8<Double>.self)
    }
    var sum = (sums + more).sum()
    for i in whole..<b.count { sum += a[start + i] * b[i] }
    return sum
  }
}
