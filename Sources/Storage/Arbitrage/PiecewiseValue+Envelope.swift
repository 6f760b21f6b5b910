extension PiecewiseValue {
  /// A sorted list of pieces that joins those that go on in a straight line.
  struct Builder {
    var pieces: [Piece] = []
    let grain: Double

    init(grain: Double, capacity: Int = 0) {
      self.grain = grain
      pieces.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func add(_ piece: Piece) {
      guard let last = pieces.last else {
        pieces.append(piece)
        return
      }
      if piece.start == piece.end {
        // A point that does not rise above its neighbour says nothing.
        if last.end == piece.start, last.last >= piece.value - grain { return }
        pieces.append(piece)
        return
      }
      if last.end == piece.start {
        if last.start == last.end {
          if last.value <= piece.value + grain { pieces.removeLast() }
        } else if last.slope == piece.slope, abs(last.last - piece.value) <= grain {
          pieces[pieces.count - 1].end = piece.end
          return
        }
      }
      pieces.append(piece)
    }

    /// Adds the part of a piece between two energies.
    @inline(__always)
    mutating func add(_ piece: Piece, _ start: Double, _ end: Double) {
      add(Piece(start: start, end: end, value: piece.value(at: start), slope: piece.slope))
    }
  }

  /// The higher of two lists of pieces at each energy.
  ///
  /// - Complexity: O(a + b).
  static func envelope(_ a: [Piece], _ b: [Piece], grain: Double) -> [Piece] {
    if a.isEmpty { return b }
    if b.isEmpty { return a }
    var out = Builder(grain: grain, capacity: a.count + b.count + 8)
    var i = 0
    var j = 0
    var position = -Double.infinity
    while i < a.count, j < b.count {
      let first = a[i]
      let second = b[j]
      let from = max(first.start, position)
      let other = max(second.start, position)
      if from < other {
        let end = min(first.end, other)
        out.add(first, from, end)
        position = end
        if first.end <= end { i += 1 }
      } else if other < from {
        let end = min(second.end, from)
        out.add(second, other, end)
        position = end
        if second.end <= end { j += 1 }
      } else {
        let end = min(first.end, second.end)
        let left = first.value(at: from) - second.value(at: from)
        let right = first.value(at: end) - second.value(at: end)
        if left >= 0, right >= 0 {
          out.add(first, from, end)
        } else if left <= 0, right <= 0 {
          out.add(second, from, end)
        } else {
          let crossing = min(max(from + (end - from) * (left / (left - right)), from), end)
          out.add(left > 0 ? first : second, from, crossing)
          out.add(left > 0 ? second : first, crossing, end)
        }
        position = end
        if first.end <= end { i += 1 }
        if second.end <= end { j += 1 }
      }
    }
    while i < a.count {
      let start = max(a[i].start, position)
      if start <= a[i].end { out.add(a[i], start, a[i].end) }
      i += 1
    }
    while j < b.count {
      let start = max(b[j].start, position)
      if start <= b[j].end { out.add(b[j], start, b[j].end) }
      j += 1
    }
    return out.pieces
  }

  /// The highest of many lists of pieces, by pairs.
  static func envelope(_ lists: [[Piece]], grain: Double) -> [Piece] {
    var lists = lists
    while lists.count > 1 {
      var next: [[Piece]] = []
      next.reserveCapacity((lists.count + 1) / 2)
      for place in stride(from: 0, to: lists.count, by: 2) {
        next.append(
          place + 1 < lists.count ? envelope(lists[place], lists[place + 1], grain: grain) : lists[place])
      }
      lists = next
    }
    return lists.first ?? []
  }

  /// The best of one concave run of pieces and one concave chain of trades: the supremum of the sum over all ways to split an energy.
  ///
  /// Both are merged by falling slope (the sup-convolution of concave functions).
  func combined(_ run: Range<Int>, _ chain: TradeChain, grain: Double) -> [Piece] {
    var out = Builder(grain: grain, capacity: run.count + chain.pieces.count)
    var energy = pieces[run.lowerBound].start + chain.start
    var value = pieces[run.lowerBound].value + chain.value
    var i = run.lowerBound
    var j = 0
    if run.count == 1, pieces[i].start == pieces[i].end, chain.pieces.isEmpty {
      return [Piece(start: energy, end: energy, value: value, slope: 0)]
    }
    while i < run.upperBound || j < chain.pieces.count {
      let takesRun =
        j == chain.pieces.count || (i < run.upperBound && pieces[i].slope >= chain.pieces[j].slope)
      let width = takesRun ? pieces[i].end - pieces[i].start : chain.pieces[j].width
      let slope = takesRun ? pieces[i].slope : chain.pieces[j].slope
      if width > 0 {
        out.add(Piece(start: energy, end: energy + width, value: value, slope: slope))
        energy += width
        value += slope * width
      }
      if takesRun { i += 1 } else { j += 1 }
    }
    if out.pieces.isEmpty { return [Piece(start: energy, end: energy, value: value, slope: 0)] }
    return out.pieces
  }

  /// Joins neighbouring pieces until there are at most `limit`.
  ///
  /// A pair is replaced by the line that lies on or above both, so that the result never lies below: an upper bound stays one.
  mutating func simplify(to limit: Int, grain: Double) {
    var tolerance = max(grain, .leastNormalMagnitude)
    while pieces.count > limit {
      var out: [Piece] = []
      out.reserveCapacity(pieces.count)
      for piece in pieces {
        if let last = out.last, last.end == piece.start, last.end > last.start, piece.end > piece.start,
          abs(last.last - piece.value) <= tolerance
        {
          let slope = (piece.last - last.value) / (piece.end - last.start)
          let kink = max(last.last, piece.value) - (last.value + slope * (last.end - last.start))
          if kink <= tolerance {
            out[out.count - 1] = Piece(
              start: last.start, end: piece.end, value: last.value + max(0, kink), slope: slope)
            continue
          }
        }
        out.append(piece)
      }
      pieces = out
      tolerance *= 4
      if tolerance > 1e300 { break }
    }
  }
}

/// Trades that one step offers, as a concave chain: the energy taken out of the store, from `start` on, and what it brings.
struct TradeChain {
  struct Piece {
    var width: Double
    var slope: Double
  }

  /// The least energy taken out, MWh; negative where energy is put in.
  var start: Double
  /// What that brings.
  var value: Double
  /// By rising energy, slopes falling.
  var pieces: [Piece]

  /// The same trades seen from the other end of the step: by rising energy put in.
  var reversed: TradeChain {
    var turned = TradeChain(start: -start, value: value, pieces: [])
    for piece in pieces {
      turned.start -= piece.width
      turned.value += piece.width * piece.slope
      turned.pieces.append(Piece(width: piece.width, slope: -piece.slope))
    }
    turned.pieces.reverse()
    return turned
  }
}
