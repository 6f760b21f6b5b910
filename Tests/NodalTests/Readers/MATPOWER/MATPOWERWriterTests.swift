import Nodal
import Testing

@Suite struct MATPOWERWriterTests {
  @Test func `what was read and written is read back the same`() throws {
    let network = try ParsedNetwork.matpower(MATPOWERReaderTests.full).network
    #expect(try ParsedNetwork.matpower(network.matpowerCase()).network == network)
  }

  @Test(.enabled(if: Fixtures.captures != nil, "CAPTURES_DIR is not set"))
  func `public cases are read back the same`() throws {
    for file in [
      "matpower/case9.m", "matpower/case118.m", "matpower/case300.m", "matpower/case_RTS_GMLC.m",
      "powermodels_tests/case3.m",
      "powermodels_tests/case5_pwlc.m", "matpower/t_case9_opf.m", "pglib/pglib_opf_case300_ieee__sad.m",
    ] {
      let bytes = try Fixtures.capture(file)
      let network = try Network(matpower: bytes.span)
      let again = try ParsedNetwork.matpower(network.matpowerCase())
      #expect(again.network == network, "\(file)")
    }
  }

  @Test func `a network of other ids has rows for ids afterwards`() throws {
    let network = try SmallNetworks.triangle()
    let again = try ParsedNetwork.matpower(network.matpowerCase()).network
    #expect(again.name == "triangle")
    #expect(again.branches.map(\.id) == ["1", "2", "3"])
    #expect(again.loads == [.init("30", bus: 30, power: 150, reactivePower: 20)])
    #expect(again.interfaces[0].terms == [.init("2"), .init("3")])
    #expect(again.generators.map(\.cost) == network.generators.map(\.cost))
  }

  @Test func `what the format cannot say is refused`() throws {
    var rated = try SmallNetworks.triangle()
    try rated.setRating(0, ofBranch: "a")
    #expect(throws: NodalError.self) { try rated.matpowerCase() }
    var angled = try SmallNetworks.triangle()
    try angled.updateBranch("a") { $0.angleLimits = .init(0, 0) }
    #expect(throws: NodalError.self) { try angled.matpowerCase() }
    var weighted = try SmallNetworks.triangle()
    try weighted.addInterface(.init("half", [.init("a", weight: 0.5)], limits: .none))
    #expect(throws: NodalError.self) { try weighted.matpowerCase() }
  }
}
