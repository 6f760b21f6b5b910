/// Tells the two passes through a repeated hour apart by the order of the rows, where a file prints nothing else to do so.
///
/// NYISO prints `01:00` twice on the day with 25 hours. Feed the rows in the file's order, each with a number for the series
/// that it belongs to (the node, the zone): the first time that a series shows a stamp of the repeated hour it is the
/// earlier one, and from the row on whose stamp does not advance it is the later one.
///
///     var rows = RowOrderResolver(zone: .eastern)
///     rows.instant(of: stamp, series: ptid)   // 05:00Z, then 06:00Z when the stamp comes again
///
/// Works for rows ordered by time and for rows ordered by series. Where a series lacks the whole first pass, its second pass
/// cannot be told from it; that is a limit of the format.
public struct RowOrderResolver: Sendable {
  private struct Progress {
    var localSeconds: Int64
    var inSecondPass: Bool
  }

  private var cursor: LocalDayCursor
  private let isDescending: Bool
  private var progress: [Int: Progress] = [:]

  /// Makes a resolver for stamps of `zone`; `isDescending` when the file runs from late to early.
  public init(zone: MarketTimeZone, isDescending: Bool = false) {
    cursor = LocalDayCursor(zone: zone)
    self.isDescending = isDescending
  }

  /// The instant of the next row's stamp, or `nil` for a stamp that the clock skips or that a series shows a third time.
  public mutating func instant(of local: LocalDateTime, series: Int = 0) -> Instant? {
    if let plain = cursor.instant(of: local) { return plain }
    guard case .two(let first, let second) = cursor.zone.instants(of: local) else { return nil }
    let now = local.localSeconds
    var inSecondPass = false
    if let last = progress[series], abs(now - last.localSeconds) <= 172_800 {
      let advances = isDescending ? now < last.localSeconds : now > last.localSeconds
      if !advances && last.inSecondPass { return nil }
      inSecondPass = last.inSecondPass || !advances
    }
    progress[series] = Progress(localSeconds: now, inSecondPass: inSecondPass)
    return inSecondPass != isDescending ? second : first
  }
}
