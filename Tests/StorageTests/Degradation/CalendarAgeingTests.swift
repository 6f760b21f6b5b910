import Foundation
import Storage
import Testing

@Suite struct CalendarAgeingTests {
  /// Of a few logarithms and exponentials.
  private let tolerance = 1e-13

  @Test func lossGrowsWithTheRootOfTime() throws {
    let ageing = try CalendarAgeing(firstYearLoss: 0.02, timeExponent: 0.5)
    #expect(abs(ageing.loss(years: 1, temperature: 25, state: 0.5) - 0.02) < tolerance)
    #expect(abs(ageing.loss(years: 4, temperature: 25, state: 0.5) - 0.04) < tolerance)
    #expect(ageing.loss(years: 0, temperature: 25, state: 0.5) == 0)
    #expect(ageing.loss(years: 1e6, temperature: 25, state: 0.5) == 1)
  }

  @Test func heatSpeedsItUpByArrhenius() throws {
    let ageing = try CalendarAgeing(firstYearLoss: 0.02, activationEnergy: 55_000, stateSensitivity: 1.04)
    let factor = exp(-55_000 / 8.314462618 * (1 / 308.15 - 1 / 298.15))
    #expect(abs(factor - 2.0545) < 1e-3)
    #expect(abs(ageing.rate(temperature: 35, state: 0.5) / (0.02 * factor) - 1) < tolerance)
    #expect(abs(ageing.rate(temperature: 25, state: 1) / (0.02 * exp(0.52)) - 1) < tolerance)
    #expect(ageing.rate(temperature: 25, state: 7) == ageing.rate(temperature: 25, state: 1))
  }

  @Test(arguments: [0.5, 0.75, 1, 1.4])
  func aHistoryDoesNotDependOnItsSteps(_ exponent: Double) throws {
    let ageing = try CalendarAgeing(
      firstYearLoss: 0.03, activationEnergy: 50_000, stateSensitivity: 0.8, timeExponent: exponent)
    // Half a year at 35 °C and full, then a year at 15 °C and nearly empty.
    var lost = ageing.loss(years: 0.5, temperature: 35, state: 1)
    lost = ageing.loss(after: lost, years: 1, temperature: 15, state: 0.1)
    let hours = [Double](repeating: 8760 / 100, count: 150)
    let temperatures = (0..<150).map { $0 < 50 ? 35.0 : 15 }
    let states = (0..<150).map { $0 < 50 ? 1.0 : 0.1 }
    #expect(abs(try ageing.loss(hours: hours, temperatures: temperatures, states: states) / lost - 1) < tolerance)
    #expect(ageing.loss(after: lost, years: 0, temperature: 15, state: 0.1) == lost)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    #expect(throws: StorageError.self) { try CalendarAgeing(firstYearLoss: 2) }
    #expect(throws: StorageError.self) { try CalendarAgeing(firstYearLoss: 0.02, timeExponent: 0) }
    let ageing = try CalendarAgeing(firstYearLoss: 0.02)
    #expect(throws: StorageError.self) { try ageing.loss(hours: [1], temperatures: [], states: [0.5]) }
    #expect(throws: StorageError.self) { try ageing.loss(hours: [-1], temperatures: [25], states: [0.5]) }
    #expect(throws: StorageError.self) { try ageing.loss(hours: [1], temperatures: [.nan], states: [0.5]) }
  }
}

@Suite struct CellAgeingTests {
  private let cell = CellAgeing.lithiumManganeseOxide

  /// Worked by hand from the coefficients.
  @Test func strainsFollowTheCoefficients() {
    let year = cell.strain(years: 1, meanState: 0.5, temperature: 25)
    #expect(abs(year - 4.14e-10 * 31_536_000) < 1e-16)
    let full = cell.strain(of: RainflowCounter.cycles(of: [0, 1, 0]), temperature: 25)
    // Two halves of depth 1 and mean 0.5: 1/(1.40e5 − 1.23e5).
    #expect(abs(full * 17_000 - 1) < 1e-12)
    let half = cell.strain(of: RainflowCounter.cycles(of: [0.25, 0.75, 0.25]), temperature: 25)
    #expect(abs(half * (1.40e5 * pow(0.5, -0.501) - 1.23e5) - 1) < 1e-12)
    let warm = cell.stress(state: 0.8, temperature: 35)
    #expect(abs(warm - exp(6.93e-2 * 10 * 298.15 / 308.15 + 1.04 * 0.3)) < 1e-12)
  }

  @Test func theLayerOnTheAnodeFormsFirst() {
    #expect(cell.capacityLost(strain: 0) == 0)
    // After 1,000 full cycles: f = 1000/17000.
    let lost = cell.capacityLost(strain: 1000 / 17_000.0)
    let expected = 1 - 5.75e-2 * exp(-121 * 1000 / 17_000.0) - (1 - 5.75e-2) * exp(-1000 / 17_000.0)
    #expect(abs(lost - expected) < 1e-15)
    #expect(cell.capacityLost(strain: 1e-6) > 7e-6)
    #expect(cell.capacityLost(strain: 1e3) == 1)
  }

  @Test func whatMakesNoSenseIsRefused() {
    #expect(throws: StorageError.self) {
      try CellAgeing(
        depth: .init(factor: 1, exponent: -0.5, constant: -2), stateSensitivity: 1, referenceState: 0.5,
        temperatureSensitivity: 0.07, referenceTemperature: 25, strainPerSecond: 1e-10, layerPart: 0.05, layerSpeed: 100
      )
    }
  }
}
