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
  }
}
