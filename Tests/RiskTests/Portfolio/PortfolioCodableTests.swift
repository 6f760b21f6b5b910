import Foundation
import MarketData
import Risk
import Testing

@Suite struct PortfolioCodableTests {
  @Test func roundTrips() throws {
    let delivery = try Position.Delivery(#require(DeliveryPeriod("2026-07")), .nercOnPeak, in: .pjm)
    let greeks = Position.Greeks(
      [.init(factor: "HENRY_HUB", delta: 0.5, gamma: 0.1)], crosses: [], thetaPerDay: -0.01)
    let portfolio = try Portfolio(
      factors: [
        RiskFactor("PJM_WEST", kind: .curveNode), RiskFactor("HENRY_HUB", unit: .mmbtu, change: .relative, level: 3.1),
        RiskFactor("NBP", currency: .pence, unit: .therm), .exchangeRate(of: .gbp, in: .usd, level: 1.25),
      ],
      positions: [
        Position("a", .linear(.init(factor: "PJM_WEST", megawatts: 10, delivery: delivery)), book: "Power/East"),
        Position("b", .option(.init(quantity: 4, greeks: greeks, valuer: "call")), market: "US", value: 12),
        Position("c", .spread([.init(factor: "NBP", quantity: 5), .init(factor: "HENRY_HUB", quantity: -5)])),
        Position("d", .strip([.init(factor: "NBP", quantity: 5)]), currency: .pence, value: 3),
      ])
    let bytes = try JSONEncoder().encode(portfolio)
    #expect(try JSONDecoder().decode(Portfolio.self, from: bytes) == portfolio)
  }

  @Test func readsTheShortForm() throws {
    let text =
      #"{"factors":[{"name":"A"}],"positions":[{"id":"p","instrument":{"linear":{"_0":{"factor":"A","quantity":2}}}}]}"#
    let portfolio = try JSONDecoder().decode(Portfolio.self, from: Data(text.utf8))
    #expect(portfolio.reportingCurrency == .usd)
    #expect(portfolio.exposures.total == [2])
    let wrong = text.replacingOccurrences(of: #""factor":"A""#, with: #""factor":"B""#)
    #expect(throws: RiskError.self) { try JSONDecoder().decode(Portfolio.self, from: Data(wrong.utf8)) }
  }
}
