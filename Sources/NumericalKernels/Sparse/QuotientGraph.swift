/// The quotient graph of symmetric elimination, on which the approximate minimum degree algorithm works.
///
/// An object is a variable (not yet eliminated) or an element (the clique that an eliminated pivot left behind). The
/// list of a variable holds the elements it belongs to, then the variables it is still joined to directly; the list of
/// an element holds its variables. Indistinguishable variables are merged into one with a weight. Storage never exceeds
/// the input's plus one list of `size`, so garbage is collected at most between pivots.
///
/// Source: P. Amestoy, T. Davis, I. Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal.
/// Appl. 17 (1996) 886-905, sections 3-5.
final class QuotientGraph {
  static let none: Int32 = -1
  /// What `elementCount` holds for an object that is an element.
  static let isElement: Int32 = -1

  let size: Int
  let capacity: Int
  var free: Int
  var lists: UnsafeMutablePointer<Int32>
  let block: UnsafeMutablePointer<Int32>
  let mark: UnsafeMutablePointer<Int>

  let start: UnsafeMutablePointer<Int32>
  let length: UnsafeMutablePointer<Int32>
  let elementCount: UnsafeMutablePointer<Int32>
  /// How many variables an object stands for; negative while it is in the element under construction, zero once merged
  /// or set aside.
  let weight: UnsafeMutablePointer<Int32>
  let degree: UnsafeMutablePointer<Int32>
  let head: UnsafeMutablePointer<Int32>
  let next: UnsafeMutablePointer<Int32>
  let previous: UnsafeMutablePointer<Int32>
  let bucket: UnsafeMutablePointer<Int32>
  /// What absorbed an object; `none` while it is on its own.
  let owner: UnsafeMutablePointer<Int32>

  var flag = 1
  var largestDegree = 0
  var smallestDegree = 0
  var eliminated = 0
  var pivots: [Int32] = []
  var dense: [Int32] = []

  /// Takes the graph of a symmetric pattern: the neighbours of i are `neighbours[starts[i]..<starts[i + 1]]`, without i
  /// itself and without repetition.
  init(starts: [Int], neighbours: [Int32]) {
    size = starts.count - 1
    let entries = neighbours.count
    capacity = entries + entries / 5 + size + 1
    free = entries
    lists = .allocate(capacity: capacity)
    block = .allocate(capacity: 10 * size + 1)
    mark = .allocate(capacity: size + 1)
    block.initialize(repeating: Self.none, count: 10 * size + 1)
    mark.initialize(repeating: 1, count: size + 1)
    let slots = (0..<10).map { [block, size] in block + $0 * size }
    start = slots[0]
    length = slots[1]
    elementCount = slots[2]
    weight = slots[3]
    degree = slots[4]
    next = slots[5]
    previous = slots[6]
    bucket = slots[7]
    owner = slots[8]
    head = slots[9]  // one longer
    neighbours.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { lists.update(from: base, count: entries) }
    }
    for i in 0..<size {
      start[i] = Int32(truncatingIfNeeded: starts[i])
      length[i] = Int32(truncatingIfNeeded: starts[i + 1] - starts[i])
      elementCount[i] = 0
      weight[i] = 1
      degree[i] = length[i]
    }
    pivots.reserveCapacity(size)
  }

  deinit {
    lists.deallocate()
    block.deallocate()
    mark.deallocate()
  }

  /// Eliminates everything and returns the order: the object to eliminate k-th at position k.
  ///
  /// Rows with more than `denseThreshold` neighbours are set aside and come last.
  func order(denseThreshold: Int) -> [Int32] {
    fillDegreeLists(denseThreshold: denseThreshold)
    while eliminated < size {
      while head[smallestDegree] == Self.none { smallestDegree += 1 }
      let pivot = Int(head[smallestDegree])
      removeFromDegreeList(pivot)
      eliminate(pivot)
    }
    return emit()
  }

  private func fillDegreeLists(denseThreshold: Int) {
    for i in 0..<size {
      if degree[i] > denseThreshold {
        weight[i] = 0
        length[i] = 0
        eliminated += 1
        dense.append(Int32(truncatingIfNeeded: i))
      } else {
        insertInDegreeList(i, Int(degree[i]))
      }
    }
    smallestDegree = 0
  }

  func absorb(_ e: Int, into pivot: Int) {
    owner[e] = Int32(truncatingIfNeeded: pivot)
    mark[e] = 0
    length[e] = 0
  }

  func insertInDegreeList(_ i: Int, _ d: Int) {
    let first = head[d]
    next[i] = first
    previous[i] = Self.none
    if first != Self.none { previous[Int(first)] = Int32(truncatingIfNeeded: i) }
    head[d] = Int32(truncatingIfNeeded: i)
    degree[i] = Int32(truncatingIfNeeded: d)
    smallestDegree = min(smallestDegree, d)
  }

  func removeFromDegreeList(_ i: Int) {
    let after = next[i]
    let before = previous[i]
    if after != Self.none { previous[Int(after)] = before }
    if before != Self.none { next[Int(before)] = after } else { head[Int(degree[i])] = after }
  }

  /// Copies the living lists together when the pivot's element might not fit behind them.
  func collectGarbageIfNeeded(before pivot: Int) {
    guard capacity - free < size - eliminated else { return }
    let fresh = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    var out = 0
    for i in 0..<size where owner[i] == Self.none {
      let count = Int(length[i])
      (fresh + out).update(from: lists + Int(start[i]), count: count)
      start[i] = Int32(truncatingIfNeeded: out)
      out += count
    }
    lists.deallocate()
    lists = fresh
    free = out
  }

  /// The elimination order: each pivot followed by the variables that went with it, the dense rows at the end.
  private func emit() -> [Int32] {
    var order = [Int32](repeating: 0, count: size)
    for pivot in pivots { length[Int(pivot)] = 1 }
    for i in 0..<size where elementCount[i] != Self.isElement && owner[i] != Self.none {
      var root = Int(owner[i])
      while elementCount[root] != Self.isElement { root = Int(owner[root]) }
      var walker = i
      while Int(owner[walker]) != root {
        let above = Int(owner[walker])
        owner[walker] = Int32(truncatingIfNeeded: root)
        walker = above
      }
      length[root] += 1
    }
    var position: Int32 = 0
    for pivot in pivots {
      let count = length[Int(pivot)]
      order[Int(position)] = pivot
      start[Int(pivot)] = position + 1
      position += count
    }
    for i in 0..<size where elementCount[i] != Self.isElement && owner[i] != Self.none {
      let root = Int(owner[i])
      order[Int(start[root])] = Int32(truncatingIfNeeded: i)
      start[root] += 1
    }
    for row in dense {
      order[Int(position)] = row
      position += 1
    }
    return order
  }
}
