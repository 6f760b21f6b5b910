/// Consecutive rows of one block that belong to one location and product.
struct RowSpan: Sendable {
  /// The block's position among the blocks of the band.
  var slot: Int
  var location: UInt32
  var product: UInt32
  var rows: Range<Int>
}

/// Chooses the rows of a band that a query returns: filters them and leaves out what was superseded.
struct BandResolver {
  private let plan: QueryPlan
  private let band: QueryPlan.Band
  private let blocks: [SeriesBlock]
  private let asOf: Int64
  private var spans: [RowSpan] = []

  private struct Candidate {
    var key: RowKey
    var publishedAt: Int64
    var revision: Int32
    var slot: Int
    var row: Int

    func precedes(_ other: Candidate) -> Bool {
      if key != other.key { return key < other.key }
      if publishedAt != other.publishedAt { return publishedAt < other.publishedAt }
      if revision != other.revision { return revision < other.revision }
      return (slot, row) < (other.slot, other.row)
    }
  }

  /// Prepares a band; `blocks` stand in the order of the band's members, which is the order of arrival.
  init(plan: QueryPlan, band: QueryPlan.Band, blocks: [SeriesBlock]) {
    self.plan = plan
    self.band = band
    self.blocks = blocks
    self.asOf = plan.query.asOf.secondsSince1970
  }

  /// The rows to return, by location, product and start.
  consuming func resolved() -> [RowSpan] {
    let pieces = matchingPieces()
    var first = 0
    while first < pieces.count {
      var end = first + 1
      while end < pieces.count, pieces[end].location == pieces[first].location,
        pieces[end].product == pieces[first].product
      { end += 1 }
      resolve(pieces[first..<end])
      first = end
    }
    return spans
  }

  private func matchingPieces() -> [RowSpan] {
    var pieces: [RowSpan] = []
    for slot in blocks.indices {
      let block = blocks[slot]
      if let selection = plan.locations, selection.sorted.count * 8 < block.runs.count {
        var index = selection.firstIndex(notBelow: max(band.firstLocation, block.runs.first?.location ?? 0))
        while index < selection.sorted.count, selection.sorted[index] <= band.lastLocation {
          let code = selection.sorted[index]
          var run = block.firstRun(notBefore: code, 0)
          if run == block.runs.count { break }
          while run < block.runs.count, block.runs[run].location == code {
            appendPiece(slot, run, to: &pieces)
            run += 1
          }
          index += 1
        }
      } else {
        var run = block.firstRun(notBefore: band.firstLocation, 0)
        while run < block.runs.count, block.runs[run].location <= band.lastLocation {
          if plan.locations?.contains(block.runs[run].location) ?? true { appendPiece(slot, run, to: &pieces) }
          run += 1
        }
      }
    }
    func precedes(_ left: RowSpan, _ right: RowSpan) -> Bool {
      if left.location != right.location { return left.location < right.location }
      if left.product != right.product { return left.product < right.product }
      return left.slot < right.slot
    }
    for index in pieces.indices.dropFirst() where !precedes(pieces[index - 1], pieces[index]) {
      pieces.sort(by: precedes)
      break
    }
    return pieces
  }

  private func appendPiece(_ slot: Int, _ run: Int, to pieces: inout [RowSpan]) {
    let block = blocks[slot]
    let series = block.runs[run]
    guard plan.products?.contains(series.product) ?? true else { return }
    var rows = block.rows(ofRun: run)
    if let interval = plan.query.interval {
      let lower = block.firstRow(in: rows, notBefore: interval.start.secondsSince1970)
      rows = lower..<block.firstRow(in: lower..<rows.upperBound, notBefore: interval.end.secondsSince1970)
    }
    if rows.isEmpty { return }
    pieces.append(RowSpan(slot: slot, location: series.location, product: series.product, rows: rows))
  }

  private mutating func resolve(_ pieces: ArraySlice<RowSpan>) {
    if plan.query.includesSuperseded {
      for piece in pieces { emitKnown(piece) }
      return
    }
    if pieces.count == 1 {
      for piece in pieces { resolveAlone(piece) }
      return
    }
    let byStart = pieces.sorted { start($0.slot, $0.rows.lowerBound) < start($1.slot, $1.rows.lowerBound) }
    let areApart = zip(byStart, byStart.dropFirst()).allSatisfy { earlier, later in
      start(earlier.slot, earlier.rows.upperBound - 1) < start(later.slot, later.rows.lowerBound)
    }
    if areApart {
      for piece in byStart { resolveAlone(piece) }
    } else {
      emitWinners(pieces)
    }
  }

  private func start(_ slot: Int, _ row: Int) -> Int64 { blocks[slot].starts[row] }

  private mutating func resolveAlone(_ piece: RowSpan) {
    if plan.blocks[band.members[piece.slot]].entry.summary.repeatsKeys {
      emitWinners([piece])
    } else {
      emitKnown(piece)
    }
  }

  /// Emits the rows that were published by the knowledge time.
  private mutating func emitKnown(_ piece: RowSpan) {
    if plan.blocks[band.members[piece.slot]].entry.summary.lastPublished <= asOf {
      emit(piece)
      return
    }
    let published = blocks[piece.slot].publishedAt
    for row in piece.rows where published[row] <= asOf {
      emit(RowSpan(slot: piece.slot, location: piece.location, product: piece.product, rows: row..<row + 1))
    }
  }

  /// Emits the last published row of each key, by revision and arrival where several were published at once.
  private mutating func emitWinners(_ pieces: ArraySlice<RowSpan>) {
    var candidates: [Candidate] = []
    for piece in pieces {
      let block = blocks[piece.slot]
      for row in piece.rows where block.publishedAt[row] <= asOf {
        candidates.append(
          Candidate(
            key: block.key(at: row), publishedAt: block.publishedAt[row], revision: block.revisions[row],
            slot: piece.slot, row: row))
      }
    }
    candidates.sort { $0.precedes($1) }
    guard let series = pieces.first else { return }
    for index in candidates.indices
    where index + 1 == candidates.count || candidates[index].key != candidates[index + 1].key {
      let row = candidates[index].row
      let slot = candidates[index].slot
      emit(RowSpan(slot: slot, location: series.location, product: series.product, rows: row..<row + 1))
    }
  }

  private mutating func emit(_ span: RowSpan) {
    if let last = spans.indices.last, spans[last].slot == span.slot,
      spans[last].rows.upperBound == span.rows.lowerBound,
      spans[last].location == span.location, spans[last].product == span.product
    {
      spans[last].rows = spans[last].rows.lowerBound..<span.rows.upperBound
    } else {
      spans.append(span)
    }
  }
}
