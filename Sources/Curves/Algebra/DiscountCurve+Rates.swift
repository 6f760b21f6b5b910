public import MarketData
import NumericalKernels

extension DiscountCurve {
  /// How often interest is added to what it is paid on.
  public enum Compounding: Hashable, Sendable, Codable {
    /// Never: factor = 1 / (1 + r t).
    case simple
    /// So many times a year, one or more: factor = (1 + r / n)^(-n t).
    case periodic(Int)
    /// At every moment: factor = exp(-r t).
    case continuous

    /// Once a year.
    public static let annual = Compounding.periodic(1)
    /// Twice a year.
    public static let semiannual = Compounding.periodic(2)
    /// Four times a year.
    public static let quarterly = Compounding.periodic(4)
    /// Twelve times a year.
    public static let monthly = Compounding.periodic(12)

    /// The discount factor of a rate over a time; `nil` where interest eats up all there is.
    func factor(rate: Double, years: Double) -> Double? {
      switch self {
      case .simple: return 1 + rate * years > 0 ? 1 / (1 + rate * years) : nil
      case .continuous: return VectorMath.exp(-rate * years)
      case .periodic(let times):
        guard times >= 1, rate / Double(times) > -1 else { return nil }
        return VectorMath.exp(-Double(times) * years * VectorMath.log1p(rate / Double(times)))
      }
    }

    /// The rate whose discount factor over a time, not 0, has a logarithm.
    func rate(logFactor: Double, years: Double) -> Double {
      switch self {
      case .simple: return VectorMath.expm1(-logFactor) / years
      case .continuous: return -logFactor / years
      case .periodic(let times):
        let times = Double(max(1, times))
        return times * VectorMath.expm1(-logFactor / (times * years))
      }
    }
  }

  /// How the days between two dates become years.
  public enum DayCount: String, Hashable, Sendable, Codable {
    /// Days over 365.
    case act365Fixed
    /// Days over 360: money markets in euro and US dollar.
    case act360
    /// Months of 30 days and years of 360; the 31st counts as the 30th (30E/360, the Eurobond basis).
    case thirtyE360

    /// The years from one date to another, negative where the other is earlier.
    public func years(from start: LocalDate, to end: LocalDate) -> Double {
      switch self {
      case .act365Fixed: return Double(start.days(until: end)) / 365
      case .act360: return Double(start.days(until: end)) / 360
      case .thirtyE360:
        let (from, to) = (start.components, end.components)
        let months = (to.year - from.year) * 12 + to.month - from.month
        return Double(months * 30 + min(to.day, 30) - min(from.day, 30)) / 360
      }
    }
  }

  /// The rate a year from the value date to a date, or `nil` where no time lies between them.
  public func zeroRate(
    to date: LocalDate, compounding: Compounding = .continuous, dayCount: DayCount = .act365Fixed
  ) -> Double? {
    forwardRate(from: valueDate, to: date, compounding: compounding, dayCount: dayCount)
  }

  /// The rate a year that the curve implies between two dates, or `nil` unless the second is later.
  public func forwardRate(
    from start: LocalDate, to end: LocalDate, compounding: Compounding = .continuous, dayCount: DayCount = .act365Fixed
  ) -> Double? {
    let years = dayCount.years(from: start, to: end)
    guard years > 0 else { return nil }
    let logFactor =
      logFactor(daysAhead: Double(valueDate.days(until: end)))
      - logFactor(daysAhead: Double(valueDate.days(until: start)))
    return compounding.rate(logFactor: logFactor, years: years)
  }
}
