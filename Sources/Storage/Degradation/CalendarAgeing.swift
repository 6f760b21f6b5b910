import NumericalKernels

/// How a store loses capacity by standing still: faster when warm and when full, slower the older it is.
///
///     // 2 % in the first year at 25 °C and half full, with the square root of time, 55 kJ/mol
///     let ageing = try CalendarAgeing(firstYearLoss: 0.02, activationEnergy: 55_000, timeExponent: 0.5)
///     ageing.loss(years: 4, temperature: 25, state: 0.5)       // 0.04
///
/// The loss under constant conditions is k·years^z with
/// k = loss of the first year × exp(−Ea/R·(1/T − 1/T₀)) × exp(s·(state − state₀)). Under changing conditions the store goes on from the age at which
/// the new conditions would have brought it as far: losses do not depend on how time is cut into steps.
///
/// - Source: the law of Arrhenius for temperature, with the gas constant of CODATA 2018; the exponential in the state of charge as
///   in B. Xu, A. Oudalov, A. Ulbig, G. Andersson, D. S. Kirschen, Modeling of lithium-ion battery degradation for cell life
///   assessment, IEEE Transactions on Smart Grid 9 (2018) 1131-1140, section III.
public struct CalendarAgeing: Hashable, Sendable, Codable {
  /// The part of the capacity that is lost in a first year under the reference conditions.
  public let firstYearLoss: Double
  /// The activation energy, J/mol.
  public let activationEnergy: Double
  /// The reference temperature, °C.
  public let referenceTemperature: Double
  /// How much faster a fuller store ages: the rise of the logarithm of the loss from empty to full.
  public let stateSensitivity: Double
  /// The reference state of charge, 0 to 1.
  public let referenceState: Double
  /// The power of time with which the loss grows: 0.5 for growth of a layer by diffusion, 1 for an even loss.
  public let timeExponent: Double

  /// Makes an ageing.
  ///
  /// - Throws: `outOfRange` with the field.
  public init(
    firstYearLoss: Double, activationEnergy: Double = 0, referenceTemperature: Double = 25,
    stateSensitivity: Double = 0,
    referenceState: Double = 0.5, timeExponent: Double = 1
  ) throws(StorageError) {
    try InputCheck.within(0...1, firstYearLoss, "firstYearLoss")
    try InputCheck.within(0...1e6, activationEnergy, "activationEnergy")
    try InputCheck.within(-100...200, referenceTemperature, "referenceTemperature")
    try InputCheck.within(-20...20, stateSensitivity, "stateSensitivity")
    try InputCheck.within(0...1, referenceState, "referenceState")
    try InputCheck.within(0.1...4, timeExponent, "timeExponent")
    self.firstYearLoss = firstYearLoss
    self.activationEnergy = activationEnergy
    self.referenceTemperature = referenceTemperature
    self.stateSensitivity = stateSensitivity
    self.referenceState = referenceState
    self.timeExponent = timeExponent
  }

  /// The molar gas constant, J/(mol K).
  static let gasConstant = 8.314_462_618

  /// The loss of a first year under constant conditions.
  ///
  /// - Parameters:
  ///   - temperature: °C; below −100 and above 200 it counts as these.
  ///   - state: The state of charge, 0 to 1; outside it counts as the nearer end.
  public func rate(temperature: Double, state: Double) -> Double {
    let kelvin = 273.15 + min(max(temperature.isNaN ? referenceTemperature : temperature, -100), 200)
    let arrhenius = -activationEnergy / Self.gasConstant * (1 / kelvin - 1 / (273.15 + referenceTemperature))
    let charge = stateSensitivity * (min(max(state.isNaN ? referenceState : state, 0), 1) - referenceState)
    return firstYearLoss * VectorMath.exp(min(arrhenius + charge, 300))
  }

  /// The part of the capacity that is lost after some years under constant conditions, at most 1.
  public func loss(years: Double, temperature: Double, state: Double) -> Double {
    loss(after: 0, years: years, temperature: temperature, state: state)
  }

  /// The loss after some further years, given what is lost already; both by calendar ageing alone.
  ///
  /// - Returns: At least what was lost, at most 1.
  public func loss(after lost: Double, years: Double, temperature: Double, state: Double) -> Double {
    let rate = rate(temperature: temperature, state: state)
    guard rate > 0, years > 0 else { return min(max(lost, 0), 1) }
    let age = lost > 0 ? Self.power(lost / rate, 1 / timeExponent) : 0
    return min(max(lost, rate * Self.power(age + years, timeExponent)), 1)
  }

  /// The loss after a history of temperatures and states.
  ///
  /// - Parameters:
  ///   - hours: The length of each step.
  ///   - temperatures: °C of each step.
  ///   - states: The state of charge of each step, 0 to 1.
  /// - Throws: `countMismatch`, `notFinite`, `outOfRange` for a negative length.
  /// - Complexity: O(n).
  public func loss(hours: [Double], temperatures: [Double], states: [Double]) throws(StorageError) -> Double {
    try InputCheck.count(temperatures.count, hours.count, "temperatures")
    try InputCheck.count(states.count, hours.count, "states")
    try InputCheck.finite(temperatures, "temperatures")
    try InputCheck.finite(states, "states")
    // With L^(1/z) as the measure of age, the steps add up.
    var age = 0.0
    for (index, length) in hours.enumerated() {
      try InputCheck.within(0...InputCheck.largestSize, length, "hours", index: index)
      let rate = rate(temperature: temperatures[index], state: states[index])
      age += Self.power(rate, 1 / timeExponent) * length / 8760
    }
    return min(Self.power(age, timeExponent), 1)
  }

  /// A power of a number that is not negative.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    guard base > 0 else { return 0 }
    return exponent == 1 ? base : VectorMath.exp(exponent * VectorMath.log(base))
  }
}

extension CalendarAgeing {
  /// Reads an ageing.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` for figures that the initialiser refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      firstYearLoss: container.decode(Double.self, forKey: .firstYearLoss),
      activationEnergy: container.decode(Double.self, forKey: .activationEnergy),
      referenceTemperature: container.decode(Double.self, forKey: .referenceTemperature),
      stateSensitivity: container.decode(Double.self, forKey: .stateSensitivity),
      referenceState: container.decode(Double.self, forKey: .referenceState),
      timeExponent: container.decode(Double.self, forKey: .timeExponent))
  }
}
