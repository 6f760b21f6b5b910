/// Counts the rows of a new block that revise rows which a store holds: the key is held with another value.
///
/// A row is compared with the one that wins among all held rows of its key, whenever it was published.
struct RevisionCounter {
  private struct Held {
    var block: Int
    var row: Int
  }

  private let block: SeriesBlock
  private let names: [PriceComponent]
  private let held: [(block: SeriesBlock, names: [PriceComponent])]
  private var winners: [Held?]

  /// Counts against `held` blocks, in the order of their arrival.
  static func count(
    _ block: SeriesBlock, _ names: [PriceComponent], against held: [(block: SeriesBlock, names: [PriceComponent])]
  ) -> Int {
    var counter = RevisionCounter(block: block, names: names, held: held)
    for index in held.indices { counter.match(index) }
    return counter.winners.indices.reduce(0) { $0 + (counter.isRevision($1) ? 1 : 0) }
  }

  private init(
    block: SeriesBlock, names: [PriceComponent], held: [(block: SeriesBlock, names: [PriceComponent])]
  ) {
    self.block = block
    self.names = names
    self.held = held
    winners = Array(repeating: nil, count: block.count)
  }

  private mutating func match(_ index: Int) {
    let other = held[index].block
    var theirs = 0
    for run in block.runs.indices {
      let series = block.runs[run]
      while theirs < other.runs.count,
        (other.runs[theirs].location, other.runs[theirs].product) < (series.location, series.product)
      { theirs += 1 }
      guard theirs < other.runs.count else { return }
      guard other.runs[theirs].location == series.location, other.runs[theirs].product == series.product else {
        continue
      }
      match(block.rows(ofRun: run), other.rows(ofRun: theirs), index)
    }
  }

  private mutating func match(_ rows: Range<Int>, _ theirRows: Range<Int>, _ index: Int) {
    let other = held[index].block
    var theirs = other.firstRow(in: theirRows, notBefore: block.starts[rows.lowerBound])
    for row in rows {
      let key = block.key(at: row)
      while theirs < theirRows.upperBound, other.key(at: theirs) < key { theirs += 1 }
      var last = theirs
      while last < theirRows.upperBound, other.key(at: last) == key { last += 1 }
      if last > theirs { offer(Held(block: index, row: last - 1), for: row) }
    }
  }

  private mutating func offer(_ candidate: Held, for row: Int) {
    guard let winner = winners[row] else {
      winners[row] = candidate
      return
    }
    let new = held[candidate.block].block
    let old = held[winner.block].block
    let newRank = (new.publishedAt[candidate.row], new.revisions[candidate.row])
    if newRank >= (old.publishedAt[winner.row], old.revisions[winner.row]) { winners[row] = candidate }
  }

  private func isRevision(_ row: Int) -> Bool {
    guard let winner = winners[row] else { return false }
    let other = held[winner.block]
    if RevisionCounter.differ(block.values[row], other.block.values[winner.row]) { return true }
    for (index, name) in names.enumerated() {
      let theirs = other.names.firstIndex(of: name).map { other.block.components[$0][winner.row] } ?? .nan
      if RevisionCounter.differ(block.components[index][row], theirs) { return true }
    }
    return other.names.indices.contains { index in
      !names.contains(other.names[index]) && !other.block.components[index][winner.row].isNaN
    }
  }

  private static func differ(_ left: Double, _ right: Double) -> Bool { left != right && !(left.isNaN && right.isNaN) }
}
