import ByteFormats

extension MISOPriceReport {
  /// Reads records as long as they are plain: `Node,Type,LMP` and 24 decimal numbers, nothing quoted, blank or padded.
  ///
  /// Nearly all files are plain throughout. Numbers are decoded while their end is looked for, so that each byte is
  /// touched once; the result is the same as that of ``readRows(_:from:)``, which takes over at the first record of
  /// another kind.
  ///
  /// - Returns: the offset of the first record that is not plain, or the number of bytes.
  mutating func readPlainRows(_ bytes: Span<UInt8>) -> Int {
    guard node == 0, type == 1, value == 2, hours == Array(3..<27) else { return 0 }
    var line = rows.line
    var start = PlainRecord.next(after: rows.recordEnd, bytes)
    var last = PlainRecord()
    var slot: Int32 = -1
    var records = rows.preamble.count + 1
    while start < bytes.count {
      line &+= 1
      records &+= 1
      guard let record = PlainRecord(at: start, like: last, bytes), record.type.end - start <= limits.maxFieldBytes,
        records <= limits.maxRows
      else { return start }
      if slot < 0 || !record.isSameNode {
        slot = self.slot(record.node, record.type, line, bytes)
      }
      guard let end = readCells(record, node: Int(slot), bytes) else { return start }
      last = record
      start = end
    }
    return start
  }

  /// Reads the 24 numbers of a record; writes nothing unless all of them are plain and the node has no such row yet.
  ///
  /// - Returns: the offset of the next record, or `nil`.
  @inline(__always)
  private mutating func readCells(_ record: PlainRecord, node: Int, _ bytes: Span<UInt8>) -> Int? {
    var numbers = InlineArray<24, Double>(repeating: .nan)
    var place = record.cells
    for hour in 0..<24 {
      guard let number = PlainNumber(at: place, bytes) else { return nil }
      numbers[hour] = number.value
      place = number.end
      if hour == 23 { break }
      guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return nil }
      place &+= 1
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: "\r") { place &+= 1 }
    guard place >= bytes.count || bytes[place] == UInt8(ascii: "\n"), columns.begin(record.part, of: node) else {
      return nil
    }
    columns.set(record.part, numbers, node: node)
    return min(place &+ 1, bytes.count)
  }
}

/// The text columns of a plain record.
private struct PlainRecord {
  var node = ByteRange(0, 0)
  var type = ByteRange(0, 0)
  var part = MISOHourColumns.Part.price
  /// Where the first number begins.
  var cells = 0
  /// Whether node and type are those of the record before.
  var isSameNode = false

  init() {}

  /// The offset behind the line end at `offset`.
  static func next(after offset: Int, _ bytes: Span<UInt8>) -> Int {
    var offset = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
    return offset
  }

  @inline(__always)
  init?(at start: Int, like last: PlainRecord, _ bytes: Span<UInt8>) {
    // Mostly the same node follows with its next part: then nothing has to be looked for.
    let prefix = last.type.end &- last.node.start &+ 1
    if prefix > 1, bytes.count &- start > prefix &+ 4,
      PlainRecord.equal(last.node.start, start, prefix, bytes)
    {
      node = ByteRange(start, start &+ last.node.count)
      type = ByteRange(start &+ prefix &- 1 &- last.type.count, start &+ prefix &- 1)
      cells = start &+ prefix &+ 4
      isSameNode = true
    } else {
      guard let first = PlainRecord.comma(from: start, bytes), let second = PlainRecord.comma(from: first &+ 1, bytes)
      else {
        return nil
      }
      node = ByteRange(start, first)
      type = ByteRange(first &+ 1, second)
      cells = second &+ 5
      guard first > start, bytes.count > cells, !bytes[start].isBlank, !bytes[first &- 1].isBlank,
        bytes[start] != UInt8(ascii: "\"")
      else { return nil }
      guard type.isEmpty || !(bytes[type.start].isBlank || bytes[type.end &- 1].isBlank || bytes[type.start] == 0x22)
      else {
        return nil
      }
    }
    let name = cells &- 4
    guard bytes[name &+ 3] == UInt8(ascii: ",") else { return nil }
    switch (bytes[name], bytes[name &+ 1], bytes[name &+ 2]) {
    case (UInt8(ascii: "L"), UInt8(ascii: "M"), UInt8(ascii: "P")): part = .price
    case (UInt8(ascii: "M"), UInt8(ascii: "C"), UInt8(ascii: "C")): part = .congestion
    case (UInt8(ascii: "M"), UInt8(ascii: "L"), UInt8(ascii: "C")): part = .loss
    default: return nil
    }
  }

  /// The next comma of the line, or `nil` when the line ends before it.
  @inline(__always)
  private static func comma(from start: Int, _ bytes: Span<UInt8>) -> Int? {
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: ",") { return place }
      if byte < 0x20 { return nil }
      place &+= 1
    }
    return nil
  }

  /// Whether `count` bytes at two offsets are equal; both lie inside `bytes`.
  @inline(__always)
  private static func equal(_ left: Int, _ right: Int, _ count: Int, _ bytes: Span<UInt8>) -> Bool {
    let raw = bytes.bytes
    var done = 0
    while count &- done >= 8 {
      if raw.unsafeLoadUnaligned(fromByteOffset: left &+ done, as: UInt64.self)
        != raw.unsafeLoadUnaligned(fromByteOffset: right &+ done, as: UInt64.self)
      {
        return false
      }
      done &+= 8
    }
    while done < count {
      if bytes[left &+ done] != bytes[right &+ done] { return false }
      done &+= 1
    }
    return true
  }
}

/// A decimal number of at most seven characters behind its sign, as nearly all prices are, or any other by the common
/// scanner.
private struct PlainNumber {
  let value: Double
  /// The offset behind its last character.
  let end: Int

  @inline(__always)
  init?(at place: Int, _ bytes: Span<UInt8>) {
    var start = place
    guard bytes.count &- start > 8 else {
      self.init(slowlyAt: place, bytes)
      return
    }
    // 1 for a minus, else 0; signs come as they like, so that a branch would often be guessed wrong.
    let minus: UInt64 = bytes[start] == UInt8(ascii: "-") ? 1 : 0
    start &+= Int(truncatingIfNeeded: minus)
    let word = UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    // The top bit of each byte that is no digit.
    let plain = word ^ 0x3030_3030_3030_3030
    let marks = (((plain & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | plain) & 0x8080_8080_8080_8080
    let whole = marks.trailingZeroBitCount &>> 3
    guard whole < 8 else {
      self.init(slowlyAt: place, bytes)
      return
    }
    var length = whole
    var digits = whole
    var packed = plain
    if UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: whole &* 8)) == UInt8(ascii: ".") {
      let rest = marks & (marks &- 1)
      length = rest.trailingZeroBitCount &>> 3
      guard length < 8 else {
        self.init(slowlyAt: place, bytes)
        return
      }
      digits = length &- 1
      // The point goes: what stands behind it moves down a byte.
      let below = (1 as UInt64) &<< UInt64(truncatingIfNeeded: whole &* 8) &- 1
      packed = plain & below | (plain &>> 8) & ~below
    }
    guard digits > 0 else { return nil }
    // The digits move to the last bytes, zeros before them; then pairs, fours and all eight join in turn.
    var joined = packed &<< UInt64(truncatingIfNeeded: 64 &- 8 &* digits)
    joined = joined &* 10 &+ joined &>> 8
    let upper = (joined & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let lower = (joined &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    let magnitude = Double(UInt32(truncatingIfNeeded: (upper &+ lower) &>> 32)) / PlainNumber.powers[length &- whole]
    self.init(value: Double(bitPattern: magnitude.bitPattern | minus &<< 63), end: start &+ length)
  }

  /// What the quick reader does not take: long numbers, and those at the end of the payload.
  @inline(never)
  private init?(slowlyAt place: Int, _ bytes: Span<UInt8>) {
    var end = place
    while end < bytes.count, bytes[end] > 0x20, bytes[end] != UInt8(ascii: ",") { end &+= 1 }
    guard let value = NumberScanner.double(bytes, ByteRange(place, end)) else { return nil }
    self.init(value: value, end: end)
  }

  private init(value: Double, end: Int) {
    self.value = value
    self.end = end
  }

  /// The divisor of a number whose decimal point and fraction take as many characters as the index says.
  private static let powers: InlineArray<8, Double> = [1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]
}
