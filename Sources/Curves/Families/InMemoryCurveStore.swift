public import MarketData

/// A store that keeps versions in memory, and becomes a snapshot that can be written and read.
public actor InMemoryCurveStore: CurveStore {
  /// Versions of each curve by rising date and knowledge time.
  private var versions: [CurveName: [CurveVersion]] = [:]

  /// Makes an empty store.
  public init() {}

  /// Makes a store from a snapshot.
  ///
  /// - Throws: `mismatch` where two versions of one identity and knowledge time differ.
  public init(_ snapshot: CurveSnapshot) throws(CurveError) {
    for version in snapshot.versions { try Self.insert(version, into: &versions) }
  }

  /// Adds a version; one that is there already changes nothing.
  ///
  /// - Throws: `mismatch` where another curve has its identity and knowledge time.
  /// - Complexity: O(log n) for versions in order of time, O(n) else.
  public func append(_ version: CurveVersion) throws(CurveError) { try Self.insert(version, into: &versions) }

  /// The versions of a curve for some dates, known by a moment.
  public func versions(
    of name: CurveName, on dates: ClosedRange<LocalDate>, knownBy instant: Instant
  ) -> [CurveVersion] {
    (versions[name] ?? []).filter { dates.contains($0.id.validOn) && $0.knownAt <= instant }
  }

  /// The names of the curves that have a version known by a moment, sorted.
  public func names(knownBy instant: Instant) -> [CurveName] {
    versions.filter { $0.value.contains { $0.knownAt <= instant } }.keys.sorted()
  }

  /// All versions, by name, date and knowledge time.
  public func snapshot() -> CurveSnapshot {
    CurveSnapshot(versions: versions.keys.sorted().flatMap { versions[$0] ?? [] })
  }

  private static func insert(
    _ version: CurveVersion, into versions: inout [CurveName: [CurveVersion]]
  ) throws(CurveError) {
    var low = 0
    var high = versions[version.id.name]?.count ?? 0
    func key(_ index: Int) -> (LocalDate, Instant)? {
      versions[version.id.name].map { ($0[index].id.validOn, $0[index].knownAt) }
    }
    while low < high {
      let middle = (low + high) / 2
      if let found = key(middle), found < (version.id.validOn, version.knownAt) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if let list = versions[version.id.name], low < list.count, list[low].id == version.id,
      list[low].knownAt == version.knownAt
    {
      guard list[low] == version else {
        throw CurveError(
          .mismatch, found: "another curve of \(version.id), known at \(version.knownAt)", expected: "the same one")
      }
      return
    }
    versions[version.id.name, default: []].insert(version, at: low)
  }
}

/// Versions of curves as one value that can be written as JSON and read again.
public struct CurveSnapshot: Hashable, Sendable, Codable {
  /// The version of this layout.
  public static let schemaVersion = 1
  /// The versions.
  public let versions: [CurveVersion]

  /// Makes a snapshot.
  public init(versions: [CurveVersion]) { self.versions = versions }

  private enum Key: CodingKey { case schemaVersion, versions }

  /// Reads a snapshot; one of a later layout is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decode(Int.self, forKey: .schemaVersion)
    guard version == Self.schemaVersion else {
      throw CurveError(.malformed, found: "a snapshot of layout \(version)", expected: "layout \(Self.schemaVersion)")
    }
    versions = try container.decode([CurveVersion].self, forKey: .versions)
  }

  /// Writes the layout's version and the versions of the curves.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(Self.schemaVersion, forKey: .schemaVersion)
    try container.encode(versions, forKey: .versions)
  }
}
