import ByteFormats

extension MISOConnector {
  /// Which feed a payload belongs to.
  ///
  /// The content decides where it says enough: the title and header of a report, the keys of a display. A real-time
  /// price report does not say whether it is preliminary or final; without a telling name it is taken as final, the
  /// later and rarer to expire. A wind or solar forecast does not say of what, and a page of the Data Exchange not of
  /// which market, so those need their names.
  public func recognise(name: String, head: Span<UInt8>) -> Feed.ID? {
    let byName = MISORecognition.feed(named: name)
    guard let first = MISORecognition.firstByte(head) else { return byName }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return MISORecognition.feed(json: head, named: byName, generation: MISORecognition.generationFeed(named: name))
    case UInt8(ascii: "<"):
      return byName
    default:
      return MISORecognition.feed(text: head, named: byName)
    }
  }
}

/// The marks by which MISO's payloads are known.
enum MISORecognition {
  /// What the title of a daily report says: the market of its prices.
  enum Title: Hashable {
    case dayAheadExAnte, dayAheadExPost, realTime

    /// The title in a line of the preamble, or `nil`.
    init?(_ line: String) {
      let text = line.lowercased().filter { $0.isLetter }
      guard text.contains("market"), text.contains("lmp") || text.contains("mcp") else { return nil }
      if text.contains("exante") {
        self = .dayAheadExAnte
      } else if text.contains("expost") {
        self = .dayAheadExPost
      } else if text.contains("realtime") {
        self = .realTime
      } else {
        return nil
      }
    }

    /// The feed of a report with this title, given what the name or the caller says.
    func feed(reserves: Bool, hint: Feed.ID?) -> Feed.ID {
      switch self {
      case .dayAheadExAnte: reserves ? "miso.asm_exante_damcp" : "miso.da_exante_lmp"
      case .dayAheadExPost: reserves ? "miso.asm_expost_damcp" : "miso.da_expost_lmp"
      case .realTime:
        if hint == "miso.rt_lmp_prelim" || hint == "miso.asm_rtmcp_prelim" {
          reserves ? "miso.asm_rtmcp_prelim" : "miso.rt_lmp_prelim"
        } else {
          reserves ? "miso.asm_rtmcp_final" : "miso.rt_lmp_final"
        }
      }
    }
  }

  /// What stands in file names, longest first where one contains another; with capitals and punctuation left out.
  private static let names: [(mark: String, feed: Feed.ID)] = [
    ("daexantelmp", "miso.da_exante_lmp"), ("daexpostlmp", "miso.da_expost_lmp"), ("rtlmpprelim", "miso.rt_lmp_prelim"),
    ("rtlmpfinal", "miso.rt_lmp_final"), ("asmexantedamcp", "miso.asm_exante_damcp"),
    ("asmexpostdamcp", "miso.asm_expost_damcp"), ("asmrtmcpprelim", "miso.asm_rtmcp_prelim"),
    ("asmrtmcpfinal", "miso.asm_rtmcp_final"),
    ("getlmpconsolidatedtable", "miso.lmp_consolidated_table"), ("getexantelmp", "miso.exante_lmp"),
    ("getrealtimefiveminexpost", "miso.rt_5min_expost_lmp"), ("getancillaryservicesmcp", "miso.ancillary_services_mcp"),
    ("getfuelmix", "miso.fuel_mix"), ("realtimetotalload", "miso.total_load"), ("gettotalload", "miso.total_load"),
    ("getwindforecast", "miso.wind_forecast"), ("getsolarforecast", "miso.solar_forecast"),
    ("getwindactual", "miso.wind_actual"), ("getsolaractual", "miso.solar_actual"),
    ("windsolargetcombined", "miso.wind_solar"), ("getcombinedwindsolar", "miso.wind_solar"),
    ("windsolargetwind", "miso.wind"), ("windsolargetsolar", "miso.solar"),
  ]

  /// Marks of names that only mean something when the content is known to be a display of wind or solar generation.
  private static let generationNames: [(mark: String, feed: Feed.ID)] = [
    ("windforecast", "miso.wind_forecast"), ("solarforecast", "miso.solar_forecast"),
    ("windactual", "miso.wind_actual"),
    ("solaractual", "miso.solar_actual"), ("windsolar", "miso.wind_solar"), ("wind", "miso.wind"),
    ("solar", "miso.solar"),
  ]

  static func feed(named name: String) -> Feed.ID? {
    let plain = plain(name)
    if let found = names.first(where: { plain.contains($0.mark) }) { return found.feed }
    return exchangeFeed(named: plain)
  }

  private static func exchangeFeed(named plain: String) -> Feed.ID? {
    guard plain.contains("json") else { return nil }
    let market = plain.contains("dayahead") ? "da" : plain.contains("realtime") ? "rt" : nil
    let kind = ["lmpexante", "lmpexpost", "asmexante", "asmexpost"].first { plain.contains($0) }
    guard let market, let kind else { return nil }
    var id = "miso.dx_\(market)_\(kind.prefix(3))_\(kind.dropFirst(3))"
    if market == "rt", kind.hasSuffix("expost") { id += plain.contains("final") ? "_final" : "_prelim" }
    return Feed.ID(rawValue: id)
  }

  /// The letters and digits of a name, in lower case.
  private static func plain(_ name: String) -> String {
    String(decoding: name.utf8.lazy.map(\.lowercased).filter { $0.isDigit || $0 &- 0x61 < 26 }, as: UTF8.self)
  }

  /// The first byte that is no white space, behind a byte order mark.
  static func firstByte(_ head: Span<UInt8>) -> UInt8? {
    var place = head.hasBytes("\u{FEFF}", at: 0) ? 3 : 0
    while place < head.count, head[place].isWhitespace { place += 1 }
    return place < head.count ? head[place] : nil
  }

  // MARK: Reports

  static func feed(text head: Span<UInt8>, named: Feed.ID?) -> Feed.ID? {
    let lines = String(head, ByteRange(0, min(head.count, 2048))).split(whereSeparator: \.isNewline).prefix(12)
    var title: Title?
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { plain(String($0)) }
      if title == nil { title = Title(String(line)) }
      if cells.starts(with: ["node", "type", "value"]), cells.contains("he1") {
        return title?.feed(reserves: false, hint: named) ?? named
      }
      if cells.contains("mcptype"), cells.contains("he1") {
        return title?.feed(reserves: true, hint: named) ?? named
      }
      if cells.contains("interval"), cells.contains("cpnode"), cells.contains("lmp") {
        return "miso.rt_5min_expost_lmp"
      }
    }
    return named
  }

  // MARK: Displays

  static func feed(json head: Span<UInt8>, named byName: Feed.ID?, generation: Feed.ID?) -> Feed.ID? {
    let text = String(head, ByteRange(0, min(head.count, 4096)))
    func has(_ key: String) -> Bool { text.contains("\"\(key)\"") }
    if has("LMPData") { return has("ExAnteLMP") ? "miso.exante_lmp" : "miso.lmp_consolidated_table" }
    if has("MCPData") { return "miso.ancillary_services_mcp" }
    if has("LoadInfo") { return "miso.total_load" }
    if has("Fuel"), has("Type"), has("RefId") { return "miso.fuel_mix" }
    if has("headers"), has("CPNODE") { return "miso.rt_5min_expost_lmp" }
    if has("ForecastWindValue") { return "miso.wind_solar" }
    if has("HourEndingEST") || has("ForecastHourEndingEST") { return byName ?? generation }
    if has("timeInterval"), has("preliminaryFinal") {
      let isFinal = text.contains("\"Final\"")
      if has("mec") { return isFinal ? "miso.dx_rt_lmp_expost_final" : "miso.dx_rt_lmp_expost_prelim" }
      if has("mcp") { return isFinal ? "miso.dx_rt_asm_expost_final" : "miso.dx_rt_asm_expost_prelim" }
    }
    return byName
  }

  /// The feed of a display of wind or solar generation whose name is not the operator's.
  static func generationFeed(named name: String) -> Feed.ID? {
    let plain = plain(name)
    return generationNames.first { plain.contains($0.mark) }?.feed
  }
}
