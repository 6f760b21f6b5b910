import NumericalKernels

/// How a forward curve moves under the risk-neutral measure: several Brownian motions, each with a volatility by time
/// to delivery.
///
///     let model = try ForwardModel(PrincipalComponents(of: changes), factors: 3)
///     let simulation = try ForwardSimulation([.init(name: "TTF", curve: curve, model: model)], from: now)
///     let paths = try await simulation.forwards(at: horizon, pathCount: 10_000, seed: 7)
///
/// d log(F + shift) = Σ σₖ(T - t) dWₖ - ½ Σ σₖ² dt, or dF = Σ σₖ(T - t) dWₖ: each forward is a martingale, so that its
/// mean at any time is today's curve. Source: Clewlow and Strickland, "Energy Derivatives", 2000, chapter 8 (the
/// multi-factor model).
public struct ForwardModel: Hashable, Sendable {
  /// What moves.
  public enum Process: Hashable, Sendable {
    /// The logarithm of price plus shift; volatilities are relative to price plus shift.
    case logNormal(shift: Double = 0)
    /// The price; volatilities are in its unit. For prices of either sign.
    case normal
  }

  /// What moves.
  public let process: Process
  /// Years to delivery at which volatilities are given, rising.
  public let tenors: [Double]
  /// Annual volatilities by factor, then tenor; negative where a factor moves a tenor the other way.
  public let factors: [[Double]]

  /// The most factors.
  static let mostFactors = 64

  /// Makes a model from volatilities by factor and tenor: linear between tenors, constant outside.
  ///
  /// - Throws: `empty` without a tenor or a factor; `outOfRange` with the index of a tenor that does not rise or is
  ///   negative, and for more than 64 factors; `countMismatch` with the index of a factor that has not one volatility
  ///   for each tenor; `notFinite`.
  public init(_ process: Process, tenors: [Double], factors: [[Double]]) throws(CurveError) {
    guard !tenors.isEmpty, !factors.isEmpty else {
      throw CurveError(
        .empty, found: "\(tenors.count) tenors, \(factors.count) factors", expected: "one or more of each")
    }
    guard factors.count <= Self.mostFactors else {
      throw CurveError(.outOfRange, found: "\(factors.count) factors", expected: "at most \(Self.mostFactors)")
    }
    for (index, tenor) in tenors.enumerated() {
      guard tenor >= 0, tenor.isFinite, index == 0 || tenor > tenors[index - 1] else {
        throw CurveError(.outOfRange, found: "a tenor of \(tenor)", expected: "rising years from 0 on", index: index)
      }
    }
    for (index, factor) in factors.enumerated() {
      guard factor.count == tenors.count else {
        throw CurveError(
          .countMismatch, found: "\(factor.count) volatilities", expected: "\(tenors.count)", index: index)
      }
      guard factor.allSatisfy(\.isFinite) else {
        throw CurveError(.notFinite, found: "\(factor)", expected: "finite volatilities", index: index)
      }
    }
    if case .logNormal(let shift) = process, !shift.isFinite {
      throw CurveError(.notFinite, found: "a shift of \(shift)", expected: "a finite one")
    }
    self.process = process
    self.tenors = tenors
    self.factors = factors
  }

  /// The volatility of one factor at a time to delivery.
  func volatility(ofFactor factor: Int, at tenor: Double) -> Double {
    let values = factors[factor]
    guard tenor > tenors[0] else { return values[0] }
    var low = 0
    var high = tenors.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if tenors[middle] <= tenor { low = middle } else { high = middle }
    }
    guard low + 1 < tenors.count else { return values[low] }
    let share = (tenor - tenors[low]) / (tenors[low + 1] - tenors[low])
    return values[low] + share * (values[low + 1] - values[low])
  }

  /// The volatility of a contract so many years from delivery, over all factors.
  public func volatility(at tenor: Double) -> Double {
    factors.indices.reduce(0) { sum, factor in
      let part = volatility(ofFactor: factor, at: tenor)
      return sum + part * part
    }.squareRoot()
  }

  /// The correlation of the changes of two contracts by their years to delivery; 0 where one does not move.
  public func correlation(_ a: Double, _ b: Double) -> Double {
    let product = volatility(at: a) * volatility(at: b)
    guard product > 0 else { return 0 }
    let covariance = factors.indices.reduce(0) {
      $0 + volatility(ofFactor: $1, at: a) * volatility(ofFactor: $1, at: b)
    }
    return min(1, max(-1, covariance / product))
  }
}
