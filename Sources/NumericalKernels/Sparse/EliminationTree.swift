/// The elimination tree of a symmetric matrix given by the columns of its upper triangle.
///
/// The parent of j is the row of the first entry below the diagonal in column j of L. Source: J. Liu, "The role of
/// elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11 (1990) 134-172.
enum EliminationTree {
  /// The parent of each column, -1 for a root.
  ///
  /// - Complexity: nearly linear in the entries (path compression).
  static func parents(starts: [Int], rows: [Int32]) -> [Int32] {
    let n = starts.count - 1
    var parents = [Int32](repeating: -1, count: n)
    var ancestors = [Int32](repeating: -1, count: n)
    for k in 0..<n {
      for p in starts[k]..<starts[k + 1] {
        var i = Int(rows[p])
        while i >= 0, i < k {
          let above = ancestors[i]
          ancestors[i] = Int32(truncatingIfNeeded: k)
          if above < 0 { parents[i] = Int32(truncatingIfNeeded: k) }
          i = Int(above)
        }
      }
    }
    return parents
  }

  /// A depth-first order of a forest in which children come before parents: the vertex visited k-th at position k.
  static func postorder(_ parents: [Int32]) -> [Int32] {
    let n = parents.count
    var firstChild = [Int32](repeating: -1, count: n)
    var sibling = [Int32](repeating: -1, count: n)
    for j in stride(from: n - 1, through: 0, by: -1) where parents[j] >= 0 {
      sibling[j] = firstChild[Int(parents[j])]
      firstChild[Int(parents[j])] = Int32(truncatingIfNeeded: j)
    }
    var order: [Int32] = []
    order.reserveCapacity(n)
    var stack: [Int32] = []
    for root in 0..<n where parents[root] < 0 {
      stack.append(Int32(truncatingIfNeeded: root))
      while let top = stack.last {
        let child = firstChild[Int(top)]
        if child >= 0 {
          firstChild[Int(top)] = sibling[Int(child)]
          stack.append(child)
        } else {
          order.append(top)
          stack.removeLast()
        }
      }
    }
    return order
  }

  /// The number of entries below the diagonal in each column of L.
  ///
  /// - Complexity: O(entries of L) time, O(n) memory: each row's subtree is walked once.
  static func columnCounts(starts: [Int], rows: [Int32], parents: [Int32]) -> [Int32] {
    let n = parents.count
    var counts = [Int32](repeating: 0, count: n)
    var seen = [Int32](repeating: -1, count: n)
    for k in 0..<n {
      let row = Int32(truncatingIfNeeded: k)
      seen[k] = row
      for p in starts[k]..<starts[k + 1] {
        var i = Int(rows[p])
        while seen[i] != row {
          counts[i] += 1
          seen[i] = row
          i = Int(parents[i])
        }
      }
    }
    return counts
  }
}
