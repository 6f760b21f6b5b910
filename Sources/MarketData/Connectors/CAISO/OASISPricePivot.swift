/// Puts the component rows of locational marginal prices together: one row for each interval, location and product.
///
/// A row is found by hashing its key; since the components of a file mostly follow one order, the row behind the last one is
/// tried first.
///
/// - Complexity: O(1) a component; 20 bytes a row beside the columns.
struct OASISPricePivot {
  /// What a component row holds.
  enum Part: Sendable {
    /// The whole price.
    case total
    /// The component at this position of ``components``.
    case component(Int)
    /// Something that is neither, under the operator's name for it.
    case other(UInt32)
  }

  /// The components, in the order of their columns.
  static let components: [PriceComponent] = [.energy, .congestion, .loss, .greenhouseGas]

  private struct Key: Equatable {
    var start: Int64
    var seconds: Int32
    var location: UInt32
    var product: UInt32
  }

  private var builder: ObservationBuilder
  private var keys: [Key] = []
  /// The parts that each row has: bit 0 for the whole price, the others for the components.
  private var present: [UInt8] = []
  private var slots: [Int32] = Array(repeating: -1, count: 1024)
  private var last = -1

  init(dictionary: ObservationDictionary, capacity: Int) {
    builder = ObservationBuilder(dictionary: dictionary, components: OASISPricePivot.components)
    builder.reserveCapacity(capacity)
    keys.reserveCapacity(capacity)
    present.reserveCapacity(capacity)
  }

  /// Adds one part of a price; `false` when the row has that part already, with another value.
  @inline(__always)
  mutating func add(
    _ part: Part, _ value: Double, _ interval: OASISInterval, location: UInt32, product: UInt32
  ) -> Bool {
    switch part {
    case .total:
      let row = self.row(interval, location, product)
      if present[row] & 1 != 0 { return OASISPricePivot.agree(builder.value(at: row), value) }
      present[row] |= 1
      builder.setValue(value, at: row)
    case .component(let index):
      let row = self.row(interval, location, product)
      if present[row] & 2 << UInt8(index) != 0 {
        return OASISPricePivot.agree(builder.component(index, at: row), value)
      }
      present[row] |= 2 << UInt8(index)
      builder.setComponent(index, to: value, at: row)
    case .other(let other):
      let row = self.row(interval, location, other)
      if present[row] & 1 != 0 { return OASISPricePivot.agree(builder.value(at: row), value) }
      present[row] |= 1
      builder.setValue(value, at: row)
    }
    return true
  }

  /// The number of rows that have components but no price.
  var rowsWithoutPrice: Int { present.reduce(0) { $0 + Int(~$1 & 1) } }

  /// The number of rows.
  var count: Int { builder.count }

  /// Seals the rows into a chunk; `nil` when there are none.
  consuming func seal(provenance: Provenance, publication: Publication) -> ObservationChunk? {
    builder.seal(provenance: provenance, publication: publication)
  }

  private static func agree(_ old: Double, _ new: Double) -> Bool { old == new || (old.isNaN && new.isNaN) }

  @inline(__always)
  private mutating func row(_ interval: OASISInterval, _ location: UInt32, _ product: UInt32) -> Int {
    let key = Key(start: interval.start, seconds: interval.seconds, location: location, product: product)
    let guess = last + 1
    if guess < keys.count, keys[guess] == key {
      last = guess
      return guess
    }
    last = searched(key)
    return last
  }

  @inline(never)
  private mutating func searched(_ key: Key) -> Int {
    var slot = OASISPricePivot.hash(key) & (slots.count - 1)
    while slots[slot] >= 0 {
      let row = Int(slots[slot])
      if keys[row] == key { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    let row = keys.count
    slots[slot] = Int32(row)
    keys.append(key)
    present.append(0)
    builder.append(
      start: key.start, seconds: key.seconds, location: key.location, product: key.product, value: .nan)
    if keys.count * 2 > slots.count { grow() }
    return row
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for row in keys.indices {
      var slot = OASISPricePivot.hash(keys[row]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(row)
    }
  }

  /// Begun with ``HashSeed``, so that no file can be made whose rows all collide.
  private static func hash(_ key: Key) -> Int {
    var hash = (UInt64(bitPattern: key.start) ^ HashSeed.value) &* 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ (hash >> 32) ^ (UInt64(key.location) << 32 | UInt64(key.product))) &* 0xd6e8_feb8_6659_fd93
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7fff_ffff)
  }
}
