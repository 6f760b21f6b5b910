import NumericalKernels
import Testing

@testable import Risk

@Suite struct PositionTreeTests {
  private let paths = ["Power/East", "Gas", "Power/West", "", "/Power//East/", "Power"]

  @Test func namesEveryStepOnce() throws {
    let tree = try PositionTree(paths: paths)
    #expect(tree.nodes.map(\.path) == ["", "Gas", "Power", "Power/East", "Power/West"])
    #expect(tree.nodes.map(\.depth) == [0, 1, 1, 2, 2])
    #expect(tree.nodes.map(\.name) == ["", "Gas", "Power", "East", "West"])
    #expect(tree.nodes[2].children == [3, 4])
    #expect(tree.nodes[4].parent == 2)
    #expect(try tree.positions(in: "Power") == [0, 2, 4, 5])
    #expect(try tree.positions(in: "") == Array(0..<6))
    #expect(throws: RiskError.self) { try tree.index(of: "Coal") }
  }

  @Test func sumsHoldTheirParts() throws {
    let tree = try PositionTree(paths: paths)
    let sums = try tree.sums(of: [1, 10, 100, 1000, 2, 4])
    #expect(sums == [1117, 10, 107, 3, 100])
    #expect(throws: RiskError.self) { try tree.sums(of: [1]) }
  }

  /// Against the set of all beginnings of all paths, in the order of their steps.
  @Test(arguments: [1, 2, 3] as [UInt64]) func nodesAreTheBeginningsOfThePaths(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, path: 0)
    let names = ["a", "b", "a-b", "é", "e\u{301}", "", "B 2"]
    let paths = (0..<200).map { _ in
      (0..<Int(6 * stream.uniform())).map { _ in names[Int(Double(names.count) * stream.uniform())] }
        .joined(separator: "/")
    }
    let tree = try PositionTree(paths: paths)
    let steps = paths.map { $0.split(separator: "/") }
    var expected: Set<[Substring]> = [[]]
    for path in steps { for length in 0...path.count { expected.insert(Array(path.prefix(length))) } }
    let ordered = expected.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(tree.nodes.map(\.path) == ordered.map { $0.joined(separator: "/") })
    for (place, node) in tree.nodes.enumerated() {
      #expect(node.positions == steps.indices.filter { steps[$0] == ordered[place] })
      #expect(node.depth == ordered[place].count && node.name == ordered[place].last ?? "")
      #expect(node.parent.map { ordered[$0] } == (place == 0 ? nil : Array(ordered[place].dropLast())))
      #expect(node.children == tree.nodes.indices.filter { tree.nodes[$0].parent == place })
      #expect(try tree.index(of: node.path) == place)
    }
    let size = try OrderedPaths(paths).size
    #expect(size.nodes == tree.nodes.count && size.bytes == tree.nodes.reduce(0) { $0 + $1.path.utf8.count })
  }

  /// The nodes of one path hold its text once, not once for each of them.
  @Test func nodesShareTheTextOfTheirPath() throws {
    let path = (1...PositionTree.maximumDepth).map { "a rather long name of a book \($0)" }.joined(separator: "/")
    let tree = try PositionTree(paths: [path])
    #expect(tree.nodes.count == PositionTree.maximumDepth + 1)
    func start(_ text: Substring) -> UnsafeRawPointer? {
      var text = text
      return text.withUTF8 { UnsafeRawPointer($0.baseAddress) }
    }
    let first = start(tree.nodes[1].text)
    #expect(tree.nodes.dropFirst().allSatisfy { $0.text.base == path && start($0.text) == first })
    #expect(throws: RiskError.self) { try PositionTree(paths: ["a", path + "/b"]) }
  }

  @Test func orderOfNamesIsNotThatOfTheirText() throws {
    // "a-b" sorts before "a/b" as text, yet parts must stand right after what they are parts of.
    let tree = try PositionTree(paths: ["a/b", "a-b", "a"])
    #expect(tree.nodes.map(\.path) == ["", "a", "a/b", "a-b"])
  }
}
