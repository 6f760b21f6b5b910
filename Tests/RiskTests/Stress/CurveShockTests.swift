import Foundation
import Risk
import Testing

@Suite struct CurveShockTests {
  private let rounding = 1e-14

  @Test func shapesByHand() throws {
    let times = [0, 0.5, 1, 2]
    #expect(try CurveShock.parallel(3).moves(at: times) == [3, 3, 3, 3])
    #expect(try CurveShock.tilt(front: 4, back: -4, horizon: 1).moves(at: times) == [4, 0, -4, -4])
    #expect(try CurveShock.window(7, from: 0.5, through: 1).moves(at: times) == [0, 7, 7, 0])
    #expect(try CurveShock.nodes([1, 2, 3, 4]).moves(at: times) == [1, 2, 3, 4])
    let decaying = try CurveShock.decaying(prompt: 12, halfLife: 0.5).moves(at: times)
    for (move, expected) in zip(decaying, [12, 6, 3, 0.75]) { #expect(abs(move - expected) < rounding * 12) }
    let parts = try CurveShock.parallel(-0.25).moves(at: times, relativeTo: [40, 44, 48, 80])
    #expect(parts == [-10, -11, -12, -20])
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: RiskError.self) { _ = try CurveShock.decaying(prompt: 1, halfLife: 0).moves(at: [1]) }
    #expect(throws: RiskError.self) { _ = try CurveShock.tilt(front: 1, back: 2, horizon: .nan).moves(at: [1]) }
    #expect(throws: RiskError.self) { _ = try CurveShock.nodes([1]).moves(at: [1, 2]) }
    #expect(throws: RiskError.self) { _ = try CurveShock.parallel(.nan).moves(at: [1]) }
    #expect(throws: RiskError.self) { _ = try CurveShock.parallel(1).moves(at: [1], relativeTo: []) }
  }

  @Test func shocksAreCodable() throws {
    let shocks = [CurveShock.parallel(1), .decaying(prompt: 2, halfLife: 1), .nodes([1])]
    #expect(try JSONDecoder().decode([CurveShock].self, from: JSONEncoder().encode(shocks)) == shocks)
  }
}
