import Foundation
import NumericalKernels
import Testing

@Suite struct GaussRuleTests {
  private func rule(_ family: Substring, _ count: Int, _ alpha: Double) throws -> GaussRule? {
    switch family {
    case "legendre": try .legendre(count)
    case "hermite": try .hermite(count)
    case "laguerre": try .laguerre(count, alpha: alpha)
    default: nil
    }
  }

  @Test func nodesAndWeightsAgreeWithSixtyDigits() throws {
    var rules: [String: GaussRule] = [:]
    for row in try NumberTable("quadrature").rows {
      let count = try #require(Int(row[1]))
      let alpha = try #require(Double(row[2]))
      let index = try #require(Int(row[3]))
      let node = try #require(Double(row[4]))
      let logWeight = try #require(Double(row[5]))
      let key = "\(row[0]) \(count) \(alpha)"
      if rules[key] == nil { rules[key] = try rule(row[0], count, alpha) }
      let rule = try #require(rules[key])
      #expect(abs(rule.nodes[index] - node) <= 1e-15 * abs(node) + 1e-18, "\(key)[\(index)]")
      #expect(abs(rule.logWeights[index] - logWeight) <= 1e-12, "\(key)[\(index)]")
    }
  }

  @Test func publishedRules() throws {
    // Abramowitz and Stegun, tables 25.4, 25.9 and 25.10.
    let legendre = try GaussRule.legendre(5)
    for (node, expected) in zip(
      legendre.nodes, [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664])
    {
      #expect(abs(node - expected) < 1e-15)
    }
    for (weight, expected) in zip(
      legendre.weights, [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366])
    {
      #expect(abs(weight - expected) < 1e-15)
    }
    let laguerre = try GaussRule.laguerre(3)
    for (node, expected) in zip(laguerre.nodes, [0.415774556783, 2.294280360279, 6.289945082937]) {
      #expect(abs(node - expected) < 1e-12)
    }
    for (weight, expected) in zip(laguerre.weights, [0.711093009929, 0.278517733569, 0.0103892565016]) {
      #expect(abs(weight - expected) < 1e-12)
    }
    let hermite = try GaussRule.hermite(3)
    #expect(abs(hermite.nodes[2] - 1.224744871391589) < 1e-15 && hermite.nodes[1] == 0)
    #expect(abs(hermite.weights[1] - 1.181635900604) < 1e-12 && abs(hermite.weights[0] - 0.2954089751509) < 1e-13)
  }

  @Test func momentsAreExactUpToTwiceTheCount() throws {
    for count in [1, 2, 3, 10, 25] {
      let legendre = try GaussRule.legendre(count)
      let hermite = try GaussRule.hermite(count)
      let laguerre = try GaussRule.laguerre(count, alpha: 0.5)
      for power in 0..<2 * count {
        let p = Double(power)
        if power % 2 == 1 {
          #expect(abs(legendre.sum { pow($0, p) }) < 1e-15)
        } else {
          #expect(abs(legendre.sum { pow($0, p) } * (p + 1) / 2 - 1) < 2e-14)
          #expect(abs(hermite.sum { pow($0, p) } / SpecialFunctions.gamma((p + 1) / 2) - 1) < 5e-13)
        }
        #expect(abs(laguerre.sum { pow($0, p) } / SpecialFunctions.gamma(p + 1.5) - 1) < 1e-12)
      }
      let beyond = Double(2 * count)
      #expect(abs(legendre.sum { pow($0, beyond) } * (beyond + 1) / 2 - 1) > 1e-12 || count == 25)
    }
  }

  @Test func largeRulesStayUsable() throws {
    for count in [200, 350] {
      let hermite = try GaussRule.hermite(count)
      #expect(abs(hermite.sum { cos($0) } - Double.pi.squareRoot() * exp(-0.25)) < 1e-13)
      #expect(hermite.logWeights.allSatisfy { $0.isFinite })
      let laguerre = try GaussRule.laguerre(count)
      #expect(abs(laguerre.sum { 1 / (1 + $0) } - 0.5963473623231940743) < 1e-9)
      #expect(zip(laguerre.nodes, laguerre.nodes.dropFirst()).allSatisfy { $0 < $1 })
    }
    let legendre = try GaussRule.legendre(400)
    #expect(abs(legendre.sum { cos(300 * $0) } - 2 * sin(300.0) / 300) < 1e-14)
    #expect(zip(legendre.nodes, legendre.nodes.reversed()).allSatisfy { $0 == -$1 })
  }

  @Test func movedRulesIntegrateOverTheirInterval() throws {
    let rule = try GaussRule.legendre(12)
    #expect(abs(try rule.moved(from: 1, to: 3).sum { exp($0) } - (exp(3) - exp(1))) < 1e-13)
    let backwards = try rule.moved(from: 3, to: 1)
    #expect(abs(backwards.sum { exp($0) } + (exp(3) - exp(1))) < 1e-13)
    #expect(throws: NumericalError.self) { try rule.moved(from: 0, to: .infinity) }
  }

  @Test func impossibleRulesAreRefused() {
    #expect(throws: NumericalError.self) { try GaussRule.legendre(0) }
    #expect(throws: NumericalError.self) { try GaussRule.hermite(-3) }
    #expect(throws: NumericalError.self) { try GaussRule.laguerre(10_001) }
    #expect(throws: NumericalError.self) { try GaussRule.laguerre(3, alpha: -1) }
    #expect(throws: NumericalError.self) { try GaussRule.laguerre(3, alpha: .nan) }
  }
}
