import MarketData
public import Valuation

extension Settlement: DocumentedResult {
  private enum Key: CodingKey { case currency, lines, basis }

  /// Reads a statement.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let lines = try container.decode([Line].self, forKey: .lines)
    self.init(currency: try container.decode(CurrencyRecord.self, forKey: .currency).currency, lines: lines)
    let read: ResultBasis = try container(.basis)
    try container.require(read.inputs == basis.inputs, .basis, "the digest of the lines")
  }

  /// Writes a statement.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(CurrencyRecord(currency), forKey: .currency)
    try container.encode(lines, forKey: .lines)
    try container.encode(basis, forKey: .basis)
  }

  /// A table by line.
  public var description: String {
    var table = TextTable(["market", "product", "bucket", "\(currency)"])
    for line in lines.prefix(100) {
      table.append([line.market, line.product, line.bucket.rawValue, TextTable.number(line.total)])
    }
    table.append([lines.count > 100 ? "total of \(lines.count)" : "total", "", "", TextTable.number(total)])
    return page([], [table])
  }
}

extension Settlement.Line: Codable {
  private enum Key: CodingKey { case market, product, bucket, grid, amounts }

  /// Reads a line.
  ///
  /// - Throws: A `DecodingError`, or ``StorageError`` where intervals and amounts do not fit.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      market: container.decode(String.self, forKey: .market), product: container.decode(String.self, forKey: .product),
      bucket: container.decode(SettlementBucket.self, forKey: .bucket),
      grid: container.decode(DispatchSteps.self, forKey: .grid).grid,
      amounts: container.decode([Double].self, forKey: .amounts))
  }

  /// Writes a line, its intervals as steps in UTC.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(market, forKey: .market)
    try container.encode(product, forKey: .product)
    try container.encode(bucket, forKey: .bucket)
    try container.encode(DispatchSteps(grid: grid), forKey: .grid)
    try container.encode(amounts, forKey: .amounts)
  }
}
