/// A distribution on the whole numbers from zero: its probabilities, both tails and both quantile functions.
///
/// Accuracy, complexity and the treatment of NaN are those of `ContinuousDistribution`, and so are the bits.
public protocol DiscreteDistribution: Sendable {
  /// The logarithm of the probability of exactly k; -∞ outside the support.
  func logPMF(_ k: Int) -> Double
  /// The probability of k or fewer.
  func cdf(_ k: Int) -> Double
  /// The probability of more than k.
  func survival(_ k: Int) -> Double
  /// The smallest k with cdf(k) ≥ p, as a whole `Double`; infinite when no number is large enough, NaN for p outside [0, 1].
  func quantile(_ p: Double) -> Double
  /// The smallest k with survival(k) ≤ q, as a whole `Double`; infinite when no number is large enough, NaN for q outside [0, 1].
  func upperQuantile(_ q: Double) -> Double
  /// The mean.
  var mean: Double { get }
  /// The variance.
  var variance: Double { get }
}

extension DiscreteDistribution {
  /// The probability of exactly k.
  public func pmf(_ k: Int) -> Double { VectorMath.exp(logPMF(k)) }

  /// The smallest k up to a limit that a monotone condition holds for, searched from a normal approximation; nil if none.
  func smallest(near z: Double, limit: Int, _ isEnough: (Int) -> Bool) -> Int? {
    let guess = mean + (z.isFinite ? z : 0) * variance.squareRoot()
    var high = Int(min(max(guess, 0), Double(limit)))
    var low = high
    var step = max(1, Int(0.1 * variance.squareRoot()))
    if isEnough(high) {
      while low > 0 {
        let lower = max(0, low - step)
        guard isEnough(lower) else {
          low = lower + 1
          break
        }
        (low, high, step) = (lower, lower, 2 * min(step, limit / 2))
      }
    } else {
      repeat {
        if high == limit { return nil }
        low = high + 1
        high = high > limit - step ? limit : high + step
        step = 2 * min(step, limit / 2)
      } while !isEnough(high)
    }
    while low < high {
      let middle = low + (high - low) / 2
      if isEnough(middle) { high = middle } else { low = middle + 1 }
    }
    return high
  }
}
