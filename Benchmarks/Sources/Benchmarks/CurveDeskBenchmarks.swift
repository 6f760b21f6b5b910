import Curves
import MarketData
import NumericalKernels
import Valuation

/// What a curve desk does with a curve: hours to 2050, the shape they follow, paths.
enum CurveDeskBenchmarks {
  static let all: [Benchmark] = [
    Benchmark(name: "curve/hours-to-2050", unit: "hour") { _ in
      let shape = try IntradayShape.estimated(from: history(), days: days, as: .additive, trend: .estimated()).shape
      let daily = try daily()
      return (219_144, { try daily.shaped(by: shape, into: .hour, days: days).count })
    },
    Benchmark(name: "curve/hours-of-peak-and-off-peak", unit: "hour") { _ in
      let shape = try IntradayShape.estimated(from: history(), days: days, as: .additive).shape
      let daily = try daily()
      let strands = [(block: Block.europeanPeak, curve: daily), (block: Block.europeanOffPeak, curve: daily)]
      return (219_144, { try ForwardCurve.shaped(strands, by: shape, into: .hour, days: days).count })
    },
    Benchmark(name: "curve/shape-of-six-years", unit: "hour") { _ in
      let history = try history()
      return (
        history.count,
        {
          let estimate = try IntradayShape.estimated(
            from: history, days: days, as: .additive, trend: .estimated())
          return estimate.days.count
        }
      )
    },
    Benchmark(name: "curve/spot-paths", unit: "value") { _ in
      let grid = try days.grid(.month, from: date(2026), until: date(2051))
      let monthly = try daily().resampled(to: grid)
      let tenors = (0...36).map { Double($0) / 12 }
      let model = try ForwardModel(
        .logNormal(), tenors: tenors,
        factors: [
          tenors.map { 0.6 * VectorMath.exp(-2 * $0) }, tenors.map { _ in 0.2 }, tenors.map { 0.1 * (1 - $0) },
        ])
      let simulation = try ForwardSimulation([.init(name: "power", curve: monthly, model: model)], from: grid.start)
      return (3_000_000, { try await simulation.spot(pathCount: 10_000, seed: 7, width: 1).pathCount })
    },
    Benchmark(name: "curve/book-of-500-wide-1", unit: "curve") { _ in try book(width: 1) },
    Benchmark(name: "curve/book-of-500-wide-2", unit: "curve") { _ in try book(width: 2) },
    Benchmark(name: "curve/remark-months", unit: "quote", repeats: 1000) { _ in
      let inputs = try inputs(.day, 0)
      let months = CurveDefinition(
        grid: try days.grid(.month, from: date(2026), until: date(2051)), days: days, unit: inputs.definition.unit)
      let built = try months.build(inputs.quotes)
      let id = inputs.quotes[7].id
      return (
        1,
        {
          var marked = built
          for tick in 0..<1000 { try marked.remark(id, .firm(80 + 0.01 * Double(tick % 7))) }
          return marked.curve.count
        }
      )
    },
  ]

  /// Five hundred daily curves to 2050, each from 37 quotes of its own.
  private static func book(width: Int) throws -> (units: Int, work: @Sendable () async throws -> Int) {
    let book = try (0..<500).map { try inputs(.day, Double($0)) }
    return (500, { try await CurveInputs.build(book, width: width).count })
  }

  /// Twelve months, and 25 years beside each other.
  private static func inputs(_ step: MarketDays.Granularity, _ shift: Double) throws -> CurveInputs {
    let definition = CurveDefinition(
      grid: try days.grid(step, from: date(2026), until: date(2051)), days: days,
      unit: .price(.eur, per: .megawattHour))
    var quotes: [CurveQuote] = []
    for month in 1...12 {
      guard let period = DeliveryPeriod.month(month, of: 2026) else { continue }
      quotes.append(CurveQuote(QuotePeriod(period), .firm(80 + Double(month % 5) + 0.01 * shift)))
    }
    for year in 2027..<2051 {
      guard let period = DeliveryPeriod.year(year) else { continue }
      quotes.append(CurveQuote(QuotePeriod(period), .firm(75 + Double(year % 3) + 0.02 * shift)))
    }
    return CurveInputs(definition, quotes)
  }

  private static let days = MarketDays(
    BlockCalendar(
      name: "Germany", zone: .centralEurope, holidays: .target, blocks: BlockCalendar.europeanPeak.blocks))

  private static func date(_ year: Int) -> LocalDate {
    LocalDate(year: year, month: 1, day: 1) ?? LocalDate(daysSince1970: 0)
  }

  /// A daily curve to 2050.
  private static func daily() throws -> ForwardCurve {
    let grid = try days.grid(.day, from: date(2026), until: date(2051))
    return try ForwardCurve(
      grid: grid, values: grid.indices.map { 70 + Double($0 % 365) / 36 }, unit: .price(.eur, per: .megawattHour))
  }

  /// Six years of hourly prices with two peaks, noise and spikes.
  private static func history() throws -> TimeSeries {
    let grid = try days.grid(.hour, from: date(2019), until: date(2025))
    var stream = RandomStream(seed: 254, path: 0)
    let values = grid.map { interval -> Double in
      let hour = days.zone.localDateTime(of: interval.start).hour
      let shape = (7..<10).contains(hour) || (18..<21).contains(hour) ? 15.0 : hour < 6 ? -12 : 0
      return 60 + shape + 8 * stream.normal() + (stream.uniform() < 0.001 ? 400 : 0)
    }
    return try TimeSeries(grid: grid, values: values, unit: .price(.eur, per: .megawattHour))
  }
}
