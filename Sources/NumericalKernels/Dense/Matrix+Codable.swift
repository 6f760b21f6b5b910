extension Matrix: Codable {
  private enum Key: CodingKey { case rows, columns, values }

  /// Reads a matrix; another number of elements than rows × columns is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let values = try container.decode([Double].self, forKey: .values)
    do {
      try self.init(
        rows: container.decode(Int.self, forKey: .rows), columns: container.decode(Int.self, forKey: .columns), values)
    } catch let error as NumericalError {
      throw DecodingError.dataCorruptedError(forKey: .values, in: container, debugDescription: "\(error)")
    }
  }

  /// Writes the numbers of rows and columns, and the elements row by row.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(columns, forKey: .columns)
    try container.encode(storage, forKey: .values)
  }
}
