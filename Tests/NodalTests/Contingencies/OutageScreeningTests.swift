import Foundation
import Nodal
import NumericalKernels
import Testing

@Suite struct OutageScreeningTests {
  static let flowTolerance = 1e-9  // MW

  @Test(arguments: [Slack.reference, .generation, .load])
  func `the screen finds what a power flow of each outage finds`(slack: Slack) throws {
    let network = try PublicNetworks.random(seed: 17)
    let model = try DCModel(network, slack: slack)
    let base = try model.powerFlow()
    let screening = try model.screenOutages(base, options: .init(maximumOverloads: 100, worsening: 1e-6))
    #expect(Set(screening.outages.map(\.branch)) == Set(network.branches.indices))
    #expect(screening.baseOverloads.map(\.branch) == base.overloads.map(\.branch))
    var found = 0
    for outage in screening.outages {
      let after = try model.outage(ofBranchesAt: [outage.branch]).flows(after: base)
      let expected = network.branches.indices.filter { place in
        let limit = network.branches[place].ratingA ?? .infinity
        let before = abs(base.flows[place])
        return abs(after[place]) > (before > limit ? before + 1e-6 * limit : limit)
      }
      #expect(Set(outage.overloads.map(\.branch)) == Set(expected))
      #expect(outage.overloadCount == expected.count)
      for overload in outage.overloads { #expect(abs(overload.flow - after[overload.branch]) < Self.flowTolerance) }
      #expect(abs(outage.overloads.reduce(0) { $0 + $1.excess } - outage.excess) < Self.flowTolerance)
      let loading = network.branches.indices.map { abs(after[$0]) / (network.branches[$0].ratingA ?? .infinity) }.max()
      #expect(abs((outage.worst?.loading ?? 0) - (loading ?? 0)) < Self.flowTolerance)
      #expect((outage.status == .separates) == network.bridges.contains(outage.branch))
      found += expected.count
    }
    #expect(found > 5)
    #expect(screening.outages.map(\.excess) == screening.outages.map(\.excess).sorted(by: >))
  }

  @Test func `bridges tell what they cut off`() throws {
    let network = try PublicNetworks.nineBus()
    let model = try DCModel(network, slack: .capacity)
    let base = try model.powerFlow()
    let screening = try model.screenOutages(base)
    let outages = Dictionary(uniqueKeysWithValues: screening.outages.map { ($0.branch, $0) })
    let first = try #require(outages[0]?.separation)
    #expect(first.buses == [0])
    #expect(first.load == 0)
    #expect(abs(first.generation - base.injections[0]) < Self.flowTolerance)
    #expect(outages[3]?.separation?.buses == [2])
    #expect(outages[6]?.separation?.buses == [1])
    #expect(outages[1]?.separation == nil)
    for place in [0, 3, 6] {
      let exact = try model.outage(ofBranchesAt: [place]).flows(after: base)
      try model.forEachOutage(of: base, of: [place]) { _, flows in
        for branch in 0..<9 where abs(flows[branch] - exact[branch]) > Self.flowTolerance {
          Issue.record("outage \(place), branch \(branch): \(flows[branch]), not \(exact[branch])")
        }
      }
    }
  }

  @Test func `a bridge that cuts off the slack leaves the rest with one of its own`() throws {
    let model = try DCModel(PublicNetworks.nineBus())
    let base = try model.powerFlow()
    let screening = try model.screenOutages(base, of: [0])
    let outage = try #require(screening.outages.first)
    #expect(outage.status == .separates)
    #expect(outage.separation?.buses == [0])
    // Bus 2 makes up for 67 MW over its 250 MVA line.
    #expect(outage.worst.map { $0.branch == 6 && abs($0.flow + 230) < Self.flowTolerance } == true)
  }

  @Test func `flows are streamed for every outage once`() throws {
    let network = try PublicNetworks.random(seed: 17)
    let model = try DCModel(network, slack: .load)
    let base = try model.powerFlow()
    var seen: [Int] = []
    var farthest = 0.0
    try model.forEachOutage(of: base) { place, flows in
      seen.append(place)
      let exact = (try? model.outage(ofBranchesAt: [place]).flows(after: base)) ?? []
      if exact.isEmpty { farthest = .infinity }
      for branch in exact.indices { farthest = max(farthest, abs(flows[branch] - exact[branch])) }
    }
    #expect(seen.sorted() == Array(network.branches.indices))
    #expect(farthest < Self.flowTolerance)
  }

  @Test func `overloads before an outage count where it makes them worse`() throws {
    var network = try SmallNetworks.triangle()
    try network.setRating(40, ofBranch: "c")
    try network.setRating(45, ofBranch: "a")
    let model = try DCModel(network)  // 150 MW from 1 to 30: 100 on c, 50 on a and b
    let screening = try model.screenOutages()
    #expect(screening.baseOverloads.map(\.branch) == [2, 0])
    let outages = Dictionary(uniqueKeysWithValues: screening.outages.map { ($0.branch, $0) })
    #expect(outages[2]?.overloads.map(\.branch) == [0])
    #expect(outages[2].map { abs($0.excess - 105) < Self.flowTolerance } == true)
    #expect(outages[1]?.overloads.map(\.branch) == [2])
    let bounded = try model.screenOutages(options: .init(maximumOverloads: 0))
    #expect(bounded.outages.allSatisfy { $0.overloads.isEmpty })
    #expect(bounded.outages.map(\.excess) == screening.outages.map(\.excess))
    let blind = try model.screenOutages(options: .init(worsening: 100))
    #expect(blind.outages.allSatisfy { $0.overloadCount == 0 })
  }

  @Test func `bad input is refused, a result survives JSON`() throws {
    let model = try DCModel(PublicNetworks.nineBus())
    #expect(throws: NodalError.self) { try model.screenOutages(of: [-1]) }
    #expect(throws: NodalError.self) { try model.screenOutages(options: .init(maximumOverloads: -1)) }
    #expect(throws: NodalError.self) { try model.screenOutages(options: .init(worsening: .nan)) }
    let other = try DCModel(PublicNetworks.fiveBus()).powerFlow()
    #expect(throws: NodalError.self) { try model.screenOutages(other) }
    let screening = try model.screenOutages()
    #expect(try JSONDecoder().decode(OutageScreening.self, from: JSONEncoder().encode(screening)) == screening)
  }

  @Test func `reactances that cancel after an outage are told apart from bridges`() throws {
    // Without c the two circuits a and b between 1 and 2 cancel.
    let network = try Network(
      buses: [.init(1, .reference), .init(2)], loads: [.init("x", bus: 2, power: 10)],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.5), .init("b", from: 1, to: 2, reactance: -0.5),
        .init("c", from: 1, to: 2, reactance: 0.25, ratingA: 5),
      ])
    let screening = try DCModel(network).screenOutages()
    let outages = Dictionary(uniqueKeysWithValues: screening.outages.map { ($0.branch, $0) })
    #expect(outages[2]?.status == .singular)
    #expect(outages[0]?.status == .connected)
    #expect(throws: NodalError.self) { try DCModel(network).outage(of: ["c"]) }
    var seen: [Int] = []
    try DCModel(network).forEachOutage(of: DCModel(network).powerFlow()) { place, _ in seen.append(place) }
    #expect(seen == [0, 1])
  }
}

@Suite struct OutageScreeningParallelTests {
  @Test func `the parallel screen is the same at any width`() async throws {
    let network = try PublicNetworks.random(buses: 600, seed: 23)
    let model = try DCModel(network, slack: .load)
    let alone = try model.screenOutages()
    #expect(alone.outages.count > 512)
    for width in [1, 2, 3, 8] {
      let parallel = try await model.screenOutagesInParallel(width: width)
      #expect(parallel == alone)
    }
  }

  @Test func `it can be cancelled`() async throws {
    let model = try DCModel(PublicNetworks.random(buses: 600, seed: 23))
    let task = Task { () -> Bool in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(ParallelError<NodalError>) {
        _ = try await model.screenOutagesInParallel()
        return false
      } catch {
        if case .cancelled = error { return true }
        return false
      }
    }
    #expect(await task.value)
  }

  @Test func `bad input is thrown as its own error`() async throws {
    let model = try DCModel(PublicNetworks.nineBus())
    await #expect(throws: ParallelError<NodalError>.self) { try await model.screenOutagesInParallel(of: [99]) }
  }
}
