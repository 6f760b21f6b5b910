import ByteFormats

extension DataMinerReader {
  /// Reads records with one or several quantities each, forecasts by their issue time.
  func measures<Records: DataMinerRecords>(
    _ measures: [DataMinerLayout.Measure], of records: inout Records, seconds: Int32, in bytes: Span<UInt8>
  ) throws(ParseError) -> Rows {
    var clock = try DataMinerClock(
      records, utc: DataMinerColumns.beginUTC, local: DataMinerColumns.beginLocal, in: bytes)
    var places = DataMinerPlaces(layout.place, of: records, in: context)
    var products = DataMinerProducts(measures, dictionary: context.dictionary)
    var builders = IssueBuilders(dictionary: context.dictionary, components: measures.flatMap(\.parts).map(\.component))
    while try records.next(in: bytes) {
      guard let place = try places.code(of: &records, in: bytes),
        let start = try clock.start(of: &records, series: series(of: records, place, in: bytes), in: bytes),
        let length = try length(of: &records, from: start, usual: seconds, clock: &clock, in: bytes),
        let revision = try revision(of: &records, in: bytes)
      else { continue }
      var issue: Int64?
      if layout.issued != nil {
        issue = try clock.instant(
          of: &records, utc: DataMinerColumns.issuedUTC, local: DataMinerColumns.issuedLocal, in: bytes)
        guard issue != nil else { continue }
      }
      let label = products.label(of: records, in: bytes)
      var slot = DataMinerColumns.values
      var part = 0
      for (index, measure) in measures.enumerated() {
        let valueSlot = slot
        slot += 1 + measure.parts.count
        let firstPart = part
        part += measure.parts.count
        guard records.has(valueSlot), let value = try records.number(valueSlot, in: bytes) else { continue }
        // A record that is about one value says that it is missing; a blank cell among others says nothing.
        guard !value.isNaN || measures.count == 1 else { continue }
        builders.append(
          issue: issue, start: start, seconds: length, place: place, product: products.code(index, label: label),
          value: value, revision: revision)
        for offset in measure.parts.indices {
          guard let share = try records.number(valueSlot + 1 + offset, in: bytes) else { continue }
          builders.setComponent(firstPart + offset, to: share)
        }
      }
    }
    return Rows(builders: builders.finished, stamps: clock.stamps)
  }

  /// What tells the series of a file apart where the order of its rows matters.
  private func series<Records: DataMinerRecords>(
    of records: Records, _ place: UInt32, in bytes: Span<UInt8>
  ) -> UInt64 {
    guard layout.label != nil || layout.issued != nil else { return UInt64(place) }
    var hash = HashSeed.value ^ UInt64(place)
    for slot in [DataMinerColumns.label, DataMinerColumns.issuedUTC, DataMinerColumns.issuedLocal] {
      let range = records.cell(slot, in: bytes)
      for offset in range.start..<range.end { hash = (hash ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01b3 }
    }
    return hash
  }

  private func length<Records: DataMinerRecords>(
    of records: inout Records, from start: Int64, usual: Int32, clock: inout DataMinerClock, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int32? {
    guard case .stated = layout.length else { return usual }
    guard records.has(DataMinerColumns.endUTC) || records.has(DataMinerColumns.endLocal) else { return usual }
    let end = try clock.instant(
      of: &records, utc: DataMinerColumns.endUTC, local: DataMinerColumns.endLocal, in: bytes)
    guard let end else { return nil }
    guard end > start, let length = Int32(exactly: end - start) else {
      try records.defect(
        .noSuchInterval, records.has(DataMinerColumns.endUTC) ? DataMinerColumns.endUTC : DataMinerColumns.endLocal,
        in: bytes, expected: "an end after the start")
      return nil
    }
    return length
  }

  private func revision<Records: DataMinerRecords>(
    of records: inout Records, in bytes: Span<UInt8>
  ) throws(ParseError) -> Int32? {
    guard layout.verified != nil else {
      return try records.revision(version: DataMinerColumns.version, current: DataMinerColumns.current, in: bytes)
    }
    return bytes.equalsIgnoringCase(records.cell(DataMinerColumns.verified, in: bytes), "true") ? 1 : 0
  }

  /// Reads `ancillary_service`, `unit`, `value`.
  func services<Records: DataMinerRecords>(
    of records: inout Records, run: Product.Run, seconds: Int32, in bytes: Span<UInt8>
  ) throws(ParseError) -> Rows {
    var clock = try DataMinerClock(
      records, utc: DataMinerColumns.beginUTC, local: DataMinerColumns.beginLocal, in: bytes)
    var places = DataMinerPlaces(layout.place, of: records, in: context)
    var units = ByteMemo<ServiceUnit>()
    var products: [ServiceUnit: ByteMemo<UInt32>] = [:]
    var rows = ObservationBuilder(dictionary: context.dictionary)
    while try records.next(in: bytes) {
      let unitRange = records.cell(DataMinerColumns.unit, in: bytes)
      guard let unit = units.value(for: unitRange, in: bytes, decode: { ServiceUnit(unitRange, in: bytes) }) else {
        try records.defect(.outOfRange, DataMinerColumns.unit, in: bytes, expected: "Price, Ratio or MW")
        continue
      }
      let service = records.cell(DataMinerColumns.place, in: bytes)
      guard let place = try places.code(of: &records, in: bytes) else { continue }
      let product = products[unit, default: ByteMemo()].value(for: service, in: bytes) { [context] in
        let name = DataMinerPlaces.split(service: records.text(DataMinerColumns.place, in: bytes)).name
        return context.dictionary.code(for: unit.product(name, run))
      }
      guard let product,
        let start = try clock.start(of: &records, series: UInt64(place) << 32 | UInt64(product), in: bytes),
        let value = try records.number(DataMinerColumns.value, in: bytes),
        let revision = try records.revision(
          version: DataMinerColumns.version, current: DataMinerColumns.current, in: bytes)
      else { continue }
      rows.append(
        start: start, seconds: seconds, location: place, product: product, value: value, revision: revision)
    }
    return Rows(builders: [(nil, rows)], stamps: clock.stamps)
  }
}

/// What the unit column of a service says about its value.
private enum ServiceUnit: Hashable {
  case price, ratio, megawatt

  init?(_ range: ByteRange, in bytes: Span<UInt8>) {
    if bytes.equalsIgnoringCase(range, "price") {
      self = .price
    } else if bytes.equalsIgnoringCase(range, "ratio") {
      self = .ratio
    } else if bytes.equalsIgnoringCase(range, "mw") {
      self = .megawatt
    } else {
      return nil
    }
  }

  func product(_ name: String, _ run: Product.Run) -> Product {
    switch self {
    case .price: .ancillaryService(name, run)
    case .ratio: Product(kind: "ancillary-service-ratio", run: run, name: name, unit: .dimensionless)
    case .megawatt: .power(.ancillaryServiceQuantity, run, name)
    }
  }
}

/// The products of measures, by the label of the record.
private struct DataMinerProducts {
  private let measures: [DataMinerLayout.Measure]
  private let dictionary: ObservationDictionary
  private var labels = ByteMemo<Int>()
  private var names: [String] = [""]
  private var codes: [[UInt32?]]

  init(_ measures: [DataMinerLayout.Measure], dictionary: ObservationDictionary) {
    self.measures = measures
    self.dictionary = dictionary
    codes = [Array(repeating: nil, count: measures.count)]
  }

  /// The number of the present record's label; 0 where the feed has none.
  mutating func label<Records: DataMinerRecords>(of records: Records, in bytes: Span<UInt8>) -> Int {
    guard records.has(DataMinerColumns.label) else { return 0 }
    let next = names.count
    let label = labels.value(for: records.cell(DataMinerColumns.label, in: bytes), in: bytes) { next } ?? 0
    if label == next {
      names.append(records.text(DataMinerColumns.label, in: bytes))
      codes.append(Array(repeating: nil, count: measures.count))
    }
    return label
  }

  /// The code of a measure's product.
  mutating func code(_ measure: Int, label: Int) -> UInt32 {
    if let code = codes[label][measure] { return code }
    let product = measures[measure].product
    let name = [names[label], product.name].filter { !$0.isEmpty }.joined(separator: " ")
    let code = dictionary.code(
      for: Product(kind: product.kind, run: product.run, name: name, unit: product.unit))
    codes[label][measure] = code
    return code
  }
}

/// One builder for each issue time, since rows of one issue became known together.
private struct IssueBuilders {
  private let dictionary: ObservationDictionary
  private let components: [PriceComponent]
  private var indices: [Int64?: Int] = [:]
  private var present = 0
  private(set) var finished: [(issue: Int64?, rows: ObservationBuilder)] = []

  init(dictionary: ObservationDictionary, components: [PriceComponent]) {
    self.dictionary = dictionary
    self.components = components
  }

  mutating func append(
    issue: Int64?, start: Int64, seconds: Int32, place: UInt32, product: UInt32, value: Double, revision: Int32
  ) {
    if finished.isEmpty || finished[present].issue != issue { select(issue) }
    finished[present].rows.append(
      start: start, seconds: seconds, location: place, product: product, value: value, issuedAt: issue,
      revision: revision)
  }

  /// Sets a component of the row that was added last.
  mutating func setComponent(_ component: Int, to value: Double) {
    let row = finished[present].rows.count - 1
    finished[present].rows.setComponent(component, to: value, at: row)
  }

  private mutating func select(_ issue: Int64?) {
    if let index = indices[issue] {
      present = index
      return
    }
    present = finished.count
    indices[issue] = present
    finished.append((issue, ObservationBuilder(dictionary: dictionary, components: components)))
  }
}
