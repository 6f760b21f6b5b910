import ByteFormats

extension MISODisplay {
  /// Reads the consolidated table.
  ///
  /// `{"LMPData": {"RefId", "FiveMinLMP": {"HourAndMin", "PricingNode": [...]}, "HourlyIntegratedLMP": ..., ...}}`
  ///
  /// The nodes of the five-minute block carry reserve prices too: rows of their own. Each block has a label of its own,
  /// `08:15` or `HE 9`, and no day.
  mutating func consolidatedPrices() throws(ParseError) -> ObservationBuilder {
    let data = try required("LMPData", of: document)
    try readReference(of: data)
    var table = ObservationBuilder(dictionary: dictionary, components: [.energy, .congestion, .loss])
    let blocks: [(String, Product.Run)] = [
      ("FiveMinLMP", .realTimePreliminary), ("HourlyIntegratedLMP", .realTimePreliminary),
      ("DayAheadExAnteLMP", .dayAheadExAnte), ("DayAheadExPostLMP", .dayAhead),
    ]
    for (name, run) in blocks {
      guard let block = data.member(name) else {
        try defect(.missingField, field: name, nil, expected: "a block of prices")
        continue
      }
      try priceBlock(block, name, list: "PricingNode", run, congestion: "MCC", loss: "MLC", into: &table)
    }
    return table
  }

  /// Reads the hubs' ex-ante prices.
  ///
  /// `{"LMPData": {"RefId", "ExAnteLMP": {"HourAndMin", "Hub": [{"name", "LMP", "loss", "congestion"}]}}}`
  mutating func exAntePrices() throws(ParseError) -> ObservationBuilder {
    let data = try required("LMPData", of: document)
    try readReference(of: data)
    var table = ObservationBuilder(dictionary: dictionary, components: [.energy, .congestion, .loss])
    let block = try required("ExAnteLMP", of: data)
    try priceBlock(
      block, "ExAnteLMP", list: "Hub", .realTimeExAnte, congestion: "congestion", loss: "loss", into: &table)
    return table
  }

  private mutating func priceBlock(
    _ block: JSONValue, _ name: String, list: String, _ run: Product.Run, congestion: String, loss: String,
    into table: inout ObservationBuilder
  ) throws(ParseError) {
    guard let (start, seconds) = try interval(labelled: block.member("HourAndMin")?.text, field: name) else { return }
    let product = code(.energy(run))
    for (index, node) in try elements(list, of: block).enumerated() {
      guard let id = node.member("name")?.text else {
        try defect(.missingField, field: "name", index: index, nil, expected: "a node")
        continue
      }
      let location = dictionary.code(for: MISOLocation.node(id))
      let congestion = try number(congestion, of: node, index: index) ?? .nan
      let loss = try number(loss, of: node, index: index) ?? .nan
      if node.member("LMP") == nil || node.member("LMP")?.isBlank == true, !(congestion.isNaN && loss.isNaN) {
        try defect(.inconsistent, field: "LMP", index: index, nil, expected: "a price beside its parts")
        blanks += node.member("LMP") == nil ? 0 : 1
        table.append(
          start: start, seconds: seconds, location: location, product: product, value: .nan,
          components: (.nan, congestion, loss))
      } else if let price = try number("LMP", of: node, index: index) {
        table.append(
          start: start, seconds: seconds, location: location, product: product, value: price,
          components: (misoEnergy(price, congestion, loss), congestion, loss))
      }
      try reservePrices(of: node, index, start, seconds, location, run, into: &table)
    }
  }

  /// Adds a row for every member whose name ends in `MCP`.
  private mutating func reservePrices(
    of node: JSONValue, _ index: Int, _ start: Int64, _ seconds: Int32, _ location: UInt32, _ run: Product.Run,
    into table: inout ObservationBuilder
  ) throws(ParseError) {
    for member in node.asObject ?? [] where member.key.lowercased().hasSuffix("mcp") {
      guard let price = try number(member.value, field: member.key, index: index) else { continue }
      table.append(
        start: start, seconds: seconds, location: location, product: code(MISOReserve.product(member.key, run)),
        value: price)
    }
  }

  /// Reads the reserve zones' prices.
  ///
  /// `{"MCPData": {"RefId", "MktDay", "RealTimeMCP": {"HourAndMin", "Zone": [...]}, "DayAheadMCP": {"HourEnding",
  /// "Zone": [...]}}}`
  mutating func ancillaryPrices() throws(ParseError) -> ObservationBuilder {
    let data = try required("MCPData", of: document)
    try readReference(of: data)
    var table = ObservationBuilder(dictionary: dictionary)
    let blocks: [(String, String, Product.Run)] = [
      ("RealTimeMCP", "HourAndMin", .realTimePreliminary), ("DayAheadMCP", "HourEnding", .dayAhead),
    ]
    for (name, labelKey, run) in blocks {
      guard let block = data.member(name) else {
        try defect(.missingField, field: name, nil, expected: "a block of prices")
        continue
      }
      let label = (block.member(labelKey) ?? block.member("HourAndMin") ?? block.member("HourEnding"))?.text
      guard let (start, seconds) = try interval(labelled: label, field: name) else { continue }
      for (index, zone) in try elements("Zone", of: block).enumerated() {
        guard let number = zone.member("number")?.text else {
          try defect(.missingField, field: "number", index: index, nil, expected: "a reserve zone")
          continue
        }
        let location = dictionary.code(for: MISOLocation.reserveZone(number))
        try reservePrices(of: zone, index, start, seconds, location, run, into: &table)
      }
    }
    return table
  }
}
