import Nodal
import Testing

@Suite("Nodes grouped by congestion")
struct NodeClustersTests {
  private static let rows: [(String, [Double])] = [
    ("a", [1, 2, 3, 4, 5, 6]), ("b", [2, 4, 5, 9, 10, 12]), ("c", [6, 5, 4, 2, 2, 1]), ("d", [1, -1, 2, -2, 3, -3]),
    ("e", [2, -2, 3, -1, 5, -6]), ("f", [0, 3, 1, 4, 1, 5]),
  ]

  @Test("Average linkage merges as SciPy's does")
  func linkage() throws {
    // scipy.cluster.hierarchy.linkage(squareform(sqrt((1 - corrcoef) / 2)), "average"), SciPy 1.17.1.
    let published = [0.080201948876735, 0.145244268959058, 0.432664804792074, 0.576982196631961, 0.899462925832736]
    let clusters = try NodeClusters(Panels.panel(Self.rows), count: 3)
    #expect(PublicNetworks.distance(clusters.mergeDistances, published) < 1e-12)
    #expect(clusters.members == [["a", "b", "f"], ["d", "e"], ["c"]])
    #expect(clusters.ofRow == [0, 0, 2, 1, 1, 0])
    #expect(abs(clusters.silhouette - 0.56484359905961) < 1e-12)
    #expect(clusters.medoids[0] == "b" || clusters.medoids[0] == "a")
  }

  @Test("Nodes behind one constraint are found whatever the order")
  func constraints() throws {
    let first = (0..<60).map { $0 % 7 == 0 ? 10.0 : 0 }
    let second = (0..<60).map { $0 % 5 == 3 ? 8.0 : 0 }
    let rows: [(String, [Double])] = (0..<30).map { node in
      let share = 0.2 + 0.02 * Double(node)
      let prices = node % 3 == 0 ? first : node % 3 == 1 ? second : [Double](repeating: 0, count: 60)
      return ("\(node)", prices.map { share * $0 })
    }
    let clusters = try NodeClusters(Panels.panel(rows), count: 3)
    for (node, cluster) in clusters.ofRow.enumerated() { #expect(cluster == node % 3) }
    let backwards = try NodeClusters(Panels.panel(rows.reversed()), count: 3)
    #expect(Set(backwards.members.map(Set.init)) == Set(clusters.members.map(Set.init)))
    #expect(clusters.silhouette > 0.999)
  }

  @Test("One cluster holds all, as many as nodes hold one each, and other counts are refused")
  func counts() throws {
    let panel = try Panels.panel(Self.rows)
    #expect(try NodeClusters(panel, count: 1).members == [Self.rows.map(\.0)])
    #expect(try NodeClusters(panel, count: 6).members.allSatisfy { $0.count == 1 })
    #expect(code { () throws(NodalError) in try NodeClusters(panel, count: 0) } == .outOfRange)
    #expect(code { () throws(NodalError) in try NodeClusters(panel, count: 7) } == .outOfRange)
  }
}
