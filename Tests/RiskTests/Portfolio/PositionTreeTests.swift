import Risk
import Testing

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

  @Test func orderOfNamesIsNotThatOfTheirText() throws {
    // "a-b" sorts before "a/b" as text, yet parts must stand right after what they are parts of.
    let tree = try PositionTree(paths: ["a/b", "a-b", "a"])
    #expect(tree.nodes.map(\.path) == ["", "a", "a/b", "a-b"])
  }
}
