/// The last steps and gradient changes of a quasi-Newton method, and the compact matrix that they stand for.
///
/// With `S` the steps, `Y` the gradient changes, `θ = yᵀy / sᵀy` of the newest pair, `D` and `L` the diagonal and the strict lower
/// triangle of `SᵀY`, the approximate Hessian is `B = θI - W K⁻¹ Wᵀ` with `W = [Y θS]` and `K = [-D Lᵀ; L θSᵀS]` (Byrd, Lu, Nocedal and
/// Zhu 1995, equation 3.2 and following).
struct LimitedMemory {
  let variables: Int
  let capacity: Int
  /// Places of the pairs in the storage, oldest first.
  private(set) var places: [Int] = []
  private(set) var theta = 1.0
  private var steps: [Double]
  private var changes: [Double]
  private var stepsByChanges: [Double]
  private var stepsBySteps: [Double]

  init(variables: Int, capacity: Int) {
    self.variables = variables
    self.capacity = capacity
    steps = [Double](repeating: 0, count: variables * capacity)
    changes = steps
    stepsByChanges = [Double](repeating: 0, count: capacity * capacity)
    stepsBySteps = stepsByChanges
  }

  /// The number of pairs.
  var count: Int { places.count }

  mutating func forget() {
    places.removeAll(keepingCapacity: true)
    theta = 1
  }

  /// Remembers a step unless its curvature is not positive; the oldest pair makes room.
  mutating func append(from x: [Double], to next: [Double], _ gradient: [Double], _ nextGradient: [Double]) {
    var curvature = 0.0
    var square = 0.0
    for index in 0..<variables {
      let change = nextGradient[index] - gradient[index]
      curvature += (next[index] - x[index]) * change
      square += change * change
    }
    guard curvature > Double.ulpOfOne * square, square.isFinite else { return }
    let place = count < capacity ? count : places.removeFirst()
    places.append(place)
    let base = place * variables
    for index in 0..<variables {
      steps[base + index] = next[index] - x[index]
      changes[base + index] = nextGradient[index] - gradient[index]
    }
    theta = square / curvature
    for old in places {
      stepsByChanges[place * capacity + old] = product(steps, place, changes, old)
      stepsByChanges[old * capacity + place] = product(steps, old, changes, place)
      let both = product(steps, place, steps, old)
      stepsBySteps[place * capacity + old] = both
      stepsBySteps[old * capacity + place] = both
    }
  }

  private func product(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum = 0.0
        for index in 0..<variables { sum += a[i * variables + index] * b[j * variables + index] }
        return sum
      }
    }
  }

  /// Minus the approximate inverse Hessian times the gradient, by the two-loop recursion (Nocedal and Wright, algorithm 7.4).
  func direction(_ gradient: [Double], into result: inout [Double]) {
    var weights = [Double](repeating: 0, count: count)
    result.withUnsafeMutableBufferPointer { q in
      steps.withUnsafeBufferPointer { s in
        changes.withUnsafeBufferPointer { y in
          for index in 0..<variables { q[index] = -gradient[index] }
          for (order, place) in places.enumerated().reversed() {
            let base = place * variables
            var sum = 0.0
            for index in 0..<variables { sum += s[base + index] * q[index] }
            weights[order] = sum / stepsByChanges[place * capacity + place]
            for index in 0..<variables { q[index] -= weights[order] * y[base + index] }
          }
          for index in 0..<variables { q[index] /= theta }
          for (order, place) in places.enumerated() {
            let base = place * variables
            var sum = 0.0
            for index in 0..<variables { sum += y[base + index] * q[index] }
            let weight = weights[order] - sum / stepsByChanges[place * capacity + place]
            for index in 0..<variables { q[index] += weight * s[base + index] }
          }
        }
      }
    }
  }

  /// Row `index` of `W`.
  func row(_ index: Int, into row: inout [Double]) {
    for (order, place) in places.enumerated() {
      row[order] = changes[place * variables + index]
      row[count + order] = theta * steps[place * variables + index]
    }
  }

  /// `Wᵀ v` over some of the variables, all others being zero in `v`.
  func weighted(_ vector: [Double], over indices: some Sequence<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: 2 * count)
    for index in indices where vector[index] != 0 {
      for (order, place) in places.enumerated() {
        sums[order] += changes[place * variables + index] * vector[index]
        sums[count + order] += theta * steps[place * variables + index] * vector[index]
      }
    }
    return sums
  }

  /// The matrix `K`, row by row.
  func middle() -> [Double] {
    let size = 2 * count
    var matrix = [Double](repeating: 0, count: size * size)
    for (i, row) in places.enumerated() {
      matrix[i * size + i] = -stepsByChanges[row * capacity + row]
      for (j, column) in places.enumerated() {
        if i > j {
          matrix[(count + i) * size + j] = stepsByChanges[row * capacity + column]
          matrix[j * size + count + i] = stepsByChanges[row * capacity + column]
        }
        matrix[(count + i) * size + count + j] = theta * stepsBySteps[row * capacity + column]
      }
    }
    return matrix
  }
}
