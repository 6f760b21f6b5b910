import NumericalKernels

/// The intensity of a counterparty's default, constant between nodes.
///
///     let flat = try HazardCurve(hazard: 0.02)                       // 2 % a year
///     flat.survival(5)                                               // exp(-0.10)
///     let quoted = try HazardCurve(
///       spreads: [(1, 0.0080), (3, 0.0110), (5, 0.0125)], recovery: 0.4, discount: rates)
///
/// Times are years from the valuation date. Beyond the last node its hazard goes on. Survival from zero to t is
/// exp(-∫ hazard); a default has no exact date before it happens, and no joint behaviour with prices: wrong-way risk is for
/// the paths.
public struct HazardCurve: Hashable, Sendable {
  /// The end of each segment, in years.
  public let times: [Double]
  /// The hazard of each segment, a year; none negative.
  public let hazards: [Double]
  private let integrals: [Double]

  /// One hazard for all times.
  ///
  /// - Throws: `outOfRange` unless it lies between 0 and 1,000.
  public init(hazard: Double) throws(RiskError) {
    try self.init(times: [1], hazards: [hazard])
  }

  /// A hazard for each segment, which ends at its time.
  ///
  /// - Throws: `empty`, `countMismatch`, `notFinite`; `outOfRange` for times that do not rise from above 0 on and for a hazard
  ///   below 0 or above 1,000.
  public init(times: [Double], hazards: [Double]) throws(RiskError) {
    try InputCheck.times(times, includingZero: false)
    try InputCheck.count(hazards.count, times.count, "hazards")
    for hazard in hazards { try InputCheck.within(0...1000, hazard, "hazard") }
    self.times = times
    self.hazards = hazards
    var total = 0.0
    var start = 0.0
    var integrals: [Double] = []
    for (time, hazard) in zip(times, hazards) {
      total += hazard * (time - start)
      start = time
      integrals.append(total)
    }
    self.integrals = integrals
  }

  /// The hazard at a time, a year.
  public func hazard(at time: Double) -> Double { hazards[PiecewiseRate.index(of: time, in: times)] }

  /// The probability of no default up to a time; one for times up to zero.
  public func survival(_ time: Double) -> Double { VectorMath.exp(-integral(to: time)) }

  /// The probability of a default between two times, as seen from time zero.
  public func defaultProbability(from start: Double, to end: Double) -> Double {
    guard end > start else { return 0 }
    // exp(-a) - exp(-b) without cancellation.
    return -VectorMath.expm1(integral(to: start) - integral(to: end)) * survival(start)
  }

  /// The probability of a default between two times with that of another, independent name still to come; exact where both
  /// hazards are constant in between.
  func defaultProbability(from start: Double, to end: Double, before other: HazardCurve?) -> Double {
    guard let other else { return defaultProbability(from: start, to: end) }
    let mine = integral(to: end) - integral(to: start)
    let both = mine + other.integral(to: end) - other.integral(to: start)
    guard mine > 0 else { return 0 }
    return survival(start) * other.survival(start) * mine / both * -VectorMath.expm1(-both)
  }

  /// The integral of the hazard from zero to a time.
  func integral(to time: Double) -> Double {
    guard time > 0, let last = times.last, let total = integrals.last, let beyond = hazards.last else { return 0 }
    guard time > last else { return PiecewiseRate.integral(to: time, times: times, integrals: integrals) }
    return total + beyond * (time - last)
  }
}
