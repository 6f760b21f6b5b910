import MarketData

extension CaseNetwork {
  /// Reads the costs of generators: of active power in as many rows as there are generators, of reactive power in as many more.
  mutating func readCosts(_ count: Int, _ bytes: Span<UInt8>) throws(ParseError) {
    guard let table = table("gencost") else { return }
    guard table.count == count || table.count == 2 * count else {
      try reader.log.record(
        ParseError(
          .inconsistent, at: place("gencost"), "\(table.count) rows", expected: "\(count) or \(2 * count), by generator"
        ))
      return
    }
    for (index, row) in generatorRows.enumerated() {
      if let cost = try cost(table, row, bytes) {
        generators[index].cost = cost
        generators[index].startUpCost = table(row, 1)
        generators[index].shutDownCost = table(row, 2)
      }
      if table.count == 2 * count, count > 0 {
        generators[index].reactiveCost = try cost(table, row + count, bytes)
      }
    }
  }

  /// Reads a cost; `nil` for one that is defective, which is then known.
  func isGood(_ table: CaseTable, _ row: Int) -> Bool { table.matrix.isGood(row) }

  mutating func cost(_ table: CaseTable, _ row: Int, _ bytes: Span<UInt8>) throws(ParseError) -> Network.Cost? {
    guard isGood(table, row) else { return nil }
    if let error = table.check(row, 4, [.whole, .finite, .finite, .whole], bytes) {
      try reader.log.record(error)
      return nil
    }
    let (model, count) = (table.whole(row, 0), table.whole(row, 3))
    guard model == 1 || model == 2 else {
      try reader.log.record(table.error(.outOfRange, row, 0, "model \(model)", "1 or 2", bytes))
      return nil
    }
    let width = Int(table.matrix.rows[row].count)
    let each = model == 1 ? 2 : 1
    guard count >= 1, count <= (width - 4) / each else {
      try reader.log.record(
        table.error(.fieldCount, row, 3, "\(count) points or coefficients", "1 to \((width - 4) / each)", bytes))
      return nil
    }
    let values = table.matrix.values[table.matrix.rows[row].start...].dropFirst(4).prefix(count * each)
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      let column = bad - table.matrix.rows[row].start
      try reader.log.record(table.error(.notANumber, row, column, "\(values[bad])", "a finite number", bytes))
      return nil
    }
    if model == 2 { return .polynomial(values.reversed()) }
    let numbers = Array(values)
    return .piecewise((0..<count).map { .init(numbers[2 * $0], numbers[2 * $0 + 1]) })
  }

  /// Reads HVDC lines and their costs; their ids are their rows, from 1 on.
  mutating func readHVDCLines(_ bytes: Span<UInt8>) throws(ParseError) {
    guard let table = table("dcline") else { return }
    let rules: [CaseTable.Rule] =
      [.whole, .whole, .finite, .finite] + [CaseTable.Rule](repeating: .bound, count: 11) + [.finite, .finite]
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 17, rules, bytes) ?? unknownBus(table, row, 0, bytes)
        ?? unknownBus(table, row, 1, bytes)
      {
        try reader.log.record(error)
        continue
      }
      let (lossConstant, lossSlope) = (table(row, 15), table(row, 16))
      let limits = Network.Bounds(
        Self.flow(atLimit: table(row, 9), lossConstant, lossSlope),
        Self.flow(atLimit: table(row, 10), lossConstant, lossSlope))
      guard limits.isMeaningful, !limits.lower.isNaN, !limits.upper.isNaN else {
        try reader.log.record(table.error(.outOfRange, row, 9, "limits at the wrong infinity", "limits", bytes))
        continue
      }
      hvdcRows.append(row)
      hvdcLines.append(
        .init(
          String(row + 1), from: table.whole(row, 0), to: table.whole(row, 1), flowLimits: limits, flow: table(row, 3),
          lossConstant: lossConstant, lossSlope: lossSlope, isInService: table(row, 2) > 0))
    }
    guard let costs = self.table("dclinecost") else { return }
    guard costs.count == table.count else {
      try reader.log.record(
        ParseError(.inconsistent, at: place("dclinecost"), "\(costs.count) rows", expected: "\(table.count), by line"))
      return
    }
    for (index, row) in hvdcRows.enumerated() { hvdcLines[index].cost = try cost(costs, row, bytes) }
  }

  /// The flow at the first bus of a limit, which is one of the flow at the second bus where it is negative.
  private static func flow(atLimit limit: Double, _ lossConstant: Double, _ lossSlope: Double) -> Double {
    limit < 0 && limit.isFinite && lossSlope < 1 ? (limit + lossConstant) / (1 - lossSlope) : limit
  }

  /// Reads areas.
  mutating func readAreas(_ bytes: Span<UInt8>) throws(ParseError) {
    guard let table = table("areas") else { return }
    var numbers: Set<Int> = []
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 2, [.whole, .whole], bytes) ?? unknownBus(table, row, 1, bytes) {
        try reader.log.record(error)
        continue
      }
      let number = table.whole(row, 0)
      guard numbers.insert(number).inserted else {
        try reader.log.record(table.error(.inconsistent, row, 0, "area \(number) twice", "different numbers", bytes))
        continue
      }
      areas.append(.init(number, balancingBus: table.whole(row, 1)))
    }
  }

  /// Reads interfaces: which branches, by row and direction, belong to which, and their limits in MW.
  mutating func readInterfaces(_ branchCount: Int, _ bytes: Span<UInt8>) throws(ParseError) {
    guard let map = table("if.map"), let table = table("if.lims") else {
      if let key = ["if.map", "if.lims"].first(where: { reader.fields[$0] != nil }) {
        try reader.log.record(
          ParseError(.missingField, at: place(key), "only \(key)", expected: "if.map and if.lims, two matrices"))
      }
      return
    }
    let present = Set(branches.map(\.id))
    var terms: [Int: [Network.Interface.Term]] = [:]
    for row in 0..<map.count where map.matrix.isGood(row) {
      if let error = map.check(row, 2, [.whole, .whole], bytes) {
        try reader.log.record(error)
        continue
      }
      let branch = map.whole(row, 1)
      guard present.contains(String(abs(branch))) else {
        try reader.log.record(
          map.error(.inconsistent, row, 1, "branch \(branch)", "a row of branch, 1 to \(branchCount)", bytes))
        continue
      }
      terms[map.whole(row, 0), default: []].append(.init(String(abs(branch)), weight: branch < 0 ? -1 : 1))
    }
    for row in 0..<table.count where table.matrix.isGood(row) {
      if let error = table.check(row, 3, [.whole, .bound, .bound], bytes) {
        try reader.log.record(error)
        continue
      }
      let limits = Network.Bounds(table(row, 1), table(row, 2))
      guard limits.isMeaningful, let branches = terms.removeValue(forKey: table.whole(row, 0)) else {
        try reader.log.record(
          table.error(
            .inconsistent, row, 0, "interface \(table.whole(row, 0))",
            "one with branches in if.map, with limits, given once", bytes))
        continue
      }
      interfaces.append(.init(String(table.whole(row, 0)), branches, limits: limits))
    }
    for number in terms.keys.sorted() {
      notes.append(NetworkNote(at: place("if.map"), "interface \(number) has no limits and is not kept"))
    }
  }
}
