import Foundation
import Storage
import Testing

@Suite struct RainflowCounterTests {
  /// The example of ASTM E1049-85, figure 6.
  private let example = [-2.0, 1, -3, 5, -1, 3, -4, 4, -2]

  @Test func countsAreThoseOfTheStandard() {
    let counts = RainflowCycle.counts(of: RainflowCounter.cycles(of: example))
    #expect(counts.map(\.range) == [3, 4, 6, 8, 9])
    #expect(counts.map(\.count) == [0.5, 1.5, 0.5, 1, 0.5])
  }

  @Test func cyclesSayWhereTheyWere() throws {
    let cycles = RainflowCounter.cycles(of: example)
    #expect(cycles.map(\.range) == [3, 4, 4, 8, 9, 8, 6])
    let full = try #require(cycles.first { !$0.isHalf })
    #expect(full.from == -1 && full.to == 3 && full.start == 4 && full.end == 5)
    #expect(full.mean == 1 && full.weight == 1 && full.fallingHalves == 1)
    // A-B rises, B-C falls, C-D rises, D-G falls, G-H rises, H-I falls.
    #expect(cycles.filter(\.isHalf).map(\.fallingHalves) == [0, 1, 0, 1, 0, 1])
  }

  @Test func aSeriesInPartsCountsAsInOne() {
    var generator = SplitMix(seed: 7)
    let series = (0..<3000).map { _ in generator.next() * 10 }
    var counter = RainflowCounter()
    var taken: [RainflowCycle] = []
    for (index, value) in series.enumerated() {
      counter.add(value)
      if index % 97 == 0 { taken += counter.takeClosed() }
    }
    #expect(taken + counter.cycles == RainflowCounter.cycles(of: series))
    #expect(counter.count == 3000)
  }

  @Test func flatsAndPointsOnTheWayCountForNothing() {
    let between = [-2.0, -2, 0, 1, 1, -1, -3, -3, 0, 5, 5, 2, -1, 3, -4, 4, 0, -2, -2]
    let counts = RainflowCycle.counts(of: RainflowCounter.cycles(of: between))
    #expect(counts.map(\.range) == [3, 4, 6, 8, 9])
    #expect(counts.map(\.count) == [0.5, 1.5, 0.5, 1, 0.5])
    #expect(RainflowCounter.cycles(of: [Double]()).isEmpty)
    #expect(RainflowCounter.cycles(of: [3.0]).isEmpty)
    #expect(RainflowCounter.cycles(of: [3.0, 3, 3]).isEmpty)
  }

  @Test func ripplesAreLeftOut() {
    let wavy = [0.0, 0.5, 0.45, 1, 0.98, 1.02, 0.4, 0.41, 0]
    let cycles = RainflowCounter.cycles(of: wavy, ripple: 0.1)
    #expect(cycles.map(\.range) == [1.02, 1.02] && cycles.allSatisfy(\.isHalf))
    #expect(RainflowCounter(ripple: .nan).ripple == 0)
  }

  @Test func whatIsNoNumberIsPassedOver() throws {
    let cycles = RainflowCounter.cycles(of: [0, .nan, 1, .infinity, 0])
    #expect(cycles.map(\.range) == [1, 1])
    #expect(cycles[1].end == 4)
  }

  /// Every cycle's way up and down adds up to the way of the series.
  @Test(arguments: [1 as UInt64, 2, 3])
  func theWayOfTheSeriesIsKept(_ seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let series = (0..<500).map { _ in (generator.next() * 8).rounded() / 8 }
    let way = zip(series, series.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    let cycles = RainflowCounter.cycles(of: series)
    #expect(abs(cycles.reduce(0) { $0 + 2 * $1.weight * $1.range } - way) < 1e-12 * way)
    #expect(abs(RainflowCycle.equivalentFullCycles(cycles, size: 2) - way / 4) < 1e-12 * way)
    #expect(RainflowCycle.equivalentFullCycles(cycles, size: 0) == 0)
  }
}

/// Uniform numbers from 0 to 1, the same on every machine.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
