import NumericalKernels

/// Volatility by time to delivery: a floor for the far end and a part that dies away with maturity (Samuelson's
/// effect).
///
///     let volatility = try VolatilityTermStructure(of: changes)
///     volatility.volatility(at: 0.25)                // of a contract that delivers in three months
///     volatility.samples[0]                          // the front contract's own
///
/// σ(τ) = floor + amplitude · exp(-decay · τ), τ in years to delivery, σ a year: relative for logarithmic changes, in
/// the curve's unit for absolute ones. Source: P. A. Samuelson, "Proof that properly anticipated prices fluctuate
/// randomly", 1965; form: Clewlow and Strickland, 2000, chapter 8.
public struct VolatilityTermStructure: Hashable, Sendable, Encodable {
  /// What one contract's changes say.
  public struct Sample: Hashable, Sendable, Codable {
    /// Years to delivery.
    public let tenor: Double
    /// The standard deviation of the changes, a year.
    public let volatility: Double
    /// Its standard error for normal changes: σ / √(2(n - 1)).
    public let standardError: Double
  }

  /// Where volatility ends with maturity, not negative.
  public let floor: Double
  /// What the front has on top of the floor, not negative.
  public let amplitude: Double
  /// How fast that part dies away, a year.
  public let decay: Double
  /// The contracts' own volatilities; empty for a structure that was given.
  public let samples: [Sample]
  /// The root of the mean squared difference of ``volatility(at:)`` to the samples; 0 for a structure that was given.
  public let fitError: Double

  /// The decays that a fit may have: half lives from four days to 70 years.
  private static let decays = (least: 0.01, most: 60.0)

  /// Makes a term structure, as given.
  ///
  /// - Throws: `outOfRange` for a number that is negative or not finite.
  public init(floor: Double, amplitude: Double, decay: Double) throws(CurveError) {
    for part in [floor, amplitude, decay] where !(part >= 0 && part.isFinite) {
      throw CurveError(.outOfRange, found: "\(part)", expected: "a floor, an amplitude and a decay of 0 or more")
    }
    self.floor = floor
    self.amplitude = amplitude
    self.decay = decay
    samples = []
    fitError = 0
  }

  /// Fits a term structure to the contracts' volatilities: the least sum of squares, floor and amplitude not negative.
  ///
  /// For each decay the best floor and amplitude are those of a linear fit; the decay is searched on a grid and refined
  /// by Brent's method.
  /// - Throws: `notFinite` where a variance overflows.
  public init(of changes: ForwardChanges) throws(CurveError) {
    var samples: [Sample] = []
    for column in 0..<changes.values.columns {
      let moves = (0..<changes.count).map { changes.values[$0, column] }
      guard let deviation = try? Statistics.standardDeviation(moves), deviation.isFinite else {
        throw CurveError(.notFinite, found: "changes without a variance", expected: "finite changes", index: column)
      }
      samples.append(
        Sample(
          tenor: changes.tenors[column], volatility: deviation,
          standardError: deviation / (2 * Double(max(1, changes.count - 1))).squareRoot()))
    }
    self.init(fitting: samples)
  }

  private init(fitting samples: [Sample]) {
    let (least, most) = (VectorMath.log(Self.decays.least), VectorMath.log(Self.decays.most))
    let steps = 64
    let grid = (0...steps).map { least + (most - least) * Double($0) / Double(steps) }
    let errors = grid.map { Self.fit(samples, decay: VectorMath.exp($0)).error }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    let search = Brent.minimum(from: grid[max(0, best - 1)], to: grid[min(steps, best + 1)]) {
      Self.fit(samples, decay: VectorMath.exp($0)).error
    }
    let found = search.value <= errors[best] ? search.point : grid[best]
    decay = VectorMath.exp(found)
    let fit = Self.fit(samples, decay: decay)
    floor = fit.floor
    amplitude = fit.amplitude
    fitError = (fit.error / Double(max(1, samples.count))).squareRoot()
    self.samples = samples
  }

  /// The volatility of a contract so many years from delivery; that of the front at 0 and below.
  public func volatility(at tenor: Double) -> Double {
    floor + amplitude * VectorMath.exp(-decay * max(0, tenor))
  }

  /// Floor and amplitude of the least squares for a decay, and the sum of squares.
  private static func fit(
    _ samples: [Sample], decay: Double
  ) -> (floor: Double, amplitude: Double, error: Double) {
    let basis = samples.map { VectorMath.exp(-decay * $0.tenor) }
    let levels = samples.map(\.volatility)
    let n = Double(samples.count)
    let (meanBasis, meanLevel) = (basis.reduce(0, +) / n, levels.reduce(0, +) / n)
    var (across, squares) = (0.0, 0.0)
    for (b, level) in zip(basis, levels) {
      across += (b - meanBasis) * (level - meanLevel)
      squares += (b - meanBasis) * (b - meanBasis)
    }
    var amplitude = squares > 1e-20 ? max(0, across / squares) : 0
    var floor = meanLevel - amplitude * meanBasis
    if floor < 0 {
      floor = 0
      let norm = basis.reduce(0) { $0 + $1 * $1 }
      amplitude = norm > 0 ? max(0, zip(basis, levels).reduce(0) { $0 + $1.0 * $1.1 } / norm) : 0
    }
    let error = zip(basis, levels).reduce(0.0) { sum, pair in
      let gap = floor + amplitude * pair.0 - pair.1
      return sum + gap * gap
    }
    return (floor, amplitude, error)
  }
}

extension VolatilityTermStructure: Decodable {
  private enum CodingKeys: CodingKey { case floor, amplitude, decay, samples, fitError }

  /// Reads a term structure and refuses what ``init(floor:amplitude:decay:)`` refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let given = try VolatilityTermStructure(
      floor: container.decode(Double.self, forKey: .floor),
      amplitude: container.decode(Double.self, forKey: .amplitude),
      decay: container.decode(Double.self, forKey: .decay))
    (floor, amplitude, decay) = (given.floor, given.amplitude, given.decay)
    samples = try container.decode([Sample].self, forKey: .samples)
    fitError = try container.decode(Double.self, forKey: .fitError)
  }
}
