extension ObservationStore {
  /// Every row that a query asks for, as one table: for results that fit in memory.
  public func table(matching query: ObservationQuery) async throws -> ObservationTable {
    var table: ObservationTable?
    for try await chunk in try await chunks(matching: query) {
      if table == nil {
        table = ObservationTable(chunk)
      } else {
        table?.append(chunk)
      }
    }
    return table ?? ObservationTable()
  }
}
