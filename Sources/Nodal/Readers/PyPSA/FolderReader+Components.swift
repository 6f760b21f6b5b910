import MarketData

extension FolderReader {
  mutating func readBus(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let voltage = try row.number("v_nom", 1, bytes)
    guard voltage > 0 else { throw row.error(.outOfRange, "v_nom", "\(voltage) kV", "a positive voltage") }
    let bus = Network.Bus(
      buses.count + 1, name: try row.name(bytes), baseKV: voltage,
      voltage: try row.number("v_mag_pu_set", 1, bytes),
      voltageLimits: .init(
        try row.number("v_mag_pu_min", 0, isBound: true, bytes),
        try row.number("v_mag_pu_max", .infinity, isBound: true, bytes)))
    guard places[bus.name] == nil else {
      throw row.error(.inconsistent, 0, "bus \(bus.name.prefix(40)) twice", "different names")
    }
    places[bus.name] = buses.count
    buses.append(bus)
  }

  mutating func readLoad(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = try bus(row, "bus", bytes)
    // In the format a load gives its power times its sign, which is -1 by default.
    let sign = -(try row.number("sign", -1, bytes))
    let power = try row.number("p_set", 0, bytes)
    let reactivePower = try row.number("q_set", 0, bytes)
    let isActive = try row.flag("active", true, bytes)
    let name = try take("load", row, bytes)
    loadSigns[name] = sign
    loads.append(
      .init(
        name, bus: buses[bus].number, power: sign * power, reactivePower: sign * reactivePower, isInService: isActive))
  }

  mutating func readGenerator(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = try bus(row, "bus", bytes)
    let nominal = try row.number("p_nom", 0, isBound: true, bytes)
    let sign = try row.number("sign", 1, bytes)
    guard nominal >= 0, sign == 1 || sign == -1 else {
      throw row.error(
        .outOfRange, nominal >= 0 ? "sign" : "p_nom", "\(nominal) MW times \(sign)", "0 or more, times ±1")
    }
    let least = Self.product(nominal, try row.number("p_min_pu", 0, bytes))
    let most = Self.product(nominal, try row.number("p_max_pu", 1, bytes))
    let limits = sign > 0 ? Network.Bounds(least, most) : Network.Bounds(-most, -least)
    guard limits.isMeaningful else { throw row.error(.outOfRange, "p_nom", "no output at all", "limits") }
    let prices = (try row.number("marginal_cost", 0, bytes), try row.number("marginal_cost_quadratic", 0, bytes))
    let coefficients = [try row.number("stand_by_cost", 0, bytes), sign * prices.0, prices.1]
    let ramp = try row.number("ramp_limit_up", .infinity, isBound: true, bytes)
    let generator = Network.Generator(
      try take("generator", row, bytes), bus: buses[bus].number, outputLimits: limits,
      cost: .polynomial(prices.1 == 0 ? Array(coefficients.prefix(2)) : coefficients),
      isInService: try row.flag("active", true, bytes), output: sign * (try row.number("p_set", 0, bytes)),
      reactiveOutput: sign * (try row.number("q_set", 0, bytes)), baseMVA: baseMVA,
      startUpCost: try row.number("start_up_cost", 0, bytes), shutDownCost: try row.number("shut_down_cost", 0, bytes),
      // The format's ramp is a share of the nominal power in an hour.
      rampRate: ramp.isFinite && nominal.isFinite ? ramp * nominal / 60 : nil, fuel: row.text("carrier", bytes))
    if try row.flag("p_nom_extendable", false, bytes) { note(row.file, "extendable generators are held at p_nom") }
    if sign > 0 { nominalPowers[generator.id] = nominal }
    generators.append(generator)
    guard generator.isInService else { return }
    switch row.text("control", bytes).lowercased() {
    case "slack": buses[bus].kind = .reference
    case "pv": if buses[bus].kind == .pq { buses[bus].kind = .pv }
    default: break
    }
  }

  /// A share of a nominal power, of which no share is nothing even where the power is infinite.
  static func product(_ nominal: Double, _ share: Double) -> Double { share == 0 ? 0 : nominal * share }

  mutating func readShunt(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = try bus(row, "bus", bytes)
    let square = buses[bus].baseKV * buses[bus].baseKV
    let (conductance, susceptance) = (try row.number("g", 0, bytes), try row.number("b", 0, bytes))
    guard try row.flag("active", true, bytes) else { return note(row.file, "shunts that are not active are not kept") }
    buses[bus].shuntConductance += conductance * square
    buses[bus].shuntSusceptance += susceptance * square
  }

  mutating func readLineType(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let frequency = try row.number("f_nom", 50, bytes)
    let capacitance = try row.number("c_per_length", 0, bytes)
    lineTypes[try row.name(bytes)] = LineType(
      resistance: try row.number("r_per_length", 0, bytes), reactance: try row.number("x_per_length", 0, bytes),
      susceptance: 2 * .pi * frequency * capacitance * 1e-9)
  }

  /// Ohms and siemens, or a type and a length, at the voltage of the first bus.
  mutating func readLine(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let ends = try ends(row, bytes)
    var impedance = (try row.number("r", 0, bytes), try row.number("x", 0, bytes))
    var susceptance = try row.number("b", 0, bytes)
    let typeName = row.text("type", bytes)
    if !typeName.isEmpty {
      let length = try row.number("length", 0, bytes)
      let circuits = try row.number("num_parallel", 1, bytes)
      if let type = lineTypes[typeName], circuits > 0 {
        impedance = (type.resistance * length / circuits, type.reactance * length / circuits)
        susceptance = type.susceptance * length * circuits
      } else if impedance.1 == 0 {
        throw row.error(
          .missingField, "type", "type \(typeName.prefix(40)), and no x",
          "the type in line_types.csv, or r and x in ohms")
      }
    }
    let base = buses[ends.0].baseKV * buses[ends.0].baseKV / baseMVA
    let branch = Network.Branch(
      try take("branch", row, bytes), from: buses[ends.0].number, to: buses[ends.1].number,
      resistance: impedance.0 / base, reactance: impedance.1 / base, charging: susceptance * base,
      ratingA: try rating(row, bytes),
      angleLimits: .init(
        try row.number("v_ang_min", -.infinity, isBound: true, bytes),
        try row.number("v_ang_max", .infinity, isBound: true, bytes)),
      isInService: try row.flag("active", true, bytes))
    branches.append(branch)
  }

  /// Per unit of the transformer's own nominal power.
  mutating func readTransformer(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let ends = try ends(row, bytes)
    let nominal = try row.number("s_nom", 0, isBound: true, bytes)
    let (resistance, reactance) = (try row.number("r", 0, bytes), try row.number("x", 0, bytes))
    guard nominal > 0, nominal.isFinite else {
      throw row.error(.outOfRange, "s_nom", "\(nominal) MVA", "a positive number, the base of r and x")
    }
    let type = row.text("type", bytes)
    guard type.isEmpty || reactance != 0 else {
      throw row.error(.missingField, "x", "type \(type.prefix(40)), and no x", "r and x per unit of s_nom")
    }
    let ratio = try row.number("tap_ratio", 1, bytes)
    let side = try row.number("tap_side", 0, bytes)
    guard ratio > 0, side == 0 || side == 1 else {
      throw row.error(.outOfRange, ratio > 0 ? "tap_side" : "tap_ratio", "\(ratio) at \(side)", "a ratio at 0 or 1")
    }
    // A tap at the second bus is one of the inverse ratio at the first, with the impedance behind it.
    let scale = baseMVA / nominal * (side == 1 ? ratio * ratio : 1)
    let branch = Network.Branch(
      try take("branch", row, bytes), from: buses[ends.0].number, to: buses[ends.1].number,
      resistance: resistance * scale, reactance: reactance * scale, charging: try row.number("b", 0, bytes) / scale,
      ratingA: try rating(row, bytes), isTransformer: true, tap: side == 1 ? 1 / ratio : ratio,
      shift: try row.number("phase_shift", 0, bytes), isInService: try row.flag("active", true, bytes))
    branches.append(branch)
  }

  mutating func readLink(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let ends = (try bus(row, "bus0", bytes), try bus(row, "bus1", bytes))
    let nominal = try row.number("p_nom", 0, isBound: true, bytes)
    guard nominal >= 0 else { throw row.error(.outOfRange, "p_nom", "\(nominal) MW", "0 or more") }
    let limits = Network.Bounds(
      Self.product(nominal, try row.number("p_min_pu", 0, bytes)),
      Self.product(nominal, try row.number("p_max_pu", 1, bytes)))
    guard limits.isMeaningful else { throw row.error(.outOfRange, "p_nom", "no flow at all", "limits") }
    let prices = (try row.number("marginal_cost", 0, bytes), try row.number("marginal_cost_quadratic", 0, bytes))
    for further in 2...8 where !row.text("bus\(further)", bytes).isEmpty {
      note(row.file, "the buses of a link after the second are not kept")
    }
    if try row.flag("p_nom_extendable", false, bytes) { note(row.file, "extendable links are held at p_nom") }
    let line = Network.HVDCLine(
      try take("link", row, bytes), from: buses[ends.0].number, to: buses[ends.1].number, flowLimits: limits,
      flow: try row.number("p_set", 0, bytes), lossSlope: 1 - (try row.number("efficiency", 1, bytes)),
      cost: prices == (0, 0) ? nil : .polynomial([0, prices.0] + (prices.1 == 0 ? [] : [prices.1])),
      isInService: try row.flag("active", true, bytes))
    hvdcLines.append(line)
  }

  /// The two buses of a branch.
  private func ends(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) -> (Int, Int) {
    let ends = (try bus(row, "bus0", bytes), try bus(row, "bus1", bytes))
    guard ends.0 != ends.1 else { throw row.error(.inconsistent, "bus1", "one bus at both ends", "two buses") }
    return ends
  }

  /// The nominal power times its share; `nil` where it is infinite.
  private mutating func rating(_ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) -> Double? {
    let nominal = try row.number("s_nom", 0, isBound: true, bytes)
    let rating = Self.product(nominal, try row.number("s_max_pu", 1, bytes))
    guard rating >= 0 else { throw row.error(.outOfRange, "s_nom", "\(rating) MVA", "0 or more") }
    if try row.flag("s_nom_extendable", false, bytes) { note(row.file, "extendable branches are held at s_nom") }
    return rating.isFinite ? rating : nil
  }
}
