import Nodal
import Testing

@Suite("An auction of congestion rights")
struct RightsAuctionTests {
  private let solver = 1e-6  // what the interior point leaves of a bid of 100 MW

  private func triangle(outages: RightsAuction.Outages) throws -> RightsAuction {
    try RightsAuction(DCModel(SmallNetworks.triangle()), outages: outages)
  }

  @Test("The limit of 80 MW goes to whoever values it most, at prices by hand")
  func clearing() throws {
    // A MW from 1 to 30 puts 2/3 on line c, one from 2 to 30 1/3: 8 / (2/3) = 12 and 5 / (1/3) = 15 for a MW of the line.
    let result = try triangle(outages: .none).clear([
      .init("A", from: 1, to: 30, megawatts: 200, price: 8), .init("B", from: 2, to: 30, megawatts: 200, price: 5),
    ])
    #expect(result.status == .cleared)
    #expect(PublicNetworks.distance(result.awards.map(\.megawatts), [20, 200]) < solver)
    #expect(PublicNetworks.distance(result.awards.map(\.price), [8, 4]) < solver)
    #expect(PublicNetworks.distance(result.nodalPrices, [0, 4, 8]) < solver)
    #expect(abs(result.revenue - 960) < 1e-4 && abs(result.value - 1160) < 1e-4)
    let binding = try #require(result.binding.first)
    #expect(result.binding.count == 1 && binding.branch == 2 && binding.outage == nil && binding.direction == 1)
    #expect(abs(binding.shadowPrice - 12) < solver && abs(binding.flow - 80) < solver)
  }

  @Test("Counterflow makes room as an obligation, and none as an option")
  func counterflow() throws {
    let auction = try triangle(outages: .none)
    let forward = RightsAuction.Bid("F", from: 1, to: 30, megawatts: 500, price: 10)
    let back = RightsAuction.Bid("B", from: 30, to: 1, megawatts: 60, price: -1)
    let with = try auction.clear([forward, back])
    #expect(PublicNetworks.distance(with.awards.map(\.megawatts), [180, 60]) < solver)
    #expect(abs(with.awards[1].payment + 600) < 1e-4)  // paid what the room is worth
    var option = back
    option.kind = .option
    option.price = 1
    let without = try auction.clear([forward, option])
    #expect(PublicNetworks.distance(without.awards.map(\.megawatts), [120, 60]) < solver)
    #expect(abs(without.awards[1].price) < solver)  // nothing binds its way
  }

  @Test("An outage sends all of a path over the line that is left")
  func outages() throws {
    let auction = try triangle(outages: .all)
    #expect(auction.outages == [0, 1, 2])
    let result = try auction.clear([.init("A", from: 1, to: 30, megawatts: 200, price: 8)])
    #expect(abs(result.awards[0].megawatts - 80) < solver)
    let binding = try #require(result.binding.first)
    #expect(binding.branch == 2 && (binding.outage == 0 || binding.outage == 1))
    let feasible = try auction.feasibility(of: result.rights)
    #expect(feasible.isFeasible && abs(feasible.fullest - 1) < 1e-6)
    let broken = try auction.feasibility(of: [.init("A", from: 1, to: 30, megawatts: 100)])
    #expect(broken.broken.map(\.branch) == [2] && abs(broken.broken[0].excess - 20) < 1e-9)
    #expect(try triangle(outages: .none).feasibility(of: [.init("A", from: 1, to: 30, megawatts: 100)]).isFeasible)
  }

  @Test("Rights held before take their room; if they break a limit by themselves there is no auction")
  func held() throws {
    let auction = try triangle(outages: .none)
    let result = try auction.clear([
      .init("old", from: 1, to: 30, megawatts: 90, isHeld: true),
      .init("new", from: 1, to: 30, megawatts: 90, price: 1),
    ])
    #expect(PublicNetworks.distance(result.awards.map(\.megawatts), [90, 30]) < solver)
    #expect(result.awards[0].payment == 0 && abs(result.revenue - 30) < 1e-5)
    let over = try auction.clear([
      .init("old", from: 1, to: 30, megawatts: 150, isHeld: true),
      .init("new", from: 1, to: 30, megawatts: 9, price: 1),
    ])
    #expect(over.status == .infeasible && over.awards[1].megawatts == 0 && over.nodalPrices.isEmpty)
    #expect(try auction.clear([.init("old", from: 1, to: 30, megawatts: 150, isHeld: true)]).status == .infeasible)
    // A counterflow bought can cure it.
    let cured = try auction.clear([
      .init("old", from: 1, to: 30, megawatts: 150, isHeld: true),
      .init("new", from: 30, to: 1, megawatts: 90, price: -2),
    ])
    #expect(cured.status == .cleared && abs(cured.awards[1].megawatts - 30) < solver)
  }

  @Test(
    "An auction of a random network is feasible after every outage, its prices are duals, and its revenue is its limits'",
    arguments: 1...6)
  func random(seed: UInt64) throws {
    let network = try PublicNetworks.random(buses: 14, seed: seed &* 7919)
    let auction = try RightsAuction(DCModel(network))
    var state = seed
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 40) % count
    }
    let bids = (0..<12).map { place in
      RightsAuction.Bid(
        "\(place)", from: 1 + next(7), to: 8 + next(7), megawatts: Double(10 + next(90)), price: Double(1 + next(50)),
        kind: place % 3 == 0 ? .option : .obligation)
    }
    let result = try auction.clear(bids)
    #expect(result.status == .cleared)
    #expect(try auction.feasibility(of: result.rights, tolerance: 1e-3).isFeasible)
    #expect(!result.binding.isEmpty)
    let rent = result.binding.reduce(0) { $0 + $1.shadowPrice * $1.limit }
    #expect(abs(result.revenue - rent) < 1e-5 * max(1, rent))
    for (place, award) in result.awards.enumerated() {
      let scale = 1e-5 * max(1, award.bid.price)
      if award.megawatts > 1e-3 { #expect(award.bid.price >= award.price - scale) }
      if award.megawatts < award.bid.megawatts - 1e-3 { #expect(award.bid.price <= award.price + scale) }
      if award.bid.kind == .obligation {
        let (from, to) = (try network.busIndex(of: bids[place].source), try network.busIndex(of: bids[place].sink))
        #expect(abs(award.price - (result.nodalPrices[to] - result.nodalPrices[from])) < 1e-9 * max(1, rent))
      }
    }
  }

  @Test("Congestion rent covers feasible rights whatever binds, and need not cover others", arguments: 1...5)
  func adequacy(seed: UInt64) throws {
    let auction = try RightsAuction(DCModel(PublicNetworks.random(buses: 14, seed: seed &* 104_729)))
    var rights: [RightsAuction.Bid] = [
      .init("a", from: 1, to: 9, megawatts: 40), .init("b", from: 3, to: 12, megawatts: 25, kind: .option),
      .init("c", from: 8, to: 2, megawatts: 30),
    ]
    let fullest = try auction.feasibility(of: rights).fullest
    for place in rights.indices { rights[place].megawatts *= 0.999 / fullest }
    #expect(try auction.feasibility(of: rights).isFeasible)
    let network = auction.model.network
    let limits = network.branches.indices.flatMap { branch in
      [nil, auction.outages.first { $0 != branch }].flatMap { outage in
        [1, -1].map { direction in
          RightsAuction.BindingLimit(
            branch: branch, outage: outage, direction: direction, limit: network.branches[branch].ratingA ?? 1e6,
            shadowPrice: Double((branch * 7 + direction + Int(seed)) % 5 + 1))
        }
      }
    }
    for limit in limits { #expect(try auction.adequacy(of: rights, under: [limit]).isAdequate) }
    #expect(try auction.adequacy(of: rights, under: limits).isAdequate)
    let over = try triangle(outages: .none).adequacy(
      of: [.init("A", from: 1, to: 30, megawatts: 150)], under: [.init(branch: 2, limit: 80, shadowPrice: 3)])
    #expect(!over.isAdequate && abs(over.owed - 300) < 1e-9 && abs(over.funding - 0.8) < 1e-12)
  }

  @Test("Bids that make no sense are refused")
  func refusals() throws {
    let auction = try triangle(outages: .none)
    #expect(code { () throws(NodalError) in try auction.clear([]) } == .empty)
    #expect(
      code { () throws(NodalError) in try auction.clear([.init("x", from: 1, to: 99, megawatts: 1)]) }
        == .unknownElement)
    #expect(
      code { () throws(NodalError) in try auction.clear([.init("x", from: 1, to: 30, megawatts: -1)]) } == .outOfRange)
    #expect(
      code { () throws(NodalError) in try auction.clear([.init("x", from: 1, to: 30, megawatts: .nan)]) } == .notFinite)
    #expect(
      code { () throws(NodalError) in try auction.adequacy(of: [], under: [.init(branch: 9, limit: 1, shadowPrice: 1)])
      }
        == .outOfRange)
    #expect(
      code { () throws(NodalError) in
        try auction.adequacy(of: [], under: [.init(branch: 0, direction: .min, limit: 1, shadowPrice: 1)])
      } == .outOfRange)
    let model = try DCModel(SmallNetworks.triangle())
    #expect(code { () throws(NodalError) in try RightsAuction(model, scale: 0) } == .outOfRange)
  }
}
