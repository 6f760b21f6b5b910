/// An immutable block of observations in columns, with one provenance and a known order: what parsers yield, stores keep and
/// queries return.
///
/// Columns are Swift arrays and therefore shared by reference: copying a chunk copies no rows.
///
/// - Note: A row takes 8 bytes for the start, 4 for the location, 8 for the value and 8 for each component; length, product,
///   issue time, publication time and revision take nothing while they are the same in every row, and 4, 4, 8, 8 and 4 bytes
///   otherwise. A locational marginal price with three components takes 44 bytes, six million of them 264 MB.
public struct ObservationChunk: Sendable {
  /// The order in which the rows stand.
  public enum RowOrder: UInt8, Hashable, Sendable {
    /// No order is known.
    case none = 0
    /// Starts never decrease.
    case time = 1
    /// By location code, then product code, then start.
    case series = 2
  }

  /// A column of one component.
  public struct ComponentColumn: Sendable {
    /// Which component.
    public let component: PriceComponent
    /// One value a row, in the unit of the row's product; NaN is missing.
    public let values: [Double]

    /// Makes a component column.
    public init(_ component: PriceComponent, _ values: [Double]) {
      self.component = component
      self.values = values
    }
  }

  /// Interval starts, in seconds since 1970 in UTC.
  public let starts: ObservationColumn<Int64>
  /// Interval lengths, in seconds; 0 marks an instantaneous reading.
  public let lengths: ObservationColumn<Int32>
  /// Codes of locations in ``dictionary``.
  public let locations: ObservationColumn<UInt32>
  /// Codes of products in ``dictionary``.
  public let products: ObservationColumn<UInt32>
  /// The values, each in the unit of its product; NaN is missing.
  public let values: [Double]
  /// The columns of components, wide: each as long as ``values``.
  public let components: [ComponentColumn]
  /// When a forecast was made or a trade was dated, in seconds since 1970; `nil` where that has no meaning.
  public let issuedAt: ObservationColumn<Int64>?
  /// Since when each row could be known, in seconds since 1970.
  public let publishedAt: ObservationColumn<Int64>
  /// The operator's revision number; 0 where there is none.
  public let revisions: ObservationColumn<Int32>
  /// What the codes refer to.
  public let dictionary: ObservationDictionary
  /// Where the rows come from.
  public let provenance: Provenance
  /// The order in which the rows stand.
  public let order: RowOrder

  /// Seals columns into a chunk; `nil` when they differ in length or are empty.
  ///
  /// - Complexity: O(rows) to find out the order.
  public init?(
    starts: ObservationColumn<Int64>, lengths: ObservationColumn<Int32>, locations: ObservationColumn<UInt32>,
    products: ObservationColumn<UInt32>, values: [Double], components: [ComponentColumn] = [],
    issuedAt: ObservationColumn<Int64>? = nil, publishedAt: ObservationColumn<Int64>,
    revisions: ObservationColumn<Int32>? = nil, dictionary: ObservationDictionary, provenance: Provenance
  ) {
    let count = values.count
    guard count > 0, starts.count == count, lengths.count == count, locations.count == count, products.count == count,
      publishedAt.count == count, issuedAt.map({ $0.count == count }) ?? true,
      revisions.map({ $0.count == count }) ?? true, components.allSatisfy({ $0.values.count == count })
    else { return nil }
    self.starts = starts
    self.lengths = lengths
    self.locations = locations
    self.products = products
    self.values = values
    self.components = components
    self.issuedAt = issuedAt
    self.publishedAt = publishedAt
    self.revisions = revisions ?? .constant(0, count: count)
    self.dictionary = dictionary
    self.provenance = provenance
    self.order = ObservationChunk.order(starts: starts, locations: locations, products: products)
  }

  private static func order(
    starts: ObservationColumn<Int64>, locations: ObservationColumn<UInt32>, products: ObservationColumn<UInt32>
  ) -> RowOrder {
    var byTime = true
    var bySeries = true
    var index = 1
    let count = starts.count
    while index < count, byTime || bySeries {
      let start = starts[index]
      let previous = starts[index - 1]
      if start < previous { byTime = false }
      if bySeries {
        let key = (locations[index - 1], products[index - 1], previous)
        if key > (locations[index], products[index], start) { bySeries = false }
      }
      index += 1
    }
    return bySeries ? .series : byTime ? .time : .none
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// The bytes that the columns take.
  public var byteCount: Int {
    let fixed = starts.byteCount + lengths.byteCount + locations.byteCount + products.byteCount
    let optional = (issuedAt?.byteCount ?? 0) + publishedAt.byteCount + revisions.byteCount
    return fixed + optional + values.count * 8 * (1 + components.count)
  }

  /// The values of one component, or `nil` when the chunk does not have it.
  public func values(of component: PriceComponent) -> [Double]? {
    components.first { $0.component == component }?.values
  }

  /// A chunk of the rows at `indices`, in that order; `nil` when there are none.
  ///
  /// - Precondition: each index lies in `0..<count`.
  public func gathering(_ indices: [Int]) -> ObservationChunk? {
    ObservationChunk(
      starts: starts.gathering(indices), lengths: lengths.gathering(indices), locations: locations.gathering(indices),
      products: products.gathering(indices), values: indices.map { values[$0] },
      components: components.map { column in
        ComponentColumn(column.component, indices.map { column.values[$0] })
      },
      issuedAt: issuedAt?.gathering(indices), publishedAt: publishedAt.gathering(indices),
      revisions: revisions.gathering(indices), dictionary: dictionary, provenance: provenance)
  }
}
