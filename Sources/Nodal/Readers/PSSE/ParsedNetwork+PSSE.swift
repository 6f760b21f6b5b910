public import MarketData

extension ParsedNetwork {
  /// Reads a PSS/E RAW file of revision 33 (or 32, whose records are the same), plain or gzip.
  ///
  /// - Loads and generators have the ids `bus:id`, branches and transformers `from-to:circuit`, HVDC lines their names.
  /// - A three-winding transformer becomes a star: a bus after the highest number of the file, and the branches `i-j-k:circuit/1` to `/3`.
  ///   Impedances are converted from every code of CZ, ratios from every code of CW; with CZ of 2 and 3 the nominal voltage counts as
  ///   the base of the impedance.
  /// - Loads of constant current and admittance are held at their power at 1 p.u.; shunts at the ends of lines and magnetising
  ///   admittances at the buses; two-terminal DC lines at their scheduled flow, with the loss of that flow. ``notes`` say how many.
  /// - Limits of generators of 9999 are none, and ratings of 0 are.
  /// - The format has no costs. VSC and multi-terminal DC, FACTS, switched shunts and the other sections are passed over, and noted by name.
  ///
  /// In lenient mode a defective record is left out.
  ///
  /// - Throws: in strict mode the first defect, with its line and column; in both modes `unrecognised` for another revision, and
  ///   `limitExceeded`.
  /// - Complexity: O(bytes).
  /// - Source: Siemens PTI, PSS/E 33 Program Operation Manual, chapter 5 (power flow raw data file contents).
  public init(
    psse bytes: Span<UInt8>, mode: ParseMode = .strict, source: String? = nil, limits: Limits = .default
  ) throws(ParseError) {
    self = try NetworkInput.expanded(bytes, source: source, limits: limits) { bytes throws(ParseError) in
      var reader = RawReader(context: ParseContext(mode: mode, limits: limits), source: source)
      try reader.read(bytes)
      guard !reader.buses.isEmpty else {
        throw ParseError(.empty, at: .init(source: source), "no bus", expected: "at least one")
      }
      let network = try NetworkInput.network(source: source) { () throws(NodalError) in
        try Network(
          name: reader.name, baseMVA: reader.baseMVA, buses: reader.buses, loads: reader.loads,
          generators: reader.generators, branches: reader.branches, hvdcLines: reader.hvdcLines, areas: reader.areas,
          zones: reader.zones)
      }
      return ParsedNetwork(network: network, defects: reader.log.defects, notes: reader.notes)
    }
  }
}

extension Network {
  /// Reads a PSS/E RAW file strictly, as ``ParsedNetwork/init(psse:mode:source:limits:)`` does.
  ///
  /// - Throws: the first defect.
  public init(psse bytes: Span<UInt8>) throws(ParseError) {
    self = try ParsedNetwork(psse: bytes).network
  }
}
