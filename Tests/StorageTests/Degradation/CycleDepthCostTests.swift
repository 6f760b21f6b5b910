import Storage
import Testing

@Suite struct CycleDepthCostTests {
  private func wear(exponent: Double = 2, capacity: Double = 10) throws -> CycleDepthCost {
    try CycleDepthCost(
      life: CycleLife(coefficient: 5e-4, exponent: exponent), replacementCost: 2_000_000, capacity: capacity)
  }

  @Test func aCycleCostsItsShareOfReplacement() throws {
    let wear = try wear()
    // Φ(1) = 5e-4 of two millions; half as deep, a quarter.
    #expect(abs(wear.cost(of: [0, 10, 0]) - 1000) < 1e-9)
    #expect(abs(wear.cost(of: [10, 5, 10]) - 250) < 1e-9)
    #expect(wear.cost(of: [0, 10]) == 0)
    // A dip of 4 within a fall of 10.
    #expect(abs(wear.cost(of: [10, 3, 7, 0]) - 1160) < 1e-9)
  }

  @Test func segmentsRiseAndAddUpToTheCurve() throws {
    let segments = try wear().segments(4, dischargeEfficiency: 0.8)
    #expect(segments.allSatisfy { $0.energy == 2.5 })
    // Φ at quarters is 1, 4, 9 and 16 sixteenths; 2.5 MWh of the store are 2 MWh at the meter.
    for (segment, cost) in zip(segments, [62.5, 187.5, 312.5, 437.5]) { #expect(abs(segment.cost * 2 - cost) < 1e-9) }
  }

  /// Depths on the ends of segments: the linear cost is that of rainflow counting, whatever the path.
  @Test(arguments: [1 as UInt64, 2, 3, 4, 5, 6, 7, 8])
  func segmentsAgreeWithRainflowOnTheirGrid(_ seed: UInt64) throws {
    let wear = try wear(exponent: 1.7)
    var generator = SplitMix(seed: seed)
    let states = (0..<400).map { _ in (generator.next() * 8).rounded() * 1.25 }
    let linear = try wear.cost(of: states, segments: 8)
    #expect(abs(linear - wear.cost(of: states)) < 1e-9 * linear)
  }

  /// Off that grid the chords lie above the curve, by less with more segments.
  @Test func moreSegmentsComeCloser() throws {
    let wear = try wear(exponent: 1.7)
    var generator = SplitMix(seed: 9)
    let states = (0..<400).map { _ in generator.next() * 10 }
    let exact = wear.cost(of: states)
    var last = Double.infinity
    for count in [4, 8, 16, 64, 256] {
      let linear = try wear.cost(of: states, segments: count)
      #expect(linear >= exact * (1 - 1e-12) && linear < last)
      last = linear
    }
    #expect(last < exact * 1.0001)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    #expect(throws: StorageError.self) { try self.wear(capacity: 0) }
    #expect(throws: StorageError.self) { try self.wear().segments(0, dischargeEfficiency: 1) }
    #expect(throws: StorageError.self) { try self.wear().segments(4, dischargeEfficiency: 0) }
    #expect(throws: StorageError.self) { try self.wear().cost(of: [0, 11], segments: 4) }
    #expect(throws: StorageError.self) { try self.wear().cost(of: [0, .nan], segments: 4) }
    #expect(try wear().cost(of: [], segments: 4) == 0)
  }
}
