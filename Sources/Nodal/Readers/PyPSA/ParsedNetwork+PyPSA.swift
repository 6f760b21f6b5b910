public import MarketData

extension ParsedNetwork {
  /// Reads a folder of CSV files as PyPSA exports it.
  ///
  ///     let parsed = try ParsedNetwork(pypsa: ["buses.csv": buses, "lines.csv": lines, "loads.csv": loads, "generators.csv": units])
  ///
  /// Taken are `buses`, `loads`, `generators`, `lines`, `line_types`, `transformers`, `links`, `shunt_impedances`, `network`, `snapshots`, and the
  /// series `loads-p_set`, `loads-q_set`, `generators-p_min_pu` and `generators-p_max_pu`; other files are noted. Each may be gzip.
  ///
  /// - Components keep their names as ids; buses are numbered from 1 on in the order of the file and keep their names.
  /// - Impedances are made per unit of 100 MVA: lines from ohms at the voltage of their first bus, or from their type and length;
  ///   transformers from their own nominal power.
  /// - A link is an HVDC line with the loss slope 1 - efficiency. Its buses after the second are not kept.
  /// - A nominal power of 0, the format's default, is a rating of 0 and not none.
  /// - The bus of a generator with the control `Slack` is a reference. An island without one gets it at its first generator, or at its
  ///   first bus, as PyPSA does, and a note says where.
  ///
  /// - Throws: in strict mode the first defect, with the file, its line and column; in both modes `missingField` where there is no
  ///   `buses.csv`, and `limitExceeded`.
  /// - Complexity: O(bytes).
  /// - Source: PyPSA documentation, "Components" (attributes, units and defaults).
  public init(
    pypsa files: [String: [UInt8]], mode: ParseMode = .strict, limits: Limits = .default
  ) throws(ParseError) {
    var reader = FolderReader(files, context: ParseContext(mode: mode, limits: limits))
    try reader.readComponents()
    let snapshots = try reader.readSnapshots()
    guard !reader.buses.isEmpty else {
      throw ParseError(.empty, at: .init(source: "buses.csv"), "no bus", expected: "at least one")
    }
    var network = try NetworkInput.network(source: nil) { () throws(NodalError) in
      try Network(
        name: reader.name, baseMVA: reader.baseMVA, buses: reader.buses, loads: reader.loads,
        generators: reader.generators, branches: reader.branches, hvdcLines: reader.hvdcLines)
    }
    reader.chooseReferences(&network)
    reader.noteOtherFiles()
    self.init(network: network, defects: reader.log.defects, notes: reader.notes, snapshots: snapshots)
  }
}

extension FolderReader {
  /// Gives each island without a reference one.
  mutating func chooseReferences(_ network: inout Network) {
    let islands = network.islands
    var hasReference = [Bool](repeating: false, count: islands.count)
    for place in network.referenceBuses {
      if let island = islands.ofBus[place] { hasReference[island] = true }
    }
    var firstGenerator = [Int?](repeating: nil, count: islands.count)
    for place in network.activeGenerators {
      let bus = network.generatorBus[place]
      if let island = islands.ofBus[bus], firstGenerator[island] == nil { firstGenerator[island] = bus }
    }
    for (island, members) in islands.buses.enumerated() where !hasReference[island] {
      let bus = firstGenerator[island] ?? members[0]
      network.buses[bus].kind = .reference
      notes.append(
        NetworkNote(
          at: .init(source: "buses.csv"), "bus \(network.buses[bus].name) is the reference of an island that names none"
        ))
    }
  }
}
