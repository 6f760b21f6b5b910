/// What opening a store found that was not as it should be.
///
/// A process that was killed in the middle of an append leaves blocks without a record, or half a record: they are cut
/// off, and the report says how much. Everything that an append had acknowledged is kept.
public struct RecoveryReport: Hashable, Sendable, CustomStringConvertible {
  /// Bytes of an unfinished record that were cut off the journal.
  public var droppedJournalBytes = 0
  /// Bytes of blocks without a record that were cut off.
  public var droppedBlockBytes = 0
  /// Rows in the dropped blocks that were complete; rows of a block that was half written are not counted.
  public var droppedRows = 0
  /// Why the end of the journal was cut off, where it was.
  public var reason: String?
  /// What is broken elsewhere than at the end, and could not be mended.
  public var damage: [StoreDamage] = []
  /// Blocks that were read and checked because the store was not closed and its last appends had not been forced to the
  /// device.
  public var checkedBlocks = 0

  /// Makes a report of a store in order.
  public init() {}

  /// Whether nothing was cut off and nothing is broken.
  public var isClean: Bool {
    droppedJournalBytes == 0 && droppedBlockBytes == 0 && reason == nil && damage.isEmpty
  }

  /// One line for a log.
  public var description: String {
    if isClean { return "clean" }
    var parts: [String] = []
    if droppedJournalBytes + droppedBlockBytes > 0 {
      parts.append(
        "an unfinished append was cut off: \(droppedBlockBytes) bytes of blocks with \(droppedRows) complete rows, "
          + "\(droppedJournalBytes) bytes of the journal")
    }
    if let reason { parts.append(reason) }
    parts += damage.map(\.description)
    return parts.joined(separator: "; ")
  }
}

/// A part of a store's files that is not what was written.
public struct StoreDamage: Hashable, Sendable, CustomStringConvertible {
  /// What is broken; new ones may be added.
  public struct Kind: Hashable, Sendable, CustomStringConvertible {
    let name: String

    /// The kind's name.
    public var description: String { name }

    /// A block of rows: its rows cannot be read, all others can.
    public static let block = Kind(name: "block")
    /// A record of the journal: the append that it stood for cannot be read, all others can.
    public static let record = Kind(name: "record")
    /// A file with blocks is missing or ends too early.
    public static let segment = Kind(name: "segment")
    /// The names of some locations or products are lost: their rows are left out of queries.
    public static let dictionary = Kind(name: "dictionary")
  }

  /// What is broken.
  public let kind: Kind
  /// The file.
  public let path: String
  /// Where in the file.
  public let offset: Int
  /// How many rows are concerned, where that is known.
  public let rows: Int?
  /// What is wrong, in words.
  public let message: String

  init(_ kind: Kind, path: String, offset: Int, rows: Int? = nil, _ message: String) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.rows = rows
    self.message = message
  }

  /// File, offset and message.
  public var description: String {
    "\(path) at \(offset): \(kind): \(message)" + (rows.map { " (\($0) rows)" } ?? "")
  }
}
