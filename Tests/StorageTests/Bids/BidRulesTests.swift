import Foundation
import MarketData
import Storage
import Testing

@Suite struct BidRulesTests {
  private func rules() throws -> BidRules {
    try BidRules(
      name: "test", source: "none", segmentLimit: 4, floor: -50, cap: 200, priceIncrement: 0.5, quantityIncrement: 0.1,
      minimumQuantity: 1, allowsSelfSchedule: false)
  }

  private func slices(_ values: [(Double, Double)]) -> [MarketBid.Slice] {
    values.map { MarketBid.Slice(price: $0.0, power: $0.1) }
  }

  @Test func whatTheMarketRefusesIsNamed() throws {
    let bid = try MarketBid(
      offers: slices([(60.25, 10), (55, 5.05), (250, 5)]), bids: slices([(70, 10), (-60, 0)]), selfSchedule: 3,
      stateBounds: 10...20)
    let findings = try rules().findings(of: bid)
    #expect(
      findings.map { "\($0.code) \($0.part.rawValue) \($0.index ?? -1)" } == [
        "price-increment offers 0", "not-monotone offers 1", "quantity-increment offers 1", "above-cap offers 2",
        "below-floor bids 1", "no-power bids 1", "too-many-segments bid -1", "crossed bid -1", "self-schedule bid -1",
        "state-bounds bid -1",
      ])
    #expect(findings[1].description == "not-monotone in offers[1]: found 55.0 after 60.25, expected rising prices")
  }

  @Test func anAssetHasItsLimits() throws {
    let asset = try StorageAsset(
      power: 50, dischargePower: 40, energyCapacity: 100, window: 10...90, chargeEfficiency: EfficiencyCurve(0.9),
      dischargeEfficiency: EfficiencyCurve(0.9))
    let bid = try MarketBid(
      offers: slices([(60, 41)]), bids: slices([(20, 50)]), stateBounds: 5...50)
    #expect(BidRules.caiso.findings(of: bid, asset: asset).map(\.code) == [.beyondPower, .stateBounds])
    #expect(BidRules.caiso.findings(of: bid).isEmpty)
    let scheduled = try MarketBid(offers: slices([(60, 20)]), selfSchedule: 30)
    #expect(BidRules.caiso.findings(of: scheduled, asset: asset).map(\.part) == [.offers])
  }

  @Test func roundingGivesNothingAway() throws {
    let bid = try MarketBid(
      offers: slices([(-70, 4.04), (60.2, 10.04), (250, 5)]), bids: slices([(40.3, 7.26), (-80, 2)]), selfSchedule: 3)
    let repaired = try rules().conforming(bid)
    // Up to the floor and the next half; 4.0 and 14.0 of 4.04 and 14.08 MW.
    #expect(repaired.bid.offers == slices([(-50, 4), (60.5, 10)]))
    // The bid crosses the offer at the floor.
    #expect(repaired.bid.bids.isEmpty && repaired.bid.selfSchedule == 0)
    #expect(abs(repaired.withheldOffers - 5.08) < 1e-12 && abs(repaired.withheldBids - 9.26) < 1e-12)
    #expect(try rules().findings(of: repaired.bid).isEmpty)
    let buying = try rules().conforming(MarketBid(bids: slices([(240, 1), (40.3, 7.26), (-80, 2)])))
    #expect(buying.bid.bids == slices([(200, 1), (40, 7.2)]))
    // Less than the least power is not bid.
    #expect(try rules().conforming(MarketBid(offers: slices([(60, 0.9)]))).bid.offers.isEmpty)
  }

  @Test(arguments: [true, false]) func whereNoStepIsAllowedAllIsWithheld(_ apart: Bool) throws {
    let bid = try MarketBid(offers: slices([(60, 10), (70, 5)]), bids: slices([(20, 8)]))
    var rules = try BidRules(name: "none", source: "none", segmentLimit: 1, countsSidesApart: apart)
    for limit in [0, -3] {
      rules.segmentLimit = limit
      let repaired = rules.conforming(bid)
      #expect(repaired.bid.offers.isEmpty && repaired.bid.bids.isEmpty)
      #expect(repaired.withheldOffers == 15 && repaired.withheldBids == 8)
    }
  }

  @Test func stepsOfNoSizeAreNotHeld() throws {
    let bid = try MarketBid(offers: slices([(60.123, 4.56)]), bids: slices([(20.77, 8.1)]), selfSchedule: 1.23)
    var rules = try BidRules(name: "any", source: "none")
    for step in [0, -1, .nan] {
      (rules.priceIncrement, rules.quantityIncrement) = (step, step)
      #expect(rules.conforming(bid).bid == bid && rules.findings(of: bid).isEmpty)
    }
  }

  @Test func capsBeyondAllPricesAreRefused() {
    for cap in [-1e10, .nan, -.infinity, 1e10] {
      #expect(throws: StorageError.self) { try BidRules(name: "m", source: "s", floor: -5, cap: cap) }
    }
  }

  @Test func mergersTakeTheWorsePriceWhereItMattersLeast() throws {
    let offers = slices([(50, 10), (60, 10), (61, 10), (90, 10), (120, 10)])
    let repaired = try rules().conforming(MarketBid(offers: offers))
    #expect(repaired.bid.offers == slices([(50, 10), (61, 20), (90, 10), (120, 10)]))
    let bids = slices([(50, 10), (40, 10), (39, 10), (10, 10), (5, 10)])
    #expect(
      try rules().conforming(MarketBid(bids: bids)).bid.bids == slices([(50, 10), (39, 20), (10, 10), (5, 10)]))
    let single = try BidRules(name: "one", source: "none", segmentLimit: 1)
    let both = try single.conforming(MarketBid(offers: slices([(60, 1), (70, 1)]), bids: slices([(20, 1)])))
    #expect(both.bid.offers == slices([(70, 2)]) && both.bid.bids.isEmpty)
  }

  /// Whatever is meant: the market takes what is made of it, and at no price is more sold or more bought.
  @Test(arguments: [1 as UInt64, 2, 3, 4])
  func anyBidBecomesOneThatIsTaken(_ seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let markets: [BidRules] = [.caiso, .ercotRealTime, .pjm, .epexDayAhead, .nem2025, try rules()]
    for rules in markets {
      for _ in 0..<40 {
        func draw(_ count: Int, _ low: Double, _ high: Double) -> [MarketBid.Slice] {
          (0..<count).map { _ in
            MarketBid.Slice(price: low + (high - low) * generator.next(), power: 20 * generator.next() - 1)
          }
        }
        let offers = draw(Int(15 * generator.next()), -600, 6000).sorted { $0.price < $1.price }
        let ceiling = offers.first?.price ?? 500
        let bids = draw(Int(15 * generator.next()), -1200, ceiling).sorted { $0.price > $1.price }
        let meant = try MarketBid(
          offers: offers.filter { $0.power > 0 }, bids: bids.filter { $0.power > 0 },
          selfSchedule: (10 * generator.next()).rounded())
        let taken = rules.conforming(meant).bid
        #expect(rules.findings(of: taken).isEmpty)
        for _ in 0..<40 {
          let price = -1300 + 8000 * generator.next()
          let (wanted, given) = (meant.award(at: price), taken.award(at: price))
          let scheduled = rules.allowsSelfSchedule ? 0 : meant.selfSchedule
          #expect(given.most <= max(wanted.most - scheduled, taken.selfSchedule) + 1e-9)
          #expect(given.least >= min(wanted.least - scheduled, taken.selfSchedule) - 1e-9)
        }
      }
    }
  }

  @Test func marketsNameTheirSources() {
    let markets: [BidRules] = [
      .caiso, .caisoVerified, .ercot, .ercotRealTime, .pjm, .epexDayAhead, .nem2024, .nem2025,
    ]
    for rules in markets { #expect(rules.source.count > 20 && rules.effective != nil && rules.cap != nil) }
    #expect(BidRules.caiso.cap == 1000 && BidRules.caisoVerified.cap == 2000 && BidRules.caiso.floor == -150)
    #expect(BidRules.ercot.cap == 5000 && BidRules.ercotRealTime.cap == 2000 && BidRules.ercot.floor == -250)
    #expect(BidRules.epexDayAhead.cap == 4000 && BidRules.epexDayAhead.floor == -500)
    #expect(BidRules.nem2024.effective?.description == "2024-07-01" && BidRules.nem2024.countsSidesApart)
    #expect(BidRules.nem2024.cap == 17_500 && BidRules.nem2025.cap == 20_300 && BidRules.nem2025.floor == -1000)
    // Ten steps of offers and ten of bids for a unit that goes both ways; in one curve it is ten of both together.
    for (rules, limit) in [(BidRules.nem2025, 20), (.caiso, 10)] {
      #expect((rules.segmentLimit ?? 0) * (rules.countsSidesApart ? 2 : 1) == limit)
    }
    #expect(BidRules.pjm.segmentLimit == nil)
  }

  @Test func rulesAreCheckedAndCodable() throws {
    #expect(throws: StorageError.self) { try BidRules(name: "", source: "", floor: 10, cap: 5) }
    #expect(throws: StorageError.self) { try BidRules(name: "", source: "", priceIncrement: 0) }
    #expect(throws: StorageError.self) { try BidRules(name: "", source: "", segmentLimit: 0) }
    let rules = BidRules.epexDayAhead
    #expect(try JSONDecoder().decode(BidRules.self, from: JSONEncoder().encode(rules)) == rules)
  }
}

@Suite struct MarketBidTests {
  @Test func awardsFollowThePrice() throws {
    let bid = try MarketBid(
      offers: [.init(price: 90, power: 60), .init(price: 140, power: 40)],
      bids: [.init(price: 40, power: 30), .init(price: 25, power: 70)])
    for (price, least, most) in [
      (10.0, -100.0, -100.0), (25, -100, -30), (30, -30, -30), (40, -30, 0), (60, 0, 0), (90, 0, 60), (100, 60, 60),
      (140, 60, 100), (1000, 100, 100),
    ] {
      let award = bid.award(at: price)
      #expect(award.least == least && award.most == most)
    }
    #expect(bid.award(at: 90).contains(20) && bid.award(at: 90).distance(to: 61) == 1)
    #expect(bid.award(at: 25).distance(to: -101) == -1)
    let taker = try MarketBid.priceTaking(-20)
    #expect(taker.award(at: -500).most == -20 && taker.award(at: 500).least == -20)
  }

  /// From the value of stored energy to what a market takes, and back to what was awarded.
  @Test func aCurveOfValueBecomesABid() throws {
    let battery = try StorageAsset(
      power: 10, energyCapacity: 40, chargeEfficiency: EfficiencyCurve(0.92),
      dischargeEfficiency: EfficiencyCurve(0.92),
      throughputCost: 4)
    let steps = try DispatchSteps(start: Instant(secondsSince1970: 1_767_225_600), minutes: 60, count: 24)
    let expected: [Double] = (0..<24).map { hour in
      let place = Double(hour * 7 % 24)
      return 15 + place * 25 / 12
    }
    let problem = try DispatchProblem(
      battery, steps: steps, prices: expected, initial: .energy(20), terminal: .price(35))
    let curve = try StoredEnergyValue(problem).bidCurve(for: problem, step: 7, stored: 20)
    let bid = try MarketBid(curve)
    #expect(BidRules.caiso.findings(of: bid, asset: battery).isEmpty)
    let taken = BidRules.epexDayAhead.conforming(bid).bid
    #expect(BidRules.epexDayAhead.findings(of: taken, asset: battery).isEmpty)
    for price in stride(from: -20.0, through: 150, by: 5) {
      #expect(bid.award(at: price).contains(curve.power(at: price)))
      #expect(abs(taken.award(at: price).most) <= 10)
    }
    let reconciliation = try AwardReconciliation(
      steps: steps, prices: expected, awarded: problem.optimised().netPower, asset: battery, initialEnergy: 20)
    #expect(reconciliation.findings.isEmpty && reconciliation.boughtBack < 1e-6)
  }

  @Test func numbersMustBeNumbers() {
    #expect(throws: StorageError.self) { try MarketBid(offers: [.init(price: .nan, power: 1)]) }
    #expect(throws: StorageError.self) { try MarketBid(bids: [.init(price: 1, power: .infinity)]) }
    #expect(throws: StorageError.self) { try MarketBid.priceTaking(.nan) }
  }
}
