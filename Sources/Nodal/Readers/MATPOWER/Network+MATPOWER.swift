extension Network {
  /// The network as a MATPOWER case file of version 2.
  ///
  /// Numbers are written such that reading gives the same ones (limits of an HVDC line against its direction, which the format has at the
  /// other end, to rounding). A case has rows and no ids: what is read back has its rows as ids, one load for each
  /// bus (those in service, summed up), areas without names, and a cost of zero where a unit had none and others have one.
  ///
  /// - Throws: `outOfRange` for what the format cannot say: a rating of 0, which would be none; angle limits of 0 and 0 likewise; a weight of
  ///   an interface that is not 1 or -1.
  /// - Complexity: O(elements).
  public func matpowerCase() throws(NodalError) -> String {
    let cased = name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
    }
    var text = "function mpc = \(cased && name.first?.isLetter == true ? name : "network")\n"
    text += "mpc.version = '2';\nmpc.baseMVA = \(baseMVA);\n"
    let (demand, reactiveDemand) = demands
    text += Self.matrix(
      "bus", "bus_i type Pd Qd Gs Bs area Vm Va baseKV zone Vmax Vmin",
      buses.enumerated().map { place, bus in
        [
          Double(bus.number), Double(bus.kind.rawValue), demand[place], reactiveDemand[place], bus.shuntConductance,
          bus.shuntSusceptance, Double(bus.area), bus.voltage, bus.angle, bus.baseKV, Double(bus.zone),
          bus.voltageLimits.upper, bus.voltageLimits.lower,
        ]
      })
    text += Self.matrix(
      "gen",
      "bus Pg Qg Qmax Qmin Vg mBase status Pmax Pmin Pc1 Pc2 Qc1min Qc1max Qc2min Qc2max ramp_agc ramp_10 ramp_30 ramp_q apf",
      generators.map { unit in
        [
          Double(unit.bus), unit.output, unit.reactiveOutput, unit.reactiveLimits.upper, unit.reactiveLimits.lower,
          unit.voltage, unit.baseMVA, unit.isInService ? 1 : 0, unit.outputLimits.upper, unit.outputLimits.lower,
        ] + [0, 0, 0, 0, 0, 0, unit.rampRate ?? 0, 0, 0, 0, unit.participation]
      })
    var rows: [[Double]] = []
    for (place, branch) in branches.enumerated() { rows.append(try Self.row(branch, place)) }
    text += Self.matrix("branch", "fbus tbus r x b rateA rateB rateC ratio angle status angmin angmax", rows)
    text += costText + directText
    return text + (try interfaceText) + labelText
  }

  /// What the loads in service take at each bus, MW and MVAr, whether or not the bus is in service.
  private var demands: ([Double], [Double]) {
    var (demand, reactive) = ([Double](repeating: 0, count: buses.count), [Double](repeating: 0, count: buses.count))
    for (place, load) in loads.enumerated() where load.isInService {
      demand[loadBus[place]] += load.power
      reactive[loadBus[place]] += load.reactivePower
    }
    return (demand, reactive)
  }

  private static func row(_ branch: Branch, _ place: Int) throws(NodalError) -> [Double] {
    for rating in [branch.ratingA, branch.ratingB, branch.ratingC] where rating == 0 {
      throw NodalError(
        .outOfRange, found: "a rating of 0 at branch \(branch.id)", expected: "nil or a positive one", index: place)
    }
    let angles = branch.angleLimits
    guard angles != Bounds(0, 0) else {
      throw NodalError(
        .outOfRange, found: "angle limits of 0 and 0 at branch \(branch.id)", expected: "others", index: place)
    }
    let hasTap = branch.isTransformer || branch.tap != 1 || branch.shift != 0
    return [
      Double(branch.from), Double(branch.to), branch.resistance, branch.reactance, branch.charging, branch.ratingA ?? 0,
      branch.ratingB ?? 0, branch.ratingC ?? 0, hasTap ? branch.tap : 0, branch.shift, branch.isInService ? 1 : 0,
      max(angles.lower, -360), min(angles.upper, 360),
    ]
  }

  private var costText: String {
    var rows: [[Double]] = []
    if generators.contains(where: { $0.cost != nil || $0.startUpCost != 0 || $0.shutDownCost != 0 }) {
      rows = generators.map { Self.row($0.cost ?? .zero, $0.startUpCost, $0.shutDownCost) }
      if generators.contains(where: { $0.reactiveCost != nil }) {
        rows += generators.map { Self.row($0.reactiveCost ?? .zero, 0, 0) }
      }
    }
    return rows.isEmpty ? "" : Self.matrix("gencost", "model startup shutdown n data", rows)
  }

  private var directText: String {
    guard !hvdcLines.isEmpty else { return "" }
    var text = Self.matrix(
      "dcline", "fbus tbus status Pf Pt Qf Qt Vf Vt Pmin Pmax QminF QmaxF QminT QmaxT loss0 loss1",
      hvdcLines.map { line in
        [
          Double(line.from), Double(line.to), line.isInService ? 1 : 0, line.flow,
          line.flow - line.lossConstant - line.lossSlope * line.flow, 0, 0, 1, 1,
          Self.limit(line.flowLimits.lower, line),
          Self.limit(line.flowLimits.upper, line), 0, 0, 0, 0, line.lossConstant, line.lossSlope,
        ]
      })
    if hvdcLines.contains(where: { $0.cost != nil }) {
      text += Self.matrix(
        "dclinecost", "model startup shutdown n data", hvdcLines.map { Self.row($0.cost ?? .zero, 0, 0) })
    }
    return text
  }

  /// A limit as the format has it: of the flow at the second bus where it is negative.
  private static func limit(_ flow: Double, _ line: HVDCLine) -> Double {
    let arriving = flow - line.lossConstant - line.lossSlope * flow
    return flow < 0 && flow.isFinite && arriving < 0 && line.lossSlope < 1 ? arriving : flow
  }

  private var interfaceText: String {
    get throws(NodalError) {
      guard !interfaces.isEmpty else { return "" }
      var map: [[Double]] = []
      for (place, interface) in interfaces.enumerated() {
        for term in interfaceTerms(at: place) {
          guard abs(term.weight) == 1 else {
            throw NodalError(
              .outOfRange, found: "a weight of \(term.weight) in interface \(interface.id)", expected: "1 or -1",
              index: place)
          }
          map.append([Double(place + 1), term.weight * Double(term.branch + 1)])
        }
      }
      let limits = interfaces.enumerated().map {
        [Double($0.offset + 1), $0.element.limits.lower, $0.element.limits.upper]
      }
      return Self.matrix("if.map", "ifnum branchidx", map) + Self.matrix("if.lims", "ifnum lower upper", limits)
    }
  }

  private var labelText: String {
    let balanced = areas.compactMap { area in area.balancingBus.map { [Double(area.number), Double($0)] } }
    return (balanced.isEmpty ? "" : Self.matrix("areas", "area refbus", balanced))
      + Self.cells("bus_name", buses.map(\.name)) + Self.cells("gentype", generators.map(\.technology))
      + Self.cells("genfuel", generators.map(\.fuel))
  }

  private static func row(_ cost: Cost, _ startUp: Double, _ shutDown: Double) -> [Double] {
    switch cost {
    case .polynomial(let coefficients):
      let written = coefficients.isEmpty ? [0] : coefficients
      return [2, startUp, shutDown, Double(written.count)] + written.reversed()
    case .piecewise(let points):
      return [1, startUp, shutDown, Double(points.count)] + points.flatMap { [$0.output, $0.cost] }
    }
  }

  /// A matrix with its columns in a comment, shorter rows filled up with zeros.
  private static func matrix(_ field: String, _ columns: String, _ rows: [[Double]]) -> String {
    let width = rows.map(\.count).max() ?? 0
    var text = "\n%\t" + columns.replacing(" ", with: "\t") + "\nmpc.\(field) = [\n"
    for row in rows {
      for column in 0..<width { text += "\t" + number(column < row.count ? row[column] : 0) }
      text += ";\n"
    }
    return text + "];\n"
  }

  private static func number(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
    if let whole = Int(exactly: value), abs(whole) < 1_000_000_000_000 { return "\(whole)" }
    return "\(value)"
  }

  /// A cell array of texts; nothing where all are empty.
  private static func cells(_ field: String, _ texts: [String]) -> String {
    guard texts.contains(where: { !$0.isEmpty }) else { return "" }
    let lines = texts.map { "\t'" + $0.replacing("'", with: "''").replacing("\n", with: " ") + "';\n" }
    return "\nmpc.\(field) = {\n" + lines.joined() + "};\n"
  }
}
