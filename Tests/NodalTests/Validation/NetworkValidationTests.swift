import Nodal
import Testing

@Suite struct NetworkValidationTests {
  private static func codes(_ network: Network, _ severity: NetworkFinding.Severity = .warning) -> [String] {
    network.validate().filter { $0.severity == severity }.map(\.code.name).sorted()
  }

  @Test func `a sound network has warnings at most`() throws {
    let network = try SmallNetworks.triangle()
    #expect(Self.codes(network, .error).isEmpty)
    #expect(Self.codes(network) == ["unlimitedBranch", "unlimitedBranch"])
    try network.requireSound()
    #expect(throws: NodalError.self) { try network.requireSound(refusing: [.unlimitedBranch]) }
  }

  @Test func `an island without a reference is an error, and which one it is`() throws {
    var network = try SmallNetworks.triangle()
    try network.openBranch("a")
    try network.openBranch("c")
    let findings = network.validate()
    #expect(findings.first?.code == .missingReference)
    #expect(findings.first?.element == .bus(2))
    #expect(Self.codes(network).contains("severalIslands"))
    #expect(throws: NodalError.self) { try network.requireSound() }
    // A bus alone has no angle that matters.
    try network.updateBus(2) { $0.kind = .reference }
    try network.openBranch("b")
    #expect(network.validate().first { $0.code == .missingReference }?.severity == .warning)
    #expect(network.validate().first { $0.code == .insufficientCapacity }?.element == .bus(30))
  }

  @Test func `two references in one island are a warning`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBus(2) { $0.kind = .reference }
    #expect(network.validate().first { $0.code == .severalReferences }?.element == .bus(2))
  }

  @Test func `what stands at an isolated bus is named`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBus(30) { $0.kind = .isolated }
    let stranded = network.validate().filter { $0.code == .strandedElement }.map(\.element)
    #expect(Set(stranded) == [.load("town"), .branch("b"), .branch("c")])
    #expect(network.validate().contains { $0.code == .isolatedBus && $0.element == .bus(30) })
  }

  @Test func `reactances of zero and below, taps and ratings`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBranch("a") { $0.reactance = 0 }
    try network.updateBranch("b") { $0.reactance = -0.05 }
    try network.updateBranch("c") { ($0.tap, $0.ratingB) = (-1, -5) }
    #expect(Self.codes(network, .error) == ["impossibleValue", "impossibleValue", "zeroReactance"])
    #expect(network.validate().contains { $0.code == .negativeReactance && $0.element == .branch("b") })
    // Out of service it does not matter what the reactance is.
    try network.openBranch("a")
    #expect(!Self.codes(network, .error).contains("zeroReactance"))
  }

  @Test func `parallel branches are found whatever their direction, and the same data twice`() throws {
    var network = try SmallNetworks.triangle()
    try network.addBranch(.init("c2", from: 30, to: 1, reactance: 0.2, ratingA: 10))
    #expect(network.validate().filter { $0.code == .parallelBranches }.map(\.element) == [.branch("c")])
    #expect(!Self.codes(network).contains("duplicateBranches"))
    try network.addBranch(.init("c3", from: 1, to: 30, reactance: 0.1, ratingA: 80))
    #expect(network.validate().filter { $0.code == .duplicateBranches }.map(\.element) == [.branch("c3")])
    #expect(network.validate().filter { $0.code == .parallelBranches }.count == 1)
  }

  @Test func `limits that are crossed and costs that are not convex are errors`() throws {
    var network = try SmallNetworks.triangle()
    try network.setOutputLimits(.init(10, 5), ofGenerator: "cheap")
    try network.updateGenerator("dear") { $0.cost = .polynomial([0, 1, -1]) }
    try network.updateBranch("a") { $0.angleLimits = .init(10, -10) }
    try network.setLimits(.init(1, 0), ofInterface: "south")
    try network.addHVDCLine(.init("dc", from: 1, to: 2, flowLimits: .init(5, 4), lossSlope: 1.5))
    try network.updateBus(2) { $0.voltageLimits = .init(1.1, 0.9) }
    #expect(
      Self.codes(network, .error) == [
        "crossedLimits", "crossedLimits", "crossedLimits", "crossedLimits", "nonConvexCost",
      ])
    #expect(Self.codes(network).filter { $0 == "crossedLimits" }.count == 1)
    // What is out of service has its limits crossed without harm.
    try network.outageGenerator("cheap")
    #expect(Self.codes(network).filter { $0 == "crossedLimits" }.count == 2)
    #expect(network.validate().contains { $0.code == .unlikelyValue && $0.element == .hvdcLine("dc") })
  }

  @Test func `numbers in the wrong unit, and units without a cost`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBranch("a") { $0.reactance = 250 }
    try network.updateBranch("b") { $0.tap = 5 }
    try network.updateLoad("town") { $0.power = 150_000 }
    try network.updateGenerator("dear") { $0.cost = nil }
    try network.addHVDCLine(.init("dc", from: 1, to: 2, flowLimits: .init(-50, 50), lossConstant: 1, lossSlope: 0.03))
    try network.addHVDCLine(.init("fine", from: 1, to: 2, flowLimits: .init(-30, 50), lossConstant: 1, lossSlope: 0.03))
    let unlikely = network.validate().filter { $0.code == .unlikelyValue }.map(\.element)
    #expect(Set(unlikely) == [.branch("a"), .branch("b"), .load("town"), .hvdcLine("dc")])
    #expect(network.validate().contains { $0.code == .missingCost && $0.element == .generator("dear") })
  }

  @Test func `findings read as sentences`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateBranch("a") { $0.reactance = 0 }
    #expect("\(network.validate()[0])" == "error zeroReactance at branch a: no reactance")
  }
}
