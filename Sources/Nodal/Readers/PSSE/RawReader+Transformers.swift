import MarketData

extension RawReader {
  /// What is wound on one leg of a transformer.
  private struct Winding {
    /// The place of its bus.
    var bus: Int
    /// Its voltage, per unit of the bus's base.
    var ratio: Double
    /// Its nominal voltage squared, per unit of the bus's base.
    var base: Double
    var shift: Double
    var ratings: (Double?, Double?, Double?)
  }

  /// An impedance of two windings.
  private struct Impedance {
    var resistance: Double
    var reactance: Double

    static func star(_ first: Impedance, _ second: Impedance, less third: Impedance) -> Impedance {
      Impedance(
        resistance: (first.resistance + second.resistance - third.resistance) / 2,
        reactance: (first.reactance + second.reactance - third.reactance) / 2)
    }
  }

  /// Four lines of a two-winding transformer, five of a three-winding one.
  ///
  /// I, J, K, CKT, CW, CZ, CM, MAG1, MAG2, NMETR, 'NAME', STAT, ... / R1-2, X1-2, SBASE1-2, ... / WINDV1, NOMV1, ANG1, RATA1, ... / WINDV2,
  /// NOMV2, ... / WINDV3, ...
  mutating func readTransformer(_ record: RawRecord, _ bytes: Span<UInt8>) throws(ParseError) {
    let third = try record.whole(2, 0, bytes)
    let impedances = try continuation(record, bytes)
    let first = try continuation(record, bytes)
    let second = try continuation(record, bytes)
    let lines = third == 0 ? [first, second] : [first, second, try continuation(record, bytes)]

    let codes = (try record.whole(4, 1, bytes), try record.whole(5, 1, bytes), try record.whole(6, 1, bytes))
    for (field, code, most) in [(4, codes.0, 3), (5, codes.1, 3), (6, codes.2, 2)] where !(1...most).contains(code) {
      throw record.error(.outOfRange, field, "code \(code)", "1 to \(most)")
    }
    let status = try record.whole(11, 1, bytes)
    guard (0...(third == 0 ? 1 : 4)).contains(status) else {
      throw record.error(.outOfRange, 11, "status \(status)", third == 0 ? "0 or 1" : "0 to 4")
    }
    var windings: [Winding] = []
    for (leg, line) in lines.enumerated() {
      windings.append(
        try winding(line, try bus(record, leg, bytes), code: codes.0, hasAngle: leg == 0 || third != 0, bytes))
    }
    guard Set(windings.map(\.bus)).count == windings.count else {
      throw record.error(.inconsistent, 1, "one bus at two windings", "different buses")
    }
    let circuit = record.text(3, "1", bytes)
    let numbers = windings.map { buses[$0.bus].number }
    let id = numbers.map(String.init).joined(separator: "-") + ":" + circuit
    let magnetising = try magnetising(record, impedances, first, windings[0], code: codes.2, bytes)

    if third == 0 {
      var impedance = try impedance(impedances, 0, code: codes.1, windings[0], bytes)
      // The tap of a branch stands at one end: a ratio at the other one scales the impedance and the tap.
      impedance.resistance *= windings[1].ratio * windings[1].ratio
      impedance.reactance *= windings[1].ratio * windings[1].ratio
      try take("branch", id, record)
      branches.append(
        branch(
          id, numbers[0], numbers[1], impedance, windings[0], tap: windings[0].ratio / windings[1].ratio,
          isInService: status == 1))
    } else {
      let pairs = (
        try impedance(impedances, 0, code: codes.1, windings[0], bytes),
        try impedance(impedances, 3, code: codes.1, windings[1], bytes),
        try impedance(impedances, 6, code: codes.1, windings[2], bytes)
      )
      try take("branch", id, record)
      try addStar(id, windings, numbers, pairs, status, impedances, bytes)
    }
    guard status != 0, magnetising != (0, 0) else { return }
    simplify("transformers with magnetising admittance, which is held at the bus of winding 1")
    buses[windings[0].bus].shuntConductance += magnetising.0
    buses[windings[0].bus].shuntSusceptance += magnetising.1
  }

  /// WINDV, NOMV, ANG, RATA, RATB, RATC, ...
  private mutating func winding(
    _ line: RawRecord, _ bus: Int, code: Int, hasAngle: Bool, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Winding {
    let baseKV = buses[bus].baseKV
    let voltage = try line.number(0, code == 2 ? baseKV : 1, bytes)
    let given = try line.number(1, 0, bytes)
    let nominal = given == 0 ? baseKV : given
    guard baseKV > 0 || (code == 1 && given == 0) else {
      throw line.error(.outOfRange, 0, "a winding in kV at a bus without a base voltage", "a base voltage, in kV")
    }
    let ratio =
      switch code {
      case 1: voltage
      case 2: voltage / baseKV
      default: voltage * nominal / baseKV
      }
    guard ratio > 0, nominal >= 0 else { throw line.error(.outOfRange, 0, "a ratio of \(ratio)", "a positive one") }
    let base = baseKV > 0 ? nominal / baseKV : 1
    guard hasAngle else {
      return Winding(bus: bus, ratio: ratio, base: base * base, shift: 0, ratings: (nil, nil, nil))
    }
    if try line.number(13, 0, bytes) != 0 { simplify("windings with an impedance correction, which is not applied") }
    return Winding(
      bus: bus, ratio: ratio, base: base * base, shift: try line.number(2, 0, bytes),
      ratings: (try rating(line, 3, bytes), try rating(line, 4, bytes), try rating(line, 5, bytes)))
  }

  /// R, X and SBASE of two windings, made per unit of the system's base and the bus's voltage.
  ///
  /// Code 1 is on the system's base, 2 on the winding's; 3 gives the load loss in watts and the impedance's magnitude.
  private func impedance(
    _ line: RawRecord, _ field: Int, code: Int, _ winding: Winding, _ bytes: Span<UInt8>
  ) throws(ParseError) -> Impedance {
    let resistance = try line.number(field, 0, bytes)
    let reactance = try line.number(field + 1, nil, bytes)
    guard code != 1 else { return Impedance(resistance: resistance, reactance: reactance) }
    let base = try line.number(field + 2, baseMVA, bytes)
    guard base > 0 else { throw line.error(.outOfRange, field + 2, "a base of \(base) MVA", "a positive one") }
    let scale = winding.base * baseMVA / base
    guard code == 3 else { return Impedance(resistance: resistance * scale, reactance: reactance * scale) }
    let loss = resistance * 1e-6 / base
    guard abs(loss) <= abs(reactance) else {
      throw line.error(.outOfRange, field, "a loss above the impedance", "watts of load loss")
    }
    let rest = (reactance * reactance - loss * loss).squareRoot()
    return Impedance(resistance: loss * scale, reactance: (reactance < 0 ? -rest : rest) * scale)
  }

  /// The magnetising admittance: MW taken and MVAr given at 1 p.u.
  ///
  /// Code 1 gives it per unit of the system's base, 2 the loss without load in watts and the exciting current per unit of the winding's base.
  private func magnetising(
    _ record: RawRecord, _ impedances: RawRecord, _ line: RawRecord, _ winding: Winding, code: Int, _ bytes: Span<UInt8>
  ) throws(ParseError) -> (Double, Double) {
    let (first, second) = (try record.number(7, 0, bytes), try record.number(8, 0, bytes))
    guard code == 2 else { return (first * baseMVA, second * baseMVA) }
    guard winding.base > 0 else { throw line.error(.outOfRange, 1, "no nominal voltage", "a positive one, in kV") }
    let conductance = first * 1e-6 / winding.base
    let magnitude = second * (try impedances.number(2, baseMVA, bytes)) / winding.base
    let rest = magnitude * magnitude - conductance * conductance
    return (conductance, rest > 0 ? -rest.squareRoot() : 0)
  }

  /// Adds the star point of a three-winding transformer and a branch from each bus to it.
  private mutating func addStar(
    _ id: String, _ windings: [Winding], _ numbers: [Int], _ pairs: (Impedance, Impedance, Impedance), _ status: Int,
    _ line: RawRecord, _ bytes: Span<UInt8>
  ) throws(ParseError) {
    let corner = buses[windings[0].bus]
    let (voltage, angle) = (try line.number(9, 1, bytes), try line.number(10, 0, bytes))
    lastBus += 1
    places[lastBus] = buses.count
    buses.append(
      .init(
        lastBus, name: "star " + id, status == 0 ? .isolated : .pq, area: corner.area, zone: corner.zone,
        voltage: voltage, angle: angle))
    let legs = [
      Impedance.star(pairs.0, pairs.2, less: pairs.1), Impedance.star(pairs.0, pairs.1, less: pairs.2),
      Impedance.star(pairs.1, pairs.2, less: pairs.0),
    ]
    // Status 4 is winding 1 out, 2 and 3 are the windings of that number out.
    let out = [4, 2, 3]
    for leg in 0..<3 {
      branches.append(
        branch(
          "\(id)/\(leg + 1)", numbers[leg], lastBus, legs[leg], windings[leg], tap: windings[leg].ratio,
          isInService: status != 0 && status != out[leg]))
    }
  }

  private func branch(
    _ id: String, _ from: Int, _ to: Int, _ impedance: Impedance, _ winding: Winding, tap: Double, isInService: Bool
  ) -> Network.Branch {
    .init(
      id, from: from, to: to, resistance: impedance.resistance, reactance: impedance.reactance,
      ratingA: winding.ratings.0, ratingB: winding.ratings.1, ratingC: winding.ratings.2, isTransformer: true, tap: tap,
      shift: winding.shift, isInService: isInService)
  }
}
