import ByteFormats

/// The prices of one market day while a wide report is read: for each hour a column of prices, congestion and loss over
/// the nodes.
///
/// The columns become the chunks as they are, one an hour, without a copy; only energy is added. Locations are one
/// array that all hours share. Cells that were not read hold NaN.
struct MISOHourColumns {
  /// Which of a node's three rows a record is.
  enum Part: UInt8 {
    case price = 1
    case congestion = 2
    case loss = 4

    init?(_ bytes: Span<UInt8>, _ range: ByteRange) {
      if bytes.equalsIgnoringCase(range, "LMP") {
        self = .price
      } else if bytes.equalsIgnoringCase(range, "MCC") {
        self = .congestion
      } else if bytes.equalsIgnoringCase(range, "MLC") {
        self = .loss
      } else {
        return nil
      }
    }
  }

  /// What all rows of the day have in common.
  struct Meaning {
    let midnight: Int64
    let product: UInt32
    let dictionary: ObservationDictionary
    let provenance: Provenance
    let publication: Publication
  }

  /// A node, or one of its hours, of which a part is missing.
  struct Gap {
    let line: Int
    let hour: Int?
    let message: String
  }

  /// Stands in a price column for a cell that held text: no row comes of it, and the text has been reported.
  static let refused = Double(bitPattern: 0x7ff8_0000_0000_0bad)

  /// Whether any cell was blank or no number.
  var hasGaps = false

  private var prices: [[Double]]
  private var congestion: [[Double]]
  private var losses: [[Double]]
  private var locations: [UInt32] = []
  private var lines: [Int32] = []
  private var seen: [UInt8] = []
  private var room: Int

  /// Makes columns with room for `nodes` nodes.
  init(nodes: Int) {
    room = nodes
    let column = { (0..<24).map { _ in [Double](repeating: .nan, count: nodes) } }
    prices = column()
    congestion = column()
    losses = column()
    locations.reserveCapacity(nodes)
    lines.reserveCapacity(nodes)
    seen.reserveCapacity(nodes)
  }

  /// Adds a node, and gives its position.
  mutating func add(location: UInt32, line: Int) -> Int32 {
    if locations.count == room { grow() }
    locations.append(location)
    lines.append(Int32(truncatingIfNeeded: line))
    seen.append(0)
    return Int32(locations.count - 1)
  }

  @inline(never)
  private mutating func grow() {
    let more = max(64, room / 2)
    for hour in 0..<24 {
      prices[hour].append(contentsOf: repeatElement(.nan, count: more))
      congestion[hour].append(contentsOf: repeatElement(.nan, count: more))
      losses[hour].append(contentsOf: repeatElement(.nan, count: more))
    }
    room += more
  }

  /// Notes that a node's row of `part` begins; false when it was there before.
  mutating func begin(_ part: Part, of node: Int) -> Bool {
    if seen[node] & part.rawValue != 0 { return false }
    seen[node] |= part.rawValue
    return true
  }

  @inline(__always)
  mutating func set(_ part: Part, _ value: Double, node: Int, hour: Int) {
    switch part {
    case .price: prices[hour][node] = value
    case .congestion: congestion[hour][node] = value
    case .loss: losses[hour][node] = value
    }
  }

  /// Sets all hours of a node's row.
  @inline(__always)
  mutating func set(_ part: Part, _ values: InlineArray<24, Double>, node: Int) {
    switch part {
    case .price: for hour in 0..<24 { prices[hour][node] = values[hour] }
    case .congestion: for hour in 0..<24 { congestion[hour][node] = values[hour] }
    case .loss: for hour in 0..<24 { losses[hour][node] = values[hour] }
    }
  }
}

extension MISOHourColumns {
  /// The nodes without all three rows, and the hours that have parts but no price.
  func gaps() -> [Gap] {
    var gaps: [Gap] = []
    for node in locations.indices {
      let line = Int(lines[node])
      if seen[node] != 7 {
        let names: [(Part, String)] = [(.price, "LMP"), (.congestion, "MCC"), (.loss, "MLC")]
        let missing = names.filter { seen[node] & $0.0.rawValue == 0 }.map(\.1).joined(separator: " and ")
        gaps.append(Gap(line: line, hour: nil, message: "a node without \(missing)"))
      } else if hasGaps {
        for hour in 0..<24 where prices[hour][node].isNaN && !isRefused(node, hour) && hasParts(node, hour) {
          gaps.append(Gap(line: line, hour: hour, message: "parts without a price"))
        }
      }
    }
    return gaps
  }

  private func isRefused(_ node: Int, _ hour: Int) -> Bool {
    prices[hour][node].bitPattern == MISOHourColumns.refused.bitPattern
  }

  private func hasParts(_ node: Int, _ hour: Int) -> Bool { !congestion[hour][node].isNaN || !losses[hour][node].isNaN }

  /// Makes the table: a chunk for each hour that has rows.
  ///
  /// A cell without a price makes no row, unless parts of it are there: then its price is missing.
  mutating func seal(_ meaning: Meaning) -> ObservationTable {
    var table = ObservationTable(dictionary: meaning.dictionary)
    let mustFilter = hasGaps || seen.contains { $0 & Part.price.rawValue == 0 }
    for hour in 0..<24 {
      var kept: [Int]?
      if mustFilter {
        kept = locations.indices.filter {
          !prices[hour][$0].isNaN || (!isRefused($0, hour) && hasParts($0, hour))
        }
        if kept?.count == locations.count { kept = nil }
      }
      if let chunk = takeChunk(hour, kept, meaning) { table.append(chunk) }
    }
    return table
  }

  private mutating func takeChunk(_ hour: Int, _ kept: [Int]?, _ meaning: Meaning) -> ObservationChunk? {
    let value = MISOHourColumns.take(&prices[hour], kept, locations.count)
    let congestion = MISOHourColumns.take(&congestion[hour], kept, locations.count)
    let loss = MISOHourColumns.take(&losses[hour], kept, locations.count)
    let count = value.count
    let energy = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      for row in 0..<count { buffer[row] = misoEnergy(value[row], congestion[row], loss[row]) }
      filled = count
    }
    var components: [ObservationChunk.ComponentColumn] = []
    for (name, column) in [(PriceComponent.energy, energy), (.congestion, congestion), (.loss, loss)]
    where column.contains(where: { !$0.isNaN }) {
      components.append(ObservationChunk.ComponentColumn(name, column))
    }
    let start = meaning.midnight + Int64(hour) * 3600
    let (published, basis) = meaning.publication.published(start: start, seconds: 3600)
    var provenance = meaning.provenance
    provenance.publicationBasis = basis
    return ObservationChunk(
      starts: .constant(start, count: count), lengths: .constant(3600, count: count),
      locations: .values(kept.map { kept in kept.map { locations[$0] } } ?? locations),
      products: .constant(meaning.product, count: count), values: value, components: components,
      publishedAt: .constant(published, count: count), dictionary: meaning.dictionary, provenance: provenance)
  }

  /// Moves a column out, cut to the rows that count.
  private static func take(_ column: inout [Double], _ kept: [Int]?, _ count: Int) -> [Double] {
    var taken: [Double] = []
    swap(&taken, &column)
    if let kept { return kept.map { taken[$0] } }
    taken.removeLast(taken.count - count)
    return taken
  }
}

extension Publication {
  /// Since when an interval's rows could be known, and how that is known.
  func published(start: Int64, seconds: Int64) -> (Int64, Provenance.PublicationBasis) {
    switch self {
    case .stated(let instant):
      return (instant.secondsSince1970, .stated)
    case .inferred(let rule):
      let begin = Instant(secondsSince1970: start)
      guard let interval = DeliveryInterval(start: begin, seconds: seconds) else { return (start, .inferred) }
      return (rule.publication(of: interval).secondsSince1970, .inferred)
    }
  }
}
