/// Doubles at a fixed place in memory, for loops that run many times over the same vectors.
final class Scratch {
  let at: UnsafeMutablePointer<Double>
  let count: Int

  init(_ count: Int, repeating value: Double = 0) {
    self.count = count
    at = .allocate(capacity: max(count, 1))
    at.initialize(repeating: value, count: max(count, 1))
  }

  convenience init(_ values: [Double]) {
    self.init(values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { at.update(from: base, count: count) }
    }
  }

  deinit { at.deallocate() }

  func copy(from other: Scratch) { at.update(from: other.at, count: count) }

  func dot(_ other: Scratch) -> Double { Self.dot(at, other.at, count) }

  /// The sum of products, in eight interleaved partial sums whose order does not depend on the machine.
  static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    var partial = SIMD8<Double>(repeating: 0)
    var i = 0
    while i + 8 <= count {
      let a = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
      let b = UnsafeRawPointer(y + i).loadUnaligned(as: SIMD8<Double>.self)
      partial += a * b
      i += 8
    }
    var sum = partial.sum()
    while i < count {
      sum += x[i] * y[i]
      i += 1
    }
    return sum
  }
}
