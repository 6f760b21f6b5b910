extension PathSet {
  /// The value of a factor in a period on a path, all counted from 0.
  public subscript(factor: Int, period: Int, path: Int) -> Double {
    precondition(path >= 0 && path < pathCount && period >= 0 && period < grid.count, "no such period or path")
    return values[(factor * grid.count + period) * pathCount + path]
  }

  /// The index of a factor.
  ///
  /// - Throws: `unknownName` where there is none of that name.
  public func index(of name: String) throws(ValuationError) -> Int {
    guard let index = factors.firstIndex(where: { $0.name == name }) else {
      throw ValuationError(.unknownName, found: name, expected: "one of \(factors.map(\.name))")
    }
    return index
  }

  /// All paths of a factor in a period, without a copy.
  public func values(factor: Int, period: Int) -> ArraySlice<Double> {
    precondition(period >= 0 && period < grid.count, "no such period")
    let start = (factor * grid.count + period) * pathCount
    return values[start..<start + pathCount]
  }

  /// All periods and paths of a factor, period after period, without a copy.
  public func values(factor: Int) -> ArraySlice<Double> {
    let size = grid.count * pathCount
    return values[factor * size..<(factor + 1) * size]
  }

  /// One path of a factor over the periods, without a copy.
  public func path(_ path: Int, factor: Int) -> Path {
    precondition(path >= 0 && path < pathCount && factor >= 0 && factor < factors.count, "no such factor or path")
    return Path(values: values, start: factor * grid.count * pathCount + path, stride: pathCount, count: grid.count)
  }

  /// One path of one factor: a value for each period.
  public struct Path: RandomAccessCollection, Sendable {
    let values: [Double]
    let start: Int
    let stride: Int
    /// The number of periods.
    public let count: Int

    /// The first index, 0.
    public var startIndex: Int { 0 }
    /// The number of periods.
    public var endIndex: Int { count }

    /// The value in a period.
    public subscript(period: Int) -> Double {
      precondition(period >= 0 && period < count, "no such period")
      return values[start + period * stride]
    }
  }
}
