/// A fall of wealth below its highest value so far, until it is made up for.
public struct Drawdown: Hashable, Sendable, Codable {
  /// The share of the peak that is lost at the lowest point, 0 to 1; of profit and loss in money, the amount.
  public let depth: Double
  /// The period after which wealth was at its peak: 0 is the beginning, before the first return.
  public let peak: Int
  /// The period after which wealth was lowest.
  public let trough: Int
  /// The first period after which wealth was at the peak again; `nil` where it is not yet.
  public let recovery: Int?
  /// The number of periods from the peak to the recovery or the end of the series.
  public let length: Int

  /// Nothing lost.
  static let none = Drawdown(depth: 0, peak: 0, trough: 0, recovery: 0, length: 0)

  /// All falls of a path of wealth, in time order.
  static func all(of wealth: [Double], loss: (_ peak: Double, _ now: Double) -> Double) -> [Drawdown] {
    guard let first = wealth.first else { return [] }
    var found: [Drawdown] = []
    var (peak, peakPlace, low, lowPlace) = (first, 0, first, 0)
    func close(at place: Int, recovered: Bool) {
      guard low < peak else { return }
      found.append(
        Drawdown(
          depth: loss(peak, low), peak: peakPlace, trough: lowPlace, recovery: recovered ? place : nil,
          length: place - peakPlace))
    }
    for (place, value) in wealth.enumerated() {
      if value >= peak {
        close(at: place, recovered: true)
        (peak, peakPlace, low, lowPlace) = (value, place, value, place)
      } else if value < low {
        (low, lowPlace) = (value, place)
      }
    }
    close(at: wealth.count - 1, recovered: false)
    return found
  }
}

extension PerformanceMetrics {
  /// All drawdowns of compound wealth, in time order; the depth is a share of the peak.
  ///
  /// Periods count from 1, the returns that are present only. After a return of -1 nothing recovers.
  ///
  /// - Complexity: O(n).
  public var drawdowns: [Drawdown] {
    var wealth = [1.0]
    wealth.reserveCapacity(returns.count + 1)
    for value in returns { wealth.append(wealth[wealth.count - 1] * (1 + value)) }
    return Drawdown.all(of: wealth) { 1 - $1 / $0 }
  }

  /// The longest drawdown in periods, from its peak to its recovery or the end of the series; 0 without one.
  public var longestDrawdown: Int { drawdowns.map(\.length).max() ?? 0 }

  /// The drawdowns of a book's cumulative profit and loss, in money, for books without capital to take a share of.
  ///
  /// - Throws: `notFinite` for an infinity, with its index; a NaN counts as no profit.
  /// - Complexity: O(n).
  public static func drawdowns(ofProfits profits: [Double]) throws(RiskError) -> [Drawdown] {
    var total = [0.0]
    for (index, profit) in profits.enumerated() {
      guard !profit.isInfinite else {
        throw RiskError(.notFinite, found: "a profit of \(profit)", expected: "a finite number or NaN", index: index)
      }
      total.append(total[index] + (profit.isNaN ? 0 : profit))
    }
    return Drawdown.all(of: total) { $0 - $1 }
  }
}
