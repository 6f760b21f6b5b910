import ByteFormats
import MarketData

/// Reads the files of a PyPSA folder.
struct FolderReader {
  let files: [String: [UInt8]]
  let limits: Limits
  var log: DefectLog
  var notes: [NetworkNote] = []
  /// The base of per-unit impedances, which the format does not have, MVA.
  let baseMVA = 100.0

  var name = ""
  var buses: [Network.Bus] = []
  var places: [String: Int] = [:]
  var loads: [Network.Load] = []
  /// The sign of each load, and the nominal power of each generator, for series.
  var loadSigns: [String: Double] = [:]
  var nominalPowers: [String: Double] = [:]
  var generators: [Network.Generator] = []
  var branches: [Network.Branch] = []
  var hvdcLines: [Network.HVDCLine] = []
  var lineTypes: [String: LineType] = [:]
  var ids: Set<String> = []

  /// What a type of line has for each kilometre.
  struct LineType {
    var resistance: Double
    var reactance: Double
    var susceptance: Double
  }

  init(_ files: [String: [UInt8]], context: ParseContext) {
    self.files = files
    limits = context.limits
    log = DefectLog(context: context)
  }

  /// Reads the components.
  mutating func readComponents() throws(ParseError) {
    guard files["buses.csv"] != nil else {
      throw ParseError(.missingField, at: .init(source: "buses.csv"), "no buses.csv", expected: "a file of buses")
    }
    try read("network.csv") { (reader, row, bytes) throws(ParseError) in reader.name = row.text("name", bytes) }
    try read("buses.csv") { (reader, row, bytes) throws(ParseError) in try reader.readBus(row, bytes) }
    try read("loads.csv") { (reader, row, bytes) throws(ParseError) in try reader.readLoad(row, bytes) }
    try read("generators.csv") { (reader, row, bytes) throws(ParseError) in try reader.readGenerator(row, bytes) }
    try read("shunt_impedances.csv") { (reader, row, bytes) throws(ParseError) in try reader.readShunt(row, bytes) }
    try read("line_types.csv") { (reader, row, bytes) throws(ParseError) in try reader.readLineType(row, bytes) }
    try read("lines.csv") { (reader, row, bytes) throws(ParseError) in try reader.readLine(row, bytes) }
    try read("transformers.csv") { (reader, row, bytes) throws(ParseError) in try reader.readTransformer(row, bytes) }
    try read("links.csv") { (reader, row, bytes) throws(ParseError) in try reader.readLink(row, bytes) }
  }

  /// Reads the rows of a file, where the folder has it, and logs what is wrong with one.
  mutating func read(
    _ file: String, _ readRow: (inout FolderReader, ComponentTable, Span<UInt8>) throws(ParseError) -> Void
  ) throws(ParseError) {
    guard let content = files[file] else { return }
    try NetworkInput.expanded(content.span, source: file, limits: limits) { (bytes) throws(ParseError) in
      var table = try ComponentTable(file, bytes, limits: limits)
      var rows = 0
      while true {
        do throws(ParseError) {
          guard try table.next(bytes) else { return }
          rows += 1
          guard rows <= limits.maxRows else {
            throw table.error(.limitExceeded, 0, "more rows", "at most \(limits.maxRows)")
          }
          try readRow(&self, table, bytes)
        } catch {
          guard error.code != .limitExceeded else { throw error }
          try log.record(error)
        }
      }
    }
  }

  /// The place of the bus that an attribute names.
  func bus(_ row: ComponentTable, _ attribute: String, _ bytes: Span<UInt8>) throws(ParseError) -> Int {
    let name = row.text(attribute, bytes)
    guard let place = places[name] else {
      throw row.error(.inconsistent, attribute, "bus \(name.prefix(40))", "a bus of buses.csv")
    }
    return place
  }

  /// Reads the name of a component and refuses one that is taken.
  mutating func take(_ kind: String, _ row: ComponentTable, _ bytes: Span<UInt8>) throws(ParseError) -> String {
    let name = try row.name(bytes)
    guard ids.insert(kind + "/" + name).inserted else {
      throw row.error(.inconsistent, 0, "\(kind) \(name.prefix(40)) twice", "different names")
    }
    return name
  }

  /// Notes a fact once.
  mutating func note(_ file: String, _ text: String) {
    let note = NetworkNote(at: .init(source: file), text)
    if !notes.contains(note) { notes.append(note) }
  }

  /// Notes the files that go into nothing.
  mutating func noteOtherFiles() {
    let kept: Set = [
      "network.csv", "buses.csv", "loads.csv", "generators.csv", "shunt_impedances.csv", "line_types.csv", "lines.csv",
      "transformers.csv", "links.csv", "snapshots.csv", "loads-p_set.csv", "loads-q_set.csv",
      "generators-p_min_pu.csv", "generators-p_max_pu.csv",
    ]
    for file in files.keys.sorted() where !kept.contains(file) {
      notes.append(NetworkNote(at: .init(source: file), "not kept"))
    }
  }
}
