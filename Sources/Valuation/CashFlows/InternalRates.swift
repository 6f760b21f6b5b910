/// All internal rates of return of a schedule: every rate above -1 at which its present value is zero.
///
///     let rates = try FlowSchedule(periodic: [100, -230, 132]).internalRates()
///     rates.rates.map(\.rate)      // [0.1, 0.2]
///     rates.signChanges            // 2
///     rates.unique                 // nil: there are two
public struct InternalRates: Hashable, Sendable {
  /// One rate at which the present value is zero.
  public struct Rate: Hashable, Sendable {
    /// The rate for a unit of time, compounded once: above -1, but -1 and infinity where a double cannot tell.
    public let rate: Double
    /// The same rate compounded continuously, ln(1 + rate): always finite.
    public let continuousRate: Double
    /// Whether the present value only touches zero here, to rounding, and has one sign to both sides: a double root.
    public let isTouching: Bool
  }

  /// The rates, lowest first.
  public let rates: [Rate]
  /// How often the amounts change sign in order of time: there are no more rates than that, double ones counted twice.
  public let signChanges: Int

  /// The rate where there is exactly one, else `nil`.
  public var unique: Double? { rates.count == 1 ? rates[0].rate : nil }

  /// The rate nearest to a guess, the lower one of two as near; `nil` where there is none.
  public func nearest(to guess: Double) -> Double? {
    rates.map(\.rate).min { abs($0 - guess) < abs($1 - guess) }
  }
}
