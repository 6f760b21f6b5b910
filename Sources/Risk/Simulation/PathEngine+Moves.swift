import NumericalKernels
import Valuation

extension PathEngine: MoveSource {
  var inputs: [ResultBasis.Input] { [distribution.input] }

  /// The losses of some consecutive paths.
  func losses(_ range: Range<Int>, _ room: inout PathRoom) throws(RiskError) -> [Double] {
    guard isLinear else {
      try fill(&room, Array(range), felt)
      return valuation.gains(room.moves, count: range.count).map { 0 - $0 }
    }
    let drift = zip(valuation.deltas, distribution.means).reduce(0) { $0 + $1.0 * $1.1 } * days + valuation.theta
    var losses = [Double](repeating: 0 - drift, count: range.count)
    // As many paths at a time as leave their normals in the second cache.
    let part = max(8, (1 << 15) / max(1, normalCount))
    for first in stride(from: range.lowerBound, to: range.upperBound, by: part) {
      let paths = first..<min(first + part, range.upperBound)
      room.draws.begin(Array(paths))
      for _ in 0..<steps {
        try room.draws.next()
        for place in 0..<paths.count {
          let gain = dot(room.draws.normals, place * normalCount, direction)
          losses[first - range.lowerBound + place] -= scale * gain * (usesMixing ? room.draws.mixing[place] : 1)
        }
      }
    }
    return losses
  }

  func moves(of scenarios: [Int]) throws(RiskError) -> [Double] {
    var room = PathRoom(self)
    try fill(&room, scenarios, all)
    return room.moves
  }

  /// Whether each path's normals have a factor of their own.
  private var usesMixing: Bool { chiSquare != nil }

  /// Writes the moves of some factors on some paths, factor after factor; those of the others are zero.
  private func fill(_ room: inout PathRoom, _ paths: [Int], _ chosen: FactorRows) throws(RiskError) {
    let count = paths.count
    room.draws.begin(paths)
    room.resize(factors: portfolio.factors.count, rows: chosen.factors.count, count: count)
    for step in 0..<steps {
      try room.draws.next()
      do throws(NumericalError) {
        try correlate(room.draws.normals, chosen.root, into: &room.part, count)
        if settings.usesMargins {
          try applyMargins(chosen.factors, &room.part, &room.scores, &room.tails, room.draws.mixing, count)
        }
      } catch {
        throw RiskError(.outOfRange, found: "moves of \(count) paths", expected: "numbers in range", cause: error)
      }
      let isMixed = usesMixing && !settings.usesMargins
      for (row, factor) in chosen.factors.enumerated() {
        let drift = step == 0 ? distribution.means[factor] * days : 0
        add(
          room.part, row * count, isMixed ? room.draws.mixing : [], drift, step > 0, to: &room.moves, factor * count,
          count)
      }
    }
  }

  /// Adds a step's changes of one factor to its moves, or begins with them.
  private func add(
    _ part: [Double], _ from: Int, _ mixing: [Double], _ drift: Double, _ continues: Bool, to moves: inout [Double],
    _ to: Int, _ count: Int
  ) {
    let scale = scale
    part.withUnsafeBufferPointer { part in
      moves.withUnsafeMutableBufferPointer { moves in
        if !continues {
          for i in 0..<count { moves[to + i] = drift }
        }
        if mixing.isEmpty {
          for i in 0..<count { moves[to + i] += scale * part[from + i] }
        } else {
          for i in 0..<count { moves[to + i] += scale * part[from + i] * mixing[i] }
        }
      }
    }
  }

  func weightedMoves(_ weights: PathWeights) throws(RiskError) -> [Double] {
    let total = weights.weights.reduce(0, +)
    var sums = [Double](repeating: 0, count: normalCount)
    guard !settings.usesMargins else {
      var means = [Double](repeating: 0, count: portfolio.factors.count)
      for first in stride(from: 0, to: weights.paths.count, by: 1024) {
        let part = first..<min(first + 1024, weights.paths.count)
        let block = try moves(of: Array(weights.paths[part]))
        for factor in means.indices {
          let start = factor * part.count - first
          for place in part { means[factor] += weights.weights[place] * block[start + place] }
        }
      }
      return means
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

  private func correlate(
    _ normals: [Double], _ root: CorrelatedNormals, into part: inout [Double], _ count: Int
  ) throws(NumericalError) {
    var span = part.mutableSpan
    try root.transform(normals.span, into: &span, count: count)
  }

  /// Puts each normal through its factor's margin: what is left is the change about its mean.
  private func applyMargins(
    _ factors: [Int], _ part: inout [Double], _ scores: inout [Double], _ tails: inout [Double], _ mixing: [Double],
    _ count: Int
  ) throws(NumericalError) {
    let isEmpirical =
      switch settings.model {
      case .gaussianCopula(.empirical), .studentCopula(_, .empirical): true
      default: false
      }
    for (row, factor) in factors.enumerated() {
      let start = row * count
      lowerTailScores(part, start, mixing, &scores)
      var span = tails.mutableSpan
      if let table {
        try table.cdf(scores.span, into: &span)
      } else {
        try VectorMath.normalCDF(scores.span, into: &span)
      }
      if isEmpirical, let margin = distribution.margins?[factor] {
        let (mean, last) = (distribution.means[factor], margin.count - 1)
        for i in 0..<count {
          let tail = tails[i]
          let place = Double(last) * (part[start + i] < 0 ? tail : 1 - tail)
          let lower = min(Int(place), last - 1)
          part[start + i] =
            margin[lower] + (place - Double(lower)) * (margin[lower + 1] - margin[lower]) - mean
        }
      } else {
        let deviation = distribution.standardDeviations[factor]
        var quantiles = scores.mutableSpan
        try VectorMath.normalQuantile(tails.span, into: &quantiles)
        part.withUnsafeMutableBufferPointer { part in
          scores.withUnsafeBufferPointer { scores in
            // The quantile of the nearer tail is negative: it takes the sign of the normal.
            for i in 0..<count {
              part[start + i] = Double(signOf: part[start + i], magnitudeOf: deviation * scores[i])
            }
          }
        }
      }
    }
  }

  /// The scores of a row with their sign taken away, as points of the lower tail.
  private func lowerTailScores(_ part: [Double], _ start: Int, _ mixing: [Double], _ scores: inout [Double]) {
    part.withUnsafeBufferPointer { part in
      scores.withUnsafeMutableBufferPointer { scores in
        guard usesMixing else {
          for i in scores.indices { scores[i] = -abs(part[start + i]) }
          return
        }
        mixing.withUnsafeBufferPointer { mixing in
          for i in scores.indices { scores[i] = -abs(part[start + i] * mixing[i]) }
        }
      }
    }
  }
}

/// Room for the paths that are worked on at a time, kept from one chunk to the next.
struct PathRoom {
  var draws: PathDraws
  /// The factors' moves, factor after factor.
  var moves: [Double] = []
  /// The correlated normals of the factors that the book feels.
  var part: [Double] = []
  /// One number a path, for margins.
  var scores: [Double] = []
  var tails: [Double] = []

  init(_ engine: PathEngine) { draws = PathDraws(engine, []) }

  mutating func resize(factors: Int, rows: Int, count: Int) {
    guard scores.count != count else { return }
    moves = [Double](repeating: 0, count: factors * count)
    part = [Double](repeating: 0, count: rows * count)
    scores = [Double](repeating: 0, count: count)
    tails = scores
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
