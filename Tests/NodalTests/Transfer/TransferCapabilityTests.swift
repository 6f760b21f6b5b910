import Foundation
import Nodal
import NumericalKernels
import Testing
import Valuation

@Suite struct TransferCapabilityTests {
  static let transferTolerance = 1e-7  // MW

  @Test func `limits are those of trying every branch and outage`() throws {
    let network = try PublicNetworks.random(seed: 29)
    let model = try DCModel(network, slack: .load)
    let base = try model.powerFlow()
    let (source, sink) = (TransferParty.weights([1: 1, 7: 2]), TransferParty.bus(15))
    let options = TransferCapability.Options(minimumFactor: 0.02, maximumTransfer: 500, limitCount: 6)
    let found = try model.transferCapability(from: source, to: sink, flow: base, options: options)

    var moved = base.injections
    moved[0] += 1.0 / 3
    moved[6] += 2.0 / 3
    moved[14] -= 1
    let onceMore = try model.powerFlow(injections: moved)
    var expected: [(branch: Int, outage: Int?, transfer: Double)] = []
    func take(_ flows: [Double], _ more: [Double], outage: Int?) {
      for branch in network.branches.indices {
        let factor = more[branch] - flows[branch]
        guard abs(factor) >= 0.02, let limit = network.branches[branch].ratingA else { continue }
        expected.append((branch, outage, ((factor > 0 ? limit : -limit) - flows[branch]) / factor))
      }
    }
    take(base.flows, onceMore.flows, outage: nil)
    for outage in network.branches.indices where !network.bridges.contains(outage) {
      let after = try model.outage(ofBranchesAt: [outage])
      take(try after.flows(after: base), try after.flows(after: onceMore), outage: outage)
    }
    expected.sort { $0.transfer < $1.transfer }
    #expect(found.limits.count == 6)
    for (limit, exact) in zip(found.limits, expected) {
      #expect(abs(limit.transfer - exact.transfer) < Self.transferTolerance)
      #expect(limit.branch == exact.branch)
      #expect(limit.outage == exact.outage)
      #expect(limit.branchID == network.branches[limit.branch].id)
    }
    #expect(found.capability == max(0, found.limits[0].transfer))
    let change = zip(onceMore.flows, base.flows).map { $0 - $1 }
    #expect(PublicNetworks.distance(found.factors, change) < 1e-10)
  }

  @Test func `the triangle moves what its weakest line takes`() throws {
    var network = try SmallNetworks.triangle()
    try network.updateLoad("town") { $0.power = 60 }
    let model = try DCModel(network)
    // 60 MW from 1 to 30: 40 on c; each further MW puts 2/3 on c, which takes 80.
    let plain = try model.transferCapability(from: .bus(1), to: .bus(30), options: .init(outages: []))
    #expect(abs(plain.capability - 60) < Self.transferTolerance)
    #expect(plain.limits.map(\.branchID) == ["c"])
    #expect(plain.limits[0].outageID == nil)
    // Without a or b all of it goes over c: 80 - 60.
    let secure = try model.transferCapability(from: .area(1), to: .zone(7, by: .load))
    #expect(abs(secure.capability - 20) < Self.transferTolerance)
    #expect(Set(secure.limits.prefix(2).map(\.outageID)) == ["a", "b"])
    #expect(secure.limits.dropFirst(2).map(\.outageID) == [nil])
    #expect(secure.basis.conventions["source"] == "area 1 by capacity")
    // Back from 30 to 1 c is relieved, down to -80.
    let back = try model.transferCapability(from: .zone(7, by: .equal), to: .bus(1))
    #expect(abs(back.capability - 140) < Self.transferTolerance)
    // What is overloaded already leaves nothing.
    try network.updateLoad("town") { $0.power = 150 }
    let none = try DCModel(network).transferCapability(from: .bus(1), to: .bus(30))
    #expect(none.capability == 0)
    #expect(none.limits[0].transfer < 0)
    // Nothing limits what a line without a rating carries.
    let free = try DCModel(network).transferCapability(
      from: .bus(1), to: .bus(2), options: .init(outages: [], minimumFactor: 0.5, maximumTransfer: 300))
    #expect(free.capability == 300)
    #expect(free.limits.isEmpty)
  }

  @Test func `parties have shares by what they are chosen for`() throws {
    let network = try SmallNetworks.triangle()
    #expect(try TransferParty.area(2).shares(in: network) == [0, 1, 0])
    #expect(try TransferParty.area(2, by: .load).shares(in: network) == [0, 0, 1])
    #expect(try TransferParty.area(2, by: .equal).shares(in: network) == [0, 0.5, 0.5])
    #expect(try TransferParty.weights([1: 1, 30: 3]).shares(in: network) == [0.25, 0, 0.75])
    #expect(TransferParty.bus(30).name == "bus 30")
  }

  @Test func `bad input is refused`() throws {
    let network = try SmallNetworks.triangle()
    let model = try DCModel(network)
    func code(_ body: () throws(NodalError) -> Void) -> NodalError.Code? {
      do throws(NodalError) {
        try body()
        return nil
      } catch {
        return error.code
      }
    }
    func ask(
      _ source: TransferParty, _ sink: TransferParty, _ options: TransferCapability.Options = .init()
    ) -> NodalError.Code? {
      code { () throws(NodalError) in _ = try model.transferCapability(from: source, to: sink, options: options) }
    }
    #expect(ask(.area(9), .bus(1)) == .unknownElement)
    #expect(ask(.zone(9), .bus(1)) == .unknownElement)
    #expect(ask(.bus(9), .bus(1)) == .unknownElement)
    #expect(ask(.area(2, by: .generation), .bus(1)) == .outOfRange)
    #expect(ask(.weights([1: -1, 2: 0.5]), .bus(1)) == .outOfRange)
    #expect(ask(.weights([1: .nan]), .bus(1)) == .notFinite)
    #expect(ask(.bus(1), .bus(2), .init(minimumFactor: 0)) == .outOfRange)
    #expect(ask(.bus(1), .bus(2), .init(maximumTransfer: .infinity)) == .outOfRange)
    #expect(ask(.bus(1), .bus(2), .init(limitCount: 0)) == .outOfRange)
    #expect(ask(.bus(1), .bus(2), .init(outages: [3])) == .outOfRange)
    var parted = network
    try parted.openBranch("a")
    try parted.openBranch("b")
    let islands = try DCModel(parted)
    #expect(
      code { () throws(NodalError) in _ = try islands.transferFactors(from: .bus(1), to: .bus(2)) } == .unsound)
  }

  @Test func `a result survives JSON`() throws {
    let model = try DCModel(PublicNetworks.fiveBus())
    let found = try model.transferCapability(from: .bus(5), to: .bus(3))
    #expect(!found.limits.isEmpty)
    #expect(try JSONDecoder().decode(TransferCapability.self, from: JSONEncoder().encode(found)) == found)
  }
}
