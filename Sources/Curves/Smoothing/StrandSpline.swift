import NumericalKernels

/// The least rough curve of one strand with given sums over the segments: R g = Wᵀ η with W Wᵀ η = E z, where z are the sums.
///
/// Like the B-splines of interpolation: a row of E combines neighbouring segments so that the combination does not see what R does not see, and R inverted on it,
/// a row of W, then stays on these segments. W Wᵀ is a well-conditioned band matrix whatever the number of points, where R Rᵀ has a condition of n⁴.
struct StrandSpline: Sendable {
  let operation: SmoothnessOperator
  /// The vectors of the basis that lie on the strand.
  let vectors: Range<Int>
  /// E, with the factor of W Wᵀ.
  private(set) var combinations = SumCombinations()
  /// The first place of R g that each row of W reaches, and where its numbers begin in `numbers`.
  private(set) var supports: [Int] = []
  private(set) var offsets = [0]
  private(set) var numbers: [Double] = []
  private(set) var line: StrandLine

  /// The number of rows of E and W.
  var rows: Int { supports.count }

  init(_ basis: SegmentBasis, strand: Int, _ operation: SmoothnessOperator) {
    self.operation = operation
    vectors = basis.strandStarts[strand]..<basis.strandStarts[strand + 1]
    line = StrandLine(basis, vectors, operation)
    combine(basis)
    combinations.factor = factor()
  }

  // MARK: Combinations

  /// A vector that waits for others, and the state that it leaves the recurrence in.
  private struct Carrier {
    var vector: Int
    var end: Int
    var state = SmoothnessOperator.State()
    /// The state with both parts of one size: of the sum, and of the value over the stretch so far.
    func scaled(_ stretch: Double) -> (Double, Double) { (state.sum, state.value / stretch) }
  }

  private mutating func combine(_ basis: SegmentBasis) {
    var carriers: [Carrier] = []
    for vector in vectors {
      let (start, length) = (basis.starts[vector], basis.length(vector))
      var newcomer = Carrier(vector: vector, end: start + length)
      basis.values.withUnsafeBufferPointer { values in
        let offset = basis.offsets[vector]
        operation.advance(
          &newcomer.state, UnsafeBufferPointer(rebasing: values[offset..<offset + length]), at: start)
      }
      for k in carriers.indices {
        operation.coast(&carriers[k].state, from: carriers[k].end, to: newcomer.end)
        carriers[k].end = newcomer.end
      }
      carriers.append(newcomer)
      let stretch = operation.stretch(from: basis.starts[carriers[0].vector], to: newcomer.end)
      guard let combination = Self.dependency(carriers, stretch) else { continue }
      add(carriers, combination, basis, reaches: newcomer.end)
      let limit = 1e-3 * max(abs(combination.x), abs(combination.y), abs(combination.z))
      carriers.remove(at: carriers.indices.first { abs(combination[$0]) > limit } ?? carriers.count - 1)
    }
    guard !operation.passesLines else { return }
    // With tension, or with a flat end, only constants have to be passed over: what is left reaches to the end.
    while !carriers.isEmpty {
      let sums = carriers.map(\.state.sum)
      if let zero = sums.firstIndex(where: { abs($0) <= 1e-12 }) {
        add([carriers[zero]], [1, 0, 0], basis, reaches: nil)
        carriers.remove(at: zero)
      } else if carriers.count > 1 {
        let size = (sums[0] * sums[0] + sums[1] * sums[1]).squareRoot()
        add(carriers, [sums[1] / size, -sums[0] / size, 0], basis, reaches: nil)
        carriers.remove(at: 0)
      } else {
        return
      }
    }
  }

  /// Factors that combine the states of one to three carriers to zero, of Euclidean length one; `nil` where they are independent.
  private static func dependency(_ carriers: [Carrier], _ stretch: Double) -> SIMD3<Double>? {
    func cross(_ a: (Double, Double), _ b: (Double, Double)) -> Double { a.0 * b.1 - a.1 * b.0 }
    func length(_ a: (Double, Double)) -> Double { (a.0 * a.0 + a.1 * a.1).squareRoot() }
    let one = carriers[0].scaled(stretch)
    guard carriers.count > 1 else { return length(one) <= 1e-12 ? [1, 0, 0] : nil }
    let two = carriers[1].scaled(stretch)
    guard carriers.count > 2 else {
      let sizes = (length(one), length(two))
      if sizes.1 <= 1e-12 * sizes.0 { return [0, 1, 0] }
      guard abs(cross(one, two)) <= 1e-12 * sizes.0 * sizes.1 else { return nil }
      let ratio = (one.0 * two.0 + one.1 * two.1) / (sizes.0 * sizes.0)
      let norm = (1 + ratio * ratio).squareRoot()
      return [-ratio / norm, 1 / norm, 0]
    }
    let three = carriers[2].scaled(stretch)
    let found: SIMD3<Double> = [cross(two, three), cross(three, one), cross(one, two)]
    return found / (found * found).sum().squareRoot()
  }

  /// Adds a row of E and of W, which goes up to point `end` or to the end of the strand, with W's row of length one.
  private mutating func add(
    _ carriers: [Carrier], _ combination: SIMD3<Double>, _ basis: SegmentBasis, reaches end: Int?
  ) {
    var (first, last) = (Int.max, 0)
    for (k, carrier) in carriers.enumerated() where combination[k] != 0 {
      first = min(first, basis.starts[carrier.vector])
      last = max(last, basis.starts[carrier.vector] + basis.length(carrier.vector))
    }
    let support = operation.support(from: first, to: end)
    let count = support.count / operation.width
    var sums = [Double](repeating: 0, count: max(last - first, count))
    for (k, carrier) in carriers.enumerated() where combination[k] != 0 {
      let (vector, factor) = (carrier.vector, combination[k])
      let (place, offset) = (basis.starts[vector] - first, basis.offsets[vector])
      for i in 0..<basis.length(vector) { sums[place + i] += factor * basis.values[offset + i] }
    }
    var input = [Double](repeating: 0, count: support.count)
    var state = SmoothnessOperator.State()
    sums.withUnsafeBufferPointer { sums in
      input.withUnsafeMutableBufferPointer { input in
        operation.advance(&state, UnsafeBufferPointer(rebasing: sums[0..<count]), at: first, into: input)
      }
    }
    let size = Vector.length(input)
    guard size > 0 else { return }
    for value in input { numbers.append(value / size) }
    for (k, carrier) in carriers.enumerated() where combination[k] != 0 {
      combinations.add(combination[k] / size, of: carrier.vector)
    }
    combinations.close()
    supports.append(support.lowerBound)
    offsets.append(numbers.count)
  }

  // MARK: Factorisation

  private func factor() -> EnvelopeFactor {
    EnvelopeFactor(
      order: rows,
      first: { row in
        var first = row
        while first > 0, end(first - 1) > supports[row] { first -= 1 }
        return first
      },
      product)
  }

  private func end(_ row: Int) -> Int { supports[row] + offsets[row + 1] - offsets[row] }

  /// The scalar product of two rows of W.
  private func product(_ a: Int, _ b: Int) -> Double {
    let (start, end) = (max(supports[a], supports[b]), min(end(a), end(b)))
    guard start < end else { return 0 }
    return numbers.withUnsafeBufferPointer { numbers in
      let (left, right) = (offsets[a] - supports[a], offsets[b] - supports[b])
      return Vector.dot(
        UnsafeBufferPointer(rebasing: numbers[left + start..<left + end]),
        UnsafeBufferPointer(rebasing: numbers[right + start..<right + end]))
    }
  }
}
