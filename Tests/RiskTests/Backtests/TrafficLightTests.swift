import Risk
import Testing

@Suite struct TrafficLightTests {
  @Test func committeesTable() throws {
    // Cumulative probabilities in percent of 0 to 10 failures in 250 steps at 99 %.
    let cumulative = [
      8.1059, 28.5752, 54.3169, 75.8117, 89.2188, 95.8817, 98.6299, 99.5975, 99.8943, 99.9750, 99.9946,
    ]
    let factors = [0, 0, 0, 0, 0, 0.40, 0.50, 0.65, 0.75, 0.85, 1.00]
    for (failures, probability) in cumulative.enumerated() {
      let light = try TrafficLight(failures: failures, steps: 250)
      #expect(abs(100 * light.cumulativeProbability - probability) < 5.1e-5)
      #expect(light.plusFactor == factors[failures])
      #expect(light.zone == (failures < 5 ? .green : failures < 10 ? .yellow : .red))
    }
  }

  @Test func wrongAlarms() throws {
    // The Committee prints the probability of at least as many: 10.8 % of 5 or more, 0.0 % of 10 or more.
    #expect(abs(try TrafficLight(failures: 5, steps: 250).typeOneError - 0.1078) < 1e-4)
    #expect(try TrafficLight(failures: 0, steps: 250).typeOneError == 1)
    #expect(abs(try TrafficLight(failures: 10, steps: 250).typeOneError - 0.000250) < 1e-6)
  }

  @Test func otherWindows() throws {
    // The rule behind the table: 3 z(99 %) / z(1 - x / T) - 3, which the table rounds to steps of 0.05 or 0.10.
    let table = [0.40, 0.50, 0.65, 0.75, 0.85]
    for (place, factor) in table.enumerated() {
      let doubled = try TrafficLight(failures: 2 * (place + 5), steps: 500)
      if doubled.zone == .yellow { #expect(abs(doubled.plusFactor - factor) < 0.035) }
    }
    #expect(try TrafficLight(failures: 500, steps: 500).zone == .red)
    #expect(try TrafficLight(failures: 0, steps: 500).zone == .green)
    let everything = try TrafficLight(failures: 1, steps: 1, level: 0.5)
    #expect(everything.plusFactor.isFinite)
  }
}
