#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Amounts at times, without dates or a currency: what discounting, rates of return and durations are computed on.
///
///     let project = try FlowSchedule(periodic: [-150_000, 15_000, 25_000, 35_000, 45_000, 60_000])
///     try project.presentValue(rate: 0.05)      // 1,094.17...
///     project.internalRates().unique            // 0.05243288885941401
///
/// Times are years or periods; a rate is per unit of time, compounded once in it. Positive amounts are received.
public struct FlowSchedule: Hashable, Sendable {
  /// The times, strictly rising.
  public let times: [Double]
  /// The amount at each time; those of one time are added up.
  public let amounts: [Double]

  /// Makes a schedule from times in any order.
  ///
  /// - Throws: `empty`, `countMismatch`, `notFinite`.
  public init(times: [Double], amounts: [Double]) throws(ValuationError) {
    guard !times.isEmpty else { throw ValuationError(.empty, found: "no amounts", expected: "at least one") }
    guard times.count == amounts.count else {
      throw ValuationError(.countMismatch, found: "\(amounts.count) amounts", expected: "\(times.count)")
    }
    try requireFinite(times, "time")
    try requireFinite(amounts, "amount")
    var merged: (times: [Double], amounts: [Double]) = ([], [])
    for index in times.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
      if merged.times.last == times[index] {
        merged.amounts[merged.amounts.count - 1] += amounts[index]
      } else {
        merged.times.append(times[index])
        merged.amounts.append(amounts[index])
      }
    }
    try requireFinite(merged.amounts, "total of one time")
    self.times = merged.times
    self.amounts = merged.amounts
  }

  /// Makes a schedule of equal periods: the first amount now, the next a period later.
  ///
  /// - Throws: `empty`, `notFinite`.
  public init(periodic amounts: [Double]) throws(ValuationError) {
    try self.init(times: amounts.indices.map(Double.init), amounts: amounts)
  }

  /// The sum of the amounts, each times `(1 + rate)` to minus its time.
  ///
  /// - Throws: `outOfRange` unless the rate is finite and above -1.
  public func presentValue(rate: Double) throws(ValuationError) -> Double {
    try check(rate)
    return zip(times, amounts).reduce(0) { $0 + ($1.1 == 0 ? 0 : $1.1 * pow(1 + rate, -$1.0)) }
  }

  /// The mean time of the amounts, weighted by their present values (Macaulay); divided by `1 + rate` it is the relative fall
  /// of the present value for a rise of the rate (modified duration).
  ///
  /// - Throws: `outOfRange` for a rate of -1 or less, and where the present value is zero.
  public func duration(rate: Double) throws(ValuationError) -> (macaulay: Double, modified: Double) {
    let value = try presentValue(rate: rate)
    guard value != 0 else {
      throw ValuationError(
        .outOfRange, found: "a present value of 0", expected: "one that durations can be relative to")
    }
    let weighted = zip(times, amounts).reduce(0) { $0 + ($1.1 == 0 ? 0 : $1.0 * $1.1 * pow(1 + rate, -$1.0)) }
    return (weighted / value, weighted / value / (1 + rate))
  }

  /// The second derivative of the present value by the rate, relative to it.
  ///
  /// - Throws: As ``duration(rate:)``.
  public func convexity(rate: Double) throws(ValuationError) -> Double {
    let value = try presentValue(rate: rate)
    guard value != 0 else {
      throw ValuationError(
        .outOfRange, found: "a present value of 0", expected: "one that convexity can be relative to")
    }
    return zip(times, amounts).reduce(0) { $0 + ($1.1 == 0 ? 0 : $1.0 * ($1.0 + 1) * $1.1 * pow(1 + rate, -$1.0 - 2)) }
      / value
  }

  /// The first time at which the running total of the discounted amounts is not negative; `nil` where it always is.
  ///
  /// Between two amounts the total counts as rising evenly. With a rate of zero this is the plain payback time.
  /// - Throws: `outOfRange` unless the rate is finite and above -1.
  public func payback(rate: Double = 0) throws(ValuationError) -> Double? {
    try check(rate)
    var total = 0.0
    for (index, time) in times.enumerated() {
      let amount = amounts[index] * pow(1 + rate, -time)
      if total + amount >= 0 {
        guard index > 0, amount > 0, total < 0 else { return time }
        return times[index - 1] + (-total / amount) * (time - times[index - 1])
      }
      total += amount
    }
    return nil
  }

  /// The modified internal rate of return: what is paid is financed at one rate, what is received reinvested at another until
  /// the last time.
  ///
  /// - Returns: `nil` where nothing is paid or nothing received, or all amounts are at one time.
  /// - Throws: `outOfRange` unless both rates are finite and above -1.
  public func modifiedInternalRate(financeRate: Double, reinvestmentRate: Double) throws(ValuationError) -> Double? {
    try check(financeRate)
    try check(reinvestmentRate)
    guard let first = times.first, let last = times.last, last > first else { return nil }
    var (paid, received) = (0.0, 0.0)
    for (time, amount) in zip(times, amounts) {
      if amount < 0 { paid -= amount * pow(1 + financeRate, first - time) }
      if amount > 0 { received += amount * pow(1 + reinvestmentRate, last - time) }
    }
    guard paid > 0, received > 0 else { return nil }
    return pow(received / paid, 1 / (last - first)) - 1
  }

  private func check(_ rate: Double) throws(ValuationError) {
    guard rate > -1, rate < .infinity else {
      throw ValuationError(.outOfRange, found: "a rate of \(rate)", expected: "a finite rate above -1")
    }
  }
}
