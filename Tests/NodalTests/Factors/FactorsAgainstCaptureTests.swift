import Foundation
import Nodal
import NumericalKernels
import Testing

/// Public grids, against factors by SuiteSparse's CHOLMOD and bridges by networkx.
@Suite(.enabled(if: Fixtures.captures != nil))
struct FactorsAgainstCaptureTests {
  static let checksumTolerance = 1e-10  // relative

  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let negative: Int
    let shiftFactors: Double
    let outageFactors: Double
    let bridges: Int
    var testDescription: String { file }
  }

  static let cases = [
    Case(
      file: "pglib_opf_case118_ieee.m", negative: 0, shiftFactors: 15.4953003388, outageFactors: 23.2752334211,
      bridges: 9),
    Case(
      file: "pglib_opf_case2869_pegase.m.gz", negative: 0, shiftFactors: 100.200806913,
      outageFactors: 104.185910234, bridges: 778),
    Case(
      file: "pglib_opf_case9241_pegase.rebuilt.m.gz", negative: 16, shiftFactors: 206.861261717,
      outageFactors: 222.539185361, bridges: 1665),
  ]

  static func network(_ file: String) throws -> Network {
    let bytes = try Fixtures.capture("pglib/\(file)")
    return try Network(matpower: bytes.span)
  }

  /// The large cases wait for optimised code, in which they take a second.
  static let sized = cases.filter { Fixtures.isOptimised || $0.bridges < 100 }

  @Test(arguments: sized)
  func `norms of shift and outage factors are those of the peer`(grid: Case) throws {
    let network = try Self.network(grid.file)
    let model = try DCModel(network)
    #expect(network.bridges.count == grid.bridges)
    #expect(model.negativePivotCount == grid.negative)
    var squares = 0.0
    if network.buses.count < 5000 {
      squares = Self.squares(try model.ptdf().byBus.storage)
    } else {
      for place in network.branches.indices { squares += Self.squares(try model.shiftFactors(ofBranchAt: place)) }
    }
    #expect(abs(squares.squareRoot() / grid.shiftFactors - 1) < Self.checksumTolerance)
    squares = 0
    for start in stride(from: 0, to: network.branches.count, by: 512) {
      let chunk = Array(start..<min(network.branches.count, start + 512))
      squares += Self.squares(try model.lodf(outages: chunk).byOutage.storage)
    }
    #expect(abs(squares.squareRoot() / grid.outageFactors - 1) < Self.checksumTolerance)
  }

  private static func squares(_ values: [Double]) -> Double {
    values.withUnsafeBufferPointer { values in
      var sums = SIMD8<Double>.zero
      var place = 0
      while place + 8 <= values.count {
        let part = UnsafeRawPointer(values.baseAddress.unsafelyUnwrapped + place).loadUnaligned(as: SIMD8<Double>.self)
        sums += part * part
        place += 8
      }
      return values[place...].reduce(sums.sum()) { $0 + $1 * $1 }
    }
  }

  @Test func `every case has its bridges`() throws {
    let folder = try #require(Fixtures.captures)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/grid/pglib")
    struct Line: Decodable {
      let `case`: String
      let buses: Int
      let bridges: Int
    }
    var checked = 0
    for text in String(decoding: try Fixtures.capture("case_structure.jsonl"), as: UTF8.self).split(separator: "\n") {
      let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
      let stem = "pglib_opf_case\(line.case)"
      guard Fixtures.isOptimised || line.buses < 1000,
        let file = files.first(where: { ["\(stem).m", "\(stem).m.gz", "\(stem).rebuilt.m.gz"].contains($0) })
      else { continue }
      #expect(try Self.network(file).bridges.count == line.bridges, "\(line.case)")
      checked += 1
    }
    #expect(checked >= (Fixtures.isOptimised ? 12 : 5))
  }

  @Test(.enabled(if: Fixtures.isOptimised))
  func `outages of a large grid are what power flows without the branch answer`() throws {
    let network = try Self.network("pglib_opf_case9241_pegase.rebuilt.m.gz")
    let model = try DCModel(network, slack: .load)
    let base = try model.powerFlow()
    let scale = base.flows.map(abs).max() ?? 0
    let places = [11, 502, 3017, 7777, 12_345, 15_990].filter { !network.bridges.contains($0) }
    #expect(places.count >= 3)
    try model.forEachOutage(of: base, of: places) { place, flows in
      do {
        let without = try network.edited { network throws(NodalError) in
          try network.openBranch(network.branches[place].id)
        }
        let solved = try DCModel(without, slack: .load).flows(ofInjections: base.injections)
        var farthest = 0.0
        for branch in solved.indices { farthest = max(farthest, abs(solved[branch] - flows[branch])) }
        #expect(farthest < 1e-9 * scale)
      } catch {
        Issue.record(error)
      }
    }
  }
}
