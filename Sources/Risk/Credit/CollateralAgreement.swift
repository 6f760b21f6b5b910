public import NumericalKernels

/// When and how much variation collateral two parties of a netting set exchange.
///
///     let annex = try CollateralAgreement(threshold: 5_000_000, minimumTransfer: 250_000, marginPeriod: 10.0 / 365)
///
/// At each time of the exposure the parties compare the net value with what is held and transfer the difference where it
/// reaches the minimum. What is held in a default at a time is what was held one margin period of risk before: later calls are
/// not met. Values between the times are unknown, so that the last time that is not later counts; with steps longer than the
/// margin period a step is what the exposure waits.
public struct CollateralAgreement: Hashable, Sendable {
  /// The net value above which the counterparty posts; infinite where it never does.
  public let threshold: Double
  /// The net value of ours to the counterparty above which we post; infinite where we never do.
  public let ownThreshold: Double
  /// Transfers smaller than this are not made.
  public let minimumTransfer: Double
  /// What the counterparty posts at the outset in any case (initial margin that we hold), out of reach of its creditors.
  public let initialMargin: Double
  /// The years between the last call that is met and the close-out.
  public let marginPeriod: Double

  /// Makes an agreement; without arguments daily margining in both directions without threshold, ten days of risk.
  ///
  /// - Throws: `outOfRange` for a negative amount or period, a NaN, or an infinite minimum, margin or period.
  public init(
    threshold: Double = 0, ownThreshold: Double? = nil, minimumTransfer: Double = 0, initialMargin: Double = 0,
    marginPeriod: Double = 10.0 / 365
  ) throws(RiskError) {
    let own = ownThreshold ?? threshold
    guard threshold >= 0, own >= 0 else {
      throw RiskError(.outOfRange, found: "thresholds \(threshold) and \(own)", expected: "numbers from 0 on")
    }
    for (value, what) in [
      (minimumTransfer, "minimum transfer"), (initialMargin, "initial margin"), (marginPeriod, "margin period"),
    ] { try InputCheck.within(0...Double.greatestFiniteMagnitude, value, what) }
    self.threshold = threshold
    self.ownThreshold = own
    self.minimumTransfer = minimumTransfer
    self.initialMargin = initialMargin
    self.marginPeriod = marginPeriod
  }

  /// The variation collateral that a net value asks for: positive where we hold it, negative where we have posted it.
  public func required(for value: Double) -> Double {
    max(value - threshold, 0) - max(-value - ownThreshold, 0)
  }

  /// The collateral held at each time on each path, the minimum transfer observed.
  public func held(against exposure: ExposurePaths) -> Matrix {
    var held = Matrix(rows: exposure.times.count, columns: exposure.pathCount)
    for path in 0..<exposure.pathCount {
      var amount = 0.0
      for row in 0..<held.rows {
        let target = required(for: exposure.values[row, path])
        if abs(target - amount) >= minimumTransfer { amount = target }
        held[row, path] = amount
      }
    }
    return held
  }

  /// What stays open when the last calls are not met: value less collateral of one margin period ago, the initial margin
  /// absorbing what the counterparty owes.
  func openValues(of exposure: ExposurePaths) -> Matrix {
    let held = held(against: exposure)
    var open = exposure.values
    for (row, time) in exposure.times.enumerated() {
      // Rounding must not turn a lag of exactly one step into two.
      let call = exposure.times.lastIndex { $0 <= time - marginPeriod + 1e-12 }
      for path in 0..<exposure.pathCount {
        let rest = exposure.values[row, path] - (call.map { held[$0, path] } ?? 0)
        open[row, path] = rest > 0 ? max(0, rest - initialMargin) : rest
      }
    }
    return open
  }
}
