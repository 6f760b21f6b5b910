import MarketData

extension ObservationStoreConformance {
  private static func rows(_ task: Int, count: Int) -> [ConformanceRow] {
    (0..<count).map {
      ConformanceRow(start: Int64(task) * 3600, location: ConformanceRow.node("\(task)-\($0)"), value: Double($0))
    }
  }

  /// Appends and queries from several tasks at once.
  static let concurrencyChecks: [(name: String, body: Body)] = [
    (
      "concurrent appends are all kept",
      { probe in
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
          for task in 0..<16 {
            group.addTask { try await probe.store.append(rows(task, count: 50).table()).rows }
          }
          return try await group.reduce(0, +)
        }
        try probe.expect(taken == 800, "the receipts speak of \(taken) rows, not 800")
        try await probe.expect(
          ObservationQuery(), yields: (0..<16).flatMap { rows($0, count: 50) }, "everything")
      }
    ),
    (
      "of concurrent appends of one payload one is taken",
      { probe in
        let digest = SHA256Digest(hashing: [9])
        let receipts = try await withThrowingTaskGroup(of: AppendReceipt.self) { group in
          for _ in 0..<8 { group.addTask { try await probe.store.append(rows(0, count: 20).table(digest: digest)) } }
          return try await group.reduce(into: [AppendReceipt]()) { $0.append($1) }
        }
        let taken = receipts.reduce(0) { $0 + $1.rows }
        try probe.expect(taken == 20, "\(taken) rows were taken, not 20")
        try await probe.expect(ObservationQuery(includesSuperseded: true), yields: rows(0, count: 20), "everything")
      }
    ),
    (
      "a reader sees all rows of an append or none",
      { probe in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for task in 0..<20 { _ = try await probe.store.append(rows(task, count: 30).table()) }
          }
          group.addTask {
            for _ in 0..<20 {
              let seen = try await probe.rows(ObservationQuery()).reduce(into: [Int64: Int]()) {
                $0[$1.start, default: 0] += 1
              }
              try probe.expect(seen.values.allSatisfy { $0 == 30 }, "a reader saw a part of an append: \(seen)")
            }
          }
          try await group.waitForAll()
        }
      }
    ),
    (
      "an append in a cancelled task takes all or nothing",
      { probe in
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await probe.store.append(rows(0, count: 40).table())
        }
        let receipt = try? await task.value
        let seen = try await probe.rows(ObservationQuery()).count
        try probe.expect(
          seen == receipt?.rows ?? 0, "\(seen) rows are held after the receipt \(String(describing: receipt))")
        try await probe.append(rows(1, count: 5))
      }
    ),
    (
      "a query in a cancelled task leaves the store usable",
      { probe in
        try await probe.append(rows(0, count: 40))
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          return try await probe.rows(ObservationQuery()).count
        }
        _ = try? await task.value
        try await probe.expect(ObservationQuery(), yields: rows(0, count: 40), "everything")
      }
    ),
  ]
}
