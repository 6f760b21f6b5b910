/// Orthonormal vectors that span what a set of rows sees of the points, each on one stretch of one strand.
///
/// The rows' edges cut a strand into segments. On a segment the rows that cover it are usually proportional to one another, a month and its quarter weigh days
/// alike, and leave one vector; where they are not, they leave as many as are independent. Rows become short combinations of vectors: a = Σ c b.
struct SegmentBasis: Sendable {
  /// The first point, within its strand, of each vector; within a strand in rising order.
  private(set) var starts: [Int] = []
  /// Where the numbers of each vector begin in `values`; one more than vectors.
  private(set) var offsets = [0]
  private(set) var values: [Double] = []
  /// The first vector of each strand; one more than strands.
  private(set) var strandStarts = [0]
  /// Where the combination of each row begins; one more than rows.
  private(set) var rowStarts: [Int] = []
  private(set) var columns: [Int] = []
  private(set) var coefficients: [Double] = []

  /// The number of vectors.
  var count: Int { starts.count }

  func length(_ vector: Int) -> Int { offsets[vector + 1] - offsets[vector] }

  /// The strand on which a vector lies.
  func strand(of vector: Int) -> Int {
    var strand = 0
    while strandStarts[strand + 1] <= vector { strand += 1 }
    return strand
  }

  /// The sum of a strand's values over a vector.
  func product(_ vector: Int, _ values: [Double]) -> Double {
    self.values.withUnsafeBufferPointer { own in
      values.withUnsafeBufferPointer { values in
        Vector.dot(
          UnsafeBufferPointer(rebasing: own[offsets[vector]..<offsets[vector + 1]]),
          UnsafeBufferPointer(rebasing: values[starts[vector]..<starts[vector] + length(vector)]))
      }
    }
  }

  /// Relative size of what is left of a row on a segment that counts as rounding.
  private static let rounding = 1e-13

  /// What one row covers of one strand, without zeros at its ends.
  private struct Piece {
    var row: Int
    var range: Range<Int>
  }

  init(_ rows: [ActiveRow], strands: Int) {
    var found: [(row: Int, column: Int, coefficient: Double)] = []
    found.reserveCapacity(rows.count * 6)
    for strand in 0..<strands {
      sweep(rows, Self.pieces(of: rows, strand, strands), strand, strands, &found)
      strandStarts.append(starts.count)
    }
    rowStarts = [Int](repeating: 0, count: rows.count + 1)
    for entry in found { rowStarts[entry.row + 1] += 1 }
    for row in rows.indices { rowStarts[row + 1] += rowStarts[row] }
    columns = [Int](repeating: 0, count: found.count)
    coefficients = [Double](repeating: 0, count: found.count)
    var next = rowStarts
    for entry in found {
      columns[next[entry.row]] = entry.column
      coefficients[next[entry.row]] = entry.coefficient
      next[entry.row] += 1
    }
  }

  private static func pieces(of rows: [ActiveRow], _ strand: Int, _ strands: Int) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      // The first and one past the last place in `weights` that belong to the strand.
      var place = (strand - row.first % strands + strands) % strands
      let weights = row.weights
      while place < weights.count, weights[place] == 0 { place += strands }
      guard place < weights.count else { continue }
      var last = place + (weights.count - 1 - place) / strands * strands
      while weights[last] == 0 { last -= strands }
      pieces.append(Piece(row: index, range: (row.first + place) / strands..<(row.first + last) / strands + 1))
    }
    return pieces.sorted { ($0.range.lowerBound, $0.row) < ($1.range.lowerBound, $1.row) }
  }

  private mutating func sweep(
    _ rows: [ActiveRow], _ pieces: [Piece], _ strand: Int, _ strands: Int,
    _ found: inout [(row: Int, column: Int, coefficient: Double)]
  ) {
    var edges: [Int] = []
    edges.reserveCapacity(2 * pieces.count)
    for piece in pieces {
      edges.append(piece.range.lowerBound)
      edges.append(piece.range.upperBound)
    }
    edges.sort()
    var (active, next, scratch): ([Piece], Int, [Double]) = ([], 0, [])
    for (start, end) in zip(edges, edges.dropFirst()) where start < end {
      active.removeAll { $0.range.upperBound <= start }
      while next < pieces.count, pieces[next].range.lowerBound == start {
        active.append(pieces[next])
        next += 1
      }
      let first = starts.count
      for piece in active {
        rows[piece.row].copy(start..<end, of: strand, strands, into: &scratch)
        add(&scratch, to: first, at: start) { found.append((piece.row, $0, $1)) }
      }
    }
  }

  /// Takes a row's weights on a segment, which are used up, apart into the segment's vectors, from `first` on, with one more where they do not suffice.
  private mutating func add(
    _ rest: inout [Double], to first: Int, at start: Int, _ put: (_ column: Int, _ coefficient: Double) -> Void
  ) {
    let size = Vector.length(rest)
    guard size > 0 else { return }
    for column in first..<starts.count {
      let offset = offsets[column]
      let coefficient = rest.withUnsafeMutableBufferPointer { rest in
        values.withUnsafeBufferPointer { values in
          let vector = UnsafeBufferPointer(rebasing: values[offset..<offset + rest.count])
          let coefficient = Vector.dot(UnsafeBufferPointer(rest), vector)
          for i in 0..<rest.count { rest[i] -= coefficient * vector[i] }
          return coefficient
        }
      }
      if coefficient != 0 { put(column, coefficient) }
    }
    let left = Vector.length(rest)
    guard left > Self.rounding * size else { return }
    put(starts.count, left)
    starts.append(start)
    for value in rest { values.append(value / left) }
    offsets.append(values.count)
  }
}

/// Sums over contiguous numbers in four lanes, which is faster and rounds less than one.
enum Vector {
  @inline(__always)
  static func dot(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
    let count = min(a.count, b.count)
    var lanes = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i + 4 <= count {
      lanes.0 += a[i] * b[i]
      lanes.1 += a[i + 1] * b[i + 1]
      lanes.2 += a[i + 2] * b[i + 2]
      lanes.3 += a[i + 3] * b[i + 3]
      i += 4
    }
    while i < count {
      lanes.0 += a[i] * b[i]
      i += 1
    }
    return (lanes.0 + lanes.1) + (lanes.2 + lanes.3)
  }

  /// The Euclidean length, without overflow.
  static func length(_ a: [Double]) -> Double {
    let square = a.withUnsafeBufferPointer { dot($0, $0) }
    if square > 1e-200, square < 1e200 { return square.squareRoot() }
    var largest = 0.0
    for value in a { largest = max(largest, abs(value)) }
    guard largest > 0, largest.isFinite else { return largest }
    var sum = 0.0
    for value in a { sum += value / largest * (value / largest) }
    return largest * sum.squareRoot()
  }
}
