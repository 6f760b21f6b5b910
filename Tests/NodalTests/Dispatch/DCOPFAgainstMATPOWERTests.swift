import MarketData
import Nodal
import Testing

/// Dispatches in MATPOWER's form, against MATPOWER's own and those of HiGHS and Clarabel on independently assembled programs; and
/// PowerModels' test cases.
@Suite(.enabled(if: Fixtures.captures != nil))
struct DCOPFAgainstMATPOWERTests {
  static let relative = 1e-9
  static let pinnedTolerance = 1.0  // $/h, as pinned there

  /// Programs assembled apart from this library, solved by HiGHS' simplex method.
  static let assembled = [
    ("pglib_opf_case5_pjm.m", 17479.89692538), ("pglib_opf_case14_ieee.m", 2051.526309),
    ("pglib_opf_case1354_pegase.m.gz", 1218096.855759094),
    ("pglib_opf_case2869_pegase.m.gz", 2386235.329486682),
    ("pglib_opf_case13659_pegase.rebuilt.m.gz", 8787724.21112951),
    ("pglib_opf_case30_ieee.m", 7504.440462023), ("pglib_opf_case39_epri.m", 136816.156074009),
    ("pglib_opf_case118_ieee.m", 93132.679287807), ("pglib_opf_case118_ieee__api.m", 234168.634400678),
    ("pglib_opf_case300_ieee.m", 517585.534856220), ("pglib_opf_case300_ieee__sad.m", 525791.194845459),
  ]

  @Test(arguments: assembled.filter { Fixtures.isOptimised || !$0.0.hasSuffix(".gz") })
  func `nine digits of independent programs`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("pglib/\(file)")
    let result = try DCOPF(try Network(matpower: bytes.span)).solve()
    #expect(result.status == .optimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.relative)
  }

  static let peers = [
    ("case9.m", 5216.026608), ("case14.m", 7642.591777), ("case30.m", 565.2059664), ("case39.m", 41263.94079),
    ("case57.m", 41006.73694), ("case118.m", 125947.8814), ("case300.m", 706292.3242),
    ("case_ACTIVSg200.m", 27479.64331), ("case_ACTIVSg500.m", 70791.71122), ("case_ACTIVSg2000.m.gz", 1201320.784),
  ]

  /// Printed to ten digits, and met to nine by what a user gets who says nothing of tolerances.
  @Test(arguments: peers.filter { Fixtures.isOptimised || !$0.0.hasPrefix("case_ACTIVSg") })
  func `MATPOWER's own dispatches`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("matpower/\(file)")
    let result = try DCOPF(try Network(matpower: bytes.span)).solve()
    #expect(result.status == .optimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.relative)
  }

  /// A case with piecewise-linear costs: MATPOWER's own answer ends 4e-8 from that of HiGHS' simplex method.
  @Test func `prices of the nine-bus case with steps`() throws {
    let bytes = try Fixtures.capture("matpower/t_case9_opf.m")
    let result = try DCOPF(try Network(matpower: bytes.span)).solve()
    #expect(abs((result.objective ?? .nan) / 6392.9019783465 - 1) < Self.relative)
    #expect(abs((result.objective ?? .nan) / 6392.90171154 - 1) < 1e-7)
    let prices = [
      19.65978351, 24.035, 15.00000009, 19.65978351, 18.02352369, 15.00000009, 25.31555117, 24.035, 21.17154531,
    ]
    #expect(PublicNetworks.distance(result.prices, prices) < 1e-6)
  }

  static let pinned = [
    ("case3.m", 5782.0), ("case5.m", 17613), ("case5_asym.m", 17479), ("case5_gap.m", -27410), ("case5_pwlc.m", 42575),
    ("case5_uc.m", 18064.5), ("case5_db.m", 16710), ("case6.m", 11391.8),
  ]

  /// PowerModels turns branches that run against others beside them before it leaves taps out, and takes a bus of a type that there is
  /// not for one of type 1 or 2: so do alignment and lenient reading.
  @Test(arguments: pinned) func `PowerModels' test cases`(file: String, objective: Double) throws {
    let result = try DCOPFTests.solve(try Self.aligned(file), DCOPFTests.options(.powerModels))
    #expect(result.status.isOptimal)
    #expect(abs((result.objective ?? .nan) - objective) <= Self.pinnedTolerance)
  }

  static func aligned(_ file: String) throws -> Network {
    let bytes = try Fixtures.capture("powermodels_tests/\(file)")
    var network = try ParsedNetwork(matpower: bytes.span, mode: file == "case5.m" ? .lenient : .strict).network
    try network.alignParallelBranches()
    return network
  }

  /// Two transformers side by side are listed in opposite directions, so that the impedance of one counts on the other side of its tap.
  ///
  /// HiGHS, on a program assembled apart from this library, finds both costs.
  @Test func `which way a transformer is listed matters where taps are left out`() throws {
    let bytes = try Fixtures.capture("powermodels_tests/case5_uc.m")
    let listed = try Network(matpower: bytes.span)
    let aligned = try Self.aligned("case5_uc.m")
    func cost(_ network: Network, _ convention: SusceptanceConvention) throws -> Double {
      try #require(try DCOPFTests.solve(network, DCOPFTests.options(convention)).objective)
    }
    #expect(abs(try cost(listed, .powerModels) / 18095.83712931115 - 1) < Self.relative)
    #expect(abs(try cost(aligned, .powerModels) / 18064.52985236123 - 1) < Self.relative)
    #expect(abs(try cost(listed, .matpower) / 18678.584799575 - 1) < Self.relative)
    #expect(abs(try cost(aligned, .matpower) / 18678.584799575 - 1) < Self.relative)
  }

  /// PowerModels' commitment leaves unit 4 out, whose least output of 100 MW at 40 $/MWh is dear: 17613.2.
  @Test func `PowerModels' commitment`() throws {
    let network = try Self.aligned("case5_uc.m")
    let units = network.generators.map { UnitCommitment.Unit($0.id) }
    let result = try UnitCommitment([.init(network)], units: units, options: DCOPFTests.options(.powerModels)).solve()
    #expect(result.status == .optimal)
    #expect(result.isCommitted["4"] == [false])
    #expect(abs((result.objective ?? .nan) / 17613.21587795645 - 1) < 1e-6)
  }
}
