/// One row of a table, at the edge: what a loop over few rows reads and what a person prints.
///
/// Analytics over many rows read the columns of ``ObservationChunk`` instead.
public struct Observation: Sendable {
  /// When delivery or measurement begins.
  public let start: Instant
  /// How long it lasts, in seconds; 0 marks an instantaneous reading.
  public let seconds: Int64
  /// Where.
  public let location: Location
  /// What.
  public let product: Product
  /// The value in the product's unit, or `nil` when it is missing.
  public let value: Double?
  /// The components that are present.
  public let components: [PriceComponent: Double]
  /// When a forecast was made or a trade was dated.
  public let issuedAt: Instant?
  /// Since when the row could be known.
  public let publishedAt: Instant
  /// The operator's revision number.
  public let revision: Int32

  /// The interval, or `nil` for an instantaneous reading.
  public var interval: DeliveryInterval? { DeliveryInterval(start: start, seconds: seconds) }

  /// When delivery or measurement ends.
  public var end: Instant { start.advanced(bySeconds: seconds) }
}

extension ObservationChunk {
  /// The row at `index` as a value; takes the dictionary's lock, so loops over many rows read the columns instead.
  ///
  /// - Precondition: `index` lies in `0..<count`.
  public func observation(at index: Int) -> Observation {
    observation(at: index, locations: dictionary.locations, products: dictionary.products)
  }

  func observation(at index: Int, locations: [Location], products: [Product]) -> Observation {
    var present: [PriceComponent: Double] = [:]
    for column in components where !column.values[index].isNaN {
      present[column.component] = column.values[index]
    }
    let value = values[index]
    return Observation(
      start: Instant(secondsSince1970: starts[index]), seconds: Int64(lengths[index]),
      location: locations[Int(self.locations[index])], product: products[Int(self.products[index])],
      value: value.isNaN ? nil : value, components: present,
      issuedAt: issuedAt.map { Instant(secondsSince1970: $0[index]) },
      publishedAt: Instant(secondsSince1970: publishedAt[index]), revision: revisions[index])
  }
}
