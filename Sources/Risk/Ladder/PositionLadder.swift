public import MarketData
import Valuation

/// Open positions by hub, delivery bucket and block, in MWh and in MW.
///
///     let ladder = try PositionLadder(
///       of: entries, in: [month, quarter, nextYear], calendars: ["PJM_WEST": .pjm], splittingBase: ["PJM_WEST": [.nercOnPeak, .offPeak]])
///     ladder["PJM_WEST", .nercOnPeak.name, quarter]?.megawatts
///     print(ladder)
///
/// A position delivers the same power in every hour of its block, so that a year falls into quarters by the hours of each, clock
/// changes and holidays included. A cell's MW is its energy over the hours of the block in the bucket. Positive is long. For gas the
/// same holds in MMBtu and MMBtu an hour.
public struct PositionLadder: Hashable, Sendable {
  /// A position of one hub, block and delivery period.
  public struct Entry: Hashable, Sendable {
    /// How much is delivered.
    public enum Quantity: Hashable, Sendable {
      /// Power in every hour of the block, in MW.
      case power(Double)
      /// Energy over the whole period, in MWh.
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

    /// Makes an entry.
    public init(id: String, hub: String, block: String = "base", period: DeliveryPeriod, quantity: Quantity) {
      self.id = id
      self.hub = hub
      self.block = block
      self.period = period
      self.quantity = quantity
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
    /// The energy bought, from 0 on.
    public internal(set) var long = 0.0
    /// The energy sold, from 0 on.
    public internal(set) var short = 0.0

    /// The net energy in MWh, positive for long.
    public var megawattHours: Double { long - short }
    /// The net energy over the hours of the block in the bucket, in MW; 0 without hours.
    public var megawatts: Double { hours > 0 ? megawattHours / hours : 0 }
  }

  /// Energy of an entry that no bucket takes.
  public struct Outside: Hashable, Sendable {
    /// The entry's id.
    public let id: String
    /// The energy in MWh, positive for long.
    public let megawattHours: Double
  }

  /// The buckets, in order of time.
  public let buckets: [DeliveryPeriod]
  /// The cells that any entry falls into, by hub, block and bucket.
  public let cells: [Cell]
  /// What falls outside all buckets.
  public let outside: [Outside]

  /// Builds a ladder.
  ///
  /// - Parameters:
  ///   - entries: The positions.
  ///   - buckets: Delivery periods that do not overlap.
  ///   - calendars: The block calendar of each hub.
  ///   - parts: For each hub the blocks into which base positions fall; together they must be all hours. None to leave base as base.
  /// - Throws: `empty` without buckets; `mismatch` for buckets that overlap and for parts that leave out or repeat an hour;
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
    for (index, entry) in entries.enumerated() {
      let split = try hours.split(entry, at: index)
      let megawatts: Double
      switch entry.quantity {
      case .power(let power): megawatts = power
      case .energy(let energy):
        guard split.total > 0 || energy == 0 else {
          throw RiskError(
            .insufficientData, found: "\(energy) MWh in no hour of \(entry.block) in \(entry.period.name)",
            expected: "a period with hours", index: index)
        }
        megawatts = split.total > 0 ? energy / split.total : 0
      }
      try InputCheck.finite(megawatts * split.total, "quantity of \(entry.id)")
      var inside = 0.0
      for part in split.parts {
        let key = CellKey(hub: entry.hub, block: part.block, bucket: part.bucket)
        var cell =
          cells[key]
          ?? Cell(hub: entry.hub, block: part.block, bucket: buckets[part.bucket], hours: part.hoursOfCell)
        let energy = megawatts * part.hours
        if energy >= 0 { cell.long += energy } else { cell.short -= energy }
        cells[key] = cell
        inside += part.hours
      }
      if split.total - inside > 0 {
        outside.append(Outside(id: entry.id, megawattHours: megawatts * (split.total - inside)))
      }
    }
    self.buckets = buckets
    self.cells = cells.sorted { $0.key < $1.key }.map(\.value)
    self.outside = outside
  }

  /// The cell of a hub, block and bucket, or `nil` where nothing falls into it.
  public subscript(hub: String, block: String, bucket: DeliveryPeriod) -> Cell? {
    cells.first { $0.hub == hub && $0.block == block && $0.bucket == bucket }
  }

  /// The net energy of a hub over all buckets and blocks, in MWh.
  public func megawattHours(hub: String) -> Double {
    cells.reduce(0) { $1.hub == hub ? $0 + $1.megawattHours : $0 }
  }

  /// What orders the cells.
  struct CellKey: Hashable, Comparable {
    let hub: String
    let block: String
    let bucket: Int

    static func < (a: CellKey, b: CellKey) -> Bool { (a.hub, a.block, a.bucket) < (b.hub, b.block, b.bucket) }
  }
}

extension PositionLadder: CustomStringConvertible {
  /// A table: a line for each cell.
  public var description: String {
    var table = TextTable(["Hub", "Block", "Delivery", "Hours", "Long MWh", "Short MWh", "Net MWh", "Net MW"])
    for cell in cells {
      table.append([
        cell.hub, cell.block, cell.bucket.name, TextTable.number(cell.hours, decimals: 0),
        TextTable.number(cell.long, decimals: 0), TextTable.number(cell.short, decimals: 0),
        TextTable.number(cell.megawattHours, decimals: 0), TextTable.number(cell.megawatts, decimals: 2),
      ])
    }
    return table.text
  }
}
