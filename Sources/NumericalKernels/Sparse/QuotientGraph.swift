/// The quotient graph of symmetric elimination, on which the approximate minimum degree algorithm works.
///
/// An object is a variable (not yet eliminated) or an element (the clique that an eliminated pivot left behind). The list of a variable holds the
/// elements it belongs to, then the variables it is still joined to directly; the list of an element holds its variables. Indistinguishable variables are
/// merged into one with a weight. Storage never exceeds the input's plus one list of `size`, so garbage is collected at most between pivots.
///
/// Source: P. Amestoy, T. Davis, I. Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17 (1996) 886-905, sections 3-5.
struct QuotientGraph: ~Copyable {
  private static let none: Int32 = -1
  /// What `elementCount` holds for an object that is an element.
  private static let isElement: Int32 = -1

  private let size: Int
  private let capacity: Int
  private var free: Int
  private var lists: UnsafeMutablePointer<Int32>
  private let block: UnsafeMutablePointer<Int32>
  private let mark: UnsafeMutablePointer<Int>

  private let start: UnsafeMutablePointer<Int32>
  private let length: UnsafeMutablePointer<Int32>
  private let elementCount: UnsafeMutablePointer<Int32>
  /// How many variables an object stands for; negative while it is in the element under construction, zero once merged or set aside.
  private let weight: UnsafeMutablePointer<Int32>
  private let degree: UnsafeMutablePointer<Int32>
  private let head: UnsafeMutablePointer<Int32>
  private let next: UnsafeMutablePointer<Int32>
  private let previous: UnsafeMutablePointer<Int32>
  private let bucket: UnsafeMutablePointer<Int32>
  /// What absorbed an object; `none` while it is on its own.
  private let owner: UnsafeMutablePointer<Int32>

  private var flag = 1
  private var largestDegree = 0
  private var smallestDegree = 0
  private var eliminated = 0
  private var pivots: [Int32] = []
  private var dense: [Int32] = []

  /// Takes the graph of a symmetric pattern: the neighbours of i are `neighbours[starts[i]..<starts[i + 1]]`, without i itself and without repetition.
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
  mutating func order(denseThreshold: Int) -> [Int32] {
    fillDegreeLists(denseThreshold: denseThreshold)
    while eliminated < size {
      while head[smallestDegree] == Self.none { smallestDegree += 1 }
      let pivot = Int(head[smallestDegree])
      removeFromDegreeList(pivot)
      eliminate(pivot)
    }
    return emit()
  }

  private mutating func fillDegreeLists(denseThreshold: Int) {
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

  private mutating func eliminate(_ pivot: Int) {
    collectGarbageIfNeeded(before: pivot)
    eliminated += Int(weight[pivot])
    weight[pivot] = -weight[pivot]
    var pivotDegree = formElement(pivot)
    let members = Int(start[pivot])..<Int(start[pivot]) + Int(length[pivot])
    degree[pivot] = pivotDegree
    elementCount[pivot] = Self.isElement
    pivots.append(Int32(truncatingIfNeeded: pivot))
    largestDegree = max(largestDegree, Int(pivotDegree))

    measureOverlaps(members)
    updateDegrees(pivot, members, &pivotDegree)
    flag += largestDegree + 1
    mergeIndistinguishable(members)
    finish(pivot, members, pivotDegree)
  }

  // MARK: The steps of one elimination

  /// Gathers the variables next to the pivot into its element; returns their weight.
  private mutating func formElement(_ pivot: Int) -> Int32 {
    var pivotDegree: Int32 = 0
    let from = Int(start[pivot])
    let elements = Int(elementCount[pivot])
    let count = Int(length[pivot])
    var out = elements == 0 ? from : free
    let first = out
    func take(_ begin: Int, _ count: Int) {
      for p in begin..<begin + count {
        let i = Int(lists[p])
        let w = weight[i]
        guard w > 0 else { continue }
        pivotDegree &+= w
        weight[i] = -w
        lists[out] = Int32(truncatingIfNeeded: i)
        out += 1
        removeFromDegreeList(i)
      }
    }
    for p in from..<from + elements {
      let e = Int(lists[p])
      guard mark[e] != 0 else { continue }
      take(Int(start[e]), Int(length[e]))
      absorb(e, into: pivot)
    }
    take(from + elements, count - elements)
    if elements > 0 { free = out }
    start[pivot] = Int32(truncatingIfNeeded: first)
    length[pivot] = Int32(truncatingIfNeeded: out - first)
    return pivotDegree
  }

  /// Leaves in `mark[e] - flag` the weight of what element e has outside the pivot's element.
  private func measureOverlaps(_ members: Range<Int>) {
    for q in members {
      let i = Int(lists[q])
      let w = Int(-weight[i])
      let from = Int(start[i])
      for p in from..<from + Int(elementCount[i]) {
        let e = Int(lists[p])
        let m = mark[e]
        if m >= flag {
          mark[e] = m &- w
        } else if m != 0 {
          mark[e] = Int(degree[e]) &+ flag &- w
        }
      }
    }
  }

  /// Bounds the external degree of each member, prunes its list, absorbs elements inside the pivot's, and eliminates members that nothing else touches.
  private mutating func updateDegrees(_ pivot: Int, _ members: Range<Int>, _ pivotDegree: inout Int32) {
    for q in members {
      let i = Int(lists[q])
      let from = Int(start[i])
      let elementEnd = from + Int(elementCount[i])
      let end = from + Int(length[i])
      var out = from
      var hash: UInt = 0
      var bound = 0
      for p in from..<elementEnd {
        let e = Int(lists[p])
        guard mark[e] != 0 else { continue }
        let outside = mark[e] &- flag
        if outside > 0 {
          bound += outside
          lists[out] = Int32(truncatingIfNeeded: e)
          out += 1
          hash &+= UInt(bitPattern: e)
        } else {
          absorb(e, into: pivot)
        }
      }
      let keptElements = out - from
      for p in elementEnd..<end {
        let j = lists[p]
        let w = weight[Int(j)]
        guard w > 0 else { continue }
        bound += Int(w)
        lists[out] = j
        out += 1
        hash &+= UInt(truncatingIfNeeded: j)
      }
      if bound == 0 {
        let w = -weight[i]
        pivotDegree -= w
        eliminated += Int(w)
        weight[i] = 0
        elementCount[i] = 0
        owner[i] = Int32(truncatingIfNeeded: pivot)
        continue
      }
      // The pivot, or an element it absorbed, has left the list, so there is room to put the pivot's element first.
      lists[out] = lists[from + keptElements]
      lists[from + keptElements] = lists[from]
      lists[from] = Int32(truncatingIfNeeded: pivot)
      degree[i] = min(degree[i], Int32(truncatingIfNeeded: bound))
      elementCount[i] = Int32(truncatingIfNeeded: keptElements + 1)
      length[i] = Int32(truncatingIfNeeded: out - from + 1)
      let slot = Int(hash % UInt(size))
      next[i] = bucket[slot]
      bucket[slot] = Int32(truncatingIfNeeded: i)
      previous[i] = Int32(truncatingIfNeeded: slot)
    }
  }

  /// Merges members with equal lists.
  private mutating func mergeIndistinguishable(_ members: Range<Int>) {
    for q in members {
      let member = Int(lists[q])
      guard weight[member] < 0 else { continue }
      let slot = Int(previous[member])
      var i = bucket[slot]
      bucket[slot] = Self.none
      while i != Self.none, next[Int(i)] != Self.none {
        let a = Int(i)
        let count = Int(length[a])
        let from = Int(start[a])
        for p in from + 1..<from + count { mark[Int(lists[p])] = flag }
        var before = a
        var candidate = next[a]
        while candidate != Self.none {
          let b = Int(candidate)
          if isMarked(b, count: count, elements: elementCount[a]) {
            owner[b] = i
            weight[a] += weight[b]
            weight[b] = 0
            elementCount[b] = 0
            candidate = next[b]
            next[before] = candidate
          } else {
            before = b
            candidate = next[b]
          }
        }
        flag += 1
        i = next[a]
      }
    }
  }

  private func isMarked(_ b: Int, count: Int, elements: Int32) -> Bool {
    guard Int(length[b]) == count, elementCount[b] == elements else { return false }
    let from = Int(start[b])
    for p in from + 1..<from + count where mark[Int(lists[p])] != flag { return false }
    return true
  }

  /// Drops merged members from the element and puts the others back in the degree lists.
  private mutating func finish(_ pivot: Int, _ members: Range<Int>, _ pivotDegree: Int32) {
    var out = members.lowerBound
    let remaining = Int32(truncatingIfNeeded: size - eliminated)
    for q in members {
      let i = Int(lists[q])
      let w = -weight[i]
      guard w > 0 else { continue }
      weight[i] = w
      degree[i] = min(degree[i] + pivotDegree - w, remaining - w)
      insertInDegreeList(i, Int(degree[i]))
      lists[out] = Int32(truncatingIfNeeded: i)
      out += 1
    }
    degree[pivot] = pivotDegree
    length[pivot] = Int32(truncatingIfNeeded: out - members.lowerBound)
    weight[pivot] = 0
    if out == members.lowerBound { mark[pivot] = 0 }
    if members.upperBound == free { free = out }
  }

  // MARK: Small tools

  private func absorb(_ e: Int, into pivot: Int) {
    owner[e] = Int32(truncatingIfNeeded: pivot)
    mark[e] = 0
    length[e] = 0
  }

  private mutating func insertInDegreeList(_ i: Int, _ d: Int) {
    let first = head[d]
    next[i] = first
    previous[i] = Self.none
    if first != Self.none { previous[Int(first)] = Int32(truncatingIfNeeded: i) }
    head[d] = Int32(truncatingIfNeeded: i)
    degree[i] = Int32(truncatingIfNeeded: d)
    smallestDegree = min(smallestDegree, d)
  }

  private func removeFromDegreeList(_ i: Int) {
    let after = next[i]
    let before = previous[i]
    if after != Self.none { previous[Int(after)] = before }
    if before != Self.none { next[Int(before)] = after } else { head[Int(degree[i])] = after }
  }

  /// Copies the living lists together when the pivot's element might not fit behind them.
  private mutating func collectGarbageIfNeeded(before pivot: Int) {
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
