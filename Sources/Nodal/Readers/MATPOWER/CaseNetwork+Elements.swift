import MarketData

extension CaseNetwork {
  /// Reads buses, and the loads at them.
  mutating func readBuses(_ table: CaseTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let names = try texts("bus_name", count: table.count)
    let rules: [CaseTable.Rule] = [
      .whole, .whole, .finite, .finite, .finite, .finite, .whole, .finite, .finite, .finite, .whole, .bound, .bound,
    ]
    buses.reserveCapacity(table.count)
    known.reserveCapacity(table.count)
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 13, rules, bytes) {
        try reader.log.record(error)
        continue
      }
      let number = table.whole(row, 0)
      guard number > 0 else {
        try reader.log.record(table.error(.outOfRange, row, 0, "bus \(number)", "a number from 1 on", bytes))
        continue
      }
      let kind = Network.Bus.Kind(rawValue: table.whole(row, 1))
      if kind == nil {
        // The rest of the row is good, and leaving out a bus would take out everything at it.
        try reader.log.record(
          table.error(.outOfRange, row, 1, "type \(table.whole(row, 1)), taken as 1", "1 to 4", bytes))
      }
      guard known.insert(number).inserted else {
        try reader.log.record(table.error(.inconsistent, row, 0, "bus \(number) twice", "different numbers", bytes))
        continue
      }
      let limits = Network.Bounds(table(row, 12), table(row, 11))
      guard limits.isMeaningful else {
        try reader.log.record(table.error(.outOfRange, row, 11, "limits at the wrong infinity", "limits", bytes))
        continue
      }
      buses.append(
        .init(
          number, name: names?[row].trimmedOfBlanks ?? "", kind ?? .pq, baseKV: table(row, 9),
          area: table.whole(row, 6),
          zone: table.whole(row, 10), shuntConductance: table(row, 4), shuntSusceptance: table(row, 5),
          voltage: table(row, 7), angle: table(row, 8), voltageLimits: limits))
      if table(row, 2) != 0 || table(row, 3) != 0 {
        loads.append(.init(String(number), bus: number, power: table(row, 2), reactivePower: table(row, 3)))
      }
    }
  }

  /// Reads generators; their ids are their rows, from 1 on.
  mutating func readGenerators(_ table: CaseTable, _ bytes: Span<UInt8>) throws(ParseError) {
    let technologies = try texts("gentype", count: table.count)
    let fuels = try texts("genfuel", count: table.count)
    var rules: [CaseTable.Rule] = [
      .whole, .finite, .finite, .bound, .bound, .finite, .finite, .finite, .bound, .bound,
    ]
    if version == 2 {
      rules += [CaseTable.Rule](repeating: .bound, count: 6) + [.finite, .bound, .bound, .bound, .finite]
    }
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 10, rules, bytes) ?? unknownBus(table, row, 0, bytes) {
        try reader.log.record(error)
        continue
      }
      let output = Network.Bounds(table(row, 9), table(row, 8))
      let reactive = Network.Bounds(table(row, 4), table(row, 3))
      guard output.isMeaningful, reactive.isMeaningful else {
        try reader.log.record(table.error(.outOfRange, row, 8, "limits at the wrong infinity", "limits", bytes))
        continue
      }
      let ramp = version == 2 ? table(row, 16) : 0
      generatorRows.append(row)
      generators.append(
        .init(
          String(row + 1), bus: table.whole(row, 0), outputLimits: output, isInService: table(row, 7) > 0,
          output: table(row, 1), reactiveOutput: table(row, 2), reactiveLimits: reactive, voltage: table(row, 5),
          baseMVA: table(row, 6) == 0 ? baseMVA : table(row, 6), rampRate: ramp > 0 ? ramp : nil,
          participation: version == 2 ? table(row, 20) : 0, technology: technologies?[row].trimmedOfBlanks ?? "",
          fuel: fuels?[row].trimmedOfBlanks ?? ""))
    }
  }

  /// Reads branches; their ids are their rows, from 1 on.
  mutating func readBranches(_ table: CaseTable, _ bytes: Span<UInt8>) throws(ParseError) {
    var rules: [CaseTable.Rule] = [
      .whole, .whole, .finite, .finite, .finite, .bound, .bound, .bound, .finite, .finite, .finite,
    ]
    if version == 2 { rules += [.bound, .bound] }
    branches.reserveCapacity(table.count)
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 11, rules, bytes) ?? unknownBus(table, row, 0, bytes)
        ?? unknownBus(table, row, 1, bytes)
      {
        try reader.log.record(error)
        continue
      }
      let (from, to) = (table.whole(row, 0), table.whole(row, 1))
      guard from != to else {
        try reader.log.record(table.error(.inconsistent, row, 1, "bus \(to) at both ends", "two buses", bytes))
        continue
      }
      let angles = version == 2 ? Self.angles(table(row, 11), table(row, 12)) : .none
      guard angles.isMeaningful, table(row, 5) >= 0, table(row, 6) >= 0, table(row, 7) >= 0 else {
        try reader.log.record(
          table.error(.outOfRange, row, 5, "a negative rating or a limit at the wrong infinity", "limits", bytes))
        continue
      }
      let (tap, shift) = (table(row, 8), table(row, 9))
      branches.append(
        .init(
          String(row + 1), from: from, to: to, resistance: table(row, 2), reactance: table(row, 3),
          charging: table(row, 4), ratingA: Self.rating(table(row, 5)), ratingB: Self.rating(table(row, 6)),
          ratingC: Self.rating(table(row, 7)), isTransformer: tap != 0 || shift != 0, tap: tap == 0 ? 1 : tap,
          shift: shift, angleLimits: angles, isInService: table(row, 10) > 0))
    }
  }

  /// A rating, of which zero means none.
  private static func rating(_ rating: Double) -> Double? { rating == 0 || rating.isInfinite ? nil : rating }

  /// Limits of an angle's difference: none where both are zero, and none on a side of 360 degrees or more.
  private static func angles(_ lower: Double, _ upper: Double) -> Network.Bounds {
    if lower == 0, upper == 0 { return .none }
    return Network.Bounds(lower <= -360 ? -.infinity : lower, upper >= 360 ? .infinity : upper)
  }

  /// The error of a bus that is not there, or `nil`.
  func unknownBus(_ table: CaseTable, _ row: Int, _ column: Int, _ bytes: Span<UInt8>) -> ParseError? {
    guard !known.contains(table.whole(row, column)) else { return nil }
    return table.error(.inconsistent, row, column, "bus \(table.whole(row, column))", "a bus of the case", bytes)
  }
}

extension String {
  /// The text without blanks at both ends, which cell arrays pad their names with.
  var trimmedOfBlanks: String {
    guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
    return String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
