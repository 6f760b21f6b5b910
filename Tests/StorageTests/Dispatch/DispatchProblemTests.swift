import Foundation
import MarketData
import Storage
import Testing

struct DispatchProblemTests {
  static let start = Instant(secondsSince1970: 1_735_689_600)

  static func steps(_ count: Int, minutes: Int = 60) throws -> DispatchSteps {
    try DispatchSteps(start: start, minutes: minutes, count: count)
  }

  @Test func chargesStandBetweenMarketAndStore() throws {
    let charges = try MarketCharges(spread: 1, importFee: 3.5, exportFee: 0.25, importTax: 0.05, exportTax: 0.1)
    #expect(abs(charges.buying(at: 40) - (40.5 + 3.5 + 0.05 * 40.5)) < 1e-12)
    #expect(abs(charges.selling(at: 40) - (39.5 - 0.25 - 0.1 * 39.5)) < 1e-12)
    // No tax on a negative price.
    #expect(charges.buying(at: -40) == -36)
    #expect(charges.selling(at: -40) == -40.75)
    #expect(throws: StorageError.self) { try MarketCharges(spread: -1) }
    #expect(throws: StorageError.self) { try MarketCharges(exportTax: 1.1) }
    #expect(throws: StorageError.self) { try MarketCharges(importFee: .nan) }
    let problem = try DispatchProblem(
      StorageAssetTests.reference(), steps: Self.steps(2), prices: [40, -40], charges: charges)
    #expect(problem.buyPrices == [charges.buying(at: 40), -36])
    #expect(problem.sellPrices == [charges.selling(at: 40), -40.75])
  }

  @Test func missingPricesGoByTheNamedRule() throws {
    let asset = try StorageAssetTests.reference()
    let steps = try Self.steps(4)
    do {
      _ = try DispatchProblem(asset, steps: steps, prices: [1, .nan, .nan, 4])
      Issue.record("a missing price was taken")
    } catch {
      #expect(error.code == .notFinite && error.field == "prices" && error.index == 1)
    }
    let carried = try DispatchProblem(asset, steps: steps, prices: [.nan, 2, .nan, 4], missing: .carryForward)
    #expect(carried.buyPrices == [2, 2, 2, 4])
    let idle = try DispatchProblem(asset, steps: steps, prices: [1, .nan, 3, 4], missing: .idle)
    #expect(idle.chargeLimit(at: 1) == 0 && idle.dischargeLimit(at: 1) == 0 && idle.chargeLimit(at: 0) == 100)
    #expect(throws: StorageError.self) {
      try DispatchProblem(asset, steps: steps, prices: [.nan, .nan, .nan, .nan], missing: .idle)
    }
    #expect(throws: StorageError.self) {
      try DispatchProblem(asset, steps: steps, prices: [1, .infinity, 1, 1], missing: .carryForward)
    }
  }

  @Test func problemsThatMakeNoSenseAreRefused() throws {
    let asset = try StorageAssetTests.reference()
    let steps = try Self.steps(2)
    func code(
      _ prices: [Double] = [1, 2], availability: Availability = .full, initial: InitialState = .cyclic,
      terminal: TerminalValue = .none
    ) -> StorageError.Code? {
      do {
        _ = try DispatchProblem(
          asset, steps: steps, prices: prices, availability: availability, initial: initial, terminal: terminal)
        return nil
      } catch { return error.code }
    }
    #expect(code() == nil)
    #expect(code([1]) == .countMismatch)
    #expect(code([1, 1e12]) == .outOfRange)
    #expect(code(initial: .energy(401)) == .outOfRange)
    #expect(code(initial: .energy(.nan)) == .outOfRange)
    #expect(code(terminal: .price(3)) == .mismatch)
    #expect(code(initial: .energy(0), terminal: .energy(-1)) == .outOfRange)
    #expect(code(initial: .energy(0), terminal: .curve([])) == .empty)
    let falling = [TerminalPoint(energy: 3, value: 0), TerminalPoint(energy: 2, value: 1)]
    #expect(code(initial: .energy(0), terminal: .curve(falling)) == .outOfRange)
    #expect(code(availability: try! Availability(charge: [1])) == .countMismatch)
  }

  @Test func whatRoundingLeavesOutsideTheWindowIsPutOnItsEdge() throws {
    let asset = try StorageAssetTests.reference()
    let (empty, full) = (asset.window.lowerBound, asset.window.upperBound)
    func problem(from initial: Double, to terminal: Double) throws -> DispatchProblem {
      try DispatchProblem(
        asset, steps: Self.steps(2), prices: [40, 50], initial: .energy(initial), terminal: .energy(terminal))
    }
    let rounded = try problem(from: empty - 1e-15, to: full + 1e-13)
    #expect(rounded.initial == .energy(empty) && rounded.terminal == .energy(full))
    #expect(throws: StorageError.self) { try problem(from: empty - 1e-3, to: full) }
    #expect(throws: StorageError.self) { try problem(from: empty, to: full + 1e-3) }
    #expect(throws: StorageError.self) { try problem(from: .nan, to: full) }
  }

  @Test func seriesBringTheirGridAndMustBePrices() throws {
    let grid = try #require(DeliveryGrid(start: Self.start, seconds: 900, count: 3))
    let asset = try StorageAssetTests.reference()
    let prices = try TimeSeries(grid: grid, values: [1, 2, 3], unit: .price(.usd, per: .megawattHour))
    let problem = try DispatchProblem(asset, prices: prices, initial: .energy(10))
    #expect(problem.count == 3 && problem.steps.uniformHours == 0.25 && problem.buyPrices == [1, 2, 3])
    let load = try TimeSeries(grid: grid, values: [1, 2, 3], unit: .quantity(.megawatt))
    #expect(throws: StorageError.self) { try DispatchProblem(asset, prices: load) }
  }

  @Test func terminalCurvesAreStraightBetweenPoints() {
    let curve = TerminalValue.curve([
      .init(energy: 0, value: 0), .init(energy: 10, value: 100), .init(energy: 20, value: 150),
    ])
    #expect(curve.value(of: 5) == 50)
    #expect(curve.value(of: 10) == 100)
    #expect(curve.value(of: 15) == 125)
    #expect(TerminalValue.price(7).value(of: 3) == 21)
    #expect(TerminalValue.energy(3).value(of: 3) == 0)
  }

  @Test func valuesBeyondAllMoneyAreRefused() throws {
    let asset = try StorageAssetTests.reference()
    func problem(_ points: [(Double, Double)]) throws -> DispatchProblem {
      try DispatchProblem(
        asset, steps: Self.steps(2), prices: [1, 2], initial: .energy(0),
        terminal: .curve(points.map { TerminalPoint(energy: $0.0, value: $0.1) }))
    }
    for value in [1e16, -1e308, .nan] {
      #expect { try problem([(0, 0), (400, value)]) } throws: { ($0 as? StorageError)?.index == 1 }
    }
    #expect(throws: StorageError.self) { try problem([(-1e300, 0), (400, 1)]) }
    #expect(try problem([(0, 0), (400, 4000)]).optimised().status == .solved)
  }
}
