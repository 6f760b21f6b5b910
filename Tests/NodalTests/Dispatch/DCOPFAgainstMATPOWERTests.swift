import Nodal
import Testing

/// Dispatches in MATPOWER's form, against MATPOWER's own and those of HiGHS and Clarabel on independently assembled programs; and
/// PowerModels' test cases.
@Suite(.enabled(if: Fixtures.captures != nil))
struct DCOPFAgainstMATPOWERTests {
  static let relative = 1e-9
  /// The peer's own answers end where its interior-point method does.
  static let peerTolerance = 1e-7
  static let pinnedTolerance = 1.0  // $/h, as pinned there

  static let assembled = [
    ("pglib_opf_case30_ieee.m", 7504.440462023), ("pglib_opf_case39_epri.m", 136816.156074009),
    ("pglib_opf_case118_ieee.m", 93132.679287807), ("pglib_opf_case118_ieee__api.m", 234168.634400678),
    ("pglib_opf_case300_ieee.m", 517585.534856220), ("pglib_opf_case300_ieee__sad.m", 525791.194845459),
  ]

  @Test(arguments: assembled) func `nine digits of independent programs`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("pglib/\(file)")
    let result = try DCOPFTests.solve(try Network(matpower: bytes.span))
    #expect(result.status.isOptimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.relative)
  }

  /// The same of larger grids, where optimised code makes them quick; nine of the digits that interior points of the peers agree in.
  static let large = [
    ("pglib_opf_case1354_pegase.m.gz", 1218096.855759094), ("pglib_opf_case2869_pegase.m.gz", 2386235.329486682),
    ("pglib_opf_case13659_pegase.rebuilt.m.gz", 8787724.21112951),
  ]

  @Test(.enabled(if: Fixtures.isOptimised), arguments: large)
  func `nine digits of large grids`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("pglib/\(file)")
    let result = try DCOPF(try Network(matpower: bytes.span)).solve()
    #expect(result.status == .optimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.relative)
  }

  static let synthetic = [
    ("case300.m", 706292.3242, 300), ("case_ACTIVSg200.m", 27479.64331, 200), ("case_ACTIVSg500.m", 70791.71122, 500),
    ("case_ACTIVSg2000.m.gz", 1201320.784, 2000),
  ]

  @Test(arguments: synthetic.filter { Fixtures.isOptimised || $0.2 <= 300 })
  func `MATPOWER's own dispatches of synthetic grids`(file: String, objective: Double, buses: Int) throws {
    let bytes = try Fixtures.capture("matpower/\(file)")
    let network = try Network(matpower: bytes.span)
    #expect(network.buses.count == buses)
    let result = try DCOPF(network).solve()
    #expect(result.status == .optimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.peerTolerance)
    if file.contains("500") {
      let (least, greatest) = (try #require(result.prices.min()), try #require(result.prices.max()))
      #expect(abs(least - 4.5417) < 1e-4 && abs(greatest - 39.226) < 1e-3)
    }
  }

  static let peers = [
    ("case9.m", 5216.026608), ("case14.m", 7642.591777), ("case30.m", 565.2059664), ("case39.m", 41263.94079),
    ("case57.m", 41006.73694), ("case118.m", 125947.8814), ("t_case9_opf.m", 6392.90171154),
  ]

  @Test(arguments: peers) func `MATPOWER's own dispatches`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("matpower/\(file)")
    let result = try DCOPFTests.solve(try Network(matpower: bytes.span))
    #expect(result.status.isOptimal)
    #expect(abs((result.objective ?? .nan) / objective - 1) < Self.peerTolerance)
  }

  /// Prices of a case with piecewise-linear costs and dispatchable loads.
  @Test func `prices of the nine-bus case with steps`() throws {
    let bytes = try Fixtures.capture("matpower/t_case9_opf.m")
    let result = try DCOPFTests.solve(try Network(matpower: bytes.span))
    let prices = [
      19.65978351, 24.035, 15.00000009, 19.65978351, 18.02352369, 15.00000009, 25.31555117, 24.035, 21.17154531,
    ]
    #expect(PublicNetworks.distance(result.prices, prices) < 1e-6)
  }

  static let pinned = [
    ("case3.m", 5782.0), ("case5_asym.m", 17479), ("case5_gap.m", -27410), ("case5_pwlc.m", 42575),
    ("case5_db.m", 16710), ("case6.m", 11391.8),
  ]

  @Test(arguments: pinned) func `PowerModels' test cases`(file: String, objective: Double) throws {
    let bytes = try Fixtures.capture("powermodels_tests/\(file)")
    let network = try Network(matpower: bytes.span)
    let result = try DCOPFTests.solve(network, DCOPFTests.options(.powerModels))
    #expect(result.status.isOptimal)
    #expect(abs((result.objective ?? .nan) - objective) <= Self.pinnedTolerance)
  }
}
