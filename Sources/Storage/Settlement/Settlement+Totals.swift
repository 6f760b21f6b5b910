public import MarketData

/// What some lines of a statement add up to.
public struct SettlementTotal: Hashable, Sendable, Codable {
  /// The market, where totals were asked for by market.
  public let market: String?
  /// The product, where totals were asked for by product.
  public let product: String?
  /// The bucket, where totals were asked for by bucket.
  public let bucket: SettlementBucket?
  /// The first day of the month, where totals were asked for by month.
  public let month: LocalDate?
  /// The sum, positive where the owner receives it.
  public let amount: Double
}

extension Settlement {
  /// What totals are taken by.
  public enum Dimension: String, Hashable, Sendable, Codable, CaseIterable {
    /// By market.
    case market
    /// By product.
    case product
    /// By bucket.
    case bucket
    /// By calendar month of the zone in which an interval begins.
    case month
  }

  /// Sums by market, product, bucket and month, in that order; the months by date, all else as first seen in the lines.
  ///
  /// A month is one of the zone's calendar: it begins at local midnight, whatever the clock did. An interval belongs to the month in which it
  /// begins. The totals add up to ``total``.
  ///
  /// - Complexity: O(intervals).
  public func totals(by dimensions: Set<Dimension>, in zone: MarketTimeZone) -> [SettlementTotal] {
    struct Key: Hashable {
      var market: String?
      var product: String?
      var bucket: SettlementBucket?
      var month: LocalDate?
    }
    var order: [Key] = []
    var parts: [Key: [Double]] = [:]
    func add(_ amount: Double, to key: Key) {
      if parts[key] == nil { order.append(key) }
      parts[key, default: []].append(amount)
    }
    for line in lines {
      var key = Key(
        market: dimensions.contains(.market) ? line.market : nil,
        product: dimensions.contains(.product) ? line.product : nil,
        bucket: dimensions.contains(.bucket) ? line.bucket : nil)
      guard dimensions.contains(.month) else {
        add(line.total, to: key)
        continue
      }
      for range in line.grid.months(in: zone) {
        key.month = zone.localDate(of: line.grid[range.lowerBound].start).firstOfMonth
        add(Self.sum(Array(line.amounts[range])), to: key)
      }
    }
    func group(_ key: Key) -> Key { Key(market: key.market, product: key.product, bucket: key.bucket) }
    var places: [Key: Int] = [:]
    for key in order where places[group(key)] == nil { places[group(key)] = places.count }
    let sorted = order.sorted {
      (places[group($0)] ?? 0, $0.month?.daysSince1970 ?? 0) < (places[group($1)] ?? 0, $1.month?.daysSince1970 ?? 0)
    }
    return sorted.map { key in
      SettlementTotal(
        market: key.market, product: key.product, bucket: key.bucket, month: key.month,
        amount: Self.sum(parts[key] ?? []))
    }
  }
}
