import NumericalKernels
import Valuation

/// How much of an award is called for, as a random number for each step.
///
///     let regulation = try ActivationModel.share(mean: 0.15, standardDeviation: 0.08)
///     let spinning = try ActivationModel.events(perYear: 40, hours: 0.5)
public struct ActivationModel: Hashable, Sendable, Codable {
  /// The shapes.
  enum Shape: Hashable, Sendable, Codable {
    case share(a: Double, b: Double)
    case events(perHour: Double, hours: Double)
    case fixed(Double)

    /// The part of the award that is delivered on average; `nil` for figures that make no shape.
    var mean: Double? {
      switch self {
      case .share(let a, let b): a > 0 && b > 0 && a + b < .infinity ? a / (a + b) : nil
      case .events(let rate, let hours):
        rate >= 0 && rate <= 1e3 && hours >= 0 && hours <= 8_784 ? min(1, rate * hours) : nil
      case .fixed(let part): part >= 0 && part <= 1 ? part : nil
      }
    }
  }

  let shape: Shape
  /// The part of the award that is delivered on average.
  public let mean: Double

  /// A part between 0 and 1 in every step, by a beta distribution: regulation, balancing energy.
  ///
  /// Steps are independent. Without deviation the part is the same in every step.
  ///
  /// - Throws: `outOfRange` for a mean outside 0 to 1 or a deviation that no distribution between 0 and 1 of that mean has.
  public static func share(mean: Double, standardDeviation: Double) throws(StorageError) -> ActivationModel {
    try InputCheck.within(0...1, mean, "activation.mean")
    let largest = (mean * (1 - mean)).squareRoot()
    try InputCheck.within(0...largest, standardDeviation, "activation.standardDeviation")
    let ratio = largest / standardDeviation
    let size = ratio * ratio - 1
    // At the largest deviation the part is 0 or 1; near it the shapes leave the range of doubles.
    guard standardDeviation > 0, size > 1e-9, size < 1e12 else {
      guard standardDeviation == 0 || size >= 1e12 else {
        throw StorageError(
          .outOfRange, field: "activation.standardDeviation", found: "\(standardDeviation)",
          expected: "less than \(largest)")
      }
      return ActivationModel(shape: .fixed(mean), mean: mean)
    }
    return ActivationModel(shape: .share(a: mean * size, b: (1 - mean) * size), mean: mean)
  }

  /// Calls of the whole award that come at random and last for some time: contingency reserve.
  ///
  /// A step of h hours is called with probability 1 − exp(−rate·h), for at most its own length.
  ///
  /// - Throws: `outOfRange`.
  public static func events(perYear: Double, hours: Double) throws(StorageError) -> ActivationModel {
    try InputCheck.within(0...8_760_000, perYear, "activation.perYear")
    try InputCheck.within(0...8_784, hours, "activation.hours")
    return ActivationModel(
      shape: .events(perHour: perYear / 8_760, hours: hours), mean: min(1, perYear / 8_760 * hours))
  }

  /// Adds what calls depend on.
  func add(to digest: inout ContentDigest) {
    switch shape {
    case .fixed(let part):
      digest.add("fixed")
      digest.add(part)
    case .share(let a, let b):
      digest.add("share")
      digest.add([a, b])
    case .events(let rate, let hours):
      digest.add("events")
      digest.add([rate, hours])
    }
  }

  /// The part of the award that a step of some hours delivers.
  func draw(hours: Double, _ stream: inout RandomStream) -> Double {
    switch shape {
    case .fixed(let part): return part
    case .share(let a, let b): return (try? stream.beta(a, b)) ?? mean
    case .events(let rate, let length):
      let chance = 1 - VectorMath.exp(-rate * hours)
      return stream.uniform() < chance ? min(1, length / hours) : 0
    }
  }
}

extension ActivationModel {
  /// Reads a model.
  ///
  /// - Throws: A `DecodingError` for figures that the factories refuse, and for a mean that is not the shape's.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(shape: try container(.shape), mean: try container(.mean))
    guard let expected = shape.mean else {
      throw DecodingError.dataCorruptedError(
        forKey: .shape, in: container, debugDescription: "expected a share or events, not \(shape)")
    }
    try container.require(abs(mean - expected) <= 1e-9, .mean, "\(expected), the mean of the shape")
  }
}
