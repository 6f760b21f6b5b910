/// Where a search in several dimensions begins, and the box that it has to stay in.
///
///     let start = try StartingPoint([0.1, 0.8], lower: [0, 0], upper: [.infinity, 1])
///
/// Checked once here, so that the searches themselves throw only what the caller's function throws.
public struct StartingPoint: Hashable, Sendable {
  /// The coordinates, inside the bounds.
  public let coordinates: [Double]
  /// The lower bounds, -infinity where there is none; empty where nothing is bounded.
  let lower: [Double]
  /// The upper bounds, infinity where there is none; empty where nothing is bounded.
  let upper: [Double]

  /// Makes a start, moved onto the nearest bound where it lies outside the box.
  ///
  /// - Parameters:
  ///   - coordinates: One finite number for each variable, at least one.
  ///   - lower: The lower bounds, one for each variable; `nil` or `-.infinity` for none.
  ///   - upper: The upper bounds, one for each variable; `nil` or `.infinity` for none.
  /// - Throws: `insufficientData` without a variable, `notFinite` for a coordinate that is NaN or infinite,
  ///   `dimensionMismatch` for bounds of another length, `invalidArgument` for a NaN bound or a lower bound above the upper.
  public init(_ coordinates: [Double], lower: [Double]? = nil, upper: [Double]? = nil) throws(NumericalError) {
    guard !coordinates.isEmpty else { throw NumericalError(.insufficientData, "a start needs at least one variable") }
    if let odd = coordinates.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError(.notFinite, "the start is \(coordinates[odd]), a finite number expected", index: odd)
    }
    for bounds in [lower, upper] where bounds != nil && bounds?.count != coordinates.count {
      throw NumericalError(.dimensionMismatch, "\(coordinates.count) bounds expected, \(bounds?.count ?? 0) given")
    }
    guard lower != nil || upper != nil else {
      self.coordinates = coordinates
      self.lower = []
      self.upper = []
      return
    }
    let lower = lower ?? [Double](repeating: -.infinity, count: coordinates.count)
    let upper = upper ?? [Double](repeating: .infinity, count: coordinates.count)
    if let odd = lower.indices.first(where: {
      !(lower[$0] <= upper[$0] && lower[$0] < .infinity && upper[$0] > -.infinity)
    }) {
      throw NumericalError(.invalidArgument, "no number lies between \(lower[odd]) and \(upper[odd])", index: odd)
    }
    self.coordinates = coordinates.indices.map { min(max(coordinates[$0], lower[$0]), upper[$0]) }
    self.lower = lower
    self.upper = upper
  }

  /// The number of variables.
  public var count: Int { coordinates.count }

  /// Whether any variable has a bound.
  public var isBounded: Bool {
    lower.contains { $0 > -.infinity } || upper.contains { $0 < .infinity }
  }

  /// Whether every variable has two finite bounds.
  var isBoxed: Bool {
    !lower.isEmpty && lower.allSatisfy(\.isFinite) && upper.allSatisfy(\.isFinite)
  }

  /// The nearest number to `value` that the bounds of variable `index` allow.
  func clamp(_ value: Double, _ index: Int) -> Double {
    lower.isEmpty ? value : min(max(value, lower[index]), upper[index])
  }

  /// The gradient's part that a step into the box can follow: the largest absolute component of `P(x - g) - x`.
  func projectedNorm(_ gradient: [Double], at point: [Double]) -> Double {
    var norm = 0.0
    for index in gradient.indices {
      let component = lower.isEmpty ? gradient[index] : clamp(point[index] - gradient[index], index) - point[index]
      norm = component.isNaN ? .nan : max(norm, abs(component))
      if norm.isNaN { return norm }
    }
    return norm
  }
}
