import Nodal
import Testing

/// Lines of direct current in a dispatch, against the flows and multipliers that MATPOWER's own test of them pins.
@Suite struct HVDCAgainstMATPOWERTests {
  static let pinned = 5e-5  // MW, four digits
  static let pinnedPrice = 5e-4  // $/MWh, three digits

  /// Nine buses with costs in steps, and four lines of direct current of which one is out.
  static let text = """
    function mpc = nine
    mpc.version = '2';
    mpc.baseMVA = 100;
    mpc.bus = [
      1 3 0 0 0 0 1 1 0 345 1 1.1 0.9; 2 2 0 0 0 0 1 1 0 345 1 1.1 0.9; 30 2 0 0 0 0 1 1 0 345 1 1.1 0.9;
      4 1 0 0 0 0 1 1 0 345 1 1.1 0.9; 5 1 90 30 0 0 1 1 0 345 1 1.1 0.9; 6 1 0 0 0 0 1 1 0 345 1 1.1 0.9;
      7 1 100 35 0 0 1 1 0 345 1 1.1 0.9; 8 1 0 0 0 0 1 1 0 345 1 1.1 0.9; 9 1 125 50 0 0 1 1 0 345 1 1.1 0.9 ];
    mpc.gen = [
      1 0 0 300 -300 1 100 1 250 10; 2 163 0 300 -300 1 100 1 300 10; 30 85 0 300 -300 1 100 1 270 10 ];
    mpc.branch = [
      1 4 0 0.0576 0 0 250 250 0 0 1 -360 2.48; 4 5 0.017 0.092 0.158 0 250 250 0 0 1 -360 360;
      5 6 0.039 0.17 0.358 150 150 150 0 0 1 -360 360; 30 6 0 0.0586 0 0 300 300 0 0 1 -360 360;
      6 7 0.0119 0.1008 0.209 100 150 150 0 0 1 -360 360; 7 8 0.0085 0.072 0.149 250 250 250 0 0 1 -360 360;
      8 2 0 0.0625 0 250 250 250 0 0 1 -360 360; 8 9 0.032 0.161 0.306 250 250 250 0 0 1 -360 360;
      9 4 0.01 0.085 0.176 250 250 250 0 0 1 -2 360 ];
    mpc.gencost = [
      1 0 0 4 0 0 100 2500 200 5500 250 7250; 2 0 0 2 24.035 -403.5 0 0 0 0 0 0; 1 0 0 3 0 0 200 3000 300 5000 0 0 ];
    mpc.dcline = [
      30 4 1 10 8.9 0 0 1.01 1 1 10 -10 10 -10 10 1 0.01; 7 9 1 2 1.96 0 0 1 1 2 10 0 0 0 0 0 0;
      5 8 0 0 0 0 0 1 1 1 10 -10 10 -10 10 0 0; 5 9 1 10 9.5 0 0 1 0.98 0 10 -10 10 -10 10 0 0.05 ];
    """

  @Test func `flows and shadow prices are those that are pinned`() throws {
    let network = try ParsedNetwork.matpower(Self.text).network
    let result = try DCOPFTests.solve(network)
    #expect(result.status == .optimal)
    #expect(PublicNetworks.distance(result.hvdcFlows, [10, 2, 0, 10]) < Self.pinned)
    for (id, price, isUpper) in [("1", 1.8602, true), ("2", 1.8507, false), ("4", 0.2681, true)] {
      let limit = try #require(result.binding.first { $0.limit == .hvdcLine(id) })
      #expect(abs(limit.shadowPrice - price) < Self.pinnedPrice)
      #expect(limit.isUpper == isUpper)
    }
    // Beside branches direct current needs no term of its own: the parts add up without it.
    let parts = try result.decomposed(in: network, reference: .load)
    for bus in 0..<9 { #expect(abs(parts.price(atBus: bus) - result.prices[bus]) < DCOPFTests.adding) }
    let surplus = try result.surplus(in: network)
    #expect(abs(surplus.total - surplus.congestionRent - surplus.hvdcRent) < 1e-5)
  }

  /// A limit against the direction of a line holds where power comes out, at its second bus.
  @Test func `negative limits are those of the other end`() throws {
    let turned = Self.text.replacing("30 4 1 10 8.9 0 0 1.01 1 1 10", with: "4 30 1 0 0 0 0 1.01 1 -10 -1")
    let line = try ParsedNetwork.matpower(turned).network.hvdcLines[0]
    #expect(abs(line.flowLimits.lower - -9 / 0.99) < 1e-12 && abs(line.flowLimits.upper) < 1e-12)
    for flow in [line.flowLimits.lower, line.flowLimits.upper] {
      let arriving = flow - line.lossConstant - line.lossSlope * flow
      #expect(abs(arriving + 10) < 1e-12 || abs(arriving + 1) < 1e-12)
    }
    let again = try ParsedNetwork.matpower(try ParsedNetwork.matpower(turned).network.matpowerCase()).network
    #expect(abs(again.hvdcLines[0].flowLimits.lower - line.flowLimits.lower) < 1e-12)
  }
}
