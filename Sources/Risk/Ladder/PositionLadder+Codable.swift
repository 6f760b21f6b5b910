import MarketData
public import Valuation

extension PositionLadder: DocumentedResult {
  private enum Key: CodingKey { case buckets, cells, outside, basis }

  /// Reads a ladder; buckets that overlap, cells in other buckets and cells that are there twice are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let buckets: [PeriodText] = try container(.buckets)
    self.buckets = buckets.map(\.period)
    cells = try container(.cells)
    outside = try container(.outside)
    basis = try container(.basis)
    let apart = zip(self.buckets, self.buckets.dropFirst()).allSatisfy { $0.end <= $1.first }
    try container.require(!buckets.isEmpty && apart, .buckets, "one or more buckets apart, in order of time")
    let known = Set(self.buckets)
    let places = Set(cells.map { [$0.hub, $0.block, $0.bucket.name] })
    let units = Dictionary(cells.map { ($0.hub, $0.unit) }) { first, _ in first }
    try container.require(cells.allSatisfy { units[$0.hub] == $0.unit }, .cells, "one unit for each hub")
    try container.require(
      places.count == cells.count && cells.allSatisfy { known.contains($0.bucket) && $0.hours >= 0 }, .cells,
      "one cell for each hub, block and bucket")
  }

  /// Writes the ladder, periods by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(buckets.map(PeriodText.init), forKey: .buckets)
    try container.encode(cells, forKey: .cells)
    try container.encode(outside, forKey: .outside)
    try container.encode(basis, forKey: .basis)
  }
}

extension PositionLadder.Cell: Codable {
  private enum Key: CodingKey { case hub, block, bucket, hours, unit, long, short, energy, power }

  /// Reads a cell; energy below zero on either side is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let bucket: PeriodText = try container(.bucket)
    let unit: UnitText = try container(.unit)
    self.init(
      hub: try container(.hub), block: try container(.block), bucket: bucket.period, hours: try container(.hours),
      unit: unit.unit)
    long = try container(.long)
    short = try container(.short)
    try container.require(long >= 0, .long, "energy from 0 on")
    try container.require(short >= 0, .short, "energy from 0 on")
  }

  /// Writes a cell with its net energy and power, the unit by its symbol.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(hub, forKey: .hub)
    try container.encode(block, forKey: .block)
    try container.encode(PeriodText(bucket), forKey: .bucket)
    try container.encode(hours, forKey: .hours)
    try container.encode(UnitText(unit), forKey: .unit)
    try container.encode(long, forKey: .long)
    try container.encode(short, forKey: .short)
    try container.encode(energy, forKey: .energy)
    try container.encode(power, forKey: .power)
  }
}

extension PositionLadder.Outside: Codable {
  private enum Key: CodingKey { case id, energy, unit }

  /// Reads what no bucket takes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let unit: UnitText = try container(.unit)
    self.init(id: try container(.id), energy: try container(.energy), unit: unit.unit)
  }

  /// Writes what no bucket takes, the unit by its symbol.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(energy, forKey: .energy)
    try container.encode(UnitText(unit), forKey: .unit)
  }
}

extension PositionLadder.Entry {
  /// Adds all that the ladder depends on.
  func add(to digest: inout ContentDigest) {
    for text in [id, hub, block, period.name, unit.symbol] { digest.add(text) }
    switch quantity {
    case .power(let power): digest.add([0, power])
    case .energy(let energy): digest.add([1, energy])
    }
  }
}

extension PositionLadder {
  /// What the hours depend on beside the entries: buckets, the calendars of the hubs, the parts of base.
  static func inputs(
    _ entries: [Entry], _ buckets: [DeliveryPeriod], _ calendars: [String: BlockCalendar], _ parts: [String: [Block]]
  ) -> [ResultBasis.Input] {
    let periods = Dictionary(grouping: entries, by: \.hub).mapValues { Set($0.map(\.period)).union(buckets).sorted() }
    let hubs = periods.keys.sorted()
    return [
      .init("entries") { digest in
        for entry in entries { entry.add(to: &digest) }
      },
      .init("buckets") { digest in
        for bucket in buckets { digest.add(bucket.name) }
      },
      .init("calendars") { digest in
        for hub in hubs {
          digest.add(hub)
          calendars[hub]?.add(to: &digest, over: periods[hub] ?? [])
        }
      },
      .init("parts of base") { digest in
        for hub in hubs {
          guard let blocks = parts[hub] else { continue }
          digest.add(hub)
          digest.add(blocks.count)
          for block in blocks { block.add(to: &digest) }
        }
      },
    ]
  }
}

extension BlockCalendar {
  /// Adds all that hours of blocks depend on: the zone with the instants at which periods begin and end on its clock, the blocks,
  /// and the holidays of the periods' years.
  fileprivate func add(to digest: inout ContentDigest, over periods: [DeliveryPeriod]) {
    for text in [name, zone.identifier, holidays.name] { digest.add(text) }
    digest.add(dayStart)
    digest.add(blocks.count)
    for block in blocks { block.add(to: &digest) }
    for period in periods {
      let interval = interval(of: period)
      digest.add([Int(interval.start.secondsSince1970), Int(interval.end.secondsSince1970)])
    }
    let years = Set(periods.flatMap { $0.first.year...$0.end.year }).sorted()
    digest.add(years.flatMap { holidays.dates(in: $0) }.map { Int($0.daysSince1970) })
  }
}

extension Block {
  /// Adds the name and the windows.
  fileprivate func add(to digest: inout ContentDigest) {
    digest.add(name)
    digest.add(windows.count)
    for window in windows {
      var numbers = [Int(window.days.rawValue), window.start, window.end, window.ignoresHolidays ? 1 : 0]
      if let validity = window.validity {
        numbers += [Int(validity.lowerBound.daysSince1970), Int(validity.upperBound.daysSince1970)]
      }
      digest.add(numbers)
    }
  }
}

/// How a unit is written: by its symbol.
private struct UnitText: Codable {
  let unit: UnitOfMeasure

  init(_ unit: UnitOfMeasure) { self.unit = unit }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let symbol = try container.decode(String.self)
    guard let unit = UnitOfMeasure.factorUnits[symbol] else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected one of \(UnitOfMeasure.factorUnits.keys.sorted()), found \(symbol)")
    }
    self.unit = unit
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(unit.symbol)
  }
}

/// How a delivery period is written: by its name.
private struct PeriodText: Codable {
  let period: DeliveryPeriod

  init(_ period: DeliveryPeriod) { self.period = period }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let period = DeliveryPeriod(name) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected a delivery period as 2026-01, found \(name)")
    }
    self.period = period
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(period.name)
  }
}
