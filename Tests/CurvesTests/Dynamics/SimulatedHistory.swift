import Curves
import MarketData
import NumericalKernels
import Testing

/// Daily curves of months that move by known volatilities: what calibration is tested on.
struct SimulatedHistory {
  static let unit = ValueUnit.price(.eur, per: .megawattHour)
  let first = LocalDate(year: 2024, month: 1, day: 1) ?? LocalDate(daysSince1970: 0)
  let days = MarketDays(.utc)
  var dates = 400
  var months = 30

  /// Curves of consecutive days; `volatility` gives each factor's annual volatility by years to delivery.
  func curves(
    seed: UInt64, isLogarithmic: Bool = true, _ volatility: (Double) -> [Double]
  ) throws -> [(date: LocalDate, curve: ForwardCurve)] {
    let grid = try #require(DeliveryGrid.months(from: first, count: months, in: .utc))
    let starts = grid.map { Double(days.start(of: first).seconds(until: $0.start)) / 31_557_600 }
    var levels = grid.indices.map { isLogarithmic ? VectorMath.log(50 + Double($0 % 12)) : 5 + Double($0 % 12) }
    var stream = RandomStream(seed: seed, path: 0)
    let step = 1 / 365.25
    var history: [(date: LocalDate, curve: ForwardCurve)] = []
    for day in 0..<dates {
      let values = isLogarithmic ? VectorMath.exp(levels) : levels
      history.append((first.advanced(byDays: day), try ForwardCurve(grid: grid, values: values, unit: Self.unit)))
      let normals = stream.normals(volatility(1).count)
      for month in levels.indices where starts[month] > Double(day) * step {
        let volatilities = volatility(starts[month] - Double(day) * step)
        for (part, normal) in zip(volatilities, normals) {
          levels[month] += part * normal * step.squareRoot() - (isLogarithmic ? part * part / 2 * step : 0)
        }
      }
    }
    return history
  }
}
