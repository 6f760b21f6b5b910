extension DeliveryInterval {
  /// The intervals in order of time, with those that overlap or touch made one.
  /// - Complexity: O(n log n), O(n) where they are in order already.
  public static func merged(_ intervals: [DeliveryInterval]) -> [DeliveryInterval] {
    var result: [DeliveryInterval] = []
    let isSorted = zip(intervals, intervals.dropFirst()).allSatisfy { $0 <= $1 }
    for interval in isSorted ? intervals : intervals.sorted() {
      if let last = result.last, interval.start <= last.end {
        result[result.count - 1] = DeliveryInterval(uncheckedStart: last.start, end: max(last.end, interval.end))
      } else {
        result.append(interval)
      }
    }
    return result
  }
}
