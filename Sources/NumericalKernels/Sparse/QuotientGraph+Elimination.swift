extension QuotientGraph {
  /// Eliminates one variable: its element takes the place of its neighbours' edges among themselves.
  func eliminate(_ pivot: Int) {
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
    pivotDegree -= updateDegrees(pivot, members)
    flag += largestDegree + 1
    mergeIndistinguishable(members)
    finish(pivot, members, pivotDegree)
  }

  // MARK: The steps of one elimination

  /// Gathers the variables next to the pivot into its element; returns their weight.
  private func formElement(_ pivot: Int) -> Int32 {
    var pivotDegree: Int32 = 0
    let from = Int(start[pivot])
    let elements = Int(elementCount[pivot])
    let count = Int(length[pivot])
    var out = elements == 0 ? from : free
    let first = out
    for p in from..<from + elements {
      let e = Int(lists[p])
      guard mark[e] != 0 else { continue }
      pivotDegree &+= take(Int(start[e]), Int(length[e]), to: &out)
      absorb(e, into: pivot)
    }
    pivotDegree &+= take(from + elements, count - elements, to: &out)
    if elements > 0 { free = out }
    start[pivot] = Int32(truncatingIfNeeded: first)
    length[pivot] = Int32(truncatingIfNeeded: out - first)
    return pivotDegree
  }

  /// Moves the variables of a list that are not in the pivot's element yet to its end; returns their weight.
  private func take(_ begin: Int, _ count: Int, to out: inout Int) -> Int32 {
    var taken: Int32 = 0
    for p in begin..<begin + count {
      let i = Int(lists[p])
      let w = weight[i]
      guard w > 0 else { continue }
      taken &+= w
      weight[i] = -w
      lists[out] = Int32(truncatingIfNeeded: i)
      out += 1
      removeFromDegreeList(i)
    }
    return taken
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

  /// Bounds the external degree of each member, prunes its list, absorbs elements inside the pivot's, and eliminates
  /// members that nothing else touches.
  ///
  /// - Returns: the weight of the eliminated members.
  private func updateDegrees(_ pivot: Int, _ members: Range<Int>) -> Int32 {
    var eliminatedWeight: Int32 = 0
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
        eliminatedWeight += w
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
    return eliminatedWeight
  }

  /// Merges members with equal lists.
  private func mergeIndistinguishable(_ members: Range<Int>) {
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
  private func finish(_ pivot: Int, _ members: Range<Int>, _ pivotDegree: Int32) {
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
}
