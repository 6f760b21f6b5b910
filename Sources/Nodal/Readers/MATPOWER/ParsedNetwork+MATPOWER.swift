public import MarketData

extension ParsedNetwork {
  /// Reads a MATPOWER case file of version 1 or 2, plain or gzip.
  ///
  /// - Ids of generators, branches, HVDC lines (`dcline`) and interfaces (`if.map`, `if.lims`) are their rows in the file, from 1 on; a load
  ///   has the number of its bus.
  /// - A rating of 0 or `Inf` is none. Angle limits of 0 and 0, or of 360 degrees and more, are none.
  /// - A tap of 0 is a line and 1; any other, and a shift, is a transformer. A unit without a base has that of the case.
  /// - Limits of a `dcline` are of the flow at its first bus, and negative ones, as MATPOWER takes them, of that at its second: they are
  ///   converted by its losses.
  /// - `gencost` is read as polynomial or piecewise linear, with reactive costs where there are twice as many rows.
  /// - Assignments to columns at the end of a file (`mpc.branch(:, BR_X) = mpc.branch(:, BR_X) / z`) are carried out.
  /// - Fields that a network has no place for, columns of results, capability curves and the reactive data of `dcline` are not kept, and
  ///   ``notes`` say so.
  ///
  /// In lenient mode a defective row is left out and the ids of the others stay as they are; a bus of no known type is kept as one of
  /// type 1.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - mode: whether the first defect throws.
  ///   - source: the name of the file, for errors.
  ///   - limits: what bounds time and memory: bytes, rows of a matrix (`maxRows`), its columns and the number of fields (`maxFields`).
  /// - Throws: in strict mode the first defect, with its line and column; in both modes `missingField` where `baseMVA`, `bus`, `gen` or
  ///   `branch` is not there, and `limitExceeded`.
  /// - Complexity: O(bytes); 70,000 buses with 88,000 branches take a fifth of a second.
  /// - Source: MATPOWER User's Manual, appendix B (case format), and the headers of `toggle_dcline` and `toggle_iflims`.
  public init(
    matpower bytes: Span<UInt8>, mode: ParseMode = .strict, source: String? = nil, limits: Limits = .default
  ) throws(ParseError) {
    self = try NetworkInput.expanded(bytes, source: source, limits: limits) { bytes throws(ParseError) in
      var reader = CaseReader(context: ParseContext(mode: mode, limits: limits), source: source)
      try reader.read(bytes)
      var network = CaseNetwork(reader)
      let built = try network.network(bytes)
      return ParsedNetwork(network: built, defects: network.reader.log.defects, notes: network.notes)
    }
  }
}

extension Network {
  /// Reads a MATPOWER case file strictly, as ``ParsedNetwork/init(matpower:mode:source:limits:)`` does.
  ///
  ///     let network = try Network(matpower: bytes.span)
  ///
  /// - Throws: the first defect.
  public init(matpower bytes: Span<UInt8>) throws(ParseError) {
    self = try ParsedNetwork(matpower: bytes).network
  }
}
