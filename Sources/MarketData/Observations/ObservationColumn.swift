/// One column of a chunk: an array, or one value that stands for every row.
///
/// Most columns of a published file hold one value throughout (the product, the interval's length), and then cost nothing per
/// row.
@frozen
public enum ObservationColumn<Element: Sendable & Equatable>: Sendable, RandomAccessCollection {
  /// Every one of `count` rows holds the same value.
  case constant(Element, count: Int)
  /// One value a row.
  case values([Element])

  /// The position of the first row.
  @inlinable
  public var startIndex: Int { 0 }

  /// The number of rows.
  @inlinable
  public var endIndex: Int {
    switch self {
    case .constant(_, let count): count
    case .values(let values): values.count
    }
  }

  /// The value of a row; the index must lie in `0..<count`.
  @inlinable
  public subscript(index: Int) -> Element {
    switch self {
    case .constant(let value, let count):
      precondition(index >= 0 && index < count, "row outside the column")
      return value
    case .values(let values):
      return values[index]
    }
  }

  /// The bytes that the column's rows take.
  public var byteCount: Int {
    switch self {
    case .constant: 0
    case .values(let values): values.count * MemoryLayout<Element>.stride
    }
  }

  /// A column of the rows at `indices`, in that order.
  func gathering(_ indices: [Int]) -> ObservationColumn {
    switch self {
    case .constant(let value, _): .constant(value, count: indices.count)
    case .values(let values): .values(indices.map { values[$0] })
    }
  }
}

/// Builds a column: stays one value until a different one arrives.
struct ColumnBuilder<Element: Sendable & Equatable> {
  private var constant: Element?
  private var constantCount = 0
  private var values: [Element] = []
  private var capacity = 0

  var count: Int { constantCount + values.count }

  mutating func reserveCapacity(_ capacity: Int) {
    self.capacity = capacity
    if !values.isEmpty { values.reserveCapacity(capacity) }
  }

  @inline(__always)
  mutating func append(_ value: Element) {
    if !values.isEmpty {
      values.append(value)
    } else if constantCount > 0, constant == value {
      constantCount &+= 1
    } else {
      appendSlowly(value)
    }
  }

  @inline(never)
  private mutating func appendSlowly(_ value: Element) {
    guard let held = constant, constantCount > 0 else {
      constant = value
      constantCount = 1
      return
    }
    if held == value {
      constantCount += 1
      return
    }
    values.reserveCapacity(Swift.max(capacity, constantCount + 1))
    values.append(contentsOf: repeatElement(held, count: constantCount))
    constantCount = 0
    values.append(value)
  }

  mutating func set(_ value: Element, at index: Int) {
    if values.isEmpty {
      guard let held = constant, held != value else { return }
      values.reserveCapacity(Swift.max(capacity, constantCount))
      values.append(contentsOf: repeatElement(held, count: constantCount))
      constantCount = 0
    }
    values[index] = value
  }

  consuming func finish() -> ObservationColumn<Element>? {
    if !values.isEmpty { return .values(values) }
    guard let constant else { return nil }
    return .constant(constant, count: constantCount)
  }
}
