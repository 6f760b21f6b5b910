/// Iterative refinement that looks for the best correction in a small Krylov space: flexible GMRES.
///
/// With exact factors one step is classical refinement. Where regularisation has changed a few directions of the matrix
/// much, classical refinement creeps, and GMRES takes one step more for each such direction.
///
/// Source: Saad, "A flexible inner-outer preconditioned GMRES algorithm" (1993).
final class KrylovRefinement {
  private let size: Int
  private let steps: Int
  private var basis: [Scratch] = []
  private var corrections: [Scratch] = []
  private var hessenberg: [Double]
  private var cosines: [Double]
  private var sines: [Double]
  private var right: [Double]

  init(size: Int, steps: Int) {
    self.size = size
    self.steps = steps
    hessenberg = [Double](repeating: 0, count: (steps + 1) * steps)
    cosines = [Double](repeating: 0, count: steps)
    sines = cosines
    right = [Double](repeating: 0, count: steps + 1)
  }

  /// Adds to `solution` the correction that makes the residual's norm least, stopping early at `target`, or at
  /// `acceptable` once progress is slow.
  ///
  /// - Parameters:
  ///   - residual: what the solution leaves over.
  ///   - norm: the residual's Euclidean norm.
  ///   - precondition: replaces a vector by an approximate solution for it.
  ///   - multiply: writes the matrix times the first vector into the second.
  func correct(
    _ solution: UnsafeMutablePointer<Double>, residual: Scratch, norm: Double, target: Double, acceptable: Double,
    precondition: (UnsafeMutablePointer<Double>) -> Void,
    multiply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    vector(0, in: &basis).copy(from: residual)
    scale(basis[0], by: 1 / norm)
    right[0] = norm
    var count = 0
    while count < steps {
      let correction = vector(count, in: &corrections)
      correction.copy(from: basis[count])
      precondition(correction.at)
      let next = vector(count + 1, in: &basis)
      multiply(correction.at, next.at)
      let before = abs(right[count])
      let isExhausted = orthogonalise(next, column: count)
      count += 1
      let after = abs(right[count])
      let isSlow = after > 0.5 * before
      if isExhausted || after <= target || after.isNaN || (isSlow && after <= acceptable) { break }
    }
    addCombination(of: count, to: solution)
  }

  private func vector(_ index: Int, in list: inout [Scratch]) -> Scratch {
    if index == list.count { list.append(Scratch(size)) }
    return list[index]
  }

  private func scale(_ vector: Scratch, by factor: Double) {
    for i in 0..<size { vector.at[i] *= factor }
  }

  /// Takes the earlier basis out of the next vector and brings its column of the Hessenberg matrix to triangular form.
  private func orthogonalise(_ next: Scratch, column: Int) -> Bool {
    let h = column * (steps + 1)
    for earlier in 0...column {
      let product = next.dot(basis[earlier])
      hessenberg[h + earlier] = product
      let direction = basis[earlier].at
      for i in 0..<size { next.at[i] -= product * direction[i] }
    }
    let length = next.dot(next).squareRoot()
    for earlier in 0..<column {
      let (upper, lower) = (hessenberg[h + earlier], hessenberg[h + earlier + 1])
      hessenberg[h + earlier] = cosines[earlier] * upper + sines[earlier] * lower
      hessenberg[h + earlier + 1] = cosines[earlier] * lower - sines[earlier] * upper
    }
    let diagonal = hessenberg[h + column]
    let radius = (diagonal * diagonal + length * length).squareRoot()
    guard radius > 0, radius.isFinite else {
      hessenberg[h + column] = 1
      cosines[column] = 0
      sines[column] = 0
      right[column + 1] = right[column]
      right[column] = 0
      return true
    }
    cosines[column] = diagonal / radius
    sines[column] = length / radius
    hessenberg[h + column] = radius
    right[column + 1] = -sines[column] * right[column]
    right[column] *= cosines[column]
    guard length > 0 else { return true }
    scale(next, by: 1 / length)
    return false
  }

  private func addCombination(of count: Int, to solution: UnsafeMutablePointer<Double>) {
    var weights = Array(right[0..<count])
    for row in stride(from: count - 1, through: 0, by: -1) {
      for column in row + 1..<max(count, row + 1) {
        weights[row] -= hessenberg[column * (steps + 1) + row] * weights[column]
      }
      weights[row] /= hessenberg[row * (steps + 1) + row]
    }
    for (weight, correction) in zip(weights, corrections) {
      let direction = correction.at
      for i in 0..<size { solution[i] += weight * direction[i] }
    }
  }
}
