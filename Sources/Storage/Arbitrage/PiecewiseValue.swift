/// The value of stored energy as straight pieces, concave or not, with jumps and gaps where the store cannot or should not be.
///
/// Pieces are sorted and share at most their ends; where two meet, the higher value holds. The value of a state is that of its piece plus
/// ``offset``, which keeps the pieces' own numbers small.
struct PiecewiseValue {
  /// `value` at `start`, rising by `slope` for each MWh until `end`; a point where both are equal.
  struct Piece {
    var start: Double
    var end: Double
    var value: Double
    var slope: Double

    var last: Double { value + slope * (end - start) }

    @inline(__always)
    func value(at energy: Double) -> Double { value + slope * (energy - start) }
  }

  var pieces: [Piece]
  var offset = 0.0

  init(_ pieces: [Piece] = []) { self.pieces = pieces }

  /// A price for each MWh between two energies.
  init(price: Double, _ lower: Double, _ upper: Double) {
    self.init([Piece(start: lower, end: upper, value: price * lower, slope: price)])
  }

  /// The terminal value within a window.
  init(_ terminal: TerminalValue, _ lower: Double, _ upper: Double) {
    switch terminal {
    case .none: self.init(price: 0, lower, upper)
    case .price(let price): self.init(price: price, lower, upper)
    case .energy(let energy): self.init([Piece(start: energy, end: energy, value: 0, slope: 0)])
    case .curve(let points):
      var pieces: [Piece] = []
      for (left, right) in zip(points, points.dropFirst()) where right.energy >= lower && left.energy <= upper {
        let slope = (right.value - left.value) / (right.energy - left.energy)
        let start = max(left.energy, lower)
        pieces.append(
          Piece(
            start: start, end: min(right.energy, upper), value: left.value + slope * (start - left.energy), slope: slope
          ))
      }
      if points.count == 1 {
        pieces = [Piece(start: points[0].energy, end: points[0].energy, value: points[0].value, slope: 0)]
      }
      self.init(pieces)
    }
  }

  /// Whether the value is one concave piece after another, without jump or gap.
  func isConcave(grain: Double) -> Bool { run(from: 0, grain: grain) == pieces.count }

  /// The end of the concave run of pieces that begins at `first`.
  func run(from first: Int, grain: Double) -> Int {
    var place = first + 1
    while place < pieces.count, pieces[place].start == pieces[place - 1].end,
      pieces[place].slope <= pieces[place - 1].slope, abs(pieces[place].value - pieces[place - 1].last) <= grain
    {
      place += 1
    }
    return min(place, pieces.count)
  }

  /// The first piece that ends at or after an energy.
  func place(of energy: Double) -> Int {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end < energy { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The value at an energy without the offset, minus infinity where there is none; an end within `slack` counts.
  func value(at energy: Double, slack: Double) -> Double {
    var best = -Double.infinity
    var index = place(of: energy - slack)
    while index < pieces.count, pieces[index].start <= energy + slack {
      let piece = pieces[index]
      best = max(best, piece.value(at: min(max(energy, piece.start), piece.end)))
      index += 1
    }
    return best
  }

  /// The greatest value, offset included, and where it is, of this less another; states without a value count as minus infinity.
  func greatest(less other: PiecewiseValue, slack: Double) -> (value: Double, energy: Double) {
    var best = (value: -Double.infinity, energy: 0.0)
    var candidates = pieces.flatMap { [$0.start, $0.end] }
    candidates += other.pieces.flatMap { [$0.start, $0.end] }
    for energy in candidates {
      let mine = value(at: energy, slack: slack)
      let its = other.value(at: energy, slack: slack)
      guard mine > -.infinity, its > -.infinity else { continue }
      if mine - its > best.value { best = (mine - its, energy) }
    }
    return (best.value + (offset - other.offset), best.energy)
  }

  /// Takes the greatest piece value into the offset.
  mutating func normalise() {
    var top = -Double.infinity
    for piece in pieces { top = max(top, max(piece.value, piece.last)) }
    guard top.isFinite else { return }
    for index in pieces.indices { pieces[index].value -= top }
    offset += top
  }

  /// Cuts off what lies outside a range, and measures energy before self-discharge.
  ///
  /// A piece of which no more than its end lies inside stays as a point where it is worth more than what meets it there: a full store
  /// may do what none below it can.
  mutating func trim(_ lower: Double, _ upper: Double, retention: Double, slack: Double, grain: Double) {
    let low = retention * lower
    let high = retention * upper
    var kept = Builder(grain: grain, capacity: pieces.count)
    for var piece in pieces where piece.end >= low - slack && piece.start <= high + slack {
      let start = min(max(piece.start, low), high)
      let end = max(min(piece.end, high), start)
      piece.value = piece.value(at: min(max(start, piece.start), piece.end))
      piece.start = start
      piece.end = end
      if retention != 1 {
        piece.start = min(max(start / retention, lower), upper)
        piece.end = min(max(end / retention, piece.start), upper)
        piece.slope *= retention
      }
      kept.add(piece)
    }
    pieces = kept.pieces
  }

  /// Measures energy after self-discharge instead of before it.
  mutating func shrink(by retention: Double) {
    guard retention != 1 else { return }
    for index in pieces.indices {
      pieces[index].start *= retention
      pieces[index].end *= retention
      pieces[index].slope /= retention
    }
  }
}
