extension ObservationTable {
  /// The values of one product at one location on a grid: where irregular or finer rows become a series, by a named rule.
  ///
  ///     let hourly = try table.series(of: .energy(.realTime), at: hub, on: hours, by: .mean)
  ///
  /// Rows that are intervals count by the time they share with an interval of the grid; time that no row covers is missing.
  /// Readings without a length (a dispatch run, an instantaneous load) count for the interval in which they fall, each as much
  /// as the next. Of several rows with the same start and length the one published last is taken, then the one of the highest
  /// revision, then the last in the table.
  ///
  /// - Parameters:
  ///   - product: what; its unit becomes the unit of the series.
  ///   - location: where.
  ///   - grid: the intervals of the result.
  ///   - rule: how several rows become one value.
  ///   - missing: what becomes of an interval that rows cover in part; a reading covers the whole of its interval.
  ///   - component: takes a component of the price instead of the price.
  /// - Throws: ``SeriesError`` with code `overlappingRows` where rows of different lengths share time, as five-minute and
  ///   hourly prices of one product do: select the rows by length or feed first.
  /// - Complexity: O(rows + n log n) for n rows of the product and location.
  public func series(
    of product: Product, at location: Location, on grid: DeliveryGrid, by rule: ResamplingRule,
    missing: MissingPolicy = .propagate, component: PriceComponent? = nil
  ) throws(SeriesError) -> TimeSeries {
    let rows = latestRows(of: product, at: location, component: component)
    var edges: [Int64] = []
    var values: [Double] = []
    var readings: [SeriesRow] = []
    for row in rows {
      if row.seconds == 0 {
        readings.append(row)
        continue
      }
      if let end = edges.last, row.start < end {
        throw SeriesError(
          .overlappingRows, found: "a row at \(Instant(secondsSince1970: row.start))",
          expected: "none before \(Instant(secondsSince1970: end))")
      }
      if edges.last != row.start {
        if !edges.isEmpty { values.append(.nan) }
        edges.append(row.start)
      }
      edges.append(row.start + row.seconds)
      values.append(row.value)
    }
    if !readings.isEmpty {
      guard edges.isEmpty else {
        throw SeriesError(.overlappingRows, found: "readings and intervals", expected: "rows of one sort")
      }
      return ObservationTable.series(readings, on: grid, by: rule, unit: product.unit)
    }
    guard edges.count > 1 else {
      return TimeSeries(unchecked: grid, Array(repeating: .nan, count: grid.count), product.unit)
    }
    return TimeSeries(unchecked: DeliveryGrid(increasing: edges), values, product.unit)
      .resampled(to: grid, by: rule, missing: missing)
  }

  private struct SeriesRow {
    var start: Int64
    var seconds: Int64
    var value: Double
    var published: Int64
    var revision: Int32
    var position: Int
  }

  /// The rows that stand, in order of time.
  private func latestRows(of product: Product, at location: Location, component: PriceComponent?) -> [SeriesRow] {
    guard let productCode = dictionary.existingCode(for: product),
      let locationCode = dictionary.existingCode(for: location)
    else { return [] }
    var rows: [SeriesRow] = []
    var position = 0
    for chunk in chunks {
      let values = component.map { chunk.values(of: $0) ?? [] } ?? chunk.values
      for row in 0..<chunk.count where chunk.locations[row] == locationCode && chunk.products[row] == productCode {
        position += 1
        rows.append(
          SeriesRow(
            start: chunk.starts[row], seconds: Int64(chunk.lengths[row]),
            value: row < values.count ? values[row] : .nan,
            published: chunk.publishedAt[row], revision: chunk.revisions[row], position: position))
      }
    }
    rows.sort {
      ($0.start, $0.seconds, $0.published, $0.revision, $0.position)
        < ($1.start, $1.seconds, $1.published, $1.revision, $1.position)
    }
    var latest: [SeriesRow] = []
    for row in rows {
      if let last = latest.last, last.start == row.start, last.seconds == row.seconds { latest.removeLast() }
      latest.append(row)
    }
    return latest
  }

  /// Readings gathered into the intervals in which they fall.
  private static func series(
    _ readings: [SeriesRow], on grid: DeliveryGrid, by rule: ResamplingRule, unit: ValueUnit
  ) -> TimeSeries {
    var gathered = [[Double]](repeating: [], count: grid.count)
    for reading in readings where !reading.value.isNaN {
      guard let index = grid.index(containing: Instant(secondsSince1970: reading.start)) else { continue }
      gathered[index].append(reading.value)
    }
    let values = gathered.map { values -> Double in
      guard let first = values.first, let last = values.last else { return .nan }
      return switch rule {
      case .mean: values.reduce(0, +) / Double(values.count)
      case .sum: values.reduce(0, +)
      case .first: first
      case .last: last
      case .min: values.reduce(first) { Swift.min($0, $1) }
      case .max: values.reduce(first) { Swift.max($0, $1) }
      }
    }
    return TimeSeries(unchecked: grid, values, unit)
  }
}
