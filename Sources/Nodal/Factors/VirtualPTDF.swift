internal import MarketData
import NumericalKernels

/// Rows of shift factors made when they are asked for, the last ones kept within a bound of memory.
///
///     let factors = VirtualPTDF(model, cacheBytes: 64 << 20)
///     try factors.row(ofBranch: "a")         // solved
///     try factors.row(ofBranch: "a")         // remembered
///
/// For networks whose ``PTDF`` would not fit, or of which only some branches matter. It may be used from any number of tasks at a
/// time; two that ask for the same new row at once may both solve for it. A row has the same numbers whether it was remembered or not.
public final class VirtualPTDF: Sendable {
  /// How often rows were remembered, and what is kept.
  public struct Statistics: Hashable, Sendable {
    /// The rows that were there.
    public fileprivate(set) var hits = 0
    /// The rows that had to be solved for.
    public fileprivate(set) var misses = 0
    /// The rows that made room for others.
    public fileprivate(set) var evictions = 0
    /// The rows kept now.
    public fileprivate(set) var rows = 0
    /// The memory of the rows kept now.
    public fileprivate(set) var bytes = 0
  }

  /// The model that the rows are of.
  public let model: DCModel
  /// The most memory that rows kept may take.
  public let cacheBytes: Int

  private struct State {
    var rows: RecentRows
    var statistics = Statistics()
  }
  private let state: Guarded<State>
  private var bytesOfRow: Int { model.network.buses.count * MemoryLayout<Double>.stride }

  /// Makes an empty cache; nothing is kept where it cannot hold a row.
  public init(_ model: DCModel, cacheBytes: Int = 64 << 20) {
    self.model = model
    self.cacheBytes = max(0, cacheBytes)
    let bytesOfRow = max(1, model.network.buses.count * MemoryLayout<Double>.stride)
    state = Guarded(State(rows: RecentRows(capacity: max(0, cacheBytes) / bytesOfRow)))
  }

  /// The shift factors of a branch for every bus.
  ///
  /// - Parameter place: the place of the branch.
  /// - Throws: `outOfRange` for a place that is not there.
  /// - Complexity: O(1) where it is kept, else as ``DCModel/shiftFactors(ofBranchAt:)``.
  public func row(ofBranchAt place: Int) throws(NodalError) -> [Double] {
    let kept = state.withLock { state -> [Double]? in
      let row = state.rows.row(place)
      if row != nil { state.statistics.hits += 1 } else { state.statistics.misses += 1 }
      return row
    }
    if let kept { return kept }
    let row = try model.shiftFactors(ofBranchAt: place)
    state.withLock { state in
      if state.rows.insert(row, for: place) { state.statistics.evictions += 1 }
      state.statistics.rows = state.rows.count
      state.statistics.bytes = state.rows.count * bytesOfRow
    }
    return row
  }

  /// The shift factors of a branch, by id.
  ///
  /// - Throws: `unknownElement`.
  public func row(ofBranch id: String) throws(NodalError) -> [Double] {
    try row(ofBranchAt: try model.network.branchIndex(of: id))
  }

  /// How often rows were remembered, and what is kept.
  public var statistics: Statistics { state.withLock(\.statistics) }

  /// Forgets all rows.
  public func removeAll() {
    state.withLock { state in
      state.rows.removeAll()
      state.statistics.rows = 0
      state.statistics.bytes = 0
    }
  }
}

/// Rows in the order of their last use, up to a number of them.
private struct RecentRows {
  private struct Entry {
    var key: Int
    var row: [Double]
    var newer: Int
    var older: Int
  }

  private let capacity: Int
  private var entries: [Entry] = []
  private var places: [Int: Int] = [:]
  private var newest = -1
  private var oldest = -1

  var count: Int { entries.count }

  init(capacity: Int) { self.capacity = capacity }

  mutating func removeAll() { self = RecentRows(capacity: capacity) }

  /// A row that is kept, which then is the newest.
  mutating func row(_ key: Int) -> [Double]? {
    guard let place = places[key] else { return nil }
    detach(place)
    attach(place)
    return entries[place].row
  }

  /// Keeps a row, in the place of the oldest one if it has to; says whether it had to.
  mutating func insert(_ row: [Double], for key: Int) -> Bool {
    guard capacity > 0, places[key] == nil else { return false }
    guard entries.count == capacity else {
      entries.append(Entry(key: key, row: row, newer: -1, older: -1))
      places[key] = entries.count - 1
      attach(entries.count - 1)
      return false
    }
    let place = oldest
    detach(place)
    places[entries[place].key] = nil
    entries[place] = Entry(key: key, row: row, newer: -1, older: -1)
    places[key] = place
    attach(place)
    return true
  }

  private mutating func detach(_ place: Int) {
    let (newer, older) = (entries[place].newer, entries[place].older)
    if newer >= 0 { entries[newer].older = older } else { newest = older }
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
  }

  private mutating func attach(_ place: Int) {
    entries[place].newer = -1
    entries[place].older = newest
    if newest >= 0 { entries[newest].newer = place } else { oldest = place }
    newest = place
  }
}
