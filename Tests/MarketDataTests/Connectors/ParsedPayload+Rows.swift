import MarketData

extension ParsedPayload {
  /// Every row as a value.
  var rows: [Observation] { Array(table.observations) }

  /// The sum of all values that are there.
  var sum: Double {
    table.chunks.reduce(0) { total, chunk in chunk.values.reduce(total) { $1.isNaN ? $0 : $0 + $1 } }
  }
}
