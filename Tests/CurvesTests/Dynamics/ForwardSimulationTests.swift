import Curves
import MarketData
import NumericalKernels
import Testing
import Valuation

@Suite struct ForwardSimulationTests {
  private static let unit = ValueUnit.price(.eur, per: .megawattHour)
  private static let largestScore = 4.5

  private let start = Instant(secondsSince1970: 1_767_225_600)  // 2026-01-01

  private func curve(_ months: Int, _ price: (Int) -> Double) throws -> ForwardCurve {
    let first = try #require(LocalDate(year: 2026, month: 1, day: 1))
    let grid = try #require(DeliveryGrid.months(from: first, count: months, in: .utc))
    return try ForwardCurve(grid: grid, values: grid.indices.map(price), unit: Self.unit)
  }

  /// A front factor that dies away and a level.
  private func model(_ process: ForwardModel.Process, size: Double = 1) throws -> ForwardModel {
    let tenors = (0...24).map { Double($0) / 12 }
    return try ForwardModel(
      process, tenors: tenors,
      factors: [tenors.map { size * 0.5 * VectorMath.exp(-2 * $0) }, tenors.map { _ in size * 0.2 }])
  }

  private func single(_ process: ForwardModel.Process, size: Double = 1) throws -> ForwardSimulation {
    try ForwardSimulation(
      [.init(name: "power", curve: curve(18) { 60 - 2 * Double($0) }, model: model(process, size: size))], from: start)
  }

  @Test(arguments: [ForwardModel.Process.logNormal(), .logNormal(shift: 20), .normal])
  func meansAreTodaysCurve(_ process: ForwardModel.Process) async throws {
    let simulation = try single(process, size: process == .normal ? 30 : 1)
    let spot = try await simulation.spot(pathCount: 3000, seed: 254)
    let report = try #require(spot.martingale)
    #expect(report.largestScore < Self.largestScore)
    #expect(spot.measure == .riskNeutral && spot.grid.count == 18)
    let year = start.advanced(bySeconds: 15_778_800)
    let forwards = try await simulation.forwards(at: year, pathCount: 3000, seed: 254, recentring: .additive)
    #expect(try #require(forwards.martingale).largestScore < Self.largestScore)
    for month in 0..<18 {
      let values = forwards.values(factor: 0, period: month)
      let mean: Double = values.reduce(0, +) / 3000
      let forward = 60 - 2 * Double(month)
      #expect(abs(mean - forward) < 1e-10)
    }
  }

  @Test func variancesAreTheIntegratedVolatility() async throws {
    let simulation = try single(.normal, size: 10)
    let horizon = start.advanced(bySeconds: 31_557_600 / 4)
    let paths = 8000
    let set = try await simulation.forwards(at: horizon, steps: 64, pathCount: paths, seed: 5)
    let delivery = Double(start.seconds(until: set.grid[12].start)) / 31_557_600
    // ∫ (5 exp(-2 (T - s)))² ds + 2² t from 0 to a quarter.
    let front = 25 * (VectorMath.exp(-4 * (delivery - 0.25)) - VectorMath.exp(-4 * delivery)) / 4
    let expected = front + 4 * 0.25
    let variance = try Statistics.variance(Array(set.values(factor: 0, period: 12)))
    #expect(abs(variance / expected - 1) < 4 * (2 / Double(paths)).squareRoot())
    // What has begun to deliver by then does not move: January.
    #expect(set.values(factor: 0, period: 0).allSatisfy { $0 == 60 })
  }

  @Test func pathsAreTheSameAtAnyWidth() async throws {
    let simulation = try single(.logNormal())
    let reference = try await simulation.spot(pathCount: 700, seed: 9, width: 1)
    for width in [2, 3, 8] {
      let paths = try await simulation.spot(pathCount: 700, seed: 9, width: width)
      #expect(paths.values.elementsEqual(reference.values) { $0.bitPattern == $1.bitPattern })
    }
    let other = try await simulation.spot(pathCount: 700, seed: 10)
    #expect(other.values != reference.values)
    // More paths begin with the same ones.
    let more = try await simulation.spot(pathCount: 901, seed: 9)
    for month in 0..<18 {
      #expect(more.values(factor: 0, period: month).prefix(700) == reference.values(factor: 0, period: month))
    }
  }

  @Test func stepsFarFromDeliveryCountLikeAllOthers() async throws {
    // The same volatilities, once known up to a quarter ahead and constant from there, once given for ten years.
    let flat = try curve(18) { 60 - 2 * Double($0) }
    func spot(_ tenors: [Double], _ front: [Double]) async throws -> PathSet {
      let model = try ForwardModel(.logNormal(), tenors: tenors, factors: [front, tenors.map { _ in 0.1 }])
      return try await ForwardSimulation([.init(name: "x", curve: flat, model: model)], from: start)
        .spot(pathCount: 150, seed: 3)
    }
    let short = try await spot([0, 0.25], [0.6, 0.3])
    let long = try await spot([0, 0.25, 10], [0.6, 0.3, 0.3])
    #expect(zip(short.values, long.values).allSatisfy { abs($0 - $1) < 1e-11 * $1 })
  }

  @Test func membersShareTheirMotions() async throws {
    let gas = try curve(6) { 30 + Double($0) }
    let tenors = [0.0, 1]
    let same = try ForwardModel(.normal, tenors: tenors, factors: [[4, 4], [0, 0]])
    let mixed = try ForwardModel(.normal, tenors: tenors, factors: [[3, 3], [4, 4]])
    let simulation = try ForwardSimulation(
      [.init(name: "gas", curve: gas, model: same), .init(name: "power", curve: gas, model: mixed)], from: start)
    let set = try await simulation.spot(pathCount: 4000, seed: 1)
    let (a, b) = (Array(set.values(factor: 0, period: 5)), Array(set.values(factor: 1, period: 5)))
    // 3 · 4 / (4 · 5) = 0.6
    #expect(try abs(Statistics.correlation(a, b) - 0.6) < 4 * 0.64 / 4000.0.squareRoot())
  }

  @Test func senselessSimulationsAreRefused() async throws {
    #expect(throws: CurveError.self) { try ForwardSimulation([], from: start) }
    let member = ForwardSimulation.Member(name: "x", curve: try curve(3) { _ in 9 }, model: try model(.normal))
    let twice = #expect(throws: CurveError.self) { try ForwardSimulation([member, member], from: start) }
    #expect(twice?.code == .mismatch && twice?.index == 1)
    let negative = try curve(3) { 10 - 10 * Double($0) }
    let error = try #require(
      throws: CurveError.self,
      performing: {
        try ForwardSimulation([.init(name: "x", curve: negative, model: model(.logNormal()))], from: start)
      })
    #expect(error.code == .notPositive && error.index == 1)
    let shifted = try ForwardSimulation(
      [.init(name: "x", curve: negative, model: model(.logNormal(shift: 50)))], from: start)
    await #expect(throws: CurveError.self) { try await shifted.spot(pathCount: 0, seed: 1) }
    await #expect(throws: CurveError.self) { try await shifted.spot(pathCount: .max, seed: 1) }
    await #expect(throws: CurveError.self) {
      try await shifted.forwards(at: start, pathCount: 10, seed: 1)
    }
    let biased = await #expect(throws: CurveError.self) {
      try await shifted.spot(pathCount: 50, seed: 1, recentring: .none(limit: 0.001))
    }
    #expect(biased?.code == .notMartingale && biased?.cause is ValuationError)
    await #expect(throws: CurveError.self) {
      try await shifted.forwards(at: .distantFuture, steps: .max, pathCount: 10, seed: 1)
    }
  }

  @Test func cancelledRunsSaySo() async throws {
    let simulation = try single(.normal)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await simulation.spot(pathCount: 100_000, seed: 1)
    }
    task.cancel()
    let result = await task.result
    let error = #expect(throws: CurveError.self) { try result.get() }
    #expect(error?.code == .cancelled)
  }
}
