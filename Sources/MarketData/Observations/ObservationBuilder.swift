/// Collects rows column by column and seals them into a chunk: what a parser writes into.
///
///     var rows = ObservationBuilder(dictionary: context.dictionary, components: [.energy, .congestion, .loss])
///     rows.append(start: start, seconds: 3600, location: node, product: lmp, value: 31.2)
///     rows.setComponent(1, to: -0.34, at: rows.count - 1)
///     let chunk = rows.seal(provenance: provenance, publication: .inferred(rule))
public struct ObservationBuilder: Sendable {
  /// The dictionary that codes refer to.
  public let dictionary: ObservationDictionary
  private let componentNames: [PriceComponent]
  private var starts = ColumnBuilder<Int64>()
  private var lengths = ColumnBuilder<Int32>()
  private var locations = ColumnBuilder<UInt32>()
  private var products = ColumnBuilder<UInt32>()
  private var values: [Double] = []
  private var components: [[Double]]
  private var issued = ColumnBuilder<Int64>()
  private var revisions = ColumnBuilder<Int32>()
  private var capacity = 0

  /// Makes an empty builder with the given component columns.
  public init(dictionary: ObservationDictionary, components: [PriceComponent] = []) {
    self.dictionary = dictionary
    self.componentNames = components
    self.components = Array(repeating: [], count: components.count)
  }

  /// The number of rows so far.
  public var count: Int { values.count }

  /// Makes room for `rows` rows, so that columns do not grow by copying.
  public mutating func reserveCapacity(_ rows: Int) {
    starts.reserveCapacity(rows)
    values.reserveCapacity(rows)
    for index in components.indices { components[index].reserveCapacity(rows) }
    lengths.reserveCapacity(rows)
    locations.reserveCapacity(rows)
    products.reserveCapacity(rows)
    issued.reserveCapacity(rows)
    revisions.reserveCapacity(rows)
  }

  /// Adds a row; its components are missing until they are set.
  ///
  /// - Parameters:
  ///   - start: seconds since 1970 in UTC.
  ///   - seconds: the interval's length; 0 marks an instantaneous reading.
  ///   - location: a code of ``dictionary``.
  ///   - product: a code of ``dictionary``.
  ///   - value: in the product's unit; NaN is missing.
  ///   - issuedAt: seconds since 1970; give it for every row or for none.
  ///   - revision: the operator's revision number.
  @inline(__always)
  public mutating func append(
    start: Int64, seconds: Int32, location: UInt32, product: UInt32, value: Double, issuedAt: Int64? = nil,
    revision: Int32 = 0
  ) {
    starts.append(start)
    lengths.append(seconds)
    locations.append(location)
    products.append(product)
    values.append(value)
    for index in components.indices { components[index].append(.nan) }
    if let issuedAt { issued.append(issuedAt) }
    revisions.append(revision)
  }

  /// Adds a row with three components at once; the builder must have been made with exactly three.
  @inline(__always)
  public mutating func append(
    start: Int64, seconds: Int32, location: UInt32, product: UInt32, value: Double,
    components parts: (Double, Double, Double), revision: Int32 = 0
  ) {
    starts.append(start)
    lengths.append(seconds)
    locations.append(location)
    products.append(product)
    values.append(value)
    components[0].append(parts.0)
    components[1].append(parts.1)
    components[2].append(parts.2)
    revisions.append(revision)
  }

  /// Sets the value of a row that was added before.
  public mutating func setValue(_ value: Double, at row: Int) { values[row] = value }

  /// The value of a row that was added before.
  public func value(at row: Int) -> Double { values[row] }

  /// Sets a component of a row that was added before; `component` is the position in the list given to the initialiser.
  @inline(__always)
  public mutating func setComponent(_ component: Int, to value: Double, at row: Int) {
    components[component][row] = value
  }

  /// A component of a row that was added before.
  public func component(_ component: Int, at row: Int) -> Double { components[component][row] }

  /// Sets the revision of a row that was added before.
  public mutating func setRevision(_ revision: Int32, at row: Int) { revisions.set(revision, at: row) }

  /// Seals the rows into a chunk; `nil` when there are none.
  ///
  /// Component columns without a single value are left out.
  public consuming func seal(provenance: Provenance, publication: Publication) -> ObservationChunk? {
    var provenance = provenance
    let starts = self.starts.finish() ?? .values([])
    let lengths = self.lengths.finish() ?? .values([])
    let published: ObservationColumn<Int64>
    switch publication {
    case .stated(let instant):
      provenance.publicationBasis = .stated
      published = .constant(instant.secondsSince1970, count: values.count)
    case .inferred(let rule):
      provenance.publicationBasis = .inferred
      published = ObservationBuilder.inferred(rule, starts: starts, lengths: lengths)
    }
    var columns: [ObservationChunk.ComponentColumn] = []
    for (name, column) in zip(componentNames, components) where column.contains(where: { !$0.isNaN }) {
      columns.append(ObservationChunk.ComponentColumn(name, column))
    }
    return ObservationChunk(
      starts: starts, lengths: lengths, locations: locations.finish() ?? .values([]),
      products: products.finish() ?? .values([]), values: values, components: columns, issuedAt: issued.finish(),
      publishedAt: published, revisions: revisions.finish(), dictionary: dictionary, provenance: provenance)
  }

  private static func inferred(
    _ rule: PublicationRule, starts: ObservationColumn<Int64>, lengths: ObservationColumn<Int32>
  ) -> ObservationColumn<Int64> {
    var column = ColumnBuilder<Int64>()
    column.reserveCapacity(starts.count)
    switch rule.anchor {
    case .intervalEnd:
      for index in starts.indices { column.append(starts[index] &+ Int64(lengths[index]) &+ rule.lag) }
    case .startOfDay(let zone):
      var known: (day: DeliveryInterval, publication: Instant)?
      for start in starts {
        let instant = Instant(secondsSince1970: start)
        let current: (day: DeliveryInterval, publication: Instant)
        if let known, known.day.contains(instant) {
          current = known
        } else {
          let day = zone.day(zone.localDate(of: instant))
          current = (day, rule.publication(of: day))
          known = current
        }
        column.append(current.publication.secondsSince1970)
      }
    }
    return column.finish() ?? .values([])
  }
}
