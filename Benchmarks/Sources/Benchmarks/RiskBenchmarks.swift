import MarketData
import NumericalKernels
import Risk
import Valuation

/// The figures of large books; `Peers/risk.py` runs numpy, SciPy and arch on books of the same size.
enum RiskBenchmarks {
  static let all: [Benchmark] = simulations + past + cubes + models

  // MARK: Monte Carlo: 500 factors, 100,000 paths, 2,000 linear positions

  private static let paths = 100_000

  private static let simulations = [
    Benchmark(name: "risk-mc-linear", unit: "path") { _ in
      let (portfolio, covariance) = try linearBook()
      return (
        paths,
        {
          let distribution = try FactorDistribution(means: zeros(500), covariance: covariance)
          let losses = try MonteCarlo(paths: paths, seed: 1).run(portfolio, distribution)
          return whole(try losses.figures(at: 0.99), try losses.decomposition(at: 0.99))
        }
      )
    },
    copula("risk-mc-t-copula", .studentCopula(degreesOfFreedom: 4, .normal), width: nil),
    Benchmark(name: "risk-wide-1-linear", unit: "path") { _ in try wide(1) },
    Benchmark(name: "risk-wide-2-linear", unit: "path") { _ in try wide(2) },
    copula("risk-wide-1-t-copula", .studentCopula(degreesOfFreedom: 4, .normal), width: 1),
    copula("risk-wide-2-t-copula", .studentCopula(degreesOfFreedom: 4, .normal), width: 2),
    Benchmark(name: "risk-mc-full-revaluation", unit: "path") { _ in
      let (portfolio, covariance, valuers) = try optionBook()
      return (
        10_000,
        {
          let distribution = try FactorDistribution(means: zeros(2000), covariance: covariance)
          let losses = try MonteCarlo(paths: 10_000, seed: 1).run(portfolio, distribution, revaluations: valuers)
          return whole(try losses.figures(at: 0.99), try losses.decomposition(at: 0.99))
        }
      )
    },
  ]

  private static func copula(_ name: String, _ model: MonteCarlo.Model, width: Int?) -> Benchmark {
    Benchmark(name: name, unit: "path") { _ in
      let (portfolio, covariance) = try linearBook()
      return (
        paths,
        {
          let distribution = try FactorDistribution(means: zeros(500), covariance: covariance)
          let simulation = MonteCarlo(model: model, paths: paths, seed: 1)
          let losses: SimulatedLosses
          if let width {
            losses = try await simulation.run(portfolio, distribution, width: width)
          } else {
            losses = try simulation.run(portfolio, distribution)
          }
          return Int(try losses.figures(at: 0.99).expectedShortfall)
        }
      )
    }
  }

  private static func wide(_ width: Int) throws -> (units: Int, work: @Sendable () async throws -> Int) {
    let (portfolio, covariance) = try linearBook()
    let distribution = try FactorDistribution(means: zeros(500), covariance: covariance)
    return (
      10 * paths,
      {
        let losses = try await MonteCarlo(paths: 10 * paths, seed: 1).run(portfolio, distribution, width: width)
        return losses.count
      }
    )
  }

  // MARK: The past: 5,000 positions, 2,500 days

  private static let past = [
    Benchmark(name: "risk-historical", unit: "day", repeats: 10) { _ in
      let (portfolio, history) = try pastBook(5000, 2500)
      return (
        2500,
        {
          var sum = 0
          for _ in 0..<10 {
            sum &+= Int(try HistoricalSimulation().run(portfolio, on: history).figures(at: 0.99).expectedShortfall)
          }
          return sum
        }
      )
    },
    Benchmark(name: "risk-incremental", unit: "position") { _ in
      let (portfolio, history) = try pastBook(5000, 2500)
      let scenarios = try history.scenarios(for: portfolio)
      return (
        5000,
        {
          let cube = try ProfitCube(portfolio, on: scenarios)
          return Int(try cube.incremental(TailMeasure(level: 0.99)).reduce(0) { $0 + $1.valueAtRisk })
        }
      )
    },
  ]

  // MARK: A stored cube: 10,000 positions in 10,000 nodes, 1,000 scenarios

  private static let cubes = [
    cube("risk-stored-incremental", 5000, 2500) { cube, _ in
      Int(try cube.incremental(TailMeasure(level: 0.99)).reduce(0) { $0 + $1.valueAtRisk })
    },
    cube("risk-what-if", 5000, 2500) { cube, scenarios in
      let trade = Position("new", .linear("F17", quantity: 1e5))
      return Int(try cube.whatIf(adding: [trade], on: scenarios, TailMeasure(level: 0.99)).valueAtRisk)
    },
    simulatedWhatIf("risk-what-if-simulated", keepingMoves: true),
    simulatedWhatIf("risk-what-if-drawn-again", keepingMoves: false),
    cube("risk-drill-down", 10_000, 1000) { cube, _ in
      try cube.drillDown(cube.portfolio.books, TailMeasure(level: 0.99)).count
    },
    cube("risk-drill-down-everywhere", 10_000, 1000) { cube, _ in
      try cube.drillDownEverywhere(cube.portfolio.books, TailMeasure(level: 0.99)).count
    },
  ]

  private static func cube(
    _ name: String, _ positions: Int, _ days: Int,
    _ work: @escaping @Sendable (ProfitCube, FactorScenarios) throws -> Int
  ) -> Benchmark {
    Benchmark(name: name, unit: "call") { _ in
      let (portfolio, history) = try pastBook(positions, days)
      let scenarios = try history.scenarios(for: portfolio)
      let cube = try ProfitCube(portfolio, on: scenarios)
      return (1, { try work(cube, scenarios) })
    }
  }

  /// One trade on a cube of a simulation: 1,000 positions, 2,000 factors, 10,000 paths.
  private static func simulatedWhatIf(_ name: String, keepingMoves: Bool) -> Benchmark {
    Benchmark(name: name, unit: "call") { _ in
      var stream = RandomStream(seed: 9, path: 0)
      let distribution = try FactorDistribution(means: zeros(2000), covariance: covariance(2000, &stream))
      let positions = (0..<1000).map { Position("p\($0)", .linear("F\(2 * $0)", quantity: 1e4 * stream.normal())) }
      let portfolio = try Portfolio(factors: factors(2000), positions: positions)
      let cube = try ProfitCube(
        of: MonteCarlo(paths: 10_000, seed: 1).run(portfolio, distribution), keepingMoves: keepingMoves)
      let trade = Position("new", .linear("F17", quantity: 1e5))
      return (1, { Int(try cube.whatIf(adding: [trade], TailMeasure(level: 0.99)).valueAtRisk) })
    }
  }

  // MARK: Models of volatility

  private static let models = [
    Benchmark(name: "risk-garch", unit: "fit", repeats: 10) { _ in
      let returns = garchReturns()
      return (
        1,
        {
          var sum = 0
          for _ in 0..<10 { sum &+= Int(try VolatilityModel().fit(returns).logLikelihood) }
          return sum
        }
      )
    },
    Benchmark(name: "risk-ewma-covariance", unit: "day") { _ in
      var stream = RandomStream(seed: 11, path: 0)
      let returns = try Matrix(rows: 2500, columns: 500, stream.normals(2500 * 500).map { 0.01 * $0 })
      return (2500, { Int(try ExponentialCovariance().matrix(returns)[0, 0] * 1e9) })
    },
  ]

  // MARK: Books

  private static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }

  private static func whole(_ figures: RiskFigures, _ parts: Decomposition) -> Int {
    Int(figures.expectedShortfall) &+ Int(parts.valueAtRisk.positions[0] + parts.expectedShortfall.positions[1])
  }

  /// Covariances of 40 common factors and a variance of each one's own.
  private static func covariance(_ count: Int, _ stream: inout RandomStream) throws -> Matrix {
    let loadings = try Matrix(rows: count, columns: 40, stream.normals(40 * count).map { 0.01 * $0 })
    var covariance = Matrix(rows: count, columns: count)
    try covariance.syrk(loadings.view)
    for i in 0..<count { covariance[i, i] += (0.5 + 1.5 * stream.uniform()) * 1e-4 }
    return covariance
  }

  private static func factors(_ count: Int) -> [RiskFactor] { (0..<count).map { RiskFactor("F\($0)") } }

  /// 2,000 positions on five of 500 factors each.
  private static func linearBook() throws -> (Portfolio, Matrix) {
    var stream = RandomStream(seed: 7, path: 0)
    let covariance = try covariance(500, &stream)
    let positions = (0..<2000).map { place in
      let legs = (0..<5).map { _ in
        Position.Leg(factor: "F\(stream.next() % 500)", quantity: 1e4 * stream.normal())
      }
      return Position("p\(place)", .strip(legs))
    }
    return (try Portfolio(factors: factors(500), positions: positions), covariance)
  }

  /// 8,000 linear positions and 2,000 options with a valuer, on 2,000 factors.
  private static func optionBook() throws -> (Portfolio, Matrix, [String: Revaluation]) {
    var stream = RandomStream(seed: 8, path: 0)
    let covariance = try covariance(2000, &stream)
    var valuers: [String: Revaluation] = [:]
    var positions: [Position] = []
    for place in 0..<10_000 {
      let factor = "F\(place % 2000)"
      guard place % 5 == 0 else {
        positions.append(Position("p\(place)", .linear(factor, quantity: 1e4 * stream.normal())))
        continue
      }
      let strike = 0.9 + 0.2 * stream.uniform()
      let deviation = 0.1 + 0.3 * stream.uniform()
      valuers["o\(place)"] = Revaluation { change in
        // Black-76 on a forward of one.
        let forward = max(1 + change, 1e-9)
        let upper = VectorMath.log(forward / strike) / deviation + 0.5 * deviation
        return forward * VectorMath.normalCDF(upper) - strike * VectorMath.normalCDF(upper - deviation)
      }
      let greeks = Position.Greeks([.init(factor: "F\((place / 5) % 2000)", delta: 0.5, gamma: 1)])
      positions.append(
        Position(
          "p\(place)", .option(.init(quantity: 1e4 * stream.normal(), greeks: greeks, valuer: "o\(place)"))))
    }
    return (try Portfolio(factors: factors(2000), positions: positions), covariance, valuers)
  }

  /// Positions on a factor each, with heavy-tailed changes, in a tree with a node for each position.
  private static func pastBook(_ count: Int, _ days: Int) throws -> (Portfolio, FactorHistory) {
    var stream = RandomStream(seed: 3, path: 0)
    var values: [Double] = []
    values.reserveCapacity(count * days)
    for _ in 0..<count * days { values.append(0.01 * (try stream.studentT(degreesOfFreedom: 4))) }
    let positions = (0..<count).map { place in
      Position("p\(place)", .linear("F\(place)", quantity: 1e5 * stream.normal()), book: "D\(place % 50)/B\(place)")
    }
    let portfolio = try Portfolio(factors: factors(count), positions: positions)
    let dates = (0..<days).map { LocalDate(daysSince1970: Int32($0)) }
    return (portfolio, try FactorHistory(names: portfolio.factors.map(\.name), dates: dates, values: values))
  }

  private static func garchReturns() -> [Double] {
    var stream = RandomStream(seed: 11, path: 0)
    var (variance, shock) = (1.0, 0.0)
    return (0..<2500).map { day in
      if day > 0 { variance = 0.02 + 0.08 * shock * shock + 0.9 * variance }
      shock = variance.squareRoot() * stream.normal()
      return shock
    }
  }
}
