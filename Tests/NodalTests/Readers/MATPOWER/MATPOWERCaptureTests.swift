import Foundation
import MarketData
import Nodal
import Testing

/// Public cases against counts and sums that were taken apart from this library.
@Suite("MATPOWER captures", .enabled(if: Fixtures.captures != nil, "CAPTURES_DIR is not set"))
struct MATPOWERCaptureTests {
  /// Sums of a hundred thousand numbers in another order.
  private static let sumTolerance = 1e-12

  /// A line of the file of structures.
  struct Structure: Decodable {
    var `case`: String
    var buses, branches, components, parallel_groups, negative_x, zero_x, taps, shifts, unlimited: Int
    var quad_cost_gens, gens_on: Int
  }

  #if DEBUG
    private static let largestFile = 60_000
  #else
    private static let largestFile = Int.max
  #endif

  @Test func `every case has the counts and sums of its text`() throws {
    let table = String(decoding: try Fixtures.bytes("case-counts.csv"), as: UTF8.self).split(separator: "\n")
    #expect(table.count == 71)
    var read = 0
    for line in table.dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      let numbers = fields.dropFirst().compactMap(Double.init)
      let file = fields[0]
      let bytes = try Fixtures.capture(file)
      if bytes.count > Self.largestFile { continue }
      // One of the cases has a bus of type 0.
      let isDefective = file == "powermodels_tests/case5.m"
      let parsed = try ParsedNetwork(matpower: bytes.span, mode: isDefective ? .lenient : .strict, source: file)
      let network = parsed.network
      let active = network.activeBranches.map { network.branches[$0] }
      var groups: [[Int]: Int] = [:]
      for branch in active { groups[[min(branch.from, branch.to), max(branch.from, branch.to)], default: 0] += 1 }
      let counts = [
        network.buses.count, network.generators.count, network.branches.count, active.count,
        network.activeGenerators.count, network.hvdcLines.count, active.count { $0.ratingA == nil },
        active.count { $0.tap != 1 }, active.count { $0.shift != 0 }, active.count { $0.reactance < 0 },
        groups.values.count { $0 > 1 },
      ]
      #expect(counts.map(Double.init) == Array(numbers.prefix(11)), "\(file)")
      let sums = Self.sums(of: network)
      for (sum, expected) in zip(sums, numbers.suffix(4)) {
        #expect(abs(sum - expected) <= Self.sumTolerance * max(abs(expected), 1e4), "\(file)")
      }
      #expect(parsed.defects.map(\.place.field) == (isDefective ? ["bus(3,2)"] : []))
      read += 1
    }
    #expect(read > 25)
  }

  /// Demand, capacity in service, reactances and linear costs.
  private static func sums(of network: Network) -> [Double] {
    var sums = [0.0, 0, 0, 0]
    for load in network.loads { sums[0] += load.power }
    for generator in network.generators {
      if generator.isInService { sums[1] += generator.outputLimits.upper }
      if case .polynomial(let coefficients)? = generator.cost, coefficients.count > 1 { sums[3] += coefficients[1] }
    }
    for branch in network.branches { sums[2] += branch.reactance }
    return sums
  }

  /// Counts of the structure of cases, by a program that did not share a line with this one.
  @Test func `cases have the structure that was counted`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: (Fixtures.captures ?? "") + "/grid/pglib")
    var read = 0
    for line in String(decoding: try Fixtures.capture("case_structure.jsonl"), as: UTF8.self).split(separator: "\n") {
      let structure = try JSONDecoder().decode(Structure.self, from: Data(line.utf8))
      let prefix = "pglib_opf_case\(structure.case)."
      guard let file = files.first(where: { $0.hasPrefix(prefix) }) else { continue }
      let bytes = try Fixtures.capture("pglib/" + file)
      if bytes.count > Self.largestFile { continue }
      let network = try Network(matpower: bytes.span)
      let active = network.activeBranches.map { network.branches[$0] }
      #expect(network.buses.count(where: \.isInService) == structure.buses, "\(file)")
      #expect(active.count == structure.branches, "\(file)")
      #expect(network.islands.count == structure.components, "\(file)")
      #expect(active.count { $0.reactance < 0 } == structure.negative_x, "\(file)")
      #expect(active.count { $0.reactance == 0 } == structure.zero_x, "\(file)")
      #expect(active.count { $0.tap != 1 } == structure.taps, "\(file)")
      #expect(active.count { $0.shift != 0 } == structure.shifts, "\(file)")
      #expect(active.count { $0.ratingA == nil } == structure.unlimited, "\(file)")
      #expect(network.activeGenerators.count == structure.gens_on, "\(file)")
      #expect(network.generators.count { ($0.cost?.degree ?? 0) > 1 } == structure.quad_cost_gens, "\(file)")
      read += 1
    }
    #expect(read > 2)
  }

  @Test func `version 1, piecewise costs and interfaces of the public small cases`() throws {
    let bytes = try Fixtures.capture("matpower/t_case9_opf.m")
    let network = try Network(matpower: bytes.span)
    #expect(network.name == "t_case9_opf")
    #expect(network.buses.map(\.number) == [1, 2, 30, 4, 5, 6, 7, 8, 9])
    #expect(network.areas == [.init(1, balancingBus: 5)])
    #expect(
      network.generators[0].cost
        == .piecewise([.init(0, 0), .init(100, 2500), .init(200, 5500), .init(250, 7250)]))
    #expect(network.generators[1].cost == .piecewise([.init(0, 0), .init(200, 3000), .init(300, 5000)]))
    #expect(network.generators[2].cost == .linear(24.035, constant: -403.5))
    #expect(network.branches[0].ratingA == nil)
    #expect(network.branches[0].ratingB == 250)
  }

  @Test func `fields that no network has are noted by name`() throws {
    let bytes = try Fixtures.capture("powermodels_tests/case3.m")
    let parsed = try ParsedNetwork(matpower: bytes.span)
    let text = parsed.notes.map(\.text)
    for name in [
      "const_int", "const_float", "const_str", "areas_named", "branch_limit", "areas_cells", "areas_named_cells",
      "branch_names", "bus_data", "load_data", "component",
    ] { #expect(text.contains("\(name) is not kept")) }
    #expect(text.count == 14, "\(text)")
    #expect(text.contains("dcline: columns 18 to 23, results, are not kept"))
    #expect(parsed.network.hvdcLines.map(\.flowLimits) == [.init(10, 900)])
    #expect(parsed.network.areas.map(\.number) == [1, 2])
  }

  #if !DEBUG
    @Test func `seventy thousand buses are read with their names`() throws {
      let bytes = try Fixtures.capture("matpower/case_ACTIVSg70k.m.gz")
      let network = try Network(matpower: bytes.span)
      #expect(network.buses.count == 70_000)
      #expect(network.buses[69_999].name.isEmpty == false)
      #expect(Set(network.generators.map(\.fuel)).contains("wind"))
    }
  #endif
}
