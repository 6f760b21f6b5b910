import Foundation
import Nodal
import Testing

/// Dispatches of the public grid library, against its published objectives.
@Suite(.enabled(if: Fixtures.captures != nil))
struct DCOPFAgainstPublishedTests {
  /// Published objectives have five digits.
  static let printedTolerance = 0.500001e-4
  static let violationTolerance = 1e-6  // per unit of 100 MVA

  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    /// `nil` where the case is published as infeasible.
    let objective: Double?
    let buses: Int
    var testDescription: String { file }
  }

  /// Every case of the table whose file is at hand.
  static let cases: [Case] = {
    guard let bytes = try? Fixtures.capture("baseline_dc.tsv"), let folder = Fixtures.captures else { return [] }
    var found: [Case] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count > 4 else { continue }
      for name in ["\(fields[0]).m", "\(fields[0]).m.gz", "\(fields[0]).rebuilt.m.gz"]
      where FileManager.default.fileExists(atPath: "\(folder)/grid/pglib/\(name)") {
        let objective = fields[4].hasPrefix("inf") ? nil : Double(fields[4])
        guard objective != nil || fields[4].hasPrefix("inf") else { continue }
        found.append(Case(file: name, objective: objective, buses: Int(fields[2]) ?? 0))
      }
    }
    return found
  }()

  @Test func `the table names the cases`() { #expect(Self.cases.count >= 40) }

  @Test(arguments: cases.filter { $0.buses < (Fixtures.isOptimised ? 20_000 : 120) })
  func `objectives have the printed digits and infeasible cases a proof`(grid: Case) throws {
    let bytes = try Fixtures.capture("pglib/\(grid.file)")
    let network = try Network(matpower: bytes.span)
    let result = try DCOPF(network, .init(convention: .powerModels)).solve()
    guard let published = grid.objective else {
      #expect(result.status == .infeasible)
      let conflict = try #require(result.conflict)
      #expect(conflict.isProven)
      #expect(conflict.limits.contains { if case .angle = $0.limit { true } else { false } })
      return
    }
    #expect(result.status == .optimal)
    let objective = try #require(result.objective)
    let unit = pow(10, floor(log10(abs(published))))
    #expect(abs(objective - published) <= Self.printedTolerance * unit * 1.0001)
    #expect(result.violation / network.baseMVA < Self.violationTolerance)
    #expect(Self.violation(of: result, in: network) / network.baseMVA < Self.violationTolerance)
  }

  /// The greatest violation of a balance, a rating, an angle's limit (as flow) or an output's limit, MW, from the published results alone.
  private static func violation(of result: DispatchResult, in network: Network) -> Double {
    var greatest = 0.0
    var balances = network.nodalWithdrawal.map { -$0 }
    for (place, generator) in network.generators.enumerated() where network.isGeneratorActive(at: place) {
      let output = result.outputs[place]
      balances[network.generatorBus[place]] += output
      greatest = max(greatest, generator.outputLimits.lower - output, output - generator.outputLimits.upper)
    }
    for (place, branch) in network.branches.enumerated() where network.isBranchActive(at: place) {
      let flow = result.flows[place]
      let (from, to) = (network.branchFrom[place], network.branchTo[place])
      balances[from] -= flow
      balances[to] += flow
      if let rating = branch.ratingA { greatest = max(greatest, abs(flow) - rating) }
      let susceptance = branch.reactance / (branch.resistance * branch.resistance + branch.reactance * branch.reactance)
      let difference = result.angles[from] - result.angles[to]
      let unit = abs(susceptance) * network.baseMVA * .pi / 180
      let widest = 1.0472 * 180 / Double.pi
      let least = branch.angleLimits.lower <= -90 ? -widest : branch.angleLimits.lower
      let most = branch.angleLimits.upper >= 90 ? widest : branch.angleLimits.upper
      greatest = max(greatest, unit * (least - difference), unit * (difference - most))
      greatest = max(greatest, abs(flow - susceptance * network.baseMVA * difference * .pi / 180))
    }
    return balances.reduce(greatest) { max($0, abs($1)) }
  }
}
