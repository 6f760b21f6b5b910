import Nodal
import Testing

@Suite struct VirtualPTDFTests {
  @Test func `rows are kept within the bound, the least recently used goes first`() throws {
    let model = try DCModel(PublicNetworks.random(seed: 5))
    let bytes = 24 * 8
    let factors = VirtualPTDF(model, cacheBytes: 3 * bytes + 7)
    for branch in [0, 1, 2, 0, 3] { _ = try factors.row(ofBranchAt: branch) }  // 1 had to go
    #expect(factors.statistics.hits == 1)
    #expect(factors.statistics.misses == 4)
    #expect(factors.statistics.evictions == 1)
    #expect(factors.statistics.rows == 3)
    #expect(factors.statistics.bytes == 3 * bytes)
    for branch in [0, 2, 3] { _ = try factors.row(ofBranchAt: branch) }
    #expect(factors.statistics.hits == 4)
    #expect(try factors.row(ofBranch: "2") == model.shiftFactors(ofBranch: "2"))
    #expect(factors.statistics.misses == 5)
    _ = try factors.row(ofBranchAt: 0)  // was the oldest and had to go
    #expect(factors.statistics.misses == 6)
    factors.removeAll()
    #expect(factors.statistics.rows == 0)
    #expect(factors.statistics.bytes == 0)
  }

  @Test func `a cache that holds nothing still answers`() throws {
    let model = try DCModel(PublicNetworks.random(seed: 5))
    let factors = VirtualPTDF(model, cacheBytes: -5)
    for _ in 0..<2 { #expect(try factors.row(ofBranchAt: 4) == model.shiftFactors(ofBranchAt: 4)) }
    #expect(factors.statistics.misses == 2)
    #expect(factors.statistics.rows == 0)
    #expect(throws: NodalError.self) { try factors.row(ofBranchAt: -1) }
    #expect(throws: NodalError.self) { try factors.row(ofBranch: "?") }
  }

  @Test func `parallel readers get the rows of one that is alone`() async throws {
    let model = try DCModel(PublicNetworks.random(seed: 5))
    let factors = VirtualPTDF(model, cacheBytes: 5 * 24 * 8)
    let alone = try model.network.branches.indices.map { try model.shiftFactors(ofBranchAt: $0) }
    let all = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { step in
            let branch = (step * 7 + task * 11) % alone.count
            return (try? factors.row(ofBranchAt: branch)) == alone[branch]
          }
        }
      }
      return await group.allSatisfy { $0 }
    }
    #expect(all)
    #expect(factors.statistics.hits + factors.statistics.misses == 1600)
    #expect(factors.statistics.rows == 5)
  }
}
