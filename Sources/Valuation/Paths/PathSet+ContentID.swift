public import MarketData

extension PathSet {
  /// What identifies the set: equal for two sets with the same factors, grid, measure, seed and values to the last bit.
  ///
  /// A ``ContentDigest`` of layout 2: stable between machines and releases.
  /// - Complexity: O(values), some GB/s.
  public func contentID() -> SHA256Digest {
    var digest = ContentDigest("PathSet 2")
    digest.add(measure.rawValue)
    digest.add(seed: seed)
    digest.add(factors.count)
    for factor in factors {
      digest.add(factor.name)
      digest.add("\(factor.unit)")
    }
    digest.add([Int(grid.start.secondsSince1970)] + grid.map { Int($0.end.secondsSince1970) })
    digest.add(pathCount)
    digest.add(values)
    return digest.value
  }
}
