/// A transmission network as a value: what is connected where, what it may carry, what it costs.
///
///     var network = try Network(
///       buses: [.init(1, .reference), .init(2), .init(3)],
///       loads: [.init("town", bus: 3, power: 150)],
///       generators: [
///         .init("cheap", bus: 1, outputLimits: .init(0, 200), cost: .linear(20)),
///         .init("dear", bus: 2, outputLimits: .init(0, 200), cost: .linear(50)),
///       ],
///       branches: [
///         .init("a", from: 1, to: 2, reactance: 0.1), .init("b", from: 2, to: 3, reactance: 0.1),
///         .init("c", from: 1, to: 3, reactance: 0.1, ratingA: 80),
///       ])
///     try network.openBranch("b")
///     network.validate()          // what is wrong with it, as a list
///
/// Elements refer to buses by number and have ids of their own, as their source has them; algorithms go by place in the arrays
/// (``branchFrom``, ``generatorBus`` and their like), which is checked once, here. Power is in MW and MVAr, angles in degrees,
/// impedances per unit on ``baseMVA``. A network holds no solver and no result: DC power flow, shift factors and dispatch take one.
///
/// Every number is finite and every reference resolves; whether the network makes sense is a question for ``validate()``.
public struct Network: Equatable, Sendable {
  /// The name; empty where the source has none.
  public var name: String
  /// The base of per-unit impedances, MVA.
  public let baseMVA: Double
  /// The buses.
  public internal(set) var buses: [Bus]
  /// The fixed loads.
  public internal(set) var loads: [Load]
  /// The generators and the dispatchable loads.
  public internal(set) var generators: [Generator]
  /// The lines and the transformers.
  public internal(set) var branches: [Branch]
  /// The lines of direct current.
  public internal(set) var hvdcLines: [HVDCLine]
  /// The interfaces.
  public internal(set) var interfaces: [Interface]
  /// The areas that have a name, a balancing bus or an export; buses may name others.
  public internal(set) var areas: [Region]
  /// The zones that have a name; buses may name others.
  public internal(set) var zones: [Region]

  /// The place of the bus of each load.
  public internal(set) var loadBus: [Int]
  /// The place of the bus of each generator.
  public internal(set) var generatorBus: [Int]
  /// The place of the `from` bus of each branch.
  public internal(set) var branchFrom: [Int]
  /// The place of the `to` bus of each branch.
  public internal(set) var branchTo: [Int]
  /// The place of the `from` bus of each HVDC line.
  public internal(set) var hvdcFrom: [Int]
  /// The place of the `to` bus of each HVDC line.
  public internal(set) var hvdcTo: [Int]

  var busPlaces: [Int: Int]
  var loadPlaces: [String: Int]
  var generatorPlaces: [String: Int]
  var branchPlaces: [String: Int]
  var hvdcPlaces: [String: Int]
  var interfacePlaces: [String: Int]

  /// Makes a network.
  ///
  /// - Throws: `empty` without a bus; `duplicateElement` for a number or an id given twice among elements of one kind;
  ///   `unknownElement` for a bus or a branch that is referred to and not there; `notFinite` for a number that is NaN, or infinite and
  ///   no bound; `outOfRange` for a base that is not positive or a branch from a bus to itself. The error's index is the element's place.
  /// - Complexity: O(elements).
  public init(
    name: String = "", baseMVA: Double = 100, buses: [Bus], loads: [Load] = [], generators: [Generator] = [],
    branches: [Branch] = [], hvdcLines: [HVDCLine] = [], interfaces: [Interface] = [], areas: [Region] = [],
    zones: [Region] = []
  ) throws(NodalError) {
    guard baseMVA > 0, baseMVA.isFinite else {
      throw NodalError(.outOfRange, found: "a base of \(baseMVA) MVA", expected: "a positive one")
    }
    guard !buses.isEmpty else { throw NodalError(.empty, found: "no bus", expected: "at least one") }
    self.name = name
    self.baseMVA = baseMVA
    self.buses = buses
    self.loads = loads
    self.generators = generators
    self.branches = branches
    self.hvdcLines = hvdcLines
    self.interfaces = interfaces
    self.areas = areas
    self.zones = zones

    let busPlaces = try Self.places(of: buses, "bus", by: \.number)
    self.busPlaces = busPlaces
    loadPlaces = try Self.places(of: loads, "load", by: \.id)
    generatorPlaces = try Self.places(of: generators, "generator", by: \.id)
    branchPlaces = try Self.places(of: branches, "branch", by: \.id)
    hvdcPlaces = try Self.places(of: hvdcLines, "HVDC line", by: \.id)
    interfacePlaces = try Self.places(of: interfaces, "interface", by: \.id)
    _ = try Self.places(of: areas, "area", by: \.number)
    _ = try Self.places(of: zones, "zone", by: \.number)

    loadBus = try Self.busPlaces(of: loads, busPlaces, "load", by: \.bus)
    generatorBus = try Self.busPlaces(of: generators, busPlaces, "generator", by: \.bus)
    branchFrom = try Self.busPlaces(of: branches, busPlaces, "branch", by: \.from)
    branchTo = try Self.busPlaces(of: branches, busPlaces, "branch", by: \.to)
    hvdcFrom = try Self.busPlaces(of: hvdcLines, busPlaces, "HVDC line", by: \.from)
    hvdcTo = try Self.busPlaces(of: hvdcLines, busPlaces, "HVDC line", by: \.to)
    for (place, interface) in interfaces.enumerated() { try check(interface, at: place) }
    try checkNumbers()
  }

  /// The place of each element, by number or id.
  private static func places<Element, Key: Hashable>(
    of elements: [Element], _ what: String, by key: (Element) -> Key
  ) throws(NodalError) -> [Key: Int] {
    var places = [Key: Int](minimumCapacity: elements.count)
    for (place, element) in elements.enumerated() where places.updateValue(place, forKey: key(element)) != nil {
      throw NodalError(
        .duplicateElement, found: "\(what) \(key(element)) twice", expected: "one of each number or id", index: place)
    }
    return places
  }

  /// The place of the bus that each element refers to.
  private static func busPlaces<Element>(
    of elements: [Element], _ places: [Int: Int], _ what: String, by bus: (Element) -> Int
  ) throws(NodalError) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(elements.count)
    for (place, element) in elements.enumerated() {
      guard let bus = places[bus(element)] else {
        throw NodalError(
          .unknownElement, found: "bus \(bus(element)) of \(what) \(place + 1)", expected: "a bus of the network",
          index: place)
      }
      found.append(bus)
    }
    return found
  }

  /// Whether both hold the same elements in the same order.
  public static func == (left: Network, right: Network) -> Bool {
    left.name == right.name && left.baseMVA == right.baseMVA && left.buses == right.buses && left.loads == right.loads
      && left.generators == right.generators && left.branches == right.branches && left.hvdcLines == right.hvdcLines
      && left.interfaces == right.interfaces && left.areas == right.areas && left.zones == right.zones
  }
}
