import NumericalKernels

/// What the weights of an allocation may be.
///
/// ```swift
/// var limits = AllocationLimits(count: 3)                 // long only, adding up to 1
/// limits.upper[2] = 0.4
/// limits.groups.append(.init([1, 1, 0], from: 0.2, to: 0.6))   // the first two together
/// ```
///
/// Weights are shares of capital, or quantities such as MWh: whatever the covariances and losses are per unit of.
/// Bounds may be infinite.
public struct AllocationLimits: Hashable, Sendable {
  /// A bound on a weighted sum of the weights: a sector, a market, a delta.
  public struct Group: Hashable, Sendable {
    /// The factor of each weight.
    public var factors: [Double]
    /// The least value of the sum, `-infinity` for none.
    public var lower: Double
    /// The greatest value of the sum, `infinity` for none.
    public var upper: Double

    /// Makes a bound.
    public init(_ factors: [Double], from lower: Double = -.infinity, to upper: Double = .infinity) {
      self.factors = factors
      self.lower = lower
      self.upper = upper
    }
  }

  /// The least value of each weight, `-infinity` for none.
  public var lower: [Double]
  /// The greatest value of each weight, `infinity` for none.
  public var upper: [Double]
  /// What the weights add up to, exactly; `nil` where they need not.
  public var total: Double?
  /// Bounds on weighted sums.
  public var groups: [Group]

  /// Makes limits; by themselves those of a fully invested portfolio without short positions.
  public init(count: Int, from lower: Double = 0, to upper: Double = .infinity, total: Double? = 1) {
    self.lower = [Double](repeating: lower, count: max(0, count))
    self.upper = [Double](repeating: upper, count: max(0, count))
    self.total = total
    groups = []
  }

  /// The rows of a program: the total, the groups, and further ones; `nil` where two bounds contradict each other by
  /// themselves.
  func rows(adding extra: [Group] = []) -> (factors: [[Double]], lower: [Double], upper: [Double])? {
    var all = groups + extra
    if let total { all.insert(Group([Double](repeating: 1, count: lower.count), from: total, to: total), at: 0) }
    let contradicts =
      zip(lower, upper).contains { $0 > $1 } || all.contains { $0.lower > $0.upper }
      || lower.contains { $0 == .infinity } || upper.contains { $0 == -.infinity }
      || all.contains { $0.lower == .infinity || $0.upper == -.infinity }
    return contradicts ? nil : (all.map(\.factors), all.map(\.lower), all.map(\.upper))
  }

  /// Refuses limits that are no numbers or of another length.
  func check(count: Int) throws(RiskError) {
    guard count > 0 else { throw RiskError(.empty, found: "nothing to allocate", expected: "at least one") }
    guard lower.count == count, upper.count == count else {
      throw RiskError(
        .countMismatch, found: "\(lower.count) lower and \(upper.count) upper bounds", expected: "\(count)")
    }
    for index in 0..<count where lower[index].isNaN || upper[index].isNaN {
      throw RiskError(.notFinite, found: "a bound that is NaN", expected: "a number", index: index)
    }
    if let total, !total.isFinite {
      throw RiskError(.notFinite, found: "a total of \(total)", expected: "a finite number")
    }
    for (index, group) in groups.enumerated() {
      guard group.factors.count == count else {
        throw RiskError(
          .countMismatch, found: "\(group.factors.count) factors", expected: "\(count)", index: index)
      }
      guard group.factors.allSatisfy(\.isFinite), !group.lower.isNaN, !group.upper.isNaN else {
        throw RiskError(.notFinite, found: "a group's factor or bound", expected: "numbers", index: index)
      }
    }
  }
}
