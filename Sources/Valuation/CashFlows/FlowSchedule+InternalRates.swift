internal import NumericalKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension FlowSchedule {
  /// Every rate above -1 at which the present value is zero.
  ///
  /// The present value as a function of z = ln(1 + rate) is a sum of exponentials, for equal periods and for dates alike. Divided
  /// by one of its exponentials and differentiated it is such a sum again, with one sign change less; between two roots of that
  /// derivative the sum is monotone and has at most one root. So the roots are isolated, from no sign change upwards, without
  /// a guess and without missing one; Brent's method gives their last digits.
  ///
  /// - Complexity: O(sign changes × roots × amounts) in ordinary cases, two orders of magnitude times that in exponentials.
  /// - Source: Pólya and Szegő, Problems and Theorems in Analysis II, part five, problem 77 (Descartes' rule for Dirichlet
  ///   polynomials, and its proof by Rolle's theorem).
  public func internalRates() -> InternalRates {
    let kept = amounts.indices.filter { amounts[$0] != 0 }
    let sum = ExponentialSum(times: kept.map { times[$0] }, amounts: kept.map { amounts[$0] })
    let rates = sum.roots().map { root in
      InternalRates.Rate(rate: expm1(root.place), continuousRate: root.place, isTouching: root.isTouching)
    }
    return InternalRates(rates: rates, signChanges: sum.signChanges.count)
  }
}

/// `Σ aᵢ exp(-tᵢ z)` with rising times and no zero amount.
private struct ExponentialSum {
  let times: [Double]
  let amounts: [Double]

  /// The places before which the sign of the amounts changes.
  var signChanges: [Int] {
    amounts.indices.dropFirst().filter { (amounts[$0] < 0) != (amounts[$0 - 1] < 0) }
  }

  /// The sum relative to the sum of the absolute terms, between -1 and 1; without overflow for any z.
  func relativeValue(_ z: Double) -> Double {
    var largest = -Double.infinity
    for (time, amount) in zip(times, amounts) {
      largest = max(largest, log(abs(amount)) - time * z)
    }
    let shift = abs(largest) < 600 ? 0 : largest
    var sum = 0.0
    var size = 0.0
    for (time, amount) in zip(times, amounts) {
      let half = exp(0.5 * (-time * z - shift))
      let term = abs(half) < 1e150 && half > 1e-150 ? amount * (half * half) : amount * half * half
      sum += term
      size += abs(term)
    }
    return size > 0 && size < .infinity ? sum / size : 0
  }

  /// -1, 0 within rounding, or 1.
  private func sign(_ z: Double) -> Int {
    let value = relativeValue(z)
    let noise = 4 * Double(amounts.count + 4) * Double.ulpOfOne
    return abs(value) <= noise ? 0 : value < 0 ? -1 : 1
  }

  func roots() -> [(place: Double, isTouching: Bool)] {
    let changes = signChanges
    guard !changes.isEmpty, let first = amounts.first, let last = amounts.last else { return [] }
    let turn = changes[changes.count / 2]
    let pivot = 0.5 * times[turn - 1] + 0.5 * times[turn]
    var slopes = times.indices.map { (pivot - times[$0]) * amounts[$0] }
    if let size = slopes.map(abs).max(), size > 0 { slopes = slopes.map { $0 / size } }
    let kept = slopes.indices.filter { slopes[$0] != 0 }
    let derivative = ExponentialSum(times: kept.map { times[$0] }, amounts: kept.map { slopes[$0] })
    let turns = derivative.roots().map(\.place)

    var result: [(place: Double, isTouching: Bool)] = []
    // For z to -infinity the last amount prevails, for z to +infinity the first.
    var (left, leftSign): (Double?, Int) = (nil, last < 0 ? -1 : 1)
    var settledSign = leftSign
    for right in turns.map({ Optional($0) }) + [nil] {
      let rightSign = right.map { sign($0) } ?? (first < 0 ? -1 : 1)
      if leftSign * rightSign < 0, let place = crossing(left, right, leftSign) { result.append((place, false)) }
      if rightSign == 0, let right {
        // Turning points that coincide to rounding are one root.
        if leftSign == 0, let before = result.last, sign(0.5 * before.place + 0.5 * right) == 0 { result.removeLast() }
        result.append((right, true))
      } else {
        if leftSign == 0, !result.isEmpty { result[result.count - 1].isTouching = settledSign == rightSign }
        settledSign = rightSign
      }
      (left, leftSign) = (right, rightSign)
    }
    return result
  }

  /// The root between two places of different sign; an end that is `nil` is at infinity.
  private func crossing(_ left: Double?, _ right: Double?, _ leftSign: Int) -> Double? {
    let step = 0.1 / max((times.last ?? 1) - (times.first ?? 0), 1e-300)
    func beyond(_ start: Double, _ direction: Double, until sign: Int) -> (Double, Double)? {
      var (near, length) = (start, step)
      while true {
        let far = start + direction * length
        guard far.isFinite else { return nil }
        if relativeValue(far) * Double(sign) > 0 { return (near, far) }
        near = far
        length *= 2
      }
    }
    let bracket: (Double, Double)? =
      switch (left, right) {
      case (let left?, let right?): (left, right)
      case (let left?, nil): beyond(left, 1, until: -leftSign)
      case (nil, let right?): beyond(right, -1, until: leftSign)
      case (nil, nil):
        relativeValue(0) * Double(leftSign) > 0 ? beyond(0, 1, until: -leftSign) : beyond(0, -1, until: leftSign)
      }
    return bracket.map { Brent.root(from: $0.0, to: $0.1, relativeValue).point }
  }
}
