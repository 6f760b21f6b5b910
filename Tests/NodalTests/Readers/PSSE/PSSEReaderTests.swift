import MarketData
import Nodal
import Testing

@Suite struct PSSEReaderTests {
  /// Impedances of a few divisions and multiplications.
  private static let impedanceTolerance = 1e-14

  private static func read() throws -> ParsedNetwork {
    let bytes = try Fixtures.bytes("six-bus.raw")
    return try ParsedNetwork(psse: bytes.span, source: "six-bus.raw")
  }

  @Test func `buses, loads, shunts and units have the defaults of the format`() throws {
    let network = try Self.read().network
    #expect(network.name == "SIX BUSES")
    #expect(network.buses.map(\.number) == [1, 2, 3, 11, 12, 13, 14])
    #expect(network.buses[2].name == "LOW, SIDE")
    #expect(network.buses[2].voltageLimits == .init(0.95, 1.05))
    #expect(network.buses.map(\.kind) == [.reference, .pq, .pv, .pq, .pq, .isolated, .pq])
    #expect(network.buses[4] == .init(12, baseKV: 230))
    #expect(
      network.loads == [
        .init("2:1", bus: 2, power: 100, reactivePower: 30),
        .init("2:2", bus: 2, power: 10, reactivePower: 3, isInService: false),
        .init("3:1", bus: 3, power: 47, reactivePower: 14),
      ])
    // Shunts of 1.5 and 0.5 MW, line ends of 0.03 per unit of 100 MVA, and 0.1 and 0.04 MW of transformers.
    let conductance = 1.5 + 0.5 + 3 + 0.1 + 0.04 * (230.0 / 220) * (230.0 / 220)
    #expect(abs(network.buses[1].shuntConductance - conductance) < 1e-12)
    #expect(network.buses[0].shuntConductance == 1)
    #expect(network.buses[2].shuntConductance == 0)
    #expect(network.generators.map(\.id) == ["1:1", "3:A"])
    #expect(network.generators[0].outputLimits == .init(10, 200))
    #expect(network.generators[0].baseMVA == 250)
    #expect(network.generators[1].outputLimits == .none)
    #expect(network.generators[1].isInService == false)
    #expect(network.generators[1].baseMVA == 100)
    #expect(network.areas.map(\.name) == ["NORTH AREA", "SOUTH AREA"])
    #expect(network.areas[0].balancingBus == 1)
    #expect(network.areas[1].netExport == -25)
    #expect(network.zones.map(\.number) == [1, 7])
  }

  @Test func `branches are read with commas and with blanks`() throws {
    let network = try Self.read().network
    let ids = ["1-2:1", "1-2:2", "2-12:1", "2-3:1", "2-3:2", "2-3:3", "1-3-11:1/1", "1-3-11:1/2", "1-3-11:1/3"]
    #expect(network.branches.map(\.id) == ids)
    #expect(network.branches[0].ratingB == 300)
    #expect(network.branches[0].ratingC == nil)
    #expect(network.branches[1] == .init("1-2:2", from: 1, to: 2, resistance: 0.01, reactance: 0.1))
    #expect(network.branches[2] == .init("2-12:1", from: 2, to: 12, reactance: 0.05, isInService: false))
  }

  @Test func `ratios and impedances of transformers are converted from every code`() throws {
    let network = try Self.read().network
    func isClose(_ value: Double, _ expected: Double) -> Bool {
      abs(value - expected) <= Self.impedanceTolerance * max(abs(expected), 1)
    }
    let plain = network.branches[3]
    #expect(plain.tap == 1.05)
    #expect(plain.shift == 30)
    #expect(plain.resistance == 0.005)
    #expect(plain.reactance == 0.1)
    #expect(plain.ratingC == 140)

    // 241.5 kV of 230 and 120.75 kV of 115 are both 1.05: no ratio is left, and the impedance is behind the second one.
    let kilovolts = network.branches[4]
    #expect(isClose(kilovolts.tap, 1))
    #expect(isClose(kilovolts.reactance, 0.2 * 2 * 1.05 * 1.05))
    #expect(isClose(kilovolts.resistance, 0.01 * 2 * 1.05 * 1.05))
    #expect(kilovolts.isTransformer)

    // 300 kW of loss at 100 MVA is a resistance of 0.003, on the base of 220 kV.
    let watts = network.branches[5]
    let base = (220.0 / 230) * (220.0 / 230)
    #expect(isClose(watts.tap, 1.1 * 220 / 230))
    #expect(isClose(watts.resistance, 0.003 * base))
    #expect(isClose(watts.reactance, (0.1 * 0.1 - 0.003 * 0.003).squareRoot() * base))

    // On 100 MVA: 0.10, 0.40 and 0.30, so legs of 0, 0.2 and 0.3... by half the sums less the third.
    let legs = Array(network.branches[6...8])
    #expect(isClose(legs[0].reactance, (0.1 + 0.3 - 0.4) / 2))
    #expect(isClose(legs[1].reactance, (0.1 + 0.4 - 0.3) / 2))
    #expect(isClose(legs[2].reactance, (0.4 + 0.3 - 0.1) / 2))
    #expect(isClose(legs[1].resistance, (0.002 + 0.008 - 0.006) / 2))
    #expect(legs.map(\.from) == [1, 3, 11])
    #expect(legs.map(\.to) == [14, 14, 14])
    #expect(legs.map(\.tap) == [1, 1.025, 1])
    #expect(legs.map(\.shift) == [0, 0, 30])
    #expect(legs.map(\.ratingA) == [150, 100, 50])
    // Status 3: winding 3 is out.
    #expect(legs.map(\.isInService) == [true, true, false])
    #expect(network.buses[6].name == "star 1-3-11:1")
    #expect(network.buses[6].voltage == 1.01)
  }

  @Test func `direct current is held at its schedule with its loss`() throws {
    let lines = try Self.read().network.hvdcLines
    #expect(lines.map(\.id) == ["LINK ONE", "LINK TWO"])
    // 100 MW at 400 kV are 250 A; through 8 ohms they lose half a megawatt.
    #expect(lines[0].flowLimits == .init(100, 100))
    #expect(lines[0].lossConstant == 0.5)
    // 500 A at 400 kV.
    #expect(lines[1].flow == 200)
    #expect(lines[1].lossConstant == 2)
    #expect((lines[1].from, lines[1].to) == (2, 1))
  }

  @Test func `what is passed over or made simpler is noted by name`() throws {
    let notes = try Self.read().notes.map(\.text)
    #expect(
      notes == [
        "3 lines of section VSC DC are not kept", "1 lines of section owner are not kept",
        "1 loads of constant current or admittance are held at their power at 1 p.u.",
        "1 fixed shunts out of service are not kept", "1 lines with shunts at their ends, which are held at the buses",
        "2 transformers with magnetising admittance, which is held at the bus of winding 1",
        "2 two-terminal DC lines are held at their scheduled flow",
      ])
  }

  @Test func `an inverter that shall give power is sent the loss as well`() throws {
    let bytes = try Fixtures.bytes("six-bus.raw")
    let text = String(decoding: bytes, as: UTF8.self).replacing(
      "8.0000,  100.00, 400.00", with: "8.0000, -100.00, 400.00")
    let line = try ParsedNetwork.psse(text).network.hvdcLines[0]
    #expect(line.flow == 100.5)
    #expect(line.flow - line.lossConstant == 100)
  }

  @Test func `defects have their line and column, and lenient reading goes on`() throws {
    let bytes = try Fixtures.bytes("six-bus.raw")
    let text = String(decoding: bytes, as: UTF8.self)
    let changes: [(String, String, ParseError.Code, Int, Int)] = [
      ("    2,'1 ',1,   1,   1,   100.000", "    9,'1 ',1,   1,   1,   100.000", .inconsistent, 11, 5),
      ("   11,'TERTIARY', 20,1", "   11,'TERTIARY', 20,5", .outOfRange, 7, 22),
      ("1     2  '2 '  0.01  0.1", "1     2  '1 '  0.01  0.1", .inconsistent, 23, 5),
      ("2,12,,,0.05", "2,12,,,", .missingField, 24, 12),
      ("1.05000,   0.000,  30.000", "1.05000,   0.000,  thirty", .notANumber, 28, 20),
      ("    1,     3,    11,'1 ',1,2,1", "    1,     3,    11,'1 ',1,4,1", .outOfRange, 38, 28),
      ("   11,'TERTIARY'", "   11,'TERTIARY", .malformed, 7, 7),
    ]
    for (old, new, code, line, column) in changes {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      let error = failure { () throws(ParseError) in try .psse(changed) }
      #expect(error?.code == code, "\(new)")
      #expect(error?.place.line == line, "\(new)")
      #expect(error?.place.column == column, "\(new)")
      let lenient = try ParsedNetwork.psse(changed, .lenient)
      #expect(lenient.defects.first == error)
      #expect(lenient.network.buses.count > 4)
    }
  }

  @Test func `another revision, a change file and a file that stops short are refused`() {
    #expect(failure { () throws(ParseError) in try .psse("0, 100, 34\n\n\n0\n", .lenient) }?.code == .unrecognised)
    #expect(failure { () throws(ParseError) in try .psse("1, 100, 33\n\n\n0\n", .lenient) }?.code == .unrecognised)
    #expect(failure { () throws(ParseError) in try .psse("0, -1, 33\n\n\n0\n", .lenient) }?.code == .outOfRange)
    #expect(failure { () throws(ParseError) in try .psse("0, 100, 33\n\n\n1,'A',1\n") }?.code == .truncated)
    #expect(failure { () throws(ParseError) in try .psse("0, 100, 33\n\n\n0\n0\n") }?.code == .empty)
  }
}
