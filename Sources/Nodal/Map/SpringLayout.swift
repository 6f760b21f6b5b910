import NumericalKernels

/// One connected graph, laid out by pivots and springs; an edge is about one unit long.
struct SpringLayout {
  private(set) var positions: [NetworkLayout.Position]
  private let neighbours: [[Int]]

  init(_ neighbours: [[Int]]) {
    self.neighbours = neighbours
    let count = neighbours.count
    guard count > 2 else {
      positions = (0..<count).map { .init(Double($0), 0) }
      return
    }
    positions = Self.scaled(neighbours)
    relax(rounds: count < 1000 ? 300 : count < 4000 ? 150 : 100)
    turn()
  }

  /// Distances in edges from one vertex.
  private static func distances(_ neighbours: [[Int]], from start: Int) -> [Double] {
    var distance = [Double](repeating: -1, count: neighbours.count)
    distance[start] = 0
    var queue = [start]
    var next = 0
    while next < queue.count {
      let vertex = queue[next]
      next += 1
      for other in neighbours[vertex] where distance[other] < 0 {
        distance[other] = distance[vertex] + 1
        queue.append(other)
      }
    }
    return distance
  }

  /// Pivot scaling: the two strongest directions of the doubly centred squared distances to pivots far from each other.
  private static func scaled(_ neighbours: [[Int]]) -> [NetworkLayout.Position] {
    let count = neighbours.count
    let pivots = min(50, count)
    var nearest = [Double](repeating: .infinity, count: count)
    var table = Matrix(rows: count, columns: pivots)
    var pivot = 0
    for column in 0..<pivots {
      let distance = distances(neighbours, from: pivot)
      for row in 0..<count {
        table[row, column] = distance[row] * distance[row]
        nearest[row] = min(nearest[row], distance[row])
      }
      pivot = nearest.indices.reduce(0) { nearest[$1] > nearest[$0] ? $1 : $0 }
    }
    let columnMeans = (0..<pivots).map { column in
      (0..<count).reduce(0) { $0 + table[$1, column] / Double(count) }
    }
    let mean = columnMeans.reduce(0) { $0 + $1 / Double(pivots) }
    for row in 0..<count {
      let rowMean = (0..<pivots).reduce(0) { $0 + table[row, $1] / Double(pivots) }
      for column in 0..<pivots {
        table[row, column] = -0.5 * (table[row, column] - rowMean - columnMeans[column] + mean)
      }
    }
    var square = Matrix(rows: pivots, columns: pivots)
    for row in 0..<count {
      for first in 0..<pivots {
        for second in 0..<pivots { square[first, second] += table[row, first] * table[row, second] }
      }
    }
    var noise = RandomStream(seed: 0x6d61_70, path: 0)
    let jitter = (0..<count).map { _ in (noise.uniform() - 0.5, noise.uniform() - 0.5) }
    guard let eigen = try? SymmetricEigen(square) else {
      // A circle holds any graph.
      return (0..<count).map { .init(jitter[$0].0 * Double(count), jitter[$0].1 * Double(count)) }
    }
    // The sign of an eigenvector is the library's choice: the largest element is made positive.
    let axes = [pivots - 1, pivots - 2].map { column in
      let vector = eigen.vectors.column(column)
      let largest = vector.reduce(0) { abs($1) > abs($0) + 1e-9 ? $1 : $0 }
      let length = max(eigen.values[column], 1e-12).squareRoot().squareRoot()
      return vector.map { $0 * (largest < 0 ? -1 : 1) / length }
    }
    return (0..<count).map { row in
      let point = axes.map { axis in (0..<pivots).reduce(0) { $0 + axis[$1] * table[row, $1] } }
      return .init(point[0] + 0.1 * jitter[row].0, point[1] + 0.1 * jitter[row].1)
    }
  }

  /// Springs along edges, d², and a push between all, 0.2/d, with a step that shrinks when the tension rises.
  private mutating func relax(rounds: Int) {
    var step = 1.0
    var lastEnergy = Double.infinity
    var successes = 0
    for _ in 0..<rounds {
      let tree = QuadTree(positions)
      var energy = 0.0
      var moved = positions
      for vertex in positions.indices {
        let place = positions[vertex]
        var (x, y) = tree.push(at: place, but: vertex)
        for other in neighbours[vertex] {
          let (dx, dy) = (positions[other].x - place.x, positions[other].y - place.y)
          let distance = (dx * dx + dy * dy).squareRoot()
          x += dx * distance
          y += dy * distance
        }
        let size = (x * x + y * y).squareRoot()
        energy += size * size
        guard size > 0, size.isFinite else { continue }
        let length = min(step, size)
        moved[vertex] = .init(place.x + length * x / size, place.y + length * y / size)
      }
      positions = moved
      if energy < lastEnergy {
        successes += 1
        if successes >= 5 {
          successes = 0
          step /= 0.9
        }
      } else {
        successes = 0
        step *= 0.9
      }
      lastEnergy = energy
      if step < 1e-3 { break }
    }
  }

  /// Turns the longest direction to the horizontal.
  private mutating func turn() {
    let count = Double(positions.count)
    let (cx, cy) = positions.reduce((0.0, 0.0)) { ($0.0 + $1.x / count, $0.1 + $1.y / count) }
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for place in positions {
      xx += (place.x - cx) * (place.x - cx)
      xy += (place.x - cx) * (place.y - cy)
      yy += (place.y - cy) * (place.y - cy)
    }
    // The eigenvector of the larger eigenvalue of the 2 x 2 matrix, without an angle.
    let half = 0.5 * (xx - yy)
    let root = (half * half + xy * xy).squareRoot()
    var (ux, uy) = half >= 0 ? (half + root, xy) : (xy, root - half)
    let size = (ux * ux + uy * uy).squareRoot()
    guard size > 1e-12 * (xx + yy) else { return }
    (ux, uy) = (ux / size, uy / size)
    positions = positions.map { place in
      let (dx, dy) = (place.x - cx, place.y - cy)
      return .init(ux * dx + uy * dy, -uy * dx + ux * dy)
    }
  }
}
