import Nodal
import Testing

@Suite struct NetworkTests {
  @Test func `elements refer to buses by number and are found by place`() throws {
    let network = try SmallNetworks.triangle()
    #expect(network.branchFrom == [0, 1, 0])
    #expect(network.branchTo == [1, 2, 2])
    #expect(network.generatorBus == [0, 1])
    #expect(network.loadBus == [2])
    #expect(try network.busIndex(of: 30) == 2)
    #expect(try network.branchIndex(of: "c") == 2)
    #expect(try network.branchIndices(between: 30, and: 1) == [2])
    #expect(network.interfaceTerms(at: 0).map(\.branch) == [1, 2])
    #expect(network.referenceBuses == [0])
    #expect(network.nodalDemand == [0, 0, 150])
  }

  @Test func `a network that refers to what is not there is refused`() throws {
    func code(_ body: () throws(NodalError) -> Network) -> NodalError.Code? {
      do throws(NodalError) {
        _ = try body()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { () throws(NodalError) in try Network(buses: []) } == .empty)
    #expect(code { () throws(NodalError) in try Network(baseMVA: 0, buses: [.init(1)]) } == .outOfRange)
    #expect(code { () throws(NodalError) in try Network(baseMVA: .nan, buses: [.init(1)]) } == .outOfRange)
    #expect(code { () throws(NodalError) in try Network(buses: [.init(1), .init(1)]) } == .duplicateElement)
    #expect(
      code { () throws(NodalError) in
        try Network(buses: [.init(1)], loads: [.init("a", bus: 2, power: 1)])
      } == .unknownElement)
    #expect(
      code { () throws(NodalError) in
        try Network(buses: [.init(1)], loads: [.init("a", bus: 1, power: .nan)])
      } == .notFinite)
    #expect(
      code { () throws(NodalError) in
        try Network(buses: [.init(1), .init(2)], branches: [.init("a", from: 1, to: 1, reactance: 1)])
      } == .outOfRange)
    #expect(
      code { () throws(NodalError) in
        try Network(buses: [.init(1)], interfaces: [.init("i", [.init("x")], limits: .none)])
      } == .unknownElement)
    #expect(
      code { () throws(NodalError) in
        try Network(
          buses: [.init(1)], generators: [.init("g", bus: 1, outputLimits: .init(lower: .nan))])
      } == .notFinite)
  }

  @Test func `words of a user change one copy`() throws {
    let network = try SmallNetworks.triangle()
    let changed = try network.edited { network throws(NodalError) in
      try network.openBranch("b")
      try network.outageGenerator("cheap")
      try network.setRating(120, ofBranch: "c")
      try network.setLimits(.init(-10, 90), ofInterface: "south")
      try network.scaleDemand(by: 2, inArea: 2)
      try network.addLoad(.init("mine", bus: 1, power: 5))
    }
    #expect(network == (try SmallNetworks.triangle()))
    #expect(changed.activeBranches == [0, 2])
    #expect(changed.activeGenerators == [1])
    #expect(changed.branches[2].ratingA == 120)
    #expect(changed.interfaces[0].limits == .init(-10, 90))
    #expect(changed.nodalDemand == [5, 0, 300])
    #expect(changed.loads[0].reactivePower == 40)
    let back = try changed.edited { network throws(NodalError) in
      try network.closeBranch("b")
      try network.restoreGenerator("cheap")
      try network.setRating(80, ofBranch: "c")
      try network.setLimits(.init(upper: 140), ofInterface: "south")
      try network.removeLoad("mine")
      try network.scaleDemand(by: 0.5, inZone: 7)
    }
    #expect(back == network)
  }

  @Test func `loads that follow a removed one are still found`() throws {
    var network = try Network(
      buses: [.init(1)], loads: ["a", "b", "c"].map { Network.Load($0, bus: 1, power: 1) })
    #expect(try network.removeLoad("a").id == "a")
    #expect(try network.loadIndex(of: "c") == 1)
    #expect(throws: NodalError.self) { try network.loadIndex(of: "a") }
    try network.addLoad(.init("a", bus: 1, power: 2))
    #expect(try network.loadIndex(of: "a") == 2)
    #expect(network.totalDemand == 4)
  }

  @Test func `edits of what is not there, and edits that would break it, are refused`() throws {
    var network = try SmallNetworks.triangle()
    let before = network
    #expect(throws: NodalError.self) { try network.openBranch("z") }
    #expect(throws: NodalError.self) { try network.outageGenerator("z") }
    #expect(throws: NodalError.self) { try network.setRating(-1, ofBranch: "a") }
    #expect(throws: NodalError.self) { try network.setRating(.nan, ofBranch: "a") }
    #expect(throws: NodalError.self) { try network.scaleDemand(by: .infinity) }
    #expect(throws: NodalError.self) { try network.scaleDemand(by: 1, inArea: 99) }
    #expect(throws: NodalError.self) { try network.addLoad(.init("town", bus: 1, power: 1)) }
    #expect(throws: NodalError.self) { try network.addBranch(.init("d", from: 1, to: 4, reactance: 1)) }
    #expect(throws: NodalError.self) { try network.updateBranch("a") { $0.to = 30 } }
    #expect(throws: NodalError.self) { try network.updateBranch("a") { $0.reactance = .nan } }
    #expect(throws: NodalError.self) { try network.updateBus(1) { $0.number = 5 } }
    #expect(throws: NodalError.self) { try network.setOutputLimits(.init(.nan, 1), ofGenerator: "cheap") }
    #expect(network == before)
  }

  @Test func `isolated buses take what is connected to them out of service`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBus(30) { $0.kind = .isolated }
    #expect(network.activeBranches == [0])
    #expect(network.nodalDemand == [0, 0, 0])
    #expect(network.islands.ofBus == [0, 0, nil])
    #expect(network.islands.count == 1)
  }

  @Test func `islands are what active branches connect`() throws {
    var network = try SmallNetworks.triangle()
    #expect(network.islands.count == 1)
    try network.openBranch("a")
    try network.openBranch("b")
    #expect(network.islands.ofBus == [0, 1, 0])
    #expect(network.islands.buses == [[0, 2], [1]])
  }
}
