import Foundation
import MarketData
import NumericalKernels
import Risk
import Testing
import Valuation

@Suite struct LiquidityAtRiskTests {
  private let rounding = 1e-9

  private func account() throws -> MarginAccount {
    try MarginAccount(
      positions: [.init("TTF", quantity: -100), .init("EUA", quantity: 20), .init("TTF", quantity: 40)],
      initialMargin: ["TTF": .init(long: 5, short: 8), "EUA": .init(long: 3)])
  }

  @Test func initialMarginIsForTheNetPosition() throws {
    // Short 60 of gas at 8, long 20 of carbon at 3.
    #expect(try account().initialMargin() == 540)
    #expect(try account().initialMargin(times: 1.5) == 810)
  }

  @Test func callsByHand() throws {
    let calls = try account().calls(
      moves: [30, -10], factors: ["TTF", "EUA"], over: .parts([0.5, 0.75, -0.25]), initialMarginScale: 1.3)
    // A whole move costs 60 × 30 + 20 × 10 = 2,000; margins rise by a tenth of 540 a day.
    #expect(calls.byDay.map(\.variation) == [1000, 1500, -500])
    for day in calls.byDay { #expect(abs(day.initial - 54) < rounding) }
    #expect(abs(calls.byDay[2].cumulative - 2162) < rounding)
    #expect(abs(calls.peak - 2608) < rounding && calls.peakDay == 1)
  }

  @Test func cashThatComesInIsNoNeed() throws {
    let calls = try account().calls(moves: [-1, 0], factors: ["TTF", "EUA"], over: .evenly(days: 2))
    #expect(calls.peak == 0 && calls.peakDay == nil)
    #expect(calls.byDay.map(\.cumulative) == [-30, -60])
    let once = try account().calls(moves: [1, 0], factors: ["TTF", "EUA"])
    #expect(once.byDay.count == 1 && once.peak == 60)
  }

  @Test func stressesMapToCalls() throws {
    let factors = [
      RiskFactor("TTF", currency: .eur, unit: .megawattHour, level: 80),
      RiskFactor("EUA", currency: .eur, unit: .tonne, level: 90),
    ]
    let mapped = try StressScenario.named("ukraine-2022").mapped(to: factors)
    let calls = try account().calls(moves: mapped.moves, factors: factors.map(\.name), over: .evenly(days: 4))
    let carbon = 90 * (60 / 98.49 - 1)
    #expect(abs(calls.peak - (60 * 80 * 0.57 - 20 * carbon)) < rounding)
    #expect(calls.peakDay == 3)
    let all = try account().calls(
      under: [.named("europe-relief-2023"), .named("ukraine-2022"), .named("carbon-2006")], factors: factors,
      over: .evenly(days: 4))
    #expect(all.map(\.id) == ["ukraine-2022", "carbon-2006", "europe-relief-2023"])
    #expect(all[0].calls == calls)
    #expect(all[1].unmapped.map(\.factor) == ["TTF"])
    // Gas falls by 292 / 342 of 80: the short position is paid, and nothing is ever out.
    #expect(all[2].calls.peak == 0)
    #expect(all.table.split(separator: "\n").count == 5)
  }

  /// The largest fall of a random walk by some day is twice as likely to pass a level as the last one (reflection), but for the steps.
  @Test func peaksOnPathsFollowTheReflectionPrinciple() throws {
    let (days, count) = (64, 4000)
    var values = [Double](repeating: 0, count: days * count)
    for path in 0..<count {
      var stream = RandomStream(seed: 11, path: UInt64(path))
      var price = 50.0
      for day in 0..<days {
        price += stream.normal() / 8
        values[day * count + path] = price
      }
    }
    let grid = try #require(
      DeliveryGrid(start: Instant(secondsSince1970: 1_798_761_600), seconds: 86_400, count: days))
    let hub = PathSet.Factor(name: "TTF", unit: .price(.eur, per: .megawattHour))
    let paths = try PathSet.physical(factors: [hub], grid: grid, pathCount: count, values: values, seed: 11)
    let short = try MarginAccount(positions: [.init("TTF", quantity: -10)], initialMargin: ["TTF": .init(long: 1)])
    let tail = try short.liquidityAtRisk(on: paths, from: ["TTF": 50], measure: TailMeasure(level: 0.9))
    // P(max > x) = 2 P(N > x): the 90 % quantile is z(0.95), less 0.5826 steps (Broadie, Glasserman and Kou 1997).
    let expected = 10 * (1.6448536269514722 - 0.5826 / 8)
    #expect(try abs(tail.atRisk - expected) < 4 * #require(tail.peak.quantileStandardError))
    #expect(tail.basis.seed == 11 && tail.basis.simulationError == tail.peak.quantileStandardError)
    #expect(tail.basis.inputs.map(\.name) == ["account", "levels", "paths"])
    #expect(tail.basis.inputs[2].digest == paths.contentID())
    let higher = try short.liquidityAtRisk(on: paths, from: ["TTF": 51, "X": 1], measure: TailMeasure(level: 0.9))
    #expect(higher.basis.inputs[1] != tail.basis.inputs[1] && higher.basis.inputs[0] == tail.basis.inputs[0])
    #expect(throws: RiskError.self) { _ = try short.liquidityAtRisk(on: paths, from: [:], measure: .init(level: 0.9)) }
  }

  @Test func accountsAreCodable() throws {
    let account = try account()
    #expect(try JSONDecoder().decode(MarginAccount.self, from: JSONEncoder().encode(account)) == account)
  }

  @Test func badInputIsRefused() throws {
    let account = try account()
    let cases: [(RiskError.Code, () throws -> Void)] = [
      (.unknownName, { _ = try MarginAccount(positions: [.init("X", quantity: 1)], initialMargin: [:]) }),
      (
        .notFinite,
        { _ = try MarginAccount(positions: [.init("X", quantity: .nan)], initialMargin: ["X": .init(long: 1)]) }
      ),
      (.outOfRange, { _ = try MarginAccount(positions: [], initialMargin: ["X": .init(long: -1)]) }),
      (.unknownName, { _ = try account.calls(moves: [1], factors: ["TTF"]) }),
      (.countMismatch, { _ = try account.calls(moves: [1], factors: ["TTF", "EUA"]) }),
      (.notFinite, { _ = try account.calls(moves: [.infinity, 0], factors: ["TTF", "EUA"]) }),
      (.outOfRange, { _ = try account.calls(moves: [1, 0], factors: ["TTF", "EUA"], over: .parts([])) }),
      (.outOfRange, { _ = try account.calls(moves: [1, 0], factors: ["TTF", "EUA"], over: .evenly(days: 0)) }),
      (.outOfRange, { _ = try account.calls(moves: [1, 0], factors: ["TTF", "EUA"], over: .evenly(days: .max)) }),
      (.outOfRange, { _ = try account.calls(moves: [1, 0], factors: ["TTF", "EUA"], initialMarginScale: -1) }),
    ]
    for (code, body) in cases {
      let error = #expect(throws: RiskError.self) { try body() }
      #expect(error?.code == code)
    }
  }
}
