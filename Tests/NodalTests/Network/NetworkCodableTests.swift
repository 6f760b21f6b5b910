import Foundation
import Nodal
import Testing

@Suite struct NetworkCodableTests {
  @Test func `a network survives JSON, infinite bounds included`() throws {
    var network = try SmallNetworks.triangle()
    try network.addHVDCLine(
      .init("dc", from: 1, to: 30, flowLimits: .init(-100, 100), lossConstant: 1, lossSlope: 0.02, cost: .linear(1)))
    try network.updateGenerator("dear") { $0.cost = .piecewise([.init(0, 0), .init(100, 2000), .init(200, 7000)]) }
    let data = try JSONEncoder().encode(network)
    #expect(try JSONDecoder().decode(Network.self, from: data) == network)
  }

  @Test func `another schema and a reference that does not resolve are refused`() {
    for text in [
      #"{"schema": 2, "baseMVA": 100, "buses": []}"#,
      #"{"schema": 1, "baseMVA": 100, "buses": []}"#,
      #"{"schema": 1, "baseMVA": 100}"#,
    ] {
      #expect(throws: (any Error).self) { try JSONDecoder().decode(Network.self, from: Data(text.utf8)) }
    }
  }
}
