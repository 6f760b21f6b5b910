import Nodal

/// Networks that several suites use.
enum SmallNetworks {
  /// Three buses in a ring, a cheap unit behind a limit and a dear one.
  static func triangle() throws(NodalError) -> Network {
    try Network(
      name: "triangle",
      buses: [.init(1, .reference), .init(2, .pv, area: 2), .init(30, area: 2, zone: 7)],
      loads: [.init("town", bus: 30, power: 150, reactivePower: 20)],
      generators: [
        .init("cheap", bus: 1, outputLimits: .init(0, 200), cost: .linear(20)),
        .init("dear", bus: 2, outputLimits: .init(0, 200), cost: .linear(50)),
      ],
      branches: [
        .init("a", from: 1, to: 2, reactance: 0.1), .init("b", from: 2, to: 30, reactance: 0.1),
        .init("c", from: 1, to: 30, reactance: 0.1, ratingA: 80),
      ],
      interfaces: [.init("south", [.init("b"), .init("c")], limits: .init(upper: 140))])
  }
}
