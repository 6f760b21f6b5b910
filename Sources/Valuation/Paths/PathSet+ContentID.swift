public import MarketData

extension PathSet {
  /// What identifies the set: equal for two sets with the same factors, grid, measure, seed and values to the last bit.
  ///
  /// The SHA-256 digest of the description and of the digests of the values in blocks of 2^17, little-endian: stable between
  /// machines and releases (layout 1).
  /// - Complexity: O(values), about 150 MB/s; memory for one block.
  public func contentID() -> SHA256Digest {
    var bytes: [UInt8] = []
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    func append(_ text: String) {
      append(Int64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    append("PathSet 1")
    append(measure.rawValue)
    append(seed)
    append(Int64(factors.count))
    for factor in factors {
      append(factor.name)
      append("\(factor.unit)")
    }
    append(Int64(grid.count))
    append(grid.start.secondsSince1970)
    for interval in grid { append(interval.end.secondsSince1970) }
    append(Int64(pathCount))
    let block = 1 << 17
    for start in stride(from: 0, to: values.count, by: block) {
      var part: [UInt8] = []
      part.reserveCapacity(8 * block)
      for value in values[start..<min(start + block, values.count)] {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { part.append(contentsOf: $0) }
      }
      bytes.append(contentsOf: SHA256Digest(hashing: part).bytes)
    }
    return SHA256Digest(hashing: bytes)
  }
}
