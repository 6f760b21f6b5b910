import MarketData
import Nodal
import Testing

@Suite struct PyPSAReaderTests {
  /// Impedances of a few divisions and multiplications.
  private static let tolerance = 1e-14

  /// A folder of our own in the layout of the format.
  static let folder = [
    "network.csv": "name,pypsa_version\nislands,0.30.0\n",
    "buses.csv": """
    name,v_nom,carrier,v_mag_pu_min,v_mag_pu_max
    north,380.0,AC,0.9,1.1
    south,380.0,AC,,
    "east, far",110.0,AC,,inf
    """,
    "loads.csv": "name,bus,p_set,q_set\ntown,south,100.0,20.0\nmill,\"east, far\",,\n",
    "generators.csv": """
    name,bus,control,p_nom,p_min_pu,p_max_pu,marginal_cost,marginal_cost_quadratic,carrier,start_up_cost,ramp_limit_up,sign,active
    coal,north,Slack,200.0,0.25,0.95,30.0,0.01,coal,5000.0,0.6,1.0,True
    wind,"east, far",PV,60.0,0.0,1.0,0.0,,wind,,,1.0,True
    flexible,south,,10.0,0.0,1.0,80.0,,,,,-1.0,True
    old,south,Slack,50.0,,,,,,,,,False
    """,
    "lines.csv": """
    name,bus0,bus1,type,x,r,b,s_nom,s_max_pu,length,num_parallel,v_ang_max
    one,north,south,,14.44,1.444,0.0001,500.0,0.7,100.0,1.0,30.0
    two,north,south,own,,,,inf,1.0,50.0,2.0,
    """,
    "line_types.csv": "name,f_nom,r_per_length,x_per_length,c_per_length\nown,50.0,0.03,0.3,10.0\n",
    "transformers.csv": """
    name,bus0,bus1,x,r,s_nom,tap_ratio,tap_side,phase_shift
    up,south,"east, far",0.1,0.01,200.0,1.05,0,15.0
    down,south,"east, far",0.1,0.01,200.0,1.05,1,
    """,
    "links.csv": """
    name,bus0,bus1,p_nom,p_min_pu,efficiency,marginal_cost,bus2
    cable,north,"east, far",80.0,-1.0,0.97,1.5,south
    """,
    "storage_units.csv": "name,bus\npumped,north\n",
    "snapshots.csv": ",snapshot,objective\n0,2026-01-01 00:00:00,1.0\n1,2026-01-01 01:00:00,1.0\n",
    "loads-p_set.csv": "snapshot,town\n2026-01-01 00:00:00,90.0\n2026-01-01 01:00:00,\n",
    "generators-p_max_pu.csv": "snapshot,wind\n2026-01-01 00:00:00,0.5\n2026-01-01 01:00:00,0.25\n",
  ]

  @Test func `components keep their names, and units become those of a network`() throws {
    let parsed = try ParsedNetwork.pypsa(Self.folder)
    let network = parsed.network
    #expect(network.name == "islands")
    #expect(network.buses.map(\.name) == ["north", "south", "east, far"])
    #expect(network.buses.map(\.kind) == [.reference, .pq, .pv])
    #expect(network.buses[0].voltageLimits == .init(0.9, 1.1))
    #expect(network.buses[2].voltageLimits == .init(lower: 0))
    #expect(network.loads.map(\.power) == [100, 0])
    let coal = network.generators[0]
    #expect(coal.outputLimits == .init(50, 190))
    #expect(coal.cost == .polynomial([0, 30, 0.01]))
    #expect(coal.startUpCost == 5000)
    #expect(coal.rampRate == 2)
    #expect(coal.fuel == "coal")
    let flexible = network.generators[2]
    #expect(flexible.isDispatchableLoad)
    #expect(flexible.outputLimits == .init(-10, 0))
    #expect(flexible.cost?.marginal(at: -5) == -80)
    #expect(network.generators[3].isInService == false)
  }

  @Test func `ohms, lengths and nominal powers become per unit of 100 MVA`() throws {
    let branches = try ParsedNetwork.pypsa(Self.folder).network.branches
    func isClose(_ value: Double, _ expected: Double) -> Bool {
      abs(value - expected) <= Self.tolerance * abs(expected)
    }
    // 380 kV at 100 MVA are 1444 ohms.
    #expect(isClose(branches[0].reactance, 0.01))
    #expect(isClose(branches[0].resistance, 0.001))
    #expect(isClose(branches[0].charging, 0.1444))
    #expect(isClose(branches[0].ratingA ?? 0, 350))
    #expect(branches[0].angleLimits == .init(upper: 30))
    #expect(isClose(branches[1].reactance, 0.3 * 50 / 2 / 1444))
    #expect(isClose(branches[1].charging, 2 * Double.pi * 50 * 10e-9 * 50 * 2 * 1444))
    #expect(branches[1].ratingA == nil)
    #expect(branches[2].tap == 1.05)
    #expect(branches[2].shift == 15)
    #expect(isClose(branches[2].reactance, 0.05))
    // The same transformer with its tap at the other end.
    #expect(isClose(branches[3].tap, 1 / 1.05))
    #expect(isClose(branches[3].reactance, 0.05 * 1.05 * 1.05))
  }

  @Test func `a link is a line of direct current`() throws {
    let parsed = try ParsedNetwork.pypsa(Self.folder)
    let line = parsed.network.hvdcLines[0]
    #expect(line.flowLimits == .init(-80, 80))
    #expect(abs(line.lossSlope - 0.03) < 1e-15)
    #expect(line.cost == .polynomial([0, 1.5]))
    #expect(
      parsed.notes.map(\.description) == [
        "links.csv: the buses of a link after the second are not kept", "storage_units.csv: not kept",
      ])
  }

  @Test func `a snapshot is the network with what changes`() throws {
    let parsed = try ParsedNetwork.pypsa(Self.folder)
    let snapshots = try #require(parsed.snapshots)
    #expect(snapshots.labels == ["2026-01-01 00:00:00", "2026-01-01 01:00:00"])
    let first = try snapshots.applied(to: parsed.network, at: 0)
    #expect(first.loads.map(\.power) == [90, 0])
    #expect(first.generators[1].outputLimits == .init(0, 30))
    // A blank keeps what the component has.
    let second = try snapshots.applied(to: parsed.network, at: 1)
    #expect(second.loads.map(\.power) == [100, 0])
    #expect(second.generators[1].outputLimits == .init(0, 15))
    #expect(throws: NodalError.self) { try snapshots.applied(to: parsed.network, at: 2) }
    #expect(throws: NodalError.self) { try NetworkSnapshots(labels: ["a"], loads: ["x": []]) }
  }

  @Test func `an island that names no reference gets one, and a note says so`() throws {
    var folder = Self.folder
    folder["generators.csv"] = "name,bus,p_nom\nplant,south,10\n"
    folder["generators-p_max_pu.csv"] = nil
    folder["lines.csv"] = nil
    let parsed = try ParsedNetwork.pypsa(folder)
    #expect(parsed.network.islands.count == 2)
    #expect(parsed.network.referenceBuses == [0, 1])
    #expect(parsed.notes.count { $0.text.contains("is the reference of an island that names none") } == 2)
  }

  @Test func `defects name the file, the line and the column`() throws {
    let changes: [(String, String, String, ParseError.Code, Int, String?)] = [
      ("loads.csv", "town,south", "town,west", .inconsistent, 2, "bus"),
      ("loads.csv", "100.0,20.0", "100.0,a lot", .notANumber, 2, "q_set"),
      ("loads.csv", "mill,", "town,", .inconsistent, 3, "name"),
      ("generators.csv", "Slack,200.0", "Slack,-200.0", .outOfRange, 2, "p_nom"),
      ("generators.csv", ",1.0,True", ",1.0,perhaps", .malformed, 2, "active"),
      ("lines.csv", ",own,", ",other,", .missingField, 3, "type"),
      ("lines.csv", "one,north,south", "one,north,north", .inconsistent, 2, "bus1"),
      ("transformers.csv", "200.0,1.05,0", "0,1.05,0", .outOfRange, 2, "s_nom"),
      ("loads-p_set.csv", "90.0", "ninety", .notANumber, 2, "town"),
      ("loads-p_set.csv", "town", "city", .inconsistent, nil ?? 0, "city"),
      ("loads-p_set.csv", "01:00:00", "02:00:00", .inconsistent, 0, nil),
      ("buses.csv", "north,380.0", "north,0", .outOfRange, 2, "v_nom"),
    ]
    for (file, old, new, code, line, field) in changes {
      var folder = Self.folder
      folder[file] = folder[file]?.replacing(old, with: new, maxReplacements: 1)
      #expect(folder != Self.folder)
      let error = failure { () throws(ParseError) in try .pypsa(folder) }
      #expect(error?.code == code, "\(new): \(error.map { "\($0)" } ?? "")")
      #expect(error?.place.source == file, "\(new)")
      if line > 0 { #expect(error?.place.line == line, "\(new)") }
      if let field { #expect(error?.place.field == field, "\(new)") }
      let lenient = try ParsedNetwork.pypsa(folder, .lenient)
      #expect(lenient.defects.first == error)
    }
    #expect(failure { () throws(ParseError) in try .pypsa([:], .lenient) }?.code == .missingField)
    #expect(failure { () throws(ParseError) in try .pypsa(["buses.csv": "name,v_nom\n"]) }?.code == .empty)
  }
}
