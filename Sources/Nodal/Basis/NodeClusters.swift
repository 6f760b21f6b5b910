import NumericalKernels
public import Valuation

/// Nodes grouped by how their congestion moves: those behind the same constraints end up together.
///
///     let clusters = try NodeClusters(congestion, count: 8)
///     clusters.members                       // names by cluster, the largest cluster first
///     clusters.medoids                       // the node that stands for each of them
///
/// The distance of two nodes is √((1 - ρ)/2), from 0 for components that move as one over 0.71 for strangers to 1 for opposites.
/// Average linkage merges the nearest clusters until the number asked for is left; ties go to the nodes that come first, so that the
/// result is the same each time.
///
/// - Note: Sources: R. Sokal, C. Michener, Univ. Kansas Sci. Bull. 38 (1958) 1409-1438 (average linkage); F. Murtagh, "A survey of recent
///   advances in hierarchical clustering algorithms", Comput. J. 26 (1983) 354-359 (chains of nearest neighbours); P. Rousseeuw, J. Comput. Appl. Math. 20 (1987) 53-65
///   (silhouettes).
public struct NodeClusters: Hashable, Sendable {
  /// The nodes of each cluster in the order of the panel; the largest cluster first, then by first node.
  public let members: [[String]]
  /// The node of each cluster with the least distance to the others of it.
  public let medoids: [String]
  /// The cluster of each row of the panel.
  public let ofRow: [Int]
  /// The mean silhouette, from -1 to 1: how much nearer nodes are to their own cluster than to the next one; 0 for one cluster.
  public let silhouette: Double
  /// The distances at which clusters were merged, rising: a gap in it suggests a number of clusters.
  public let mergeDistances: [Double]
  /// What the result rests on.
  public let basis: ResultBasis

  /// Groups the rows of a panel of congestion components, or of bases.
  ///
  /// - Parameters:
  ///   - panel: the components.
  ///   - count: how many clusters to leave.
  /// - Throws: `outOfRange` unless the count is from 1 to the number of rows; as ``NodalPanel/correlations()``.
  /// - Complexity: O(rows² × intervals) for correlations and O(rows²) for the merging, in 16 bytes for each two rows: seconds
  ///   for five thousand nodes of a month.
  public init(_ panel: NodalPanel, count: Int) throws(NodalError) {
    guard count >= 1, count <= panel.names.count else {
      throw NodalError(.outOfRange, found: "\(count) clusters", expected: "1 to \(panel.names.count)")
    }
    let correlations = try panel.correlations()
    let size = panel.names.count
    let distances = correlations.storage.map { max(0, 0.5 * (1 - $0)).squareRoot() }
    let tree = LinkageTree(averaging: distances, size)
    mergeDistances = tree.merges.map(\.distance)
    let groups = tree.groups(count).sorted { $0.count != $1.count ? $0.count > $1.count : $0[0] < $1[0] }
    var ofRow = [Int](repeating: 0, count: size)
    for (cluster, rows) in groups.enumerated() { for row in rows { ofRow[row] = cluster } }
    self.ofRow = ofRow
    members = groups.map { $0.map { panel.names[$0] } }
    medoids = groups.map { rows in
      var best = (row: rows[0], sum: Double.infinity)
      for row in rows {
        let sum = rows.reduce(0) { $0 + distances[row * size + $1] }
        if sum < best.sum { best = (row, sum) }
      }
      return panel.names[best.row]
    }
    silhouette = Self.silhouette(distances, ofRow, groups)
    basis = ResultBasis(
      method: "average linkage", conventions: ["distance": "sqrt((1 - correlation) / 2)", "clusters": "\(count)"])
  }

  private static func silhouette(_ distances: [Double], _ ofRow: [Int], _ groups: [[Int]]) -> Double {
    guard groups.count > 1 else { return 0 }
    let size = ofRow.count
    var total = 0.0
    var sums = [Double](repeating: 0, count: groups.count)
    for row in 0..<size {
      for cluster in sums.indices { sums[cluster] = 0 }
      for other in 0..<size { sums[ofRow[other]] += distances[row * size + other] }
      let own = groups[ofRow[row]].count
      guard own > 1 else { continue }
      let inside = sums[ofRow[row]] / Double(own - 1)
      var outside = Double.infinity
      for cluster in sums.indices where cluster != ofRow[row] {
        outside = min(outside, sums[cluster] / Double(groups[cluster].count))
      }
      if max(inside, outside) > 0 { total += (outside - inside) / max(inside, outside) }
    }
    return total / Double(size)
  }
}
