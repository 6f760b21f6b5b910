import MarketData
import Testing

@Suite("TimeSeries")
struct TimeSeriesTests {
  private let prices = ValueUnit.price(.usd, per: .megawattHour)

  private func hourly(_ values: [Double], _ unit: ValueUnit) throws -> TimeSeries {
    let grid = try #require(DeliveryGrid(start: .at("2025-01-01T00:00:00Z"), seconds: 3600, count: values.count))
    return try TimeSeries(grid: grid, values: values, unit: unit)
  }

  private func throwsSeriesError(_ code: SeriesError.Code, _ body: () throws -> some Any) -> Bool {
    do {
      _ = try body()
      return false
    } catch {
      return (error as? SeriesError)?.code == code
    }
  }

  @Test("values by instant; missing and outside are nil")
  func lookup() throws {
    let series = try hourly([10, .nan, 30], prices)
    #expect(series[.at("2025-01-01T00:59:59Z")] == 10)
    #expect(series[.at("2025-01-01T01:00:00Z")] == nil)
    #expect(series[.at("2025-01-01T02:00:00Z")] == 30)
    #expect(series[.at("2025-01-01T03:00:00Z")] == nil)
    #expect(series.value(at: -1) == nil && series.value(at: 3) == nil && series.value(at: 2) == 30)
    #expect(series.missingCount == 1)
    #expect(try series == hourly([10, .nan, 30], prices))
    #expect(try series != hourly([10, 20, 30], prices))
    #expect(throwsSeriesError(.countMismatch) { try TimeSeries(grid: series.grid, values: [1], unit: prices) })
  }

  @Test("slices")
  func slices() throws {
    let series = try hourly([1, 2, 3, 4], prices)
    let span = try #require(DeliveryInterval(start: .at("2025-01-01T00:30:00Z"), seconds: 9000))
    #expect(series.slice(span)?.values == [2, 3])
    let outside = try #require(DeliveryInterval(start: .at("2026-01-01T00:30:00Z"), seconds: 9000))
    #expect(series.slice(outside) == nil)
  }

  @Test("sums and differences convert units and want one grid")
  func arithmetic() throws {
    let load = try hourly([100, 200, .nan], .quantity(.megawatt))
    let wind = try hourly([0.05, 0.1, 0.1], .quantity(.gigawatt))
    let residual = try load.subtracting(wind)
    #expect(residual.values[0] == 50 && residual.values[1] == 100 && residual.values[2].isNaN)
    #expect(residual.unit == .quantity(.megawatt))
    #expect(try load.adding(load).values[1] == 400)
    #expect(throwsSeriesError(.gridMismatch) { try load.adding(hourly([1, 2], .quantity(.megawatt))) })
    #expect(throwsSeriesError(.unitMismatch) { try load.adding(hourly([1, 2, 3], prices)) })
    #expect(try load.converted(to: .quantity(.kilowatt)).values[0] == 100_000)
    let heat = try hourly([50, 212, .nan], .quantity(.fahrenheit)).converted(to: .quantity(.celsius))
    #expect(abs(heat.values[0] - 10) < 1e-10 && abs(heat.values[1] - 100) < 1e-10 && heat.values[2].isNaN)
  }

  @Test("power, energy and cost follow the length of each interval")
  func energyAndCost() throws {
    let grid = try #require(DeliveryGrid.days(from: .on("2025-11-01"), count: 2, in: .central))
    let power = try TimeSeries(grid: grid, values: [10, 10], unit: .quantity(.megawatt))
    #expect(try power.energy().values == [240, 250])
    #expect(try power.energy().power() == power)
    let price = try TimeSeries(grid: grid, values: [20, -2], unit: prices)
    let cost = try price.cost(of: power)
    #expect(cost.values == [4800, -500] && cost.unit == .money(.usd))
    #expect(throwsSeriesError(.unitMismatch) { try power.cost(of: price) })
    #expect(throwsSeriesError(.unitMismatch) { try price.energy() })
  }

  @Test("hours to local days: the mean of 25, the sum of 25")
  func resamplingDays() throws {
    let hours = try #require(
      DeliveryGrid(covering: MarketTimeZone.central.day(.on("2025-11-02")), seconds: 3600))
    let day = try #require(DeliveryGrid.days(from: .on("2025-11-02"), count: 1, in: .central))
    let series = try TimeSeries(grid: hours, values: (0..<25).map(Double.init), unit: .quantity(.megawattHour))
    #expect(series.resampled(to: day, by: .sum).values == [300])
    #expect(series.resampled(to: day, by: .mean).values == [12])
    #expect(series.resampled(to: day, by: .first).values == [0])
    #expect(series.resampled(to: day, by: .last).values == [24])
    #expect(series.resampled(to: day, by: .min).values == [0])
    #expect(series.resampled(to: day, by: .max).values == [24])
  }

  @Test("to a finer grid: means repeat, sums split, and come back")
  func finer() throws {
    let series = try hourly([4, 8], .quantity(.megawattHour))
    let quarters = try #require(DeliveryGrid(covering: series.grid.span, seconds: 900))
    #expect(series.resampled(to: quarters, by: .mean).values == [4, 4, 4, 4, 8, 8, 8, 8])
    #expect(series.resampled(to: quarters, by: .sum).values == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(series.resampled(to: quarters, by: .sum).resampled(to: series.grid, by: .sum) == series)
    // Edges that do not meet: 40-minute steps.
    let odd = try #require(DeliveryGrid(covering: series.grid.span, seconds: 2400))
    #expect(series.resampled(to: odd, by: .mean).values == [4, 6, 8])
    #expect(abs(series.resampled(to: odd, by: .sum).values.reduce(0, +) - 12) < 1e-12)
  }

  @Test("missing values: propagate, or skip down to a coverage")
  func missing() throws {
    let series = try hourly([1, .nan, 3, 4], prices)
    let all = try #require(DeliveryGrid(start: series.grid.start, seconds: 4 * 3600, count: 1))
    #expect(series.resampled(to: all, by: .mean).missingCount == 1)
    #expect(series.resampled(to: all, by: .mean, missing: .skip(minimumCoverage: 0.75)).values == [8.0 / 3])
    #expect(series.resampled(to: all, by: .sum, missing: .skip(minimumCoverage: 0.5)).values == [8])
    #expect(series.resampled(to: all, by: .mean, missing: .skip(minimumCoverage: 0.8)).missingCount == 1)
    // Time outside the series is missing too.
    let wider = try #require(
      DeliveryGrid(start: series.grid.start.advanced(bySeconds: -7200), seconds: 7200, count: 5))
    let values = series.resampled(to: wider, by: .mean, missing: .skip(minimumCoverage: 0)).values
    #expect(values[0].isNaN && values[1] == 1 && values[2] == 3.5 && values[3].isNaN && values[4].isNaN)
  }

  @Test("sums are kept on any grid, means stay within the values")
  func conservation() throws {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<50 {
      let count = Int.random(in: 1...60, using: &generator)
      let series = try hourly((0..<count).map { _ in Double.random(in: -50...200, using: &generator) }, prices)
      var edges: [Instant] = [series.grid.start]
      while let last = edges.last, last < series.grid.end {
        edges.append(min(series.grid.end, last.advanced(bySeconds: Int64.random(in: 60...20_000, using: &generator))))
      }
      let grid = try #require(DeliveryGrid(edges: edges))
      let total = series.values.reduce(0, +)
      #expect(abs(series.resampled(to: grid, by: .sum).values.reduce(0, +) - total) < 1e-9)
      let means = series.resampled(to: grid, by: .mean).values
      let low = series.resampled(to: grid, by: .min).values
      let high = series.resampled(to: grid, by: .max).values
      #expect(zip(zip(means, low), high).allSatisfy { $0.0 >= $0.1 - 1e-9 && $0.0 <= $1 + 1e-9 })
    }
  }
}
