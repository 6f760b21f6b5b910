public import MarketData
public import Valuation

/// Open positions by hub, delivery bucket and block, in energy and in power: MWh and MW, or a gas hub's MMBtu and MMBtu an hour.
///
///     let ladder = try PositionLadder(
///       of: entries, in: [month, quarter, nextYear], calendars: ["PJM_WEST": .pjm], splittingBase: ["PJM_WEST": [.nercOnPeak, .offPeak]])
///     ladder["PJM_WEST", .nercOnPeak.name, quarter]?.power      // MW
///     print(ladder)
///
/// A position delivers the same power in every hour of its block, so that a year falls into quarters by the hours of each, clock
/// changes and holidays included. A cell's power is its energy over the hours of the block in the bucket. Positive is long. A hub has one
/// unit, that of its prices: quantities of different units are never added up.
public struct PositionLadder: Hashable, Sendable {
  /// A position of one hub, block and delivery period.
  public struct Entry: Hashable, Sendable {
    /// How much is delivered.
    public enum Quantity: Hashable, Sendable {
      /// Power in every hour of the block: the entry's unit an hour, MW for MWh.
      case power(Double)
      /// Energy over the whole period, in the entry's unit.
      case energy(Double)
    }

    /// The trade or position.
    public let id: String
    /// The hub.
    public let hub: String
    /// The block, by its name in the hub's calendar; `base` for all hours.
    public let block: String
    /// The delivery period.
    public let period: DeliveryPeriod
    /// How much, positive for long.
    public let quantity: Quantity
    /// The unit of energy.
    public let unit: UnitOfMeasure

    /// Makes an entry, in MWh unless another unit is given.
    public init(
      id: String, hub: String, block: String = "base", period: DeliveryPeriod, quantity: Quantity,
      unit: UnitOfMeasure = .megawattHour
    ) {
      self.id = id
      self.hub = hub
      self.block = block
      self.period = period
      self.quantity = quantity
      self.unit = unit
    }
  }

  /// The position of a hub in a block of a bucket.
  public struct Cell: Hashable, Sendable {
    /// The hub.
    public let hub: String
    /// The block.
    public let block: String
    /// The bucket.
    public let bucket: DeliveryPeriod
    /// The hours of the block in the bucket.
    public let hours: Double
    /// The unit of its energy: that of the hub.
    public let unit: UnitOfMeasure
    /// The energy bought, from 0 on.
    public internal(set) var long = 0.0
    /// The energy sold, from 0 on.
    public internal(set) var short = 0.0

    /// The net energy in the hub's unit, positive for long.
    public var energy: Double { long - short }
    /// The net energy over the hours of the block in the bucket, in that unit an hour: MW for MWh; 0 without hours.
    public var power: Double { hours > 0 ? energy / hours : 0 }
  }

  /// Energy of an entry that no bucket takes.
  public struct Outside: Hashable, Sendable {
    /// The entry's id.
    public let id: String
    /// The energy in the entry's unit, positive for long.
    public let energy: Double
    /// The unit.
    public let unit: UnitOfMeasure
  }

  /// The buckets, in order of time.
  public let buckets: [DeliveryPeriod]
  /// The cells that any entry falls into, by hub, block and bucket.
  public let cells: [Cell]
  /// What falls outside all buckets.
  public let outside: [Outside]
  /// What the ladder rests on.
  public let basis: ResultBasis

  /// Builds a ladder.
  ///
  /// - Parameters:
  ///   - entries: The positions.
  ///   - buckets: Delivery periods that do not overlap.
  ///   - calendars: The block calendar of each hub.
  ///   - parts: For each hub the blocks into which base positions fall; together they must be all hours. None to leave base as base.
  /// - Throws: `empty` without buckets; `mismatch` for buckets that overlap, for parts that leave out or repeat an hour, and with the
  ///   entry's index for another unit than that of the hub's entries before it;
  ///   `unknownName` with the entry's index for a hub without calendar or a block that the calendar does not have; `notFinite`;
  ///   `insufficientData` for energy in a period in which the block has no hour.
  /// - Complexity: O(entries × (buckets they touch) × days), shared between entries of one hub, block and period.
  public init(
    of entries: [Entry], in buckets: [DeliveryPeriod], calendars: [String: BlockCalendar],
    splittingBase parts: [String: [Block]] = [:]
  ) throws(RiskError) {
    let buckets = buckets.sorted()
    guard !buckets.isEmpty else { throw RiskError(.empty, found: "no buckets", expected: "at least one") }
    if let odd = buckets.indices.dropFirst().first(where: { buckets[$0].first < buckets[$0 - 1].end }) {
      throw RiskError(
        .mismatch, found: "buckets \(buckets[odd - 1].name) and \(buckets[odd].name)", expected: "buckets apart",
        index: odd)
    }
    var hours = BlockHours(buckets: buckets, calendars: calendars, parts: parts)
    var cells: [CellKey: Cell] = [:]
    var outside: [Outside] = []
    var units: [String: UnitOfMeasure] = [:]
    for (index, entry) in entries.enumerated() {
      let unit = units[entry.hub] ?? entry.unit
      guard unit == entry.unit else {
        throw RiskError(
          .mismatch, found: "\(entry.id) in \(entry.unit)", expected: "\(unit) as all of hub \(entry.hub)", index: index
        )
      }
      units[entry.hub] = unit
      let split = try hours.split(entry, at: index)
      let perHour: Double
      switch entry.quantity {
      case .power(let power): perHour = power
      case .energy(let energy):
        guard split.total > 0 || energy == 0 else {
          throw RiskError(
            .insufficientData, found: "\(energy) \(unit) in no hour of \(entry.block) in \(entry.period.name)",
            expected: "a period with hours", index: index)
        }
        perHour = split.total > 0 ? energy / split.total : 0
      }
      try InputCheck.finite(perHour * split.total, "quantity of \(entry.id)")
      var inside = 0.0
      for part in split.parts {
        let key = CellKey(hub: entry.hub, block: part.block, bucket: part.bucket)
        var cell =
          cells[key]
          ?? Cell(hub: entry.hub, block: part.block, bucket: buckets[part.bucket], hours: part.hoursOfCell, unit: unit)
        let energy = perHour * part.hours
        if energy >= 0 { cell.long += energy } else { cell.short -= energy }
        cells[key] = cell
        inside += part.hours
      }
      if split.total - inside > 0 {
        outside.append(Outside(id: entry.id, energy: perHour * (split.total - inside), unit: unit))
      }
    }
    self.buckets = buckets
    self.cells = cells.sorted { $0.key < $1.key }.map(\.value)
    self.outside = outside
    basis = ResultBasis(
      method: "position ladder by hours of blocks",
      conventions: ["base": parts.isEmpty ? "as base" : "split where a hub has parts"],
      inputs: PositionLadder.inputs(entries, buckets, calendars, parts))
  }

  /// The cell of a hub, block and bucket, or `nil` where nothing falls into it.
  public subscript(hub: String, block: String, bucket: DeliveryPeriod) -> Cell? {
    cells.first { $0.hub == hub && $0.block == block && $0.bucket == bucket }
  }

  /// The net energy of a hub over all buckets and blocks, in the hub's unit.
  public func energy(hub: String) -> Double {
    cells.reduce(0) { $1.hub == hub ? $0 + $1.energy : $0 }
  }

  /// The unit of a hub's energy; `nil` for a hub without cells.
  public func unit(ofHub hub: String) -> UnitOfMeasure? { cells.first { $0.hub == hub }?.unit }

  /// What orders the cells.
  struct CellKey: Hashable, Comparable {
    let hub: String
    let block: String
    let bucket: Int

    static func < (a: CellKey, b: CellKey) -> Bool { (a.hub, a.block, a.bucket) < (b.hub, b.block, b.bucket) }
  }
}

extension PositionLadder {
  /// A table: a line for each cell.
  public var description: String {
    var table = TextTable(["Hub", "Block", "Delivery", "Hours", "Unit", "Long", "Short", "Net", "Net an hour"])
    for cell in cells {
      table.append([
        cell.hub, cell.block, cell.bucket.name, TextTable.number(cell.hours, decimals: 0), cell.unit.symbol,
        TextTable.number(cell.long, decimals: 0), TextTable.number(cell.short, decimals: 0),
        TextTable.number(cell.energy, decimals: 0), TextTable.number(cell.power, decimals: 2),
      ])
    }
    return table.text
  }
}
