import ByteFormats

/// What one record of prices has in common with the next: nearly everything but the numbers.
///
/// A day of prices has the same stamps in thousands of records, the same nodes in the same order in every hour, and the same words
/// behind the numbers; or it has all hours of one node after the other. So a record is expected to begin with the stamps that followed
/// last time, to go on with the text of the node that followed last time, and to end like the one before it; each is compared
/// sixteen bytes at a time, and only the numbers are read. A record that differs is read by its columns, and teaches what to expect.
struct RepeatingPrices {
  /// The numbers of a record, by the place that ``learn(_:node:start:revision:in:)`` gave them.
  typealias Numbers = InlineArray<4, Double>

  /// Where the parts of a record lie that was read by its columns.
  struct Spelling {
    /// The record with its line end.
    let extent: ByteRange
    /// The offset at which the text that tells the node begins; what lies before it tells the time.
    let node: Int
    /// Where the numbers lie, in the order of the record; at least one.
    var numbers = InlineArray<4, ByteRange>(repeating: ByteRange(0, 0))
    /// The place in ``RepeatingPrices/Numbers`` of each number.
    var order = InlineArray<4, Int>(repeating: 0)
    /// How many numbers there are.
    private(set) var count = 0

    init(extent: ByteRange, node: Int) {
      self.extent = extent
      self.node = node
    }

    /// Adds a number, whose `slot` is its place in ``RepeatingPrices/Numbers``; no more than four.
    mutating func add(_ range: ByteRange, slot: Int) {
      var place = count
      while place > 0, numbers[place - 1].start > range.start {
        numbers[place] = numbers[place - 1]
        order[place] = order[place - 1]
        place -= 1
      }
      numbers[place] = range
      order[place] = slot
      count += 1
    }
  }

  /// The most bytes that a number takes that is read without its column, with blanks before it.
  static let mostNumberBytes = 16 + mostPadding
  /// The most blanks that are passed over before a number.
  private static let mostPadding = 16

  /// The seconds at which the record starts that was read last.
  private(set) var start: Int64 = 0
  /// The version of the records; 0 where they have none.
  private(set) var revision: Int32 = 0
  /// Whether blanks may stand before the first number, as they do where prices are printed flush right.
  private let isPadded: Bool
  private var tail = ByteRange(0, 0)
  private var separators = InlineArray<4, ByteRange>(repeating: ByteRange(0, 0))
  private var order = InlineArray<4, Int>(repeating: 0)
  private var count = 0
  private var stamps = ByteMemo<Int64>()
  private var nodes = ByteMemo<UInt32>()
  private var learned = 0
  private var repeated = 0

  init(isPadded: Bool = false) { self.isPadded = isPadded }

  /// Whether any record has been learned from.
  var hasLearned: Bool { learned > 0 }

  /// Whether learning pays: a file without an order that repeats would cost more than it brings.
  var isLearning: Bool { learned < 2 * (nodes.count + stamps.count) + 4096 || repeated > learned }

  /// Expects nothing until the next record is learned.
  mutating func forget() { count = 0 }

  /// Learns from a record that was read by its columns.
  mutating func learn(_ spelling: Spelling, node: UInt32, start: Int64, revision: Int32 = 0, in bytes: Span<UInt8>) {
    count = spelling.count
    learned += 1
    for index in 1..<max(count, 1) {
      separators[index] = ByteRange(spelling.numbers[index - 1].end, spelling.numbers[index].start)
    }
    order = spelling.order
    tail = ByteRange(spelling.numbers[max(count, 1) - 1].end, spelling.extent.end)
    self.revision = revision
    var first = spelling.numbers[0].start
    while isPadded, first > spelling.node, bytes[first - 1] == UInt8(ascii: " ") { first -= 1 }
    _ = stamps.value(for: ByteRange(spelling.extent.start, spelling.node), in: bytes) { start }
    _ = nodes.value(for: ByteRange(spelling.node, first), in: bytes) { node }
  }

  /// The node and the numbers of the record at `offset`, which is moved behind it; `nil` when it is not as expected.
  @inline(__always)
  mutating func next(at offset: inout Int, numbers: inout Numbers, in bytes: Span<UInt8>) -> UInt32? {
    guard count > 0, let (start, headLength) = stamps.expected(at: offset, in: bytes) else { return nil }
    var at = offset &+ headLength
    guard let (node, length) = nodes.expected(at: at, in: bytes) else { return nil }
    at &+= length
    if isPadded {
      let most = min(at &+ RepeatingPrices.mostPadding, bytes.count)
      while at < most, bytes[at] == UInt8(ascii: " ") { at &+= 1 }
    }
    for index in 0..<count {
      if index > 0 {
        guard EqualBytes.at(at, separators[index], in: bytes) else { return nil }
        at &+= separators[index].count
      }
      guard let number = ShortDecimal.scan(bytes, at: &at) else { return nil }
      numbers[order[index]] = number
    }
    guard EqualBytes.at(at, tail, in: bytes) else { return nil }
    offset = at &+ tail.count
    self.start = start
    repeated &+= 1
    return node
  }
}
