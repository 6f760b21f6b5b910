/// Which rank equal values get.
public enum TieRule: Hashable, Sendable {
  /// The mean of the ranks that they take up.
  case average
  /// The lowest of them.
  case minimum
  /// The highest of them.
  case maximum
  /// Ranks in the order of appearance.
  case ordinal
  /// The lowest, and the next value gets the next integer.
  case dense
}

extension Statistics {
  /// The rank of each value among those present, from 1; NaN where the value is missing.
  ///
  /// - Throws: `notFinite` for an infinity.
  /// - Complexity: O(n log n).
  public static func ranks(_ values: [Double], ties: TieRule = .average) throws(NumericalError) -> [Double] {
    let count = try values.present().count
    var order = values.indices.filter { !values[$0].isNaN }
    order.sort { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
    var ranks = [Double](repeating: .nan, count: values.count)
    var (start, group) = (0, 0)
    while start < count {
      var end = start + 1
      while end < count, values[order[end]] == values[order[start]] { end += 1 }
      group += 1
      for place in start..<end {
        ranks[order[place]] =
          switch ties {
          case .average: Double(start + 1 + end) / 2
          case .minimum: Double(start + 1)
          case .maximum: Double(end)
          case .ordinal: Double(place + 1)
          case .dense: Double(group)
          }
      }
      start = end
    }
    return ranks
  }
}
