import ByteFormats

/// Finds the location of each record, each distinct one once.
struct DataMinerPlaces {
  private let place: DataMinerLayout.Place
  private let dictionary: ObservationDictionary
  private let hasIdentifier: Bool
  private var types = ByteMemo<Int>()
  private var kinds: [Location.Kind] = []
  private var codes = ByteMemo<UInt32>()
  private var codesOfType: [ByteMemo<UInt32>] = []
  private var contingencies = ByteMemo<Int>()
  private var codesOfConstraint: [UInt64: UInt32] = [:]
  private let system: UInt32

  init<Records: DataMinerRecords>(_ place: DataMinerLayout.Place, of records: Records, in context: ParseContext) {
    self.place = place
    dictionary = context.dictionary
    hasIdentifier = records.has(DataMinerColumns.place)
    if case .system = place {
      system = context.dictionary.code(for: DataMinerPlaces.wholeMarket)
    } else {
      system = 0
    }
  }

  /// PJM as a whole.
  static let wholeMarket = Location(market: Market.pjm.id, kind: .system, id: Market.pjm.id.rawValue)
  /// How feeds name the whole of PJM among their areas.
  private static let wholeMarketNames: Set<String> = ["RTO", "PJM RTO", "PJM_RTO", "PJM-RTO", "RTO_COMBINED"]

  /// The code of the present record's pricing node: by its identifier, or by type and name where there is none.
  @inline(__always)
  mutating func node<Records: DataMinerRecords>(
    of records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> UInt32? {
    guard hasIdentifier else { return try namedNode(of: &records, in: bytes) }
    let range = records.cell(DataMinerColumns.place, in: bytes)
    guard !range.isEmpty else { return try missing(&records, in: bytes) }
    return codes.value(for: range, in: bytes) { [dictionary] in
      let name = records.text(DataMinerColumns.secondPlace, in: bytes)
      let id = records.text(DataMinerColumns.place, in: bytes)
      let kind = DataMinerPlaces.kind(ofType: records.text(DataMinerColumns.type, in: bytes))
      return dictionary.code(
        for: Location(market: Market.pjm.id, kind: kind, id: id, name: name.isEmpty ? id : name))
    }
  }

  @inline(never)
  private mutating func namedNode<Records: DataMinerRecords>(
    of records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> UInt32? {
    let range = records.cell(DataMinerColumns.secondPlace, in: bytes)
    guard !range.isEmpty else { return try missing(&records, in: bytes) }
    let next = codesOfType.count
    let found = types.value(for: records.cell(DataMinerColumns.type, in: bytes), in: bytes) { next } ?? 0
    if found == next {
      kinds.append(DataMinerPlaces.kind(ofType: records.text(DataMinerColumns.type, in: bytes)))
      codesOfType.append(ByteMemo())
    }
    let kind = kinds[found]
    return codesOfType[found].value(for: range, in: bytes) { [dictionary] in
      let name = records.text(DataMinerColumns.secondPlace, in: bytes)
      return dictionary.code(for: Location(market: Market.pjm.id, kind: kind, id: name))
    }
  }

  /// The code of the present record's place, for feeds that are not about pricing nodes.
  mutating func code<Records: DataMinerRecords>(
    of records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> UInt32? {
    switch place {
    case .node:
      return try node(of: &records, in: bytes)
    case .system:
      return system
    case .constraint:
      return try constraint(of: &records, in: bytes)
    case .named(_, let kind):
      let range = records.cell(DataMinerColumns.place, in: bytes)
      guard !range.isEmpty else { return try missing(&records, in: bytes) }
      return codes.value(for: range, in: bytes) { [dictionary] in
        let text = records.text(DataMinerColumns.place, in: bytes)
        let isWhole = kind != .reserveZone && DataMinerPlaces.wholeMarketNames.contains(text)
        return dictionary.code(
          for: isWhole ? DataMinerPlaces.wholeMarket : Location(market: Market.pjm.id, kind: kind, id: text))
      }
    case .service:
      let range = records.cell(DataMinerColumns.place, in: bytes)
      guard !range.isEmpty else { return try missing(&records, in: bytes) }
      return codes.value(for: range, in: bytes) { [dictionary] in
        let text = records.text(DataMinerColumns.place, in: bytes)
        return dictionary.code(for: DataMinerPlaces.split(service: text).zone)
      }
    }
  }

  private mutating func constraint<Records: DataMinerRecords>(
    of records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> UInt32? {
    let range = records.cell(DataMinerColumns.place, in: bytes)
    guard !range.isEmpty else { return try missing(&records, in: bytes) }
    let nextFacility = UInt32(codes.count)
    let nextContingency = contingencies.count
    let facility = codes.value(for: range, in: bytes) { nextFacility } ?? 0
    let contingencyRange = records.cell(DataMinerColumns.secondPlace, in: bytes)
    let contingency = contingencies.value(for: contingencyRange, in: bytes) { nextContingency } ?? 0
    let key = UInt64(facility) << 32 | UInt64(contingency)
    if let code = codesOfConstraint[key] { return code }
    let monitored = records.text(DataMinerColumns.place, in: bytes)
    let under = records.text(DataMinerColumns.secondPlace, in: bytes)
    let code = dictionary.code(
      for: Location(
        market: Market.pjm.id, kind: .constraint, id: under.isEmpty ? monitored : monitored + " | " + under))
    codesOfConstraint[key] = code
    return code
  }

  @inline(never)
  private func missing<Records: DataMinerRecords>(
    _ records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> UInt32? {
    try records.defect(.missingField, DataMinerColumns.place, in: bytes, expected: "a name or an identifier")
    return nil
  }

  /// The kind of a pricing node by PJM's own type; a node where the type is not published or stands for single buses.
  static func kind(ofType type: String) -> Location.Kind {
    switch type.uppercased() {
    case "ZONE": .zone
    case "HUB": .hub
    case "AGGREGATE", "RESIDUAL_METERED_EDC": .aggregate
    case "INTERFACE", "TIE": .interface
    default: .node
    }
  }

  /// The reserve zone and the service of `RTO Synchronized Reserve`.
  static func split(service text: String) -> (zone: Location, name: String) {
    for zone in ["RTO", "MAD"] where text.hasPrefix(zone + " ") {
      let name = String(text.dropFirst(zone.count + 1))
      return (Location(market: Market.pjm.id, kind: .reserveZone, id: zone), name)
    }
    return (wholeMarket, text)
  }
}
