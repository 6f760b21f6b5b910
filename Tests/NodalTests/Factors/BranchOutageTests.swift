import Nodal
import Testing

@Suite struct BranchOutageTests {
  static let flowTolerance = 1e-8  // MW

  @Test(arguments: [[3], [0, 5], [1, 22, 30], [2, 9, 14, 27]])
  func `several outages at a time are what a power flow without the branches answers`(places: [Int]) throws {
    let network = try PublicNetworks.random(seed: 13)
    for slack in [Slack.reference, .load] {
      let model = try DCModel(network, slack: slack)
      let base = try model.powerFlow()
      let outage = try model.outage(ofBranchesAt: places)
      let without = try network.edited { network throws(NodalError) in
        for place in places { try network.openBranch(network.branches[place].id) }
      }
      let (before, after) = (network.islands.count, without.islands.count)
      #expect((outage.separation == nil) == (before == after))
      guard outage.separation == nil else { continue }
      let rest = try DCModel(without, slack: slack)
      let solved = try rest.powerFlow(injections: base.injections)
      #expect(PublicNetworks.distance(try outage.flows(after: base), solved.flows) < Self.flowTolerance)
      for branch in network.branches.indices {
        let row = try outage.shiftFactors(ofBranchAt: branch)
        #expect(PublicNetworks.distance(row, try rest.shiftFactors(ofBranchAt: branch)) < 1e-10)
      }
    }
  }

  @Test func `a single outage has the factors of the matrix`() throws {
    let model = try DCModel(PublicNetworks.fiveBus())
    let outage = try model.outage(of: ["1-5"])
    let matrix = try model.lodf()
    for branch in 0..<6 where branch != 2 {
      let factor = try #require(matrix[branch: branch, outage: 2])
      #expect(abs(outage.factors(ofBranchAt: branch)?.first.map { $0 - factor } ?? 1) < 1e-12)
      // OTDF = PTDF + LODF PTDF of the outaged branch.
      let (plain, other) = (try model.shiftFactors(ofBranchAt: branch), try model.shiftFactors(ofBranchAt: 2))
      let expected = zip(plain, other).map { $0 + factor * $1 }
      #expect(PublicNetworks.distance(try outage.shiftFactors(ofBranchAt: branch), expected) < 1e-12)
    }
  }

  @Test func `an outage that parts the network is found by graph and solved anew`() throws {
    let network = try PublicNetworks.nineBus()
    let model = try DCModel(network)
    let base = try model.powerFlow()
    // Neither line is a bridge; together they cut buses 3, 6, 7, 2 and 8 ... from 5 and 9.
    let outage = try model.outage(of: ["4-5", "9-4"])
    let separation = try #require(outage.separation)
    #expect(separation.buses == [0, 3])
    #expect(separation.load == 0)
    #expect(abs(separation.generation - 67) < 1e-9)
    let flows = try outage.flows(after: base)
    #expect(flows[0] == 0)
    #expect(flows[1] == 0)
    // The reference is cut off; bus 2 has the largest unit of what remains and makes up for 67 MW.
    #expect(abs(flows[6] + 163 + 67) < Self.flowTolerance)
    #expect(outage.factors(ofBranchAt: 4) == nil)
    #expect(try outage.shiftFactors(ofBranchAt: 6)[0] == 0)
    #expect(abs(try outage.shiftFactors(ofBranch: "8-2")[2] - 1) < 1e-12)
  }

  @Test func `reactances that cancel but for rounding after an outage are refused`() throws {
    // 10 + 5 - 15.000000000003 per unit are left when "d" goes out.
    let network = try Network(
      buses: [.init(1, .reference), .init(2), .init(3)],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.1), .init("b", from: 1, to: 2, reactance: 0.2),
        .init("c", from: 1, to: 2, reactance: -1 / 15.000000000003), .init("d", from: 1, to: 2, reactance: 0.3),
        .init("e", from: 2, to: 3, reactance: 0.1), .init("f", from: 3, to: 2, reactance: 0.1),
      ])
    let model = try DCModel(network)
    #expect(try model.screenOutages(of: [3]).outages[0].status == .singular)
    for ids in [["d"], ["d", "e"]] {
      #expect(code { () throws(NodalError) in try model.outage(of: ids) } == .unsound)
    }
    #expect(try model.outage(of: ["e"]).factors(ofBranchAt: 5).map { abs($0[0] + 1) < 1e-12 } == true)
  }

  @Test func `nothing out is nothing changed, and what is not there is refused`() throws {
    let model = try DCModel(PublicNetworks.nineBus())
    let base = try model.powerFlow()
    let none = try model.outage(of: [])
    #expect(try none.flows(after: base) == base.flows)
    #expect(try none.shiftFactors(ofBranchAt: 2) == model.shiftFactors(ofBranchAt: 2))
    #expect(throws: NodalError.self) { try model.outage(of: ["x"]) }
    #expect(throws: NodalError.self) { try model.outage(ofBranchesAt: [9]) }
    let other = try DCModel(PublicNetworks.fiveBus()).powerFlow()
    #expect(throws: NodalError.self) { try none.flows(after: other) }
  }
}
