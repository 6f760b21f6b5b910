import ByteFormats
import MarketData

extension FolderReader {
  /// Reads the snapshots and the series of loads and generators; `nil` where the folder has none.
  mutating func readSnapshots() throws(ParseError) -> NetworkSnapshots? {
    var labels: [String] = []
    try read("snapshots.csv") { (_, row, bytes) throws(ParseError) in
      labels.append(row.text(column: row.header.index(of: "snapshot") ?? 0, bytes))
    }
    let powers = try series("loads-p_set.csv", &labels)
    let reactivePowers = try series("loads-q_set.csv", &labels)
    let least = try series("generators-p_min_pu.csv", &labels)
    let most = try series("generators-p_max_pu.csv", &labels)
    guard !labels.isEmpty else { return nil }
    let snapshots: NetworkSnapshots
    do throws(NodalError) {
      snapshots = try NetworkSnapshots(
        labels: labels, loads: Self.scaled(powers, by: loadSigns),
        reactiveLoads: Self.scaled(reactivePowers, by: loadSigns),
        minimumOutputs: Self.scaled(least, by: nominalPowers), maximumOutputs: Self.scaled(most, by: nominalPowers))
    } catch {
      throw ParseError(.inconsistent, at: .init(source: "snapshots.csv"), error.found, expected: error.expected)
    }
    for (file, series, known) in [
      ("loads-p_set.csv", powers, loadSigns), ("loads-q_set.csv", reactivePowers, loadSigns),
      ("generators-p_min_pu.csv", least, nominalPowers), ("generators-p_max_pu.csv", most, nominalPowers),
    ] {
      for name in series.keys.sorted() where known[name] == nil {
        try log.record(
          ParseError(
            .inconsistent, at: .init(source: file, field: name), "a series of \(name.prefix(40))",
            expected: "a component of the folder, with the sign 1"))
      }
    }
    return snapshots
  }

  /// Reads a file of one column for each component; its rows must be the snapshots.
  ///
  /// A row that is defective leaves a blank at its snapshot.
  private mutating func series(
    _ file: String, _ labels: inout [String]
  ) throws(ParseError) -> [String: [Double]] {
    guard files[file] != nil else { return [:] }
    var columns: [[Double]] = []
    var names: [String] = []
    var found: [String] = []
    try read(file) { (_, row, bytes) throws(ParseError) in
      if names.isEmpty {
        names = Array(row.header.names.dropFirst())
        columns = [[Double]](repeating: [], count: names.count)
      }
      found.append(row.text(column: 0, bytes))
      var failure: ParseError?
      for column in names.indices {
        do throws(ParseError) {
          let value = try row.cell(column + 1, bytes)
          guard !value.isInfinite else { throw row.error(.notANumber, column + 1, "\(value)", "a finite number") }
          columns[column].append(value)
        } catch {
          columns[column].append(.nan)
          failure = failure ?? error
        }
      }
      if let failure { throw failure }
    }
    if labels.isEmpty { labels = found }
    guard found == labels else {
      try log.record(
        ParseError(
          .inconsistent, at: .init(source: file), "\(found.count) rows that are not the snapshots",
          expected: "\(labels.count) rows with the labels of snapshots.csv"))
      return [:]
    }
    var series: [String: [Double]] = [:]
    for (name, values) in zip(names, columns) where series.updateValue(values, forKey: name) != nil {
      try log.record(
        ParseError(.inconsistent, at: .init(source: file, field: name), "a column twice", expected: "one of each name"))
    }
    return series
  }

  /// The series of components that are there, each times its number.
  private static func scaled(_ series: [String: [Double]], by factors: [String: Double]) -> [String: [Double]] {
    var scaled: [String: [Double]] = [:]
    for (name, values) in series {
      if let factor = factors[name] { scaled[name] = values.map { $0.isNaN ? .nan : product(factor, $0) } }
    }
    return scaled
  }
}
