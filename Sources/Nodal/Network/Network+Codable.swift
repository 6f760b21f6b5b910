extension Network: Codable {
  private enum Key: CodingKey {
    case schema, name, baseMVA, buses, loads, generators, branches, hvdcLines, interfaces, areas, zones
  }

  /// The version of the encoded form.
  private static let schema = 1

  /// Reads the elements and checks them as ``init(name:baseMVA:buses:loads:generators:branches:hvdcLines:interfaces:areas:zones:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let schema = try container.decode(Int.self, forKey: .schema)
    guard schema == Self.schema else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container, debugDescription: "schema \(schema), where \(Self.schema) is known")
    }
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
      try container.decodeIfPresent([Element].self, forKey: key) ?? []
    }
    try self.init(
      name: container.decodeIfPresent(String.self, forKey: .name) ?? "",
      baseMVA: container.decode(Double.self, forKey: .baseMVA), buses: list(.buses), loads: list(.loads),
      generators: list(.generators), branches: list(.branches), hvdcLines: list(.hvdcLines),
      interfaces: list(.interfaces), areas: list(.areas), zones: list(.zones))
  }

  /// Writes the elements under a schema version.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(Self.schema, forKey: .schema)
    try container.encode(name, forKey: .name)
    try container.encode(baseMVA, forKey: .baseMVA)
    try container.encode(buses, forKey: .buses)
    try container.encode(loads, forKey: .loads)
    try container.encode(generators, forKey: .generators)
    try container.encode(branches, forKey: .branches)
    try container.encode(hvdcLines, forKey: .hvdcLines)
    try container.encode(interfaces, forKey: .interfaces)
    try container.encode(areas, forKey: .areas)
    try container.encode(zones, forKey: .zones)
  }
}
