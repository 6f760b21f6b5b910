import Nodal
import Testing

@Suite struct LODFTests {
  static let flowTolerance = 1e-9  // MW

  @Test func `five buses have the published factors`() throws {
    let factors = try DCModel(PublicNetworks.fiveBus()).lodf()
    // MATPOWER's table for case5, as in PowerNetworkMatrices.jl.
    let published: [[Double]] = [
      [-1, 0.34479465, 0.30707071, -1, -1, -0.30707071],
      [0.54285714, -1, 0.69292929, 0.54285714, 0.54285714, -0.69292929],
      [0.45714286, 0.65520535, -1, 0.45714286, 0.45714286, 1], [-1, 0.34479465, 0.30707071, -1, -1, -0.30707071],
      [-1, 0.34479465, 0.30707071, -1, -1, -0.30707071], [-0.45714286, -0.65520535, 1, -0.45714286, -0.45714286, -1],
    ]
    #expect(factors.outages == Array(0..<6))
    for (branch, row) in published.enumerated() {
      let found = row.indices.map { factors[branch: branch, outage: $0] ?? .nan }
      #expect(PublicNetworks.distance(found, row) < 5.1e-9)
    }
  }

  @Test func `bridges have no factors, whatever a division would give`() throws {
    let network = try PublicNetworks.nineBus()
    #expect(network.bridges == [0, 3, 6])
    let factors = try DCModel(network).lodf()
    #expect(factors.outages == [1, 2, 4, 5, 7, 8])
    #expect(factors[branch: 1, outage: 0] == nil)
    #expect(factors.column(ofOutage: 3) == nil)
    #expect(try factors.flows([Double](repeating: 1, count: 9), afterOutage: 6) == nil)
    #expect(factors[branch: 7, outage: 1].map { abs($0 + 1) < 1e-12 } == true)
    #expect(try DCModel(network).lodf(outages: [3, 5, 2, 2]).outages == [2, 5])
    #expect(throws: NodalError.self) { try DCModel(network).lodf(outages: [9]) }
    #expect(throws: NodalError.self) { try DCModel(network).lodf(maximumBytes: 431) }
    #expect(throws: NodalError.self) { try factors.flows([1], afterOutage: 1) }
  }

  @Test(arguments: [Slack.reference, .load, .bus(9)])
  func `factors are what a power flow without the branch answers`(slack: Slack) throws {
    let network = try PublicNetworks.random(seed: 11)
    let model = try DCModel(network, slack: slack)
    let base = try model.powerFlow()
    let factors = try model.lodf()
    #expect(factors.outages.count == network.branches.count - network.bridges.count)
    #expect(!network.bridges.isEmpty)
    for outage in factors.outages {
      let without = try network.edited { network throws(NodalError) in
        try network.openBranch(network.branches[outage].id)
      }
      let solved = try DCModel(without, slack: slack).powerFlow(injections: base.injections)
      let predicted = try #require(try factors.flows(base.flows, afterOutage: outage))
      #expect(PublicNetworks.distance(predicted, solved.flows) < Self.flowTolerance)
    }
  }

  @Test func `a phase shifter that goes out takes its push along`() throws {
    let network = try PublicNetworks.random(seed: 11)
    let shifter = try #require(network.branches.firstIndex { $0.shift != 0 })
    let model = try DCModel(network)
    let predicted = try model.lodf().flows(try model.powerFlow().flows, afterOutage: shifter)
    let without = try network.edited { network throws(NodalError) in
      try network.openBranch(network.branches[shifter].id)
    }
    let solved = try DCModel(without).powerFlow().flows
    #expect(PublicNetworks.distance(try #require(predicted), solved) < Self.flowTolerance)
  }

  @Test func `bridges are found among parallel circuits, in islands and at open lines`() throws {
    func bridges(_ lines: [(Int, Int)], open: Set<Int> = []) throws -> [Int] {
      try Network(
        buses: (1...6).map { .init($0) },
        branches: lines.enumerated().map { place, line in
          .init("\(place)", from: line.0, to: line.1, reactance: 1, isInService: !open.contains(place))
        }
      ).bridges
    }
    #expect(try bridges([(1, 2), (2, 1), (2, 3)]) == [2])
    #expect(try bridges([(1, 2), (2, 1), (2, 3)], open: [1]) == [0, 2])
    #expect(try bridges([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4)]) == [3])
    #expect(try bridges([(1, 2), (3, 4), (4, 5), (5, 3)]) == [0])
    #expect(try bridges([]) == [])
  }
}
