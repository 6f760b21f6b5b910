import MarketData
import Nodal
import NumericalKernels
import Testing
import Valuation

@Suite("A forecast of a constraint")
struct ConstraintForecasterTests {
  /// A constraint that binds by load less wind; its price grows with load, by exp(load).
  private static func world(_ days: Int, seed: UInt64) throws -> (
    features: ConstraintFeatures, prices: TimeSeries, load: TimeSeries
  ) {
    let grid = try Panels.hours(24 * days)
    var stream = RandomStream(seed: seed, path: 0)
    let load = (0..<grid.count).map { $0 % 24 > 7 ? 1 + 0.5 * stream.normal() : 0.5 * stream.normal() }
    let wind = (0..<grid.count).map { _ in stream.normal() }
    let prices = (0..<grid.count).map { hour -> Double in
      let odds = 2 * load[hour] - 1.5 * wind[hour] - 2
      return stream.uniform() < 1 / (1 + VectorMath.exp(-odds))
        ? VectorMath.exp(2 + 0.5 * load[hour] + 0.1 * stream.normal()) : 0
    }
    let unit = ValueUnit.quantity(.megawatt)
    let series = try TimeSeries(grid: grid, values: load, unit: unit)
    let paid = try TimeSeries(grid: grid, values: prices, unit: Panels.price)
    let features = try ConstraintFeatures(
      [("load", series), ("wind", TimeSeries(grid: grid, values: wind, unit: unit))], zone: .utc, history: paid, lag: 24
    )
    return (features, paid, series)
  }

  @Test("It beats the share of the past by Brier and log loss, is calibrated, and prices what binds")
  func skill() async throws {
    let (past, future) = (try Self.world(40, seed: 1), try Self.world(60, seed: 2))
    let forecaster = try ConstraintForecaster("line", features: past.features, shadowPrices: past.prices)
    let scores = try await forecaster.scores(features: future.features, against: future.prices)
    #expect(scores.forecast.brier < 0.75 * scores.climatology.brier)
    #expect(scores.forecast.logLoss < 0.8 * scores.climatology.logLoss)
    let ahead = try await forecaster.forecast(features: future.features)
    let hours = future.features.intervals
    let paid = hours.map { future.prices.values[$0] }
    let share = Double(paid.count { $0 > 0 }) / Double(paid.count)
    #expect(abs(ahead.reduce(0) { $0 + $1.probability } / Double(ahead.count) - share) < 0.05)
    let mean = paid.reduce(0, +) / Double(paid.count)
    #expect(abs(ahead.reduce(0) { $0 + $1.expected } / Double(ahead.count) - mean) < 0.15 * mean)
    for (row, hour) in hours.enumerated() {
      let truth = VectorMath.exp(2 + 0.5 * future.load.values[hour] + 0.005)
      #expect(abs(ahead[row].priceIfBinding / truth - 1) < 0.35)
    }
  }

  @Test("Features look back by the lag and no less")
  func lag() throws {
    let grid = try Panels.hours(60)
    let unit = ValueUnit.quantity(.megawatt)
    let load = try TimeSeries(grid: grid, values: (0..<60).map { $0 == 40 ? .nan : Double($0) }, unit: unit)
    let history = try TimeSeries(grid: grid, values: (0..<60).map { $0 == 30 ? 12 : .nan }, unit: Panels.price)
    let features = try ConstraintFeatures([("load", load)], zone: .utc, history: history, lag: 3)
    #expect(
      features.names == [
        "load", "day sine", "day cosine", "half-day sine", "half-day cosine", "weekend", "bound before",
        "mean shadow price before",
      ])
    #expect(!features.intervals.contains(40) && features.intervals.first == 3 && features.intervals.count == 56)
    for (row, hour) in features.intervals.enumerated() {
      #expect(features.matrix[row, 6] == (hour == 33 ? 1 : 0))
      #expect((features.matrix[row, 7] > 0) == (33...56).contains(hour))
    }
    let noon = try #require(features.intervals.firstIndex(of: 12))
    #expect(abs(features.matrix[noon, 1]) < 1e-15 && abs(features.matrix[noon, 2] + 1) < 1e-15)
    let six = try #require(features.intervals.firstIndex(of: 30))
    #expect(abs(features.matrix[six, 1] - 1) < 1e-15 && abs(features.matrix[six, 3]) < 1e-15)
  }

  private struct Half: Classifier {
    let classes = ["free", "binds"]
    let featureNames: [String]
    func classify(_ features: Matrix) async throws -> ClassProbabilities {
      try ClassProbabilities(classes: classes, probabilities: Matrix(rows: features.rows, columns: 2, repeating: 0.5))
    }
  }

  @Test("Any classifier fits in, and one of other features does not")
  func plug() async throws {
    let world = try Self.world(10, seed: 3)
    let forecaster = try ConstraintForecaster(
      "line", features: world.features, shadowPrices: world.prices, classifier: Half(featureNames: world.features.names)
    )
    let ahead = try await forecaster.forecast(features: world.features)
    #expect(ahead.allSatisfy { $0.probability == 0.5 && $0.expected == 0.5 * $0.priceIfBinding })
    let scores = try await forecaster.scores(features: world.features, against: world.prices)
    #expect(abs(scores.forecast.brier - 0.5) < 1e-12 && abs(scores.forecast.logLoss - VectorMath.log(2)) < 1e-12)
    #expect(
      code { () throws(NodalError) in
        try ConstraintForecaster(
          "line", features: world.features, shadowPrices: world.prices, classifier: Half(featureNames: ["x"]))
      } == .countMismatch)
    #expect(code { () throws(NodalError) in try ConstraintFeatures([], zone: .utc) } == .empty)
  }
}

@Suite("Flows over scenarios")
struct FlowScenariosTests {
  @Test("A normal error moves a flow by its shift factor; errors that cancel move nothing")
  func moments() throws {
    let model = try DCModel(SmallNetworks.triangle())
    let wind = FlowScenarios.Errors.Factor("wind", deviation: 30, shares: [2: 1])
    let result = try model.flowScenarios(.init([wind]), count: 20_000, seed: 5, branches: [2])
    let branch = try #require(result.branches.first)
    let factor = try model.shiftFactors(ofBranchAt: 2)[1]
    let base = try model.powerFlow().flows[2]
    let deviation = abs(factor) * 30
    #expect(abs(branch.deviation / deviation - 1) < 0.02)  // four standard errors of a deviation
    #expect(abs(branch.mean - base) < 4 * deviation / 20_000.0.squareRoot())
    #expect(abs(branch.quantiles[2] - (base + 1.6449 * deviation)) < 0.06 * deviation)
    let expected = VectorMath.normalCDF((base - 80) / deviation) + VectorMath.normalCDF((-80 - base) / deviation)
    #expect(abs(branch.overloadProbability - expected) < 0.01)
    let opposite = FlowScenarios.Errors.Factor("load", deviation: 30, shares: [2: 1])
    let both = try model.flowScenarios(
      .init([wind, opposite], correlation: Matrix([[1, -1], [-1, 1]])), count: 50, seed: 5, branches: [2])
    #expect(both.branches[0].deviation < 1e-9)
    #expect(
      try model.flowScenarios(.init([wind]), count: 50, seed: 5, branches: [2]).flows.storage
        == Array(result.flows.storage.prefix(50)))
  }

  @Test("Scenarios that make no sense are refused")
  func refusals() throws {
    let model = try DCModel(SmallNetworks.triangle())
    let wind = FlowScenarios.Errors.Factor("wind", deviation: 30, shares: [99: 1])
    #expect(
      code { () throws(NodalError) in try model.flowScenarios(.init([wind]), count: 5, seed: 1) } == .unknownElement)
    #expect(code { () throws(NodalError) in try model.flowScenarios(.init([]), count: 0, seed: 1) } == .outOfRange)
    #expect(
      code { () throws(NodalError) in try model.flowScenarios(.init([]), count: 1, seed: 1, branches: [7]) }
        == .outOfRange)
    let skew = FlowScenarios.Errors(
      [.init("a", deviation: 1, shares: [1: 1])], correlation: Matrix(rows: 1, columns: 1, repeating: 2))
    #expect(code { () throws(NodalError) in try model.flowScenarios(skew, count: 1, seed: 1) } == .outOfRange)
  }
}
