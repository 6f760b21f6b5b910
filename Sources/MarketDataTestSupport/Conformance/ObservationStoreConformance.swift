public import MarketData

/// What every store must do, as checks that need no test framework.
///
///     let failures = await ObservationStoreConformance.failures { MyStore() }
///     #expect(failures.isEmpty)
///
/// Each check gets an empty store of its own. A check that throws, or hangs no longer than the store itself does, is
/// one failure; the others still run.
public enum ObservationStoreConformance {
  typealias Body = @Sendable (ConformanceProbe) async throws -> Void

  /// The names of all checks, in the order in which they run.
  public static var checks: [String] { all.map(\.name) }

  /// Runs the checks against stores that `makeStore` makes.
  ///
  /// - Parameters:
  ///   - checks: the names of the checks to run; all of them unless given.
  ///   - makeStore: makes an empty store that shares nothing with the others.
  public static func failures(
    checks: Set<String>? = nil, makeStore: @Sendable () async throws -> any ObservationStore
  ) async -> [ConformanceFailure] {
    var failures: [ConformanceFailure] = []
    for check in all where checks?.contains(check.name) ?? true {
      do {
        try await check.body(ConformanceProbe(store: try await makeStore()))
      } catch let mismatch as ConformanceMismatch {
        failures.append(ConformanceFailure(check: check.name, message: mismatch.message))
      } catch {
        failures.append(ConformanceFailure(check: check.name, message: "threw \(error)"))
      }
    }
    return failures
  }

  private static let all: [(name: String, body: Body)] =
    storageChecks + queryChecks + knowledgeChecks + payloadChecks + concurrencyChecks + modelChecks
}
