import MarketData
import Nodal
import Testing

@Suite struct MATPOWERReaderTests {
  /// Three buses with everything that the format can say of a network.
  static let full = (try? Fixtures.bytes("three-bus.m")).map { String(decoding: $0, as: UTF8.self) } ?? ""

  @Test func `everything the format says of a network is read`() throws {
    let parsed = try ParsedNetwork.matpower(Self.full)
    let network = parsed.network
    #expect(network.name == "three")
    #expect(network.baseMVA == 100)
    #expect(
      network.buses == [
        .init(1, name: "North 'one'", .reference, baseKV: 230, voltage: 1.02),
        .init(2, name: "South", baseKV: 230, shuntConductance: 1.5, shuntSusceptance: -20, angle: -2.5),
        .init(30, name: "East", .pv, baseKV: 115, area: 2, zone: 3, voltageLimits: .none),
      ])
    #expect(
      network.loads == [
        .init("2", bus: 2, power: 100, reactivePower: 30), .init("30", bus: 30, power: 50, reactivePower: 10),
      ])
    #expect(
      network.generators == [
        .init(
          "1", bus: 1, outputLimits: .init(10, 200), cost: .polynomial([100, 20, 0.02]), output: 80,
          reactiveLimits: .init(-100, 100), voltage: 1.02, startUpCost: 1500, shutDownCost: 250, rampRate: 2.5,
          participation: 0.3, technology: "ST", fuel: "coal"),
        .init(
          "2", bus: 30, outputLimits: .init(-50, 0), cost: .piecewise([.init(0, 0), .init(50, 4000)]), output: -20,
          technology: "DL", fuel: "load"),
      ])
    #expect(network.generators.map(\.isDispatchableLoad) == [false, true])
    #expect(
      network.branches == [
        .init("1", from: 1, to: 2, resistance: 0.01, reactance: 0.1, charging: 0.02, ratingA: 250),
        .init(
          "2", from: 2, to: 30, reactance: 0.125, ratingA: 100, ratingB: 110, ratingC: 120, tap: 0.975, shift: -15,
          angleLimits: .init(-30, 30)),
        .init("3", from: 1, to: 30, resistance: 0.02, reactance: 0.2, isTransformer: true, isInService: false),
      ])
    #expect(network.areas == [.init(1, balancingBus: 1), .init(2, balancingBus: 30)])
    #expect(
      network.hvdcLines == [
        .init(
          // The lower limit is one of what comes out: -60 + 1 of 0.99.
          "1", from: 1, to: 30, flowLimits: .init(-59 / 0.99, 60), flow: 10, lossConstant: 1, lossSlope: 0.01,
          cost: .polynomial([0, 7.3]))
      ])
    #expect(
      network.interfaces == [
        .init("1", [.init("1", weight: -1), .init("2")], limits: .init(upper: 140)),
        .init("2", [.init("3")], limits: .init(-50, 50)),
      ])
    #expect(
      parsed.notes.map(\.text) == [
        "reserves.zones is not kept", "dcline: columns 5 to 9, the stored state but its flow, are not kept",
        "dcline: columns 12 to 15, reactive limits, are not kept",
      ])
    #expect(parsed.notes[0].place.line == 34)
  }

  /// The least a case has, with room for more statements.
  static func small(_ more: String) -> String {
    """
    function mpc = small
    mpc.version = '2';
    mpc.baseMVA = 10;
    mpc.bus = [ 1 3 400 200 0 0 1 1 0 20 1 1.1 0.9
    2 1 600 0 0 0 1 1 0 20 1 1.1 0.9 ];
    mpc.gen = [ 1 0 0 10 -10 1 100 1 10 0 ];
    mpc.branch = [ 1 2 4 8 0 0 0 0 0 0 1 -360 360 ];
    \(more)
    """
  }

  @Test func `impedances in ohms and loads in kW are converted where the file says how`() throws {
    let network = try ParsedNetwork.matpower(
      Self.small(
        """
        [PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD, GS, BS, BUS_AREA, VM, ...
            VA, BASE_KV, ZONE, VMAX, VMIN, LAM_P, LAM_Q, MU_VMAX, MU_VMIN] = idx_bus;
        [F_BUS, T_BUS, BR_R, BR_X] = idx_brch;
        Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in volts
        Sbase = mpc.baseMVA * 1e6;
        mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);
        mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
        mpc.branch(1, 6) = 2 * sqrt(16);
        mpc.gen(:, 9:10) = -mpc.baseMVA + 12;
        c = idx_dcline;
        mpc.gen(1, c.T_BUS) = -(3 - 1)^2;
        define_constants;
        mpc.gen(1, QMAX) = 7;
        """)
    ).network
    // 20 kV at 10 MVA is 40 ohms.
    #expect(network.branches[0].resistance == 0.1)
    #expect(network.branches[0].reactance == 0.2)
    #expect(network.loads.map(\.power) == [0.4, 0.6])
    #expect(network.loads.map(\.reactivePower) == [0.2, 0])
    #expect(network.branches[0].ratingA == 8)
    #expect(network.generators[0].outputLimits == .init(2, 2))
    #expect(network.generators[0].output == -4)
    #expect(network.generators[0].reactiveLimits.upper == 7)
  }

  @Test func `signs stand apart as they do in MATLAB`() throws {
    let network = try ParsedNetwork.matpower(
      Self.small("mpc.gencost = [2 0 0 3 1 -2 3 - 1 ; ];")
    ).network
    #expect(network.generators[0].cost == .polynomial([2, -2, 1]))
  }

  @Test func `a case of version 1 returns its matrices one by one`() throws {
    let network = try ParsedNetwork.matpower(
      """
      function [baseMVA, bus, gen, branch, areas, gencost] = old
      baseMVA = 50;
      bus = [ 7 3 1 0 0 0 1 1 0 20 1 1.1 0.9; 8 1 0 0 0 0 1 1 0 20 1 1.1 0.9 ];
      gen = [ 7 0 0 10 -10 1 100 1 10 0 99 99 99 99 ];
      branch = [ 7 8 0 0.1 0 5 0 0 0 0 1 11 12 13 14 ];
      areas = [];
      gencost = [2 0 0 2 5 1];
      return;
      """
    ).network
    #expect(network.baseMVA == 50)
    #expect(network.branches[0].angleLimits == .none)
    #expect(network.generators[0].cost == .linear(5, constant: 1))
  }

  @Test func `twice as many costs are those of reactive power`() throws {
    let network = try ParsedNetwork.matpower(Self.small("mpc.gencost = [2 0 0 2 5 1; 2 0 0 2 3 0];")).network
    #expect(network.generators[0].cost == .linear(5, constant: 1))
    #expect(network.generators[0].reactiveCost == .linear(3))
  }

  @Test func `line ends of Windows and a byte order mark change nothing`() throws {
    let text = "\u{FEFF}" + Self.full.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(try ParsedNetwork.matpower(text).network == (try ParsedNetwork.matpower(Self.full)).network)
  }
}
