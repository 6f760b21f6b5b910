/// Runs of columns of L with one pattern, which elimination can take together as dense panels.
///
/// A run is `starts[s]..<starts[s + 1]`. Below its own triangle all its columns have the rows of its last one, the
/// tail. Neighbouring runs of child and parent are joined where few zeros have to be stored for it.
///
/// Source: C. Ashcraft, R. Grimes, "The influence of relaxed supernode partitions on the multifrontal method", ACM TOMS
/// 15 (1989) 291-309.
struct Supernodes: Sendable {
  let starts: [Int32]
  /// The run of each column.
  let ofColumn: [Int32]
  /// The elements of the largest panel: rows times columns.
  let largestPanel: Int

  /// The number of runs.
  var count: Int { starts.count - 1 }

  /// Runs wider than this are cut, so that a panel stays in the cache.
  static let maximumWidth = 64

  /// Finds the runs of a postordered elimination tree, and the column counts with the zeros that joining stores.
  static func find(parents: [Int32], counts: [Int32]) -> (starts: [Int32], counts: [Int32]) {
    var runs: [Run] = []
    let n = parents.count
    var j = 0
    while j < n {
      var end = j + 1
      while end < n, Int(parents[end - 1]) == end, counts[end - 1] == counts[end] + 1 { end += 1 }
      var run = Run(start: j, width: end - j, tail: Int(counts[end - 1]), zeros: 0)
      while let child = runs.last, isInside(run, parents[run.start - 1]) {
        guard let joined = child.joined(to: run) else { break }
        run = joined
        runs.removeLast()
      }
      runs.append(run)
      j = end
    }
    var padded = counts
    for run in runs {
      for offset in 0..<run.width {
        padded[run.start + offset] = Int32(truncatingIfNeeded: run.width - 1 - offset + run.tail)
      }
    }
    return (runs.map { Int32(truncatingIfNeeded: $0.start) } + [Int32(truncatingIfNeeded: n)], padded)
  }

  /// Whether a column lies in a run.
  private static func isInside(_ run: Run, _ column: Int32) -> Bool {
    Int(column) >= run.start && Int(column) < run.start + run.width
  }

  /// Makes panels of runs and their column counts, cutting wide runs.
  init(runs: [Int32], counts: [Int32]) {
    var starts: [Int32] = []
    for s in 0..<runs.count - 1 {
      let width = Int(runs[s + 1] - runs[s])
      let pieces = (width + Self.maximumWidth - 1) / Self.maximumWidth
      for piece in 0..<pieces { starts.append(runs[s] + Int32(truncatingIfNeeded: width * piece / pieces)) }
    }
    starts.append(Int32(truncatingIfNeeded: counts.count))
    var ofColumn = [Int32](repeating: 0, count: counts.count)
    var largestPanel = 0
    for s in 0..<starts.count - 1 {
      let columns = Int(starts[s])..<Int(starts[s + 1])
      for j in columns { ofColumn[j] = Int32(truncatingIfNeeded: s) }
      largestPanel = max(largestPanel, columns.count * (Int(counts[columns.lowerBound]) + 1))
    }
    self.starts = starts
    self.ofColumn = ofColumn
    self.largestPanel = largestPanel
  }

  /// A run under construction.
  private struct Run {
    var start: Int
    var width: Int
    var tail: Int
    var zeros: Double

    /// The run of a child and its parent that follows it, unless too many zeros would be stored.
    func joined(to parent: Run) -> Run? {
      let joint = width + parent.width
      let fresh = Double(width) * Double(parent.width + parent.tail - tail)
      let zeros = zeros + parent.zeros + fresh
      let entries = Double(joint) * (Double(joint - 1) / 2 + Double(parent.tail))
      let share = joint <= 4 ? 0.5 : joint <= 16 ? 0.25 : joint <= 48 ? 0.1 : 0.05
      guard zeros <= share * entries else { return nil }
      return Run(start: start, width: joint, tail: parent.tail, zeros: zeros)
    }
  }
}
