/// Points in squares of squares, so that a far crowd pushes as one.
struct QuadTree {
  private struct Node {
    var x = 0.0
    var y = 0.0
    var mass = 0.0
    var size: Double
    var children: Int = -1
    var point = -1
  }

  private var nodes: [Node]
  private let points: [NetworkLayout.Position]
  private static let deepest = 40
  private static let strength = 0.2

  init(_ points: [NetworkLayout.Position]) {
    self.points = points
    let (left, right) = (points.reduce(.infinity) { min($0, $1.x) }, points.reduce(-.infinity) { max($0, $1.x) })
    let (top, bottom) = (points.reduce(.infinity) { min($0, $1.y) }, points.reduce(-.infinity) { max($0, $1.y) })
    let size = max(right - left, bottom - top, 1e-9) * 1.0001
    nodes = [Node(size: size)]
    nodes.reserveCapacity(3 * points.count)
    for point in points.indices { insert(point, left, top, size) }
    for place in nodes.indices where nodes[place].mass > 0 {
      nodes[place].x /= nodes[place].mass
      nodes[place].y /= nodes[place].mass
    }
  }

  private mutating func insert(_ point: Int, _ left: Double, _ top: Double, _ size: Double) {
    var (node, left, top, size) = (0, left, top, size)
    for depth in 0...Self.deepest {
      let hadMass = nodes[node].mass > 0
      nodes[node].x += points[point].x
      nodes[node].y += points[point].y
      nodes[node].mass += 1
      if nodes[node].children < 0 {
        guard hadMass, depth < Self.deepest else {
          nodes[node].point = hadMass ? -1 : point
          return
        }
        let resident = nodes[node].point
        // Crowds at one point stay one node.
        if resident < 0 { return }
        nodes[node].children = nodes.count
        nodes[node].point = -1
        for _ in 0..<4 { nodes.append(Node(size: size / 2)) }
        let child = nodes[node].children + quadrant(points[resident], left, top, size)
        nodes[child].x = points[resident].x
        nodes[child].y = points[resident].y
        nodes[child].mass = 1
        nodes[child].point = resident
      }
      let place = quadrant(points[point], left, top, size)
      size /= 2
      if place & 1 == 1 { left += size }
      if place & 2 == 2 { top += size }
      node = nodes[node].children + place
    }
  }

  private func quadrant(_ point: NetworkLayout.Position, _ left: Double, _ top: Double, _ size: Double) -> Int {
    (point.x >= left + size / 2 ? 1 : 0) + (point.y >= top + size / 2 ? 2 : 0)
  }

  /// What all other points push at a place: strength over distance, squares seen under less than a radian as one.
  func push(at place: NetworkLayout.Position, but point: Int) -> (x: Double, y: Double) {
    var (x, y) = (0.0, 0.0)
    var stack = [0]
    stack.reserveCapacity(4 * Self.deepest)
    nodes.withUnsafeBufferPointer { nodes in
      while let index = stack.popLast() {
        let node = nodes[index]
        if node.mass == 0 || node.point == point { continue }
        let (dx, dy) = (place.x - node.x, place.y - node.y)
        let square = dx * dx + dy * dy
        if node.children >= 0, node.size * node.size > square {
          for child in 0..<4 { stack.append(node.children + child) }
          continue
        }
        guard square > 0 else { continue }
        let weight = Self.strength * node.mass / max(square, 1e-6)
        x += weight * dx
        y += weight * dy
      }
    }
    return (x, y)
  }
}
