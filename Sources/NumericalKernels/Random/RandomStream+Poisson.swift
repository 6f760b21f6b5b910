extension RandomStream {
  /// A Poisson variate.
  ///
  /// Below a mean of 10 the distribution function is searched from zero; from there on the transformed rejection PTRS
  /// of Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics
  /// and Economics 12 (1993).
  ///
  /// - Throws: `invalidArgument` unless the mean lies in [0, 10¹⁵].
  /// - Complexity: O(mean) below 10, O(1) above.
  public mutating func poisson(mean: Double) throws(NumericalError) -> Int {
    guard mean >= 0, mean <= 1e15 else {
      throw NumericalError(.invalidArgument, "a Poisson mean must lie in [0, 1e15], is \(mean)")
    }
    return mean < 10 ? smallPoisson(mean) : largePoisson(mean)
  }

  private mutating func smallPoisson(_ mean: Double) -> Int {
    var left = 1 - uniform()
    var probability = VectorMath.exp(-mean)
    var k = 0
    while left > probability, k < 200 {
      left -= probability
      k += 1
      probability *= mean / Double(k)
    }
    return k
  }

  private mutating func largePoisson(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let logInverseAlpha = VectorMath.log(1.1239 + 1.1328 / (b - 3.4))
    let vr = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = positiveUniform()
      let us = 0.5 - abs(u)
      guard us > 0 else { continue }
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07, v <= vr { return Int(k) }
      guard k >= 0, k < 1e18, us >= 0.013 || v <= us else { continue }
      let bound = Self.logPoisson(k, mean: mean)
      if VectorMath.log(v) + logInverseAlpha - VectorMath.log(a / (us * us) + b) <= bound { return Int(k) }
    }
  }

  /// The logarithm of the Poisson probability of k.
  ///
  /// Loader's saddle point form, "Fast and accurate computation of binomial probabilities" (2000): no large terms
  /// cancel.
  static func logPoisson(_ k: Double, mean: Double) -> Double {
    guard k > 0 else { return -mean }
    let r = (k - mean) / (k + mean)
    let deviance: Double
    if abs(r) < 0.1 {
      // k log(k / mean) + mean - k in powers of r.
      var term = 2 * k * r
      var sum = (k - mean) * r
      var j = 1.0
      while true {
        term *= r * r
        let next = sum + term / (2 * j + 1)
        if next == sum { break }
        sum = next
        j += 1
      }
      deviance = sum
    } else {
      deviance = k * VectorMath.log(k / mean) + mean - k
    }
    return -deviance - stirlingError(k) - 0.5 * VectorMath.log(2 * .pi * k)
  }

  /// log k! - (k + 1/2) log k + k - log(2 pi) / 2.
  private static func stirlingError(_ k: Double) -> Double {
    guard k < 16 else {
      let s = 1 / (k * k)
      return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680)))) / k
    }
    var factorial = 1.0
    for j in 1...Int(k) { factorial *= Double(j) }
    return VectorMath.log(factorial) - (k + 0.5) * VectorMath.log(k) + k - 0.5 * VectorMath.log(2 * .pi)
  }
}
