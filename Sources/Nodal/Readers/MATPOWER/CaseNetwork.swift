import MarketData

/// Makes a network of the fields of a case file.
struct CaseNetwork {
  var reader: CaseReader
  var notes: [NetworkNote] = []
  /// The version of the format, 1 or 2.
  var version = 2
  var baseMVA = 100.0

  var buses: [Network.Bus] = []
  var loads: [Network.Load] = []
  var generators: [Network.Generator] = []
  /// The row of the file of each generator.
  var generatorRows: [Int] = []
  var branches: [Network.Branch] = []
  var hvdcLines: [Network.HVDCLine] = []
  var hvdcRows: [Int] = []
  var interfaces: [Network.Interface] = []
  var areas: [Network.Region] = []
  /// The numbers of the buses that were read.
  var known: Set<Int> = []

  init(_ reader: CaseReader) { self.reader = reader }

  /// Makes the network.
  mutating func network(_ bytes: Span<UInt8>) throws(ParseError) -> Network {
    let bus = try required("bus")
    let gen = try required("gen")
    let branch = try required("branch")
    guard case .number(let base)? = reader.fields["baseMVA"], base > 0, base.isFinite else {
      throw ParseError(.missingField, at: place("baseMVA"), "no baseMVA", expected: "a positive number")
    }
    baseMVA = base
    try readVersion(gen)
    try readBuses(bus, bytes)
    try readGenerators(gen, bytes)
    try readCosts(gen.count, bytes)
    try readBranches(branch, bytes)
    try readAreas(bytes)
    try readHVDCLines(bytes)
    try readInterfaces(branch.count, bytes)
    noteWhatIsNotKept()
    return try NetworkInput.network(source: reader.scanner.source) { () throws(NodalError) in
      try Network(
        name: reader.name, baseMVA: baseMVA, buses: buses, loads: loads, generators: generators, branches: branches,
        hvdcLines: hvdcLines, interfaces: interfaces, areas: areas)
    }
  }

  /// The place of a field.
  func place(_ field: String) -> ParseError.Place {
    reader.order.first { $0.key == field }?.place ?? .init(source: reader.scanner.source, field: field)
  }

  /// A matrix that a case must have.
  private func required(_ field: String) throws(ParseError) -> CaseTable {
    guard let table = table(field) else {
      throw ParseError(.missingField, at: place(field), "no matrix \(field)", expected: field)
    }
    return table
  }

  /// A matrix, where the case has it.
  func table(_ field: String) -> CaseTable? {
    guard case .matrix(let matrix)? = reader.fields[field] else { return nil }
    return CaseTable(field: field, matrix: matrix, source: reader.scanner.source)
  }

  /// The texts of a cell array with one for each row, where the case has it.
  mutating func texts(_ field: String, count: Int) throws(ParseError) -> [String]? {
    guard case .cells(let cells)? = reader.fields[field] else { return nil }
    guard cells.texts.count == count else {
      try reader.log.record(
        ParseError(
          .inconsistent, at: place(field), "\(cells.texts.count) texts", expected: "\(count), one for each row"))
      return nil
    }
    return cells.texts
  }

  /// Reads the version; a case that says none is of version 1 if its generators have no more columns than that had.
  private mutating func readVersion(_ gen: CaseTable) throws(ParseError) {
    switch reader.fields["version"] {
    case .text(let text) where text == "1" || text == "2": version = text == "1" ? 1 : 2
    case .number(let number) where number == 1 || number == 2: version = Int(number)
    case nil: version = reader.root == nil || gen.matrix.width < 21 ? 1 : 2
    default:
      try reader.log.record(
        ParseError(.unrecognised, at: place("version"), "another version", expected: "'1' or '2'"))
    }
  }

  /// Notes every field that went into nothing, and columns that hold results.
  private mutating func noteWhatIsNotKept() {
    let kept: Set = [
      "version", "baseMVA", "bus", "gen", "branch", "gencost", "areas", "bus_name", "gentype", "genfuel", "dcline",
      "dclinecost", "if.map", "if.lims",
    ]
    for (key, place) in reader.order where !kept.contains(key) && !key.hasPrefix("$") {
      notes.append(NetworkNote(at: place, "\(key.prefix(60)) is not kept"))
    }
    for (field, last, what) in [
      ("bus", 13, "results"), ("gen", version == 1 ? 10 : 21, "results"), ("branch", version == 1 ? 11 : 13, "results"),
      ("dcline", 17, "results"),
    ] {
      guard let width = table(field)?.matrix.width, width > last else { continue }
      notes.append(NetworkNote(at: place(field), "\(field): columns \(last + 1) to \(width), \(what), are not kept"))
    }
    noteColumns("gen", 11...16, "the capability curve", of: version)
    noteColumns("gen", 18...20, "ramps for reserves", of: version)
    noteColumns("dcline", 5...9, "the stored state but its flow", of: version)
    noteColumns("dcline", 12...15, "reactive limits", of: version)
  }

  /// Notes columns in which a number is not zero.
  private mutating func noteColumns(_ field: String, _ columns: ClosedRange<Int>, _ what: String, of version: Int) {
    guard let table = table(field), field != "gen" || version == 2 else { return }
    let isUsed = (0..<table.count).contains { row in
      columns.contains { table.matrix.isGood(row) && table(row, $0 - 1) != 0 }
    }
    guard isUsed else { return }
    notes.append(
      NetworkNote(
        at: place(field), "\(field): columns \(columns.lowerBound) to \(columns.upperBound), \(what), are not kept"))
  }
}
