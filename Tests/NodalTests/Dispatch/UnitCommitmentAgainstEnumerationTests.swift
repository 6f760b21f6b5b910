import Nodal
import NumericalKernels
import Testing

/// Commitments against the best of all that there are: each rule alone, and all of them at once.
@Suite struct UnitCommitmentAgainstEnumerationTests {
  /// The gap that the search is asked for, and what relaxations leave of it.
  static let relative = 2e-6

  static func oracle(
    _ demands: [Int] = [110, 250, 30, 230, 90], _ change: (inout CommitmentOracle) -> Void = { _ in }
  ) -> CommitmentOracle {
    var oracle = CommitmentOracle(
      demands: demands, coal: .init(least: 60, most: 200, price: 20, noLoad: 500),
      gas: .init(least: 20, most: 100, price: 45, noLoad: 400))
    change(&oracle)
    return oracle
  }

  /// Solves and compares; gives the commitment of the coal unit.
  @discardableResult
  static func expectBest(_ oracle: CommitmentOracle) throws -> (cost: Double, coal: [Bool])? {
    let result = try oracle.problem().solve()
    guard let best = oracle.best() else {
      #expect(result.status == .infeasible)
      return nil
    }
    #expect(result.status == .optimal)
    let objective = try #require(result.objective)
    #expect(abs(objective - best.cost) <= relative * best.cost, "\(objective) and \(best.cost)")
    // What the library commits is allowed and costs what it says.
    let coal = try #require(result.isCommitted["coal"])
    let starts = oracle.switching(oracle.coal, coal)
    let gasStarts = oracle.switching(oracle.gas, try #require(result.isCommitted["gas"]))
    #expect(abs(result.startCost - (try #require(starts) + (try #require(gasStarts)))) < 1e-3)
    for (period, demand) in zip(result.dispatch.periods, oracle.demands) {
      #expect(abs(period.outputs.reduce(0, +) - Double(demand)) < 1e-4)
    }
    return (best.cost, coal)
  }

  @Test func `without rules each hour is its own`() throws {
    let plain = try #require(try Self.expectBest(Self.oracle()))
    #expect(plain.coal == [true, true, false, true, true])
  }

  @Test(arguments: [2, 3, 5]) func `minimum up times hold a unit in`(hours: Int) throws {
    let demands = [60, 70, 210, 60, 70]
    let free = try #require(
      try Self.expectBest(
        Self.oracle(demands) {
          $0.coal.noLoad = 2500
          $0.coal.runsBefore = false
        }))
    let held = try Self.expectBest(
      Self.oracle(demands) {
        $0.coal.noLoad = 2500
        $0.coal.runsBefore = false
        $0.coal.minimumUp = hours
      })
    #expect(try #require(held).cost > free.cost + 1)
  }

  @Test(arguments: [2, 3, 4]) func `minimum down times hold a unit out`(hours: Int) throws {
    let demands = [210, 20, 200, 30, 210]
    let free = try #require(try Self.expectBest(Self.oracle(demands) { $0.coal.runsBefore = true }))
    let held = try Self.expectBest(
      Self.oracle(demands) {
        $0.coal.runsBefore = true
        $0.coal.minimumDown = hours
      })
    #expect(try #require(held).cost > free.cost + 1)
  }

  @Test func `what was before the first period is carried into it`() throws {
    // It started an hour ago and has to run for four; there is nothing to serve that it could do cheaply.
    let running = Self.oracle([70, 70, 70, 70, 70]) {
      $0.coal.noLoad = 5000
      $0.coal.minimumUp = 4
      $0.coal.runsBefore = true
      $0.coal.hoursBefore = 1
    }
    #expect(try #require(try Self.expectBest(running)).coal == [true, true, true, false, false])
    var longer = running
    longer.coal.hoursBefore = 4
    #expect(try #require(try Self.expectBest(longer)).coal == [false, false, false, false, false])
    // It stopped two hours ago and has to stand for four.
    let standing = Self.oracle([150, 150, 150, 150, 150]) {
      $0.coal.minimumDown = 4
      $0.coal.runsBefore = false
      $0.coal.hoursBefore = 2
    }
    #expect(try #require(try Self.expectBest(standing)).coal == [false, false, true, true, true])
    // Too little demand for a unit that may not stop.
    var hopeless = running
    hopeless.demands[1] = 30
    #expect(try Self.expectBest(hopeless) == nil)
  }

  @Test func `starts and stops are paid for, the first one too`() throws {
    let demands = [40, 210, 40, 210, 40]
    let cheap = try #require(try Self.expectBest(Self.oracle(demands) { $0.coal.runsBefore = false }))
    for (start, stop) in [(3000.0, 0.0), (0, 3000), (900, 700), (20_000, 0)] {
      let dear = try #require(
        try Self.expectBest(
          Self.oracle(demands) {
            $0.coal.start = start
            $0.coal.stop = stop
            $0.coal.runsBefore = false
            $0.gas.start = 250
            $0.gas.runsBefore = true
          }))
      #expect(dear.cost > cheap.cost + 1)
    }
    // Where nobody knows the state before, the first start is free.
    let free = try #require(try Self.expectBest(Self.oracle([210, 210]) { $0.coal.start = 3000 }))
    let known = try #require(
      try Self.expectBest(
        Self.oracle([210, 210]) {
          $0.coal.start = 3000
          $0.coal.runsBefore = false
        }))
    #expect(abs(known.cost - free.cost - 3000) < 1)
  }

  @Test(arguments: [20, 50, 60, 80]) func `a start reaches the least output or the ramp, and a stop leaves from there`(
    ramp: Int
  ) throws {
    let demands = [40, 190, 200, 200, 30]
    let oracle = Self.oracle(demands) {
      $0.coal.ramp = ramp
      $0.coal.runsBefore = false
      $0.coal.outputBefore = 0
    }
    _ = try Self.expectBest(oracle)
    let result = try oracle.problem().solve()
    let outputs = result.dispatch.periods.map { $0.outputs[0] }
    var before = 0.0
    for output in outputs {
      #expect(abs(output - before) <= Double(max(ramp, 60)) + 1e-4)
      if before > 1, output > 1 { #expect(abs(output - before) <= Double(ramp) + 1e-4) }
      before = output
    }
  }

  @Test func `an output before the first period binds and says that the unit runs`() throws {
    let oracle = Self.oracle([40, 60, 180, 190, 60]) {
      $0.coal.ramp = 30
      $0.coal.outputBefore = 150
      $0.coal.runsBefore = true
    }
    // From 150 MW no stop is possible at once, and 120 MW are too many.
    #expect(try Self.expectBest(oracle) == nil)
    var possible = oracle
    possible.demands[0] = 130
    possible.demands[1] = 110
    _ = try Self.expectBest(possible)
    var unsaid = possible
    unsaid.coal.runsBefore = nil
    let result = try unsaid.problem().solve()
    #expect(abs((result.objective ?? .nan) - (possible.best()?.cost ?? 0)) < 1)
  }

  /// Everything at once, at random.
  @Test(arguments: 0..<(Fixtures.isOptimised ? 60 : 12)) func `random systems`(seed: Int) throws {
    var stream = RandomStream(seed: 254, path: UInt64(seed))
    func draw(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(stream.uniform() * Double(range.count)) }
    let oracle = Self.oracle((0..<5).map { _ in 10 * draw(3...28) }) { oracle in
      oracle.coal.noLoad = Double(100 * draw(0...20))
      oracle.coal.start = Double(100 * draw(0...30))
      oracle.coal.stop = Double(100 * draw(0...5))
      oracle.coal.minimumUp = draw(0...4)
      oracle.coal.minimumDown = draw(0...4)
      oracle.coal.ramp = draw(0...2) == 0 ? nil : 10 * draw(2...8)
      oracle.gas.start = Double(100 * draw(0...6))
      oracle.gas.minimumUp = draw(0...3)
      oracle.gas.minimumDown = draw(0...3)
      oracle.gas.runsBefore = draw(0...1) == 0
      oracle.gas.hoursBefore = draw(1...4)
      oracle.coal.runsBefore = draw(0...1) == 0
      oracle.coal.hoursBefore = draw(1...4)
      oracle.coal.outputBefore = oracle.coal.runsBefore == true ? 10 * draw(6...20) : 0
    }
    try Self.expectBest(oracle)
  }

  @Test func `periods of other lengths than an hour count by their hours`() throws {
    // Two hours, half an hour, half an hour, three hours; worth it in the second period only, and too large for the third one.
    let lengths = [2.0, 0.5, 0.5, 3]
    let hourly = try Self.oracle([60, 210, 40, 60]).problem()
    func coal(_ minimumUp: Double) throws -> [Bool]? {
      var periods: [MultiPeriodDispatch.Period] = []
      for (period, hours) in zip(hourly.dispatch.periods, lengths) {
        let network = try period.network.edited { (network) throws(NodalError) in
          try network.updateGenerator("coal") { $0.cost = .polynomial([4600, 20]) }
          try network.outageGenerator("gas")
        }
        periods.append(.init(network, hours: hours))
      }
      let units = [UnitCommitment.Unit("coal", minimumUp: minimumUp, runsBefore: false)]
      return try UnitCommitment(periods, units: units).solve().isCommitted["coal"]
    }
    for hours in [0, 0.5] { #expect(try coal(hours) == [false, true, false, false]) }
    // It starts earlier, so as to be allowed to stop in time.
    for hours in [0.6, 2, 2.4] { #expect(try coal(hours) == [true, true, false, false]) }
    #expect(try coal(2.6) == [false, false, false, false])
  }

  @Test func `states that contradict each other are refused`() throws {
    let periods = try Self.oracle().problem().dispatch.periods
    func refusal(_ unit: UnitCommitment.Unit, _ outputs: [String: Double] = [:]) -> NodalError.Code? {
      code { () throws(NodalError) in try UnitCommitment(periods, units: [unit], initialOutputs: outputs) }
    }
    #expect(refusal(.init("coal", runsBefore: false), ["coal": 80]) == .outOfRange)
    #expect(refusal(.init("coal", runsBefore: false), ["coal": 0]) == nil)
    #expect(refusal(.init("coal", runsBefore: true, hoursBefore: -1)) == .outOfRange)
    #expect(refusal(.init("coal", runsBefore: true, hoursBefore: .nan)) == .outOfRange)
    #expect(
      code { () throws(NodalError) in
        try UnitCommitment(periods, units: [.init("coal")], options: .init(losses: .quadratic))
      } == .outOfRange)
  }
}
