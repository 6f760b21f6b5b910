import MarketData

extension ForwardCurve {
  /// The curve as CSV: `start,end,value`, times as market days where all of them begin one, else on the market's
  /// clock with their offset.
  ///
  /// - Complexity: O(n).
  public func csv(days: MarketDays) -> String {
    let edges = days.labels(ofEdgesOf: grid)
    var text = "start,end,value\n"
    for index in values.indices { text += "\(edges[index]),\(edges[index + 1]),\(values[index])\n" }
    return text
  }
}
