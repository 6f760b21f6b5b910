/// Which blocks a query reads, divided into bands that are resolved one after another in bounded memory.
///
/// Rows can supersede one another only within one location and where times overlap. Blocks are therefore divided by
/// time where no interval start is shared, and what is still too large by location.
struct QueryPlan: Sendable {
  /// Blocks that are resolved together, for a range of locations.
  struct Band: Sendable {
    /// Positions in ``QueryPlan/blocks``, ascending.
    var members: [Int]
    var firstLocation: UInt32
    var lastLocation: UInt32
  }

  let query: ObservationQuery
  let locations: CodeSelection?
  let products: CodeSelection?
  let blocks: [PlannedBlock]
  let bands: [Band]
  let dictionary: ObservationDictionary

  /// Plans a query.
  ///
  /// - Complexity: O(units + matching blocks × log).
  init(_ query: ObservationQuery, index: inout StoreIndex, rowsPerBand: Int = 1 << 18) {
    let locations = index.locationSelection(for: query)
    let products = index.productSelection(for: query)
    let first = query.interval?.start.secondsSince1970 ?? .min
    let end = query.interval?.end.secondsSince1970
    let asOf = query.asOf.secondsSince1970
    let blocks = index.blocks { summary in
      summary.lastStart >= first && end.map { summary.firstStart < $0 } ?? true && summary.firstPublished <= asOf
        && locations?.intersects(summary.firstLocation, summary.lastLocation) ?? true
        && products?.intersects(summary.firstProduct, summary.lastProduct) ?? true
    }
    self.query = query
    self.locations = locations
    self.products = products
    self.blocks = blocks
    self.dictionary = index.dictionary
    self.bands = QueryPlan.bands(blocks.map(\.entry.summary), rowsPerBand: rowsPerBand)
  }

  private static func bands(_ blocks: [BlockSummary], rowsPerBand: Int) -> [Band] {
    let byTime = blocks.indices.sorted { blocks[$0].firstStart < blocks[$1].firstStart }
    var bands: [Band] = []
    var group: [Int] = []
    var last = Int64.min
    for index in byTime {
      if blocks[index].firstStart > last, !group.isEmpty {
        bands += split(group, blocks, rowsPerBand: rowsPerBand)
        group = []
      }
      group.append(index)
      last = max(last, blocks[index].lastStart)
    }
    return bands + (group.isEmpty ? [] : split(group, blocks, rowsPerBand: rowsPerBand))
  }

  /// Divides blocks whose times overlap by location, so that a band holds about `rowsPerBand` rows.
  private static func split(_ group: [Int], _ blocks: [BlockSummary], rowsPerBand: Int) -> [Band] {
    var ends: [UInt32] = []
    var rows = 0
    for index in group.sorted(by: { blocks[$0].lastLocation < blocks[$1].lastLocation }) {
      rows += blocks[index].rows
      if rows >= rowsPerBand {
        if ends.last != blocks[index].lastLocation { ends.append(blocks[index].lastLocation) }
        rows = 0
      }
    }
    if ends.last != .max { ends.append(.max) }
    var bands = ends.indices.map { index in
      Band(members: [], firstLocation: index == 0 ? 0 : ends[index - 1] + 1, lastLocation: ends[index])
    }
    for index in group.sorted() {
      var band = ends.firstIndex { $0 >= blocks[index].firstLocation } ?? 0
      while band < bands.count, bands[band].firstLocation <= blocks[index].lastLocation {
        bands[band].members.append(index)
        band += 1
      }
    }
    return bands.filter { !$0.members.isEmpty }
  }
}
