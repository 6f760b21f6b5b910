import MarketData

extension RawReader {
  /// Reads the fields `I, 'NAME', BASKV, IDE, AREA, ZONE, OWNER, VM, VA, NVHI, NVLO, EVHI, EVLO`.
  mutating func readBus(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let number = try record.whole(0, nil, bytes)
    guard number > 0 else { throw record.error(.outOfRange, 0, "bus \(number)", "a number from 1 on") }
    guard places[number] == nil else {
      throw record.error(.inconsistent, 0, "bus \(number) twice", "different numbers")
    }
    let type = try record.whole(3, 1, bytes)
    guard let kind = Network.Bus.Kind(rawValue: type) else {
      throw record.error(.outOfRange, 3, "type \(type)", "1 to 4")
    }
    let bus = Network.Bus(
      number, name: record.text(1, "", bytes), kind, baseKV: try record.number(2, 0, bytes),
      area: try record.whole(4, 1, bytes), zone: try record.whole(5, 1, bytes), voltage: try record.number(7, 1, bytes),
      angle: try record.number(8, 0, bytes),
      voltageLimits: .init(try record.number(10, 0.9, bytes), try record.number(9, 1.1, bytes)))
    places[number] = buses.count
    buses.append(bus)
    lastBus = max(lastBus, number)
  }

  /// Reads the fields `I, ID, STATUS, AREA, ZONE, PL, QL, IP, IQ, YP, YQ, OWNER, SCALE, INTRPT`.
  mutating func readLoad(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = buses[try bus(record, 0, bytes)].number
    let id = "\(bus):\(record.text(1, "1", bytes))"
    let current = (try record.number(7, 0, bytes), try record.number(8, 0, bytes))
    let admittance = (try record.number(9, 0, bytes), try record.number(10, 0, bytes))
    let load = Network.Load(
      id, bus: bus, power: try record.number(5, 0, bytes) + current.0 + admittance.0,
      reactivePower: try record.number(6, 0, bytes) + current.1 - admittance.1,
      isInService: try record.whole(2, 1, bytes) != 0)
    try take("load", id, record)
    if current != (0, 0) || admittance != (0, 0) {
      simplify("loads of constant current or admittance are held at their power at 1 p.u.")
    }
    loads.append(load)
  }

  /// Reads the fields `I, ID, STATUS, GL, BL`.
  mutating func readShunt(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = try bus(record, 0, bytes)
    let (conductance, susceptance) = (try record.number(3, 0, bytes), try record.number(4, 0, bytes))
    guard try record.whole(2, 1, bytes) != 0 else { return simplify("fixed shunts out of service are not kept") }
    buses[bus].shuntConductance += conductance
    buses[bus].shuntSusceptance += susceptance
  }

  /// Reads the fields `I, ID, PG, QG, QT, QB, VS, IREG, MBASE, ZR, ZX, RT, XT, GTAP, STAT, RMPCT, PT, PB`.
  mutating func readGenerator(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let bus = buses[try bus(record, 0, bytes)].number
    let id = "\(bus):\(record.text(1, "1", bytes))"
    let output = try bounds(record, lower: 17, upper: 16, bytes)
    let reactive = try bounds(record, lower: 5, upper: 4, bytes)
    let base = try record.number(8, baseMVA, bytes)
    let generator = Network.Generator(
      id, bus: bus, outputLimits: output, isInService: try record.whole(14, 1, bytes) > 0,
      output: try record.number(2, 0, bytes), reactiveOutput: try record.number(3, 0, bytes), reactiveLimits: reactive,
      voltage: try record.number(6, 1, bytes), baseMVA: base == 0 ? baseMVA : base)
    try take("generator", id, record)
    generators.append(generator)
  }

  /// Limits of which 9999 means none.
  private func bounds(
    _ record: RawRecord, lower: Int, upper: Int, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Network.Bounds {
    let least = try record.number(lower, -9999, bytes)
    let most = try record.number(upper, 9999, bytes)
    return Network.Bounds(least <= -9999 ? -.infinity : least, most >= 9999 ? .infinity : most)
  }

  /// Reads the fields `I, J, CKT, R, X, B, RATEA, RATEB, RATEC, GI, BI, GJ, BJ, ST`.
  mutating func readBranch(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let ends = (try bus(record, 0, bytes), try bus(record, 1, bytes))
    guard ends.0 != ends.1 else { throw record.error(.inconsistent, 1, "one bus at both ends", "two buses") }
    let (from, to) = (buses[ends.0].number, buses[ends.1].number)
    let id = "\(from)-\(to):\(record.text(2, "1", bytes))"
    var shunts: [Double] = []
    for field in 9...12 { shunts.append(try record.number(field, 0, bytes) * baseMVA) }
    let branch = Network.Branch(
      id, from: from, to: to, resistance: try record.number(3, 0, bytes), reactance: try record.number(4, nil, bytes),
      charging: try record.number(5, 0, bytes), ratingA: try rating(record, 6, bytes),
      ratingB: try rating(record, 7, bytes), ratingC: try rating(record, 8, bytes),
      isInService: try record.whole(13, 1, bytes) > 0)
    try take("branch", id, record)
    branches.append(branch)
    guard branch.isInService, shunts.contains(where: { $0 != 0 }) else { return }
    simplify("lines with shunts at their ends, which are held at the buses")
    buses[ends.0].shuntConductance += shunts[0]
    buses[ends.0].shuntSusceptance += shunts[1]
    buses[ends.1].shuntConductance += shunts[2]
    buses[ends.1].shuntSusceptance += shunts[3]
  }

  /// A rating, of which zero means none.
  func rating(_ record: RawRecord, _ field: Int, _ bytes: Span<UInt8>) throws(ParseError) -> Double? {
    let rating = try record.number(field, 0, bytes)
    guard rating >= 0 else { throw record.error(.outOfRange, field, "a rating of \(rating)", "0 or more, in MVA") }
    return rating == 0 ? nil : rating
  }

  /// Reads the fields `I, ISW, PDES, PTOL, 'ARNAM'`.
  mutating func readArea(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let number = try record.whole(0, nil, bytes)
    let swing = try record.whole(1, 0, bytes) == 0 ? nil : buses[try bus(record, 1, bytes)].number
    let area = Network.Region(
      number, name: record.text(4, "", bytes), balancingBus: swing, netExport: try record.number(2, 0, bytes))
    try take("area", "\(number)", record)
    areas.append(area)
  }

  /// Reads the fields `I, 'ZONAME'`.
  mutating func readZone(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let number = try record.whole(0, nil, bytes)
    try take("zone", "\(number)", record)
    zones.append(.init(number, name: record.text(1, "", bytes)))
  }

  /// Reads the fields `'NAME', MDC, RDC, SETVL, VSCHD / IPR / IPI`.
  mutating func readHVDCLine(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let rectifier = try continuation(record, bytes)
    let inverter = try continuation(record, bytes)
    let mode = try record.whole(1, 0, bytes)
    guard (0...2).contains(mode) else { throw record.error(.outOfRange, 1, "mode \(mode)", "0, 1 or 2") }
    let setting = try record.number(3, mode == 0 ? 0 : nil, bytes)
    let resistance = try record.number(2, 0, bytes)
    let voltage = try record.number(4, mode == 0 ? 0 : nil, bytes)
    guard mode == 0 || voltage > 0 else {
      throw record.error(.outOfRange, 4, "a voltage of \(voltage) kV", "a positive one")
    }
    let (from, to) = (buses[try bus(rectifier, 0, bytes)].number, buses[try bus(inverter, 0, bytes)].number)
    let power = mode == 2 ? abs(setting) * voltage / 1000 : abs(setting)
    let loss = voltage > 0 ? resistance * (power / voltage) * (power / voltage) : 0
    // A negative power is what the inverter shall give.
    let flow = mode == 1 && setting < 0 ? power + loss : power
    let name = record.text(0, "\(hvdcLines.count + 1)", bytes)
    try take("HVDC line", name, record)
    simplify("two-terminal DC lines are held at their scheduled flow")
    hvdcLines.append(
      .init(
        name, from: from, to: to, flowLimits: .init(flow, flow), flow: flow, lossConstant: loss, isInService: mode != 0)
    )
  }
}
