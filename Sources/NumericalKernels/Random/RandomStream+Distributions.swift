extension RandomStream {
  /// A uniform on [0, 1): the upper 53 bits of a word, over 2⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform on (0, 1] with full resolution near zero: (word + ½) / 2⁶⁴, rounded.
  ///
  /// The smallest is 2⁻⁶⁵; take it where a logarithm or a quantile follows.
  public mutating func positiveUniform() -> Double { Self.positiveUniform(ofWord: next()) }

  /// The uniform of a word.
  static func positiveUniform(ofWord word: UInt64) -> Double {
    (Double(word >> 32) * 0x1p32 + (Double(word & 0xffff_ffff) + 0.5)) * 0x1p-64
  }

  /// A standard normal: the quantile at (word + ½) / 2⁶⁴.
  ///
  /// Rises with the word, so it moves together with ``uniform()`` at the same position. The tails are exact to a
  /// probability of 2⁻⁶⁴ (9.2 standard deviations) on both sides alike, since the quantile is taken of the nearer
  /// tail's probability.
  public mutating func normal() -> Double { Self.normal(ofWord: next()) }

  /// A standard exponential, -log of ``positiveUniform()``; mean 1.
  public mutating func exponential() -> Double { -VectorMath.log(positiveUniform()) }

  /// The normal of a word.
  static func normal(ofWord word: UInt64) -> Double {
    let isUpper = word >> 63 == 1
    let k = isUpper ? ~word : word
    let tail = (Double(k >> 32) * 0x1p32 + (Double(k & 0xffff_ffff) + 0.5)) * 0x1p-64
    return VectorMath.normalQuantile(signedTail: isUpper ? tail : -tail)
  }

  /// A gamma variate with density proportional to x^(shape - 1) exp(-x / scale).
  ///
  /// Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000); below shape 1 a
  /// variate of shape + 1 times U^(1 / shape), which underflows to zero when the shape is tiny.
  ///
  /// - Throws: `notFinite`; `invalidArgument` unless both are positive.
  public mutating func gamma(shape: Double, scale: Double = 1) throws(NumericalError) -> Double {
    try ArgumentCheck.requirePositive(shape, "the shape")
    try ArgumentCheck.requirePositive(scale, "the scale")
    return shape >= 1 ? scale * largeGamma(shape) : scale * VectorMath.exp(logGamma(shape: shape))
  }

  /// A chi-square variate; degrees of freedom need not be whole.
  ///
  /// - Throws: `notFinite`; `invalidArgument` unless they are positive.
  public mutating func chiSquare(degreesOfFreedom: Double) throws(NumericalError) -> Double {
    try ArgumentCheck.requirePositive(degreesOfFreedom, "the degrees of freedom")
    return try gamma(shape: degreesOfFreedom / 2, scale: 2)
  }

  /// A Student t variate: a normal over the root of an independent chi-square over its degrees of freedom.
  ///
  /// - Throws: `notFinite`; `invalidArgument` unless the degrees of freedom are positive.
  public mutating func studentT(degreesOfFreedom: Double) throws(NumericalError) -> Double {
    try ArgumentCheck.requirePositive(degreesOfFreedom, "the degrees of freedom")
    let z = normal()
    let half = degreesOfFreedom / 2
    guard half < 1 else { return z * (half / largeGamma(half)).squareRoot() }
    return z * VectorMath.exp(0.5 * (VectorMath.log(half) - logGamma(shape: half)))
  }

  /// A beta variate, the share of one gamma variate in two.
  ///
  /// Formed from the logarithms, so tiny shapes give 0 and 1 in their right shares.
  ///
  /// - Throws: `notFinite`; `invalidArgument` unless both shapes are positive.
  public mutating func beta(_ a: Double, _ b: Double) throws(NumericalError) -> Double {
    try ArgumentCheck.requirePositive(a, "the first shape")
    try ArgumentCheck.requirePositive(b, "the second shape")
    let x = logGamma(shape: a)
    let y = logGamma(shape: b)
    return 1 / (1 + VectorMath.exp(y - x))
  }

  /// The logarithm of a gamma variate of scale 1.
  private mutating func logGamma(shape: Double) -> Double {
    shape >= 1
      ? VectorMath.log(largeGamma(shape))
      : VectorMath.log(largeGamma(shape + 1)) + VectorMath.log(positiveUniform()) / shape
  }

  /// A gamma variate of scale 1 and a shape of at least 1.
  private mutating func largeGamma(_ shape: Double) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = normal()
      let u = positiveUniform()
      let root = 1 + c * z
      guard root > 0 else { continue }
      let v = root * root * root
      let square = z * z
      // The squeeze spares almost all of the logarithms.
      if u < 1 - 0.0331 * (square * square) { return d * v }
      if VectorMath.log(u) < 0.5 * square + d * (1 - v + VectorMath.log(v)) { return d * v }
    }
  }
}
