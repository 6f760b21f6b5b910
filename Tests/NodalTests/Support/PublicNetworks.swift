import Nodal
import Testing

/// Small networks from the literature.
enum PublicNetworks {
  /// The PJM five-bus system.
  ///
  /// Source: F. Li, R. Bo, "Small test systems for power system economic studies", IEEE PES General Meeting
  /// 2010; reference at bus 4.
  static func fiveBus() throws(NodalError) -> Network {
    let lines: [(Int, Int, Double, Double, Double?)] = [
      (1, 2, 0.00281, 0.0281, 400), (1, 4, 0.00304, 0.0304, nil), (1, 5, 0.00064, 0.0064, nil),
      (2, 3, 0.00108, 0.0108, nil), (3, 4, 0.00297, 0.0297, nil), (4, 5, 0.00297, 0.0297, 240),
    ]
    let units: [(Int, Double, Double, Double)] = [
      (1, 40, 14, 40), (1, 170, 15, 170), (3, 520, 30, 323.49), (4, 200, 40, 0), (5, 600, 10, 466.51),
    ]
    return try Network(
      name: "five buses", buses: (1...5).map { .init($0, $0 == 4 ? .reference : .pv) },
      loads: [.init("2", bus: 2, power: 300), .init("3", bus: 3, power: 300), .init("4", bus: 4, power: 400)],
      generators: units.enumerated().map { place, unit in
        .init(
          "\(place + 1)", bus: unit.0, outputLimits: .init(0, unit.1), cost: .linear(unit.2), output: unit.3)
      },
      branches: lines.map {
        .init("\($0.0)-\($0.1)", from: $0.0, to: $0.1, resistance: $0.2, reactance: $0.3, ratingA: $0.4)
      })
  }

  /// Nine buses and three units of which each stands behind a bridge.
  ///
  /// Source: P. M. Anderson, A. A. Fouad, "Power System Control and
  /// Stability" (1977), p. 38.
  static func nineBus() throws(NodalError) -> Network {
    let lines: [(Int, Int, Double, Double)] = [
      (1, 4, 0.0576, 250), (4, 5, 0.092, 250), (5, 6, 0.17, 150), (3, 6, 0.0586, 300), (6, 7, 0.1008, 150),
      (7, 8, 0.072, 250), (8, 2, 0.0625, 250), (8, 9, 0.161, 250), (9, 4, 0.085, 250),
    ]
    return try Network(
      name: "nine buses", buses: (1...9).map { .init($0, $0 == 1 ? .reference : .pq) },
      loads: [(5, 90.0), (7, 100), (9, 125)].map { .init("\($0.0)", bus: $0.0, power: $0.1) },
      generators: [(1, 250.0, 67.0), (2, 300, 163), (3, 270, 85)].map {
        .init("\($0.0)", bus: $0.0, outputLimits: .init(10, $0.1), output: $0.2)
      },
      branches: lines.map { .init("\($0.0)-\($0.1)", from: $0.0, to: $0.1, reactance: $0.2, ratingA: $0.3) })
  }

  /// A random network: a ring of buses with chords, a spur, parallel circuits, one negative reactance, a phase shifter and taps.
  static func random(buses count: Int = 24, seed: UInt64) throws(NodalError) -> Network {
    var state = seed
    func next() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-53
    }
    var branches: [Network.Branch] = []
    func add(_ from: Int, _ to: Int, _ reactance: Double, tap: Double = 1, shift: Double = 0) {
      branches.append(
        .init(
          "\(branches.count + 1)", from: from, to: to, resistance: 0.1 * abs(reactance), reactance: reactance,
          ratingA: 20 + 100 * next(), tap: tap, shift: shift))
    }
    for bus in 1..<count - 1 { add(bus, bus + 1, 0.01 + 0.1 * next(), tap: bus % 5 == 0 ? 0.95 : 1) }
    add(count - 1, 1, 0.05, shift: 4)
    add(count, 3, 0.02)  // a spur
    for _ in 0..<count / 2 {
      let from = 1 + Int(next() * Double(count - 1))
      let to = 1 + Int(next() * Double(count - 1))
      if from != to { add(from, to, 0.01 + 0.1 * next()) }
    }
    add(2, 3, 0.04)  // beside another
    add(5, 9, -0.4)
    return try Network(
      buses: (1...count).map { .init($0, $0 == 1 ? .reference : .pq, angle: $0 == 1 ? 10 : 0) },
      loads: (2...count).map { .init("\($0)", bus: $0, power: 10 * next()) },
      generators: [1, 7, count].map {
        .init("\($0)", bus: $0, outputLimits: .init(0, 100), output: 40 * next(), participation: Double($0))
      },
      branches: branches,
      hvdcLines: [
        .init("dc", from: 4, to: 11, flowLimits: .init(-50, 50), flow: 12, lossConstant: 0.5, lossSlope: 0.02)
      ])
  }

  /// The largest distance between two lists, infinite where their lengths differ.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
