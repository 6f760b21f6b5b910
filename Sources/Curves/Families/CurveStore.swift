public import MarketData

/// Where versions of curves live: the host's database, or an ``InMemoryCurveStore``.
///
/// Three requirements; all else is built on them. What a store throws passes through to the caller untouched. An
/// implementation keeps these promises, which ``CurveStoreConformance`` checks:
///
/// - A version that was appended is found by every query that starts afterwards.
/// - Appending a version again changes nothing; another curve under the same identity and knowledge time is refused.
/// - A query returns versions by rising date and then knowledge time, and none that was known later than asked for.
public protocol CurveStore: Sendable {
  /// Adds a version.
  func append(_ version: CurveVersion) async throws

  /// The versions of a curve for some dates, known by a moment, by rising date and then knowledge time.
  func versions(
    of name: CurveName, on dates: ClosedRange<LocalDate>, knownBy instant: Instant
  ) async throws -> [CurveVersion]

  /// The names of the curves that have a version known by a moment, sorted.
  func names(knownBy instant: Instant) async throws -> [CurveName]
}

extension CurveStore {
  /// The curve of a date as it was known at a moment; `nil` where there was none.
  public func curve(_ id: CurveID, knownBy instant: Instant = .distantFuture) async throws -> CurveVersion? {
    try await versions(of: id.name, on: id.validOn...id.validOn, knownBy: instant).last
  }

  /// The curve of the last date up to and including `date`, at most `days` days before it, as it was known at a moment.
  public func latest(
    _ name: CurveName, upTo date: LocalDate, within days: Int = 10, knownBy instant: Instant = .distantFuture
  ) async throws -> CurveVersion? {
    let first = date.advanced(byDays: -max(0, days))
    return try await versions(of: name, on: first...date, knownBy: instant).last
  }

  /// One curve for each date that has any, the last known by a moment: what ``ForwardChanges`` take.
  public func history(
    of name: CurveName, on dates: ClosedRange<LocalDate>, knownBy instant: Instant = .distantFuture
  ) async throws -> [CurveVersion] {
    var history: [CurveVersion] = []
    for version in try await versions(of: name, on: dates, knownBy: instant) {
      if history.last?.id == version.id { history.removeLast() }
      history.append(version)
    }
    return history
  }
}
