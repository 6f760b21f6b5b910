import Foundation
import MarketData
import NumericalKernels
import Testing
import Valuation

@Suite struct ResultBasisTests {
  @Test func codableKeepsEveryFieldAndTheWholeSeed() throws {
    let basis = ResultBasis(
      method: "Monte Carlo", conventions: ["quantile": "type7", "shortfall": "fractional"],
      inputs: [.init(name: "curve", digest: SHA256Digest(hashing: [1, 2, 3]))], seed: .max, solverGap: 1e-9,
      repricingError: 0.01, simulationError: 12.5)
    let data = try JSONEncoder().encode(basis)
    #expect(try JSONDecoder().decode(ResultBasis.self, from: data) == basis)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"18446744073709551615\""))
    #expect(text.contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"))
    for (good, bad) in [("18446744073709551615", "18446744073709551616"), ("039058", "0390"), ("039058", "03905g")] {
      let broken = Data(text.replacingOccurrences(of: good, with: bad).utf8)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(ResultBasis.self, from: broken) }
    }
  }
}

@Suite struct SensitivitiesTests {
  private let dollars = ValueUnit.money(.usd)
  private let price = ValueUnit.price(.usd, per: .megawattHour)

  @Test func theChainRule() throws {
    let months = ["jan", "feb", "mar"].map { Sensitivities.Variable(name: $0, unit: price) }
    let quotes = ["q1", "feb"].map { Sensitivities.Variable(name: $0, unit: price) }
    // The quarter is the mean of its months: January and March share what February leaves.
    let curve = try Sensitivities(
      outputs: months, inputs: quotes, jacobian: Matrix([[1.5, -0.5], [0, 1], [1.5, -0.5]]))
    let value = Sensitivities.Variable(name: "swap", unit: dollars)
    let contract = try Sensitivities(outputs: [value], inputs: months, jacobian: Matrix([[744, 672, 743]]))
    let hedge = try contract.chained(with: curve)
    #expect(hedge["swap", by: "q1"] == 2230.5 && hedge["swap", by: "feb"] == -71.5)
    #expect(hedge["swap", by: "mar"] == nil)
    #expect(try hedge.changes(for: [2, 1]) == [4389.5])
    #expect(throws: ValuationError.self) { try curve.chained(with: contract) }
    #expect(throws: ValuationError.self) { try hedge.changes(for: [1]) }
  }

  @Test func hostileTables() throws {
    let variable = Sensitivities.Variable(name: "a", unit: dollars)
    #expect(throws: ValuationError.self) {
      try Sensitivities(outputs: [variable], inputs: [variable], jacobian: Matrix([[1, 2]]))
    }
    #expect(throws: ValuationError.self) {
      try Sensitivities(outputs: [variable], inputs: [variable, variable], jacobian: Matrix([[1, 2]]))
    }
    #expect(throws: ValuationError.self) {
      try Sensitivities(outputs: [variable], inputs: [variable], jacobian: Matrix([[.nan]]))
    }
  }
}
