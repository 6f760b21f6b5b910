/// What elimination by supernodes needs beside the factors.
struct PanelMemory: Sendable {
  fileprivate var panel: [Double]
  fileprivate var coefficients: [SIMD4<Double>]
  fileprivate var local: [Int32]
  /// For each panel the first of the earlier ones that contribute to it next, a link to the following one, and how far
  /// its tail is done.
  fileprivate var head: [Int32]
  fileprivate var link: [Int32]
  fileprivate var done: [Int32]

  init(_ supernodes: Supernodes, size: Int) {
    panel = [Double](repeating: 0, count: supernodes.largestPanel)
    coefficients = [SIMD4<Double>](repeating: .zero, count: Supernodes.maximumWidth)
    local = [Int32](repeating: 0, count: size)
    head = [Int32](repeating: -1, count: supernodes.count)
    link = head
    done = head
  }
}

extension LDLFactors {
  /// Factors panel by panel; returns the pivot it failed at.
  mutating func factorPanels(_ values: [Double]) -> Int? {
    guard let supernodes = symbolic.supernodes, var memory = panels else { return nil }
    panels = nil  // so that the memory is not copied
    defer { panels = memory }
    return Self.factorPanels(
      supernodes.count, runs: supernodes.starts, runOfColumn: supernodes.ofColumn, starts: symbolic.lowerStarts,
      rows: symbolic.lowerRows, inputStarts: symbolic.permutedStarts, inputRows: symbolic.permutedRows,
      inputSources: symbolic.permutedSources, values: values, lower: &lower, pivots: &pivots,
      inverses: &inversePivots, panel: &memory.panel, coefficients: &memory.coefficients, local: &memory.local,
      head: &memory.head, link: &memory.link, done: &memory.done, signs: signs, rule: PivotRule(regularisation),
      replaced: &regularisedPivotCount)
  }

  private static func factorPanels(
    _ count: Int, runs: UnsafePointer<Int32>, runOfColumn: UnsafePointer<Int32>, starts: UnsafePointer<Int>,
    rows: UnsafePointer<Int32>, inputStarts: UnsafePointer<Int>, inputRows: UnsafePointer<Int32>,
    inputSources: UnsafePointer<Int32>, values: UnsafePointer<Double>, lower: UnsafeMutablePointer<Double>,
    pivots: UnsafeMutablePointer<Double>, inverses: UnsafeMutablePointer<Double>,
    panel: UnsafeMutablePointer<Double>, coefficients: UnsafeMutablePointer<SIMD4<Double>>,
    local: UnsafeMutablePointer<Int32>, head: UnsafeMutablePointer<Int32>, link: UnsafeMutablePointer<Int32>,
    done: UnsafeMutablePointer<Int32>, signs: UnsafePointer<Int8>, rule: PivotRule, replaced: inout Int
  ) -> Int? {
    let elimination = SupernodalElimination(
      starts: starts, rows: rows, lower: lower, pivots: pivots, panel: panel, coefficients: coefficients, local: local)
    head.update(repeating: -1, count: count)
    /// Puts a panel on the list of the one that its tail meets next.
    func enlist(_ s: Int, after position: Int) {
      let last = Int(runs[s + 1]) - 1
      guard starts[last] + position < starts[last + 1] else { return }
      let target = Int(runOfColumn[Int(rows[starts[last] + position])])
      done[s] = Int32(truncatingIfNeeded: position)
      link[s] = head[target]
      head[target] = Int32(truncatingIfNeeded: s)
    }
    for s in 0..<count {
      let first = Int(runs[s])
      let end = Int(runs[s + 1])
      let width = end - first
      let tail = starts[end - 1]..<starts[end]
      let height = width + tail.count
      panel.update(repeating: 0, count: width * height)
      for r in 0..<width { local[first + r] = Int32(truncatingIfNeeded: r) }
      for p in tail { local[Int(rows[p])] = Int32(truncatingIfNeeded: width + p - tail.lowerBound) }
      for j in first..<end {
        let column = panel + (j - first) * height
        for p in inputStarts[j]..<inputStarts[j + 1] {
          column[Int(local[Int(inputRows[p])])] = values[Int(inputSources[p])]
        }
      }
      var earlier = Int(head[s])
      while earlier >= 0 {
        let following = Int(link[earlier])
        let to = Int(runs[earlier + 1])
        let begin = Int(done[earlier])
        var stop = begin
        while starts[to - 1] + stop < starts[to], Int(rows[starts[to - 1] + stop]) < end { stop += 1 }
        elimination.update(
          first: first, height: height, from: Int(runs[earlier]), to: to, begin: begin, end: stop)
        enlist(earlier, after: stop)
        earlier = following
      }
      let failed = elimination.factor(
        first: first, width: width, height: height, signs: signs, rule: rule, replaced: &replaced)
      if let failed { return failed }
      for j in first..<end {
        inverses[j] = 1 / pivots[j]
        let below = j - first + 1
        (lower + starts[j]).update(from: panel + (j - first) * height + below, count: height - below)
      }
      enlist(s, after: 0)
    }
    return nil
  }
}
