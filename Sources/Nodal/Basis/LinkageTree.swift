/// Average linkage by chains of nearest neighbours: which clusters merge, and how far apart they were.
struct LinkageTree {
  /// A merge of the clusters that two rows are in.
  struct Merge {
    var first: Int
    var second: Int
    var distance: Double
  }

  /// The merges in the order of their distances.
  let merges: [Merge]
  private let count: Int

  /// Links rows by their distances, a full matrix.
  ///
  /// - Complexity: O(rows²).
  init(averaging distances: [Double], _ count: Int) {
    self.count = count
    var work = distances
    var sizes = [Double](repeating: 1, count: count)
    var isThere = [Bool](repeating: true, count: count)
    var chain: [Int] = []
    var found: [Merge] = []
    var start = 0
    while found.count < count - 1 {
      if chain.isEmpty {
        while !isThere[start] { start += 1 }
        chain = [start]
      }
      while true {
        let top = chain[chain.count - 1]
        let before = chain.count > 1 ? chain[chain.count - 2] : -1
        // The one before wins a tie, so that the chain ends.
        var (nearest, least) = before >= 0 ? (before, work[top * count + before]) : (-1, Double.infinity)
        for other in 0..<count where isThere[other] && other != top && work[top * count + other] < least {
          (nearest, least) = (other, work[top * count + other])
        }
        if nearest == before || nearest < 0 { break }
        chain.append(nearest)
      }
      guard chain.count > 1 else { break }
      let (a, b) = (chain.removeLast(), chain.removeLast())
      let (kept, gone) = (min(a, b), max(a, b))
      found.append(Merge(first: kept, second: gone, distance: work[kept * count + gone]))
      let (keptSize, goneSize) = (sizes[kept], sizes[gone])
      for other in 0..<count where isThere[other] && other != kept && other != gone {
        let mean =
          (keptSize * work[kept * count + other] + goneSize * work[gone * count + other]) / (keptSize + goneSize)
        work[kept * count + other] = mean
        work[other * count + kept] = mean
      }
      sizes[kept] += sizes[gone]
      isThere[gone] = false
    }
    merges = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .map(\.element)
  }

  /// The rows of each cluster once all but so many have merged.
  func groups(_ wanted: Int) -> [[Int]] {
    var root = Array(0..<count)
    func find(_ row: Int) -> Int {
      var row = row
      while root[row] != row { row = root[row] }
      return row
    }
    for merge in merges.prefix(count - wanted) {
      let (a, b) = (find(merge.first), find(merge.second))
      root[max(a, b)] = min(a, b)
    }
    var byRoot: [Int: [Int]] = [:]
    for row in 0..<count { byRoot[find(row), default: []].append(row) }
    return Array(byRoot.values)
  }
}
