public import NumericalKernels

/// The correlation of two contracts by their times to delivery.
///
///     let surface = try CorrelationSurface(of: changes)
///     surface.correlation(0.1, 2)                    // of the front and the contract two years out
///
/// ρ(τ, υ) = far + (1 - far) · exp(-decay · |g(τ) - g(υ)|) with g(τ) = (1 - exp(-flattening · τ)) / flattening, which
/// is τ itself for a flattening of 0: two contracts far out differ less than two near ones as far apart. For 0 ≤ far ≤
/// 1, decay ≥ 0 and flattening ≥ 0 every matrix of it is a valid correlation matrix, since it mixes a constant with an
/// exponential kernel on a stretched axis. Source: for the exponential kernel and its validity, R. Rebonato, "Modern
/// Pricing of Interest-Rate Derivatives", 2002, chapter 7.
public struct CorrelationSurface: Hashable, Sendable {
  /// The correlation that contracts any distance apart keep, 0 to 1.
  public let far: Double
  /// How fast correlation falls with distance, a year.
  public let decay: Double
  /// How fast distances shrink with maturity, a year.
  public let flattening: Double
  /// The sample correlations, contract by contract; `nil` for a surface that was given.
  public let samples: Matrix?
  /// The root of the mean squared difference to the sample correlations of different contracts; 0 for a surface that
  /// was given.
  public let fitError: Double

  /// Makes a surface, as given.
  ///
  /// - Throws: `outOfRange` for a far correlation outside 0 to 1, or a decay or flattening that is negative or not
  ///   finite.
  public init(far: Double, decay: Double, flattening: Double = 0) throws(CurveError) {
    guard (0...1).contains(far), decay >= 0, decay.isFinite, flattening >= 0, flattening.isFinite else {
      throw CurveError(
        .outOfRange, found: "far \(far), decay \(decay), flattening \(flattening)",
        expected: "far from 0 to 1, decay and flattening of 0 or more")
    }
    self.far = far
    self.decay = decay
    self.flattening = flattening
    samples = nil
    fitError = 0
  }

  /// Fits a surface to the contracts' correlations: the least sum of squares (Nelder-Mead within the valid region).
  ///
  /// - Throws: `empty` for fewer than two contracts or one that does not move; `notFinite` where a covariance
  ///   overflows.
  public init(of changes: ForwardChanges) throws(CurveError) {
    let sample: Matrix
    do {
      sample = try Statistics.correlationMatrix(changes.values)
    } catch {
      throw CurveError(
        error.code == .insufficientData ? .empty : .notFinite, found: "changes without correlations",
        expected: "contracts that move", index: error.index, cause: error)
    }
    let tenors = changes.tenors
    guard tenors.count >= 2, let start = try? StartingPoint([0.5, 0.5, 0.5], lower: [0, 0, 0], upper: [1, 50, 50])
    else { throw CurveError(.empty, found: "one contract", expected: "two or more") }
    func error(_ point: [Double]) -> Double {
      var sum = 0.0
      for i in 1..<tenors.count {
        for j in 0..<i {
          let gap =
            Self.correlation(tenors[i], tenors[j], far: point[0], decay: point[1], flattening: point[2])
            - sample[i, j]
          sum += gap * gap
        }
      }
      return sum
    }
    let fit = NelderMead().minimise(from: start, error)
    far = fit.point[0]
    decay = fit.point[1]
    flattening = fit.point[2]
    samples = sample
    fitError = (fit.value / Double(tenors.count * (tenors.count - 1) / 2)).squareRoot()
  }

  /// The correlation of two contracts by their years to delivery.
  public func correlation(_ a: Double, _ b: Double) -> Double {
    Self.correlation(a, b, far: far, decay: decay, flattening: flattening)
  }

  /// The correlations of contracts by their years to delivery: symmetric, positive semidefinite, with ones on the
  /// diagonal.
  public func matrix(_ tenors: [Double]) -> Matrix {
    Matrix(rows: tenors.count, columns: tenors.count) { correlation(tenors[$0], tenors[$1]) }
  }

  private static func correlation(
    _ a: Double, _ b: Double, far: Double, decay: Double, flattening: Double
  ) -> Double {
    if a == b { return 1 }
    func stretched(_ tenor: Double) -> Double {
      flattening < 1e-9 ? tenor : -VectorMath.expm1(-flattening * max(0, tenor)) / flattening
    }
    return far + (1 - far) * VectorMath.exp(-decay * abs(stretched(a) - stretched(b)))
  }
}
